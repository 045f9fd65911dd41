// @ts-check
/** The journals of a project as people see them. Nothing is read, and no timer runs, while nothing happens. */
import fs from "node:fs"
import { isAlive, journalPath, journalRoots, readText } from "../files.js"
import { watchFolder } from "./folder.js"

/** @typedef {import("./types.js").SessionView} SessionView */
/** @typedef {ReturnType<typeof followJournals>} Journals */
/** @typedef {{ stamp: string, text: string, owner: import("../files.js").Owner | null, view?: SessionView }} Journal */

/** Many lines may come at once: they are read together. */
const GATHER_MS = 50
/** While a time is on the screen. */
const TICK_MS = 1000
/** While there is an indicator: a failure leaves it after a while, and a process may die without a word. */
const SLOW_TICK_MS = 30_000

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
  let indicator = ""
  /** @type {NodeJS.Timeout | undefined} */
  let timer
  let due = Number.POSITIVE_INFINITY
  /** Whether there may be something new on disk; the passing of time is no reason to look there. */
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
        // The others are worth showing all the same.
        failed(error)
      }
    }
    return fresh
  }

  /** @param {string} root @returns {boolean} whether it changed */
  function readOne(root) {
    const file = journalPath(dir, root)
    const stat = fs.statSync(file, { throwIfNoEntry: false })
    const stamp = stat && `${stat.ino} ${stat.size} ${stat.mtimeMs}`
    const before = journals.get(root)
    if (!stamp || before?.stamp === stamp) return false
    const text = readText(file) ?? ""
    journals.set(root, { stamp, text, owner: core.owner(text), view: before?.view })
    return true
  }

  /**
   * Folds what changed, what is in the indicator, and what is on the screen: only there the time
   * matters. All that is in the indicator is folded together, so the project's is theirs.
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
      if (journal) journal.view = session
    }
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
    /** Looks again soon: something may have happened that the system did not tell. */
    look() {
      folder.attach()
      lookSoon()
    },
    /** Whether a timer runs. */
    ticking: () => due !== Number.POSITIVE_INFINITY,
    /**
     * Keeps the times of these sessions current, as long as there are any, until the function
     * that comes back is called.
     * @param {() => Iterable<string>} roots
     */
    keepCurrent(roots) {
      onScreen.add(roots)
      schedule(0)
      return () => void onScreen.delete(roots)
    },
    close() {
      clearTimeout(timer)
      folder.close()
    },
  }
}

/** @param {{ status: string }} task */
export function isActive({ status }) {
  return status === "pending" || status === "running"
}
