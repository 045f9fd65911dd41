// @ts-check
// How this command was called, so that the commands that it prints can be pasted.
import fs from "node:fs"
import path from "node:path"

const NAMES = ["holdfast", "opencode-holdfast"]

/** The prompt that uses a session again, so that its tasks continue. */
const GO_ON = "go on"

/** A word as a shell takes it. @param {string} word */
export function quote(word) {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word
  if (process.platform === "win32") return `"${word.replaceAll('"', '\\"')}"`
  return `'${word.replaceAll("'", "'\\''")}'`
}

/** How the user can call this command again: by its name, with npx, or by its file. */
export function ownName() {
  const script = realPath(process.argv[1] ?? "")
  const name = NAMES.find((name) => isOnPath(name, script))
  if (name) return name
  // npx prepends a temporary folder of its own to the PATH.
  if (isNpx(process.argv[1] ?? "")) return "npx opencode-holdfast"
  return `node ${quote(process.argv[1] ?? "")}`
}

/** @param {string} name @param {string} script */
function isOnPath(name, script) {
  const folders = (process.env.PATH ?? "").split(path.delimiter).filter(Boolean)
  const names = process.platform === "win32" ? [`${name}.cmd`, `${name}.ps1`] : [name]
  const found = folders
    .filter((folder) => !isNpx(folder))
    .flatMap((folder) => names.map((file) => path.join(folder, file)))
    .find((file) => fs.existsSync(file))
  // On Windows, the program on the PATH is a small script that starts this one.
  return found !== undefined && (process.platform === "win32" || realPath(found) === script)
}

/** @param {string} place */
function isNpx(place) {
  if (/[/\\]_npx[/\\]/.test(place)) return true
  return process.env.npm_command === "exec" && /[/\\]node_modules[/\\]\.bin$/.test(path.dirname(`${place}/x`))
}

/** @param {string} file */
function realPath(file) {
  try {
    return fs.realpathSync(file)
  } catch {
    return file
  }
}

/**
 * The command that uses a session again, so that what is waiting in it continues. It loads Holdfast
 * even if no configuration names it.
 * @param {string | null} session null for the one used last
 * @param {string[]} [options] of OpenCode, as the run that is continued had them
 */
export function continueCommand(session, options = []) {
  const which = session === null ? ["-c"] : ["-s", session]
  return [ownName(), "run", ...[...options, ...which].map(quote), `"${GO_ON}"`].join(" ")
}

/** A command of this command line, to be pasted. @param {string[]} words */
export function ownCommand(...words) {
  return [ownName(), ...words.map(quote)].join(" ")
}
