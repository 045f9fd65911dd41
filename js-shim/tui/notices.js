// @ts-check
/** Notices when tasks end: one each, or one for several that end together. */
import { counted, firstLine, oneLine, short } from "./words.js"

/** @typedef {import("./types.js").SessionView} SessionView */
/** @typedef {import("./types.js").TaskView} TaskView */
/** @typedef {{ variant: "success" | "warning", title: string, message: string }} Notice */

/** Tasks that end within this time share a notice. */
const GATHER_MS = 200
/** There is one toast at a time: a notice within this time repeats the one that it replaces. */
const REPEAT_MS = 5000
const LINES = 4
const WORTH_TELLING = ["completed", "failed", "interrupted"]

/**
 * A task that ended.
 * @typedef {{ task: TaskView, halted: boolean, session: string }} End
 * `halted`: it stopped the queue; `session`: the title of its session, if that is not the one on the screen
 */

/**
 * @param {{
 *   since: number,
 *   show: (notice: Notice) => void,
 *   listKey: string,
 *   elsewhere: (root: string) => string,
 * }} about
 * `since`: tasks that ended before are not announced; `elsewhere`: the title of a session that is not on the screen
 */
export function createNotices({ since, show, listKey, elsewhere }) {
  /** @type {Set<string>} */
  const told = new Set()
  /** @type {End[]} */
  let gathered = []
  /** What the last notice was about that somebody may have to act upon. @type {TaskView | undefined} */
  let trouble
  /** @type {NodeJS.Timeout | undefined} */
  let timer
  /** @type {NodeJS.Timeout | undefined} */
  let forgetting

  function tell() {
    timer = undefined
    show(noticeOf(gathered, listKey))
    const [{ task, session }] = failuresFirst(gathered)
    if (task.status !== "completed" || session) trouble = task
    clearTimeout(forgetting)
    forgetting = setTimeout(() => {
      gathered = []
    }, REPEAT_MS)
  }

  return {
    /** @param {SessionView[]} sessions as they are now */
    update(sessions) {
      const before = gathered.length
      for (const { root, tasks, halted_by } of sessions) {
        for (const task of tasks) {
          if (!WORTH_TELLING.includes(task.status) || (task.ended ?? 0) < since || told.has(task.id)) continue
          told.add(task.id)
          if (!task.continued_by)
            gathered.push({ task, halted: halted_by === task.id, session: elsewhere(root) })
        }
      }
      if (gathered.length > before) timer ??= setTimeout(tell, GATHER_MS)
    },
    /** The task of the last notice that named the key to the list. The key opens the list there, once. */
    takeTrouble() {
      const task = trouble
      trouble = undefined
      return task
    },
    close() {
      clearTimeout(timer)
      clearTimeout(forgetting)
    },
  }
}

/** Failures are what somebody may have to act upon. @param {End[]} ended */
function failuresFirst(ended) {
  return ["failed", "interrupted", "completed"].flatMap((status) =>
    ended.filter(({ task }) => task.status === status),
  )
}

/**
 * @param {End[]} ended
 * @param {string} listKey
 * @returns {Notice}
 */
export function noticeOf(ended, listKey) {
  const all = failuresFirst(ended)
  const lines = all.slice(0, LINES).map((end) => lineOf(end, all.length > 1))
  if (all.length > LINES) lines.push(`and ${all.length - LINES} more`)
  const elsewhere = all.some(({ session }) => session)
  if (all.some(({ halted }) => halted)) lines.push(`The queue is stopped: press ${listKey} to decide.`)
  else if (elsewhere) lines.push(`Press ${listKey} to see it.`)
  return {
    variant: all.every(({ task }) => task.status === "completed") ? "success" : "warning",
    title: titleOf(all),
    message: lines.join("\n"),
  }
}

/** `Task failed`, `3 tasks completed` or `1 task completed, 2 interrupted`. @param {End[]} all */
function titleOf(all) {
  if (all.length === 1) return `Task ${all[0].task.status}`
  const counts = WORTH_TELLING.map((status) => ({
    status,
    count: all.filter(({ task }) => task.status === status).length,
  })).filter(({ count }) => count > 0)
  return counts
    .map(({ status, count }, index) => `${index === 0 ? counted(count, "task") : count} ${status}`)
    .join(", ")
}

/** @param {End} end @param {boolean} marked */
function lineOf({ task: { mark, description, status, error }, session }, marked) {
  const reason = status === "completed" ? "" : firstLine(error)
  const what = short(oneLine(description), 50)
  const line = reason ? `${what}: ${short(reason, 100)}` : what
  const where = session ? ` (in “${short(session, 30)}”)` : ""
  return `${marked ? `${mark} ` : ""}${line}${where}`
}
