// @ts-check
/**
 * `holdfast run` as with npx: the packed package, the real OpenCode on the PATH, a fresh home and
 * no configuration but what the user has in OPENCODE_CONFIG_CONTENT.
 */
import fs from "node:fs"
import path from "node:path"
import { start } from "../../e2e/support/command.js"
import { opencode, packedPlugin } from "../../e2e/support/install.js"
import { newest, prepare } from "../../e2e/support/run.js"

/** @typedef {Awaited<ReturnType<typeof prepareRun>>} Prepared */

/** @param {Parameters<typeof prepare>[0]} options */
export async function prepareRun({ version = newest, ...options }) {
  const { model, home } = await prepare({ version, ...options, withPlugin: false })
  const { plugin, ...config } = JSON.parse(take(path.join(home.project, "opencode.json")))
  const cli = path.join(await packedPlugin(), "pkg/cli.js")
  const env = {
    ...home.env,
    PATH: [path.dirname(await opencode(version)), home.env.PATH].join(path.delimiter),
    OPENCODE_CONFIG_CONTENT: JSON.stringify(config),
  }
  const where = { cwd: home.project, env }
  return {
    model,
    project: home.project,
    state: home.state,
    env,
    cli,
    /** Starts the command. @param {string[]} args */
    start: (...args) => start(process.execPath, [cli, ...args], where),
    /** What another call of the command prints. @param {string[]} args */
    async print(...args) {
      const command = start(process.execPath, [cli, ...args], where)
      await command.end(30_000)
      return command.stdout.text()
    },
  }
}

/** A file's text; the file is gone after that. @param {string} file */
function take(file) {
  const text = fs.readFileSync(file, "utf8")
  fs.rmSync(file)
  return text
}

/** The processes that still work in a folder. @param {string} folder */
export function processesIn(folder) {
  return fs
    .readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return fs.readlinkSync(`/proc/${pid}/cwd`) === folder
      } catch {
        return false
      }
    })
}
