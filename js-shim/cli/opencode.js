// @ts-check
// The user's own OpenCode: where it is, and how it is made to load this plugin.
import { spawn } from "node:child_process"
import fs from "node:fs"
import path from "node:path"
import { pathToFileURL } from "node:url"
import { parse } from "jsonc-parser"
import { Complaint } from "./complaint.js"
import { configuredEntries } from "./opencode-config.js"
import { packageFolder } from "./package.js"

/** The program on the PATH, or null. */
export function findOpenCode() {
  const names = process.platform === "win32" ? ["opencode.exe", "opencode.cmd"] : ["opencode"]
  const folders = (process.env.PATH ?? "").split(path.delimiter).filter(Boolean)
  return folders.flatMap((folder) => names.map((name) => path.join(folder, name))).find(isProgram) ?? null
}

/**
 * Starts OpenCode with this command's own input and output.
 * @param {string} program
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
export function startOpenCode(program, args, env) {
  const [file, ...before] = programBehind(program)
  return spawn(file, [...before, ...args], { stdio: "inherit", env })
}

/**
 * What to start for a program on the PATH. On Windows, npm puts a shell script there. A shell would
 * interpret the prompt, so the program behind the script is started instead.
 * @param {string} program
 * @returns {string[]}
 */
export function programBehind(program) {
  if (!program.endsWith(".cmd")) return [program]
  const folder = path.dirname(program)
  const packages = [path.join(folder, "node_modules/opencode-ai"), path.join(folder, "../opencode-ai")]
  const binary = packages
    .map((home) => path.join(home, "bin/opencode.exe"))
    .find((file) => fs.existsSync(file))
  if (binary) return [binary]
  const script = packages.map((home) => path.join(home, "bin/opencode")).find((file) => fs.existsSync(file))
  if (script) return [process.execPath, script]
  throw new Complaint(
    `${program} cannot be started without a shell; put the folder of opencode.exe on the PATH.`,
  )
}

/** @param {string} file */
function isProgram(file) {
  try {
    fs.accessSync(file, fs.constants.X_OK)
    return fs.statSync(file).isFile()
  } catch {
    return false
  }
}

/**
 * The environment in which OpenCode loads Holdfast: unchanged if a configuration names the plugin,
 * otherwise with this package added to the configuration in the environment.
 * @param {string} root
 * @returns {NodeJS.ProcessEnv}
 */
export function environmentWithHoldfast(root) {
  const { OPENCODE_CONFIG_CONTENT, ...rest } = process.env
  if (configuredEntries(root, "opencode").length > 0) return process.env
  const content = contentOf(OPENCODE_CONFIG_CONTENT)
  // As a URL, because OpenCode 1.3.2 takes a plain path for a package name here.
  const plugin = [...(Array.isArray(content.plugin) ? content.plugin : []), pathToFileURL(packageFolder).href]
  return { ...rest, OPENCODE_CONFIG_CONTENT: JSON.stringify({ ...content, plugin }) }
}

/** @param {string | undefined} text @returns {Record<string, any>} */
function contentOf(text) {
  if (!text?.trim()) return {}
  /** @type {import("jsonc-parser").ParseError[]} */
  const errors = []
  const value = parse(text, errors, { allowTrailingComma: true })
  if (errors.length > 0 || typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Complaint("OPENCODE_CONFIG_CONTENT must hold a JSON object; correct it or unset it.")
  }
  return value
}
