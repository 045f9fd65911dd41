// @ts-check
/** OpenCode's own background subagents are waited for and listed; OpenCode delivers their results. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { gate, launch } from "./support/agent.js"
import { endedWell } from "./support/expect.js"
import { jobPrompt, jobResult } from "./support/model.js"
import { run } from "./support/run.js"
import { serve } from "./support/serve.js"
import { shown, slash } from "./support/steer.js"
import { userTexts } from "./support/told.js"

const env = { OPENCODE_EXPERIMENTAL_BACKGROUND_SUBAGENTS: "true" }

/** @param {string} name @param {number} ms */
const subagent = (name, ms) => ({
  name: "task",
  args: {
    description: `sub ${name}`,
    prompt: jobPrompt(name, ms),
    subagent_type: "general",
    background: true,
  },
})

test("a run is held for a background subagent of OpenCode, whose result reaches its agent once", async () => {
  const outcome = await run({
    env,
    // OpenCode's message with the result, which ends the hold, arrives after the step has begun.
    script: [
      { tools: [subagent("n", 1_000)] },
      { text: "Waiting." },
      { text: "Yes." },
      { text: "It is done." },
    ],
  })
  const calls = outcome.model.rootCalls()
  const last = /** @type {any} */ (calls.at(-1))
  endedWell(outcome, "It is done.")
  assert.equal(calls.length, 4)
  assert.match(last.latest.text, /RESULT OF JOB n/)
  assert.doesNotMatch(last.latest.text, /nothing left/)
  assert.equal(userTexts(last).join("\n").split(jobResult("n")).length - 1, 1)
})

test("a subagent of OpenCode and a task are both waited for, and each result comes once", async () => {
  const outcome = await run({
    env,
    script: {
      root: (call) => {
        if (call.number === 1) return { tools: [subagent("n", 1_000), launch(1, 2_000)] }
        const text = userTexts(call).join("\n")
        return {
          text: text.includes(jobResult("n")) && text.includes(jobResult(1)) ? "Both are done." : "Waiting.",
        }
      },
    },
  })
  const last = /** @type {any} */ (outcome.model.rootCalls().at(-1))
  endedWell(outcome, "Both are done.")
  for (const name of ["n", 1])
    assert.equal(userTexts(last).join("\n").split(jobResult(name)).length - 1, 1, `the result of ${name}`)
  assert.ok(outcome.model.rootCalls().length <= 5)
})

test("a background subagent of OpenCode is listed, and a watched session is woken by OpenCode alone", async (context) => {
  const listed = gate()
  const server = await serve({
    env,
    script: {
      root: [{ tools: [subagent("n", 0)] }, { text: "Waiting." }, { text: "It is done." }],
      job: () => listed.opened.then(() => ({ text: jobResult("n") })),
    },
  })
  context.after(() => server.stop())
  const id = await server.createSession()
  await server.prompt(id, "Do the work.")
  await server.idle(id)
  await slash(server, id, "background")
  assert.match((await shown(server, id)).join(), /sub n: running for/)
  listed.open()
  await server.idle(id, 2)
  assert.equal(server.model.rootCalls().length, 3)
})
