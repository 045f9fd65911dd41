// @ts-check
// How an `opencode run` ends: by itself, by the timeout or by a signal. Nothing of it stays behind.
import { setTimeout as sleep } from "node:timers/promises"
import { Complaint, reasonOf } from "./complaint.js"

/** @typedef {import("./verdict.js").Ending} Ending */

/** How long OpenCode has to end by itself before it is killed. */
const GRACE_MS = 1000
const LONGEST_TIMER_MS = 2 ** 30
/** @type {NodeJS.Signals[]} */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"]

/**
 * Waits for OpenCode to end, and ends it when the timeout passes or a signal arrives.
 * @param {import("node:child_process").ChildProcess} child
 * @param {import("./processes.js").Tree} tree
 * @param {number | undefined} timeout
 * @returns {Promise<Ending>}
 * @throws {Complaint} if OpenCode could not be started
 */
export async function endOf(child, tree, timeout) {
  /** @type {Ending} */
  const ending = { timedOut: false, signal: null, code: null }
  /** @type {NodeJS.Timeout | undefined} */
  let killer
  const stop = (/** @type {NodeJS.Signals} */ signal) => {
    tree.signal(killer ? "SIGKILL" : signal)
    killer ??= setTimeout(() => tree.signal("SIGKILL"), GRACE_MS)
  }
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      ending.signal ??= signal
      stop(signal)
    })
  }
  const cancelTimer = after(timeout, onTimeout)
  function onTimeout() {
    ending.timedOut = true
    stop("SIGTERM")
  }

  /** @type {[number | null, NodeJS.Signals | null]} */
  const [code, signal] = await new Promise((resolve, reject) => {
    child.on("error", (error) => reject(new Complaint(`OpenCode could not be started: ${reasonOf(error)}.`)))
    child.on("exit", (code, signal) => resolve([code, signal]))
  })
  cancelTimer()
  ending.code = code
  ending.signal ??= signal
  if (ending.timedOut || ending.signal) await endOfTree(tree)
  clearTimeout(killer)
  return ending
}

/**
 * Ends what the program left behind, such as the real OpenCode behind a wrapper.
 * @param {import("./processes.js").Tree} tree
 */
async function endOfTree(tree) {
  for (const signal of /** @type {const} */ (["SIGTERM", "SIGKILL"])) {
    tree.signal(signal)
    for (const until = Date.now() + GRACE_MS; Date.now() < until; await sleep(20)) {
      if (tree.living().length === 0) return
    }
  }
}

/**
 * A timer without the system's limit of 25 days.
 * @param {number | undefined} ms
 * @param {() => void} then
 * @returns {() => void} cancels it
 */
function after(ms, then) {
  if (ms === undefined) return () => {}
  const at = Date.now() + ms
  /** @type {NodeJS.Timeout} */
  let timer
  const wait = () => {
    const left = at - Date.now()
    if (left <= 0) return then()
    timer = setTimeout(wait, Math.min(left, LONGEST_TIMER_MS))
  }
  wait()
  return () => clearTimeout(timer)
}
