// @ts-check
// OpenCode 2's context, with what it lacks: a log, and a way to tell people.
import fs from "node:fs"
import os from "node:os"
import path from "node:path"

/** OpenCode 2 offers plugins no log of its own; this one lies beside its own files. */
export function logFile(env = process.env) {
  const data = env.XDG_DATA_HOME || path.join(env.HOME ?? os.homedir(), ".local/share")
  return path.join(data, "opencode/log/holdfast.log")
}

/** @param {any} context @returns {any} */
export function clientOf(context) {
  const say = (/** @type {string} */ level, /** @type {string} */ message) => {
    const file = logFile()
    fs.mkdirSync(path.dirname(file), { recursive: true })
    fs.appendFileSync(file, `${new Date().toISOString()} ${level} ${message}\n`, { mode: 0o600 })
    return { data: true }
  }
  return {
    session: context.session,
    agent: context.agent,
    permission: context.permission,
    app: { log: async (/** @type {any} */ { body }) => say(body.level, body.message) },
    // Nobody is known to watch: what would be a toast is kept.
    tui: { showToast: async (/** @type {any} */ { body }) => say("info", body.message) },
  }
}
