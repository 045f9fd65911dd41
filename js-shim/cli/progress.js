// @ts-check
// What a run is doing, on one line: `▰▰▱▱ 2/4 · 1 running · 1 queued · 00:45 · scan the docs`.

import { statusLine } from "./status-line.js"
import { clock, columns, fit, oneLine } from "./terminal.js"

const TICK_MS = 1000
const BAR_CELLS = 20

/** @param {import("./types.js").TaskView[]} tasks @param {number} elapsed @param {number} width */
export function progressText(tasks, elapsed, width) {
  const of = (/** @type {string[]} */ ...statuses) => tasks.filter(({ status }) => statuses.includes(status))
  const running = of("running")
  const ended = tasks.length - running.length - of("pending").length
  const cells = Math.min(BAR_CELLS, tasks.length)
  const filled = Math.floor((ended / tasks.length) * cells)
  const counts = [
    [running.length, "running"],
    [of("pending").length, "queued"],
    [of("failed", "interrupted").length, "failed"],
  ]
  const parts = [
    `${"▰".repeat(filled)}${"▱".repeat(cells - filled)} ${ended}/${tasks.length}`,
    ...counts.filter(([count]) => count).map(([count, word]) => `${count} ${word}`),
    clock(elapsed),
    running.map(({ description }) => oneLine(description)).join(", "),
  ]
  return fit(parts.filter(Boolean).join(" · "), width)
}

/**
 * Keeps the line at the bottom of the terminal current until it is stopped. Before the first task
 * the terminal is left alone.
 * @param {ReturnType<typeof import("./record.js").recordRun>} record
 */
export function showProgress(record) {
  const line = statusLine(process.stderr)
  const draw = () => {
    const tasks = record.tasks()
    if (tasks.length === 0) return
    line.draw(progressText(tasks, Date.now() - record.startedAt, columns(process.stderr)))
  }
  const timer = setInterval(draw, TICK_MS)
  process.once("exit", line.close)
  return {
    draw,
    stop() {
      clearInterval(timer)
      line.close()
    },
  }
}
