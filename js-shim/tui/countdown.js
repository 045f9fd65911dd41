// @ts-check
/** While the server counts down to a continuation, any key stops it. */

/** What the server's toast begins with (src/core/session/turn.rs). */
const COUNTDOWN = /^Continuing in (\d+)/

/** @param {import("./types.js").Context} context */
export function watchCountdown({ api, guard, currentRoot, requests }) {
  /** @type {{ over: NodeJS.Timeout, stopWatching: () => void } | undefined} */
  let running

  function stop() {
    clearTimeout(running?.over)
    running?.stopWatching()
    running = undefined
  }

  const onKey = guard.wrap("stopping a countdown", () => {
    stop()
    const root = currentRoot()
    if (root) requests.tell(root, "hush")
  })

  const stopListening = api.event.on("tui.toast.show", ({ properties: { title, message } }) => {
    const seconds = title === "Holdfast" && Number(message.match(COUNTDOWN)?.[1])
    if (!seconds) return
    stop()
    // This comes first, because a key that a binding handles would not get here.
    running = { over: setTimeout(stop, seconds * 1000), stopWatching: api.keymap.intercept("key", onKey) }
  })
  api.lifecycle.onDispose(() => {
    stopListening()
    stop()
  })
}
