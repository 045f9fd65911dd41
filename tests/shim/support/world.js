// @ts-check
/** What OpenCode gives the shim: a client that records its calls, and a project. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after } from "node:test"

/** @typedef {{ method: string, body: any }} Asked */

// Without the user's own configuration and state.
for (const name of ["XDG_DATA_HOME", "XDG_CONFIG_HOME"]) process.env[name] = temporaryFolder()

/** Gone when the tests of the file have ended. @returns {string} */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-shim-"))
  after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/**
 * A client as OpenCode gives it to plugins, for a project with one session.
 * @param {(method: string) => void} [met] may throw, as the client would
 */
export function fakeClient(met = () => {}) {
  /** @type {Asked[]} */
  const asked = []
  const answer = (/** @type {string} */ method, /** @type {any} */ data) => (/** @type {any} */ argument) => {
    asked.push({ method, body: argument?.body })
    met(method)
    return Promise.resolve({ data: typeof data === "function" ? data(argument) : data })
  }
  const session = (/** @type {any} */ { path }) => ({ id: path.id, title: "A session" })
  return {
    asked,
    /** @param {string} method */
    bodies: (method) => asked.filter((call) => call.method === method).map(({ body }) => body),
    app: { log: answer("app.log", true), agents: answer("app.agents", []) },
    tui: { showToast: answer("tui.showToast", true) },
    command: { list: answer("command.list", []) },
    session: {
      get: answer("session.get", session),
      todo: answer("session.todo", []),
      status: answer("session.status", {}),
      messages: answer("session.messages", []),
      create: answer("session.create", { id: "ses_child" }),
      prompt: answer("session.prompt", {}),
      promptAsync: answer("session.promptAsync", undefined),
      abort: answer("session.abort", true),
    },
  }
}

/** What OpenCode gives a plugin. @param {any} [client] @returns {any} */
export function pluginInput(client = fakeClient()) {
  const directory = temporaryFolder()
  return { client, directory, worktree: directory, project: { id: "global" } }
}

/** A message list as the model is about to see it. @param {string} text @param {string} [sessionID] */
export function messageList(text, sessionID = "ses_root") {
  const info = {
    id: "msg_1",
    sessionID,
    role: "user",
    agent: "build",
    model: { providerID: "mock", modelID: "m1" },
    time: { created: 1 },
  }
  return [{ info, parts: [{ id: "prt_1", sessionID, messageID: "msg_1", type: "text", text }] }]
}
