// @ts-check
// The types of the core's views (src/core/texts/view.rs) and of the journal's records (src/core/journal/records.rs).

/** @typedef {import("../files.js").Owner} Owner */
/** @typedef {import("../files.js").Layer} Layer */
/** @typedef {{ root: string, text: string, alive: boolean }} Source */
/** @typedef {"pending" | "running" | "completed" | "failed" | "cancelled" | "interrupted"} Status */
/** @typedef {{ t: number, text: string }} Note */

/**
 * @typedef {{
 *   id: string, root: string, session: string | null, status: Status, mark: string, section: string,
 *   description: string, agent: string, model: string | null, prompt: string,
 *   origin: "agent" | "user" | "native", follows: string | null, continued_by: string | null, place: number | null,
 *   queued: number, started: number | null, ended: number | null, run_time: number, age: string,
 *   steps: number, tool_calls: number, tokens: number, cost: number, tool: string | null,
 *   activity: Note[], asking: string | null, result: string, error: string | null,
 *   leftovers: string[], delivered: boolean, viewed: boolean, resumable: boolean,
 * }} TaskView
 */

/** @typedef {{ median: number | null, p95: number | null }} Quantiles */

/**
 * @typedef {{
 *   outcomes: Record<string, number>, queue: Quantiles, run: Quantiles, wake: Quantiles,
 *   prompts: Record<string, number>, quieted: Record<string, number>,
 * }} StatsView
 */

/**
 * @typedef {{
 *   root: string, owner: Owner | null, alive: boolean, indicator: string, stopped: boolean,
 *   halted: string | null, halted_by: string | null, tasks: TaskView[], answers: [string, string][], waiting: string[],
 *   stats: StatsView, problems: string[], newer: boolean, records: number,
 * }} SessionView
 */

/** @typedef {{ indicator: string, sessions: SessionView[], stats: StatsView }} View */

/** @typedef {{ v: number, t: number, what: string | Record<string, any> }} Line */

export {}
