// @ts-check
/** Texts that fit the screen. */
import { width } from "../plain.js"

export { clean, firstLine, oneLine, short, width } from "../plain.js"

/** `00:45`, `12:03` or `1:02:03`. @param {number} ms */
export function clock(ms) {
  const all = Math.max(0, Math.floor(ms / 1000))
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0")
  const [hours, minutes, seconds] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${two(minutes)}:${two(seconds)}`
}

/** `14:02:11`, with the date when it was another day. @param {number} t @param {number} now */
export function moment(t, now) {
  const [day, time] = new Date(t).toLocaleString("sv-SE").split(" ")
  return day === new Date(now).toLocaleString("sv-SE").split(" ")[0] ? time : `${day} ${time}`
}

/** `3 tasks`, `1 task`. @param {number} count @param {string} noun */
export function counted(count, noun) {
  return `${count} ${noun}${count === 1 ? "" : "s"}`
}

/**
 * Whether a key answers a question, and how: only y, n and Esc do.
 * @param {{ name: string, ctrl?: boolean, meta?: boolean }} key
 */
export function answerOf({ name, ctrl, meta }) {
  if (ctrl || meta) return undefined
  if (name === "y") return true
  return name === "n" || name === "escape" ? false : undefined
}

/** What the words of the indicator are where there is little room. @type {Record<string, string>} */
const SIGNS = { running: "▸", queued: "○", failed: "✗", interrupted: "!" }

/** `2▸ 4○ 1✗` @param {string} indicator */
export function shortIndicator(indicator) {
  return indicator
    .split(" · ")
    .map((part) => part.replace(/^(\d+) (\w+)$/, (_, count, word) => `${count}${SIGNS[word] ?? ` ${word}`}`))
    .join(" ")
}

/**
 * The counts, what is stopped and the key that continues it: as much as there is space for, so that
 * OpenCode's own line stays a single line.
 * @param {{ indicator: string, still?: string }} shown `still`: `queue stopped`, `2 results wait`
 * @param {string} key
 * @param {number} columns
 */
export function indicatorText({ indicator, still }, key, columns) {
  const brief = shortIndicator(indicator)
  const forms = still
    ? [
        [indicator, `${still} (${key} continues)`],
        [indicator, `${still} (${key})`],
        [indicator, still],
        [brief, still],
        [brief, "■"],
      ]
    : [[indicator], [brief]]
  const texts = forms.map((form) => form.filter(Boolean).join(" · "))
  return texts.find((text) => width(text) <= columns) ?? ""
}

/**
 * What is stopped in a session until somebody acts.
 * @param {Pick<import("./types.js").SessionView, "stopped" | "halted" | "alive" | "tasks">} session
 */
export function stillOf({ stopped, halted, alive, tasks }) {
  if (stopped) return "continuation stopped"
  if (halted) return "queue stopped"
  const waiting = alive ? 0 : tasks.filter(isWaiting).length
  return waiting > 0 ? `${counted(waiting, "result")} wait${waiting === 1 ? "s" : ""}` : undefined
}

/** Its result has not reached the agent. @param {import("./types.js").TaskView} task */
export function isWaiting({ ended, delivered, origin }) {
  return ended !== null && !delivered && origin !== "native"
}
