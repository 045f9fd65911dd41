// @ts-check
// A journal's records as changes that another program can follow: one flat object each, with the
// task's new status where it has one.

/** @typedef {{ t: number, root: string, event: string, task?: string, tasks?: any[], status?: string, [field: string]: any }} Change */

/** @type {Record<string, string>} */
const STATUS_AFTER = { launched: "pending", started: "running" }

/**
 * Reads a journal line by line. Every record repeats a task's activity in full; a change has only
 * the new notes.
 * @param {string} root
 */
export function changesOf(root) {
  /** When the newest note was that a task has had. @type {Map<string, number>} */
  const noted = new Map()
  const remember = (/** @type {string} */ id, /** @type {any} */ activity) =>
    noted.set(id, Math.max(noted.get(id) ?? -1, ...notesOf(activity).map(({ t }) => t)))

  return {
    /**
     * The changes of a line; none if it is not a record.
     * @param {string} text
     * @returns {Change | null}
     */
    read(text) {
      const line = parseLine(text)
      if (!line) return null
      const { event, fields } = line
      if (event !== "active") return changeOf(line.t, root, event, fields)
      const { task, activity } = fields
      if (!isObject(activity)) return null
      const notes = notesOf(activity).filter(({ t }) => t > (noted.get(task) ?? -1))
      remember(task, activity)
      const { steps, tool_calls, tokens, cost, tool } = activity
      return { t: line.t, root, event, task, steps, tool_calls, tokens, cost, tool, notes }
    },
  }
}

/** @param {string} text */
function parseLine(text) {
  try {
    const { v, t, what } = JSON.parse(text)
    if (v !== 1 || !Number.isFinite(t)) return null
    if (typeof what === "string") return { t, event: what, fields: /** @type {any} */ ({}) }
    const [[event, fields]] = Object.entries(what)
    return isObject(fields) && namesTasks(fields) ? { t, event, fields } : null
  } catch {
    return null
  }
}

/** @param {any} value */
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

/** Whoever else writes into a journal may write anything. @param {any} fields */
function namesTasks({ task = "", tasks = [] }) {
  const isId = (/** @type {unknown} */ id) => typeof id === "string"
  return isId(task) && Array.isArray(tasks) && tasks.every(isId)
}

/** @param {number} t @param {string} root @param {string} event @param {any} fields @returns {Change} */
function changeOf(t, root, event, fields) {
  const { outcome, t: _t, root: _root, event: _event, ...rest } = fields
  const status = event === "ended" ? outcome : STATUS_AFTER[event]
  const model = rest.model ? { model: `${rest.model.provider}/${rest.model.model}` } : {}
  return { t, root, event, ...rest, ...model, ...(status && { status }) }
}

/** @param {any} activity @returns {import("./types.js").Note[]} */
function notesOf(activity) {
  const notes = Array.isArray(activity?.recent) ? activity.recent : []
  return notes.filter((/** @type {any} */ note) => Number.isFinite(note?.t) && typeof note.text === "string")
}
