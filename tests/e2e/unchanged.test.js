// @ts-check
/** Without anything to wait for nothing changes, and a mistake in the options breaks nothing. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { echo, launchJobs } from "./support/agent.js"
import { delivers, endedWell, modelCalls } from "./support/expect.js"
import { newest, oldest, run, second } from "./support/run.js"

for (const version of [newest, oldest, second]) {
  for (const wire of /** @type {const} */ (["openai", "anthropic"])) {
    test(`a run without tasks and todos makes the same model calls as without Holdfast, on ${version}, ${wire}`, async () => {
      const script = [{ text: "Looking.", tools: [echo("something")] }, { text: "Nothing to wait for." }]
      const stock = await run({ version, wire, script, withPlugin: false })
      const held = await run({ version, wire, script })
      endedWell(stock, "Nothing to wait for.")
      endedWell(held, "Nothing to wait for.")
      assert.deepEqual(whatWasSaid(held.model), whatWasSaid(stock.model))
    })
  }

  test(`a wrong option is named in the log with what would be right, and the rest works, on ${version}`, async () => {
    const outcome = await run({
      version,
      holdfast: { tasks: { concurrency: "many", resultChars: 4_000 }, colour: "blue" },
      script: [{ tools: launchJobs(1, 500) }, { text: "Waiting." }, { text: "Done." }],
    })
    endedWell(outcome, "Done.")
    modelCalls(outcome.model, { root: 3, job: 1 })
    delivers(outcome.model.rootCalls()[2], [1])
    assert.match(outcome.log, /tasks\.concurrency.*number/)
    assert.match(outcome.log, /colour/)
  })
}

/** Each call with its messages, titles apart: they come at a time of their own. @param {import("./support/model.js").Model} model */
function whatWasSaid(model) {
  const said = model
    .rootCalls()
    .map(({ messages }) =>
      messages.map(({ role, text, toolCalls, toolResults }) => [
        role,
        text,
        toolCalls.length,
        toolResults.length,
      ]),
    )
  return { said, titles: model.titleCalls().length, calls: model.calls.length }
}
