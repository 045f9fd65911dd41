// @ts-check
// The projects of one `holdfast serve`, each with what can be done in it.

import { followProject } from "./events.js"
import { createOpenCode } from "./opencode-server.js"
import { Problem } from "./problem.js"
import { serveProject } from "./project.js"
import { createWork } from "./work.js"

/** @typedef {ReturnType<typeof serve>} Served */
/** @typedef {ReturnType<typeof createProjects>} Projects */

/**
 * @param {string[]} directories
 * @param {{ idleMs: number, say: (text: string) => void, report?: (error: unknown) => void }} options
 */
export function createProjects(directories, options) {
  const all = directories.map((directory) => serve(directory, options))
  const unique = all.filter((one, at) => all.findIndex(({ project }) => project.id === one.project.id) === at)
  return {
    all: unique,
    /** Looks at nothing any more. */
    close() {
      for (const { events } of all) events.close()
    },
    /** @param {string | undefined} id @returns {Served} */
    named(id) {
      if (id === undefined && unique.length === 1) return unique[0]
      const found = unique.find(({ project }) => project.id === id)
      if (found) return found
      const ids = unique.map(({ project }) => project.id).join(", ")
      if (id === undefined) throw new Problem("bad-request", `Name the project: it is one of ${ids}.`)
      throw new Problem("not-found", `There is no such project here; there are ${ids}.`)
    },
    /** @param {string} id @returns {Served} */
    ofTask(id) {
      const found = unique.find(({ project }) => project.task(id))
      if (!found)
        throw new Problem("not-found", `There is no task ${id.slice(0, 100)}; it may have been forgotten.`)
      return found
    },
    /** @param {string} root @returns {Served} */
    ofSession(root) {
      const found = unique.find(({ project }) => project.sessions().some((session) => session.root === root))
      if (!found)
        throw new Problem("not-found", `There is no session ${root.slice(0, 130)} with background tasks.`)
      return found
    },
    /** A session, or the task that works in it. @param {string} id @returns {{ served: Served, task: string | null }} */
    withSession(id) {
      for (const served of unique) {
        const task = served.project.tasks().find(({ session }) => session === id)
        if (task) return { served, task: task.id }
      }
      return { served: unique.find(({ project }) => project.session(id)) ?? this.ofSession(id), task: null }
    },
  }
}

/** @param {string} directory @param {{ idleMs: number, say: (text: string) => void, report?: (error: unknown) => void }} options */
function serve(directory, options) {
  const project = serveProject(directory)
  const opencode = createOpenCode(project, options)
  const events = followProject(project, options)
  return { project, opencode, events, work: createWork(project, opencode) }
}
