// @ts-check
/** The command line, run from its sources. */
import path from "node:path"
import { start } from "../../e2e/support/command.js"
import { repository } from "../../e2e/support/install.js"

const LIMIT_MS = 30_000

/** @typedef {{ project: string, env: NodeJS.ProcessEnv }} Where */

/** Starts it; the caller ends it. @param {Where} where @param {string[]} args */
export function startHoldfast({ project, env }, ...args) {
  const main = path.join(repository, "js-shim/cli/main.js")
  return start(process.execPath, [main, ...args], { cwd: project, env })
}

/** Runs it to its end. @param {Where} where @param {string[]} args */
export async function holdfast(where, ...args) {
  const command = startHoldfast(where, ...args)
  const { code } = await command.end(LIMIT_MS)
  return { code, stdout: command.stdout.text(), stderr: command.stderr.text() }
}
