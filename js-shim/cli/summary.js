// @ts-check
// What a run did, for a log or for another program.
import { unrecovered } from "./record.js"
import { work } from "./show.js"
import { clock, counted, oneLine, table } from "./terminal.js"

/** @typedef {ReturnType<typeof summarise>} Summary */

/**
 * @param {ReturnType<typeof import("./record.js").recordRun>} record
 * @param {{ exitCode: number, reason: import("./verdict.js").Reason, message: string }} end
 */
export function summarise(record, { exitCode, reason, message }) {
  const tasks = record.tasks()
  const lost = new Set(unrecovered(tasks))
  const sum = (/** @type {"steps" | "tool_calls" | "tokens" | "cost"} */ field) =>
    tasks.reduce((total, task) => total + task[field], 0)
  return {
    exit_code: exitCode,
    reason,
    message,
    started: record.startedAt,
    duration_ms: Date.now() - record.startedAt,
    sessions: record.sessions().map(({ root }) => root),
    total: { steps: sum("steps"), tool_calls: sum("tool_calls"), tokens: sum("tokens"), cost: sum("cost") },
    tasks: tasks.map((task) => ({
      id: task.id,
      description: task.description,
      status: task.status,
      recovered: ["completed", "cancelled"].includes(task.status) ? null : !lost.has(task),
      root: task.root,
      session: task.session,
      agent: task.agent,
      model: task.model,
      queued: task.queued,
      started: task.started,
      ended: task.ended,
      run_ms: task.run_time,
      steps: task.steps,
      tool_calls: task.tool_calls,
      tokens: task.tokens,
      cost: task.cost,
      result: task.result,
      error: task.error,
    })),
  }
}

/** @param {Summary} summary */
export function summaryText(summary) {
  const { exit_code, reason, duration_ms, total, tasks } = summary
  const rows = tasks.map((task) =>
    [
      task.id,
      task.status,
      clock(task.run_ms),
      oneLine([task.description, task.error].filter(Boolean).join(" – ")),
    ].map((text) => ({ text })),
  )
  const head = `Holdfast: ${reason.replace("_", " ")} (exit code ${exit_code}) after ${clock(duration_ms)}`
  return [`${head}, ${counted(tasks.length, "background task")}: ${work(total)}.`, ...table(rows)].join("\n")
}
