// @ts-check
/**
 * Runs tests on the real OpenCode, after what they share is installed once.
 *   node tests/e2e/run.js tests/e2e                  a folder
 *   node tests/e2e/run.js tests/e2e/hold.test.js     a file
 */
import { spawnSync } from "node:child_process"
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { opencode, packedPlugin } from "./support/install.js"
import { newest, oldest } from "./support/run.js"

/** A test that fails leaves its server open and one that waits in vain has no end: neither may hold up the rest. */
const bounds = ["--test-force-exit", "--test-timeout=600000"]

const files = process.argv.slice(2).flatMap((path) => (path.endsWith(".js") ? [path] : testsIn(path)))
if (!files.length) throw new Error("Name a test file, or a folder of them: node tests/e2e/run.js tests/e2e")

await Promise.all([newest, oldest].map(opencode))
const env = { ...process.env, HOLDFAST_E2E_PACKAGE: await packedPlugin() }
// What measures a time runs alone: its neighbours would be part of what it measures.
const timed = files.filter((file) => /(wakes?|load)\.test\.js$|tests\/tui\//.test(file))
const others = files.filter((file) => !timed.includes(file))
const failed = [...runFiles(others, 2), ...runFiles(timed, 1)]
// A busy machine can starve a real terminal or a real server of its time: what failed beside others
// has one more chance alone, and says so. A fault fails twice.
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
  // A file that broke off names no place: then all of the group counts as failed.
  return files.length ? files : group
}
