// @ts-check
/** The records of journals, written by hand (src/core/journal/records.rs). */
import { processStart } from "../../../js-shim/files.js"

/** The lines of records, now. @param {...unknown} records */
export function journal(...records) {
  return records.map((what) => line(Date.now(), what)).join("")
}

/** @param {number} t @param {unknown} what */
export const line = (t, what) => `${JSON.stringify({ v: 1, t, what })}\n`

/** @param {object} owner @param {string | null} [after] the nonce of the owner before */
export const claimed = (owner, after = null) => ({ claimed: { owner, after } })

/** A living process owns the journal. @param {number} [pid] */
export const me = (pid = process.pid) => claimed({ pid, start: processStart(pid) ?? "", nonce: "test" })

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

/** @param {string} task @param {string} outcome @param {object} [more] */
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
