// @ts-check
// Numbers for Prometheus, in its text format. What runs and waits is read from the journals when it
// is asked for; times are counted as their events come, since this server started.

/** @typedef {import("../cli/changes.js").Change} Change */

const SECONDS = [0.1, 0.5, 1, 5, 15, 30, 60, 120, 300, 600, 1800, 3600, 10_800]
const WAKE_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300]
const STATUSES = [
  "created",
  "starting",
  "pending",
  "running",
  "completed",
  "failed",
  "cancelled",
  "interrupted",
]

const NOTHING = { tokens: 0, cost: 0 }

/** @param {number[]} bounds */
function histogram(bounds) {
  const counts = bounds.map(() => 0)
  let [sum, count] = [0, 0]
  return {
    /** @param {number} ms */
    add(ms) {
      const seconds = Math.max(0, ms) / 1000
      for (const [at, bound] of bounds.entries()) if (seconds <= bound) counts[at]++
      sum += seconds
      count++
    },
    /** @param {string} name @param {string} labels */
    lines(name, labels) {
      const buckets = bounds.map((bound, at) => `${name}_bucket{${labels},le="${bound}"} ${counts[at]}`)
      const all = `${name}_bucket{${labels},le="+Inf"} ${count}`
      return [...buckets, all, `${name}_sum{${labels}} ${sum}`, `${name}_count{${labels}} ${count}`]
    },
  }
}

/** The times of one project, as its events tell them. @param {import("./served.js").Served} served */
export function measure({ project, events }) {
  const queue = histogram(SECONDS)
  const run = histogram(SECONDS)
  const wake = histogram(WAKE_SECONDS)
  /** @type {Map<string, { queued?: number, started?: number, ended?: number, tokens: number, cost: number }>} */
  const tasks = new Map()
  let [tokens, cost] = [0, 0]

  /** One that is heard of for the first time may have been at work before. @param {Change} change */
  function known({ event, task, root }) {
    const seen = project.session(root)?.tasks.find(({ id }) => id === task)
    const used = event === "started" ? NOTHING : (seen ?? NOTHING)
    const { queued, started, ended } = seen ?? {}
    return {
      queued,
      started: started ?? undefined,
      ended: ended ?? undefined,
      tokens: used.tokens,
      cost: used.cost,
    }
  }

  /** @param {Change} change */
  function take(change) {
    const { event, t, task = "" } = change
    if (event === "launched") tasks.set(task, { queued: t, ...NOTHING })
    if (task && !tasks.has(task)) tasks.set(task, known(change))
    const of = tasks.get(task) ?? { ...NOTHING }
    if (event === "started") {
      of.started = t
      if (of.queued !== undefined) queue.add(t - of.queued)
    }
    if (event === "active") {
      tokens += Math.max(0, (change.tokens ?? 0) - of.tokens)
      cost += Math.max(0, (change.cost ?? 0) - of.cost)
      of.tokens = Math.max(of.tokens, change.tokens ?? 0)
      of.cost = Math.max(of.cost, change.cost ?? 0)
    }
    if (event === "ended") {
      of.ended = t
      if (of.started !== undefined) run.add(t - of.started)
    }
    if (event === "sent") {
      for (const id of change.tasks ?? []) {
        const ended = tasks.get(id)?.ended
        if (ended !== undefined) wake.add(t - ended)
      }
    }
    if (event === "evicted") for (const id of change.tasks ?? []) tasks.delete(id)
  }
  events.onEvents((fresh) => {
    for (const { change } of fresh) take(change)
  })
  return { project, queue, run, wake, used: () => ({ tokens, cost }), events: () => events.log.seq() }
}

/** @param {ReturnType<typeof measure>[]} measured @returns {string} */
export function metricsText(measured) {
  const each = measured.map((one) => ({
    ...one,
    ...one.used(),
    label: `project="${escaped(one.project.id)}"`,
  }))
  const metric = (
    /** @type {string} */ name,
    /** @type {string} */ type,
    /** @type {string} */ help,
    /** @type {string[]} */ lines,
  ) => [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines]
  const byStatus = each.flatMap(({ project, label }) => {
    const tasks = project.tasks()
    return STATUSES.map((status) => {
      const count = tasks.filter((task) => task.status === status).length
      return `holdfast_tasks{${label},status="${status}"} ${count}`
    })
  })
  const counted = (
    /** @type {string} */ name,
    /** @type {string} */ key,
    /** @type {"outcomes" | "prompts" | "quieted"} */ what,
  ) =>
    each.flatMap(({ project, label }) =>
      Object.entries(project.stats()[what]).map(
        ([value, count]) => `${name}{${label},${key}="${escaped(value)}"} ${count}`,
      ),
    )
  const times = (/** @type {string} */ name, /** @type {"queue" | "run" | "wake"} */ what) =>
    each.flatMap((one) => one[what].lines(name, one.label))
  const lines = [
    metric("holdfast_tasks", "gauge", "Tasks that are kept, by status.", byStatus),
    metric(
      "holdfast_tasks_ended_total",
      "counter",
      "Tasks that have ended, by outcome, as the journals count them.",
      counted("holdfast_tasks_ended_total", "status", "outcomes"),
    ),
    metric(
      "holdfast_prompts_total",
      "counter",
      "Automatic prompts by kind, as the journals count them.",
      counted("holdfast_prompts_total", "kind", "prompts"),
    ),
    metric(
      "holdfast_continuation_ended_total",
      "counter",
      "Ends of continuation by reason, as the journals count them.",
      counted("holdfast_continuation_ended_total", "reason", "quieted"),
    ),
    metric(
      "holdfast_queue_seconds",
      "histogram",
      "From launch to slot, since this server started.",
      times("holdfast_queue_seconds", "queue"),
    ),
    metric(
      "holdfast_run_seconds",
      "histogram",
      "From slot to end, since this server started.",
      times("holdfast_run_seconds", "run"),
    ),
    metric(
      "holdfast_wake_seconds",
      "histogram",
      "From a task's end to the prompt that delivers it, since this server started.",
      times("holdfast_wake_seconds", "wake"),
    ),
    metric(
      "holdfast_tokens_total",
      "counter",
      "Tokens of background tasks, since this server started.",
      each.map(({ label, tokens }) => `holdfast_tokens_total{${label}} ${tokens}`),
    ),
    metric(
      "holdfast_cost_total",
      "counter",
      "Cost of background tasks in the provider's currency, since this server started.",
      each.map(({ label, cost }) => `holdfast_cost_total{${label}} ${cost}`),
    ),
    metric(
      "holdfast_events_total",
      "counter",
      "Events that were read from the journals.",
      each.map(({ label, events }) => `holdfast_events_total{${label}} ${events()}`),
    ),
  ]
  return `${lines.flat().join("\n")}\n`
}

/** @param {string} value */
function escaped(value) {
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")
}
