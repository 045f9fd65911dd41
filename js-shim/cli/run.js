// @ts-check
// `holdfast run`: the user's own `opencode run` with Holdfast loaded, and an exit code that says
// what became of the work.
import fs from "node:fs"
import path from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { forOpenCode, readOpenCode, withOwnOptions } from "./arguments.js"
import { Complaint, reasonOf } from "./complaint.js"
import { awaitReport, proveWritable } from "./evidence.js"
import { environmentWithHoldfast, findOpenCode, startOpenCode } from "./opencode.js"
import { watchTree } from "./processes.js"
import { showProgress } from "./progress.js"
import { openProject } from "./project.js"
import { recordRun } from "./record.js"
import { messageOf } from "./run-message.js"
import { summarise, summaryText } from "./summary.js"
import { verdict } from "./verdict.js"

/** @typedef {import("./verdict.js").Ending} Ending */
/** @typedef {ReturnType<typeof recordRun>} Record */
/** @typedef {import("./arguments.js").Options} Options */

const LOOK_MS = 100
/** How long OpenCode has to end itself before it is ended. */
const GRACE_MS = 1000
const LONGEST_TIMER_MS = 2 ** 30
/** @type {NodeJS.Signals[]} */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"]

/** As timeout(1) has them: this command itself failed, or there is nothing to run. */
export const REFUSED = 125
const NOT_FOUND = 127

const EXIT_CODES = `
Exit codes:
  0    everything is done
  2    a background task failed and was not recovered
  3    todos were left open when continuation ended
  4    it is not known whether everything is done
  124  the --timeout passed; what is left can be resumed
  125  nothing was run; the message says why
  127  OpenCode was not found
  130  interrupted (SIGINT); 143 for SIGTERM, 129 for SIGHUP
  Any other is OpenCode's own.

Examples:
  holdfast run "Fix the failing tests"
  holdfast run --timeout 30m --summary-file run.json -m zai/glm-4.7 "Fix the failing tests"
  git diff | holdfast run "Review this"
`

/** @param {import("commander").Command} program */
export function runCommand(program) {
  const command = program
    .command("run")
    .summary("run `opencode run` and wait for all of its work")
    .description(
      "Runs `opencode run` with Holdfast loaded, also when no configuration names it. " +
        "Input, output and signals are passed through.",
    )
    .argument("[arguments...]", "the arguments and options of `opencode run`")
    .addHelpText("after", EXIT_CODES)
    .allowUnknownOption()
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : REFUSED))
  withOwnOptions(command).action((_arguments, options) => run(forOpenCode(process.argv.slice(3)), options))
}

/** @param {string[]} args @param {Options} options */
async function run(args, options) {
  const given = readOpenCode(args)
  refuse(given)
  const folder = path.resolve(given.dir ?? ".")
  const project = openProject(folder)
  const program = findOpenCode()
  if (!program) {
    throw new Complaint(
      "OpenCode was not found on the PATH; install it with `npm install -g opencode-ai`.",
      NOT_FOUND,
    )
  }
  proveState(project.dir)
  if (options.summaryFile !== undefined) proveSummary(options.summaryFile)

  const live = Boolean(process.stderr.isTTY) && process.env.TERM !== "dumb" && !isInteractive(given)
  const report = awaitReport()
  const record = recordRun(project, report)
  const child = startOpenCode(program, ["run", ...args], {
    ...environmentWithHoldfast(project.root),
    ...report.env,
    // OpenCode takes its folder from here, not from where it is started.
    PWD: process.cwd(),
    ...(live && { HOLDFAST_PROGRESS: "off" }),
  })
  const tree = watchTree(child.pid ?? 0)
  const progress = live ? showProgress(record) : null
  const looking = setInterval(() => record.look() && progress?.draw(), LOOK_MS)

  const ending = await endOf(child, tree, options.timeout)
  clearInterval(looking)
  progress?.stop()
  record.read()
  const doubts = given.help || given.version ? [] : record.doubts()
  const end = verdict(ending, { tasks: record.tasks(), quieted: record.quieted().length, doubts }, options)
  process.exitCode = end.exitCode
  writeReport(record, { ...end, message: messageOf(record, end, doubts, given) }, options)
}

/** What cannot end well is refused before it costs anything. @param {import("./arguments.js").OpenCodeOptions} given */
function refuse({ attach, pure }) {
  // The server that one attaches to loads the plugin and keeps the journals.
  if (attach !== undefined) {
    throw new Complaint(
      "`holdfast run` starts its own OpenCode and cannot --attach; " +
        "add the plugin to the server's configuration (`holdfast init`) and use `opencode run --attach`.",
    )
  }
  if (pure) {
    throw new Complaint("With --pure, OpenCode loads no plugins, and so no Holdfast; leave it out.")
  }
}

