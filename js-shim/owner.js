// @ts-check
// Who owns a journal, and whether that process is alive. A process id means nothing on another
// machine, in another container or after a reboot, so an owner is identified by its id, its start
// time and the place where these are valid. An owner is alive unless it is known to be dead. An owner
// elsewhere renews a lease regularly, and is dead once the lease has expired.
import { execFileSync } from "node:child_process"
import fs from "node:fs"
import os from "node:os"
import path from "node:path"

/** @typedef {{ pid: number, start: string, nonce: string }} Owner `start`: when and where it started */

/** How often an owner renews its lease. */
export const BEAT_MS = 15_000
/** After this time without a renewal it is dead, or cannot reach its journals. */
const LEASE_MS = 60_000
/** Older leases were left behind by a crash. */
const OLD_MS = 24 * 60 * 60_000

/** This process, as the owner of journals. @param {string} nonce @returns {Owner} */
export function ownerHere(nonce) {
  return { pid: process.pid, start: `${processStart(process.pid) ?? ""}@${place()}`, nonce }
}

/** Whether an owner is, or was, in this very process. @param {Owner} owner */
export function isMine(owner) {
  const { when, where } = partsOf(owner)
  return owner.pid === process.pid && isHere(where) && when === (processStart(process.pid) ?? "")
}

/**
 * Whether the process that owns a journal is alive, even if its process id was reused.
 * @param {Owner | null | undefined} owner
 * @param {string} dir the folder of the journal
 */
export function isAlive(owner, dir) {
  if (!owner) return false
  const { when, where } = partsOf(owner)
  if (!isHere(where)) return hasBeaten(dir, owner.nonce)
  const start = processStart(owner.pid)
  // If the system does not say when a process started, its id may belong to another one by now.
  return start !== null && (start === "" ? when === "" && hasBeaten(dir, owner.nonce) : start === when)
}

/** @param {Owner} owner */
function partsOf({ start }) {
  const at = start.indexOf("@")
  return at < 0 ? { when: start, where: null } : { when: start.slice(0, at), where: start.slice(at + 1) }
}

/** Older versions did not say where. @param {string | null} where */
function isHere(where) {
  return where === null || where === place()
}

/** @type {string | undefined} */
let here

/** Where process ids are valid: this boot of this machine, this container. */
function place() {
  here ??= process.platform === "linux" ? placeOnLinux() : os.hostname()
  return here
}

function placeOnLinux() {
  try {
    const boot = fs.readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()
    return `${boot} ${fs.readlinkSync("/proc/self/ns/pid")}`
  } catch {
    return os.hostname()
  }
}

/**
 * When a process started, in a form that does not depend on who asks; null if there is no such
 * process, empty if the system does not say.
 * @param {number} pid
 * @returns {string | null}
 */
export function processStart(pid) {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "ESRCH") return null
  }
  try {
    if (process.platform === "linux") {
      const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8")
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
      return fields[0] === "Z" ? null : fields[19]
    }
    if (process.platform === "darwin") {
      const env = { PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" }
      return (
        execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8", env }).trim() || null
      )
    }
  } catch {
    return process.platform === "linux" ? null : ""
  }
  return ""
}

/** @param {string} dir */
const beats = (dir) => path.join(dir, "alive")

/** A sign of life, for those who cannot see this process. @param {string} dir @param {string} nonce */
export function beat(dir, nonce) {
  fs.mkdirSync(beats(dir), { recursive: true, mode: 0o700 })
  fs.writeFileSync(path.join(beats(dir), nonce), "", { mode: 0o600 })
}

/** There will be no more of them. @param {string} dir @param {string} nonce */
export function stopBeating(dir, nonce) {
  fs.rmSync(path.join(beats(dir), nonce), { force: true })
}

/** Removes what processes that crashed have left. @param {string} dir */
export function sweepBeats(dir) {
  for (const name of fs.readdirSync(beats(dir))) {
    const stat = fs.statSync(path.join(beats(dir), name), { throwIfNoEntry: false })
    if (stat && Date.now() - stat.mtimeMs > OLD_MS) stopBeating(dir, name)
  }
}

/** @param {string} dir @param {string} nonce */
function hasBeaten(dir, nonce) {
  if (!/^[\w+-]{1,200}$/.test(nonce)) return false
  const stat = fs.statSync(path.join(beats(dir), nonce), { throwIfNoEntry: false })
  return stat !== undefined && Date.now() - stat.mtimeMs < LEASE_MS
}
