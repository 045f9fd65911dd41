// @ts-check
/** OpenCode 2 runs as a client of one server per user, which outlives each run: every run is held all the same. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { launch } from "./support/agent.js"
import { jobsFinished } from "./support/expect.js"
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
