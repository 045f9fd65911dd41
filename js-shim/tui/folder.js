// @ts-check
/** Watching a folder that may not exist yet. */
import fs from "node:fs"
import path from "node:path"

/**
 * Reports every change in a folder. Until it exists, the nearest folder above it is watched, which
 * costs nothing while nothing happens.
 * @param {string} folder
 * @param {() => void} changed
 */
export function watchFolder(folder, changed) {
  /** @type {fs.FSWatcher | undefined} */
  let watcher
  let watched = ""
  let inside = false

  function attach() {
    const { at, id } = nearest(folder)
    if (id === watched) return
    watcher?.close()
    watched = id
    inside = at === folder
    try {
      watcher = fs.watch(at, { persistent: false }, onEvent)
      watcher.on("error", detach)
    } catch {
      return detach()
    }
    // It may have been created between the check and the watch.
    attach()
    if (inside) changed()
  }

  function onEvent() {
    attach()
    if (inside) changed()
  }

  function detach() {
    watcher?.close()
    watcher = undefined
    watched = ""
    inside = false
  }

  attach()
  return { /** Looks again, in case the system told nothing. */ attach, close: detach }
}

/**
 * The folder itself or the nearest one above it that exists; the id changes when it is recreated.
 * @param {string} folder
 */
function nearest(folder) {
  for (let at = folder; ; at = path.dirname(at)) {
    const stat = fs.statSync(at, { throwIfNoEntry: false })
    if (stat?.isDirectory()) return { at, id: `${at} ${stat.ino}` }
    if (at === path.dirname(at)) throw new Error(`No folder above ${folder} exists.`)
  }
}
