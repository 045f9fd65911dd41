// @ts-check
/** What is in the task list, in which order, and which part of it is on the screen. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { arrange, selection, visible, withHeaders } from "../../js-shim/tui/rows.js"
import { clean, clock, firstLine, indicatorText, oneLine, short } from "../../js-shim/tui/words.js"
import { session, task } from "./support/views.js"

test("sections come in their order, and this session's tasks first in each", () => {
  const sessions = [
    session("other", [task("r1", "running"), task("c1", "completed", { ended: 9 })]),
    session("mine", [task("q1", "pending"), task("r2", "running"), task("c2", "completed", { ended: 5 })]),
  ]
  const ids = arrange(sessions, "mine", "").map(({ id }) => id)
  assert.deepEqual(ids, ["r2", "r1", "q1", "c2", "c1"])
})

test("what ended is listed newest first", () => {
  const sessions = [session("mine", [task("a", "failed", { ended: 1 }), task("b", "failed", { ended: 2 })])]
  assert.deepEqual(
    arrange(sessions, "mine", "").map(({ id }) => id),
    ["b", "a"],
  )
})

test("the filter finds what a person knows of a task, in any case", () => {
  const sessions = [
    session("mine", [task("a", "failed", { error: "Exit 1" }), task("b", "running", { agent: "build" })]),
  ]
  for (const [filter, ids] of /** @type {const} */ ([
    ["exit", ["a"]],
    ["FAILED", ["a"]],
    ["work of b", ["b"]],
    [" build ", ["b"]],
    ["exit 2", []],
    ["", ["b", "a"]],
  ]))
    assert.deepEqual(
      arrange(sessions, "mine", filter).map(({ id }) => id),
      ids,
      filter,
    )
})

test("the selected task is always among the lines that fit", () => {
  const tasks = Array.from({ length: 200 }, (_, index) =>
    task(`t${index}`, "completed", { ended: 1000 - index }),
  )
  const lines = withHeaders(tasks)
  for (const { id } of tasks) {
    const shown = visible(lines, id, 9)
    assert.equal(shown.length, 9)
    assert.ok(shown.some((line) => "task" in line && line.task.id === id))
  }
})

test("the selection stays on its task when others come and go, and near its place when it goes itself", () => {
  const tasks = ["a", "b", "c"].map((id) => task(id, "running"))
  assert.equal(selection(tasks, "c", 0), 2)
  assert.equal(selection(tasks, "gone", 1), 1)
  assert.equal(selection(tasks, "gone", 7), 2)
  assert.equal(selection([], "gone", 7), 0)
})

test("a text is cut by the columns that it takes", () => {
  assert.equal(short("abcdef", 6), "abcdef")
  assert.equal(short("abcdefg", 6), "abcde…")
  assert.equal(short("拡張機能", 8), "拡張機能")
  assert.equal(short("拡張機能", 7), "拡張機…")
})

test("what an agent wrote cannot steer the terminal", () => {
  assert.equal(clean("a\x1b[31mred\x1b[0m\x07\r\nb\tc"), "ared\nb\tc")
  assert.equal(oneLine("  two\n lines\x1b[2J "), "two lines")
  assert.equal(firstLine("\n\nexit 1: x\nmore"), "exit 1: x")
  assert.equal(firstLine(null), "")
})

test("a duration reads as a clock", () => {
  assert.deepEqual([0, 45_400, 725_000, 3_723_000].map(clock), ["00:00", "00:45", "12:05", "1:02:03"])
})

test("what stands still is beside the counts, with its key where there is room", () => {
  const still = { indicator: "1 running · 2 queued", stopped: false, halted: "The queue stopped." }
  for (const [columns, text] of /** @type {const} */ ([
    [80, "1 running · 2 queued · queue stopped (ctrl+x k resumes)"],
    [44, "1 running · 2 queued · stopped (ctrl+x k)"],
    [20, "1 running · 2 queued · stopped"],
  ]))
    assert.equal(indicatorText(still, "ctrl+x k", columns), text)
  const stopped = { indicator: "", stopped: true, halted: null }
  assert.equal(indicatorText(stopped, "ctrl+x k", 44), "continuation stopped (ctrl+x k resumes)")
  assert.equal(indicatorText({ ...stopped, stopped: false }, "ctrl+x k", 44), "")
})
