// @ts-check
/** Texts as they fit the screen. */
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
 * The indicator with what stands still and the key that resumes it, as far as there is room.
 * @param {Pick<import("./types.js").SessionView, "indicator" | "stopped" | "halted"> | undefined} session
 * @param {string} key
 * @param {number} columns
 */
export function indicatorText(session, key, columns) {
  const { indicator = "", stopped = false, halted = null } = session ?? {}
  if (!stopped && !halted) return indicator
  const what = stopped ? "continuation" : "queue"
  const forms = [`${what} stopped (${key} resumes)`, `stopped (${key})`, "stopped"].map((still) =>
    [indicator, still].filter(Boolean).join(" · "),
  )
  return forms.find((form) => form.length <= columns) ?? forms[2]
}
