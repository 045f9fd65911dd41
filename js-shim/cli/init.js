// @ts-check
// `holdfast init`: names the plugin in OpenCode's configuration, keeping comments and formatting.
import fs from "node:fs"
import path from "node:path"
import { applyEdits, modify, parse } from "jsonc-parser"
import { globalConfigDir, projectRoot, readText } from "../files.js"
import { Complaint } from "./complaint.js"
import { ownCommand } from "./invocation.js"
import {
  candidates,
  configFiles,
  configuredEntries,
  NAME,
  parseConfig,
  projectCandidates,
} from "./opencode-config.js"
import { painter, print } from "./terminal.js"

const SUGGESTED_MODEL = "zai/glm-4.7"
const SCHEMAS = { opencode: "https://opencode.ai/config.json", tui: "https://opencode.ai/tui.json" }

/** @typedef {import("./opencode-config.js").Kind} Kind */
/** @typedef {{ path: (string | number)[], value: unknown }} Change */

/** @param {import("commander").Command} program */
export function initCommand(program) {
  program
    .command("init")
    .summary("add Holdfast to OpenCode's configuration")
    .description(
      "Adds Holdfast to opencode.json and tui.json of this project, and shows what it changed. " +
        "What is there already stays as it is.",
    )
    .option("-g, --global", "in your own configuration, for all projects")
    .option("-m, --model <provider/model>", "also set this default model where none is set")
    .action(init)
}

/** @param {{ global?: boolean, model?: string }} options */
function init({ global, model }) {
  if (model !== undefined && !/^[^/\s]+\/\S+$/.test(model)) {
    throw new Complaint(`--model must be provider/model, such as ${SUGGESTED_MODEL}, not "${model}".`)
  }
  const root = projectRoot(process.cwd())
  const present = defaultModel(root)
  change("opencode", root, global, model && !present ? [{ path: ["model"], value: model }] : [])
  change("tui", root, global, [])
  if (model && present) print(`The default model is ${present} already; it was left.`)
  if (!model && !present) {
    print(
      `No default model is set. To make GLM 4.7 the default: ${ownCommand("init", "--model", SUGGESTED_MODEL)}`,
    )
  }
}

/** The default model that a configuration sets. @param {string} root @returns {string | undefined} */
function defaultModel(root) {
  const texts = [...configFiles(root, "opencode").map(readText), process.env.OPENCODE_CONFIG_CONTENT]
  return texts.map((text) => parseConfig(text ?? "").model).findLast(Boolean)
}

/** @param {Kind} kind @param {string} root @param {boolean | undefined} global @param {Change[]} more */
function change(kind, root, global, more) {
  const files = global ? candidates(globalConfigDir(), kind) : projectCandidates(root, kind)
  const file = files.find((file) => fs.existsSync(file)) ?? files[0]
  const entry = configuredEntries(root, kind).find((entry) => files.includes(entry.file))
  const text = readText(file) ?? ""
  const changes = [...(entry ? [] : [pluginChange(file, text)]), ...more]
  if (changes.length === 0)
    return print(`${shown(file)}: nothing to change, "${entry?.spec}" is there already.`)

  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.writeFileSync(file, changes.reduce(edit, text || emptyConfig(kind)))
  const paint = painter()
  print(`${shown(file)}:`)
  for (const { path, value } of changes) {
    print(paint("green", `  + ${path.length > 1 ? `${path[0]}: ` : `${path[0]} = `}${JSON.stringify(value)}`))
  }
}

/** A new entry at the end of the list, or a new list. @param {string} file @param {string} text @returns {Change} */
function pluginChange(file, text) {
  /** @type {import("jsonc-parser").ParseError[]} */
  const errors = []
  const config = text.trim() === "" ? {} : parse(text, errors, { allowTrailingComma: true })
  if (errors.length > 0 || typeof config !== "object" || config === null || Array.isArray(config)) {
    throw new Complaint(`${file} is not a valid JSON object; correct it, and run this again.`)
  }
  if (config.plugin === undefined) return { path: ["plugin"], value: [NAME] }
  if (!Array.isArray(config.plugin)) {
    throw new Complaint(`"plugin" in ${file} must be a list; correct it, and run this again.`)
  }
  return { path: ["plugin", config.plugin.length], value: NAME }
}

/** @param {string} text @param {Change} change */
function edit(text, { path, value }) {
  const indent = text.match(/^([ \t]+)"/m)?.[1] ?? "  "
  const formattingOptions = {
    insertSpaces: !indent.startsWith("\t"),
    tabSize: indent.startsWith("\t") ? 1 : indent.length,
    eol: text.includes("\r\n") ? "\r\n" : "\n",
  }
  const isArrayInsertion = typeof path.at(-1) === "number"
  return applyEdits(text, modify(text, path, value, { formattingOptions, isArrayInsertion }))
}

/** @param {Kind} kind */
function emptyConfig(kind) {
  return `{\n  "$schema": "${SCHEMAS[kind]}"\n}\n`
}

/** @param {string} file */
function shown(file) {
  const relative = path.relative(process.cwd(), file)
  return relative.startsWith("..") ? file : relative
}
