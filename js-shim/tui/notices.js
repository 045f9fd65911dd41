// @ts-check
/** What is said when tasks end: once each, together when many end at once. */
import { counted, firstLine, short } from "./words.js"

/** @typedef {import("./types.js").SessionView} SessionView */
/** @typedef {import("./types.js").TaskView} TaskView */
/** @typedef {{ variant: "success" | "warning", title: string, message: string }} Notice */

/** Tasks that end within this time are told at once. */
const GATHER_MS = 200
/** There is one toast at a time: a later notice within this time repeats what it takes the place of. */
const REPEAT_MS = 5000
const LINES = 4
const WORTH_TELLING = ["completed", "failed", "interrupted"]

/**
 * @param {{ since: number, show: (notice: Notice) => void, listKey: string }} about
 * `since`: what ended before is history
 */
export function createNotices({ since, show, listKey }) {
  /** @type {Set<string>} */
  const told = new Set()
  /** @type {{ task: TaskView, halted: boolean }[]} */
  let gathered = []
  /** @type {NodeJS.Timeout | undefined} */
  let timer
  /** @type {NodeJS.Timeout | undefined} */
  let forgetting

  function tell() {
    timer = undefined
    show(noticeOf(gathered, listKey))
    clearTimeout(forgetting)
    forgetting = setTimeout(() => {
      gathered = []
    }, REPEAT_MS)
  }

  return {
    /** @param {SessionView[]} sessions as they are now */
    update(sessions) {
      const before = gathered.length
      for (const { tasks, halted } of sessions) {
        for (const task of tasks) {
          if (!WORTH_TELLING.includes(task.status) || (task.ended ?? 0) < since || told.has(task.id)) continue
          told.add(task.id)
          gathered.push({ task, halted: Boolean(halted?.includes(task.id)) })
        }
      }
      if (gathered.length > before) timer ??= setTimeout(tell, GATHER_MS)
    },
    close() {
      clearTimeout(timer)
      clearTimeout(forgetting)
    },
  }
}

/**
 * @param {{ task: TaskView, halted: boolean }[]} ended
 * @param {string} listKey
 * @returns {Notice}
 */
export function noticeOf(ended, listKey) {
  const failed = ended.filter(({ task }) => task.status !== "completed")
  // Failures first: they are what somebody may have to act upon.
  const all = [...failed, ...ended.filter(({ task }) => task.status === "completed")]
  const lines = all.slice(0, LINES).map(({ task }) => lineOf(task, all.length > 1))
  if (all.length > LINES) lines.push(`and ${all.length - LINES} more`)
  if (failed.some(({ halted }) => halted)) lines.push(`The queue is stopped: press ${listKey} to decide.`)
  return {
    variant: failed.length > 0 ? "warning" : "success",
    title: titleOf(all.length, failed.length, all[0].task.status),
    message: lines.join("\n"),
  }
}

/** @param {number} all @param {number} failed @param {string} status of the first one */
function titleOf(all, failed, status) {
  if (all === 1) return `Task ${status}`
  if (failed === 0) return `${counted(all, "task")} completed`
  if (failed === all) return `${counted(all, "task")} failed`
  return `${counted(all - failed, "task")} completed, ${failed} failed`
}

/** @param {TaskView} task @param {boolean} marked */
function lineOf({ mark, description, status, error }, marked) {
  const reason = status === "completed" ? "" : firstLine(error)
  const line = reason ? `${short(description, 50)}: ${short(reason, 100)}` : short(description, 50)
  return marked ? `${mark} ${line}` : line
}
