// @ts-check
/**
 * What 1,000 old sessions cost: `holdfast tasks` and the start of the terminal UI, with and without
 * them, in processor time of the same run.
 */
import { spawnSync } from "node:child_process"
import fs from "node:fs"
import { performance } from "node:perf_hooks"
import { fileURLToPath } from "node:url"
import { load } from "../js-shim/load.js"
import { followJournals } from "../js-shim/tui/journals.js"
import { script } from "../scripts/shell.mjs"
import {
  active,
  claimed,
  dead,
  ended,
  launched,
  makeProject,
  record,
  started,
} from "../tests/cli/support/journal.js"

const SESSIONS = 1000
const TASKS = 5
/** Beyond what no session costs. */
const ALLOWED_MS = 50
const ROUNDS = 5

await script(() => {
  const [none, many] = [makeProject(), makeProject()]
  fs.mkdirSync(none.state, { recursive: true, mode: 0o700 })
  const old = Date.now() / 1000 - 3 * 24 * 60 * 60
  for (let number = 0; number < SESSIONS; number++) {
    many.journal(lived(number), `ses_${number}`)
    fs.utimesSync(many.file(`ses_${number}`), old - number, old - number)
  }
  for (const [name, cost] of Object.entries({
    "holdfast tasks": listing,
    "the terminal UI's start": opening,
  })) {
    const first = cost(many)
    const [with_, without] = [best(() => cost(many)), best(() => cost(none))]
    console.log(
      `${name}: ${with_.toFixed(0)} ms with ${SESSIONS} old sessions, ${without.toFixed(0)} ms without ` +
        `(${(with_ / without).toFixed(2)} times; ${first.toFixed(0)} ms when they were read for the first time)`,
    )
    if (with_ - without > ALLOWED_MS && with_ > 1.5 * without)
      throw new Error(`${name} pays more than ${ALLOWED_MS} ms for sessions that nobody uses.`)
  }
})

/** @param {() => number} measure */
function best(measure) {
  return Math.min(...Array.from({ length: ROUNDS }, measure))
}

/** @param {ReturnType<typeof makeProject>} project */
function listing({ project, env }) {
  const main = fileURLToPath(new URL("../js-shim/cli/main.js", import.meta.url))
  const began = performance.now()
  const { status, stderr } = spawnSync(process.execPath, [main, "tasks"], {
    cwd: project,
    env,
    encoding: "utf8",
  })
  if (status !== 0) throw new Error(stderr)
  return performance.now() - began
}

/** @param {ReturnType<typeof makeProject>} project */
function opening({ state }) {
  const began = performance.now()
  const failed = (/** @type {unknown} */ error) => {
    throw error
  }
  followJournals({ dir: state, core: load(), layers: [], changed: () => {}, failed }).close()
  return performance.now() - began
}

/** A session whose tasks all ended and were delivered. @param {number} number */
function lived(number) {
  const ids = Array.from(
    { length: TASKS },
    (_, index) => `bg_${String(number * TASKS + index).padStart(6, "a")}`,
  )
  return [
    claimed(1, dead),
    ...ids.flatMap((id, index) => [
      launched(2, id, { prompt: "Look into it. ".repeat(50) }),
      started(3, id),
      ...Array.from({ length: 20 }, (_, step) =>
        active(4 + step, id, [{ t: 4 + step, text: `step ${index} ${step}` }]),
      ),
      ended(30, id, "completed", { result: "It is so. ".repeat(200) }),
    ]),
    record(31, { seen: { tasks: ids } }),
  ]
}
