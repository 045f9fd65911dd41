#!/usr/bin/env node
// @ts-check
// The command line: `holdfast` or `opencode-holdfast`. One file per command beside this one.
import { Command } from "commander"
import { cancelCommand, resumeCommand } from "./ask.js"
import { Complaint } from "./complaint.js"
import { completionCommand } from "./completion.js"
import { doctorCommand } from "./doctor.js"
import { initCommand } from "./init.js"
import { version } from "./package.js"
import { runCommand } from "./run.js"
import { showCommand } from "./show.js"
import { statsCommand } from "./stats.js"
import { tasksCommand } from "./tasks.js"
import { watchCommand } from "./watch.js"

const program = new Command("holdfast")
  .description("Background tasks for OpenCode: run, list, steer and follow them.")
  .version(version, "-v, --version")
  .enablePositionalOptions()
  .showHelpAfterError("Run `holdfast --help`, or `holdfast <command> --help`, for what there is.")

for (const add of [
  runCommand,
  tasksCommand,
  showCommand,
  cancelCommand,
  resumeCommand,
  watchCommand,
  statsCommand,
  initCommand,
  doctorCommand,
  completionCommand,
]) {
  add(program)
}

// Whoever reads the output may stop reading, as `head` does.
process.stdout.on("error", (error) => {
  if (/** @type {NodeJS.ErrnoException} */ (error).code === "EPIPE") process.exit(0)
  throw error
})

try {
  await program.parseAsync()
} catch (error) {
  if (!(error instanceof Complaint)) throw error
  process.stderr.write(`holdfast: ${error.message}\n`)
  process.exitCode = 1
}
