// @ts-check
// What a run did, read from its journals while it lasts. The plugin reports which journals belong to
// the run; the others are not read.
import fs from "node:fs"
import { journalPath } from "../files.js"

/** @typedef {import("./types.js").TaskView} TaskView */
/** @typedef {import("./types.js").SessionView} SessionView */

/**
 * @param {import("./project.js").Project} project
 * @param {Pick<import("./evidence.js").Report, "journals" | "session" | "quieted" | "faults">} report
 */
export function recordRun(project, report) {
  const startedAt = Date.now()
  /** @type {Map<string, SessionView>} */
  const sessions = new Map()
  /** @type {Map<string, TaskView>} */
  const tasks = new Map()
  let seen = ""

  /** @param {string} root @param {string} dir */
  function readJournal(root, dir) {
    const session = project.session(root, withoutEvictions, dir)
    if (!session) return
    sessions.set(root, session)
    for (const task of session.tasks) {
      if (task.ended === null || task.ended >= startedAt) tasks.set(task.id, task)
    }
  }

  const record = {
    startedAt,
    /** Reads the journals that changed since the last call; returns whether there were any. */
    look() {
      const now = fingerprint(report.journals())
      if (now === seen) return false
      seen = now
      record.read()
      return true
    },
    /** The journals' current state. Running tasks show as interrupted once their process has ended. */
    read() {
      for (const [root, dir] of report.journals()) readJournal(root, dir)
    },
    sessions: () => [...sessions.values()],
    tasks: () => [...tasks.values()].sort((a, b) => a.queued - b.queued),
    quieted: report.quieted,
    /** Why it is not known whether everything is done; empty if it is known. */
    doubts() {
      const unreadable = [...report.journals()]
        .filter(([root, dir]) => !project.session(root, asItIs, dir)?.records)
        .map(([root, dir]) => `${journalPath(dir, root)} cannot be read`)
      return [...report.faults(), ...unreadable]
    },
    /**
     * The sessions that an interrupted run leaves behind, each with its unfinished tasks, including
     * older ones that the run had not got to yet.
     * @param {string | null} named the session that the command named
     * @returns {{ root: string, tasks: TaskView[] }[]}
     */
    left(named) {
      const main = report.session() ?? named
      const roots = new Set([...sessions.keys(), ...(main ? [main] : [])])
      return [...roots].map((root) => ({ root, tasks: unrecovered(inOrder(root)).filter(isLeft) }))
    },
  }

  /** @param {string} root */
  function inOrder(root) {
    const all = (sessions.get(root) ?? project.session(root))?.tasks ?? []
    return [...all].sort((a, b) => a.queued - b.queued)
  }

  /** What failed in an earlier run is history; what was interrupted then can still be resumed. @param {TaskView} task */
  function isLeft({ status, ended }) {
    return ended === null || ended >= startedAt || status === "interrupted"
  }
  return record
}

/** @param {string} text */
const asItIs = (text) => text

/** A task that was forgotten after its delivery still belongs to the run. @param {string} text */
function withoutEvictions(text) {
  return text
    .split("\n")
    .filter((line) => !line.includes('"what":{"evicted":'))
    .join("\n")
}

/** @param {Map<string, string>} journals */
function fingerprint(journals) {
  return [...journals]
    .map(([root, dir]) => {
      const stat = fs.statSync(journalPath(dir, root), { throwIfNoEntry: false })
      return `${root} ${stat?.ino} ${stat?.size} ${stat?.mtimeMs}`
    })
    .join("\n")
}

/**
 * Tasks whose work neither they nor a later task did.
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
