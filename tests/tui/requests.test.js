// @ts-check
/** Requests to the process that owns a journal. */
import assert from "node:assert/strict"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { test } from "node:test"
import { load } from "../../js-shim/load.js"
import { createRequests } from "../../js-shim/tui/requests.js"
import { session } from "./support/views.js"

/** @param {import("node:test").TestContext} context */
function open(context) {
  const dir = mkdtempSync(join(tmpdir(), "holdfast-tui-"))
  context.after(() => rmSync(dir, { recursive: true }))
  /** @type {string[]} */
  const said = []
  /** @type {string[]} */
  const published = []
  const requests = createRequests({
    dir,
    core: load(),
    look: () => {},
    publish: async (command) => published.push(command),
    say: (text) => said.push(text),
  })
  context.after(() => requests.close())
  const lines = () =>
    readFileSync(join(dir, "ses_a.jsonl"), "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line).what)
  return { requests, said, published, lines }
}

test("a request is a line in the journal, and the process is told of it", (context) => {
  const { requests, published, lines } = open(context)
  requests.ask("ses_a", { cancel: { task: "bg_aaaaaa" } })
  assert.deepEqual(lines()[0].asked.ask, { cancel: { task: "bg_aaaaaa" } })
  assert.deepEqual(published, ["holdfast.journal:ses_a"])
})

test("its answer is shown once", (context) => {
  const { requests, said, lines } = open(context)
  requests.ask("ses_a", "cancel_all")
  const { request } = lines()[0].asked
  const answered = [
    session("ses_a", [], {
      answers: [
        ["other", "no"],
        [request, "Cancelled 2 tasks."],
      ],
    }),
  ]
  requests.answered(answered)
  requests.answered(answered)
  assert.deepEqual(said, ["Cancelled 2 tasks."])
})

test("an answer that does not come is not waited for without a word", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] })
  const { requests, said } = open(context)
  requests.ask("ses_a", "clear")
  context.mock.timers.runAll()
  assert.match(said[0], /not answered yet/)
})

test("what a person merely has seen needs no answer", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] })
  const { requests, said, lines } = open(context)
  requests.tell("ses_a", { viewed: { tasks: ["bg_aaaaaa"] } })
  context.mock.timers.runAll()
  assert.deepEqual(said, [])
  assert.equal(lines().length, 1)
})

test("who asked learns that the answer came, or that it is not waited for any longer", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] })
  const { requests, lines } = open(context)
  let settled = 0
  requests.ask("ses_a", "clear", () => (settled += 1))
  const { request } = lines()[0].asked
  requests.answered([session("ses_a", [], { answers: [[request, "Done."]] })])
  assert.equal(settled, 1)
  requests.ask("ses_a", "clear", () => (settled += 1))
  context.mock.timers.runAll()
  assert.equal(settled, 2)
})
