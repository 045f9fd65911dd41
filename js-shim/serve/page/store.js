// @ts-check
/** What the page knows: read from the API when events say that something changed. */
import { ask, follow, Refused } from "./client.js"

const LISTED = 300
/** Events come in bursts: not every one is worth another look. */
const GATHER_MS = 300

/** @typedef {{ tasks: any[], sessions: any[], projects: any[], connection: "connecting" | "live" | "lost" | "refused", message: string, changes: number }} State */

/** @param {(state: State) => void} show */
export function createStore(show) {
  /** @type {State} */
  let state = { tasks: [], sessions: [], projects: [], connection: "connecting", message: "", changes: 0 }
  let looking = false
  let again = false

  /** @param {Partial<State>} change */
  function set(change) {
    state = { ...state, ...change }
    show(state)
  }

  async function look() {
    if (looking) {
      again = true
      return
    }
    looking = true
    try {
      const [tasks, sessions, projects] = await Promise.all([
        ask("GET", `/tasks?limit=${LISTED}`),
        ask("GET", "/sessions?limit=100"),
        ask("GET", "/projects"),
      ])
      set({
        tasks: tasks.items,
        sessions: sessions.items,
        projects: projects.items,
        changes: state.changes + 1,
      })
    } catch (error) {
      if (error instanceof Refused && error.status === 401) set({ connection: "refused" })
    }
    await new Promise((resolve) => setTimeout(resolve, GATHER_MS))
    looking = false
    if (again) {
      again = false
      void look()
    }
  }

  return {
    start() {
      void follow({
        onChange: () => void look(),
        onReset: () => void look(),
        onState: (connection) => set({ connection }),
      })
    },
    look,
    /** Does something, and says what came of it. @param {string} method @param {string} path @param {object} [body] @returns {Promise<any>} null if it failed */
    async act(method, path, body) {
      try {
        const answer = await ask(method, path, body)
        const words =
          answer?.message ?? answer?.items?.map((/** @type {any} */ item) => item.message).join(" ")
        set({ message: words || "Done." })
        void look()
        return answer ?? {}
      } catch (error) {
        set({ message: error instanceof Error ? error.message : String(error) })
        return null
      }
    },
    /** @param {string} message */
    say: (message) => set({ message }),
  }
}
