// @ts-check
/** Two OpenCode processes in one project neither lose nor adopt each other's tasks. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { gate, launch, launchJobs } from "./support/agent.js"
import { jobResult } from "./support/model.js"
import { newest, oldest, prepare } from "./support/run.js"
import { serveIn } from "./support/serve.js"
import { news, tells, userTexts } from "./support/told.js"

/** @typedef {import("./support/model.js").Call} Call */

for (const version of [newest, oldest]) {
  test(`a run beside a server does its own work, and leaves the server's tasks and session alone, on ${version}`, async (context) => {
    const othersDone = gate()
    const answers = {
      /** @param {Call} call */
      serve: (call) => (call.latest.text === "SERVE" ? { tools: launchJobs(1, 0) } : { text: "Served." }),
      /** @param {Call} call */
      run: (call) => (/RUN/.test(call.latest.text) ? { tools: [launch("r", 500)] } : { text: "Run." }),
      /** @param {Call} call */
      meddle: (call) =>
        call.latest.toolResults.length
          ? { text: "Not mine." }
          : { tools: [launch("m", 0), { name: "background_cancel", args: { all: true } }] },
    }
    const prepared = await prepare({
      version,
      script: {
        root: (call) => {
          const texts = userTexts(call)
          if (/MEDDLE/.test(String(texts.at(-1)))) return answers.meddle(call)
          return /SERVE/.test(texts[0]) ? answers.serve(call) : answers.run(call)
        },
        job: async ({ job }) => {
          if (job?.name === "1") await othersDone.opened
          return { text: jobResult(job?.name ?? "") }
        },
      },
    })
    const { model, start } = prepared
    const server = await serveIn(prepared)
    context.after(() => server.stop())
    const id = await server.createSession()
    await server.prompt(id, "SERVE")
    await server.idle(id)
    await model.jobCall(1)

    const beside = start("run", "RUN")
    const end = await beside.end(90_000)
    assert.equal(end.code, 0, beside.stderr.text())
    const own = model.rootCalls().filter((call) => /RUN/.test(userTexts(call)[0]))
    assert.equal(own.length, 3)
    tells(news(own[2]), "r completed")

    const meddler = start("run", "--session", id, "MEDDLE")
    assert.equal((await meddler.end(90_000)).code, 0, meddler.stderr.text())
    const refused = model.rootCalls().findLast((call) => call.latest.toolResults.length === 2)
    for (const text of refused?.latest.toolResults ?? [""])
      assert.match(text, /Another OpenCode process \(pid \d+\) runs this session's background tasks/)

    othersDone.open()
    const wake = await model.until(
      "the server's wake",
      (call) => call.kind === "root" && news(call).some(({ name }) => name === "1"),
    )
    tells(news(wake), "1 completed")
    assert.deepEqual(
      model.jobCalls().map(({ job }) => job?.name),
      ["1", "r"],
    )
  })
}
