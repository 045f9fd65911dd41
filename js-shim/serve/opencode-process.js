// @ts-check
// An `opencode serve` with the plugin: its start, and requests to it.
import { spawn } from "node:child_process"
import { environmentWithHoldfast, findOpenCode, programBehind } from "../cli/opencode.js"

/** A start on a busy machine takes seconds; nobody waits for it unless something is wrong. */
const START_MS = 60_000

/** @param {string} folder @param {string} password */
export function spawnOpenCode(folder, password) {
  const program = findOpenCode()
  if (!program)
    throw new Error("OpenCode was not found on the PATH; install it with `npm install -g opencode-ai`")
  const [name, ...before] = programBehind(program)
  const env = { ...environmentWithHoldfast(folder), OPENCODE_SERVER_PASSWORD: password, PWD: folder }
  return spawn(name, [...before, "serve", "--hostname", "127.0.0.1", "--port", "0"], {
    cwd: folder,
    env,
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own: Ctrl+C in the terminal is for this command, which then ends it in order.
    detached: process.platform !== "win32",
  })
}

/**
 * Where it listens, as it says when it does.
 * @param {import("node:child_process").ChildProcess} child
 * @returns {Promise<string>}
 */
export function addressOf(child) {
  return new Promise((resolve, reject) => {
    let said = ""
    const late = setTimeout(() => {
      child.kill("SIGKILL")
      reject(new Error(`OpenCode did not start within ${START_MS / 1000} s`))
    }, START_MS)
    const look = (/** @type {Buffer} */ chunk) => {
      said = (said + chunk).slice(-4000)
      const [url] = said.match(/http:\/\/[\w.[\]:]+:\d+/) ?? []
      if (!url) return
      clearTimeout(late)
      resolve(url)
    }
    child.stdout?.on("data", look)
    child.stderr?.on("data", look)
    child.on("error", reject)
    child.on("exit", (code) => {
      clearTimeout(late)
      reject(new Error(`OpenCode ended with ${code} as it started: ${said.trim().split("\n").at(-1) ?? ""}`))
    })
  })
}

/**
 * @param {import("./opencode-known.js").Known} about
 * @param {string} method @param {string} where @param {object} [body]
 * @returns {Promise<unknown>}
 */
export async function askOpenCode({ url, password }, method, where, body) {
  const authorization = `Basic ${Buffer.from(`opencode:${password}`).toString("base64")}`
  const response = await fetch(url + where, {
    method,
    headers: { "content-type": "application/json", authorization },
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(START_MS),
  })
  if (!response.ok) throw new Error(`OpenCode answered ${response.status} to ${method} ${where}`)
  return response.json()
}
