// @ts-check
/**
 * How long the plugin takes to load, in Node, and in Bun if it is installed. The result is the ratio of
 * the processor time to that of only compiling the same WebAssembly, in the same run: a slow or busy
 * machine changes both. The milliseconds are for information.
 */
import { join } from "node:path"
import { output, repository, script } from "../scripts/shell.mjs"

/** It is about 3; at 8, every start of OpenCode does something new. */
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
