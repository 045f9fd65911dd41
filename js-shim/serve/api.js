// @ts-check
// The REST API: what the command line and the terminal UI show and do, for other programs.
import { Hono } from "hono"
import { version } from "../cli/package.js"
import { activityIn } from "./activity.js"
import { bodyOf } from "./body.js"
import { eventStream } from "./event-stream.js"
import { openapi } from "./openapi.js"
import { compare, pageOf } from "./page-of.js"
import { Problem } from "./problem.js"

/** @typedef {import("./served.js").Served} Served */
/** @typedef {import("./served.js").Projects} Projects */
/** @typedef {import("hono").Context} Context */
/** @typedef {(served: Served, c: Context, body: any) => Promise<{ message: string | null }>} CarryOut */

const STATUSES = [
  "created",
  "starting",
  "pending",
  "running",
  "completed",
  "failed",
  "cancelled",
  "interrupted",
]
const KEY_CHARS = 200

/** @param {Projects} projects */
export function createApi(projects) {
  const api = new Hono()
  aboutServer(api, projects)
  aboutTasks(api, projects)
  aboutSessions(api, projects)
  return api
}

/** @param {Hono} api @param {Projects} projects */
function aboutServer(api, projects) {
  api.get("/openapi.json", (c) => c.json(openapi(version)))
  api.get("/health", (c) => c.json({ status: "ok", version, projects: projects.all.map(healthOf) }))
  api.get("/projects", (c) => c.json({ items: projects.all.map(healthOf) }))
  api.get("/events", (c) => eventStream(chosen(projects, c), c.req.raw))
  api.get("/queues", (c) =>
    c.json({ items: chosen(projects, c).flatMap(({ project }) => queuesOf(project)) }),
  )
  api.get("/stats", (c) => {
    const items = chosen(projects, c).map(({ project }) => ({ project: project.id, ...project.stats() }))
    return c.json({ items })
  })
}

/** @param {Hono} api @param {Projects} projects */
function aboutTasks(api, projects) {
  /** @param {string} verb @param {CarryOut} carryOut @param {Record<string, import("./body.js").Field>} [fields] */
  const act = (verb, carryOut, fields = {}) =>
    api.post(`/tasks/:id/${verb}`, (c) => asked(c, projects.ofTask(idIn(c)), carryOut, fields))

  api.get("/tasks", (c) => c.json(listTasks(projects, c)))
  api.post("/tasks", async (c) => {
    const body = await bodyOf(c.req.raw, NEW_TASK)
    const served = projects.named(body.project)
    const { id, fresh } = served.work.create(body, keyOf(c))
    c.header("location", `/api/tasks/${id}`)
    return c.json(taskIn(served, id), fresh ? 201 : 200)
  })
  api.get("/tasks/:id", (c) => c.json(taskIn(projects.ofTask(idIn(c)), idIn(c))))
  api.get("/tasks/:id/activity", (c) =>
    c.json(activityIn(projects.ofTask(idIn(c)).project, { task: idIn(c) }, queryOf(c))),
  )
  api.post("/tasks/:id/execute", async (c) => {
    const id = idIn(c)
    await bodyOf(c.req.raw, {})
    const served = projects.ofTask(id)
    served.work.execute(id)
    return c.json({ id, status: "execution_started", task: taskIn(served, id) }, 202)
  })
  act("cancel", ({ work }, c) => work.cancel(idIn(c), keyOf(c)))
  act("resume", ({ work }, c) => work.resume(idIn(c), keyOf(c), false))
  act("retry", ({ work }, c) => work.resume(idIn(c), keyOf(c), true))
  act("message", ({ work }, c, { text }) => work.message(idIn(c), keyOf(c), text), {
    text: { type: "string", required: true },
  })
  api.delete("/tasks/:id", async (c) => {
    await projects.ofTask(idIn(c)).work.remove(idIn(c), keyOf(c))
    return c.body(null, 204)
  })
}

/** @param {Hono} api @param {Projects} projects */
function aboutSessions(api, projects) {
  /** @param {string} verb @param {CarryOut} carryOut */
  const act = (verb, carryOut) =>
    api.post(`/sessions/:id/${verb}`, (c) => asked(c, projects.ofSession(idIn(c)), carryOut, {}))

  api.get("/sessions", (c) => c.json(listSessions(projects, c)))
  api.get("/sessions/:id", (c) => {
    const served = projects.ofSession(idIn(c))
    return c.json(sessionIn(served, served.project.session(idIn(c))))
  })
  api.get("/sessions/:id/activity", (c) => {
    const { served, task } = projects.withSession(idIn(c))
    return c.json(activityIn(served.project, task === null ? { root: idIn(c) } : { task }, queryOf(c)))
  })
  act("stop", ({ work }, c) => work.stop(idIn(c), keyOf(c)))
  act("go", ({ work }, c) => work.go(idIn(c), keyOf(c)))
  act("cancel", ({ work }, c) => work.cancelAll(idIn(c), keyOf(c)))
  act("clear", ({ work }, c) => work.clear(idIn(c), keyOf(c)))
  api.post("/stop", (c) => askedOfAll(c, projects, ({ work }, root) => work.stop(root, keyOf(c))))
  api.post("/go", (c) => askedOfAll(c, projects, ({ work }, root) => work.go(root, keyOf(c))))
}

/**
 * Has something carried out, in the words of who did it.
 * @param {Context} c @param {Served} served @param {CarryOut} carryOut
 * @param {Record<string, import("./body.js").Field>} fields of the body
 */
