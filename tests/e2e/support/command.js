// @ts-check
/** A program in its own process group: its output with times, its end, and a way to end the group. */
import { spawn } from "node:child_process"
import { atExit } from "./cleanup.js"

/** @typedef {{ code: number | null, signal: NodeJS.Signals | null, at: number }} End */
/** @typedef {ReturnType<typeof start>} Running */

/**
 * @param {string} file
 * @param {string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} where
 */
export function start(file, args, { cwd, env }) {
  // Standard input is closed: OpenCode would wait for it otherwise. A group of its own: what
  // npm installs is a wrapper, and ending that alone leaves the real program running.
  // OpenCode takes its directory from PWD.
  const child = spawn(file, args, {
    cwd,
    env: { ...env, PWD: cwd },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  })
  const stdout = collect(child.stdout)
  const stderr = collect(child.stderr)
  /** @type {Promise<End>} */
  const ended = new Promise((resolve, reject) => {
    child.on("error", reject)
    child.on("exit", (code, signal) => resolve({ code, signal, at: Date.now() }))
  })
  const closed = new Promise((resolve) => child.on("close", resolve))
  const kill = (/** @type {NodeJS.Signals} */ signal = "SIGKILL") => endGroup(child.pid, signal)
  atExit(() => kill())

  return {
    stdout,
    stderr,
    ended,
    kill,
    pid: /** @type {number} */ (child.pid),
    /** Stops reading its output. */
    closeOutput() {
      child.stdout.destroy()
      child.stderr.destroy()
    },
    /** Ends the whole group and waits until its output is complete. */
    async stop() {
      kill()
      await closed
    },
    /** The end of the program, or an error with its output after too long. @param {number} limitMs */
    async end(limitMs) {
      let late = false
      const limit = setTimeout(() => {
        late = true
        kill()
      }, limitMs)
      const end = await ended
      clearTimeout(limit)
      if (!late) kill()
      await closed
      if (late)
        throw new Error(`still running after ${limitMs} ms; ${tail(stdout.text())}\n${tail(stderr.text())}`)
      return end
    },
  }
}

/** @param {import("node:stream").Readable} stream */
function collect(stream) {
  /** @type {{ at: number, line: string }[]} */
  const lines = []
  /** @type {Set<() => void>} */
  const watchers = new Set()
  let open = ""
  stream.setEncoding("utf8")
  stream.on("data", (chunk) => {
    const parts = (open + chunk).split("\n")
    open = parts.pop() ?? ""
    lines.push(...parts.map((line) => ({ at: Date.now(), line })))
    for (const watcher of watchers) watcher()
  })
  return {
    lines,
    text: () => [...lines.map(({ line }) => line), open].join("\n"),
    /** The first line that matches, as soon as there is one. @param {RegExp} pattern @returns {Promise<RegExpMatchArray>} */
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = lines.map(({ line }) => line.match(pattern)).find(Boolean)
          if (!match) return
          watchers.delete(look)
          resolve(match)
        }
        stream.on("end", () =>
          reject(new Error(`no line ${pattern} in ${tail(lines.map(({ line }) => line).join("\n"))}`)),
        )
        watchers.add(look)
        look()
      }),
  }
}

/** @param {number | undefined} pid @param {NodeJS.Signals} signal */
function endGroup(pid, signal) {
  if (!pid) return
  try {
    process.kill(-pid, signal)
  } catch {
    // Nothing of the group is left.
  }
}

/** @param {string} text */
function tail(text) {
  return text.slice(-2000)
}
