// @ts-check
// docs/troubleshooting.md lists every message that Holdfast can show to a person.
import assert from "node:assert/strict"
import fs from "node:fs"
import { test } from "node:test"
import { messages } from "./messages.js"

/** Only agents read these: instructions, and the tools' own descriptions. */
const FOR_AGENTS = [
  { file: "src/core/tools/toolbox.rs", why: "the tools' descriptions (docs/tools.md)" },
  {
    file: "src/core/texts/agent.rs",
    why: "automatic prompts (docs/tools.md)",
    but: /queue stopped|was taken up already|is at work on/,
  },
]

/** Its answers go to programs, and each says itself what to do: docs/serve.md has what else there is to know. */
const API = "js-shim/serve/"

const page = fs.readFileSync(new URL("../../docs/troubleshooting.md", import.meta.url), "utf8")
const listed = page
  .split("\n")
  .filter((line) => line.startsWith("| "))
  .map((line) => line.split("|")[1].trim())
const shown = messages()
  .filter(({ file }) => !file.startsWith(API))
  .filter(({ file, text }) => !FOR_AGENTS.some((rule) => isFor(rule, file, text)))

/** @param {{ file: string, but?: RegExp, only?: RegExp }} rule @param {string} file @param {string} text */
function isFor(rule, file, text) {
  return rule.file === file && !rule.but?.test(text) && (rule.only?.test(text) ?? true)
}

/** A message as a pattern: anything may be filled in, with the full stops and spaces around it. @param {string} text */
function pattern(text) {
  const fixed = text.split(/[.\s]*…[….\s]*/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
  return new RegExp(fixed.join(".*"))
}

test("every message is on the page", () => {
  const missing = shown.filter(({ text }) => !listed.some((row) => pattern(text).test(row)))
  assert.deepEqual(missing, [])
})

test("the page lists no message that is gone", () => {
  const heads = listed.filter((row) => !/^(Message|-+)$/.test(row))
  const gone = heads.filter((row) => !shown.some(({ text }) => pattern(text).test(row)))
  assert.deepEqual(gone, [])
})

test("the sources' messages are found at all", () => {
  const files = new Set(shown.map(({ file }) => file))
  for (const file of [
    "src/core/session/verdict.rs",
    "src/core/config.rs",
    "js-shim/guard.js",
    "js-shim/cli/run.js",
  ])
    assert.ok(files.has(file), file)
})
