// @ts-check
/** Stock `opencode run` waits for background work, whatever the agent's replies look like. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { barrier, echo, gate, launch, launchJobs } from "./support/agent.js"
import {
  afterAllJobs,
  delivers,
  endedWell,
  jobsFinished,
  modelCalls,
  noAutomaticMessage,
  sees,
} from "./support/expect.js"
import { jobResult } from "./support/model.js"
import { newest, oldest, run, second } from "./support/run.js"
import { dialectOf } from "./support/version.js"

const oneSlot = { tasks: { concurrency: 1 } }

const places = /** @type {const} */ ([
  { version: newest, wire: "openai", git: true },
  { version: newest, wire: "anthropic", git: false },
  { version: oldest, wire: "openai", git: false },
  { version: oldest, wire: "anthropic", git: true },
  { version: second, wire: "openai", git: true },
  { version: second, wire: "anthropic", git: false },
])

for (const place of places) {
  const where = `on ${place.version}, ${place.wire}, ${place.git ? "in a git project" : "outside git"}`

  test(`three tasks with one slot and no todos all finish before the run ends, ${where}`, async () => {
    const outcome = await run({
      ...place,
      holdfast: oneSlot,
      script: [
        { tools: launchJobs(3, 1_000) },
        { text: "They are running." },
        { text: "All three are done." },
      ],
    })
    const { model } = outcome
    endedWell(outcome, "All three are done.")
    jobsFinished(model, 3)
    modelCalls(model, { root: 3, job: 3 })
    noAutomaticMessage(model.rootCalls()[1])
    afterAllJobs(model, model.rootCalls()[2])
    delivers(model.rootCalls()[2], [1, 2, 3])
    oneAtATime(model)
    if (!dialectOf(place.version).tellsProgress) return
    assert.match(outcome.stderr, /1 running · 2 queued/)
    assert.match(outcome.stderr, /1 running · 1 queued · 1 completed/)
  })

  test(`a reply without any text is held like any other, ${where}`, async () => {
    const outcome = await run({ ...place, script: [{ tools: launchJobs(1, 1_000) }, {}, { text: "Done." }] })
    endedWell(outcome, "Done.")
    modelCalls(outcome.model, { root: 3, job: 1 })
    delivers(outcome.model.rootCalls()[2], [1])
  })

  for (const order of /** @type {const} */ (["text-first", "tools-first"])) {
    test(`text and tool calls (${order}) while a task runs do not end the turn early, ${where}`, async () => {
      const waiting = gate()
      const outcome = await run({
        ...place,
        script: {
          root: [
            { tools: launchJobs(1, 0) },
            { text: "Meanwhile.", tools: [echo("meanwhile")], order },
            () => {
              waiting.open()
              return { text: "Waiting." }
            },
            { text: "Done." },
          ],
          job: () => waiting.opened.then(() => ({ text: jobResult(1) })),
        },
      })
      const [, , third, fourth] = outcome.model.rootCalls()
      endedWell(outcome, "Done.")
      modelCalls(outcome.model, { root: 4, job: 1 })
      noAutomaticMessage(third)
      afterAllJobs(outcome.model, fourth)
      delivers(fourth, [1])
    })
  }
}

for (const version of [newest, oldest, second]) {
  test(`an agent that calls tools after it got the results still sees them, on ${version}`, async () => {
    const outcome = await run({
      version,
      script: [
        { tools: launchJobs(2, 500) },
        { text: "Waiting." },
        { text: "Looking closer.", tools: [echo("closer")] },
        { text: "Done." },
      ],
    })
    const [, , third, fourth] = outcome.model.rootCalls()
    endedWell(outcome, "Done.")
    modelCalls(outcome.model, { root: 4, job: 2 })
    delivers(third, [1, 2])
    sees(fourth, [1, 2])
  })

  test(`tasks launched in two different turns are each delivered once, on ${version}`, async () => {
    const outcome = await run({
      version,
      script: [
        { tools: [launch("A", 500)] },
        { text: "Waiting for A." },
        { text: "Now B.", tools: [launch("B", 500)] },
        { text: "Waiting for B." },
        { text: "Both are done." },
      ],
    })
    const [, , third, , fifth] = outcome.model.rootCalls()
    endedWell(outcome, "Both are done.")
    modelCalls(outcome.model, { root: 5, job: 2 })
    delivers(third, ["A"])
    delivers(fifth, ["B"])
    sees(fifth, ["A", "B"])
  })
}

test("five tasks with five slots run in parallel", async () => {
  const all = barrier(5)
  const outcome = await run({
    holdfast: { tasks: { concurrency: 5 } },
    script: {
      root: [{ tools: launchJobs(5, 0) }, { text: "Waiting." }, { text: "All five are done." }],
      // No job ends before all five have started.
      job: ({ job }) => all().then(() => ({ text: jobResult(job?.name ?? "") })),
    },
  })
  endedWell(outcome, "All five are done.")
  modelCalls(outcome.model, { root: 3, job: 5 })
  delivers(outcome.model.rootCalls()[2], [1, 2, 3, 4, 5])
})

/** @param {import("./support/model.js").Model} model */
function oneAtATime(model) {
  const jobs = model.jobCalls()
  for (const [index, job] of jobs.slice(1).entries()) {
    const before = jobs[index].answeredAt ?? Number.POSITIVE_INFINITY
    assert.ok(
      job.at >= before,
      `job ${job.job?.name} started ${before - job.at} ms before the one before it ended`,
    )
  }
}
