// @ts-check
// The user's own OpenCode: where it is, and how it comes to load this plugin.
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
  return spawn(program, args, { stdio: "inherit", env })
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
 * The environment in which OpenCode loads Holdfast: as it is when a configuration names the
 * plugin, otherwise with this package added to the configuration that the environment holds.
 * @param {string} root
 * @returns {NodeJS.ProcessEnv}
 */
export function environmentWithHoldfast(root) {
  const { OPENCODE_CONFIG_CONTENT, ...rest } = process.env
  if (configuredEntries(root, "opencode").length > 0) return process.env
  const content = contentOf(OPENCODE_CONFIG_CONTENT)
  // As a URL: OpenCode 1.3.2 takes a plain path for the name of a package here.
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
