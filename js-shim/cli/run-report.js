// @ts-check
// What `holdfast run` writes when it has ended.
import fs from "node:fs"
import { reasonOf } from "./complaint.js"
import { summarise, summaryText } from "./summary.js"

/**
 * Writes the last message and the summary, to the file or to standard error.
 * @param {ReturnType<typeof import("./record.js").recordRun>} record
 * @param {ReturnType<typeof import("./verdict.js").verdict> & { message: string }} end
 * @param {import("./arguments.js").Options} options
 */
export function writeReport(record, end, { summary, summaryFile }) {
  if (end.message) say(end.message)
  if (!summary && summaryFile === undefined) return
  const content = summarise(record, end)
  const text = summary === "text" ? summaryText(content) : JSON.stringify(content, null, summaryFile && 2)
  if (summaryFile === undefined) return process.stderr.write(`${text}\n`)
  try {
    fs.writeFileSync(summaryFile, `${text}\n`, { mode: 0o600 })
  } catch (error) {
    say(`The summary could not be written to ${summaryFile}: ${reasonOf(error)}.`)
    process.stderr.write(`${text}\n`)
  }
}

/** @param {string} message */
function say(message) {
  process.stderr.write(`holdfast: ${message}\n`)
}
