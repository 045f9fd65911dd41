// @ts-check
/** How soon the agent continues after the last job has ended. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { echo, launch } from "./support/agent.js"
import { endedWell, modelCalls } from "./support/expect.js"
import { newest, oldest, run } from "./support/run.js"
import { median } from "./support/yardstick.js"

const TURNS = 10
/** A task's end takes a step of its session, an inspection, and a step of the parent. */
const STEPS = 5

for (const version of [newest, oldest]) {
  test(`the agent has a result after at most ${STEPS} times a step of OpenCode's own, on ${version}`, async (context) => {
    const turns = Array.from({ length: TURNS }, (_, turn) => [
      { tools: [echo("something")] },
      { tools: [launch(turn, 200)] },
      { text: "Waiting." },
    ])
    const outcome = await run({ version, script: [...turns.flat(), { text: "Done." }] })
    endedWell(outcome, "Done.")
    modelCalls(outcome.model, { root: 3 * TURNS + 1, job: TURNS })
    const { steps, wakes } = delays(outcome.model)
    context.diagnostic(`${median(wakes)} ms to a wake, ${median(steps)} ms to a step; medians of ${TURNS}`)
    assert.ok(median(wakes) <= STEPS * median(steps), `${wakes} ms; ${steps} ms`)
  })
}

/**
 * The time from the end of another tool to the next call, and from a job's end to the call that
 * reports it, for each turn: both in the same run, so a busy machine slows both.
 * @param {import("./support/model.js").Model} model
 */
function delays(model) {
  const calls = model.rootCalls()
  const jobs = model.jobCalls()
  const after = (/** @type {number | undefined} */ from, /** @type {number} */ index) =>
    calls[index].at - (from ?? 0)
  return {
    steps: jobs.map((_, turn) => after(calls[3 * turn].answeredAt, 3 * turn + 1)),
    wakes: jobs.map((job, turn) => after(job.answeredAt, 3 * turn + 3)),
  }
}
