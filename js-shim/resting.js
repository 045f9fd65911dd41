// @ts-check
// Journals at rest: everything in them has ended and was delivered, and nothing is waiting. Readers
// note which these are, so that for old sessions they only have to check that the file is unchanged.
// If the notes are lost, the journals are read again.
import fs from "node:fs"
import path from "node:path"
import { journalPath } from "./files.js"
import { refusalOf } from "./state-dir.js"

/** @typedef {{ ended: number | null, delivered: boolean, status: string, resumable: boolean }} Task */
/** @typedef {{ root: string, tasks: Task[], waiting: string[], halted: string | null, problems: string[] }} Session */

const NAME = "resting.json"

/** @param {string} dir */
export function restingJournals(dir) {
  const before = readIndex(path.join(dir, NAME))
  /** @type {Map<string, string>} */
  const resting = new Map()
  let changed = false

  return {
    /** Whether a journal is known to be at rest, and has not changed since. @param {string} root @param {fs.Stats} [stat] */
    has(root, stat = statOf(dir, root)) {
      const known = resting.get(root) ?? before[root]
      if (known === undefined || !stat || known !== stampOf(stat)) return false
      resting.set(root, known)
      return true
    },
    /** Notes a journal that was read, as it was before that. @param {Session} session @param {fs.Stats | undefined} stat */
    note(session, stat) {
      if (!stat || !isAtRest(session)) return
      const stamp = stampOf(stat)
      changed ||= before[session.root] !== stamp
      resting.set(session.root, stamp)
    },
    /** Saves it for the next reader. */
    save() {
      if (!changed) return
      changed = false
      write(dir, { ...before, ...Object.fromEntries(resting) })
    },
  }
}

/** @param {string} dir @param {string} root */
export function statOf(dir, root) {
  return fs.statSync(journalPath(dir, root), { throwIfNoEntry: false })
}

/**
 * The lines that say who owns a journal: folding these is enough to find out.
 * @param {string} text
 */
export function claimsIn(text) {
  let claims = ""
  for (let at = text.indexOf('"claimed"'); at >= 0; ) {
    const start = text.lastIndexOf("\n", at) + 1
    const end = text.indexOf("\n", at) + 1
    if (end === 0) break
    claims += text.slice(start, end)
    at = text.indexOf('"claimed"', end)
  }
  return claims
}

/** @param {Session} session */
function isAtRest({ tasks, waiting, halted, problems }) {
  const isOver = (/** @type {Task} */ { ended, delivered, status, resumable }) =>
    ended !== null && delivered && !(status === "interrupted" && resumable)
  return waiting.length === 0 && !halted && problems.length === 0 && tasks.every(isOver)
}

/** @param {fs.Stats} stat */
function stampOf({ ino, size, mtimeMs }) {
  return `${ino} ${size} ${mtimeMs}`
}

/** @param {string} file @returns {Record<string, string>} */
function readIndex(file) {
  try {
    const { v, resting } = JSON.parse(fs.readFileSync(file, "utf8"))
    return v === 1 && typeof resting === "object" && resting !== null ? resting : {}
  } catch {
    return {}
  }
}

/** @param {string} dir @param {Record<string, string>} resting */
function write(dir, resting) {
  try {
    if (refusalOf(dir)) return
    const file = path.join(dir, NAME)
    const fresh = `${file}.${process.pid}.new`
    fs.writeFileSync(fresh, JSON.stringify({ v: 1, resting }), { mode: 0o600 })
    fs.renameSync(fresh, file)
  } catch {
    // The journals are read again next time.
  }
}
