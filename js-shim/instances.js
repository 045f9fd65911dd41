// @ts-check
// One live instance per project and thread. OpenCode loads a plugin twice when two configurations
// list it; the newest load takes over, since an older one may belong to a disposed project.
import crypto from "node:crypto"
import path from "node:path"
import { isMainThread } from "node:worker_threads"
import { configLayers, oldStateDir, ownerHere, projectRoot, stateDirOf } from "./files.js"
import { load } from "./load.js"
import { StateFolder } from "./state.js"

/** @import { PluginInput, PluginOptions } from "@opencode-ai/plugin" */

const COMMANDS = new Set([
  "acp",
  "agent",
  "attach",
  "auth",
  "completion",
  "console",
  "db",
  "debug",
  "export",
  "github",
  "import",
  "mcp",
  "models",
  "plug",
  "plugin",
  "pr",
  "providers",
  "run",
  "serve",
  "session",
  "stats",
  "uninstall",
  "upgrade",
  "web",
])

/** What kind of process this is: `run` is unattended, the terminal UI is watched. */
export function processKind(argv = process.argv, mainThread = isMainThread) {
  // Only the terminal UI loads plugins in a worker; its arguments may contain any word, as in a prompt.
  if (!mainThread) return "tui"
  const command = argv.slice(2).find((word) => COMMANDS.has(word))
  if (command === undefined) return "tui"
  return command === "run" || command === "github" ? "run" : "server"
}

/**
 * What is needed to build an engine, also after a trap.
 * @typedef {object} Instance
 * @property {PluginInput["client"]} client
 * @property {StateFolder} state
 * @property {string[]} problems with the location of the state, for people
 * @property {string | null} old where an older version kept state in the project
 * @property {import("../pkg/holdfast.js").Start} start
 * @property {() => void} onClose called when it is closed
 * @property {() => void} close
 * @property {boolean} closed
 */

const KEY = Symbol.for("opencode-holdfast.instances")
const shared = /** @type {Record<symbol, any>} */ (globalThis)
shared[KEY] ??= new Map()

/** @type {Map<string, { client: unknown, instance: Instance }>} */
const live = shared[KEY]

const NONCES = Symbol.for("opencode-holdfast.nonces")
shared[NONCES] ??= new Set()
/**
 * The owners that the engines of this process use. A worktree may be open through two directories:
 * then each has an instance, and a journal belongs to only one of them.
 * @type {Set<string>}
 */
export const livingNonces = shared[NONCES]

/**
 * The instance for this load of the plugin; null if the same OpenCode instance has already loaded
 * it.
 * @param {PluginInput} input
 * @param {PluginOptions} [options]
 * @returns {Instance | null}
 */
export function instanceOf(input, options) {
  const root =
    input.worktree && input.worktree !== path.parse(input.worktree).root
      ? input.worktree
      : projectRoot(input.directory)
  const before = live.get(input.directory)
  if (before && !before.instance.closed) {
    if (before.client === input.client) return null
    before.instance.close()
  }
  const layers = configLayers(root, options)
  const chosen = load().options(layers)
  const { dir, problems } = stateDirOf(root, chosen.state_dir)
  const nonce = crypto.randomUUID()
  const state = new StateFolder(dir, nonce, chosen.flush)
  /** @type {Instance} */
  const instance = {
    client: input.client,
    state,
    problems,
    old: oldStateDir(root),
    start: {
      layers,
      me: ownerHere(nonce),
      seed: crypto.randomInt(2 ** 47),
      process: processKind(),
    },
    closed: false,
    onClose: () => {},
    close() {
      instance.closed = true
      livingNonces.delete(instance.start.me.nonce)
      state.close()
      instance.onClose()
    },
  }
  livingNonces.add(instance.start.me.nonce)
  live.set(input.directory, { client: input.client, instance })
  return instance
}
