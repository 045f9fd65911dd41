// @ts-check
// Follows a project's journals, and tells each of their records once.
import { EventEmitter } from "node:events"
import fs from "node:fs"
import { openEventLog } from "./event-log.js"
import { readJournals } from "./journal-news.js"

/** @typedef {import("./event-log.js").Event} Event */
/** @typedef {ReturnType<typeof followProject>} Events */

/** How long several changes are waited for before they are read. */
const GATHER_MS = { least: 15, most: 500 }
/** While much happens, as many times longer than a look takes it is waited until the next one. */
const REST = 100
/** Not every file system reports changes, and a report can be lost. */
const POLL_MS = 5000

/**
 * @param {import("./project.js").Project} project
 * @param {{ report?: (error: unknown) => void, events?: number }} [options]
 */
export function followProject(project, { report = () => {}, events: most } = {}) {
  const { dir } = project
  const log = openEventLog(dir, most)
  const told = new EventEmitter()
  told.setMaxListeners(0)
  const journals = readJournals(project, log)

  function look() {
    try {
      const news = journals.news()
      if (news.length > 0) log.append(news)
      const fresh = log.readBack()
      if (fresh.length > 0) told.emit("events", fresh)
      log.tidy()
    } catch (error) {
      report(error)
    }
  }

  function start() {
    if (log.begin()) log.append([{ at: journals.past() }])
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
      journals.close()
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
