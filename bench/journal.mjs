// @ts-check
/**
 * How long the plugin takes to load a journal of 10,000 records: what a session's next use waits for.
 * The result is the ratio of the processor time to that of parsing the same lines as plain JSON, in the
 * same run: a slow or busy machine changes both. The wall-clock milliseconds are for information.
 */
import { performance } from "node:perf_hooks"
import { load } from "../js-shim/load.js"
import { script } from "../scripts/shell.mjs"
import { active, claimed, ended, launched, record, started } from "../tests/cli/support/journal.js"

const RECORDS = 10_000
/** It is about 4; a fold that visits every task for every record takes hundreds. */
const TIMES_PARSING = 8
const ROUNDS = 15

await script(() => {
  const text = journal()
  const { owner } = load()
  const parse = () =>
    text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line))
  // Alternating, and the best of several runs: other load makes a run slower, never faster.
  const pairs = Array.from({ length: ROUNDS }, () => ({
    loading: time(() => owner(text)?.pid === 1),
    parsing: time(() => parse().length === RECORDS),
  }))
  const best = (/** @type {(pair: typeof pairs[number]) => number} */ value) => Math.min(...pairs.map(value))
  const parsing = best((pair) => pair.parsing.used)
  const times = best((pair) => pair.loading.used) / parsing
  const elapsed = best((pair) => pair.loading.elapsed)
  const kilobytes = Math.round(text.length / 1000)
  console.log(
    `node: ${elapsed.toFixed(1)} ms for ${RECORDS} records, ${kilobytes} KB; ${times.toFixed(1)} times the ` +
      `${parsing.toFixed(1)} ms of processor time of parsing them (best of ${ROUNDS}; at most ${TIMES_PARSING} times)`,
  )
  if (times > TIMES_PARSING)
    throw new Error(`Loading a journal takes more than ${TIMES_PARSING} times what parsing its lines takes.`)
})

/** How long it takes once, by the clock and of the processor, in ms. @param {() => boolean} work */
function time(work) {
  const started = performance.now()
  const before = process.cpuUsage()
  if (!work()) throw new Error("The journal was not read to its end.")
  const { user, system } = process.cpuUsage(before)
  return { elapsed: performance.now() - started, used: (user + system) / 1000 }
}

/** Tasks that start and end one after the other, and finally an owner. */
function journal() {
  /** @type {string[]} */
  const lines = []
  for (let number = 1; lines.length < RECORDS - 1; number++) lines.push(...life(number))
  const owner = { pid: 1, start: "now", nonce: "n" }
  return [...lines.slice(0, RECORDS - 1), claimed(RECORDS, owner)].join("")
}

/** What is written of a task. @param {number} t */
function life(t) {
  const task = `bg_${t.toString(36).padStart(6, "0")}`
  const step = active(t, task, [{ t, text: "grep TODO" }])
  return [
    launched(t, task),
    started(t, task),
    record(t, { prompted: { task, session: `ses_${task}`, message: `msg_${task}` } }),
    ...[step, step, step],
    ended(t, task, "completed", { result: "It handles all of it." }),
    record(t, { evicted: { tasks: [task] } }),
  ]
}
