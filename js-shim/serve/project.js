// @ts-check
// One project as this server sees it: its sessions and tasks, folded from the journals when they
// have changed and somebody asks. Nothing is kept that the journals do not say.
import path from "node:path"
import { isSessionId, openProject } from "../cli/project.js"
import { isAlive, journalRoots } from "../files.js"
import { statOf } from "../resting.js"
import { createDrafts } from "./drafts.js"
import { limitsOf } from "./limits.js"

/** @typedef {import("../cli/types.js").SessionView} SessionView */
/** @typedef {import("../cli/types.js").TaskView} TaskView */
/** @typedef {ReturnType<typeof serveProject>} Project */
/** What `holdfast show --json` has, without the words that are made for a terminal. @typedef {Omit<TaskView, "status" | "age" | "mark" | "section"> & { status: string, project: string }} Task */

/** For so long it is not asked again whether a process lives. */
const ALIVE_MS = 1000
/** The counts are folded from every journal: not more often than they are looked at. */
const STATS_MS = 1000

/** @param {string} directory */
export function serveProject(directory) {
  const project = openProject(directory)
  const id = path.basename(project.dir)
  /** @type {Map<string, { stamp: string, at: number, lookedAt: number, session: SessionView }>} */
  const folded = new Map()
  /** The session of each task that was seen. @type {Map<string, string>} */
  const rootOf = new Map()

  /** @param {string} root @returns {SessionView | undefined} */
  function session(root) {
    const stat = isSessionId(root) ? statOf(project.dir, root) : undefined
    if (!stat) {
      folded.delete(root)
      return undefined
    }
    const stamp = `${stat.ino} ${stat.size} ${stat.mtimeMs}`
    const before = folded.get(root)
    const now = Date.now()
    if (before?.stamp === stamp) {
      if (now - before.lookedAt < ALIVE_MS) return before.session
      before.lookedAt = now
      if (before.session.alive === isAlive(before.session.owner, project.dir)) return before.session
    }
    const fresh = project.session(root)
    if (!fresh) return undefined
    folded.set(root, { stamp, at: now, lookedAt: now, session: fresh })
    for (const { id } of fresh.tasks) rootOf.set(id, root)
    return fresh
  }

  /** @param {TaskView} task @returns {Task} */
  function told(task) {
    const { age: _age, mark: _mark, section: _section, ...rest } = task
    const since = folded.get(task.root)?.at ?? Date.now()
    const more = task.status === "running" ? Date.now() - since : 0
    return { ...rest, run_time: task.run_time + more, project: id }
  }

  /** @param {string} id @returns {TaskView | undefined} */
  function launched(id) {
    const known = rootOf.get(id)
    const inKnown = known === undefined ? undefined : session(known)?.tasks.find((task) => task.id === id)
    if (inKnown) return inKnown
    return served.sessions().flatMap(({ tasks }) => tasks.find((task) => task.id === id) ?? [])[0]
  }

  const served = {
    id,
    root: project.root,
    dir: project.dir,
    name: path.basename(project.root),
    problems: project.problems,
    limits: () => limitsOf(project.layers),
    session,
    /** Every session with a journal. @returns {SessionView[]} */
    sessions: () => journalRoots(project.dir).flatMap((root) => session(root) ?? []),
    /** Every task: those of the journals, and those that nobody has executed yet. @returns {Task[]} */
    tasks() {
      const known = served.sessions().flatMap(({ tasks }) => tasks.map(told))
      const ids = new Set(known.map((task) => task.id))
      return [...known, ...drafts.tasks().filter((task) => !ids.has(task.id))]
    },
    /** @param {string} id @returns {Task | undefined} */
    task(id) {
      const task = launched(id)
      return task ? told(task) : drafts.task(id)
    },
    /** Whether a session's journal has it. @param {string} id */
    isLaunched: (id) => launched(id) !== undefined,
    /** When a session's journal last changed. */
    changed: project.changed,
    /** The session whose tasks somebody works on, used last. @returns {SessionView | undefined} */
    live() {
      const living = served.sessions().filter(({ alive, newer }) => alive && !newer)
      return living.sort((a, b) => project.changed(b.root) - project.changed(a.root))[0]
    },
    /** Whether anything is at work or waits for a slot. */
    isBusy: () =>
      served.sessions().some(({ alive, tasks }) => alive && tasks.some(({ ended }) => ended === null)),
    stats: remembered(() => project.view().stats, STATS_MS),
  }
  const drafts = createDrafts(served)
  return { ...served, drafts }
}

/** @template T @param {() => T} make @param {number} ms how long it is good @returns {() => T} */
function remembered(make, ms) {
  /** @type {{ at: number, value: T } | null} */
  let last = null
  return () => {
    if (!last || Date.now() - last.at > ms) last = { value: make(), at: Date.now() }
    return last.value
  }
}
