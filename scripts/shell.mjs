// @ts-check
/** Runs other programs for the scripts. */
import { execFileSync, spawnSync } from "node:child_process"
import { homedir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

export const repository = fileURLToPath(new URL("..", import.meta.url))

/** The folder for what is installed once and kept between runs. */
export const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "opencode-holdfast")

/** Runs a program in the repository and shows its output. @param {string[]} command @param {NodeJS.ProcessEnv} [env] */
export function run([file, ...args], env = process.env) {
  const { status, error } = spawnSync(file, args, { cwd: repository, env, stdio: "inherit" })
  if (error) throw new Error(`\`${file}\` could not be started (${error.message}).`)
  if (status !== 0) throw new Error(`\`${[file, ...args].join(" ")}\` failed.`)
}

/** The output of a program, or "" when it cannot be run. @param {string[]} command @param {NodeJS.ProcessEnv} [env] */
export function output([file, ...args], env = process.env) {
  try {
    return execFileSync(file, args, {
      cwd: repository,
      env,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim()
  } catch {
    return ""
  }
}

/** Ends the script with one sentence instead of a stack, when a step fails. @param {() => void | Promise<void>} main */
export async function script(main) {
  try {
    await main()
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
