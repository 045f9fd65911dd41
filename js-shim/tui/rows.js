// @ts-check
/** The rows of the task list: which tasks, in which order, and which part is on the screen. */

import { width } from "./words.js"

/** @typedef {import("./types.js").SessionView} SessionView */
/** @typedef {import("./types.js").TaskView} TaskView */
/** @typedef {{ header: string } | { task: TaskView }} Line */

const SECTIONS = ["Running", "Queued", "Failed", "Interrupted", "Completed", "Cancelled"]
/** Where a failure stopped the queue, it comes first: somebody has to decide. */
const WHEN_STOPPED = ["Failed", ...SECTIONS.filter((section) => section !== "Failed")]

/**
 * Tasks by section. This session's come first; running ones are in the order of their launch, and
 * ended ones newest first. Of a task and its retries, only the newest is listed.
 * @param {SessionView[]} sessions
 * @param {string | undefined} own this session
 * @param {string} filter text that must occur in what a person knows of a task
 * @returns {TaskView[]}
 */
export function arrange(sessions, own, filter) {
  const wanted = filter.trim().toLowerCase()
  const order = sessions.some(({ halted }) => halted) ? WHEN_STOPPED : SECTIONS
  return sessions
    .flatMap(({ tasks }) => tasks.filter(({ continued_by }) => !continued_by))
    .filter(({ description, agent, status, error }) =>
      [description, agent, status, error].some((text) => text?.toLowerCase().includes(wanted)),
    )
    .sort(
      (one, other) =>
        order.indexOf(one.section) - order.indexOf(other.section) ||
        Number(other.root === own) - Number(one.root === own) ||
        (other.ended ?? 0) - (one.ended ?? 0) ||
        one.queued - other.queued,
    )
}

/** The tasks with the headers of their sections. @param {TaskView[]} tasks @returns {Line[]} */
export function withHeaders(tasks) {
  return tasks.flatMap((task, index) =>
    task.section === tasks[index - 1]?.section ? [{ task }] : [{ header: task.section }, { task }],
  )
}

/**
 * As many lines as fit, with the selected one among them.
 * @param {Line[]} lines
 * @param {string | undefined} selected a task's id
 * @param {number} room
 */
export function visible(lines, selected, room) {
  const at = lines.findIndex((line) => "task" in line && line.task.id === selected)
  const start = Math.max(0, Math.min(at - Math.floor(room / 2), lines.length - room))
  return lines.slice(start, start + room)
}

/**
 * The selection: a task, its section, and its place in the list.
 * @typedef {{ id: string | undefined, section: string | undefined, index: number }} Chosen
 */

/**
 * The selected place after the list has changed: that of the same task while it stays in its
 * section. If it has left or is gone, the cursor stays where it was.
 * @param {TaskView[]} tasks
 * @param {Chosen} chosen
 */
export function selection(tasks, { id, section, index }) {
  const at = tasks.findIndex((task) => task.id === id)
  const stays = at >= 0 && (section === undefined || tasks[at].section === section)
  return stays ? at : Math.max(0, Math.min(index, tasks.length - 1))
}

/** @param {TaskView[]} tasks @param {number} index @returns {Chosen} */
export function chosenAt(tasks, index) {
  return { id: tasks[index]?.id, section: tasks[index]?.section, index }
}

/**
 * Where the list opens: at the failure that stopped a queue, otherwise at the first unseen one.
 * @param {TaskView[]} tasks
 * @param {SessionView[]} sessions
 */
export function troubleAt(tasks, sessions) {
  const stoppedBy = sessions.flatMap(({ halted_by }) => halted_by ?? [])
  const stopping = tasks.findIndex(({ id }) => stoppedBy.includes(id))
  if (stopping >= 0) return stopping
  return Math.max(
    0,
    tasks.findIndex(({ status, viewed }) => !viewed && (status === "failed" || status === "interrupted")),
  )
}

/**
 * How many lines a text takes when wrapped between words.
 * @param {string} text
 * @param {number} columns
 */
export function wrappedLines(text, columns) {
  let lines = 1
  let used = 0
  for (const word of text.split(" ")) {
    const long = width(word)
    const next = used === 0 ? long : used + 1 + long
    if (next <= columns) {
      used = next
      continue
    }
    if (used > 0) lines += 1
    // A word longer than a line is broken.
    lines += Math.max(0, Math.ceil(long / columns) - 1)
    used = long % columns || Math.min(long, columns)
  }
  return lines
}
