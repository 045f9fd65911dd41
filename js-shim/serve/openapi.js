// @ts-check
// The OpenAPI 3.1 document of the API. A test holds every answer that it gets against it.
import { schemas } from "./schemas.js"

/** @param {string} name */
const ref = (name) => ({ $ref: `#/components/schemas/${name}` })
/** @param {string} description @param {object} schema */
const json = (description, schema) => ({ description, content: { "application/json": { schema } } })
const problem = {
  description: "What went wrong (RFC 9457)",
  content: { "application/problem+json": { schema: ref("Problem") } },
}
const inPath = (/** @type {string} */ description) => ({
  name: "id",
  in: "path",
  required: true,
  description,
  schema: { type: "string" },
})
/** @param {string} name @param {string} description @param {object} [schema] */
const inQuery = (name, description, schema = { type: "string" }) => ({
  name,
  in: "query",
  description,
  schema,
})
const key = {
  name: "Idempotency-Key",
  in: "header",
  description: "Any text of your own for this request: repeated with the same one, nothing is done twice.",
  schema: { type: "string", minLength: 1, maxLength: 200 },
}
const project = inQuery("project", "One project's id; without it, all that are served.")
const paged = [
  inQuery("limit", "How many at most.", { type: "integer", minimum: 1, maximum: 500, default: 50 }),
  inQuery("cursor", "The `next` of the page before."),
]
/** @param {string} item */
const pageOf = (item) => ({
  type: "object",
  required: ["items", "next", "total"],
  properties: {
    items: { type: "array", items: ref(item) },
    next: { type: ["string", "null"], description: "The cursor of the next page; null on the last one." },
    total: { type: "integer" },
  },
})

/** @param {string} summary @param {object} answer @param {object[]} [parameters] */
const get = (summary, answer, parameters = []) => ({
  get: { summary, parameters, responses: { 200: json(summary, answer), default: problem } },
})
/** @param {string} summary @param {object} body */
const bodyOf = (summary, body) => ({
  description: summary,
  content: { "application/json": { schema: body } },
})

/** @param {string} summary @param {string} id @param {object} [body] */
const act = (summary, id, body) => ({
  post: {
    summary,
    parameters: [inPath(id), key],
    ...(body && { requestBody: { required: true, ...bodyOf(summary, body) } }),
    responses: {
      200: json("It is done, in the words of who did it.", ref("Done")),
      202: json("OpenCode has not answered yet; the request is in the journal.", ref("Done")),
      default: problem,
    },
  },
})
/** @param {string} summary */
const everywhere = (summary) => ({
  post: {
    summary,
    parameters: [project, key],
    responses: { 200: json("What each session answered", ref("DoneInSessions")), default: problem },
  },
})

const TASK = "The task's id, such as bg_k3x9qa"
const ROOT = "The session's id, ses_…"

/** @param {string} version */
export function openapi(version) {
  return {
    openapi: "3.1.0",
    info: {
      title: "Holdfast",
      version,
      description: "Background tasks of OpenCode: create, execute, steer and follow them.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/" }],
    security: [{ token: [] }],
    paths: {
      "/api/tasks": {
        ...get("Tasks, newest first", pageOf("TaskInShort"), [
          project,
          inQuery("status", "One or several statuses, with commas between them."),
          inQuery("root", "The session that launched them."),
          inQuery("agent", "Their agent."),
          inQuery("model", "Their model, `provider/model`."),
          inQuery("q", "Words of their description."),
          ...paged,
        ]),
        post: {
          summary: "Create a task",
          description: "It waits for its execute call, unless `execute` is true.",
          parameters: [key],
          requestBody: { required: true, ...bodyOf("The task", ref("NewTask")) },
          responses: {
            201: json("It was created.", ref("Task")),
            200: json("It was created before with this Idempotency-Key.", ref("Task")),
            default: problem,
          },
        },
      },
      "/api/tasks/{id}": {
        ...get("One task, with its prompt, its result and what it did last", ref("Task"), [inPath(TASK)]),
        delete: {
          summary: "Forget a task that has ended or was never executed",
          parameters: [inPath(TASK), key],
          responses: { 204: { description: "It is forgotten." }, default: problem },
        },
      },
      "/api/tasks/{id}/execute": {
        post: {
          summary: "Begin a task; answers at once",
          parameters: [inPath(TASK), key],
          responses: { 202: json("It goes into its queue.", ref("ExecutionStarted")), default: problem },
        },
      },
      "/api/tasks/{id}/activity": get("Everything that happened to a task", pageOf("Change"), [
        inPath(TASK),
        ...paged,
      ]),
      "/api/tasks/{id}/cancel": act("Cancel a task; what it has said so far is kept", TASK),
      "/api/tasks/{id}/resume": act(
        "Continue an interrupted task in its session; start a failed one again",
        TASK,
      ),
      "/api/tasks/{id}/retry": act("Start a failed or interrupted task again, from the beginning", TASK),
      "/api/tasks/{id}/message": act(
        "Tell a task something: one that has ended continues with it",
        TASK,
        ref("Message"),
      ),
      "/api/sessions": get("Sessions with tasks, used last first", pageOf("Session"), [project, ...paged]),
      "/api/sessions/{id}": get("One session", ref("Session"), [inPath(ROOT)]),
      "/api/sessions/{id}/activity": get(
        "Everything that happened in a session, or to the task that works in it",
        pageOf("Change"),
        [inPath("The id of a session, or of a task's own session"), ...paged],
      ),
      "/api/sessions/{id}/stop": act("No automatic prompts in this session until it may go on", ROOT),
      "/api/sessions/{id}/go": act("Automatic prompts again; a halted queue continues", ROOT),
      "/api/sessions/{id}/cancel": act("Cancel every pending and running task of a session", ROOT),
      "/api/sessions/{id}/clear": act("Forget tasks that have ended and were delivered", ROOT),
      "/api/stop": everywhere("No automatic prompts in any session that an OpenCode has open"),
      "/api/go": everywhere("Automatic prompts again in every session that an OpenCode has open"),
      "/api/queues": get("What runs and what waits, by session and model, with the limits", listOf("Queue"), [
        project,
      ]),
      "/api/stats": get("Counts and times over everything that the journals have seen", listOf("Stats"), [
        project,
      ]),
      "/api/projects": get("The projects that are served", listOf("Project")),
      "/api/health": get("Whether the server works, and what it serves", ref("Health")),
      "/api/openapi.json": get("This document", { type: "object" }),
    },
    components: {
      schemas,
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "The token in the link that was printed." },
      },
    },
  }
}

/** @param {string} item */
function listOf(item) {
  return { type: "object", required: ["items"], properties: { items: { type: "array", items: ref(item) } } }
}
