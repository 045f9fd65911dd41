// @ts-check
// A page of a list, and where the next one begins: a place in the order, not a number of lines, so
// that what comes meanwhile neither repeats nor hides anything.
import { Problem } from "./problem.js"

const LIMIT = { usual: 50, most: 500 }

/** @param {URLSearchParams} query */
export function limitOf(query) {
  const given = query.get("limit")
  if (given === null) return LIMIT.usual
  const limit = Number(given)
  if (!Number.isInteger(limit) || limit < 1 || limit > LIMIT.most)
    throw new Problem("bad-request", `limit must be a whole number from 1 to ${LIMIT.most}.`)
  return limit
}

/**
 * @template T
 * @param {T[]} items in the order of their places, which are all different
 * @param {(item: T) => [number, string]} placeOf
 * @param {URLSearchParams} query
 * @param {1 | -1} [direction] 1 where the order ascends
 */
export function pageOf(items, placeOf, query, direction = -1) {
  const after = placeIn(query.get("cursor"))
  const rest = after ? items.filter((item) => compare(placeOf(item), after) * direction > 0) : items
  const page = rest.slice(0, limitOf(query))
  const last = page.at(-1)
  const next = last !== undefined && page.length < rest.length ? cursorOf(placeOf(last)) : null
  return { items: page, next }
}

/** @param {[number, string]} a @param {[number, string]} b */
export function compare([timeA, idA], [timeB, idB]) {
  return timeA - timeB || (idA < idB ? -1 : idA > idB ? 1 : 0)
}

/** @param {[number, string]} place */
const cursorOf = (place) => Buffer.from(JSON.stringify(place)).toString("base64url")

/** @param {string | null} cursor @returns {[number, string] | null} */
function placeIn(cursor) {
  if (cursor === null) return null
  try {
    const [time, id] = JSON.parse(Buffer.from(cursor, "base64url").toString())
    if (typeof time === "number" && typeof id === "string") return [time, id]
  } catch {
    // It is none of ours.
  }
  throw new Problem("bad-request", "The cursor is not one that this server gave out; begin without one.")
}
