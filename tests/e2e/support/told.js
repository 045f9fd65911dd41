// @ts-check
/** What an agent was told about its background tasks, in the requests to its model. */
import assert from "node:assert/strict"

/** @typedef {import("./model.js").Call} Call */
/** @typedef {{ id: string, status: string, name: string, body: string }} Told */

const TASK =
  /<task id="(bg_\w+)" status="(\w+)" description="job (\w+)" seconds="\d+">\n([\s\S]*?)\n<\/task>/g

/** The user's words and those that Holdfast added, oldest first. @param {Call} call */
export const userTexts = ({ messages }) =>
  messages.filter(({ role, text }) => role === "user" && text.trim()).map(({ text }) => text)

/** Every result in the history that a call brings, in order. @param {Call} call @returns {Told[]} */
export const told = (call) => toldIn(userTexts(call).join("\n"))

/** Every result in what a call brings since the model's last words. @param {Call} call @returns {Told[]} */
export const news = (call) => toldIn(call.latest.text)

/** @param {string} text @returns {Told[]} */
function toldIn(text) {
  return [...text.matchAll(TASK)].map(([, id, status, name, body]) => ({ id, status, name, body }))
}

/** These results and no others, each once. @param {Told[]} results @param {...string} expected `1 completed`: the job and its status */
export function tells(results, ...expected) {
  const seen = results.map(({ name, status }) => `${name} ${status}`)
  assert.deepEqual(seen.sort(), expected.sort())
}
