// @ts-check
/** What a person can do to tasks, wherever they see them. */
import { isActive } from "./journals.js"

/** @typedef {import("./types.js").SessionView} SessionView */
/** @typedef {import("./types.js").TaskView} TaskView */
/** @typedef {ReturnType<typeof createActions>} Actions */

/** @param {import("./types.js").Context} context */
export function createActions({ api, requests }) {
  return {
    /** @param {TaskView | undefined} task */
    canCancel: (task) => task !== undefined && isActive(task),
    /** @param {TaskView} task */
    cancel: ({ root, id }) => requests.ask(root, { cancel: { task: id } }),
    /** @param {SessionView[]} sessions */
    cancelAll(sessions) {
      for (const { root, tasks } of sessions) if (tasks.some(isActive)) requests.ask(root, "cancel_all")
    },
    /** @param {TaskView} task */
    retry: ({ root, id }) => requests.ask(root, { resume: { task: id } }),
    /** @param {SessionView[]} sessions */
    clear(sessions) {
      for (const { root, tasks } of sessions)
        if (tasks.some((task) => !isActive(task))) requests.ask(root, "clear")
    },
    /** @param {SessionView | undefined} session */
    canGoOn: (session) => Boolean(session?.halted || session?.stopped),
    /** Lets a halted queue, or stopped continuation, go on. @param {SessionView | undefined} session */
    goOn(session) {
      if (session?.halted) requests.ask(session.root, { resume: { task: null } })
      if (session?.stopped) requests.ask(session.root, "continue")
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
