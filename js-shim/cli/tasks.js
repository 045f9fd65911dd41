// @ts-check
// `holdfast tasks`: the list.
import { continueCommand, ownCommand } from "./invocation.js"
import { openProject } from "./project.js"
import { unrecovered } from "./record.js"
import { clock, columns, oneLine, painter, print, roomForLast, STATUS_COLOURS, table } from "./terminal.js"

/** @typedef {import("./types.js").SessionView} SessionView */
/** @typedef {import("./types.js").TaskView} TaskView */

/** A shorter piece of a description is useless. */
const LEAST_COLUMNS = 24

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
  const { others, ...view } = all ? { ...project.view(), others: false } : project.recent()
  const newest = Math.max(...view.sessions.map(({ root }) => project.changed(root)))
  const sessions = view.sessions.filter(
    (session) => all || project.changed(session.root) === newest || session.tasks.some(isUnfinished),
  )
  if (json) return print(JSON.stringify({ ...view, sessions }, null, 2))
  const shown = sessions.filter(({ tasks }) => tasks.length > 0)
  if (shown.length === 0) return print(noTasks(project.root, all, others, view.sessions))
  print(shown.map((session) => describeSession(session, shown.length > 1).join("\n")).join("\n\n"))
}

/** @param {string} root @param {boolean | undefined} all @param {boolean} others @param {SessionView[]} sessions */
function noTasks(root, all, others, sessions) {
  const older = !all && (others || sessions.some(({ tasks }) => tasks.length > 0))
  if (!older) return `No background tasks in ${root}.`
  return `No recent background tasks in ${root}; older ones: ${ownCommand("tasks", "--all")}`
}

/** Not at its end, or cut off by the end of its process and not taken up again. @param {TaskView} task */
export function isUnfinished({ status, ended, resumable }) {
  return ended === null || (status === "interrupted" && resumable)
}

/** @param {SessionView} session @param {boolean} named */
function describeSession(session, named) {
  const paint = painter()
  const layouts = [["time", "age"], ["time"], []].map((shown) =>
    session.tasks.map((task) => row(task, shown)),
  )
  // In a narrow terminal the description matters most.
  const rows = layouts.find((rows) => roomForLast(rows) >= LEAST_COLUMNS) ?? layouts[layouts.length - 1]
  return [
    ...(named ? [paint("bold", oneLine(session.root))] : []),
    ...table(rows, columns()),
    ...notes(session).map((note) => paint("yellow", note)),
  ]
}

/** @param {TaskView} task @param {string[]} shown of what can be left out */
function row(task, shown) {
  const colour = STATUS_COLOURS[task.status]
  const time = { text: task.started === null ? "" : clock(task.run_time) }
  const age = { text: task.age, colour: /** @type {const} */ ("dim") }
  return [
    { text: task.mark, colour },
    { text: task.id },
    { text: task.status, colour },
    ...(shown.includes("time") ? [time] : []),
    ...(shown.includes("age") ? [age] : []),
    { text: [task.description, remark(task)].filter(Boolean).join(" – ") },
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
export function notes({ root, alive, halted, stopped, tasks, waiting, problems }) {
  const inOrder = [...tasks].sort((a, b) => a.queued - b.queued)
  const next = tasks.filter(isForNextUse).length + waiting.length
  const interrupted = unrecovered(inOrder).filter(
    (task) => task.status === "interrupted" && task.resumable && !isForNextUse(task),
  )
  return [
    ...(halted ? [oneLine(halted)] : []),
    ...(stopped ? ["Automatic prompts are stopped in this session; /go there allows them again."] : []),
    ...(!alive && next > 0 ? [`OpenCode is not running. To continue: ${continueCommand(root)}`] : []),
    ...(interrupted.length > 0 ? [resumeNote(interrupted)] : []),
    ...problems.map(oneLine),
  ]
}

/** Something happens with it as soon as its session is used: it runs, or its agent hears of it. @param {TaskView} task */
function isForNextUse({ ended, delivered, status }) {
  return ended === null || (!delivered && status !== "cancelled")
}

/** @param {TaskView[]} tasks that their agent has been told of */
function resumeNote(tasks) {
  const ids = tasks.map(({ id }) => oneLine(id))
  const one = ids.length === 1 ? "it" : "one of them"
  return `Interrupted: ${ids.join(", ")}. To continue ${one}: ${ownCommand("resume", ids[0])}`
}
