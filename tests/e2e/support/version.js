// @ts-check
/** The versions of OpenCode that are tried, and all that the tests have to know of what tells them apart. */

/** The newest OpenCode 1. */
export const newest = "1.18.33"
export const oldest = "1.3.2"
export const second = "2.0.15"

/** Whether it is an OpenCode 2: other hooks, other events, another command line. @param {string} version */
export const isSecond = (version) => Number.parseInt(version, 10) >= 2

/**
 * @typedef {object} Dialect
 * @property {string[]} run one run to its end, in a process of its own
 * @property {string[]} runShared one run that may share a server with others; the same where there is none
 * @property {import("./model.js").Words} words what it calls what scripts name as OpenCode 1 does
 * @property {boolean} wantsPackages it installs packages into each folder of configuration
 * @property {boolean} tellsProgress what a run waits for is told on its standard error
 * @property {string} [password] its server wants one
 * @property {Record<string, string>} serverEnv how the server learns it
 * @property {object} unwatched what a client says of a session that nobody watches
 * @property {Api} api what its server is asked, and what it tells
 */

/** @typedef {[method: string, path: string, body?: object]} Request */

/**
 * @typedef {object} Api
 * @property {string} ready a path that is answered once the server is
 * @property {string} events the path of its events
 * @property {(event: any) => any} about what an event tells
 * @property {(about: object, project: string) => Request} createSession
 * @property {(id: string, text: string, more: object) => Request} prompt returns at once; the turn goes on
 * @property {(id: string) => Request} abort
 * @property {(id: string) => Request} compact
 * @property {(id: string) => Request} messages
 * @property {string[]} ends events that tell that a session's turn ended
 */

/** @type {Dialect} */
const opencode1 = {
  run: ["run"],
  runShared: ["run"],
  words: { tools: {}, summary: (text) => text },
  wantsPackages: true,
  tellsProgress: true,
  serverEnv: {},
  unwatched: { permission: [{ permission: "question", pattern: "*", action: "deny" }] },
  api: {
    ready: "/session/status",
    events: "/event",
    about: ({ properties }) => properties,
    createSession: (about) => ["POST", "/session", about],
    prompt: (id, text, more) => [
      "POST",
      `/session/${id}/prompt_async`,
      { parts: [{ type: "text", text }], ...more },
    ],
    abort: (id) => ["POST", `/session/${id}/abort`],
    compact: (id) => ["POST", `/session/${id}/summarize`, { providerID: "mock", modelID: "scripted" }],
    messages: (id) => ["GET", `/session/${id}/message`],
    ends: ["session.idle"],
  },
}

/** @type {Dialect} */
const opencode2 = {
  run: ["run", "--standalone"],
  runShared: ["run"],
  // A summary that does not fill in the template is refused.
  words: {
    tools: { bash: "shell" },
    summary: (text) => `## Objective\n- ${text}\n\n## Next Move\n1. (none)`,
  },
  wantsPackages: false,
  tellsProgress: false,
  password: "a password",
  serverEnv: { OPENCODE_PASSWORD: "a password" },
  // Nothing tells that somebody watches.
  unwatched: {},
  api: {
    ready: "/api/session/active",
    events: "/api/event",
    about: ({ data }) => data,
    createSession: (about, directory) => ["POST", "/api/session", { location: { directory }, ...about }],
    prompt: (id, text, more) => ["POST", `/api/session/${id}/prompt`, { text, ...more }],
    abort: (id) => ["POST", `/api/session/${id}/interrupt`],
    compact: (id) => ["POST", `/api/session/${id}/compact`, {}],
    messages: (id) => ["GET", `/api/session/${id}/context`],
    ends: ["session.execution.succeeded", "session.execution.failed", "session.execution.interrupted"],
  },
}

/** @param {string} version */
export const dialectOf = (version) => (isSecond(version) ? opencode2 : opencode1)
