// @ts-check
/** Requests to the OpenCode process that owns a session's journal. */
import { randomUUID } from "node:crypto"
import { appendJournal } from "../files.js"

/** @typedef {import("./types.js").Ask} Ask */

/** A running owner answers within a second; otherwise the answer comes when the session is used again. */
const PATIENCE_MS = 10_000

/**
 * @param {{
 *   dir: string,
 *   core: Pick<ReturnType<typeof import("../load.js").load>, "askLine">,
 *   look: () => void,
 *   isNewer?: (root: string) => boolean,
 *   publish: (command: string) => Promise<unknown>,
 *   say: (text: string) => void,
 * }} about
 */
export function createRequests({ dir, core, look, publish, say, isNewer = () => false }) {
  /** @type {Map<string, { late: NodeJS.Timeout, settled: () => void }>} */
  const waiting = new Map()

  /** @param {string} root @param {Ask} ask */
  function send(root, ask) {
    const request = randomUUID()
    if (isNewer(root)) {
      say("The journal was written by a newer Holdfast; update it first. Nothing was changed.")
      return request
    }
    appendJournal(dir, root, core.askLine(request, ask, Date.now()))
    // For a process that does not know the session yet; the owner watches the folder anyway.
    publish(`holdfast.journal:${root}`).catch(() => {})
    look()
    return request
  }

  return {
    /**
     * Asks, and shows the answer when it comes.
     * @param {string} root
     * @param {Ask} ask
     * @param {() => void} [settled] called once it is answered, or not waited for any longer
     */
    ask(root, ask, settled = () => {}) {
      const request = send(root, ask)
      const late = setTimeout(() => {
        waiting.delete(request)
        settled()
        say(
          "OpenCode has not answered yet. The request is kept: it is carried out when the session is used again.",
        )
      }, PATIENCE_MS)
      late.unref?.()
      waiting.set(request, { late, settled })
    },
    /** Makes a request whose answer is not shown. */
    tell: send,
    /** Shows the answers that have come. @param {import("./types.js").SessionView[]} sessions */
    answered(sessions) {
      if (waiting.size === 0) return
      for (const [request, text] of sessions.flatMap(({ answers }) => answers)) {
        const asked = waiting.get(request)
        if (!asked) continue
        clearTimeout(asked.late)
        waiting.delete(request)
        asked.settled()
        say(text)
      }
    },
    close() {
      for (const { late } of waiting.values()) clearTimeout(late)
    },
  }
}
