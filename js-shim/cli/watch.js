// @ts-check
// `holdfast watch`: every change in the project's journals, as it happens.

import { changesOf } from "./changes.js"
import { followJournals } from "./follow.js"
import { describer } from "./lines.js"
import { openProject } from "./project.js"
import { isUnfinished } from "./tasks.js"
import { oneLine, print } from "./terminal.js"

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

  const show = json
    ? (/** @type {Change} */ change) => print(JSON.stringify(change))
    : forPeople(project.root)
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
 * The state after the lines read so far, which later lines change.
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

/** Lines for people, beginning with what is watched. @param {string} root */
function forPeople(root) {
  const { line, present, learn } = describer()
  print(`Watching ${oneLine(root)}; press Ctrl+C to stop.`)
  const idle = setImmediate(() => print("No task is pending or running."))
  return (/** @type {Change} */ change) => {
    const lines = change.event === "state" ? presentLines(change) : [line(change)]
    for (const text of lines) {
      if (text === null) continue
      clearImmediate(idle)
      print(text)
    }
  }

  /** @param {Change} change */
  function presentLines({ tasks = [] }) {
    for (const task of tasks) learn(task.id, task)
    return tasks.filter(isUnfinished).map(present)
  }
}
