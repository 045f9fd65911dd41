// @ts-check
// `holdfast doctor`: what is installed, what is configured where, and whether the journals are
// healthy, with what to do about each finding.
import { execFileSync } from "node:child_process"
import fs from "node:fs"
import path from "node:path"
import { journalRoots, projectRoot, readText } from "../files.js"
import { Complaint, reasonOf } from "./complaint.js"
import { proveWritable } from "./evidence.js"
import { continueCommand, ownCommand } from "./invocation.js"
import { findOpenCode, programBehind } from "./opencode.js"
import { configFiles, configuredEntries, isJsonObject, NAME } from "./opencode-config.js"
import { packageFolder, version } from "./package.js"
import { openProject } from "./project.js"
import { counted, oneLine, painter, print } from "./terminal.js"

/** @typedef {{ level: "good" | "note" | "bad", text: string }} Finding */

const MARKS = /** @type {const} */ ({ good: ["green", "✓"], note: ["yellow", "!"], bad: ["red", "✗"] })
const OLDEST = [1, 3, 2]
/** The hold, the tools and the slash commands depend on these. */
const HOOKS = [
  "experimental.chat.messages.transform",
  "experimental.session.compacting",
  "command.execute.before",
  "chat.message",
  "tool.execute.before",
  "tool.execute.after",
]

/** @param {string} text @returns {Finding} */
const good = (text) => ({ level: "good", text })
/** @param {string} text @returns {Finding} */
const note = (text) => ({ level: "note", text })
/** @param {string} text @returns {Finding} */
const bad = (text) => ({ level: "bad", text })

/** @param {import("commander").Command} program */
export function doctorCommand(program) {
  program
    .command("doctor")
    .summary("check the installation")
    .description(
      "Checks versions, configuration and journals; exits with 1 when something has to be put right.",
    )
    .action(examine)
}

function examine() {
  const root = projectRoot(process.cwd())
  const findings = eachOnce([
    good(`Holdfast ${version} in ${packageFolder}, Node ${process.versions.node}`),
    ...openCodeFindings(),
    ...configurationFindings(root),
    ...stateFindings(),
  ])
  const paint = painter()
  for (const { level, text } of findings) {
    const [colour, mark] = MARKS[level]
    print(`${paint(colour, mark)} ${oneLine(text)}`)
  }
  const count = (/** @type {Finding["level"]} */ wanted) =>
    findings.filter(({ level }) => level === wanted).length
  print(`${counted(count("note"), "note")}, ${counted(count("bad"), "error")}`)
  if (count("bad") > 0) process.exitCode = 1
}

/** A broken file is in the way of more than one check. @param {Finding[]} findings */
function eachOnce(findings) {
  return findings.filter(({ text }, index) => findings.findIndex((other) => other.text === text) === index)
}

/** @returns {Finding[]} */
function openCodeFindings() {
  const program = findOpenCode()
  if (!program) {
    return [bad("OpenCode is not on the PATH; install it with `npm install -g opencode-ai`.")]
  }
  const found = openCodeVersion(program)
  if (!found) return [bad(`${program} --version failed; reinstall OpenCode.`)]
  const missing = missingHooks(program)
  return [
    isSupported(found)
      ? good(`OpenCode ${found} at ${program}`)
      : bad(`OpenCode ${found} at ${program} is not supported; install 1.3.2 or newer, below 2.`),
    missing.length === 0
      ? good("This OpenCode has every hook that Holdfast needs.")
      : bad(`This OpenCode lacks ${missing.join(", ")}: turns cannot be held; install another version.`),
  ]
}

/** @param {string} program */
function openCodeVersion(program) {
  try {
    const [file, ...before] = programBehind(program)
    return execFileSync(file, [...before, "--version"], { encoding: "utf8", timeout: 30_000 }).trim()
  } catch {
    return null
  }
}

/** @param {string} version */
function isSupported(version) {
  const parts = version.split(".").map((part) => Number.parseInt(part, 10))
  if (parts[0] !== OLDEST[0]) return parts.some(Number.isNaN)
  const differing = parts.findIndex((part, index) => part !== OLDEST[index])
  return differing < 0 || parts[differing] > OLDEST[differing]
}

/** The hooks whose names do not occur in the program. @param {string} program */
function missingHooks(program) {
  const code = fs.readFileSync(realProgram(fs.realpathSync(String(programBehind(program).at(-1)))))
  return HOOKS.filter((name) => !code.includes(name))
}

/** Behind the wrapper that some versions of npm's package have lies the real program. @param {string} program */
function realProgram(program) {
  const folder = path.dirname(program)
  const platform = { darwin: "darwin", linux: "linux", win32: "windows" }[String(process.platform)]
  const name = `opencode-${platform}-${process.arch}`
  return (
    [
      path.join(folder, ".opencode"),
      ...["", "-baseline", "-musl"].map((kind) =>
        path.join(
          folder,
          "../..",
          name + kind,
          "bin",
          process.platform === "win32" ? "opencode.exe" : "opencode",
        ),
      ),
    ].find((file) => fs.statSync(program).size < 1_000_000 && fs.existsSync(file)) ?? program
  )
}

