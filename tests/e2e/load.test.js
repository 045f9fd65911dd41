// @ts-check
/** Many tasks and few slots: the queue adds little to what the work itself takes. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { launchJobs } from "./support/agent.js"
import { endedWell, modelCalls } from "./support/expect.js"
import { run } from "./support/run.js"
import { news, tells } from "./support/told.js"

test("60 tasks of one second with six slots take less than 1.6 times the ideal ten seconds", async (context) => {
  const outcome = await run({
    holdfast: { tasks: { concurrency: 6 } },
    script: [{ tools: launchJobs(60, 1_000) }, { text: "Waiting." }, { text: "All 60 are done." }],
  })
  const { model } = outcome
  endedWell(outcome, "All 60 are done.")
  modelCalls(model, { root: 3, job: 60 })
  tells(news(model.rootCalls()[2]), ...Array.from({ length: 60 }, (_, index) => `${index + 1} completed`))
  assert.equal(mostAtOnce(model), 6)
  const took = model.rootCalls()[2].at - model.jobCalls()[0].at
  context.diagnostic(`${took} ms`)
  assert.ok(took < 16_000, `${took} ms`)
})

/** How many jobs were under way at one time. @param {import("./support/model.js").Model} model */
function mostAtOnce(model) {
  const jobs = model.jobCalls()
  const under = (/** @type {number} */ at) =>
    jobs.filter((job) => job.at <= at && (job.answeredAt ?? Number.POSITIVE_INFINITY) > at).length
  return Math.max(...jobs.map(({ at }) => under(at)))
}
