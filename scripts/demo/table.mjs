// @ts-check
/** A table that compares two runs of the same work. */

/**
 * @typedef {object} Attempt
 * @property {number} finished
 * @property {number} asked
 * @property {number} seconds
 * @property {number | null} exitCode
 * @property {string} lastWords
 * @property {number} [modelCalls]
 * @property {number} [callsWhileWaiting]
 * @property {number} [wakeMs]
 * @property {number} [goneMs]
 */

/** @type {[string, (attempt: Attempt) => string | undefined][]} */
const rows = [
  ["jobs finished", ({ finished, asked }) => `${finished} of ${asked}`],
  ["the run took", ({ seconds }) => `${seconds.toFixed(1)} s`],
  ["exit code", ({ exitCode }) => String(exitCode)],
  ["model calls of the agent", ({ modelCalls }) => modelCalls?.toString()],
  ["of these while waiting", ({ callsWhileWaiting }) => callsWhileWaiting?.toString()],
  ["last job's end to final turn", ({ wakeMs }) => milliseconds(wakeMs)],
  ["final answer to process gone", ({ goneMs }) => milliseconds(goneMs)],
  ["last words", ({ lastWords }) => lastWords],
]

const GAP = "   "

/** @param {Attempt} without @param {Attempt} held */
export function table(without, held) {
  const cells = [
    ["", "without Holdfast", "with Holdfast"],
    ...rows
      .map(([name, show]) => [name, show(without) ?? "–", show(held) ?? "–"])
      .filter(([, one, other]) => one !== "–" || other !== "–"),
  ]
  const widths = [0, 1].map((column) => Math.max(...cells.map((row) => row[column].length)))
  return cells
    .map(([name, one, other]) => [name.padEnd(widths[0]), one.padEnd(widths[1]), other].join(GAP))
    .join("\n")
}

/** @param {number | undefined} count */
function milliseconds(count) {
  return count === undefined ? undefined : `${count} ms`
}
