// @ts-check
// Changes as lines for people: when, what happened to which task (by its description) and how long
// it took. Changes that only matter to programs have no line.
import { clock, counted, oneLine, painter, STATUS_COLOURS } from "./terminal.js"

/** @typedef {import("./changes.js").Change} Change */
/** @typedef {import("./types.js").Status} Status */
/** @typedef {{ name: string, started: number | null }} Known */

/** What a task's new status is called when it has just got it. @type {Record<string, string>} */
const WORDS = { pending: "queued", running: "started" }

/** Reads changes in their order: a later line names a task as an earlier change described it. */
export function describer() {
  /** @type {Map<string, Known>} */
  const tasks = new Map()

  /** @param {string} id @param {any} facts */
  function learn(id, { description, started }) {
    tasks.set(id, { name: oneLine(String(description || id)), started: started ?? null })
  }

  /** @param {unknown} id @returns {Known} */
  const known = (id) => tasks.get(String(id)) ?? { name: oneLine(String(id)), started: null }

  /** @param {Change} change @returns {[Status | null, string, string] | null} the status, the word for it, the rest */
  function parts(change) {
    const { event, status, task, error, title, text } = change
    const { name, started } = known(task)
    switch (event) {
      case "launched":
      case "started":
        return [/** @type {Status} */ (status), WORDS[String(status)] ?? event, name]
      case "ended": {
        const took = started === null ? "" : ` (${clock(change.t - started)})`
        const why = error ? ` – ${error}` : ""
        return [/** @type {Status} */ (status), String(status), `${name}${took}${why}`]
      }
      case "active": {
        const news = newsOf(change)
        return news ? [null, "", `${name}: ${news}`] : null
      }
      case "asking":
        return title ? ["interrupted", "asks", `${name} is waiting for permission: ${title}`] : null
      case "halted":
        return ["failed", "halted", `the queue, because “${name}” failed`]
      case "sent":
        return [null, "sent", sentence(change)]
      case "quieted":
        return ["interrupted", "stopped", `Automatic continuation ended: ${change.why}`]
      case "answered":
        return text ? [null, "answered", String(text)] : null
      default:
        return null
    }
  }

  return {
    learn,
    /** @param {Change} change @returns {string | null} */
    line(change) {
      if (change.event === "launched") learn(String(change.task), { ...change, started: null })
      const said = parts(change)
      if (change.event === "started")
        learn(String(change.task), { description: known(change.task).name, started: change.t })
      if (!said) return null
      const [status, word, rest] = said
      return lineOf(change.t, status, word, rest)
    },
    /** A task as it is now. @param {import("./types.js").TaskView} task */
    present(task) {
      learn(task.id, task)
      const word = task.status === "pending" ? "queued" : task.status
      const time = task.started === null ? "" : ` (${clock(task.run_time)})`
      return lineOf(task.started ?? task.queued, task.status, word, `${known(task.id).name}${time}`)
    },
  }
}

/** @param {number} t @param {Status | null} status @param {string} word @param {string} rest */
function lineOf(t, status, word, rest) {
  const paint = painter()
  const time = new Date(t).toLocaleTimeString("sv-SE")
  const colour = status ? (STATUS_COLOURS[status] ?? null) : "dim"
  return `${paint("dim", time)}  ${paint(colour, oneLine(word).padEnd(11))}  ${oneLine(rest)}`.trimEnd()
}

/** @param {Change} change */
function newsOf({ notes, tool }) {
  const texts = Array.isArray(notes) ? notes.map((note) => oneLine(String(note?.text ?? ""))) : []
  return texts.filter(Boolean).join(" · ") || (tool ? `now ${tool}` : "")
}

/** @param {Change} change */
function sentence({ kind, tasks }) {
  const count = Array.isArray(tasks) ? tasks.length : 0
  if (count > 0) return `The agent was notified of ${counted(count, "result")}.`
  return `Automatic prompt: ${String(kind).replaceAll("_", " ")}`
}
