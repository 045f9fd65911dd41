// @ts-check
/** Journals as a process writes them (src/core/journal/records.rs). */
import { processStart } from "../../../js-shim/files.js"

/** The lines of records, now. @param {...unknown} records */
export function journal(...records) {
  return records.map((what) => `${JSON.stringify({ v: 1, t: Date.now(), what })}\n`).join("")
}

/** A living process owns the journal. @param {number} [pid] */
export function me(pid = process.pid) {
  return { claimed: { owner: { pid, start: processStart(pid) ?? "", nonce: "test" }, after: null } }
}

/** @param {string} task @param {object} [more] */
export function launched(task, more) {
  const launch = {
    task,
    description: `work of ${task}`,
    prompt: "Do it.",
    agent: "general",
    model: { provider: "mock", model: "scripted" },
    variant: null,
    call: null,
    origin: "agent",
    follows: null,
    session: null,
  }
  return { launched: { ...launch, ...more } }
}

/** @param {string} task */
export const started = (task) => ({ started: { task } })

/** @param {string} task @param {"completed" | "failed" | "cancelled"} outcome @param {object} [more] */
export const ended = (task, outcome, more) => ({
  ended: {
    task,
    outcome,
    result: "",
    error: outcome === "failed" ? "it broke" : null,
    leftovers: [],
    ...more,
  },
})
