// @ts-check
/** Announces an installation: what, where, roughly how long, that it is still running, and how long it took. */
import { spawn } from "node:child_process"
import { homedir } from "node:os"
import { cache } from "./shell.mjs"

const EVERY_MS = 15_000

/**
 * Reports what is being installed while `work` does it.
 * @template T
 * @param {{ name: string, about: string, into?: string, everyMs?: number, say?: (line: string) => void }} what
 *   `about`: how long it takes, in words
 * @param {(progress: (what: string) => void) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function announced(
  { name, about, into = cache, everyMs = EVERY_MS, say = (line) => console.error(line) },
  work,
) {
  const started = Date.now()
  const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`
  let latest = ""
  say(`Installing ${name} into ${short(into)} (about ${about}, once) …`)
  const timer = setInterval(() => say(`  … ${[name, seconds(), latest].filter(Boolean).join(", ")}`), everyMs)
  try {
    const result = await work((text) => {
      latest = text
    })
    say(`Installed ${name} in ${seconds()}.`)
    return result
  } finally {
    clearInterval(timer)
  }
}

/**
 * Runs a program without showing its output, unless it fails.
 * @param {string[]} command
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, progress?: (line: string) => void }} [options]
 * @returns {Promise<void>}
 */
export function quietly([file, ...args], { cwd, env, progress = () => {} } = {}) {
  return new Promise((resolve, reject) => {
    const shell = process.platform === "win32" && file === "npm"
    const child = spawn(file, args, { cwd, env, shell, stdio: ["ignore", "pipe", "pipe"] })
    let said = ""
    const hear = (/** @type {Buffer} */ chunk) => {
      said += chunk
      const line = said.trimEnd().split("\n").at(-1)?.trim()
      if (line) progress(line)
    }
    child.stdout.on("data", hear)
    child.stderr.on("data", hear)
    child.on("error", (error) => reject(new Error(`\`${file}\` could not be started (${error.message}).`)))
    child.on("close", (code) => {
      if (code === 0) resolve()
      else reject(new Error(`\`${[file, ...args].join(" ")}\` failed:\n${said.slice(-4000)}`))
    })
  })
}

/** A path as people write it. @param {string} path */
function short(path) {
  return path.startsWith(homedir()) ? `~${path.slice(homedir().length)}` : path
}
