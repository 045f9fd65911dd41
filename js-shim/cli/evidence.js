// @ts-check
// What the plugin reported about a run, and why the run may not count as complete.
import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { REPORT_VARIABLE } from "../report.js"
import { Complaint, reasonOf } from "./complaint.js"

/** @typedef {import("../report.js").Reported} Reported */
/** @typedef {ReturnType<typeof awaitReport>} Report */

/** A file for the plugin to report to, which only this user can write to. */
export function awaitReport() {
  const folder = temporaryFolder()
  const file = path.join(folder, "report.jsonl")
  process.once("exit", () => fs.rmSync(folder, { recursive: true, force: true }))
  const said = () => readReport(file)
  return {
    env: { [REPORT_VARIABLE]: file },
    /** The journals that the run wrote: the folder of each by its session. */
    journals() {
      const found = new Map(of(said(), "journal").map(({ root, dir }) => [root, dir]))
      for (const { root } of of(said(), "removed")) found.delete(root)
      return found
    },
    /** The session that the run's own prompt went to. @returns {string | null} */
    session: () => of(said(), "session")[0]?.session ?? null,
    /** The sessions in which continuation ended with work left. */
    quieted: () => [...new Set(of(said(), "quieted").map(({ session }) => session))],
    /** Why the plugin may have missed something; empty if it was loaded and worked. @returns {string[]} */
    faults() {
      const all = said()
      if (of(all, "loaded").length === 0 && of(all, "off").length === 0) {
        return ["OpenCode did not load the plugin, or loaded an older version of it"]
      }
      return [
        ...of(all, "off").map(({ why }) => `Holdfast turned itself off: ${why}`),
        ...of(all, "unwritten").map(
          ({ root, why }) => `the journal of ${root} could not be written (${why})`,
        ),
      ]
    },
  }
}

function temporaryFolder() {
  try {
    return fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-run-"))
  } catch (error) {
    throw new Complaint(
      `Nothing can be written to the folder for temporary files, ${os.tmpdir()}: ${reasonOf(error)}. Make it writable, or set TMPDIR.`,
    )
  }
}

/** @param {string} file @returns {Reported[]} */
function readReport(file) {
  try {
    const lines = fs.readFileSync(file, "utf8").split("\n")
    return lines.filter(Boolean).map((line) => JSON.parse(line))
  } catch {
    return []
  }
}

/**
 * @template {Reported["event"]} E
 * @param {Reported[]} all @param {E} event
 * @returns {Extract<Reported, { event: E }>[]}
 */
function of(all, event) {
  return /** @type {any} */ (all.filter((reported) => reported.event === event))
}

/**
 * Tests that journals can be written there, and leaves nothing behind.
 * @param {string} dir
 */
export function proveWritable(dir) {
  const file = path.join(dir, `.try-${process.pid}`)
  /** @type {string[]} */
  const made = []
  try {
    // One by one: if a folder cannot contain another, as in /proc, Node's own recursion never ends.
    for (const folder of missingFolders(dir)) {
      fs.mkdirSync(folder, { mode: 0o700 })
      made.unshift(folder)
    }
    fs.writeFileSync(file, "Holdfast can write here.\n", { mode: 0o600, flush: true })
  } finally {
    removeAgain(file, made)
  }
}

/** The folders to be made for it, from the top. @param {string} dir @returns {string[]} */
function missingFolders(dir) {
  return fs.existsSync(dir) ? [] : [...missingFolders(path.dirname(dir)), dir]
}

/** @param {string} file @param {string[]} folders */
function removeAgain(file, folders) {
  try {
    fs.rmSync(file, { force: true })
    for (const folder of folders) fs.rmdirSync(folder)
  } catch {
    // Somebody else has started to use them.
  }
}
