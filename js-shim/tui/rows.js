// @ts-check
/** The lines of the task list: what is in it, in which order, and which part of it is on the screen. */

/** @typedef {import("./types.js").SessionView} SessionView */
/** @typedef {import("./types.js").TaskView} TaskView */
/** @typedef {{ header: string } | { task: TaskView }} Line */

const SECTIONS = ["Running", "Queued", "Completed", "Failed"]

/**
 * Tasks by section. This session's come first; then what runs in the order of its launch, and
 * what ended newest first.
 * @param {SessionView[]} sessions
 * @param {string | undefined} own this session
 * @param {string} filter text that must occur in what a person knows of a task
 * @returns {TaskView[]}
 */
export function arrange(sessions, own, filter) {
  const wanted = filter.trim().toLowerCase()
  return sessions
    .flatMap(({ tasks }) => tasks)
    .filter(({ description, id, agent, status, error }) =>
      [description, id, agent, status, error].some((text) => text?.toLowerCase().includes(wanted)),
    )
    .sort(
      (one, other) =>
        SECTIONS.indexOf(one.section) - SECTIONS.indexOf(other.section) ||
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
 * The task that is selected once the list has changed: the same one, or what took its place.
 * @param {TaskView[]} tasks
 * @param {string | undefined} id
 * @param {number} before where it was
 */
export function selection(tasks, id, before) {
  const index = tasks.findIndex((task) => task.id === id)
  return index >= 0 ? index : Math.max(0, Math.min(before, tasks.length - 1))
}
