// @ts-check
// What the events of one journal have told so far, as far as it is needed to say what a compaction
// that nobody saw leaves untold.
import { changesOf } from "../cli/changes.js"

/** @typedef {import("../cli/changes.js").Change} Change */
/** @typedef {{ owner: string | null, halted: string | null, stopped: boolean, quieted: string[], requests: string[], sent: string[], tasks: Record<string, string[]>, t: number }} Facts */

const REQUESTS = 100
const TASKS = 600
/** Happens to a task once, or counts once. */
const ONCE = new Set(["launched", "started", "ended", "stopping"])
const LISTS = new Set(["evicted", "seen", "viewed"])

/** @returns {Facts} */
export function noFacts() {
  return { owner: null, halted: null, stopped: false, quieted: [], requests: [], sent: [], tasks: {}, t: 0 }
}

/** Takes note of an event. @param {Facts} facts @param {Change} change */
export function learn(facts, change) {
  const { event, task, tasks = [], t } = change
  facts.t = Math.max(facts.t, t)
  if (event === "claimed") facts.owner = change.owner?.nonce ?? null
  if (event === "halted") facts.halted = task ?? null
  if (event === "lifted") facts.halted = null
  if (event === "stopped") facts.stopped = true
  if (event === "resumed") facts.stopped = false
  if (event === "spoke") facts.quieted = []
  if (event === "quieted") facts.quieted = [...facts.quieted, change.why]
  if (event === "asked" || event === "answered")
    facts.requests = newest(facts.requests, `${event} ${change.request}`)
  if (event === "sent") facts.sent = newest(facts.sent, change.message)
  for (const id of task ? [task] : tasks.map(String)) {
    facts.tasks[id] = [...(facts.tasks[id] ?? []).filter((known) => known !== markOf(change)), markOf(change)]
  }
  const ids = Object.keys(facts.tasks)
  if (ids.length > TASKS) for (const id of ids.slice(0, ids.length - TASKS)) delete facts.tasks[id]
}

/** @param {string[]} list @param {string} item */
function newest(list, item) {
  return [...list, item].slice(-REQUESTS)
}

/** @param {Change} change */
function markOf({ event, message }) {
  return event === "prompted" ? `prompted ${message}` : event
}

/**
 * The changes that a compaction's records hold and that were not told yet. What it cannot tell any
 * more, as the activity between two of its records, it leaves out; nothing is told twice.
 * @param {Facts} facts
 * @param {string} root
 * @param {string[]} summary the lines that the compaction wrote
 * @returns {Change[]}
 */
export function untold(facts, root, summary) {
  const reader = changesOf(root)
  const changes = summary.flatMap((line) => reader.read(line) ?? [])
  const end = Math.max(facts.t, ...changes.map(({ t }) => t))
  const found = changes.flatMap((change) => untoldOf(facts, change))
  const is = (/** @type {string} */ event) => changes.some((change) => change.event === event)
  if (facts.halted !== null && !is("halted")) found.push({ t: end, root, event: "lifted" })
  if (facts.stopped && !is("stopped")) found.push({ t: end, root, event: "resumed" })
  // In the order in which they happened; what has no time any more comes last.
  return found.map((change) => (change.t > 0 ? change : { ...change, t: end })).sort((a, b) => a.t - b.t)
}

/** @param {Facts} facts @param {Change} change @returns {Change[]} */
function untoldOf(facts, change) {
  const { event, task = "", tasks = [], t } = change
  const told = facts.tasks[task] ?? []
  const isNew = t >= facts.t && !told.includes(markOf(change))
  if (ONCE.has(event) || event === "prompted") return isNew ? [change] : []
  if (event === "active") return t > facts.t ? [change] : []
  if (LISTS.has(event)) {
    const untoldOnes = tasks.filter((id) => facts.tasks[id] && !isTold(facts.tasks[id], event))
    return untoldOnes.length > 0 ? [{ ...change, tasks: untoldOnes }] : []
  }
  if (event === "claimed") return facts.owner === null || change.owner?.nonce === facts.owner ? [] : [change]
  if (event === "halted") return facts.halted === task ? [] : [change]
  if (event === "stopped") return facts.stopped ? [] : [change]
  if (event === "quieted") return facts.quieted.includes(change.why) ? [] : [change]
  if (event === "asked" || event === "answered")
    return facts.requests.includes(`${event} ${change.request}`) ? [] : [change]
  if (event === "sent") return facts.sent.includes(change.message) ? [] : [change]
  return []
}

/** A delivery says that a task's end was seen. @param {string[]} told @param {string} event */
function isTold(told, event) {
  return told.includes(event) || told.includes("evicted") || (event === "seen" && told.includes("sent"))
}
