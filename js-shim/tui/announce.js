// @ts-check
/** A notice as a toast, and as an attention signal if the terminal is not focused. */

const SHOWN_MS = 6000

/**
 * @param {import("./types.js").Api} api
 * @param {import("./notices.js").Notice} notice
 */
export async function announce(api, { title, message, variant }) {
  api.ui.toast({ title, message, variant, duration: SHOWN_MS })
  const sound = /** @type {const} */ ({ name: variant === "warning" ? "error" : "subagent_done" })
  const { skipped } = await api.attention.notify({ title, message, sound })
  // Some terminals do not report focus: signal rather too often.
  if (skipped === "focus_unknown")
    await api.attention.notify({ title, message, sound, notification: { when: "always" } })
}
