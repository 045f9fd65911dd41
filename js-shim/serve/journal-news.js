// @ts-check
// What is new in a project's journals, as lines for the log of events.
import fs from "node:fs"
import { changesOf } from "../cli/changes.js"
import { journalPath, journalRoots } from "../files.js"
import { readLines } from "../journal-file.js"
import { hashOf } from "./event-log.js"
import { learn, noFacts, untold } from "./facts.js"
import { tailJournal } from "./journal-tail.js"

/** Journals that are held open; of the others, the files are looked at. */
const OPEN = 64
/** The journal of the tasks that are in no session's journal yet. */
const CREATED = ""

/** @type {Record<string, string>} */
const STATUS_AFTER = { created: "created", executed: "starting", discarded: "cancelled", refused: "failed" }

/**
 * @param {import("./project.js").Project} project
 * @param {ReturnType<typeof import("./event-log.js").openEventLog>} log
 */
export function readJournals({ dir, drafts }, log) {
  /** @type {Map<string, { tail: ReturnType<typeof tailJournal>, reader: ReturnType<typeof changesOf> }>} */
  const open = new Map()
  /** @type {Map<string, string>} */
  const stamps = new Map()
  const fileOf = (/** @type {string} */ root) => (root === CREATED ? drafts.file : journalPath(dir, root))
  const files = () => [...(fs.existsSync(drafts.file) ? [CREATED] : []), ...journalRoots(dir)]

  /** @param {string} root */
  function opened(root) {
    const before = open.get(root)
    open.delete(root)
    const found = before ?? newTail(root)
    open.set(root, found)
    for (const [oldest, { tail }] of open) {
      if (open.size <= OPEN) break
      tail.close()
      open.delete(oldest)
    }
    return found
  }

  /** @param {string} root */
  function newTail(root) {
    const known = log.knownOf(root)
    const reader = changesOf(root)
    // What is known of it already: of a task's notes only the new ones are told.
    for (const line of linesBefore(fileOf(root), known.place)) {
      const change = reader.read(line)
      known.hashes.add(hashOf(root, line))
      if (change) learn(known.facts, change)
    }
    return { tail: tailJournal(fileOf(root), known.place), reader }
  }

  /** The lines for the log that a journal's news make. @param {string} root @returns {object[]} */
  function newsOf(root) {
    const { tail, reader } = opened(root)
    const news = tail.read()
    if (!news) return []
    const { ino } = news.place
    const { facts, place } = log.knownOf(root)
    const missed = untold(facts, root, news.summary).map((change) => ({
      r: root,
      h: hashOf(root, ino + JSON.stringify(change)),
      e: change,
    }))
    const lines = news.lines.flatMap(({ text, end }) => {
      const change = reader.read(text)
      const status = change && root === CREATED ? STATUS_AFTER[change.event] : undefined
      return change
        ? [{ r: root, h: hashOf(root, text), i: ino, o: end, e: { ...change, ...(status && { status }) } }]
        : []
    })
    const moved = place?.ino !== ino || place.offset !== news.place.offset
    return [...missed, ...lines, ...(moved ? [{ r: root, i: ino, o: news.place.offset }] : [])]
  }

  /** @param {string} root */
  function hasChanged(root) {
    const stat = fs.statSync(fileOf(root), { throwIfNoEntry: false })
    const stamp = stat ? `${stat.ino} ${stat.size}` : ""
    if (stamps.get(root) === stamp) return false
    stamps.set(root, stamp)
    return true
  }

  /** Journals that were there and are gone: their sessions were deleted. @param {string[]} roots @returns {object[]} */
  function removals(roots) {
    const there = new Set(roots)
    const gone = [...stamps.keys()].filter((root) => !there.has(root))
    return gone.map((root) => {
      const place = log.knownOf(root).place
      stamps.delete(root)
      open.get(root)?.tail.close()
      open.delete(root)
      const change = { t: Date.now(), root, event: "removed" }
      return { r: root, h: hashOf(root, `removed ${place?.ino}`), i: "", o: 0, e: change }
    })
  }

  return {
    /** Everything that the journals hold and the log does not. @returns {object[]} */
    news() {
      const roots = files()
      return [...removals(roots), ...roots.filter(hasChanged).flatMap(newsOf)]
    },
    /** What they hold before anybody listens. */
    past: () => Object.fromEntries(files().map((root) => [root, pastOf(root, fileOf(root))])),
    close() {
      for (const { tail } of open.values()) tail.close()
    },
  }
}

/** What a journal holds before anybody listens: it is known, and not told. @param {string} root @param {string} file */
function pastOf(root, file) {
  const fd = fs.openSync(file, "r")
  try {
    const { ino } = fs.fstatSync(fd, { bigint: true })
    const { text, end } = readLines(fd, 0)
    const facts = noFacts()
    const reader = changesOf(root)
    for (const line of text.split("\n")) {
      const change = reader.read(line)
      if (change) learn(facts, change)
    }
    return { place: { ino: String(ino), offset: end }, facts, hashes: [] }
  } finally {
    fs.closeSync(fd)
  }
}

/** The lines of a file before a place in it; none where it is another file now. @param {string} file @param {{ ino: string, offset: number } | null} place */
function linesBefore(file, place) {
  const stat = fs.statSync(file, { bigint: true, throwIfNoEntry: false })
  if (!stat || !place || String(stat.ino) !== place.ino) return []
  return fs.readFileSync(file).subarray(0, place.offset).toString("utf8").split("\n").filter(Boolean)
}