async function asked(c, served, carryOut, fields) {
  const done = await carryOut(served, c, await bodyOf(c.req.raw, fields))
  return c.json({ ...done, message: done.message ?? LATER }, done.message === null ? 202 : 200)
}

/**
 * The same in every session that an OpenCode has open.
 * @param {Context} c @param {Projects} projects
 * @param {(served: Served, root: string) => Promise<{ message: string | null }>} carryOut
 */
async function askedOfAll(c, projects, carryOut) {
  await bodyOf(c.req.raw, {})
  const all = chosen(projects, c).flatMap((served) =>
    served.project.sessions().flatMap(({ root, alive }) => (alive ? [{ served, root }] : [])),
  )
  const answers = all.map(async ({ served, root }) => {
    const { message } = await carryOut(served, root)
    return { root, message: message ?? LATER }
  })
  return c.json({ items: await Promise.all(answers) })
}

/** @param {Context} c */
const idIn = (c) => c.req.param("id") ?? ""

const LATER = "OpenCode has not answered yet. The request is in the journal and will be carried out."

/** @type {Record<string, import("./body.js").Field>} */
const NEW_TASK = {
  prompt: { type: "string", required: true },
  description: { type: "string", most: 200 },
  agent: { type: "string", most: 100 },
  root: { type: "string", most: 128 },
  project: { type: "string", most: 200 },
  execute: { type: "boolean" },
}

/** @param {Context} c */
const queryOf = (c) => new URL(c.req.url).searchParams

/** @param {Projects} projects @param {Context} c @returns {Served[]} */
function chosen(projects, c) {
  const name = queryOf(c).get("project")
  return name === null ? projects.all : [projects.named(name)]
}

/** @param {Context} c @returns {string | null} */
function keyOf(c) {
  const key = c.req.header("idempotency-key") ?? null
  if (key !== null && (key.trim() === "" || key.length > KEY_CHARS))
    throw new Problem("bad-request", `Idempotency-Key must have 1 to ${KEY_CHARS} characters.`)
  return key
}

/** @param {Served} served @param {string} id */
function taskIn(served, id) {
  const task = served.project.task(id)
  if (!task) throw new Problem("not-found", `There is no task ${id}.`)
  return task
}

/** @param {Projects} projects @param {Context} c */
function listTasks(projects, c) {
  const query = queryOf(c)
  const wanted = query.get("status")?.split(",") ?? null
  const wrong = wanted?.find((status) => !STATUSES.includes(status))
  if (wrong !== undefined)
    throw new Problem(
      "bad-request",
      `There is no status "${wrong.slice(0, 50)}"; it is one of ${STATUSES.join(", ")}.`,
    )
  const words = query.get("q")?.toLowerCase() ?? ""
  const tasks = chosen(projects, c)
    .flatMap(({ project }) => project.tasks())
    .filter(
      ({ status, root, agent, model, description }) =>
        (wanted?.includes(status) ?? true) &&
        root === (query.get("root") ?? root) &&
        agent === (query.get("agent") ?? agent) &&
        model === (query.get("model") ?? model) &&
        description.toLowerCase().includes(words),
    )
    .sort((a, b) => -compare(placeOf(a), placeOf(b)))
  const { items, next } = pageOf(tasks, placeOf, query)
  return { items: items.map(inShort), next, total: tasks.length }
}

/** @param {import("./project.js").Task} task @returns {[number, string]} */
const placeOf = ({ queued, id }) => [queued, id]

/** As a list shows it: its long texts are in the task itself. @param {import("./project.js").Task} task */
function inShort({ prompt: _prompt, result: _result, activity, leftovers: _leftovers, ...task }) {
  return { ...task, latest: activity.at(-1)?.text ?? null }
}

/** @param {Projects} projects @param {Context} c */
function listSessions(projects, c) {
  const sessions = chosen(projects, c).flatMap((served) =>
    served.project.sessions().map((session) => sessionIn(served, session)),
  )
  sessions.sort((a, b) => -compare([a.changed, a.root], [b.changed, b.root]))
  const { items, next } = pageOf(sessions, ({ changed, root }) => [changed, root], queryOf(c))
  return { items, next, total: sessions.length }
}

/** @param {Served} served @param {import("../cli/types.js").SessionView | undefined} session */
function sessionIn({ project }, session) {
  if (!session) throw new Problem("not-found", "There is no such session.")
  const { tasks, owner, answers: _answers, ...rest } = session
  const count = Object.fromEntries(STATUSES.slice(2).map((status) => [status, 0]))
  for (const { status } of tasks) count[status]++
  return {
    ...rest,
    project: project.id,
    pid: owner?.pid ?? null,
    changed: project.changed(session.root),
    tasks: count,
  }
}

/** @param {import("./project.js").Project} project */
function queuesOf(project) {
  const limits = project.limits()
  return project.sessions().flatMap(({ root, alive, halted, tasks }) => {
    const active = tasks.filter(
      ({ ended, status, origin }) => ended === null && status !== "interrupted" && origin !== "native",
    )
    const models = [...new Set(active.map(({ model }) => model))]
    return models.map((model) => {
      const of = (/** @type {string} */ status) =>
        active.filter((task) => task.model === model && task.status === status).map(({ id }) => id)
      const limit = limits[model ?? "default"] ?? limits.default
      return {
        project: project.id,
        root,
        model,
        limit,
        alive,
        halted,
        running: of("running"),
        pending: of("pending"),
      }
    })
  })
}

/** @param {Served} served */
function healthOf({ project, opencode }) {
  const { id, name, root, dir, problems } = project
  return { id, name, folder: root, state: dir, opencode: opencode.state(), problems }
}
