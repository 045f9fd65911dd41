// @ts-check
// What can be done to the tasks of a project, as the API and the page offer it.
import { randomUUID } from "node:crypto"
import { reasonOf } from "../cli/complaint.js"
import { isSessionId } from "../cli/project.js"
import { requestOf } from "./drafts.js"
import { Problem } from "./problem.js"
import { createRequests, digest, requestId } from "./requests.js"

/** @typedef {import("./requests.js").Ask} Ask */
/** @typedef {{ prompt: string, description?: string, agent?: string, root?: string, execute?: boolean }} NewTask */
/** @typedef {ReturnType<typeof createWork>} Work */

const DESCRIPTION_WORDS = 5

/**
 * @param {import("./project.js").Project} project
 * @param {ReturnType<typeof import("./opencode-server.js").createOpenCode>} opencode
 */
export function createWork(project, opencode) {
  const requests = createRequests(project, opencode)
  const { drafts } = project

  /** @param {string} id */
  function taskOf(id) {
    const task = project.task(id)
    if (!task) throw new Problem("not-found", `There is no task ${id}; it may have been forgotten.`)
    return task
  }

  /** Puts an executed task into a queue. What stands in its way becomes its error. @param {string} id */
  async function start(id) {
    try {
      const draft = drafts.get(id)
      if (!draft) return
      const root = drafts.place(id, draft.placed ?? (await rootFor(draft)))
      await launch(draft, root)
    } catch (error) {
      drafts.refuse(id, `The task could not be started: ${reasonOf(error)}.`)
    }
  }

  /** @param {import("./drafts.js").Draft} draft */
  async function rootFor({ root }) {
    return root ?? project.live()?.root ?? opencode.session()
  }

  /** @param {import("./drafts.js").Draft} draft @param {string} root */
  async function launch({ task, description, prompt, agent }, root) {
    /** @type {Ask} */
    const ask = { launch: { description, prompt, agent, task } }
    const session = project.session(root)
    // A session that was made for these tasks has no agent that should be woken by their results.
    if (!session) requests.leave(root, `stop-${root}`, "stop")
    requests.leave(root, requestOf(task), ask)
    if (!session?.alive) await requests.wake(root, requestOf(task), ask)
  }

  /** @param {string} id @param {string | null} key @param {string} verb @param {Ask} ask */
  async function askOf(id, key, verb, ask) {
    const { root } = taskOf(id)
    const message = await requests.ask(root, requestId(key, verb, id), ask)
    return { task: project.task(id) ?? null, message }
  }

  const work = {
    /** @param {NewTask} given @param {string | null} key @returns {{ id: string, fresh: boolean }} */
    create({ prompt, description, agent, root, execute }, key) {
      if (root !== undefined && (!isSessionId(root) || !project.session(root)))
        throw new Problem("not-found", `There is no session ${root} with background tasks; leave root out.`)
      const request = digest([prompt, description ?? "", agent ?? "", root ?? "", String(execute ?? false)])
      const id = idFor(key ?? randomUUID())
      const known = drafts.get(id)
      if (known && known.request !== request)
        throw new Problem("key-reused", "This Idempotency-Key was used for another task; take a fresh one.")
      if (!known) {
        const short = description ?? prompt.trim().split(/\s+/).slice(0, DESCRIPTION_WORDS).join(" ")
        drafts.create({
          task: id,
          description: short,
          prompt,
          agent: agent ?? null,
          root: root ?? null,
          request,
        })
      }
      if (execute && project.task(id)?.status === "created") work.execute(id)
      return { id, fresh: !known }
    },
    /** Begins it, and returns at once: what becomes of it is told by its status. @param {string} id */
    execute(id) {
      const draft = drafts.get(id)
      const { status } = taskOf(id)
      const again =
        status === "created" || (status === "failed" && draft !== undefined && !project.isLaunched(id))
      if (again) {
        drafts.execute(id)
        void start(id)
        return
      }
      if (status === "starting" || status === "pending" || status === "running") return
      const hint = status === "completed" ? "create another one" : "use its retry"
      throw new Problem("conflict", `${id} is ${status}; ${hint}.`)
    },
    /** @param {string} id @param {string | null} key */
    async cancel(id, key) {
      const task = taskOf(id)
      if (!project.isLaunched(id)) {
        if (task.status === "cancelled") throw new Problem("conflict", `${id} is cancelled already.`)
        drafts.discard(id)
        return { task: taskOf(id), message: `${id} will not be started.` }
      }
      if (task.ended !== null) throw new Problem("conflict", `${id} is ${task.status} already.`)
      return askOf(id, key, "cancel", { cancel: { task: id } })
    },
    /** @param {string} id @param {string | null} key @param {boolean} retry */
    async resume(id, key, retry) {
      const task = taskOf(id)
      if (!project.isLaunched(id) && retry && task.status === "failed") {
        work.execute(id)
        return { task: taskOf(id), message: "It is started once more." }
      }
      const verb = retry ? "retry" : "resume"
      if (task.continued_by)
        return { task: taskOf(task.continued_by), message: `${id} was taken up already.` }
      if (!task.resumable)
        throw new Problem(
          "conflict",
          `${id} is ${task.status}; only failed and interrupted tasks can ${verb}.`,
        )
      const done = await askOf(id, key, verb, { resume: { task: id, ...(retry && { retry }) } })
      return { ...done, task: project.task(project.task(id)?.continued_by ?? id) ?? null }
    },
    /** @param {string} id @param {string | null} key @param {string} text */
    async message(id, key, text) {
      if (!project.isLaunched(id))
        throw new Problem("conflict", `${id} has not started; it takes no messages yet.`)
      const done = await askOf(id, key, "message", { message: { task: id, text } })
      return { ...done, task: project.task(project.task(id)?.continued_by ?? id) ?? null }
    },
    /** @param {string} id @param {string | null} key */
    async remove(id, key) {
      const task = taskOf(id)
      if (!project.isLaunched(id)) {
        if (task.status === "starting")
          throw new Problem("conflict", `${id} is being started; cancel it first.`)
        drafts.remove(id)
        return
      }
      if (task.status === "running" || task.status === "pending")
        throw new Problem("conflict", `${id} is ${task.status}; cancel it first.`)
      const { message } = await askOf(id, key, "delete", { forget: { task: id } })
      if (project.task(id)) throw new Problem("conflict", message ?? "OpenCode has not answered; try again.")
    },
    /** @param {string} root @param {string | null} key */
    async stop(root, key) {
      return { message: await requests.ask(root, requestId(key, "stop", root), "stop") }
    },
    /** A halted queue goes on, and so do automatic prompts. @param {string} root @param {string | null} key */
    async go(root, key) {
      const session = project.session(root)
      const lifted = session?.halted
        ? await requests.ask(root, requestId(key, "lift", root), { resume: { task: null } })
        : null
      const go = session && !session.stopped ? lifted : null
      return { message: go ?? (await requests.ask(root, requestId(key, "go", root), "continue")) }
    },
    /** @param {string} root @param {string | null} key */
    async cancelAll(root, key) {
      return { message: await requests.ask(root, requestId(key, "cancel", root), "cancel_all") }
    },
    /** @param {string} root @param {string | null} key */
    async clear(root, key) {
      return { message: await requests.ask(root, requestId(key, "clear", root), "clear") }
    },
    /** What a `holdfast serve` that ended had promised. */
    resumeWork() {
      for (const { id, status } of drafts.tasks())
        if (status === "starting" && !project.isLaunched(id)) void start(id)
    },
  }

  return work
}

/** A task's id from a key: the same key names the same task. @param {string} key */
function idFor(key) {
  const number = BigInt(`0x${digest(["task", key])}`)
  return `bg_${number.toString(36).slice(0, 12)}`
}
