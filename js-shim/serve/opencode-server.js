// @ts-check
// The OpenCode that works when no other does in a project: started when there is work, and ended when
// it has been idle for a while.
import { randomBytes } from "node:crypto"
import { watchTree } from "../cli/processes.js"
import { knowOpenCode } from "./opencode-known.js"
import { addressOf, askOpenCode, spawnOpenCode } from "./opencode-process.js"

/** @typedef {import("./opencode-known.js").Known} Known */

/** As many tasks of one session are looked through at each of its events. */
const TASKS_PER_SESSION = 200
/** Sessions that nobody watches ask nobody: what would be a question is refused, as in `opencode run`. */
const UNATTENDED = [{ permission: "question", pattern: "*", action: "deny" }]

/**
 * @param {import("./project.js").Project} project
 * @param {{ idleMs: number, say: (text: string) => void }} options
 */
export function createOpenCode(project, { idleMs, say }) {
  const known = knowOpenCode(project.dir)
  /** @type {{ about: Promise<Known>, pid: number | undefined } | null} */
  let starting = null
  /** @type {{ of: number, root: Promise<string> } | null} */
  let ours = null
  let busyAt = Date.now()

  function start() {
    const password = randomBytes(24).toString("base64url")
    const abandoned = known.abandoned()
    if (abandoned !== null) watchTree(abandoned).signal("SIGTERM")
    const child = spawnOpenCode(project.root, password)
    if (child.pid) known.started(child.pid, "", password)
    const about = addressOf(child).then((url) => {
      say(`OpenCode was started for ${project.root} (pid ${child.pid}).`)
      return known.started(child.pid ?? 0, url, password)
    })
    starting = { about, pid: child.pid }
    const done = () => {
      starting = null
    }
    about.then(done, done)
    return about
  }

  /** @param {Known} about @returns {Promise<string>} */
  async function createSession(about) {
    const body = { title: "holdfast serve", permission: UNATTENDED }
    const session = /** @type {{ id: string }} */ (await askOpenCode(about, "POST", "/session", body))
    return session.id
  }

  /** @param {number} pid */
  function end(pid) {
    known.forget()
    ours = null
    watchTree(pid).signal("SIGTERM")
  }

  const server = {
    /** Makes sure that one runs. @returns {Promise<Known>} */
    async ensure() {
      busyAt = Date.now()
      return known.now() ?? starting?.about ?? start()
    },
    /** The session for tasks that name none: one for many, until it has had enough of them. @returns {Promise<string>} */
    async session() {
      const about = await server.ensure()
      const { pid } = about.process
      if (ours?.of === pid) {
        const view = project.session(await ours.root)
        if (!view || view.tasks.length < TASKS_PER_SESSION) return ours.root
      }
      const root = createSession(about)
      ours = { of: pid, root }
      root.catch(() => {
        ours = null
      })
      return root
    },
    /** Tells it to look at a journal. @param {string} session */
    async touch(session) {
      const properties = { command: `holdfast.journal:${session}` }
      const about = await server.ensure()
      await askOpenCode(about, "POST", "/tui/publish", { type: "tui.command.execute", properties })
    },
    state() {
      if (starting) return { state: "starting", pid: null }
      const pid = known.now()?.process.pid ?? null
      return { state: pid === null ? "none" : "running", pid }
    },
    /** Ends it when it has had nothing to do for a while. */
    look() {
      const about = known.now()
      if (starting || !about || !known.isOurs(about)) return
      if (project.isBusy() || project.drafts.all().some(isOnItsWay)) busyAt = Date.now()
      if (Date.now() - busyAt < idleMs) return
      say(`OpenCode of ${project.root} was idle and is ended (pid ${about.process.pid}).`)
      end(about.process.pid)
    },
    /** This server ends: so does the OpenCode, unless another server uses it. @returns {number} the tasks that were at work in it */
    stop() {
      const isLast = known.leave()
      const pid = starting ? starting.pid : known.now()?.process.pid
      if (!isLast || pid === undefined) return 0
      const tasks = project.sessions().flatMap(({ alive, tasks }) => (alive ? tasks : []))
      end(pid)
      return tasks.filter(({ status }) => status === "running").length
    },
  }
  return server
}

/** @param {import("./drafts.js").Draft} draft */
function isOnItsWay({ executed, placed, refused }) {
  return executed !== null && placed === null && refused === null
}
