// @ts-check
// What a request brings: JSON of a known shape, with a sentence for whatever is wrong with it.
import { Problem } from "./problem.js"

/** @typedef {{ type: "string" | "boolean", required?: boolean, most?: number }} Field */

/** The longest body: a prompt of that length is longer than any model's context of today. */
export const BODY_BYTES = 1_000_000

/**
 * @param {Request} request
 * @param {Record<string, Field>} fields
 * @returns {Promise<any>}
 */
export async function bodyOf(request, fields) {
  const type = request.headers.get("content-type") ?? ""
  const text = await request.text()
  if (text.trim() === "") return checked({}, fields)
  if (!/^application\/json\b/i.test(type))
    throw new Problem("not-json", "Send the body as JSON, with `content-type: application/json`.")
  return checked(parsed(text), fields)
}

/** @param {string} text @returns {unknown} */
function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    throw new Problem("bad-request", "The body is not valid JSON.")
  }
}

/** @param {any} body @param {Record<string, Field>} fields */
function checked(body, fields) {
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw new Problem("bad-request", "The body must be a JSON object.")
  for (const name of Object.keys(body)) {
    if (!Object.hasOwn(fields, name))
      throw new Problem(
        "bad-request",
        `The body has a field that is not known, "${name.slice(0, 50)}"; it can have ${Object.keys(fields).join(", ") || "none"}.`,
      )
  }
  for (const [name, { type, required = false, most = Number.POSITIVE_INFINITY }] of Object.entries(fields)) {
    const value = body[name] ?? undefined
    if (value === undefined && !required) continue
    if (typeof value !== type || (required && !String(value).trim()))
      throw new Problem("bad-request", `${name} must be a ${required ? "non-empty " : ""}${type}.`)
    if (String(value).length > most)
      throw new Problem("bad-request", `${name} must have ${most} characters at most.`)
  }
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null))
}
