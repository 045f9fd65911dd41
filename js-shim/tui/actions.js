// @ts-check
/** What a person can do with tasks, wherever they are shown. */
import { isActive } from "./journals.js"
import { isWaiting, stillOf } from "./words.js"

/** @typedef {import("./types.js").SessionView} SessionView */
/** @typedef {import("./types.js").TaskView} TaskView */
/** @typedef {ReturnType<typeof createActions>} Actions */

/** @param {import("./types.js").Context} context */
export function createActions({ api, requests }) {
  /** Tasks that are being resumed or retried: twice would be once too often. @type {Set<string>} */
  const resuming = new Set()
  return {
    /** @param {TaskView | undefined} task */
    canCancel: (task) => task !== undefined && isActive(task),
    /** @param {TaskView} task */
    cancel: ({ root, id }) => requests.ask(root, { cancel: { task: id } }),
    /** @param {SessionView[]} sessions */
    cancelAll(sessions) {
      for (const { root, tasks } of sessions) if (tasks.some(isActive)) requests.ask(root, "cancel_all")
    },
    /** @param {TaskView | undefined} task */
    canResume: (task) => Boolean(task?.resumable && !resuming.has(task.id)),
    /** What was interrupted continues in its session; what failed starts again. @param {TaskView} task */
    resume({ root, id, status }) {
      if (resuming.has(id)) return
      resuming.add(id)
      const retry = status === "failed"
      requests.ask(root, { resume: { task: id, retry } }, () => resuming.delete(id))
    },
    /** @param {SessionView[]} sessions */
    clear(sessions) {
      for (const { root, tasks } of sessions)
        if (tasks.some((task) => !isActive(task))) requests.ask(root, "clear")
    },
    /** @param {SessionView | undefined} session */
    canGoOn: (session) => session !== undefined && stillOf(session) !== undefined,
    /**
     * Lets a stopped queue or stopped continuation continue, and delivers results that are waiting.
     * @param {SessionView | undefined} session
     */
    goOn(session) {
      if (!session || stillOf(session) === undefined) return
      const { root, halted, stopped, alive, tasks } = session
      if (halted) requests.ask(root, { resume: { task: null } })
      if (stopped || (!alive && tasks.some(isWaiting))) requests.ask(root, "continue")
    },
    /** A failure whose details were seen leaves the indicator. @param {TaskView} task */
    seen({ root, id, ended, viewed, status }) {
      const ends = ended !== null || status === "interrupted"
      if (ends && !viewed) requests.tell(root, { viewed: { tasks: [id] } })
    },
    /** Goes to the session that the task runs in. @param {TaskView} task */
    openSession({ session }) {
      if (!session) return
      api.ui.dialog.clear()
      api.route.navigate("session", { sessionID: session })
    },
  }
}
