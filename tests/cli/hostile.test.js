// @ts-check
/** Neither a journal with arbitrary content nor something that is not a journal crashes a reader. */
import assert from "node:assert/strict"
import fs from "node:fs"
import { test } from "node:test"
import { changesOf } from "../../js-shim/cli/changes.js"
import { describer } from "../../js-shim/cli/lines.js"
import { activityOf } from "../../js-shim/cli/show.js"
import { load } from "../../js-shim/load.js"
import { holdfast, startHoldfast } from "./support/holdfast.js"
import * as j from "./support/journal.js"

/** The same lines as in the core's tests. */
const corpus = fs.readFileSync(new URL("../corpus/hostile.jsonl", import.meta.url), "utf8")

const good = [j.claimed(1, j.dead), j.launched(2, "bg_aaaaaa"), j.started(3, "bg_aaaaaa")]

test("no line, whatever it holds, ends a reader", () => {
  for (const line of corpus.split("\n")) {
    const reader = changesOf("ses_root1")
    for (const text of [good[1].trim(), line, line]) {
      const change = reader.read(text)
      if (change) describer().line(change)
      if (change) assert.equal(change.root, "ses_root1", line)
    }
    activityOf(`${good.join("")}${line}\n`, { id: "bg_aaaaaa", root: "ses_root1" })
    load().view([{ root: "ses_root1", text: `${line}\n`, alive: true }], [], 5)
  }
})

for (const args of [
  ["tasks", "--all"],
  ["tasks", "--json"],
  ["show", "bg_aaaaaa"],
  ["show", "bg_aaaaaa", "--activity"],
  ["show", "bg_aaaaaa", "--activity", "--json"],
  ["stats"],
])
  test(`holdfast ${args.join(" ")} bears a hostile journal and a folder in its place`, async () => {
    const where = j.makeProject()
    where.journal([...good, corpus])
    fs.mkdirSync(where.file("ses_folder"))
    const { code, stderr } = await holdfast(where, ...args)
    assert.equal(code, 0, stderr)
    assert.equal(stderr, "")
  })

for (const args of [["watch"], ["watch", "--json"]])
  test(`holdfast ${args.join(" ")} bears hostile lines that are appended`, async () => {
    const where = j.makeProject()
    where.journal(good)
    fs.mkdirSync(where.file("ses_folder"))
    const command = startHoldfast(where, ...args)
    await command.stdout.line(/bg_aaaaaa|work of/)
    where.append(corpus)
    where.append(j.ended(9, "bg_aaaaaa", "completed", { result: "The end." }))
    await command.stdout.line(/completed|✓/)
    command.closeOutput()
    where.append(j.started(10, "bg_aaaaaa"))
    assert.equal((await command.end(30_000)).code, 0)
  })
