// @ts-check
// OpenCode's configuration files: which ones exist, and where they name Holdfast.
import fs from "node:fs"
import path from "node:path"
import { fileURLToPath } from "node:url"
import { parse } from "jsonc-parser"
import { globalConfigDir, readText } from "../files.js"

export const NAME = "opencode-holdfast"

/** `opencode` configures the server half, `tui` the terminal UI. @typedef {"opencode" | "tui"} Kind */
/** @typedef {{ file: string, spec: string, options: unknown }} Entry */

/**
 * The files of that kind that exist, from weakest to strongest, as OpenCode merges them.
 * @param {string} root
 * @param {Kind} kind
 */
export function configFiles(root, kind) {
  const named = process.env[kind === "opencode" ? "OPENCODE_CONFIG" : "OPENCODE_TUI_CONFIG"]
  return [
    ...candidates(globalConfigDir(), kind),
    ...(named ? [path.resolve(named)] : []),
    ...projectCandidates(root, kind),
  ].filter((file) => fs.existsSync(file))
}

/** @param {string} root @param {Kind} kind */
export function projectCandidates(root, kind) {
  return [...candidates(root, kind), ...candidates(path.join(root, ".opencode"), kind)]
}

/** @param {string} folder @param {Kind} kind */
export function candidates(folder, kind) {
  return [path.join(folder, `${kind}.json`), path.join(folder, `${kind}.jsonc`)]
}

/** Whether a file's text is a JSON object with or without comments, or nothing at all. @param {string} text */
export function isJsonObject(text) {
  /** @type {import("jsonc-parser").ParseError[]} */
  const errors = []
  const value = text.trim() === "" ? {} : parse(text, errors, { allowTrailingComma: true })
  return errors.length === 0 && typeof value === "object" && value !== null && !Array.isArray(value)
}

/**
 * A file's contents; an empty object if it is not a JSON object.
 * @param {string} text
 * @returns {Record<string, any>}
 */
export function parseConfig(text) {
  const value = parse(text, [], { allowTrailingComma: true })
  return value && typeof value === "object" && !Array.isArray(value) ? value : {}
}

/**
 * Every place that names Holdfast: the configuration files, and for the server half the plugin
 * folders and OPENCODE_CONFIG_CONTENT as well.
 * @param {string} root
 * @param {Kind} kind
 * @returns {Entry[]}
 */
export function configuredEntries(root, kind) {
  const entries = configFiles(root, kind).flatMap((file) =>
    entriesIn(file, readText(file) ?? "", path.dirname(file)),
  )
  if (kind === "tui") return entries
  const content = process.env.OPENCODE_CONFIG_CONTENT
  return [
    ...entries,
    ...entriesIn("OPENCODE_CONFIG_CONTENT", content ?? "", root),
    ...droppedIn(path.join(root, ".opencode")),
    ...droppedIn(globalConfigDir()),
  ]
}

/** @param {string} file @param {string} text @param {string} folder @returns {Entry[]} */
function entriesIn(file, text, folder) {
  const { plugin } = parseConfig(text)
  if (!Array.isArray(plugin)) return []
  return plugin.flatMap((entry) => {
    const [spec, options] = Array.isArray(entry) ? entry : [entry]
    return typeof spec === "string" && namesHoldfast(spec, folder) ? [{ file, spec, options }] : []
  })
}

/** Any file in a plugin folder is loaded as well. @param {string} folder @returns {Entry[]} */
function droppedIn(folder) {
  return ["plugin", "plugins"].flatMap((name) => {
    const dir = path.join(folder, name)
    if (!fs.existsSync(dir)) return []
    return fs
      .readdirSync(dir)
      .filter((file) => file.includes("holdfast"))
      .map((file) => ({ file: path.join(dir, file), spec: path.join(dir, file), options: undefined }))
  })
}

/**
 * A package name with or without a version, or a path or file URL of a folder with that package.
 * @param {string} spec
 * @param {string} folder what a relative path starts from
 */
function namesHoldfast(spec, folder) {
  if (spec === NAME || spec.startsWith(`${NAME}@`)) return true
  if (!spec.startsWith("file:") && !/^\.{0,2}[/\\]/.test(spec) && !path.isAbsolute(spec)) return false
  const at = spec.startsWith("file://") ? urlPath(spec) : path.resolve(folder, spec)
  return at !== undefined && packageNameAt(at) === NAME
}

/** @param {string} url */
function urlPath(url) {
  try {
    return fileURLToPath(url)
  } catch {
    return undefined
  }
}

/** The name of the package that a path is in. @param {string} at */
function packageNameAt(at) {
  for (let folder = at; ; folder = path.dirname(folder)) {
    const manifest = fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory()
      ? readText(path.join(folder, "package.json"))
      : null
    if (manifest !== null) return parseConfig(manifest).name
    if (folder === path.dirname(folder)) return undefined
  }
}
