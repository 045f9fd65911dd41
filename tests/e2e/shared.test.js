// @ts-check
/** OpenCode 2 runs as a client of one server per user, which outlives each run: every run is held all the same. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { launch, launchJobs } from "./support/agent.js"
import { jobsFinished } from "./support/expect.js"
import { jobResult } from "./support/model.js"
import { prepare, second } from "./support/run.js"
import { endServiceAtExit, killService } from "./support/service.js"
import { tells, told, userTexts } from "./support/told.js"

const LIMIT_MS = 90_000

/** Launches the job that the user names, waits for its result, and says so. @type {import("./support/model.js").Responder} */
const root = (call) => {
  const name = userTexts(call)[0].match(/Do (\w)/)?.[1] ?? "?"
  if (!call.messages.some(({ role }) => role === "assistant")) return { tools: [launch(name, 2_000)] }
  return { text: told(call).length ? `${name} is done.` : "Waiting." }
}

test("two runs that share a server are each held for their own task", async (context) => {
  const { model, home, dialect, start } = await prepare({ version: second, script: { root } })
  endServiceAtExit(home)
  context.after(() => model.stop())
  context.after(() => killService(home))
  const runs = ["A", "B"].map((name) => start(...dialect.runShared, `Do ${name}`))
  const ends = await Promise.all(runs.map((run) => run.end(LIMIT_MS)))
  for (const [index, name] of ["A", "B"].entries()) {
    assert.equal(ends[index].code, 0, runs[index].stderr.text())
    assert.match(runs[index].stdout.text().trimEnd(), new RegExp(`${name} is done\\.$`))
    const calls = model.rootCalls().filter((call) => userTexts(call)[0].includes(`Do ${name}`))
    assert.equal(calls.length, 3)
    tells(told(calls[2]), `${name} completed`)
  }
  jobsFinished(model, 2)
})

test("a shared server that was killed in a hold goes on with the tasks, and tells of each once", async (context) => {
  let killed = false
  const { model, home, dialect, start } = await prepare({
    version: second,
    script: {
      root: (call) => {
        if (userTexts(call)[0].includes("Something else")) return { text: "Else." }
        if (call.number === 1) return { tools: launchJobs(2, 0) }
        return { text: told(call).length ? "Both are done." : "Waiting." }
      },
      job: ({ job }) => (killed ? { text: jobResult(job?.name ?? "") } : { hang: true }),
    },
  })
  endServiceAtExit(home)
  context.after(() => model.stop())
  context.after(() => killService(home))
  const first = start(...dialect.runShared, "Do the work.")
  await model.rootAnswer(2)
  await Promise.all([model.jobCall(1), model.jobCall(2)])
  killed = killService(home)
  assert.ok(killed)
  // Its client loses the server, and ends.
  assert.equal((await first.end(LIMIT_MS)).code, 1)

  // The next run starts the server, which goes on with what was killed by itself.
  const next = start(...dialect.runShared, "Something else.")
  const results = await model.until("the results", (call) => call.kind === "root" && told(call).length > 0)
  assert.equal((await next.end(LIMIT_MS)).code, 0)
  tells(told(results), "1 completed", "2 completed")
  const answered = model.jobCalls().filter(({ answeredAt }) => answeredAt !== undefined)
  assert.deepEqual(answered.map(({ job }) => job?.name).sort(), ["1", "2"])
  assert.equal(model.rootCalls().filter((call) => told(call).length).length, 1)
})
