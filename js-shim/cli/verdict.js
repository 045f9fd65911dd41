// @ts-check
// How a run ended, as an exit code with its reason. The order matters: what cut the run short says
// more than what is unfinished, and what is unknown never counts as done.
import os from "node:os"
import { unrecovered } from "./record.js"

/** @typedef {{ timedOut: boolean, signal: NodeJS.Signals | null, code: number | null }} Ending */
/** @typedef {"completed" | "opencode_failed" | "tasks_failed" | "todos_left" | "unproven" | "timeout" | "interrupted"} Reason */

/**
 * @param {Ending} ending
 * @param {{ tasks: import("./types.js").TaskView[], quieted: number, doubts?: string[] }} done
 * @param {{ allowFailedTasks?: boolean }} options
 * @returns {{ exitCode: number, reason: Reason }}
 */
export function verdict(ending, { tasks, quieted, doubts = [] }, { allowFailedTasks }) {
  if (ending.timedOut) return { exitCode: 124, reason: "timeout" }
  if (ending.signal) return { exitCode: 128 + os.constants.signals[ending.signal], reason: "interrupted" }
  if (ending.code !== 0) return { exitCode: ending.code ?? 1, reason: "opencode_failed" }
  if (doubts.length > 0) return { exitCode: 4, reason: "unproven" }
  if (unrecovered(tasks).length > 0 && !allowFailedTasks) return { exitCode: 2, reason: "tasks_failed" }
  if (quieted > 0) return { exitCode: 3, reason: "todos_left" }
  return { exitCode: 0, reason: "completed" }
}
