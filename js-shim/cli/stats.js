// @ts-check
// `holdfast stats`: counts and times over everything in the project's journals.
import { openProject } from "./project.js"
import { duration, painter, print, table } from "./terminal.js"

/** @param {import("commander").Command} program */
export function statsCommand(program) {
  program
    .command("stats")
    .summary("counts and times of this project")
    .description(
      "Shows how tasks ended, how long they queued and ran, how fast results reached their agent, " +
        "and which automatic prompts were sent and why they ended.",
    )
    .option("--json", "as JSON: of the project and of each session, times in milliseconds")
    .action(showStats)
}

/** @param {{ json?: boolean }} options */
function showStats({ json }) {
  const { sessions, stats } = openProject().view()
  if (json) {
    const each = sessions.map(({ root, stats }) => ({ root, ...stats }))
    return print(JSON.stringify({ project: stats, sessions: each }, null, 2))
  }
  const times = { "in the queue": stats.queue, running: stats.run, "until delivered": stats.wake }
  const timeRows = Object.entries(times).map(([name, { median, p95 }]) => [
    name,
    duration(median),
    duration(p95),
  ])
  print(
    [
      section("Tasks", countRows(stats.outcomes)),
      section("Times", [["", "median", "95 %"], ...timeRows]),
      section("Automatic prompts", countRows(stats.prompts)),
      section("Continuation ended by itself", countRows(stats.quieted)),
    ].join("\n\n"),
  )
}

/** @param {Record<string, number>} counts */
function countRows(counts) {
  const rows = Object.entries(counts).map(([name, count]) => [name.replaceAll("_", " "), String(count)])
  return rows.length > 0 ? rows : [["none", ""]]
}

/** @param {string} title @param {string[][]} rows */
function section(title, rows) {
  const lines = table(rows.map((row) => row.map((text) => ({ text }))))
  return [painter()("bold", title), ...lines.map((line) => `  ${line}`)].join("\n")
}
