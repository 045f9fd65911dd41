// @ts-check
// `holdfast init`: adds the plugin to OpenCode's configuration, keeping comments and formatting.
import fs from "node:fs"
import path from "node:path"
import { findNodeAtLocation, parseTree } from "jsonc-parser"
import { globalConfigDir, projectRoot, readText } from "../files.js"
import { Complaint, reasonOf } from "./complaint.js"
import { ownCommand } from "./invocation.js"
import { append } from "./jsonc.js"
import {
  candidates,
  configFiles,
  configuredEntries,
  isJsonObject,
  NAME,
  parseConfig,
  projectCandidates,
} from "./opencode-config.js"
import { painter, print } from "./terminal.js"

const SUGGESTED_MODEL = "zai/glm-4.7"
const SCHEMAS = { opencode: "https://opencode.ai/config.json", tui: "https://opencode.ai/tui.json" }

/** @typedef {import("./opencode-config.js").Kind} Kind */
/** @typedef {{ path: (string | number)[], value: unknown }} Change */
/** @typedef {{ file: string, before: string | null, after: string, changes: Change[], spec: string }} Plan */

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
  const plans = [
    plan("opencode", root, global, model && !present ? [{ path: ["model"], value: model }] : []),
    plan("tui", root, global, []),
  ]
  carryOut(plans.filter(({ changes }) => changes.length > 0))
  for (const each of plans) show(each)
  if (model && present) print(`The default model is ${present} already; left unchanged.`)
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

/**
 * What is to be written to which file, without writing it.
 * @param {Kind} kind @param {string} root @param {boolean | undefined} global @param {Change[]} more
 * @returns {Plan}
 */
function plan(kind, root, global, more) {
  const files = global ? candidates(globalConfigDir(), kind) : projectCandidates(root, kind)
  const file = files.find((file) => fs.existsSync(file)) ?? files[0]
  const entry = configuredEntries(root, kind).find((entry) => files.includes(entry.file))
  const before = readText(file)
  const changes = [...(entry ? [] : [pluginChange(file, before ?? "")]), ...more]
  const start = before?.trim() ? before : emptyConfig(kind)
  return { file, before, after: changes.reduce(edit, start), changes, spec: entry?.spec ?? NAME }
}

/** Writes all of them, or none. @param {Plan[]} plans */
function carryOut(plans) {
  /** @type {Plan[]} */
  const touched = []
  try {
    for (const plan of plans) {
      touched.push(plan)
      fs.mkdirSync(path.dirname(plan.file), { recursive: true })
      fs.writeFileSync(plan.file, plan.after)
    }
  } catch (error) {
    const { file } = touched[touched.length - 1]
    for (const { file, before } of touched) putBack(file, before)
    throw new Complaint(`${file} cannot be written: ${reasonOf(error)}. Nothing was changed.`)
  }
}

/** @param {string} file @param {string | null} before */
function putBack(file, before) {
  try {
    if (before === null) fs.rmSync(file, { force: true })
    else fs.writeFileSync(file, before)
  } catch {
    // It is the file that could not be written.
  }
}

/** @param {Plan} plan */
function show({ file, changes, spec }) {
  if (changes.length === 0) return print(`${shown(file)}: nothing to change, "${spec}" is there already.`)
  const paint = painter()
  print(`${shown(file)}:`)
  for (const { path, value } of changes) {
    print(paint("green", `  + ${path.length > 1 ? `${path[0]}: ` : `${path[0]} = `}${JSON.stringify(value)}`))
  }
}

/** A new entry at the end of the list, or a new list. @param {string} file @param {string} text @returns {Change} */
function pluginChange(file, text) {
  if (!isJsonObject(text)) {
    throw new Complaint(`${file} is not a valid JSON object; correct it, and run this again.`)
  }
  const { plugin } = parseConfig(text)
  if (plugin === undefined) return { path: ["plugin"], value: [NAME] }
  if (!Array.isArray(plugin)) {
    throw new Complaint(`"plugin" in ${file} must be a list; correct it, and run this again.`)
  }
  return { path: ["plugin", plugin.length], value: NAME }
}

/** @param {string} text @param {Change} change */
function edit(text, { path, value }) {
  const root = parseTree(text, [], { allowTrailingComma: true })
  const container = path.length > 1 ? root && findNodeAtLocation(root, [path[0]]) : root
  const entry = JSON.stringify(value)
  return container ? append(text, container, path.length > 1 ? entry : `"${path[0]}": ${entry}`) : text
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
