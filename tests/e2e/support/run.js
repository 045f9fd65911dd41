// @ts-check
/** One `opencode run` with a scripted model, and everything that can be seen of it from outside. */
import { start } from "./command.js"
import { makeHome } from "./home.js"
import { configurationPackages, opencode, packedPlugin } from "./install.js"
import { startModel } from "./model.js"
import { dialectOf, newest, oldest, second } from "./version.js"

export { newest, oldest, second }

/** @typedef {Awaited<ReturnType<typeof run>>} Outcome */

/** Long enough for a start on a busy machine: only a test that fails waits this long. */
const LIMIT_MS = 90_000

/**
 * Everything that a run needs, before it starts.
 * @param {{
 *   script: import("./model.js").Scripts | import("./model.js").Script,
 *   version?: string,
 *   withPlugin?: boolean,
 *   env?: Record<string, string>,
 * } & Omit<Parameters<typeof makeHome>[0], "modelUrl" | "packages" | "plugin">} options
 */
export async function prepare({ script, version = newest, withPlugin = true, env = {}, ...options }) {
  const program = await opencode(version)
  const dialect = dialectOf(version)
  const packages = dialect.wantsPackages ? await configurationPackages(version) : null
  const plugin = withPlugin ? await packedPlugin() : null
  const model = await startModel(script, dialect.words)
  const home = await makeHome({ ...options, modelUrl: model.url, packages, plugin })
  return {
    model,
    home,
    program,
    dialect,
    /** Starts OpenCode with these arguments. @param {string[]} args */
    start: (...args) => start(program, args, { cwd: home.project, env: { ...home.env, ...env } }),
  }
}

/**
 * `opencode run` from its start to its end.
 * @param {Parameters<typeof prepare>[0] & { args?: string[], prompt?: string, limitMs?: number }} options
 */
export async function run({ args = [], prompt = "Do the work.", limitMs = LIMIT_MS, ...options }) {
  const { model, home, dialect, start } = await prepare(options)
  const startedAt = Date.now()
  const command = start(...dialect.run, ...args, prompt)
  try {
    const end = await command.end(limitMs)
    const last = model.rootCalls().at(-1)?.answeredAt
    return {
      ...end,
      model,
      home,
      startedAt,
      /** How long OpenCode took to start, until its first call of the model. */
      startMs: (model.rootCalls()[0]?.at ?? end.at) - startedAt,
      /** How long the process lived after the model's last answer. */
      goneAfterMs: end.at - (last ?? startedAt),
      stdout: command.stdout.text(),
      stderr: command.stderr.text(),
      log: home.log(),
    }
  } finally {
    await model.stop()
  }
}
