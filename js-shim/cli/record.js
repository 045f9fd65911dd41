// @ts-check
// What a run did, read from the journals while it lasts: which sessions were its own, and what
// became of their tasks.
import fs from "node:fs"
import { journalPath, journalRoots } from "../files.js"

/** @typedef {import("./types.js").TaskView} TaskView */
/** @typedef {import("./types.js").SessionView} SessionView */

/**
 * @param {import("./project.js").Project} project
 * @param {import("./processes.js").Tree} tree the processes of the run
 */
export function recordRun(project, tree) {
  const before = new Map(project.view().sessions.map((session) => [session.root, session]))
  const startedAt = Date.now()
  /** @type {Map<string, SessionView>} */
  const sessions = new Map()
  /** @type {Map<string, TaskView>} */
  const tasks = new Map()
  let seen = ""

  /** @param {SessionView} session */
  function isOwn({ root, owner }) {
    if (sessions.has(root)) return true
    const last = before.get(root)?.owner
    if (!owner || (last?.pid === owner.pid && last.start === owner.start)) return false
    tree.look()
    return tree.has(owner.pid)
  }

  const record = {
    startedAt,
    /** Looks at journals that changed since the last look; whether there were any. */
    look() {
      const now = fingerprint(project.dir)
      if (now === seen) return false
      seen = now
      record.read()
      return true
    },
    /** The journals' present state. What ran shows as interrupted once its process has ended. */
    read() {
      for (const session of project.view(withoutEvictions).sessions.filter(isOwn)) {
        sessions.set(session.root, session)
        for (const task of session.tasks) {
          if (task.ended === null || task.ended >= startedAt) tasks.set(task.id, task)
        }
      }
    },
    sessions: () => [...sessions.values()],
    tasks: () => [...tasks.values()].sort((a, b) => a.queued - b.queued),
    /** How often continuation ended by itself during the run. */
    quieted: () =>
      [...sessions.values()].reduce(
        (sum, { root, stats }) => sum + count(stats) - count(before.get(root)?.stats),
        0,
      ),
  }
  return record
}

/** A task that was forgotten after its delivery still belongs to the run. @param {string} text */
function withoutEvictions(text) {
  return text
    .split("\n")
    .filter((line) => !line.includes('"what":{"evicted":'))
    .join("\n")
}

/** @param {string} dir */
function fingerprint(dir) {
  return journalRoots(dir)
    .map((root) => {
      const stat = fs.statSync(journalPath(dir, root), { throwIfNoEntry: false })
      return `${root} ${stat?.ino} ${stat?.size} ${stat?.mtimeMs}`
    })
    .join("\n")
}

/** @param {import("./types.js").StatsView} [stats] */
function count(stats) {
  return Object.values(stats?.quieted ?? {}).reduce((sum, n) => sum + n, 0)
}

/**
 * Tasks that did not do their work, and whose work no later task did either.
 * @param {TaskView[]} tasks in the order of their launch
 */
export function unrecovered(tasks) {
  /** @type {(task: TaskView, index: number) => boolean} */
  const isDone = (task, index) =>
    task.status === "completed" ||
    tasks.some((later, place) => place > index && triesAgain(later, task) && isDone(later, place))
  return tasks.filter((task, index) => task.status !== "cancelled" && !isDone(task, index))
}

/** Goes on in its session, or does the same anew after its end. @param {TaskView} later @param {TaskView} task */
function triesAgain(later, task) {
  if (later.follows === task.id) return true
  return later.prompt === task.prompt && task.ended !== null && later.queued >= task.ended
}
