// @ts-check
/**
 * How long loading the plugin takes, in Node, and in Bun where it is installed. What decides is the
 * processor time against that of compiling the same WebAssembly and nothing else, in the same run:
 * a slow or busy machine changes both. The milliseconds are for people.
 */
import { join } from "node:path"
import { output, repository, script } from "../scripts/shell.mjs"

/** About 3 is what it takes; 8 means that something new is done at every start of OpenCode. */
const TIMES_COMPILING = 8
const PAIRS = 15

await script(() => {
  const runtimes = ["node", "bun"].filter((runtime) => output([runtime, "--version"]))
  const slow = runtimes.filter((runtime) => measure(runtime) > TIMES_COMPILING)
  if (slow.length)
    throw new Error(
      `Loading takes more than ${TIMES_COMPILING} times what compiling takes in ${slow.join(" and ")}.`,
    )
})

/** The best of several, by turns: what else the machine does makes it slower, never faster. @param {string} runtime */
function measure(runtime) {
  const pairs = Array.from({ length: PAIRS }, () => ({
    plugin: loadOnce(runtime),
    bare: loadOnce(runtime, "bare"),
  }))
  const best = (/** @type {(pair: typeof pairs[number]) => number} */ value) => Math.min(...pairs.map(value))
  const elapsed = best(({ plugin }) => plugin.elapsed)
  const loading = best(({ plugin }) => plugin.used)
  const compiling = best(({ bare }) => bare.used)
  const times = loading / compiling
  console.log(
    `${runtime}: loaded in ${elapsed.toFixed(1)} ms; ${loading.toFixed(1)} ms of processor time, ` +
      `${times.toFixed(1)} times the ${compiling.toFixed(1)} ms of compiling the WebAssembly ` +
      `(best of ${PAIRS}; at most ${TIMES_COMPILING} times)`,
  )
  return times
}

/** @param {string} runtime @param {...string} args */
function loadOnce(runtime, ...args) {
  const printed = output([runtime, join(repository, "bench/load-once.mjs"), ...args])
  const [elapsed, used] = printed.split(" ").map(Number.parseFloat)
  if (!elapsed || !used)
    throw new Error(`The plugin does not load in ${runtime}: try \`${runtime} bench/load-once.mjs\`.`)
  return { elapsed, used }
}
