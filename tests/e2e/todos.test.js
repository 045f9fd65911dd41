// @ts-check
/** Open todos continue an unattended session as long as there is progress. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { todos } from "./support/agent.js"
import { endedWell, modelCalls } from "./support/expect.js"
import { newest, oldest, run } from "./support/run.js"

for (const version of [newest, oldest]) {
  test(`todos completed one per continuation are all completed, on ${version}`, async () => {
    const outcome = await run({
      version,
      script: [
        { tools: [todos("pending", "pending")] },
        { text: "That is the plan." },
        { tools: [todos("completed", "pending")] },
        { text: "One is done." },
        { tools: [todos("completed", "completed")] },
        { text: "Both are done." },
      ],
    })
    const calls = outcome.model.rootCalls()
    endedWell(outcome, "Both are done.")
    modelCalls(outcome.model, { root: 6 })
    assert.match(calls[2].latest.text, /todo 1[\s\S]*todo 2/)
    assert.match(calls[4].latest.text, /todo 2/)
    assert.doesNotMatch(calls[4].latest.text, /todo 1/)
    assert.match(calls[2].latest.text, /automatic/i)
  })

  test(`todos that never move end the run after three continuations, with the reason, on ${version}`, async () => {
    const outcome = await run({
      version,
      script: [{ tools: [todos("in_progress")] }, ...Array(4).fill({ text: "I will do it soon." })],
    })
    endedWell(outcome, "I will do it soon.")
    modelCalls(outcome.model, { root: 5 })
    assert.match(outcome.stderr + outcome.log, /3 continuations|maxStagnant|without progress/i)
  })
}

test("a todo that is blocked or cancelled does not continue the session", async () => {
  const outcome = await run({
    script: [{ tools: [todos("cancelled", "completed", "blocked")] }, { text: "Nothing is left." }],
  })
  endedWell(outcome, "Nothing is left.")
  modelCalls(outcome.model, { root: 2 })
})
