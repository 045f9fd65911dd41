// @ts-check
/** Runs the tests of the terminal UI, or the files named, after tmux is there. */
import { spawnSync } from "node:child_process"
import { readdirSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const folder = fileURLToPath(new URL(".", import.meta.url))
const run = (/** @type {string} */ file, /** @type {string[]} */ ...args) =>
  spawnSync(file, args, { stdio: ["ignore", "inherit", "inherit"] }).status === 0

if (!run("tmux", "-V") && !(run("apt-get", "update", "-q") && run("apt-get", "install", "-qy", "tmux")))
  throw new Error("tmux is missing and could not be installed: install it, then run this again.")

const named = process.argv.slice(2)
const files = readdirSync(folder).filter((name) => name.endsWith(".test.js"))
const tests = named.length ? named : files.map((name) => join(folder, name))
process.exitCode = run(process.execPath, join(folder, "../e2e/run.js"), ...tests) ? 0 : 1