/** What can be said of OpenCode's files; nothing of the entries while one of the files is broken. @param {string} root @returns {Finding[]} */
function configurationFindings(root) {
  const broken = [...configFiles(root, "opencode"), ...configFiles(root, "tui")].flatMap(brokenFinding)
  return broken.length > 0 ? broken : [...serverFindings(root), ...terminalFindings(root)]
}

/** @param {string} file @returns {Finding[]} */
function brokenFinding(file) {
  try {
    const text = readText(file) ?? ""
    return isJsonObject(text) ? [] : [bad(`${file} is not a valid JSON object; correct it.`)]
  } catch (error) {
    return [bad(`${file} cannot be read: ${reasonOf(error)}. Correct that.`)]
  }
}

/** @param {string} root @returns {Finding[]} */
function serverFindings(root) {
  const entries = configuredEntries(root, "opencode")
  if (entries.length === 0) {
    return [
      note(
        `No configuration names the plugin; run \`${ownCommand("init")}\` (only \`holdfast run\` works without it).`,
      ),
    ]
  }
  const places = entries.map(({ file, spec }) => `"${spec}" in ${file}`)
  if (entries.length === 1) return [good(`The plugin is configured: ${places[0]}`)]
  return [note(`The plugin is configured ${entries.length} times: ${places.join(", ")}. Remove all but one.`)]
}

/** @param {string} root @returns {Finding[]} */
function terminalFindings(root) {
  const entries = configuredEntries(root, "tui")
  if (entries.length === 0) {
    return [
      note(`No tui.json names the plugin: the terminal UI shows no tasks; run \`${ownCommand("init")}\`.`),
    ]
  }
  const places = entries.map(({ file, spec }) => `"${spec}" in ${file}`).join(", ")
  if (entries.length > 1)
    return [note(`The terminal UI names ${NAME} more than once: ${places}. Remove all but one.`)]
  return [good(`The terminal UI is configured: ${places}`)]
}

/** The options, and the journals that they lead to. @returns {Finding[]} */
function stateFindings() {
  try {
    const project = openProject()
    return [...optionFindings(project), ...journalFindings(project)]
  } catch (error) {
    if (error instanceof Complaint) return [bad(error.message)]
    const { path } = /** @type {NodeJS.ErrnoException} */ (error)
    return [bad(`${path ?? "The state"} cannot be read: ${reasonOf(error)}. Correct that.`)]
  }
}

/** @param {import("./project.js").Project} project @returns {Finding[]} */
function optionFindings({ layers, problems }) {
  if (problems.length > 0) return problems.map(bad)
  if (layers.length === 0) return [good("No options are set: the defaults apply.")]
  return [good(`Options are valid: ${layers.map(({ source }) => source).join(", ")}`)]
}

/** @param {import("./project.js").Project} project @returns {Finding[]} */
function journalFindings(project) {
  try {
    proveWritable(project.dir)
  } catch (error) {
    return [
      bad(
        `Nothing can be written to ${project.dir}: ${reasonOf(error)}. Correct that, or set \`stateDir\` in your own holdfast.json.`,
      ),
    ]
  }
  const count = journalRoots(project.dir).length
  if (count === 0) return [good(`No journals yet; they will be in ${project.dir}`)]
  const { sessions } = project.view()
  return [
    good(`${counted(count, "journal")} in ${project.dir}`),
    ...sessions.flatMap(({ problems }) => problems.map(note)),
    ...sessions.filter(isOrphaned).map(({ root, tasks }) => {
      const left = tasks.filter(({ ended }) => ended === null).length
      return note(`${counted(left, "unfinished task")} in ${root}. To continue: ${continueCommand(root)}`)
    }),
    ...(process.platform === "win32" ? [] : openFindings(project.dir)),
  ]
}

/** Unfinished, and nobody works on it. @param {import("./types.js").SessionView} session */
function isOrphaned({ alive, tasks }) {
  return !alive && tasks.some(({ ended }) => ended === null)
}

/** Prompts and results can hold secrets. @param {string} dir @returns {Finding[]} */
function openFindings(dir) {
  const open = fs
    .readdirSync(dir)
    .filter((name) => name.endsWith(".jsonl"))
    .filter((name) => fs.statSync(path.join(dir, name)).mode & 0o077)
  if (open.length === 0) return []
  return [
    note(
      `Others can read ${open.join(", ")}; \`chmod 600 ${dir}/*.jsonl\` keeps prompts and results private.`,
    ),
  ]
}
