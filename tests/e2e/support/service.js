// @ts-check
/** The server that all runs of a user share on OpenCode 2. It is started on demand and outlives them. */
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { atExit } from "./cleanup.js"

/** @typedef {import("./home.js").Home} Home */

/** Ends the server of that home, as a crash does; whether there was one. @param {Home} home */
export function killService({ env }) {
  const file = join(String(env.XDG_STATE_HOME), "opencode/service.json")
  if (!existsSync(file)) return false
  const { pid } = JSON.parse(readFileSync(file, "utf8"))
  try {
    process.kill(pid, "SIGKILL")
    return true
  } catch {
    return false
  }
}

/** It must not outlive the tests. @param {Home} home */
export function endServiceAtExit(home) {
  atExit(() => killService(home))
}
