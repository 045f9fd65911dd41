// @ts-check
/** How much room there is beside what OpenCode itself has on a row. */
import { width } from "../plain.js"

/**
 * What is used of an element of the screen.
 * @typedef {{
 *   plainText?: unknown, width: number, visible?: boolean, gap?: unknown,
 *   parent: Element | null, getChildren: () => Element[],
 * }} Element
 */

/** OpenCode leaves one column between what stands on a row. */
const GAP = 1

/** Columns that an element would take if there were room for all of it. @param {Element} element @returns {number} */
export function naturalWidth(element) {
  if (element.visible === false) return 0
  if (typeof element.plainText === "string") return width(element.plainText)
  return together(element.getChildren().map(naturalWidth))
}

/** @param {number[]} parts */
function together(parts) {
  const shown = parts.filter((part) => part > 0)
  return shown.reduce((sum, part) => sum + part, 0) + GAP * Math.max(0, shown.length - 1)
}

/**
 * Columns that are left for an element at the right end of OpenCode's prompt: its row less all
 * that stands on it besides. None where the screen is not made as it is known to be.
 * @param {Element} element
 */
export function roomFor(element) {
  const right = element.parent
  const row = right?.parent
  if (!right || !row) return 0
  const beside = right.getChildren().filter((other) => other !== element)
  const others = row.getChildren().filter((other) => other !== right)
  const taken = [...others, ...beside].map(naturalWidth).filter((part) => part > 0)
  return Math.max(0, row.width - taken.reduce((sum, part) => sum + part + GAP, 0))
}
