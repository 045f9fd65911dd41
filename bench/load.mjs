// @ts-check
/** `npm run bench`: how long loading the plugin takes at the median, in Node, and in Bun where it is installed. */
import { join } from "node:path"
import { output, repository, script } from "../scripts/shell.mjs"

const LIMIT_MS = 25
const ROUNDS = 3
const LOADS = 15

await script(() => {
  const runtimes = ["node", "bun"].filter((runtime) => output([runtime, "--version"]))
  const slow = runtimes.filter((runtime) => measure(runtime) > LIMIT_MS)
  if (slow.length) throw new Error(`Loading takes more than ${LIMIT_MS} ms in ${slow.join(" and ")}.`)
})

/** The best of several medians: what else the machine does makes it slower, never faster. @param {string} runtime */
function measure(runtime) {
  const medians = Array.from({ length: ROUNDS }, () =>
    median(Array.from({ length: LOADS }, () => loadOnce(runtime))),
  )
  const best = Math.min(...medians)
  console.log(
    `${runtime}: ${best.toFixed(1)} ms (best of ${ROUNDS} medians of ${LOADS}; at most ${LIMIT_MS} ms)`,
  )
  return best
}

/** @param {string} runtime */
function loadOnce(runtime) {
  const milliseconds = Number.parseFloat(output([runtime, join(repository, "bench/load-once.mjs")]))
  if (Number.isNaN(milliseconds))
    throw new Error(`The plugin does not load in ${runtime}: try \`${runtime} bench/load-once.mjs\`.`)
  return milliseconds
}

/** @param {number[]} values */
function median(values) {
  return values.sort((one, other) => one - other)[Math.floor(values.length / 2)]
}
