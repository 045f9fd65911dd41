// @ts-check
// `holdfast run`: the user's own `opencode run` with Holdfast loaded, and an exit code that says
// what became of the work.
import { spawn } from "node:child_process"
import fs from "node:fs"
import path from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { Option } from "commander"
import { Complaint } from "./complaint.js"
import { environmentWithHoldfast, findOpenCode } from "./opencode.js"
import { watchTree } from "./processes.js"
import { showProgress } from "./progress.js"
import { openProject } from "./project.js"
import { recordRun, unrecovered } from "./record.js"
import { summarise, summaryText } from "./summary.js"
import { oneLine } from "./terminal.js"
import { verdict } from "./verdict.js"

/** @typedef {import("./verdict.js").Ending} Ending */
/** @typedef {ReturnType<typeof recordRun>} Record */
/** @typedef {{ timeout?: number, allowFailedTasks?: boolean, summary?: "json" | "text", summaryFile?: string }} Options */

const LOOK_MS = 100
/** How long OpenCode has to end itself before it is ended. */
const GRACE_MS = 1000
/** @type {NodeJS.Signals[]} */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"]

const EXIT_CODES = `
Exit codes:
  0    everything is done
  2    a background task failed and was not recovered
  3    todos were left open when continuation ended
  124  the --timeout passed; what is left can be resumed
  130  interrupted (SIGINT); 143 for SIGTERM, 129 for SIGHUP
  Any other is OpenCode's own.

Examples:
  holdfast run "Fix the failing tests"
  holdfast run --timeout 30m --summary json --summary-file run.json -- -m zai/glm-4.7 "Fix the failing tests"
`

/** @param {import("commander").Command} program */
export function runCommand(program) {
  program
    .command("run")
    .summary("run `opencode run` and wait for all of its work")
    .description(
      "Runs `opencode run` with Holdfast loaded, also when no configuration names it. " +
        "Input, output and signals are passed through.",
    )
    .argument("<arguments...>", "the arguments of `opencode run`; after `--` if they begin with an option")
    .option("--timeout <time>", "stop after so many seconds, or a time such as 90s, 15m or 2h", parseTime)
    .option("--allow-failed-tasks", "exit with 0 even if background tasks failed")
    .addOption(
      new Option("--summary <format>", "write what ran to standard error at the end").choices([
        "json",
        "text",
      ]),
    )
    .option("--summary-file <path>", "write the summary (JSON unless --summary says text) to a file instead")
    .addHelpText("after", EXIT_CODES)
    .passThroughOptions()
    .showHelpAfterError('OpenCode\'s own options go after `--`: holdfast run -- -m zai/glm-4.7 "…"')
    .action(run)
}

/** @param {string} text */
function parseTime(text) {
  const [, number, unit] = text.match(/^(\d+(?:\.\d+)?)([smh]?)$/) ?? []
  const ms = Number(number) * ({ m: 60_000, h: 3_600_000 }[unit ?? ""] ?? 1000)
  if (!(ms > 0)) throw new Complaint(`--timeout must be a time such as 90, 90s, 15m or 2h, not "${text}".`)
  return ms
}

/** @param {string[]} args @param {Options} options */
async function run(args, options) {
  refuseAttach(args)
  const project = openProject(directoryOf(args))
  const program = findOpenCode()
  if (!program) {
    throw new Complaint("OpenCode was not found on the PATH; install it with `npm install -g opencode-ai`.")
  }
  const live = Boolean(process.stderr.isTTY) && process.env.TERM !== "dumb" && !isInteractive(args)
  const env = environmentWithHoldfast(project.root)
  const child = spawn(program, ["run", ...args], {
    stdio: "inherit",
    env: live ? { ...env, HOLDFAST_PROGRESS: "off" } : env,
  })
  const tree = watchTree(child.pid ?? 0)
  const record = recordRun(project, tree)
  const progress = live ? showProgress(record) : null
  const looking = setInterval(() => record.look() && progress?.draw(), LOOK_MS)

  const ending = await endOf(child, tree, options.timeout)
  clearInterval(looking)
  progress?.stop()
  record.read()
  const end = verdict(ending, { tasks: record.tasks(), quieted: record.quieted() }, options)
  report(record, end, options)
  process.exitCode = end.exitCode
}

/** The server that one attaches to loads the plugin and keeps the journals. @param {string[]} args */
function refuseAttach(args) {
  if (args.some((arg) => /^--attach(=|$)/.test(arg))) {
    throw new Complaint(
      "`holdfast run` starts its own OpenCode and cannot --attach; " +
        "add the plugin to the server's configuration (`holdfast init`) and use `opencode run --attach`.",
    )
  }
}

/** @param {string[]} args */
function directoryOf(args) {
  const index = args.findIndex((arg) => /^--dir(=|$)/.test(arg))
  if (index < 0) return process.cwd()
  return path.resolve(args[index].split("=")[1] ?? args[index + 1] ?? ".")
}

/** OpenCode draws on the whole terminal then. @param {string[]} args */
function isInteractive(args) {
  return args.some((arg) => ["-i", "--interactive", "--mini"].includes(arg))
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
  const timer = timeout === undefined ? undefined : setTimeout(onTimeout, timeout)
  function onTimeout() {
    ending.timedOut = true
    stop("SIGTERM")
  }

  /** @type {[number | null, NodeJS.Signals | null]} */
  const [code, signal] = await new Promise((resolve, reject) => {
    child.on("error", (error) => reject(new Complaint(`OpenCode could not be started: ${error.message}.`)))
    child.on("exit", (code, signal) => resolve([code, signal]))
  })
  clearTimeout(timer)
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

/** @param {Record} record @param {ReturnType<typeof verdict>} end @param {Options} options */
function report(record, end, { summary, summaryFile, allowFailedTasks }) {
  const message = messageOf(record, end, allowFailedTasks)
  if (message) process.stderr.write(`holdfast: ${message}\n`)
  if (!summary && !summaryFile) return
  const content = summarise(record, end)
  const text = `${summary === "text" ? summaryText(content) : JSON.stringify(content, null, 2)}\n`
  if (summaryFile) fs.writeFileSync(summaryFile, text, { mode: 0o600 })
  else process.stderr.write(text)
}

/** @param {Record} record @param {ReturnType<typeof verdict>} end @param {boolean | undefined} allowFailedTasks */
function messageOf(record, { reason }, allowFailedTasks) {
  const lost = unrecovered(record.tasks())
  const named = lost
    .map(({ id, description, status }) => `${id} (${oneLine(description)}: ${status})`)
    .join(", ")
  const goOn = record.sessions().map(({ root }) => `\`opencode run -s ${root} "go on"\``)
  switch (reason) {
    case "timeout":
    case "interrupted": {
      const why = reason === "timeout" ? "The --timeout passed" : "The run was interrupted"
      if (lost.length === 0) return `${why}; no background task is left.`
      return `${why}. Left: ${named}. ${goOn.join(" or ")} goes on with them.`
    }
    case "todos_left":
      return `Todos were left open when continuation ended; ${goOn.join(" or ")} goes on with them.`
    default:
      if (lost.length === 0 || (allowFailedTasks && reason === "completed")) return ""
      return `Not completed: ${named}. \`holdfast show <id>\` has the details.`
  }
}
