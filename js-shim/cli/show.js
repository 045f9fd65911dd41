// @ts-check
// `holdfast show`: one task in full, or what it did in order.
import { journalPath, readText } from "../files.js"
import { changesOf } from "./changes.js"
import { describer } from "./lines.js"
import { findTask, openProject } from "./project.js"
import { clean, clock, counted, oneLine, painter, print, STATUS_COLOURS, table } from "./terminal.js"

/** @typedef {import("./types.js").TaskView} TaskView */
/** @typedef {import("./changes.js").Change} Change */

/** @param {import("commander").Command} program */
export function showCommand(program) {
  program
    .command("show")
    .summary("show one task in full")
    .description("Shows one task: its status, times, prompt, what it did lately, and its result.")
    .argument("<id>", "a task's id, such as bg_k3x9qa")
    .option("--activity", "everything that happened to it, in order, instead")
    .option("--json", "as JSON (with --activity one object per line)")
    .action(showTask)
}

/** @param {string} id @param {{ activity?: boolean, json?: boolean }} options */
function showTask(id, { activity, json }) {
  const project = openProject()
  const { task } = findTask(project.view(), id)
  if (!activity) return json ? print(JSON.stringify(task, null, 2)) : print(describe(task).join("\n"))
  const { line, learn } = describer()
  learn(id, { ...task, started: null })
  for (const change of activityOf(readText(journalPath(project.dir, task.root)) ?? "", task)) {
    const text = json ? JSON.stringify(change) : line(change)
    if (text !== null) print(text)
  }
}

/**
 * Everything in the journal about a task, in order. Records without a time were written by a
 * compaction and are not changes.
 * @param {string} text
 * @param {{ id: string, root: string }} task
 * @returns {Change[]}
 */
export function activityOf(text, { id, root }) {
  const reader = changesOf(root)
  return text
    .split("\n")
    .map(reader.read)
    .filter((change) => change !== null)
    .filter((change) => change.t > 0 && concerns(change, id))
    .sort((a, b) => a.t - b.t)
}

/** @param {Change} change @param {string} id */
function concerns(change, id) {
  return change.task === id || (Array.isArray(change.tasks) && change.tasks.includes(id))
}

/** @param {TaskView} task */
function describe(task) {
  const paint = painter()
  const section = (/** @type {string} */ title, /** @type {string[]} */ lines) =>
    lines.length > 0 ? ["", paint("bold", title), ...lines] : []
  return [
    `${paint(STATUS_COLOURS[task.status], `${task.mark} ${task.status}`)}  ${paint("bold", oneLine(task.description))}`,
    "",
    ...table(facts(task).map(([name, value]) => [{ text: name, colour: "dim" }, { text: oneLine(value) }])),
    ...section(
      "Activity",
      task.activity.map(({ t, text }) => `${time(t)}  ${oneLine(text)}`),
    ),
    ...section("Prompt", [clean(task.prompt)]),
    ...section("Error", task.error ? [clean(task.error)] : []),
    ...section(
      "Todos left open",
      task.leftovers.map((todo) => `- ${oneLine(todo)}`),
    ),
    ...section(
      task.status === "completed" ? "Result" : "What it said",
      task.result ? [clean(task.result)] : [],
    ),
  ]
}

/** @param {TaskView} task @returns {[string, string][]} */
function facts(task) {
  const { queued, started, ended, asking, tool, follows, place } = task
  return [
    ["id", task.id],
    ...some("follows", follows),
    ["session", task.session ?? "none yet"],
    ["parent", task.root],
    ["agent", task.agent],
    ...some("model", task.model),
    ["queued", date(queued)],
    ...some("place", place === null ? null : `${place} in the queue`),
    ...some("started", started === null ? null : date(started)),
    ...some("ended", ended === null ? null : date(ended)),
    ...some("time", started === null ? null : clock(task.run_time)),
    ["work", work(task)],
    ...some("tool", tool),
    ...some("waits for", asking === null ? null : `permission: ${asking}`),
    ...some("delivered", ended === null ? null : task.delivered ? "yes" : "not yet"),
  ]
}

/** @param {string} name @param {string | null} value @returns {[string, string][]} */
function some(name, value) {
  return value === null ? [] : [[name, value]]
}

/** @param {{ steps: number, tool_calls: number, tokens: number, cost: number }} task */
export function work({ steps, tool_calls, tokens, cost }) {
  const price = cost > 0 ? `, $${cost.toFixed(cost < 1 ? 4 : 2)}` : ""
  return `${counted(steps, "step")}, ${counted(tool_calls, "tool call")}, ${counted(tokens, "token")}${price}`
}

/** @param {number} t */
function date(t) {
  return new Date(t).toLocaleString("sv-SE")
}

/** @param {number} t */
function time(t) {
  return new Date(t).toLocaleTimeString("sv-SE")
}
