// @ts-check
// Follows a project's journals, and tells each of their records once.
import { EventEmitter } from "node:events"
import fs from "node:fs"
import { changesOf } from "../cli/changes.js"
import { journalPath, journalRoots } from "../files.js"
import { readLines } from "../journal-file.js"
import { hashOf, openEventLog } from "./event-log.js"
import { learn, noFacts, untold } from "./facts.js"
import { tailJournal } from "./journal-tail.js"

/** @typedef {import("./event-log.js").Event} Event */
/** @typedef {ReturnType<typeof followProject>} Events */

/** How long several changes are waited for before they are read. */
const GATHER_MS = { least: 15, most: 500 }
/** While much happens, as many times longer than a look takes it is waited until the next one. */
const REST = 100
/** Not every file system reports changes, and a report can be lost. */
const POLL_MS = 5000
/** Journals that are held open; of the others, the files are looked at. */
const OPEN = 64
/** The journal of the tasks that are in no session's journal yet. */
const CREATED = ""

/** @type {Record<string, string>} */
const STATUS_AFTER = { created: "created", executed: "starting", discarded: "cancelled", refused: "failed" }

/**
 * @param {import("./project.js").Project} project
 * @param {{ report?: (error: unknown) => void, events?: number }} [options]
 */
export function followProject(project, { report = () => {}, events: most } = {}) {
  const { dir, drafts } = project
  const log = openEventLog(dir, most)
  const told = new EventEmitter()
  told.setMaxListeners(0)
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

  function look() {
    try {
      const roots = files()
      const news = [...removals(roots), ...roots.filter(hasChanged).flatMap(newsOf)]
      if (news.length > 0) log.append(news)
      const fresh = log.readBack()
      if (fresh.length > 0) told.emit("events", fresh)
      log.tidy()
    } catch (error) {
      report(error)
    }
  }

  function start() {
    if (log.begin())
      log.append([{ at: Object.fromEntries(files().map((root) => [root, pastOf(root, fileOf(root))])) }])
    log.readBack()
    look()
  }

  start()
  /** @type {NodeJS.Timeout | undefined} */
  let gathering
  let next = 0
  const soon = () => {
    gathering ??= setTimeout(
      () => {
        gathering = undefined
        const begin = Date.now()
        look()
        next = Date.now() + Math.min(GATHER_MS.most, REST * (Date.now() - begin))
      },
      Math.max(GATHER_MS.least, next - Date.now()),
    )
  }
  const watchers = [dir, `${dir}/serve`].flatMap((folder) => watch(folder, soon))
  const polling = setInterval(look, POLL_MS)

  return {
    log,
    look,
    /** Called with each batch of events. @param {(events: Event[]) => void} listener @returns {() => void} ends it */
    onEvents(listener) {
      told.on("events", listener)
      return () => void told.off("events", listener)
    },
    close() {
      clearInterval(polling)
      clearTimeout(gathering)
      for (const watcher of watchers) watcher.close()
      for (const { tail } of open.values()) tail.close()
    },
  }
}

/** @param {string} folder @param {() => void} changed */
function watch(folder, changed) {
  try {
    const watcher = fs.watch(folder, (_kind, name) => {
      if (!name || /^(?!events).*\.jsonl$/.test(name)) changed()
    })
    watcher.on("error", () => watcher.close())
    return [watcher]
  } catch {
    // It is looked at now and then anyway.
    return []
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
