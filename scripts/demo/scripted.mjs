// @ts-check
/** The demo with a scripted model, for which every call and its time are known exactly. */
import { launch } from "../../tests/e2e/support/agent.js"
import { jobPrompt } from "../../tests/e2e/support/model.js"
import { run } from "../../tests/e2e/support/run.js"

/** @typedef {import("./table.mjs").Attempt} Attempt */

const JOB_MS = 3_000
const JOBS = [1, 2, 3]

/** @param {boolean} withPlugin @returns {Promise<Attempt>} */
export async function scriptedModel(withPlugin) {
  const outcome = await run({
    withPlugin,
    // Only Node and npm are needed.
    git: false,
    env: { OPENCODE_EXPERIMENTAL_BACKGROUND_SUBAGENTS: "true" },
    prompt: "Do the three jobs in the background and report their results.",
    script: [
      ({ tools }) => ({
        tools: JOBS.map((job) =>
          tools.includes("background_task") ? launch(job, JOB_MS) : nativeLaunch(job),
        ),
      }),
      { text: "The three jobs are running." },
      ({ latest }) => ({
        text: `Report: ${JOBS.map((job) => `job ${job} ${outcomeOf(job, latest.text)}`).join(", ")}.`,
      }),
    ],
  })
  const { model } = outcome
  const roots = model.rootCalls()
  const finished = model.jobCalls().filter(({ answeredAt }) => answeredAt !== undefined)
  const lastEnd = Math.max(...finished.map(({ answeredAt }) => answeredAt ?? 0))
  const report = roots.find(({ at, number }) => number > 2 && at >= lastEnd)
  return {
    finished: finished.length,
    asked: JOBS.length,
    seconds: (outcome.at - outcome.startedAt) / 1000,
    exitCode: outcome.code,
    lastWords: outcome.stdout.trim().split("\n").at(-1) ?? "",
    modelCalls: roots.length,
    callsWhileWaiting: roots.filter(({ number, at }) => number > 2 && at < lastEnd).length,
    wakeMs: report && report.at - lastEnd,
    goneMs: outcome.goneAfterMs,
  }
}

/** OpenCode's own way to run something in the background. @param {number} job */
const nativeLaunch = (job) => ({
  name: "task",
  args: {
    description: `job ${job}`,
    prompt: jobPrompt(job, JOB_MS),
    subagent_type: "general",
    background: true,
  },
})

/** @param {number} job @param {string} text */
const outcomeOf = (job, text) => (text.includes(`RESULT OF JOB ${job}`) ? "done" : "unknown")