/** @param {string} dir */
function proveState(dir) {
  try {
    proveWritable(dir)
  } catch (error) {
    throw new Complaint(
      `Background tasks could not be recorded: nothing can be written to ${dir} (${reasonOf(error)}). ` +
        "Nothing was run. Make the folder writable, or set `stateDir` in your own holdfast.json.",
    )
  }
}

/** @param {string} file */
function proveSummary(file) {
  const stat = fs.statSync(file, { throwIfNoEntry: false })
  // A pipe has no use for being opened twice.
  if (stat && !stat.isFile() && !stat.isDirectory()) return
  try {
    fs.closeSync(fs.openSync(file, "a", 0o600))
  } catch (error) {
    throw new Complaint(`The summary cannot be written to ${file}: ${reasonOf(error)}. Nothing was run.`)
  }
}

/** OpenCode draws on the whole terminal then. @param {import("./arguments.js").OpenCodeOptions} given */
function isInteractive({ interactive, mini }) {
  return Boolean(interactive || mini)
}

/**
 * Waits for the end of OpenCode, or brings it about when the time is over or a signal comes.
 * @param {import("node:child_process").ChildProcess} child
 * @param {import("./processes.js").Tree} tree
 * @param {number | undefined} timeout
 * @returns {Promise<Ending>}
 */
async function endOf(child, tree, timeout) {
  /** @type {Ending} */
  const ending = { timedOut: false, signal: null, code: null }
  /** @type {NodeJS.Timeout | undefined} */
  let killer
  const stop = (/** @type {NodeJS.Signals} */ signal) => {
    tree.signal(killer ? "SIGKILL" : signal)
    killer ??= setTimeout(() => tree.signal("SIGKILL"), GRACE_MS)
  }
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      ending.signal ??= signal
      stop(signal)
    })
  }
  const cancelTimer = after(timeout, onTimeout)
  function onTimeout() {
    ending.timedOut = true
    stop("SIGTERM")
  }

  /** @type {[number | null, NodeJS.Signals | null]} */
  const [code, signal] = await new Promise((resolve, reject) => {
    child.on("error", (error) => reject(new Complaint(`OpenCode could not be started: ${reasonOf(error)}.`)))
    child.on("exit", (code, signal) => resolve([code, signal]))
  })
  cancelTimer()
  ending.code = code
  ending.signal ??= signal
  if (ending.timedOut || ending.signal) await endOfTree(tree)
  clearTimeout(killer)
  return ending
}

/**
 * What the program left behind, such as the real OpenCode behind a wrapper, ends too.
 * @param {import("./processes.js").Tree} tree
 */
async function endOfTree(tree) {
  for (const signal of /** @type {const} */ (["SIGTERM", "SIGKILL"])) {
    tree.signal(signal)
    for (const until = Date.now() + GRACE_MS; Date.now() < until; await sleep(20)) {
      if (tree.living().length === 0) return
    }
  }
}

/**
 * A timer that is not limited to the 25 days of the system's own.
 * @param {number | undefined} ms
 * @param {() => void} then
 * @returns {() => void} cancels it
 */
function after(ms, then) {
  if (ms === undefined) return () => {}
  const at = Date.now() + ms
  /** @type {NodeJS.Timeout} */
  let timer
  const wait = () => {
    const left = at - Date.now()
    if (left <= 0) return then()
    timer = setTimeout(wait, Math.min(left, LONGEST_TIMER_MS))
  }
  wait()
  return () => clearTimeout(timer)
}

/** @param {Record} record @param {ReturnType<typeof verdict> & { message: string }} end @param {Options} options */
function writeReport(record, end, { summary, summaryFile }) {
  if (end.message) say(end.message)
  if (!summary && summaryFile === undefined) return
  const content = summarise(record, end)
  const text = summary === "text" ? summaryText(content) : JSON.stringify(content, null, summaryFile && 2)
  if (summaryFile === undefined) return process.stderr.write(`${text}\n`)
  try {
    fs.writeFileSync(summaryFile, `${text}\n`, { mode: 0o600 })
  } catch (error) {
    say(`The summary could not be written to ${summaryFile}: ${reasonOf(error)}.`)
    process.stderr.write(`${text}\n`)
  }
}

/** @param {string} message */
function say(message) {
  process.stderr.write(`holdfast: ${message}\n`)
}
