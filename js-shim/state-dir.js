// @ts-check
// Where a project's state is. It is not in the project, because Holdfast acts on its state, and what
// is in a project may come with a repository or from an agent that may only edit files. It is in the
// user's data folder, next to OpenCode's own sessions.
import { createHash } from "node:crypto"
import fs from "node:fs"
import os from "node:os"
import path from "node:path"

/**
 * The folder of a project's journals, and what is wrong with the `stateDir` that the user set.
 * @param {string} root the project
 * @param {string | null} [stateDir] the option, as the core resolved it
 * @param {NodeJS.ProcessEnv} [env] of the process that keeps the state
 * @returns {{ dir: string, problems: string[] }}
 */
export function stateDirOf(root, stateDir = null, env = process.env) {
  const project = realPath(root)
  const mine = folderFor(project)
  const problem = stateDir === null ? null : problemWith(stateDir, project)
  if (stateDir === null || problem !== null)
    return { dir: path.join(defaultBase(project, env), mine), problems: problem === null ? [] : [problem] }
  return { dir: path.join(realPath(stateDir), mine), problems: [] }
}

/**
 * Why a folder of journals must not be used, or null if it is private, real and this user's own, or
 * does not exist yet.
 * @param {string} dir
 * @returns {string | null}
 */
export function refusalOf(dir) {
  const stat = fs.lstatSync(dir, { throwIfNoEntry: false })
  if (!stat) return null
  if (stat.isSymbolicLink())
    return `${dir} is a symbolic link; remove it, state is kept in a real folder only.`
  if (!stat.isDirectory()) return `${dir} is not a folder; remove it.`
  if (process.getuid === undefined) return null
  if (stat.uid !== process.getuid())
    return `${dir} belongs to another user; remove it, or set \`stateDir\` in your own holdfast.json.`
  if (stat.mode & 0o077) return `${dir} is open to other users; run \`chmod 700 ${dir}\`.`
  return null
}

/**
 * Throws unless the folder is this user's own or does not exist yet.
 * @param {string} dir
 */
export function requireOurs(dir) {
  const refusal = refusalOf(dir)
  if (refusal) throw new Error(refusal.replace(/\.$/, ""))
}

/**
 * Creates the folder on first use, private, because prompts and results can contain secrets.
 * @param {string} dir
 */
export function ensureDir(dir) {
  requireOurs(dir)
  fs.mkdirSync(dir, { recursive: true, mode: 0o700 })
}

/**
 * Where older versions kept state, if the project still has it. It is never read.
 * @param {string} root
 * @returns {string | null}
 */
export function oldStateDir(root) {
  const old = path.join(root, ".opencode", "holdfast")
  return fs.statSync(old, { throwIfNoEntry: false })?.isDirectory() ? old : null
}

/** @param {string} stateDir @param {string} project */
function problemWith(stateDir, project) {
  if (!path.isAbsolute(stateDir))
    return `\`stateDir\` must be an absolute path here, not "${stateDir}"; the default is used.`
  if (isInside(realPath(stateDir), project))
    return `\`stateDir\` is ${stateDir}, which lies inside the project ${project}; the default is used, since agents may edit what is in a project.`
  return null
}

/**
 * The user's data folder. One inside the project does not count, unless the project is the user's
 * whole home: whoever may edit that can reach everything anyway.
 * @param {string} project
 * @param {NodeJS.ProcessEnv} env
 */
function defaultBase(project, { XDG_DATA_HOME: given }) {
  const home = path.join(os.homedir(), ".local", "share")
  const candidates = [...(given && path.isAbsolute(given) ? [given] : []), home]
  const outside = isInside(realPath(os.homedir()), project) ? () => true : isOutside
  const found = candidates.map(realPath).find(outside)
  if (found === undefined)
    throw new Error(
      `Both the data folder and ${home} lie inside the project; set XDG_DATA_HOME to a folder outside it.`,
    )
  return path.join(found, "opencode-holdfast", "projects")

  /** @param {string} folder */
  function isOutside(folder) {
    return !isInside(folder, project)
  }
}

/** For people to recognise, and unique: two projects of one name are two. @param {string} project */
function folderFor(project) {
  const name =
    path
      .basename(project)
      .replace(/[^\w.-]/g, "_")
      .slice(0, 40) || "root"
  return `${name}-${createHash("sha256").update(project).digest("hex").slice(0, 16)}`
}

/** @param {string} at @param {string} folder */
function isInside(at, folder) {
  const way = path.relative(folder, at)
  return way === "" || !(way === ".." || way.startsWith(`..${path.sep}`) || path.isAbsolute(way))
}

/**
 * The path with symbolic links resolved, as far as it exists.
 * @param {string} at
 * @returns {string}
 */
function realPath(at) {
  const full = path.resolve(at)
  try {
    return fs.realpathSync.native(full)
  } catch {
    const above = path.dirname(full)
    return above === full ? full : path.join(realPath(above), path.basename(full))
  }
}
