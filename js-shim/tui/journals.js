// @ts-check
/** The journals of a project as people see them. While nothing happens, nothing is read and no timer runs. */
import fs from "node:fs"
import { isAlive, journalPath, journalRoots, readText } from "../files.js"
import { claimsIn, restingJournals } from "../resting.js"
import { watchFolder } from "./folder.js"

/** @typedef {import("./types.js").SessionView} SessionView */
/** @typedef {ReturnType<typeof followJournals>} Journals */
/** @typedef {{ stamp: string, stat: fs.Stats, text: string, owner: import("../files.js").Owner | null, view?: SessionView }} Journal */

/** Many lines may be appended at once, and are read together. */
const GATHER_MS = 50
/** While a time is on the screen. */
const TICK_MS = 1000
/** While there is an indicator: failures leave it after a while, and a process may die silently. */
const SLOW_TICK_MS = 30_000
/** Journals that have been at rest for longer are only read if somebody wants to see them. */
const OLD_MS = 24 * 60 * 60_000
/** The pause between two old journals that are read for the first time. */
const OLD_PAUSE_MS = 20

/**
 * @param {{
 *   dir: string,
 *   core: Pick<ReturnType<typeof import("../load.js").load>, "view" | "owner">,
 *   layers: import("../files.js").Layer[],
 *   changed: () => void,
 *   failed: (error: unknown) => void,
 * }} about
 */
export function followJournals({ dir, core, layers, changed, failed }) {
  /** @type {Map<string, Journal>} */
  const journals = new Map()
  /** @type {Set<() => Iterable<string>>} */
  const onScreen = new Set()
  const resting = restingJournals(dir)
  /** Sessions that somebody looks at, however old. @type {Set<string>} */
  const wanted = new Set()
  /** Old journals that may be at rest: read one by one, so that nobody waits. @type {Set<string>} */
  const unread = new Set()
  /** @type {NodeJS.Timeout | undefined} */
  let reading
  let indicator = ""
  /** @type {NodeJS.Timeout | undefined} */
  let timer
  let due = Number.POSITIVE_INFINITY
  /** Whether there may be something new on disk; passing time alone is no reason to read it. */
  let stale = true

  /** @param {number} delay */
  function schedule(delay) {
    const at = Date.now() + delay
    if (at >= due) return
    clearTimeout(timer)
    due = at
    timer = setTimeout(refresh, delay)
    timer.unref?.()
  }

  function refresh() {
    clearTimeout(timer)
    due = Number.POSITIVE_INFINITY
    try {
      const fresh = stale ? read() : new Set()
      stale = false
      readOldSoon()
      if (fold(fresh)) changed()
    } catch (error) {
      failed(error)
    }
    if (isTimeVisible()) return schedule(TICK_MS)
    if (!indicator) return
    stale = true
    schedule(SLOW_TICK_MS)
  }

  function lookSoon() {
    stale = true
    schedule(GATHER_MS)
  }

  /** Reads what changed on disk; what is gone is forgotten. @returns {Set<string>} */
  function read() {
    const roots = journalRoots(dir)
    const present = new Set(roots)
    const fresh = new Set()
    for (const root of journals.keys()) {
      if (present.has(root)) continue
      journals.delete(root)
      fresh.add(root)
    }
    for (const root of roots) {
      try {
        if (readOne(root)) fresh.add(root)
      } catch (error) {
        // The others are shown all the same.
        failed(error)
      }
    }
    return fresh
  }

  function readNextOld() {
    reading = undefined
    const [root] = unread
    if (root === undefined) return
    unread.delete(root)
    try {
      const isShown = readOne(root, true) && fold(new Set([root]))
      if (resting.has(root) && !wanted.has(root)) journals.delete(root)
      else if (isShown) changed()
    } catch (error) {
      failed(error)
    }
    readOldSoon()
  }

  function readOldSoon() {
    if (reading || unread.size === 0) return
    reading = setTimeout(readNextOld, OLD_PAUSE_MS)
    reading.unref?.()
  }

  /** @param {string} root @param {boolean} [now] also if it is old @returns {boolean} whether it changed */
  function readOne(root, now = false) {
    const file = journalPath(dir, root)
    const stat = fs.statSync(file, { throwIfNoEntry: false })
    const stamp = stat && `${stat.ino} ${stat.size} ${stat.mtimeMs}`
    const before = journals.get(root)
    if (!stamp || before?.stamp === stamp) return false
    if (!before && !now && !wanted.has(root) && Date.now() - stat.mtimeMs > OLD_MS) {
      if (!resting.has(root, stat)) unread.add(root)
      return false
    }
    const text = readText(file) ?? ""
    journals.set(root, { stamp, stat, text, owner: core.owner(claimsIn(text)), view: before?.view })
    return true
  }

  /**
   * Folds what changed, what is in the indicator and what is on the screen, because only there time
   * matters. Everything in the indicator is folded together, which gives the project's indicator.
   * @param {Set<string>} fresh
   */
  function fold(fresh) {
    const watched = new Set([...onScreen].flatMap((roots) => [...roots()]))
    const chosen = [...journals].filter(
      ([root, { view }]) => fresh.has(root) || watched.has(root) || view?.indicator,
    )
    if (chosen.length === 0 && fresh.size === 0) return false
    const sources = chosen.map(([root, { text, owner }]) => ({ root, text, alive: isAlive(owner, dir) }))
    const view = core.view(sources, layers, Date.now())
    for (const session of view.sessions) {
      const journal = journals.get(session.root)
      if (!journal) continue
      journal.view = session
      resting.note(session, journal.stat)
    }
    resting.save()
    indicator = view.indicator
    return true
  }

  const isTimeVisible = () => [...onScreen].some((roots) => [...roots()].length > 0)

  const folder = watchFolder(dir, lookSoon)
  refresh()

  return {
    /** Every session that has a journal. @returns {SessionView[]} */
    sessions: () => [...journals.values()].flatMap(({ view }) => view ?? []),
    /** `2 running · 1 failed`, over all sessions. */
    indicator: () => indicator,
    /** Checks again soon: the system may have missed a change. */
    look() {
      folder.attach()
      lookSoon()
    },
    /** Shows a session however long it is at rest. @param {string} root */
    want(root) {
      if (wanted.has(root)) return
      wanted.add(root)
      if (!journals.has(root)) lookSoon()
    },
    /** Whether a timer runs. */
    ticking: () => due !== Number.POSITIVE_INFINITY,
    /**
     * Keeps the times of these sessions current, while there are any, until the returned
     * function is called.
     * @param {() => Iterable<string>} roots
     */
    keepCurrent(roots) {
      onScreen.add(roots)
      schedule(0)
      return () => void onScreen.delete(roots)
    },
    close() {
      clearTimeout(timer)
      clearTimeout(reading)
      folder.close()
    },
  }
}

/** @param {{ status: string }} task */
export function isActive({ status }) {
  return status === "pending" || status === "running"
}
