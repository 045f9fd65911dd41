// @ts-check
// `holdfast tasks`: the list.
import { openProject } from "./project.js"
import { clock, columns, oneLine, painter, print, STATUS_COLOURS, table } from "./terminal.js"

/** @typedef {import("./types.js").SessionView} SessionView */
/** @typedef {import("./types.js").TaskView} TaskView */

/** @param {import("commander").Command} program */
export function tasksCommand(program) {
  program
    .command("tasks")
    .summary("list background tasks")
    .description(
      "Lists background tasks: those of the session used last and of every session with unfinished tasks.",
    )
    .option("-a, --all", "every session of the project")
    .option("--json", "as JSON")
    .action(listTasks)
}

/** @param {{ all?: boolean, json?: boolean }} options */
function listTasks({ all, json }) {
  const project = openProject()
  const view = project.view()
  const newest = Math.max(...view.sessions.map(({ root }) => project.changed(root)))
  const sessions = view.sessions.filter(
    (session) => all || project.changed(session.root) === newest || session.tasks.some(isUnfinished),
  )
  if (json) return print(JSON.stringify({ ...view, sessions }, null, 2))
  const shown = sessions.filter(({ tasks }) => tasks.length > 0)
  if (shown.length === 0) return print(`No background tasks${all ? "" : " lately"} in ${project.root}.`)
  print(shown.map((session) => describeSession(session, shown.length > 1).join("\n")).join("\n\n"))
}

/** Pending, running, or cut off by the end of its process. @param {TaskView} task */
export function isUnfinished({ status }) {
  return status === "pending" || status === "running" || status === "interrupted"
}

/** @param {SessionView} session @param {boolean} named */
function describeSession(session, named) {
  const paint = painter()
  const rows = session.tasks.map((task) => row(task))
  return [
    ...(named ? [paint("bold", session.root)] : []),
    ...table(rows, columns()),
    ...notes(session).map((note) => paint("yellow", note)),
  ]
}

/** @param {TaskView} task */
function row(task) {
  const colour = STATUS_COLOURS[task.status]
  return [
    { text: task.mark, colour },
    { text: task.id },
    { text: task.status, colour },
    { text: task.started === null ? "" : clock(task.run_time) },
    { text: task.age, colour: /** @type {const} */ ("dim") },
    { text: oneLine([task.description, remark(task)].filter(Boolean).join(" – ")) },
  ]
}

/** What a person wants to know beside the status. @param {TaskView} task */
function remark(task) {
  if (task.status === "pending") return task.place === null ? "" : `place ${task.place} in the queue`
  if (task.asking) return `waiting for permission: ${task.asking}`
  if (task.status === "running") return task.tool ?? ""
  return task.error ?? ""
}

/** What holds a session up, and what to do. @param {SessionView} session */
function notes({ root, alive, halted, stopped, tasks, problems }) {
  const left = tasks.filter(isUnfinished).length
  return [
    ...(halted ? [oneLine(halted)] : []),
    ...(stopped ? ["Automatic prompts are stopped in this session; /go there allows them again."] : []),
    ...(!alive && left > 0
      ? [`OpenCode is not running; \`opencode run -s ${root} "go on"\` goes on with what is left.`]
      : []),
    ...problems.map(oneLine),
  ]
}
