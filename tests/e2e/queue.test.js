// @ts-check
/** The queue: places in it, and failures that stop it or do not. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { launch, launchJobs } from "./support/agent.js"
import { endedWell, jobsFinished, modelCalls } from "./support/expect.js"
import { jobResult } from "./support/model.js"
import { project } from "./support/outage.js"
import { newest, oldest, run } from "./support/run.js"
import { news, tells, told } from "./support/told.js"

const oneSlot = { tasks: { concurrency: 1 } }
const refusal = { error: { status: 400, message: "the job was refused" } }

/** The first job fails, once. @returns {import("./support/model.js").Responder} */
function firstFails() {
  let failed = false
  return ({ job }) => {
    if (job?.name !== "1" || failed) return { text: jobResult(job?.name ?? "") }
    failed = true
    return refusal
  }
}

for (const version of [newest, oldest]) {
  test(`the agent is told at once that a failure stopped the queue, and its background_resume lets the rest run, on ${version}`, async () => {
    const outcome = await run({
      version,
      holdfast: oneSlot,
      script: {
        root: [
          { tools: launchJobs(3, 0) },
          { text: "Waiting." },
          { tools: [{ name: "background_resume", args: {} }] },
          { text: "Waiting on." },
          { text: "The rest is done." },
        ],
        job: firstFails(),
      },
    })
    const { model } = outcome
    const [, , third, fourth, fifth] = model.rootCalls()
    endedWell(outcome, "The rest is done.")
    modelCalls(model, { root: 5, job: 3 })
    tells(news(third), "1 failed")
    assert.match(third.latest.text, /the job was refused/)
    assert.match(third.latest.text, /remaining="2"/)
    assert.match(third.latest.text, /background_resume[\s\S]*background_cancel/)
    assert.match(fourth.latest.toolResults.join(), /queue continues/i)
    tells(news(fifth), "2 completed", "3 completed")
    tells(told(fifth), "1 failed", "2 completed", "3 completed")
  })
}

test("a stopped queue whose agent cancels the rest ends the run without running it", async () => {
  const outcome = await run({
    holdfast: oneSlot,
    script: {
      root: [
        { tools: launchJobs(3, 0) },
        { text: "Waiting." },
        { tools: [{ name: "background_cancel", args: { all: true } }] },
        { text: "Given up." },
      ],
      job: firstFails(),
    },
  })
  endedWell(outcome, "Given up.")
  modelCalls(outcome.model, { root: 4, job: 1 })
  assert.match(outcome.model.rootCalls()[3].latest.toolResults.join(), /cancelled/)
})

test("a stopped queue whose agent launches the failed task again runs all of it", async () => {
  const outcome = await run({
    holdfast: oneSlot,
    script: {
      root: [
        { tools: launchJobs(2, 0) },
        { text: "Waiting." },
        { tools: [{ name: "background_resume", args: { retry: true } }] },
        { text: "Waiting on." },
        { text: "Both are done." },
      ],
      job: firstFails(),
    },
  })
  endedWell(outcome, "Both are done.")
  modelCalls(outcome.model, { root: 5, job: 3 })
  tells(news(outcome.model.rootCalls()[4]), "1 completed", "2 completed")
})

test("a stopped queue whose agent decides nothing is brought up three times, and then the run ends with the reason", async () => {
  const outcome = await run({
    holdfast: oneSlot,
    script: {
      root: [{ tools: launchJobs(2, 0) }, ...Array(5).fill({ text: "I will think about it." })],
      job: firstFails(),
    },
  })
  const { model } = outcome
  endedWell(outcome, "I will think about it.")
  modelCalls(model, { root: 6, job: 1 })
  for (const call of model.rootCalls().slice(3)) assert.match(call.latest.text, /background_resume/)
  assert.match(outcome.stderr, /maxStagnant/)
})

test("with onFailure: continue the queue goes on, and all results come in one message", async () => {
  const outcome = await run({
    holdfast: { tasks: { concurrency: 1, onFailure: "continue" } },
    script: {
      root: [{ tools: launchJobs(3, 0) }, { text: "Waiting." }, { text: "Two of three." }],
      job: firstFails(),
    },
  })
  endedWell(outcome, "Two of three.")
  modelCalls(outcome.model, { root: 3, job: 3 })
  tells(news(outcome.model.rootCalls()[2]), "1 failed", "2 completed", "3 completed")
})

test("a task launched by a slow model while the first ones finish is waited for, and each result comes once", async (context) => {
  const { model, run } = await project({
    script: [
      { tools: launchJobs(2, 0) },
      async () => {
        await Promise.all([model.jobEnd(1), model.jobEnd(2)])
        return { text: "One more.", tools: [launch(3, 300)] }
      },
      { text: "Waiting." },
      { text: "All three are done." },
    ],
  })
  context.after(() => model.stop())
  const end = await run("Do the work.")
  assert.equal(end.code, 0, end.stderr)
  assert.match(end.stdout, /All three are done\.\s*$/)
  jobsFinished(model, 3)
  tells(told(/** @type {any} */ (model.rootCalls().at(-1))), "1 completed", "2 completed", "3 completed")
})

test("each launch beyond the slots says its place in the queue", async () => {
  const outcome = await run({
    holdfast: oneSlot,
    script: [{ tools: launchJobs(3, 300) }, { text: "Waiting." }, { text: "Done." }],
  })
  endedWell(outcome, "Done.")
  const [first, second, third] = outcome.model.rootCalls()[1].latest.toolResults
  assert.match(first, /running/)
  assert.match(second, /number 1 in the queue/)
  assert.match(third, /number 2 in the queue/)
})
