// @ts-check
// Output for people: in colour if they want it, and in columns that fit.
import { clean, oneLine, short, width as widthOf } from "../plain.js"

export { clean, oneLine, short as fit } from "../plain.js"

const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 }

/** @typedef {keyof typeof CODES} Colour */

/**
 * Colours text for a stream: plain if it is not a terminal or the user wants no colour.
 * @param {{ isTTY?: boolean }} [stream]
 */
export function painter(stream = process.stdout) {
  const { NO_COLOR, TERM } = process.env
  const coloured = Boolean(stream.isTTY) && !NO_COLOR && TERM !== "dumb"
  return (/** @type {Colour | null} */ colour, /** @type {string} */ text) =>
    coloured && colour && text ? `\x1b[${CODES[colour]}m${clean(text)}\x1b[0m` : clean(text)
}

/** @type {Record<import("./types.js").Status, Colour | null>} */
export const STATUS_COLOURS = {
  pending: "dim",
  running: "cyan",
  completed: "green",
  failed: "red",
  cancelled: "dim",
  interrupted: "yellow",
}

/** Columns of the terminal; without one, text is never cut. */
export function columns(/** @type {{ isTTY?: boolean, columns?: number }} */ stream = process.stdout) {
  return stream.isTTY ? stream.columns || 80 : Number.POSITIVE_INFINITY
}

/**
 * Rows as lines of aligned columns. The last column gets the rest of the width.
 * @param {{ text: string, colour?: Colour | null }[][]} rows
 * @param {number} [width]
 */
export function table(rows, width = columns()) {
  const paint = painter()
  const clean = rows.map((row) => row.map(({ text, ...cell }) => ({ ...cell, text: oneLine(text) })))
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...clean.map((row) => widthOf(row[column].text))),
  )
  return clean.map((row) => {
    let left = width
    const cells = row.map(({ text, colour = null }, column) => {
      const last = column === row.length - 1
      const room = Math.max(0, Math.min(left, last ? left : widths[column]))
      const cut = short(text, room)
      const padding = last ? 0 : Math.max(0, room - widthOf(cut))
      left -= widths[column] + 2
      return paint(colour, cut) + " ".repeat(padding)
    })
    return cells.join("  ").trimEnd()
  })
}

/**
 * The columns that are left for the last one.
 * @param {{ text: string }[][]} rows
 * @param {number} [width]
 */
export function roomForLast(rows, width = columns()) {
  const others = (rows[0] ?? []).slice(0, -1)
  const widest = (/** @type {number} */ column) =>
    Math.max(...rows.map((row) => widthOf(oneLine(row[column].text))))
  return others.reduce((left, _, column) => left - widest(column) - 2, width)
}

/**
 * `00:45`, `12:03` or `1:02:03`.
 * @param {number} ms
 */
export function clock(ms) {
  const all = Math.max(0, Math.floor(ms / 1000))
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0")
  const [hours, minutes, seconds] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${two(minutes)}:${two(seconds)}`
}

/**
 * `340 ms`, `4.2 s` or a clock, for measured times.
 * @param {number | null} ms
 */
export function duration(ms) {
  if (ms === null) return "–"
  if (ms < 1000) return `${ms} ms`
  return ms < 60_000 ? `${(ms / 1000).toFixed(1)} s` : clock(ms)
}

/**
 * `1 task`, `2 tasks`.
 * @param {number} count
 * @param {string} noun
 */
export function counted(count, noun) {
  return `${count} ${noun}${count === 1 ? "" : "s"}`
}

/** @param {string} [text] */
export function print(text = "") {
  process.stdout.write(`${text}\n`)
}
