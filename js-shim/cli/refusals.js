// @ts-check
// What `holdfast run` refuses before it costs a model call: a run that cannot succeed, or whose result
// could not be recorded.
import fs from "node:fs"
import { Complaint, reasonOf } from "./complaint.js"
import { proveWritable } from "./evidence.js"

/**
 * Refuses arguments with which no run can succeed.
 * @param {import("./arguments.js").OpenCodeOptions} given
 * @throws {Complaint} that names what to do instead
 */
export function refuseArguments({ attach, pure }) {
  // With --attach, the server loads the plugin and writes the journals.
  if (attach !== undefined) {
    throw new Complaint(
      "`holdfast run` starts its own OpenCode and cannot --attach; " +
        "add the plugin to the server's configuration (`holdfast init`) and use `opencode run --attach`.",
    )
  }
  if (pure) {
    throw new Complaint(
      "With --pure, OpenCode does not load plugins, so Holdfast would be missing; leave it out.",
    )
  }
}

/**
 * Tests that journals can be written.
 * @param {string} dir
 * @throws {Complaint} if they cannot
 */
export function proveState(dir) {
  try {
    proveWritable(dir)
  } catch (error) {
    throw new Complaint(
      `Background tasks could not be recorded: nothing can be written to ${dir} (${reasonOf(error)}). ` +
        "Nothing was run. Make the folder writable, or set `stateDir` in your own holdfast.json.",
    )
  }
}

/**
 * Tests that the summary can be written.
 * @param {string} file
 * @throws {Complaint} if it cannot
 */
export function proveSummary(file) {
  const stat = fs.statSync(file, { throwIfNoEntry: false })
  // A pipe must not be opened twice.
  if (stat && !stat.isFile() && !stat.isDirectory()) return
  try {
    fs.closeSync(fs.openSync(file, "a", 0o600))
  } catch (error) {
    throw new Complaint(`The summary cannot be written to ${file}: ${reasonOf(error)}. Nothing was run.`)
  }
}
