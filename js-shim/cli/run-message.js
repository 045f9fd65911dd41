// @ts-check
// The last message of a run: what is unfinished, where, and how to continue.
import { continueCommand, ownCommand } from "./invocation.js"
import { isSessionId } from "./project.js"
import { unrecovered } from "./record.js"
import { oneLine } from "./terminal.js"

/** @typedef {import("./types.js").TaskView} TaskView */
/** @typedef {import("./arguments.js").OpenCodeOptions} OpenCodeOptions */

/**
 * @param {ReturnType<typeof import("./record.js").recordRun>} record
 * @param {ReturnType<typeof import("./verdict.js").verdict>} end
 * @param {string[]} doubts
 * @param {OpenCodeOptions} given
 * @returns {string}
 */
export function messageOf(record, { reason }, doubts, given) {
  const goOn = (/** @type {(string | null)[]} */ roots) => continueWith(roots, given)
  const lost = unrecovered(record.tasks())
  switch (reason) {
    case "timeout":
      return leftMessage("The --timeout passed.", record.left(sessionOf(given)), goOn)
    case "interrupted":
      return leftMessage("The run was interrupted.", record.left(sessionOf(given)), goOn)
    case "unproven":
      return unprovenMessage(doubts, lost)
    case "todos_left":
      return `Todos were left open when continuation ended. ${goOn(record.quieted())}`
    case "opencode_failed":
    case "tasks_failed":
      if (lost.length === 0) return ""
      return `Not completed: ${named(lost)}. For details: ${ownCommand("show", lost[0].id)}`
    case "completed":
      return ""
  }
}

/** @param {TaskView[]} tasks */
function named(tasks) {
  return tasks
    .map(({ id, description, status }) => `${oneLine(id)} (${oneLine(description)}: ${status})`)
    .join(", ")
}

/**
 * @param {string} why
 * @param {{ root: string, tasks: TaskView[] }[]} left
 * @param {(roots: (string | null)[]) => string} goOn
 */
function leftMessage(why, left, goOn) {
  const tasks = left.flatMap(({ tasks }) => tasks)
  const busy = left.filter(({ tasks }) => tasks.length > 0)
  if (busy.length > 0) return `${why} Left: ${named(tasks)}. ${goOn(busy.map(({ root }) => root))}`
  const none = "No background task is left."
  const roots = left.map(({ root }) => root)
  if (roots.length === 0) return `${why} ${none} No session was begun.`
  const cut = `The turn of ${roots.join(", ")} was cut off.`
  return `${why} ${none} ${cut} ${goOn(roots)}`
}

/** @param {string[]} doubts @param {TaskView[]} lost */
function unprovenMessage(doubts, lost) {
  const what = `It is not known whether everything is done: ${doubts.join("; ")}.`
  return lost.length > 0 ? `${what} Not completed: ${named(lost)}.` : what
}

/** @param {(string | null)[]} roots @param {OpenCodeOptions} given */
function continueWith(roots, { dir, agent, model, variant }) {
  const options = Object.entries({ dir, agent, model, variant }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, value],
  )
  return `To continue: ${roots.map((root) => continueCommand(root, options)).join(" ; ")}`
}

/** The session that the command names, if that can be one. @param {OpenCodeOptions} given */
function sessionOf({ session }) {
  return session !== undefined && isSessionId(session) ? session : null
}
