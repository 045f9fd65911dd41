// @ts-check
/** The stages of `npm test`. Those of one lane run one after the other, cheap ones first. */
import { existsSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { output, repository } from "./shell.mjs"

/**
 * `rust` and `node` run in parallel; `opencode` runs after both, because it needs all processors.
 * `--quick` leaves out what needs OpenCode, and runs a stage's `quick` commands if it has any. A stage whose tool is
 * `missing` is skipped, and says so.
 * @typedef {{ name: string, lane: "rust" | "node" | "opencode", what: string, commands: string[][], quick?: string[][], missing?: string }} Stage
 */

const LINT = ["--all-targets", "--locked", "--", "-D", "warnings"]
const DOC = ["--lib", "--locked", "--", "-D", "warnings", "--document-private-items"]

/** @type {Stage[]} */
export const stages = [
  {
    name: "fmt",
    lane: "rust",
    what: "Rust is formatted",
    commands: [["cargo", "fmt", "--check", "--", "--color=never"]],
  },
  {
    name: "clippy",
    lane: "rust",
    what: "no lint, natively and for WebAssembly",
    commands: [
      ["cargo", "clippy", ...LINT],
      ["cargo", "clippy", "--target", "wasm32-unknown-unknown", ...LINT],
    ],
  },
  {
    name: "doc",
    lane: "rust",
    what: "the documentation of the code builds, and its links lead somewhere",
    commands: [
      ["cargo", "rustdoc", ...DOC],
      ["cargo", "rustdoc", "--target", "wasm32-unknown-unknown", ...DOC],
    ],
  },
  {
    name: "deny",
    lane: "rust",
    what: "licences and sources of the crates",
    commands: [["cargo", "deny", "--offline", "check", "licenses", "bans", "sources"]],
    missing: output(["cargo-deny", "--version"]) ? undefined : "cargo-deny",
  },
  {
    name: "native",
    lane: "rust",
    what: "the core: unit, property and simulation tests",
    commands: [["cargo", "test", "--locked"]],
    quick: [
      ["cargo", "test", "--locked", "--all-targets", "--", "--skip", "every_deliberate_fault_is_found"],
    ],
  },
  {
    name: "build",
    lane: "rust",
    what: "pkg/ belongs to the sources and is small enough",
    commands: [["node", "scripts/build.mjs", "--check"]],
  },
  {
    name: "boundary",
    lane: "rust",
    what: "WebAssembly in Node",
    commands: [["wasm-pack", "test", "--node", "--mode", "no-install"]],
    quick: [],
  },
  {
    name: "lint",
    lane: "node",
    what: "JavaScript is formatted, linted and typed",
    commands: [["biome", "ci", "--colors=off", "."], ["tsc"], ["tsc", "--project", "js-shim/serve/page"]],
  },
  {
    name: "spelling",
    lane: "node",
    what: "every word is spelled as the dictionary or cspell.config.yaml has it",
    commands: [
      [
        "cspell",
        "lint",
        "--no-progress",
        "--no-color",
        "--cache",
        "--cache-location=target/cspell",
        "--no-must-find-files",
        ".",
      ],
    ],
  },
  {
    name: "tools",
    lane: "node",
    what: "what the tests and scripts rely on",
    commands: nodeTests("tests/tools"),
  },
  { name: "shim", lane: "node", what: "the JavaScript shim", commands: nodeTests("tests/shim") },
  {
    name: "docs",
    lane: "node",
    what: "the documents agree with the code",
    commands: nodeTests("tests/docs"),
  },
  {
    name: "package",
    lane: "node",
    what: "what npm would publish",
    commands: nodeTests("tests/package"),
    quick: [["node", "--test", "--test-reporter=spec", "tests/package/package.test.js"]],
  },
  {
    name: "bench",
    lane: "node",
    what: "the plugin and a long journal load fast enough",
    commands: [
      ["node", "bench/load.mjs"],
      ["node", "bench/journal.mjs"],
    ],
  },
  {
    name: "e2e",
    lane: "opencode",
    what: "the real OpenCode, with a scripted model",
    commands: [["node", "tests/e2e/run.js", "tests/e2e"]],
    quick: [],
  },
  {
    name: "cli",
    lane: "opencode",
    what: "the command line, on the real OpenCode too",
    commands: [["node", "tests/e2e/run.js", "tests/cli"]],
    quick: [],
  },
  {
    name: "serve",
    lane: "opencode",
    what: "holdfast serve: the API, the events, the page in a browser, the real OpenCode",
    commands: [["node", "tests/e2e/run.js", "tests/serve"]],
    quick: [],
  },
  {
    name: "tui",
    lane: "opencode",
    what: "the terminal UI, in the real OpenCode",
    commands: [["node", "tests/e2e/run.js", "tests/tui"]],
    quick: [],
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
