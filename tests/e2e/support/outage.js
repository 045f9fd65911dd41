// @ts-check
/** An OpenCode process that is killed, and the same project in a later one. */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { prepare } from "./run.js"

/** Long enough for a start on a busy machine: only a test that fails waits this long. */
const LIMIT_MS = 90_000

/**
 * A project whose OpenCode can be started again and again.
 * @param {Parameters<typeof prepare>[0]} options
 */
export async function project(options) {
  const { model, home, start } = await prepare(options)
  const journals = home.state
  const names = () =>
    (existsSync(journals) ? readdirSync(journals) : []).filter((name) => name.endsWith(".jsonl"))
  return {
    model,
    home,
    /** The root sessions that have had tasks. */
    roots: () => names().map((name) => name.replace(".jsonl", "")),
    /** The lines of their journals. */
    records: () =>
      names().flatMap((name) =>
        readFileSync(join(journals, name), "utf8")
          .split("\n")
          .filter(Boolean)
          .map((line) => JSON.parse(line).what),
      ),
    /** Starts `opencode run`; it may be killed. @param {string[]} args */
    start: (...args) => start("run", ...args),
    /** `opencode run` from its start to its end. @param {string[]} args */
    async run(...args) {
      const command = start("run", ...args)
      const end = await command.end(LIMIT_MS)
      return { ...end, stdout: command.stdout.text(), stderr: command.stderr.text() }
    },
  }
}
