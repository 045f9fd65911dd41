// @ts-check
// The events of a project in one order, each with a number: `serve/events.jsonl` in the state folder.
//
// A compaction rewrites a journal as the shortest one that says the same, so a place in a journal is
// no lasting name for an event. So each line of a journal is copied here once, and its place here is
// its number. Every `holdfast serve` of the project appends what it sees and tells only what it reads
// back: of two that append the same line, the first counts, and so all agree on the numbers. If the
// file is lost, another epoch of numbers begins, and clients are told so.
import { createHash, randomBytes } from "node:crypto"
import fs from "node:fs"
import path from "node:path"
import { appendLines, readLines, replaceLines } from "../journal-file.js"
import { ensureDir } from "../state-dir.js"
import { learn, noFacts } from "./facts.js"

/** @typedef {import("../cli/changes.js").Change} Change */
/** @typedef {import("./journal-tail.js").Place} Place */
/** @typedef {{ seq: number, hash: string, change: Change }} Event */
/** @typedef {{ place: Place | null, facts: import("./facts.js").Facts, hashes: Set<string> }} Known of one journal */

/** With more events than this the older half is dropped. */
const EVENTS = 20_000
/** A lock is held for milliseconds. */
const LOCK_MS = 10_000
/** Lines of one journal that are known again if they come twice. */
const HASHES = 2000

/** @param {string} root @param {string} text */
export function hashOf(root, text) {
  return createHash("sha256").update(`${root}\n${text}`).digest("base64url").slice(0, 16)
}

/** @param {string} dir the project's state folder @param {number} [most] events */
export function openEventLog(dir, most = EVENTS) {
  const file = path.join(dir, "serve", "events.jsonl")
  /** @type {Map<string, Known>} */
  let known = new Map()
  /** @type {Event[]} */
  let events = []
  let epoch = ""
  /** The number of the last event. */
  let seq = 0
  /** How much of which file is read. */
  let read = { ino: 0n, offset: 0 }

  /** @param {string} root */
  function knownOf(root) {
    const found = known.get(root) ?? { place: null, facts: noFacts(), hashes: new Set() }
    known.set(root, found)
    return found
  }

  /** @param {any} line @returns {Event | null} an event that was not told before */
  function take(line) {
    if (typeof line.epoch === "string") [epoch, seq] = [line.epoch, line.base]
    for (const [root, { place, facts, hashes }] of Object.entries(line.at ?? {}))
      known.set(root, { place, facts, hashes: new Set(hashes) })
    if (typeof line.r !== "string") return null
    const of = knownOf(line.r)
    if (line.i !== undefined) of.place = { ino: line.i, offset: line.o }
    if (line.e === undefined || of.hashes.has(line.h)) return null
    of.hashes.add(line.h)
    learn(of.facts, line.e)
    return { seq: ++seq, hash: line.h, change: line.e }
  }

  /** Reads the file on, or all of it where it was replaced. @returns {Event[]} what is new */
  function readBack() {
    const fd = fs.openSync(file, "r")
    try {
      const { ino } = fs.fstatSync(fd, { bigint: true })
      const before = { epoch, seq }
      if (ino !== read.ino) {
        read = { ino, offset: 0 }
        known = new Map()
        events = []
      }
      const { text, end } = readLines(fd, read.offset)
      read.offset = end
      const found = text.split("\n").flatMap((line) => take(parsed(line)) ?? [])
      events.push(...found)
      return epoch === before.epoch ? found.filter((event) => event.seq > before.seq) : found
    } finally {
      fs.closeSync(fd)
    }
  }

  /** Whether there was none yet: then what the journals hold now is its past. */
  function begin() {
    ensureDir(dir)
    ensureDir(path.dirname(file))
    const header = { v: 1, epoch: randomBytes(4).toString("hex"), base: 0 }
    try {
      fs.writeFileSync(file, `${JSON.stringify(header)}\n`, { flag: "wx", mode: 0o600 })
      return true
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code === "EEXIST") return false
      throw error
    }
  }

  function shorten() {
    const kept = events.slice(-Math.ceil(most / 2))
    const header = { v: 1, epoch, base: seq - kept.length }
    const lines = kept.map(({ hash, change }) => ({ r: change.root, h: hash, e: change }))
    const at = Object.fromEntries(
      [...known].map(([root, of]) => [root, { ...of, hashes: [...of.hashes].slice(-HASHES) }]),
    )
    const text = [header, ...lines, { at }].map((line) => `${JSON.stringify(line)}\n`).join("")
    withLock(`${file}.lock`, () => replaceLines(file, text, () => false, read))
  }

  return {
    begin,
    knownOf,
    readBack,
    /** @param {object[]} lines */
    append: (lines) => appendLines(file, lines.map((line) => `${JSON.stringify(line)}\n`).join("")),
    /** Drops the older half when there are too many. */
    tidy() {
      if (events.length > most) shorten()
    },
    /** The roots that it has heard of. */
    roots: () => [...known.keys()],
    epoch: () => epoch,
    seq: () => seq,
    /** The number before the oldest event that is kept. */
    base: () => seq - events.length,
    /** Those after a number. @param {number} after @param {number} count */
    after(after, count) {
      const from = Math.max(0, after - (seq - events.length))
      return events.slice(from, from + count)
    },
  }
}

/** @param {string} line @returns {any} */
function parsed(line) {
  try {
    return JSON.parse(line) ?? {}
  } catch {
    return {}
  }
}

/** One process at a time; one that finds another at it leaves it alone. @param {string} lock @param {() => void} work */
function withLock(lock, work) {
  const stat = fs.statSync(lock, { throwIfNoEntry: false })
  if (stat && Date.now() - stat.mtimeMs > LOCK_MS) fs.rmSync(lock, { force: true })
  try {
    fs.closeSync(fs.openSync(lock, "wx", 0o600))
  } catch {
    return
  }
  try {
    work()
  } finally {
    fs.rmSync(lock, { force: true })
  }
}
