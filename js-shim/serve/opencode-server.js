// @ts-check
// The OpenCode that works when no other does in a project: started when there is work, ended when it
// has been idle for a while. What is known of it is in `serve/opencode.json`, so that another
// `holdfast serve` uses the same one, and takes it over when the one that started it is gone.
import { spawn } from "node:child_process"
import { randomBytes, randomUUID } from "node:crypto"
import fs from "node:fs"
import path from "node:path"
import { environmentWithHoldfast, findOpenCode, programBehind } from "../cli/opencode.js"
import { watchTree } from "../cli/processes.js"
import { isAlive, ownerHere, processStart } from "../files.js"
import { ensureDir } from "../state-dir.js"

/** A start on a busy machine takes seconds; nobody waits for it unless something is wrong. */
const START_MS = 60_000
/** As many tasks of one session are looked through at each of its events. */
const TASKS_PER_SESSION = 200
/** Sessions that nobody watches ask nobody: what would be a question is refused, as in `opencode run`. */
const UNATTENDED = [{ permission: "question", pattern: "*", action: "deny" }]

/** @typedef {{ url: string, password: string, process: import("../owner.js").Owner, by: import("../owner.js").Owner }} Known */

/**
 * @param {import("./project.js").Project} project
 * @param {{ idleMs: number, say: (text: string) => void }} options
 */
export function createOpenCode(project, { idleMs, say }) {
  const me = ownerHere(randomUUID())
  const file = path.join(project.dir, "serve", "opencode.json")
  /** @type {Promise<Known> | null} */
  let starting = null
  let busyAt = Date.now()
  let root = ""

  /** The one that was started here or by another `holdfast serve`, if it lives. @returns {Known | null} */
  function known() {
    try {
      const known = JSON.parse(fs.readFileSync(file, "utf8"))
      return isAlive(known.process, project.dir) ? known : null
    } catch {
      return null
    }
  }

  const isMine = (/** @type {Known} */ { by }) => by.nonce === me.nonce
  /** One that somebody started who is gone is ours to end. @param {Known} about */
  function adopt(about) {
    if (isMine(about) || isAlive(about.by, project.dir)) return about
    const mine = { ...about, by: me }
    remember(mine)
    return mine
  }

  /** @param {Known} about */
  function remember(about) {
    ensureDir(path.dirname(file))
    fs.writeFileSync(`${file}.${process.pid}`, JSON.stringify(about), { mode: 0o600 })
    fs.renameSync(`${file}.${process.pid}`, file)
  }

  async function start() {
    const password = randomBytes(24).toString("base64url")
    const child = spawnOpenCode(project.root, password)
    const url = await addressOf(child)
    const pid = /** @type {number} */ (child.pid)
    const started = { pid, start: me.start.replace(/^[^@]*/, processStart(pid) ?? ""), nonce: me.nonce }
    remember({ url, password, process: started, by: me })
    say(`OpenCode was started for ${project.root} (pid ${pid}).`)
    return /** @type {Known} */ ({ url, password, process: started, by: me })
  }

  /** @param {Known} about @param {string} method @param {string} where @param {object} [body] @returns {Promise<unknown>} */
  async function ask({ url, password }, method, where, body) {
    const authorization = `Basic ${Buffer.from(`opencode:${password}`).toString("base64")}`
    const headers = { "content-type": "application/json", authorization }
    const response = await fetch(url + where, {
      method,
      headers,
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(START_MS),
    })
    if (!response.ok) throw new Error(`OpenCode answered ${response.status} to ${method} ${where}`)
    return response.json()
  }

  const server = {
    /** Makes sure that one runs. @returns {Promise<Known>} */
    async ensure() {
      busyAt = Date.now()
      const found = known()
      if (found) return adopt(found)
      starting ??= start().finally(() => {
        starting = null
      })
      return starting
    },
    /** A session for tasks that name none. @returns {Promise<string>} */
    async session() {
      const about = await server.ensure()
      const view = root ? project.session(root) : undefined
      if (view?.alive && view.tasks.length < TASKS_PER_SESSION) return root
      const session = /** @type {{ id: string }} */ (
        await ask(about, "POST", "/session", { title: "holdfast serve", permission: UNATTENDED })
      )
      root = session.id
      return root
    },
    /** Tells it to look at a journal. @param {string} session */
    async touch(session) {
      const about = await server.ensure()
      const properties = { command: `holdfast.journal:${session}` }
      await ask(about, "POST", "/tui/publish", { type: "tui.command.execute", properties })
    },
    state() {
      const about = known()
      if (starting) return { state: "starting", pid: null }
      return about ? { state: "running", pid: about.process.pid } : { state: "none", pid: null }
    },
    /** Ends it when it has had nothing to do for a while. */
    look() {
      const about = known()
      if (starting || !about) return
      if (project.isBusy() || project.drafts.all().some(isOnItsWay)) busyAt = Date.now()
      if (Date.now() - busyAt >= idleMs && isMine(adopt(about))) {
        say(`OpenCode of ${project.root} was idle and is ended (pid ${about.process.pid}).`)
        end(about)
      }
    },
    /** Ends the one that is ours. @returns {number} the tasks that were at work */
    stop() {
      const about = known()
      if (!about || !isMine(adopt(about))) return 0
      const cut = project
        .sessions()
        .flatMap(({ tasks }) => tasks.filter(({ status }) => status === "running"))
      end(about)
      return cut.length
    },
  }

  /** @param {Known} about */
  function end({ process: { pid } }) {
    fs.rmSync(file, { force: true })
    root = ""
    watchTree(pid).signal("SIGTERM")
  }

  /** @param {import("./drafts.js").Draft} draft */
  function isOnItsWay({ executed, placed, refused }) {
    return executed !== null && placed === null && refused === null
  }
  return server
}

/** @param {string} folder @param {string} password */
function spawnOpenCode(folder, password) {
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

/** Where it listens, as it says when it does. @param {import("node:child_process").ChildProcess} child @returns {Promise<string>} */
function addressOf(child) {
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
