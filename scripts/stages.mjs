// @ts-check
/** What `npm test` runs, in this order: cheap checks first. */
import { existsSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { repository } from "./shell.mjs"

/** @typedef {{ name: string, what: string, commands: string[][] }} Stage */

const LINT = ["--all-targets", "--locked", "--", "-D", "warnings"]

/** @type {Stage[]} */
export const stages = [
  { name: "fmt", what: "Rust is formatted", commands: [["cargo", "fmt", "--check", "--", "--color=never"]] },
  {
    name: "clippy",
    what: "no lint, natively and for WebAssembly",
    commands: [
      ["cargo", "clippy", ...LINT],
      ["cargo", "clippy", "--target", "wasm32-unknown-unknown", ...LINT],
    ],
  },
  {
    name: "native",
    what: "the core: unit, property and simulation tests",
    commands: [["cargo", "test", "--locked"]],
  },
  {
    name: "build",
    what: "pkg/ belongs to the sources and is small enough",
    commands: [["node", "scripts/build.mjs", "--check"]],
  },
  {
    name: "boundary",
    what: "WebAssembly in Node",
    commands: [["wasm-pack", "test", "--node", "--mode", "no-install"]],
  },
  {
    name: "lint",
    what: "JavaScript is formatted, linted and typed",
    commands: [["biome", "ci", "--colors=off", "."], ["tsc"]],
  },
  { name: "tools", what: "what the tests and scripts stand on", commands: nodeTests("tests/tools") },
  { name: "shim", what: "the JavaScript shim", commands: nodeTests("tests/shim") },
  { name: "package", what: "what npm would publish", commands: nodeTests("tests/package") },
  {
    name: "bench",
    what: "the plugin and a long journal load fast enough",
    commands: [
      ["node", "bench/load.mjs"],
      ["node", "bench/journal.mjs"],
    ],
  },
  { name: "docs", what: "the documents agree with the code", commands: nodeTests("tests/docs") },
  {
    name: "e2e",
    what: "the real OpenCode, with a scripted model",
    commands: [["node", "tests/e2e/run.js", "tests/e2e"]],
  },
  {
    name: "cli",
    what: "the command line, on the real OpenCode too",
    commands: [["node", "tests/e2e/run.js", "tests/cli"]],
  },
  {
    name: "tui",
    what: "the terminal UI, in the real OpenCode",
    commands: [["node", "tests/e2e/run.js", "tests/tui"]],
  },
]

/** @param {string} folder */
function nodeTests(folder) {
  const path = join(repository, folder)
  const files = existsSync(path) ? readdirSync(path).filter((name) => name.endsWith(".test.js")) : []
  // Without a file, `node --test` would run whatever looks like a test: a missing file fails instead.
  const named = files.length ? files : ["no.test.js"]
  return [["node", "--test", "--test-reporter=spec", ...named.map((name) => join(folder, name))]]
}
