// @ts-check
/** `#name arguments` in the prompt. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { launchOf, readHash, unknownCommand } from "../../js-shim/tui/hash.js"

test("a name right after the # is a command, with everything after it as its arguments", () => {
  for (const [text, name, args] of [
    ["#deploy", "deploy", ""],
    ["#deploy staging now", "deploy", "staging now"],
    ["  #git/commit-all  fix\nthe rest ", "git/commit-all", "fix\nthe rest"],
  ])
    assert.deepEqual(readHash(text), { name, args })
})

test("headings, issue numbers and a lone # are plain text", () => {
  for (const text of ["# Heading", "## Two", "#123 fix it", "#", "# ", "see #deploy", "#-x", ""])
    assert.equal(readHash(text), null, text)
})

test("a command is launched with its template filled and its agent", () => {
  const command = { name: "deploy", template: "Deploy $ARGUMENTS", agent: "ops" }
  const expand = (/** @type {string} */ template, /** @type {string} */ args) =>
    template.replace("$ARGUMENTS", args)
  assert.deepEqual(launchOf(command, "staging", expand), {
    launch: { description: "#deploy staging", prompt: "Deploy staging", agent: "ops" },
  })
})

test("an unknown name offers the nearest, and the way to send the text all the same", () => {
  assert.equal(
    unknownCommand("deplyo", "deploy"),
    "There is no command “deplyo”. Did you mean #deploy? Press Enter again to send the text as a message.",
  )
  assert.doesNotMatch(unknownCommand("x", undefined), /mean/)
})
