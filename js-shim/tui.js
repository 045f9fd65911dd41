// @ts-check
/** Holdfast's terminal UI: how people see and control background tasks. */

import { createGuard } from "./tui/guard.js"
import { start } from "./tui/start.js"

/** @param {import("./tui/types.js").Api} api @param {unknown} options the second element of the entry in tui.json */
async function tui(api, options) {
  const guard = createGuard(api)
  guard.run("starting", () => start(api, options, guard))
}

export default { id: "opencode-holdfast", tui }
