// @ts-check
/**
 * Killed at random moments: each task is completed or reported as interrupted, once. HOLDFAST_E2E_OUTAGES
 * is the number of moments, HOLDFAST_E2E_SEED selects them.
 */
import assert from "node:assert/strict"
import { createHash } from "node:crypto"
import { test } from "node:test"
import { setTimeout as sleep } from "node:timers/promises"
import { launch } from "./support/agent.js"
import { project } from "./support/outage.js"
import { told, userTexts } from "./support/told.js"

/** @typedef {import("./support/model.js").Call} Call */

const OUTAGES = Number(process.env.HOLDFAST_E2E_OUTAGES ?? 20)
const SEED = Number(process.env.HOLDFAST_E2E_SEED ?? 1)

test("a run killed at random moments loses no task, runs none twice, and tells of each once", async (context) => {
  const { model, start, run, records } = await project({
    holdfast: { tasks: { concurrency: 2 } },
    script: { root: (call) => (hasLaunched(call) ? { text: "So it is." } : { tools: work(call) }) },
  })
  context.after(() => model.stop())
  const whole = await wholeRun()

  /** How long an undisturbed run takes, from the first model call. */
  async function wholeRun() {
    assert.equal((await run("WORK 0")).code, 0)
    return Date.now() - model.rootCalls()[0].at
  }

  for (let outage = 1; outage <= OUTAGES; outage++) {
    const after = Math.floor(chance(outage) * whole)
    await context.test(
      `outage ${outage} of seed ${SEED}, ${after} ms after the first model call`,
      async () => {
        const first = start(`WORK ${outage}`)
        await model.until("the first call", (call) => call.kind === "root" && workOf(call) === outage)
        await sleep(after)
        await first.stop()
        const again = await run("--continue", "Go on.")
        assert.equal(again.code, 0, again.stderr)

        const last = model.rootCalls().findLast((call) => workOf(call) === outage)
        const { launched, ended } = tasksOf(records(), outage)
        assert.deepEqual(ended.map(({ task }) => task).sort(), launched.sort(), "each ended once")
        for (const { outcome } of ended) assert.match(outcome, /^(completed|interrupted)$/)
        const reported = told(/** @type {Call} */ (last)).map(({ id, status }) => `${id} ${status}`)
        assert.deepEqual(reported.sort(), ended.map(({ task, outcome }) => `${task} ${outcome}`).sort())
        for (const name of names(outage)) {
          const answers = model.jobCalls().filter(({ job, answeredAt }) => job?.name === name && answeredAt)
          assert.ok(answers.length <= 1, `job ${name} ran ${answers.length} times`)
        }
      },
    )
  }
})

/** @param {number} outage */
const names = (outage) => ["a", "b", "c", "d"].map((letter) => `${outage}${letter}`)

/** @param {Call} call */
const workOf = (call) => Number(userTexts(call)[0]?.match(/WORK (\d+)/)?.[1])

/** @param {Call} call */
const work = (call) => names(workOf(call)).map((name) => launch(name, 600))

/** @param {Call} call */
const hasLaunched = ({ messages }) => messages.some(({ toolCalls }) => toolCalls.length > 0)

/** The tasks of an outage, and every end of one. @param {any[]} records @param {number} outage */
function tasksOf(records, outage) {
  const isOurs = (/** @type {any} */ { prompt }) =>
    names(outage).some((name) => prompt.includes(`JOB ${name} `))
  const launched = records.flatMap(({ launched }) => (launched && isOurs(launched) ? [launched.task] : []))
  const ended = records.flatMap(({ ended }) => (launched.includes(ended?.task) ? [ended] : []))
  return { launched, ended }
}

/** A share of the whole, by chance, the same for the same seed. @param {number} outage */
function chance(outage) {
  const digest = createHash("sha256").update(`${SEED}/${outage}`).digest()
  return digest.readUInt32BE() / 2 ** 32
}
