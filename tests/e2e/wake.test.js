// @ts-check
/** How soon the agent goes on after the last job's end. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { launch } from "./support/agent.js"
import { endedWell, modelCalls } from "./support/expect.js"
import { newest, oldest, run } from "./support/run.js"
import { plainStart } from "./support/yardstick.js"

const TURNS = 10
const LIMIT_MS = 300
/** On a slow machine: at most so many times what a plain prompt takes. */
const SLOW = 4

for (const version of [newest, oldest]) {
  test(`the final turn starts within ${LIMIT_MS} ms of the last job's end, at the median of ${TURNS}, on ${version}`, async (context) => {
    const median = await medianDelay(version)
    context.diagnostic(`${median} ms`)
    if (median <= LIMIT_MS) return
    const plain = await plainStart()
    context.diagnostic(`${plain} ms from a plain prompt to its call without Holdfast`)
    assert.ok(median <= SLOW * plain, `${median} ms; ${plain} ms for a plain prompt`)
  })
}

/** @param {string} version */
async function medianDelay(version) {
  const turns = Array.from({ length: TURNS }, (_, turn) => [
    { tools: [launch(turn, 200)] },
    { text: "Waiting." },
  ])
  const outcome = await run({ version, script: [...turns.flat(), { text: "Done." }] })
  endedWell(outcome, "Done.")
  modelCalls(outcome.model, { root: 2 * TURNS + 1, job: TURNS })
  return delays(outcome.model)[TURNS / 2]
}

/** From each job's end to the root call that follows, sorted. @param {import("./support/model.js").Model} model */
function delays(model) {
  return model
    .jobCalls()
    .map((job, turn) => model.rootCalls()[2 * turn + 2].at - (job.answeredAt ?? 0))
    .sort((one, other) => one - other)
}
