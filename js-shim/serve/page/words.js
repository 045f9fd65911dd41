// @ts-check
/** What the page says: durations, states, and what something waits for. */

/** Of each status: its mark, and its word. @type {Record<string, { mark: string, word: string }>} */
export const STATUS = {
  running: { mark: "●", word: "Running" },
  starting: { mark: "◌", word: "Starting" },
  pending: { mark: "○", word: "Waiting" },
  created: { mark: "□", word: "Created" },
  failed: { mark: "✗", word: "Failed" },
  interrupted: { mark: "!", word: "Interrupted" },
  completed: { mark: "✓", word: "Completed" },
  cancelled: { mark: "■", word: "Cancelled" },
}

/** @param {number} ms */
export function duration(ms) {
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`
}

/** @param {number} t */
export const clock = (t) =>
  new Date(t).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" })

/** How long it has worked, or worked. @param {any} task @param {number} now */
export function timeOf({ status, started, ended, run_time, queued }, now) {
  if (status === "running" && started) return duration(now - started)
  if (started && ended) return duration(run_time || ended - started)
  if (status === "pending" || status === "starting") return `waits ${duration(now - queued)}`
  return ""
}

/** What it waits for, or why it ended so; what it does otherwise. @param {any} task @param {any} [session] */
export function reasonOf(task, session) {
  if (task.asking) return `Waits for permission: ${task.asking}`
  if (task.status === "created") return "Waits to be executed"
  if (task.status === "starting") return "On its way; an OpenCode may have to start first"
  if (task.status === "pending") {
    if (session?.halted) return session.halted
    if (session && !session.alive) return "No OpenCode has its session open"
    return `Waits for a slot of ${task.model ?? "its model"}; place ${task.place}`
  }
  if (task.status === "failed") return task.error ?? "Failed"
  if (task.status === "interrupted") return "Its OpenCode ended; it can be resumed"
  if (task.status === "running") return task.tool ? `Runs ${task.tool}` : (task.latest ?? "Works")
  return task.latest ?? ""
}

/** @param {any} task */
export function costOf({ tokens, cost, steps, tool_calls }) {
  const price = cost > 0 ? `, $${cost.toFixed(cost < 1 ? 4 : 2)}` : ""
  return `${counted(steps, "step")}, ${counted(tool_calls, "tool call")}, ${counted(tokens, "token")}${price}`
}

/** @param {number} count @param {string} noun */
function counted(count, noun) {
  return `${count.toLocaleString()} ${noun}${count === 1 ? "" : "s"}`
}
