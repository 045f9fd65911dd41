// @ts-check
// Files and processes as the plugin, the terminal UI and the command line see them: where the
// project is, its options, its journals, and whether a journal's owner lives.

import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { appendLines } from "./journal-file.js"
import { ensureDir, refusalOf } from "./state-dir.js"

export { isAlive, ownerHere, processStart } from "./owner.js"
export { oldStateDir, refusalOf, stateDirOf } from "./state-dir.js"

/** @typedef {import("./owner.js").Owner} Owner */
/** @typedef {{ source: string, text: string, own?: boolean }} Layer */

/**
 * The folder that `.opencode/` of a project is in: the git checkout, or the folder itself.
 * @param {string} directory
 */
export function projectRoot(directory) {
  for (let at = path.resolve(directory); ; at = path.dirname(at)) {
    if (fs.existsSync(path.join(at, ".git"))) return at
    if (at === path.dirname(at)) return path.resolve(directory)
  }
}

/** OpenCode's global configuration folder. */
export function globalConfigDir() {
  const base = process.env.XDG_CONFIG_HOME || path.join(os.homedir(), ".config")
  return path.join(base, "opencode")
}

/**
 * The option files that exist, from weakest to strongest. The first is the user's own: the others
 * may come with a repository, or from an agent.
 * @param {string} root
 * @param {unknown} [inline] the second element of the plugin entry
 * @returns {Layer[]}
 */
export function configLayers(root, inline) {
  const layers = []
  for (const [folder, own] of /** @type {const} */ ([
    [globalConfigDir(), true],
    [path.join(root, ".opencode"), false],
  ])) {
    const source = path.join(folder, "holdfast.json")
    const text = readText(source)
    if (text !== null) layers.push({ source, text, own })
  }
  if (inline !== undefined)
    layers.push({ source: "the plugin entry in opencode.json", text: JSON.stringify(inline), own: false })
  return layers
}

/**
 * A file's text, or null if there is none.
 * @param {string} file
 */
export function readText(file) {
  try {
    return fs.readFileSync(file, "utf8")
  } catch (error) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error)
    if (code === "ENOENT") return null
    // The system's own message does not always name the file.
    throw Object.assign(new Error(`${file} cannot be read (${code ?? message})`), { code, path: file })
  }
}

/**
 * The root sessions that have a journal in the folder, by name; none in one that is not ours.
 * @param {string} dir
 * @returns {string[]}
 */
export function journalRoots(dir) {
  try {
    if (refusalOf(dir)) return []
    return fs
      .readdirSync(dir, { withFileTypes: true })
      .filter((entry) => entry.isFile() && /^[\w-]{1,128}\.jsonl$/.test(entry.name))
      .map(({ name }) => name.slice(0, -".jsonl".length))
      .sort()
  } catch {
    return []
  }
}

/**
 * @param {string} dir
 * @param {string} root
 */
export function journalPath(dir, root) {
  if (!/^[\w-]{1,128}$/.test(root))
    throw new Error(`"${root}" cannot name a journal; a session id such as ses_… is needed.`)
  return path.join(dir, `${root}.jsonl`)
}

/**
 * Appends to a journal, creating the folder on first use. Only the user can read it, because prompts
 * and results can contain secrets.
 * @param {string} dir
 * @param {string} root
 * @param {string} text
 */
export function appendJournal(dir, root, text) {
  const file = journalPath(dir, root)
  ensureDir(dir)
  appendLines(file, text)
}
