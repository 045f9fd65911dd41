// @ts-check
// The arguments of `holdfast run`: its own options, and those of `opencode run`, which are passed on
// unchanged. The library parses both.
import { Command, Option } from "commander"
import { Complaint } from "./complaint.js"

/** @typedef {{ timeout?: number, allowFailedTasks?: boolean, summary?: "json" | "text", summaryFile?: string }} Options */
/** @typedef {{ dir?: string, attach?: unknown, interactive?: boolean, mini?: boolean, pure?: boolean, help?: boolean, version?: boolean, session?: string, agent?: string, model?: string, variant?: string }} OpenCodeOptions */

const LONGEST_MS = 365 * 24 * 3_600_000

/** Holdfast's own options, on a command. @param {Command} command */
export function withOwnOptions(command) {
  return command
    .option("--timeout <time>", "stop after so many seconds, or a time such as 90s, 15m or 2h", parseTime)
    .option("--allow-failed-tasks", "exit with 0 even if background tasks failed")
    .addOption(
      new Option(
        "--summary <format>",
        "at the end, write what ran to standard error: json on one line, or text",
      ).choices(["json", "text"]),
    )
    .option("--summary-file <path>", "write the summary (JSON unless --summary says text) to a file instead")
}

/**
 * OpenCode's arguments, in order. Holdfast's options may be anywhere before a `--`; a leading `--`
 * only says that everything after it is OpenCode's.
 * @param {string[]} words what follows `holdfast run`
 */
export function forOpenCode(words) {
  const end = words.indexOf("--")
  const head = end < 0 ? words : words.slice(0, end)
  const { operands, unknown } = withOwnOptions(silent(new Command())).parseOptions(head)
  const before = [...operands, ...unknown]
  if (end < 0) return before
  const behind = words.slice(end + 1)
  return before.length === 0 ? behind : [...before, "--", ...behind]
}

/**
 * How OpenCode will understand its arguments, as far as it matters here.
 * @param {string[]} words
 * @returns {OpenCodeOptions}
 */
export function readOpenCode(words) {
  const command = silent(new Command())
    .helpOption(false)
    .option("-h, --help")
    .option("-v, --version")
    .option("--command <name>")
    .option("-c, --continue")
    .option("-s, --session <id>")
    .option("-m, --model <model>")
    .option("--agent <agent>")
    .option("--format <format>")
    .option("-f, --file <files...>")
    .option("--title [title]")
    .option("--attach [url]")
    .option("-p, --password <password>")
    .option("-u, --username <username>")
    .option("--dir <dir>")
    .option("--port <port>")
    .option("--variant <variant>")
    .option("--log-level <level>")
    .option("-i, --interactive")
    .option("--mini")
    .option("--pure")
  try {
    command.parseOptions(words)
  } catch {
    // OpenCode itself reports what is missing.
  }
  return command.opts()
}

/** @param {Command} command */
function silent(command) {
  return command.exitOverride().configureOutput({ writeErr: () => {} })
}

/** @param {string} text */
export function parseTime(text) {
  const [, number, unit] = text.match(/^(\d+(?:\.\d+)?)([smh]?)$/) ?? []
  const ms = Number(number) * ({ m: 60_000, h: 3_600_000 }[unit ?? ""] ?? 1000)
  if (!(ms > 0))
    throw new Complaint(`The --timeout must be a time such as 90, 90s, 15m or 2h, not "${text}".`)
  if (ms > LONGEST_MS) throw new Complaint(`The --timeout must be a year (8760h) at most, not "${text}".`)
  return ms
}
