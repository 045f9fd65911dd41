// @ts-check
/** The keys and the slash command that are always available. */

/** Lets continuation or a stopped queue continue, and delivers results that are waiting; active only if there is one of these. */
export const GO_ON_KEY = "<leader>k"

const CATEGORY = "Holdfast"

/**
 * @param {import("./types.js").Context} context
 * @param {import("./actions.js").Actions} actions
 * @param {{ open: () => void }} list
 */
export function registerKeys({ api, guard, sessions, currentRoot, options }, actions, list) {
  const current = () => sessions().find(({ root }) => root === currentRoot())
  api.keymap.registerLayer({
    commands: [
      {
        name: "holdfast.list",
        title: "Background tasks",
        desc: "See and steer background tasks",
        category: CATEGORY,
        namespace: "palette",
        slashName: options.tui.command,
        run: list.open,
      },
    ],
    bindings: [{ key: options.tui.key, cmd: "holdfast.list", desc: "Background tasks" }],
  })
  api.keymap.registerLayer({
    enabled: () => Boolean(guard.run("looking for something to resume", () => actions.canGoOn(current()))),
    commands: [
      {
        name: "holdfast.go-on",
        title: "Let Holdfast continue",
        category: CATEGORY,
        run: guard.wrap("resuming", () => actions.goOn(current())),
      },
    ],
    bindings: [{ key: GO_ON_KEY, cmd: "holdfast.go-on", desc: "Let Holdfast continue" }],
  })
}

/**
 * A key as people read it, with the configured leader: `ctrl+x j`.
 * @param {import("./types.js").Api} api
 * @param {string} key
 */
export function leaderLabel(api, key) {
  const [leader] = /** @type {any} */ (api.tuiConfig.keybinds.get("leader") ?? [])
  const name = typeof leader?.key === "string" ? leader.key : "leader"
  return key.replace("<leader>", `${name} `)
}
