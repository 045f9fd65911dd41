// @ts-check
/** How much space OpenCode leaves on a row. */
import { width } from "../plain.js"

/**
 * The properties of a screen element that are used here.
 * @typedef {{
 *   plainText?: unknown, width: number, visible?: boolean, gap?: unknown,
 *   parent: Element | null, getChildren: () => Element[],
 * }} Element
 */

/** OpenCode leaves one column between the elements of a row. */
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
 * The columns left for an element at the right end of OpenCode's prompt: the row's width minus
 * everything else on it. None if the screen's structure is not the known one.
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
