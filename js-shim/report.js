// @ts-check
// What `holdfast run` cannot see from outside: that the plugin was loaded, which journals it
// wrote, and what it could not do. One JSON object per line, in a file that the environment names.
import fs from "node:fs"

export const REPORT_VARIABLE = "HOLDFAST_RUN_REPORT"

/** @typedef {{ event: "loaded", dir: string } | { event: "session", session: string } | { event: "journal", dir: string, root: string } | { event: "removed", root: string } | { event: "unwritten", root: string, why: string } | { event: "quieted", session: string, why: string } | { event: "off", why: string }} Reported */

const KEY = Symbol.for("opencode-holdfast.report")
const shared = /** @type {Record<symbol, any>} */ (globalThis)
// Kept for later loads in this process.
shared[KEY] ??= { file: process.env[REPORT_VARIABLE], said: new Set() }
/** @type {{ file: string | undefined, said: Set<string> }} */
const report = shared[KEY]
// A run that the agent starts is another run, and must not be able to vouch for this one.
delete process.env[REPORT_VARIABLE]

/** Whether `holdfast run` started this process, and decides on its exit code. */
export const isReported = () => report.file !== undefined

/** Says something to `holdfast run`, once. @param {Reported} what */
export function tellRun(what) {
  const line = `${JSON.stringify(what)}\n`
  if (report.file === undefined || report.said.has(line)) return
  report.said.add(line)
  try {
    fs.appendFileSync(report.file, line, { mode: 0o600 })
  } catch {
    // Without a report, nothing vouches for the run: it does not exit with 0.
  }
}
