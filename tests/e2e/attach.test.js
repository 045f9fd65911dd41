// @ts-check
/** `opencode run --attach`: the server holds the turn, and its tasks outlive the client. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { gate, launchJobs } from "./support/agent.js"
import { modelCalls } from "./support/expect.js"
import { jobResult } from "./support/model.js"
import { newest, oldest, prepare } from "./support/run.js"
import { serveIn } from "./support/serve.js"
import { news, tells } from "./support/told.js"

/** @param {Parameters<typeof prepare>[0]} options @param {import("node:test").TestContext} context */
async function attachable(options, context) {
  const prepared = await prepare(options)
  const server = await serveIn(prepared, options.env?.OPENCODE_SERVER_PASSWORD)
  context.after(() => server.stop())
  return {
    server,
    run: (/** @type {string[]} */ ...args) => prepared.start("run", "--attach", server.url, ...args),
  }
}

for (const version of [newest, oldest]) {
  test(`an attached run waits for its tasks and ends with the answer that uses them, on ${version}`, async (context) => {
    const { server, run } = await attachable(
      { version, script: [{ tools: launchJobs(2, 500) }, { text: "Waiting." }, { text: "Both are done." }] },
      context,
    )
    const client = run("Do the work.")
    const { code } = await client.end(60_000)
    assert.equal(code, 0, client.stderr.text())
    assert.match(client.stdout.text(), /Both are done\.\s*$/)
    modelCalls(server.model, { root: 3, job: 2 })
    tells(news(server.model.rootCalls()[2]), "1 completed", "2 completed")
  })
}

test("tasks outlive an attached client that is killed, and the server's agent gets their results", async (context) => {
  const clientGone = gate()
  const { server, run } = await attachable(
    {
      script: {
        root: [{ tools: launchJobs(1, 0) }, { text: "Waiting." }, { text: "It is done." }],
        job: () => clientGone.opened.then(() => ({ text: jobResult(1) })),
      },
    },
    context,
  )
  const client = run("Do the work.")
  await server.model.rootAnswer(2)
  await client.stop()
  clientGone.open()
  const third = await server.model.rootCall(3)
  tells(news(third), "1 completed")
  await server.idle((await server.ask("GET", "/session"))[0].id)
  modelCalls(server.model, { root: 3, job: 1 })
})
