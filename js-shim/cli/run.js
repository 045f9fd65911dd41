// @ts-check
// `holdfast run`: the user's own `opencode run` with Holdfast loaded, and an exit code that says how
// the work ended.
import path from "node:path"
import { forOpenCode, readOpenCode, withOwnOptions } from "./arguments.js"
import { Complaint } from "./complaint.js"
import { endOf } from "./ending.js"
import { awaitReport } from "./evidence.js"
import { environmentWithHoldfast, findOpenCode, startOpenCode } from "./opencode.js"
import { watchTree } from "./processes.js"
import { showProgress } from "./progress.js"
import { openProject } from "./project.js"
import { recordRun } from "./record.js"
import { proveState, proveSummary, refuseArguments } from "./refusals.js"
import { messageOf } from "./run-message.js"
import { writeReport } from "./run-report.js"
import { verdict } from "./verdict.js"

/** @typedef {import("./arguments.js").Options} Options */

const LOOK_MS = 100

/** The same as those of timeout(1): this command itself failed, or there is nothing to run. */
export const REFUSED = 125
const NOT_FOUND = 127

const EXIT_CODES = `
Exit codes:
  0    everything is done
  2    a background task failed and was not recovered
  3    todos were left open when continuation ended
  4    it is not known whether everything is done
  124  the --timeout passed; unfinished work can be resumed
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
      "Runs `opencode run` with Holdfast loaded, even if no configuration names it. " +
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
  refuseArguments(given)
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
    // OpenCode takes its folder from this variable, not from where it is started.
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

/** Whether OpenCode draws on the whole terminal. @param {import("./arguments.js").OpenCodeOptions} given */
function isInteractive({ interactive, mini }) {
  return Boolean(interactive || mini)
}
