// @ts-check
// `holdfast cancel` and `holdfast resume`: a request in the journal, carried out by the OpenCode
// process that owns it, or by this command if there is none.
import { randomUUID } from "node:crypto"
import { setTimeout as sleep } from "node:timers/promises"
import { appendJournal, journalPath, ownerHere, readText } from "../files.js"
import { load } from "../load.js"
import { Complaint } from "./complaint.js"
import { continueCommand, ownCommand } from "./invocation.js"
import { findTask, openProject } from "./project.js"
import { print } from "./terminal.js"

/** @typedef {import("./project.js").Project} Project */
/** @typedef {import("./types.js").SessionView} SessionView */
/** @typedef {import("./types.js").TaskView} TaskView */
/** @typedef {"cancel_all" | { cancel: { task: string } } | { resume: { task: string | null, retry?: boolean } }} Ask */

const POLL_MS = 30
/** An owner answers within a second: after this time it must be stopped, or very busy. */
const PATIENCE_MS = 10_000

/** @param {import("commander").Command} program */
export function cancelCommand(program) {
  program
    .command("cancel")
    .summary("cancel a task, or all")
    .description("Cancels a pending or running task. What it had said so far is kept.")
    .argument("[id]", "a task's id, such as bg_k3x9qa")
    .option("-a, --all", "every pending and running task of the project")
    .action(cancel)
}

/** @param {import("commander").Command} program */
export function resumeCommand(program) {
  program
    .command("resume")
    .summary("lift a halted queue, or resume a task")
    .description(
      "Without an id: lets halted queues go on. With one: continues an interrupted task in its session, " +
        "with what it had done, and starts a failed one again.",
    )
    .argument("[id]", "an interrupted or failed task's id, such as bg_k3x9qa")
    .option("--retry", "start the task again from the beginning, in a new session")
    .action(resume)
}

/** @param {string | undefined} id @param {{ all?: boolean }} options */
async function cancel(id, { all }) {
  const project = openProject()
  if (Boolean(id) === Boolean(all)) {
    throw new Complaint(`Name one task, as in \`${ownCommand("cancel", "bg_k3x9qa")}\`, or use --all.`)
  }
  if (id) {
    const { task, session } = findTask(project.view(), id)
    if (!isActive(task)) throw new Complaint(`${id} is ${task.status} already; there is nothing to cancel.`)
    return print(await ask(project, session, { cancel: { task: id } }))
  }
  const sessions = project.view().sessions.filter(({ tasks }) => tasks.some(isActive))
  if (sessions.length === 0) return print("No task is pending or running; there is nothing to cancel.")
  for (const session of sessions) print(await ask(project, session, "cancel_all"))
}

/** @param {string | undefined} id @param {{ retry?: boolean }} options */
async function resume(id, { retry }) {
  const project = openProject()
  if (id) {
    const { task, session } = findTask(project.view(), id)
    if (task.continued_by) {
      throw new Complaint(
        `${id} was already resumed or retried, as ${task.continued_by}; resume that one instead if it has ended.`,
      )
    }
    if (!task.resumable) {
      throw new Complaint(`${id} is ${task.status}; only interrupted and failed tasks can be resumed.`)
    }
    return print(await ask(project, session, { resume: { task: id, ...(retry && { retry }) } }))
  }
  const { sessions } = project.view()
  const halted = sessions.filter((session) => session.halted)
  if (halted.length === 0) return print(nothingHalted(sessions))
  for (const session of halted) print(await ask(project, session, { resume: { task: null } }))
}

/** @param {SessionView[]} sessions */
function nothingHalted(sessions) {
  const ids = sessions.flatMap(({ tasks }) => tasks.filter((task) => task.resumable)).map(({ id }) => id)
  if (ids.length === 0) return "No queue is stopped and no task can be resumed."
  return `No queue is stopped. These tasks can be resumed by their id: ${ids.join(", ")}.`
}

/**
 * Whether the journal has no end for it: a dead process's task shows as interrupted, but may continue.
 * @param {TaskView} task
 */
function isActive({ ended }) {
  return ended === null
}

/**
 * Requests something of a session; the answer is a sentence.
 * @param {Project} project
 * @param {SessionView} session
 * @param {Ask} ask
 */
export async function ask(project, { root, alive, owner, newer, problems }, ask) {
  if (newer) throw new Complaint(problems.join(" "))
  const request = randomUUID()
  if (!alive) return offline(project, root, request, ask)
  appendJournal(project.dir, root, load().askLine(request, ask, Date.now()))
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await sleep(POLL_MS)) {
    const answer = project.session(root)?.answers.find(([id]) => id === request)
    if (answer) return answer[1]
  }
  throw new Complaint(
    `The OpenCode process ${owner?.pid} has not answered within ${PATIENCE_MS / 1000} s. ` +
      "The request stays in its journal: it is carried out when that process continues, or when the session is used again.",
  )
}

/**
 * If no process owns the journal, this one does what can be done without OpenCode.
 * @param {Project} project @param {string} root @param {string} request @param {Ask} ask
 * @returns {string}
 */
function offline({ dir }, root, request, ask) {
  const me = ownerHere(request)
  const text = readText(journalPath(dir, root)) ?? ""
  const { append, answer } = load().offline(text, request, ask, me, Date.now())
  if (append) appendJournal(dir, root, append)
  const waits = append && typeof ask === "object" && "resume" in ask
  return waits ? `${answer} To do it now: ${continueCommand(root)}` : answer
}
