// @ts-check
// `holdfast watch`: every change in the project's journals, as it happens.

import { changesOf } from "./changes.js"
import { followJournals } from "./follow.js"
import { openProject } from "./project.js"
import { isUnfinished } from "./tasks.js"
import { oneLine, painter, print, STATUS_COLOURS } from "./terminal.js"

/** @typedef {import("./changes.js").Change} Change */

const POLL_MS = 100

/** @param {import("commander").Command} program */
export function watchCommand(program) {
  program
    .command("watch")
    .summary("follow what happens, live")
    .description("Shows the tasks as they are, and then every change until you press Ctrl+C.")
    .option("--json", "one JSON object per line: the present state of each session, then each change")
    .action(watch)
}

/** @param {{ json?: boolean }} options */
function watch({ json }) {
  const project = openProject()
  const journals = followJournals(project.dir)
  /** @type {Map<string, ReturnType<typeof changesOf>>} */
  const readers = new Map()
  const reader = (/** @type {string} */ root) => {
    if (!readers.has(root)) readers.set(root, changesOf(root))
    return /** @type {ReturnType<typeof changesOf>} */ (readers.get(root))
  }

  const show = json ? (/** @type {Change} */ change) => print(JSON.stringify(change)) : showLine
  const present = journals.read()
  for (const { root, lines } of present) for (const line of lines) reader(root).read(line)
  for (const change of presentState(project, present)) show(change)

  // Polled, because not every file system that projects live on reports changes.
  setInterval(() => {
    for (const { root, lines } of journals.read()) {
      for (const line of lines) {
        const change = reader(root).read(line)
        if (change) show(change)
      }
    }
  }, POLL_MS)
}

/**
 * What the lines read so far amount to: later lines are changes of exactly this.
 * @param {ReturnType<typeof openProject>} project
 * @param {{ root: string, lines: string[] }[]} present
 * @returns {Change[]}
 */
function presentState(project, present) {
  const texts = new Map(present.map(({ root, lines }) => [root, `${lines.join("\n")}\n`]))
  return project
    .view((_, root) => texts.get(root) ?? "")
    .sessions.map(({ root, tasks }) => ({ t: Date.now(), root, event: "state", tasks }))
}

/** @param {Change} change */
function showLine(change) {
  if (change.event !== "state") return print(describeChange(change))
  for (const task of change.tasks?.filter(isUnfinished) ?? []) {
    print(describeChange({ ...task, t: task.started ?? task.queued, event: "state", task: task.id }))
  }
}

/**
 * A change on one line.
 * @param {Change} change
 */
export function describeChange(change) {
  const paint = painter()
  const time = new Date(change.t).toLocaleTimeString("sv-SE")
  const status = /** @type {import("./types.js").Status | undefined} */ (change.status)
  const what = paint(status ? STATUS_COLOURS[status] : "dim", (status ?? change.event).padEnd(11))
  return `${paint("dim", time)}  ${subject(change).padEnd(9)}  ${what}  ${details(change)}`.trimEnd()
}

/** @param {Change} change */
function subject({ task, tasks, root }) {
  return task ?? (tasks?.length ? tasks.join(", ") : root)
}

/** @param {Change} change */
function details(change) {
  const { event, description, error, notes = [], title, tool, why, kind, text, ask, request } = change
  const said = {
    active: () =>
      notes.map((/** @type {{ text: string }} */ note) => note.text).join(" · ") ||
      (tool ? `now ${tool}` : ""),
    asking: () => (title ? `waiting for permission: ${title}` : "no longer waiting for permission"),
    asked: () => JSON.stringify(ask),
    answered: () => `${text} (${request})`,
    sent: () => `automatic prompt: ${kind}`,
    quieted: () => `continuation ended: ${why}`,
  }[event]
  return oneLine(said?.() ?? error ?? description ?? "")
}
