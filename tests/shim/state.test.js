// @ts-check
/** The plugin's own view of the folder of journals. */
import assert from "node:assert/strict"
import fs from "node:fs"
import path from "node:path"
import { test } from "node:test"
import { appendJournal } from "../../js-shim/files.js"
import { StateFolder } from "../../js-shim/state.js"
import { temporaryFolder } from "./support/world.js"

/** @param {import("node:test").TestContext} t */
function folder(t) {
  const dir = path.join(temporaryFolder(), "state")
  const state = new StateFolder(dir)
  t.after(() => state.close())
  return { dir, state }
}

test("nothing is written before there is something to write", (t) => {
  const { dir, state } = folder(t)
  assert.equal(state.readJournal("ses_1"), null)
  assert.equal(fs.existsSync(dir), false)
})

test("what others append is read once, in whole lines", (t) => {
  const { dir, state } = folder(t)
  state.appendJournal("ses_1", "mine\n")
  assert.equal(state.readJournal("ses_1"), "mine\n")
  assert.equal(state.readTail("ses_1").text, "")
  appendJournal(dir, "ses_1", "theirs: ä\nhal")
  assert.equal(state.readTail("ses_1").text, "theirs: ä\n")
  fs.appendFileSync(path.join(dir, "ses_1.jsonl"), "f\n")
  assert.equal(state.readTail("ses_1").text, "half\n")
  assert.equal(state.readTail("ses_1").text, "")
})

test("what is appended to a journal that was replaced by a shorter one is not missed", (t) => {
  const { dir, state } = folder(t)
  state.appendJournal("ses_1", "a long line that is no longer needed\n")
  state.readJournal("ses_1")
  state.replaceJournal("ses_1", "short\n")
  appendJournal(dir, "ses_1", "asked\n")
  assert.equal(state.readTail("ses_1").text, "asked\n")
})

test("a journal is replaced in one step, and only its owner can read it", (t) => {
  const { dir, state } = folder(t)
  state.replaceJournal("ses_1", "new\n")
  assert.equal(state.readJournal("ses_1"), "new\n")
  assert.deepEqual(fs.readdirSync(dir), ["ses_1.jsonl"])
  assert.equal(fs.statSync(path.join(dir, "ses_1.jsonl")).mode & 0o777, 0o600)
})

test("a journal that is removed is gone, and may be gone already", (t) => {
  const { state } = folder(t)
  state.appendJournal("ses_1", "x\n")
  state.removeJournal("ses_1")
  state.removeJournal("ses_1")
  assert.equal(state.readJournal("ses_1"), null)
  assert.throws(() => state.removeJournal("../x"), /cannot name a journal/)
})

for (const [when, prepare] of /** @type {const} */ ([
  ["that was there before", (/** @type {string} */ dir) => appendJournal(dir, "ses_0", "x\n")],
  ["that the first line made", () => {}],
]))
  test(`a line that another process appends is noticed, in a folder ${when}`, async (t) => {
    const dir = path.join(temporaryFolder(), "state")
    prepare(dir)
    const state = new StateFolder(dir)
    t.after(() => state.close())
    state.appendJournal("ses_0", "x\n")
    // The watcher does not keep this process alive.
    const awake = setInterval(() => {}, 1000)
    t.after(() => clearInterval(awake))
    const touched = new Promise((resolve) => {
      state.onTouch = (root) => root === "ses_1" && resolve(root)
    })
    appendJournal(dir, "ses_1", "asked\n")
    assert.equal(await touched, "ses_1")
  })

test("a folder that is closed is not watched, also when its first line comes later", (t) => {
  const { dir, state } = folder(t)
  const watch = t.mock.method(fs, "watch")
  state.close()
  state.appendJournal("ses_1", "x\n")
  assert.equal(fs.existsSync(path.join(dir, "ses_1.jsonl")), true)
  assert.equal(watch.mock.callCount(), 0)
})
