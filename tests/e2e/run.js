// @ts-check
/**
 * Runs tests on the real OpenCode, after installing once what they share.
 *   node tests/e2e/run.js tests/e2e                  a folder
 *   node tests/e2e/run.js tests/e2e/hold.test.js     a file
 */
import { spawnSync } from "node:child_process"
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { opencode, packedPlugin } from "./support/install.js"
import { newest, oldest, second } from "./support/run.js"

/** A failed test may leave its server open, or never end: neither may block the others. */
const bounds = ["--test-force-exit", "--test-timeout=600000"]

const files = process.argv.slice(2).flatMap((path) => (path.endsWith(".js") ? [path] : testsIn(path)))
if (!files.length) throw new Error("Name a test file, or a folder of them: node tests/e2e/run.js tests/e2e")

await Promise.all([newest, oldest, second].map(opencode))
const env = { ...process.env, HOLDFAST_E2E_PACKAGE: await packedPlugin() }
// Tests that measure time run alone: other tests would distort the result.
const timed = files.filter((file) => /(wakes?|load)\.test\.js$|tests\/tui\//.test(file))
const others = files.filter((file) => !timed.includes(file))
const failed = [...runFiles(others, 2), ...runFiles(timed, 1)]
// A busy machine can starve a real terminal or server of time: a file that failed beside others is
// repeated alone, and the output says so. A real fault fails twice.
if (failed.length) console.log(`\nOnce more, each alone: ${failed.join(", ")}`)
const again = failed.flatMap((file) => runFiles([file], 1))
process.exitCode = again.length ? 1 : 0

/** @param {string} folder */
function testsIn(folder) {
  const names = readdirSync(folder).filter((name) => name.endsWith(".test.js"))
  return names.sort().map((name) => join(folder, name))
}

/**
 * Runs a group; returns the files in which something failed.
 * @param {string[]} group
 * @param {number} concurrency
 * @returns {string[]}
 */
function runFiles(group, concurrency) {
  if (!group.length) return []
  const folder = mkdtempSync(join(tmpdir(), "holdfast-tap-"))
  const tap = join(folder, "tap")
  const reporters = [
    "--test-reporter=spec",
    "--test-reporter-destination=stdout",
    "--test-reporter=tap",
    `--test-reporter-destination=${tap}`,
  ]
  const args = ["--test", `--test-concurrency=${concurrency}`, ...bounds, ...reporters, ...group]
  const status = spawnSync(process.execPath, args, { stdio: "inherit", env }).status
  const report = status === 0 ? "" : readFileSync(tap, "utf8")
  rmSync(folder, { recursive: true })
  if (status === 0) return []
  const places = [...report.matchAll(/^ *not ok [^\n]*\n[\s\S]*?location: '([^']+\.test\.js)/gm)].map(
    (match) => match[1],
  )
  const files = group.filter((file) => places.some((place) => place.endsWith(file)))
  // A file that was cut off has no location: then the whole group counts as failed.
  return files.length ? files : group
}
