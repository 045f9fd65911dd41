// @ts-check
/** Many tasks and few slots: the queue adds little to what the work itself takes. */
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
const LIMIT_MS = 1.6 * (TASKS / SLOTS) * JOB_MS

test("60 tasks of one second with six slots take less than 1.6 times the ideal ten seconds", async (context) => {
  const outcome = await run({
    holdfast: { tasks: { concurrency: SLOTS } },
    script: [{ tools: launchJobs(TASKS, JOB_MS) }, { text: "Waiting." }, { text: "All 60 are done." }],
  })
  const { model } = outcome
  endedWell(outcome, "All 60 are done.")
  modelCalls(model, { root: 3, job: TASKS })
  tells(news(model.rootCalls()[2]), ...Array.from({ length: TASKS }, (_, index) => `${index + 1} completed`))
  assert.equal(mostAtOnce(model), SLOTS)
  const took = model.rootCalls()[2].at - model.jobCalls()[0].at
  context.diagnostic(`${took} ms`)
  if (took <= LIMIT_MS) return
  // On a machine on which OpenCode's own turns take longer, the queue must not add to them.
  const plain = await plainSessions(TASKS, SLOTS, JOB_MS)
  context.diagnostic(`${plain} ms for the same sessions without Holdfast`)
  assert.ok(took <= 1.25 * plain, `${took} ms, and ${plain} ms without Holdfast`)
})

/** How many jobs were under way at one time. @param {import("./support/model.js").Model} model */
function mostAtOnce(model) {
  const jobs = model.jobCalls()
  const under = (/** @type {number} */ at) =>
    jobs.filter((job) => job.at <= at && (job.answeredAt ?? Number.POSITIVE_INFINITY) > at).length
  return Math.max(...jobs.map(({ at }) => under(at)))
}
