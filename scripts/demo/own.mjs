// @ts-check
/** The demo with the user's own model: each job creates a file, so that finished jobs can be counted. */
import { existsSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { atExit } from "../../tests/e2e/support/cleanup.js"
import { start } from "../../tests/e2e/support/command.js"
import { opencode, packedPlugin } from "../../tests/e2e/support/install.js"
import { newest } from "../../tests/e2e/support/run.js"

/** @typedef {import("./table.mjs").Attempt} Attempt */

const JOBS = [1, 2, 3]
const LIMIT_MS = 10 * 60_000

const PROMPT = `Launch three jobs in the background, all at once: with the tool background_task if you have it, otherwise with the tool task and background: true.
Job N (1, 2, 3) runs exactly this shell command and says "job N done": sleep 3 && touch job-N.done
When they are launched, end your turn at once with one short sentence: do not wait, do not check on them.
When their results come, report each in one line.`

/** @param {string} model @returns {(withPlugin: boolean) => Promise<Attempt>} */
export function ownModel(model) {
  return async (withPlugin) => {
    const program = await opencode(newest)
    const project = mkdtempSync(join(tmpdir(), "holdfast-demo-"))
    atExit(() => rmSync(project, { recursive: true, force: true }))
    const env = {
      ...process.env,
      OPENCODE_EXPERIMENTAL_BACKGROUND_SUBAGENTS: "true",
      OPENCODE_CONFIG_CONTENT: withPlugin
        ? configWith(await packedPlugin())
        : process.env.OPENCODE_CONFIG_CONTENT,
    }
    const startedAt = Date.now()
    const command = start(program, ["run", "--model", model, PROMPT], { cwd: project, env })
    const { code, at } = await command.end(LIMIT_MS)
    return {
      finished: JOBS.filter((job) => existsSync(join(project, `job-${job}.done`))).length,
      asked: JOBS.length,
      seconds: (at - startedAt) / 1000,
      exitCode: code,
      lastWords: command.stdout.text().trim().split("\n").at(-1) || lastLine(command.stderr.text()),
    }
  }
}

/** What is configured by the environment already, and the plugin. @param {string} plugin */
function configWith(plugin) {
  const config = JSON.parse(process.env.OPENCODE_CONFIG_CONTENT || "{}")
  return JSON.stringify({ ...config, plugin: [...(config.plugin ?? []), plugin] })
}

/** @param {string} text */
function lastLine(text) {
  return text.trim().split("\n").at(-1) ?? ""
}
