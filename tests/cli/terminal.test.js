// @ts-check
// What people see: widths, colours, the progress line and the exit code.
import assert from "node:assert/strict"
import { test } from "node:test"
import { progressText } from "../../js-shim/cli/progress.js"
import { unrecovered } from "../../js-shim/cli/record.js"
import { clean, duration, fit, painter, roomForLast, table } from "../../js-shim/cli/terminal.js"
import { verdict } from "../../js-shim/cli/verdict.js"

/** @param {string} id @param {string} status @param {object} [more] */
const task = (id, status, more = {}) =>
  /** @type {any} */ ({
    id,
    status,
    description: `work of ${id}`,
    prompt: id,
    follows: null,
    queued: 0,
    ended: 1,
    ...more,
  })

test("text is cut to columns, wide characters counting two", () => {
  assert.equal(fit("日本語", 6), "日本語")
  assert.equal(fit("日本語", 5), "日本…")
  assert.equal(fit("日本語", 4), "日…")
  assert.equal(fit("plain", 9), "plain")
})

test("a table's last column gets what is left of the terminal", () => {
  const rows = [
    [{ text: "a" }, { text: "日本" }, { text: "a long description" }],
    [{ text: "bb" }, { text: "x" }, { text: "short" }],
  ]
  assert.deepEqual(table(rows, 16), ["a   日本  a lon…", "bb  x     short"])
  assert.equal(table(rows, Number.POSITIVE_INFINITY)[0], "a   日本  a long description")
})

test("what a narrow terminal leaves for the last column is known", () => {
  const rows = [[{ text: "a" }, { text: "日本" }, { text: "a long description" }]]
  assert.equal(roomForLast(rows, 30), 30 - 3 - 6)
  assert.equal(roomForLast(rows, Number.POSITIVE_INFINITY), Number.POSITIVE_INFINITY)
})

test("control characters of an agent's text do not reach the terminal", () => {
  assert.equal(clean("a\x1b]0;title\x07b\x1b[2Jc\rd\te\nf"), "abc\nd\te\nf")
})

test("nothing in a table steers the terminal, ids neither", () => {
  const hostile = "bg_\x1b]0;owned\x07a\u202eb\nc"
  const [line] = table([[{ text: hostile, colour: "red" }, { text: hostile }]], 80)
  assert.equal(line, "bg_ab c  bg_ab c")
})

test("colours are for terminals whose user wants them", () => {
  delete process.env.NO_COLOR
  process.env.TERM = "xterm"
  assert.equal(painter({ isTTY: true })("red", "x"), "\x1b[31mx\x1b[0m")
  assert.equal(painter({ isTTY: false })("red", "x"), "x")
  process.env.NO_COLOR = "1"
  assert.equal(painter({ isTTY: true })("red", "x"), "x")
})

test("measured times read well", () => {
  assert.deepEqual([null, 20, 4200, 61_000].map(duration), ["–", "20 ms", "4.2 s", "01:01"])
})

test("the progress line counts, and names what runs", () => {
  const tasks = [task("a", "completed"), task("b", "running"), task("c", "pending"), task("d", "failed")]
  assert.equal(
    progressText(tasks, 45_000, 200),
    "▰▰▱▱ 2/4 · 1 running · 1 queued · 1 failed · 00:45 · work of b",
  )
  assert.equal(progressText(tasks, 45_000, 20).length, 20)
})

test("a failed task is recovered by a later one that does the same, or goes on in its session", () => {
  const failed = task("a", "failed", { prompt: "x", ended: 5 })
  for (const [later, recovers] of /** @type {const} */ ([
    [task("b", "completed", { prompt: "x", queued: 9 }), true],
    [task("b", "completed", { prompt: "x", queued: 2 }), false],
    [task("b", "completed", { follows: "a", queued: 9 }), true],
    [task("b", "completed", { queued: 9 }), false],
    [task("b", "cancelled", { prompt: "x", queued: 9 }), false],
  ])) {
    assert.equal(unrecovered([failed, later]).length === 0, recovers, JSON.stringify(later))
  }
  const again = task("b", "failed", { follows: "a", queued: 9, ended: 10 })
  assert.equal(unrecovered([failed, again, task("c", "completed", { follows: "b", queued: 11 })]).length, 0)
  assert.equal(unrecovered([failed, again]).length, 2)
  assert.equal(unrecovered([task("a", "cancelled")]).length, 0)
})

test("the exit code says what cut a run short before it says what was left", () => {
  const failed = { tasks: [task("a", "failed")], quieted: 1 }
  const fine = { tasks: [task("a", "completed")], quieted: 0 }
  const ended = { timedOut: false, signal: null, code: 0 }
  /** @type {[any, any, any, number][]} */
  const rows = [
    [ended, fine, {}, 0],
    [ended, failed, {}, 2],
    [ended, { ...failed, tasks: [task("a", "pending")] }, {}, 2],
    [ended, failed, { allowFailedTasks: true }, 3],
    [ended, { ...fine, quieted: 1 }, {}, 3],
    [{ ...ended, code: 7 }, failed, {}, 7],
    [{ ...ended, signal: "SIGINT" }, failed, {}, 130],
    [{ ...ended, signal: "SIGTERM" }, failed, {}, 143],
    [{ ...ended, timedOut: true, signal: "SIGTERM" }, failed, {}, 124],
  ]
  for (const [ending, done, options, exitCode] of rows) {
    assert.equal(verdict(ending, done, options).exitCode, exitCode)
  }
})
