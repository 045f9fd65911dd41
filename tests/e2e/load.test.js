// @ts-check
/** Many tasks and few slots: the queue adds little to the time of the work itself. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { launchJobs } from "./support/agent.js"
import { endedWell, modelCalls } from "./support/expect.js"
import { run } from "./support/run.js"
import { news, tells } from "./support/told.js"
import { plainSessions } from "./support/yardstick.js"

const TASKS = 60
const SLOTS = 6
const JOB_MS = 1_000
/** Compared with the same sessions prompted by a client without Holdfast. */
const TIMES = 1.4
/** A busy machine may be busier during one of two runs: the best pair counts. */
const PAIRS = 3

test(`60 tasks with six slots take at most ${TIMES} times what OpenCode's own sessions take`, async (context) => {
  for (let pair = 1; ; pair++) {
    const held = await heldTasks()
    const plain = await plainSessions(TASKS, SLOTS, JOB_MS)
    context.diagnostic(`${held} ms, and ${plain} ms for the same sessions without Holdfast`)
    if (held <= TIMES * plain) return
    assert.ok(pair < PAIRS, `${held} ms, and ${plain} ms without Holdfast`)
  }
})

/** From the first job's call to the call that has all results, in ms. */
async function heldTasks() {
  const outcome = await run({
    holdfast: { tasks: { concurrency: SLOTS } },
    script: [{ tools: launchJobs(TASKS, JOB_MS) }, { text: "Waiting." }, { text: "All 60 are done." }],
  })
  const { model } = outcome
  endedWell(outcome, "All 60 are done.")
  modelCalls(model, { root: 3, job: TASKS })
  tells(news(model.rootCalls()[2]), ...Array.from({ length: TASKS }, (_, index) => `${index + 1} completed`))
  assert.equal(mostAtOnce(model), SLOTS)
  return model.rootCalls()[2].at - model.jobCalls()[0].at
}

/** How many jobs were under way at one time. @param {import("./support/model.js").Model} model */
function mostAtOnce(model) {
  const jobs = model.jobCalls()
  const under = (/** @type {number} */ at) =>
    jobs.filter((job) => job.at <= at && (job.answeredAt ?? Number.POSITIVE_INFINITY) > at).length
  return Math.max(...jobs.map(({ at }) => under(at)))
}
