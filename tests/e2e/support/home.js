// @ts-check
/** A fresh home and a fresh project: without anything of the user's own configuration or of an earlier test. */
import { execFileSync } from "node:child_process"
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { copyFile, mkdir, symlink, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { stateDirOf } from "../../../js-shim/files.js"
import { atExit } from "./cleanup.js"
import { wires } from "./model.js"

/** @typedef {keyof typeof wires} Wire */
/** @typedef {Awaited<ReturnType<typeof makeHome>>} Home */

/**
 * @param {{
 *   modelUrl: string,
 *   packages: string | null,
 *   wire?: Wire,
 *   git?: boolean,
 *   plugin?: string | null,
 *   holdfast?: object,
 *   config?: object,
 *   models?: Record<string, object>,
 *   files?: Record<string, string>,
 *   prepareState?: (state: string) => void,
 * }} options `packages`: where those that OpenCode wants in its configuration lie, if it wants any; `plugin`: its folder; `holdfast`: the plugin's options; `models`: those besides `scripted`; `files`: what else is in the project; `prepareState`: gets the folder of the journals, which is not there yet
 */
export async function makeHome({
  modelUrl,
  packages,
  wire = "openai",
  git = true,
  plugin,
  holdfast,
  config,
  models = {},
  files = {},
  prepareState,
}) {
  const root = mkdtempSync(join(tmpdir(), "holdfast-e2e-"))
  atExit(() => {
    if (!process.env.HOLDFAST_E2E_KEEP) rmSync(root, { recursive: true, force: true })
  })
  const project = join(root, "project")
  const home = join(root, "home")
  const contents = {
    "opencode.json": JSON.stringify(
      { ...modelConfig(modelUrl, wire, models), plugin: plugin ? [plugin] : [], ...config },
      null,
      2,
    ),
    ...(holdfast && { ".opencode/holdfast.json": JSON.stringify(holdfast) }),
    ...files,
  }
  await mkdir(home, { recursive: true })
  for (const [name, text] of Object.entries(contents)) {
    const file = join(project, name)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
  }
  const env = environment(home)
  if (packages) await providePackages(packages, join(home, "config/opencode"), join(project, ".opencode"))
  if (git) makeRepository(project, env)
  const state = stateDirOf(project, null, env).dir
  prepareState?.(state)
  return {
    project,
    env,
    /** Where its journals are. */
    state,
    /** Everything that OpenCode wrote to its log files. */
    log() {
      const folder = join(home, "data/opencode/log")
      if (!existsSync(folder)) return ""
      return readdirSync(folder)
        .sort()
        .map((name) => readFileSync(join(folder, name), "utf8"))
        .join("\n")
    },
  }
}

/** @param {string} url @param {Wire} wire @param {Record<string, object>} models */
function modelConfig(url, wire, models) {
  const provider = {
    npm: wires[wire].sdk,
    options: { baseURL: url, apiKey: "none" },
    models: { scripted: { limit: { context: 100_000, output: 4_000 } }, ...models },
  }
  return {
    $schema: "https://opencode.ai/config.json",
    autoupdate: false,
    share: "disabled",
    provider: { mock: provider },
    model: "mock/scripted",
    small_model: "mock/scripted",
  }
}

/** @param {string} home @returns {NodeJS.ProcessEnv} */
function environment(home) {
  return {
    PATH: process.env.PATH,
    TERM: "dumb",
    HOME: home,
    XDG_DATA_HOME: join(home, "data"),
    XDG_CONFIG_HOME: join(home, "config"),
    XDG_CACHE_HOME: join(home, "cache"),
    XDG_STATE_HOME: join(home, "state"),
    XDG_RUNTIME_DIR: join(home, "run"),
    OPENCODE_DISABLE_MODELS_FETCH: "1",
    OPENCODE_DISABLE_AUTOUPDATE: "1",
    OPENCODE_DISABLE_LSP_DOWNLOAD: "1",
    OPENCODE_DISABLE_DEFAULT_PLUGINS: "1",
  }
}

/** Puts what is installed already into each folder of configuration. @param {string} from @param {string[]} folders */
async function providePackages(from, ...folders) {
  for (const folder of folders) {
    await mkdir(folder, { recursive: true })
    for (const name of ["package.json", "package-lock.json"])
      await copyFile(join(from, name), join(folder, name))
    await symlink(join(from, "node_modules"), join(folder, "node_modules"))
  }
}

/** @param {string} project @param {NodeJS.ProcessEnv} env */
function makeRepository(project, env) {
  const git = (/** @type {string[]} */ ...args) =>
    execFileSync("git", args, { cwd: project, env, stdio: "ignore" })
  git("init", "--quiet")
  git(
    "-c",
    "user.name=test",
    "-c",
    "user.email=test@localhost",
    "commit",
    "--quiet",
    "--allow-empty",
    "-m",
    "start",
  )
}
