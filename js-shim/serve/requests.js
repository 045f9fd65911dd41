// @ts-check
// Requests to the OpenCode process that owns a session's journal: written into the journal, as the
// command line and the terminal UI write them, and answered there.
import { createHash, randomUUID } from "node:crypto"
import { setTimeout as sleep } from "node:timers/promises"
import { appendJournal, journalPath, ownerHere, readText } from "../files.js"
import { load } from "../load.js"
import { Problem } from "./problem.js"

/** What an owner can be asked for. @typedef {(
 *   "stop" | "continue" | "cancel_all" | "clear" | { cancel: { task: string } } | { forget: { task: string } } |
 *   { resume: { task: string | null, retry?: boolean } } | { message: { task: string, text: string } } |
 *   { launch: { description: string, prompt: string, agent: string | null, task: string } }
 * )} Ask */

const POLL_MS = 25
/** An owner answers within a second; whoever asks need not wait for one that does not. */
const PATIENCE_MS = 5000

/**
 * The id of a request: the same for the same key, so that the journal itself knows what was asked
 * already, also after a restart.
 * @param {string | null} key the Idempotency-Key
 * @param {string[]} about what it was used for
 */
export function requestId(key, ...about) {
  return key === null ? randomUUID() : `key-${digest([key, ...about])}`
}

/** @param {string[]} words */
export function digest(words) {
  return createHash("sha256").update(JSON.stringify(words)).digest("hex").slice(0, 32)
}

/**
 * @param {import("./project.js").Project} project
 * @param {ReturnType<typeof import("./opencode-server.js").createOpenCode>} opencode
 */
export function createRequests(project, opencode) {
  /** @param {string} root @param {string} request @param {Ask} ask */
  function append(root, request, ask) {
    appendJournal(project.dir, root, load().askLine(request, /** @type {any} */ (ask), Date.now()))
  }

  /** @param {string} root @param {string} request */
  const answerTo = (root, request) =>
    project.session(root)?.answers.find(([id]) => id === request)?.[1] ?? null

  /** @param {string} root @param {string} request */
  async function answered(root, request) {
    for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await sleep(POLL_MS)) {
      const answer = answerTo(root, request)
      if (answer !== null) return answer
    }
    return null
  }

  /** Without an owner: done here where no OpenCode is needed. @param {string} root @param {string} request @param {Ask} ask */
  function offline(root, request, ask) {
    const text = readText(journalPath(project.dir, root)) ?? ""
    const done = load().offline(text, request, /** @type {any} */ (ask), ownerHere(request), Date.now())
    if (done.append) appendJournal(project.dir, root, done.append)
    return done.answer
  }

  const requests = {
    /**
     * Asks, and waits a little for the answer: null where it has not come yet.
     * @param {string} root @param {string} request @param {Ask} ask
     * @returns {Promise<string | null>}
     */
    async ask(root, request, ask) {
      const session = project.session(root)
      if (!session) throw new Problem("not-found", `There is no session ${root} with background tasks.`)
      if (session.newer) throw new Problem("conflict", session.problems.join(" "))
      const before = answerTo(root, request)
      if (before !== null) return before
      if (!session.alive && isDoneHere(ask)) return offline(root, request, ask)
      if (!session.waiting.includes(request)) append(root, request, ask)
      if (session.alive) return answered(root, request)
      await requests.wake(root, request, ask)
      return answered(root, request)
    },
    /** Leaves a request in a journal, which may be new. @param {string} root @param {string} request @param {Ask} ask */
    leave: append,
    /**
     * Has an OpenCode look at a journal. What it finds there when it starts is old to it: a request
     * that is written once more, as the same one, is not.
     * @param {string} root @param {string} request @param {Ask} ask
     */
    async wake(root, request, ask) {
      await opencode.ensure()
      append(root, request, ask)
      await opencode.touch(root)
    },
  }
  return requests
}

/** @param {Ask} ask */
function isDoneHere(ask) {
  return ask === "cancel_all" || (typeof ask === "object" && "cancel" in ask)
}
