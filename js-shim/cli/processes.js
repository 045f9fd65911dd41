// @ts-check
// Finds and ends the processes below one that this command started. Signalling that process alone is
// not enough: older OpenCode versions start the real program from a wrapper that leaves it behind,
// and tools run in process groups of their own.
import { execFileSync } from "node:child_process"
import fs from "node:fs"
import { processStart } from "../files.js"

/** @typedef {ReturnType<typeof watchTree>} Tree */

/**
 * Remembers every process that was seen below `root`, even after its parent has ended.
 * @param {number} root
 */
export function watchTree(root) {
  /** Process ids with their start times: an id that was given away again is left alone. @type {Map<number, string>} */
  const known = new Map([[root, processStart(root) ?? ""]])
  const isSame = (/** @type {number} */ pid) => processStart(pid) === known.get(pid)

  /** @param {number} parent @param {Map<number, number[]>} children */
  function lookBelow(parent, children) {
    for (const pid of children.get(parent) ?? []) {
      if (!known.has(pid)) known.set(pid, processStart(pid) ?? "")
      lookBelow(pid, children)
    }
  }

  const tree = {
    /** Looks for new processes. */
    look() {
      const children = childrenByParent()
      for (const pid of tree.living()) lookBelow(pid, children)
    },
    has: (/** @type {number} */ pid) => known.has(pid),
    living: () => [...known.keys()].filter(isSame),
    /** @param {NodeJS.Signals} signal */
    signal(signal) {
      if (process.platform === "win32") return endOnWindows(root)
      freeze()
      for (const pid of tree.living()) {
        send(pid, signal)
        send(pid, "SIGCONT")
      }
    },
  }

  /** Suspends all of them: a process that one starts after the last look would outlive it unnoticed. */
  function freeze() {
    const halted = new Set()
    for (;;) {
      tree.look()
      const moving = tree.living().filter((pid) => !halted.has(pid))
      if (moving.length === 0) return
      for (const pid of moving) {
        send(pid, "SIGSTOP")
        halted.add(pid)
      }
    }
  }
  return tree
}

/** @param {number} pid @param {NodeJS.Signals} signal */
function send(pid, signal) {
  try {
    process.kill(pid, signal)
  } catch {
    // It has already ended.
  }
}

/** There are no signals there, and no `ps`: the system ends a process with all below it. @param {number} root */
function endOnWindows(root) {
  try {
    execFileSync("taskkill", ["/pid", String(root), "/T", "/F"], { stdio: "ignore" })
  } catch {
    // It has already ended.
  }
}

function childrenByParent() {
  /** @type {Map<number, number[]>} */
  const children = new Map()
  for (const { pid, parent } of processes()) {
    children.set(parent, [...(children.get(parent) ?? []), pid])
  }
  return children
}

/** @returns {{ pid: number, parent: number }[]} */
function processes() {
  if (process.platform === "linux") return processesOfLinux()
  if (process.platform === "win32") return []
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n")
  return lines.map((line) => {
    const [pid, parent] = line.trim().split(/\s+/).map(Number)
    return { pid, parent }
  })
}

/** Containers often have no `ps`. */
function processesOfLinux() {
  return fs
    .readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = fs.readFileSync(`/proc/${name}/stat`, "utf8")
        const [, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
        return [{ pid: Number(name), parent: Number(parent) }]
      } catch {
        return []
      }
    })
}
