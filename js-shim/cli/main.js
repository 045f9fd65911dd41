#!/usr/bin/env node
// @ts-check
// The command line: `holdfast` or `opencode-holdfast`. One file per command beside this one.
import { Command } from "commander"
import { cancelCommand, resumeCommand } from "./ask.js"
import { Complaint, reasonOf } from "./complaint.js"
import { completionCommand } from "./completion.js"
import { doctorCommand } from "./doctor.js"
import { initCommand } from "./init.js"
import { ownName } from "./invocation.js"
import { version } from "./package.js"
import { REFUSED, runCommand } from "./run.js"
import { serveCommand } from "./serve.js"
import { showCommand } from "./show.js"
import { statsCommand } from "./stats.js"
import { tasksCommand } from "./tasks.js"
import { watchCommand } from "./watch.js"

const program = new Command("holdfast")
  .description("Background tasks for OpenCode: run, list, steer and follow them.")
  .version(version, "-v, --version")
  .enablePositionalOptions()
  .showHelpAfterError(`Run \`${ownName()} --help\`, or \`${ownName()} <command> --help\` for usage.`)

for (const add of [
  runCommand,
  tasksCommand,
  showCommand,
  cancelCommand,
  resumeCommand,
  watchCommand,
  serveCommand,
  statsCommand,
  initCommand,
  doctorCommand,
  completionCommand,
]) {
  add(program)
}

// The reader of the output may stop reading, as `head` does.
process.stdout.on("error", (error) => {
  if (/** @type {NodeJS.ErrnoException} */ (error).code === "EPIPE") process.exit(0)
  throw error
})

try {
  await program.parseAsync()
} catch (error) {
  const { message, exitCode } = error instanceof Complaint ? error : unexpected(error)
  process.stderr.write(`holdfast: ${message}\n`)
  // OpenCode's own failures are 1 too, so a run that was not started has another code.
  process.exitCode = exitCode ?? (process.argv[2] === "run" ? REFUSED : 1)
}

/** @param {unknown} error */
function unexpected(error) {
  if (process.env.HOLDFAST_DEBUG) console.error(error)
  const { path } = /** @type {NodeJS.ErrnoException} */ (error)
  if (path) return new Complaint(`${path} could not be used: ${reasonOf(error)}.`)
  return new Complaint(`An internal error occurred: ${reasonOf(error)}. HOLDFAST_DEBUG=1 shows where.`)
}
