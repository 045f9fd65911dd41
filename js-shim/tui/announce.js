// @ts-check
/** A notice as a toast, and as a call for attention from a terminal that nobody looks at. */

const SHOWN_MS = 6000

/**
 * @param {import("./types.js").Api} api
 * @param {import("./notices.js").Notice} notice
 */
export async function announce(api, { title, message, variant }) {
  api.ui.toast({ title, message, variant, duration: SHOWN_MS })
  const sound = /** @type {const} */ ({ name: variant === "warning" ? "error" : "subagent_done" })
  const { skipped } = await api.attention.notify({ title, message, sound })
  // A terminal that does not tell whether somebody looks at it: better once too often.
  if (skipped === "focus_unknown")
    await api.attention.notify({ title, message, sound, notification: { when: "always" } })
}
