// @ts-check
/** Which tasks are in the list, in which order, and which part of it is on the screen. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { naturalWidth, roomFor } from "../../js-shim/tui/room.js"
import {
  arrange,
  chosenAt,
  selection,
  troubleAt,
  visible,
  withHeaders,
  wrappedLines,
} from "../../js-shim/tui/rows.js"
import {
  answerOf,
  clean,
  clock,
  firstLine,
  indicatorText,
  oneLine,
  short,
  stillOf,
} from "../../js-shim/tui/words.js"
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

test("the selection stays on its task while that stays in its section", () => {
  const tasks = ["a", "b", "c"].map((id) => task(id, "running"))
  assert.equal(selection(tasks, { id: "c", section: "Running", index: 0 }), 2)
  assert.equal(selection(tasks, { id: "gone", section: "Running", index: 1 }), 1)
  assert.equal(selection(tasks, { id: "gone", section: "Running", index: 7 }), 2)
  assert.equal(selection([], { id: "gone", section: undefined, index: 7 }), 0)
})

test("the cursor stays in its place when its task is cancelled", () => {
  const before = ["a", "b", "c"].map((id) => task(id, "running"))
  const chosen = chosenAt(before, 1)
  const after = arrange(
    [session("s", [task("a", "running"), task("b", "cancelled"), task("c", "running")])],
    "s",
    "",
  )
  assert.equal(selection(after, chosen), 1)
  assert.equal(after[1].id, "c")
})

test("where a failure stopped the queue it comes first, and the list opens at it", () => {
  const tasks = [
    task("r", "running"),
    task("q", "pending"),
    task("f1", "failed", { ended: 9 }),
    task("f2", "failed", { ended: 5 }),
    task("c", "completed", { ended: 3 }),
  ]
  const sessions = [session("s", tasks, { halted: "The queue stopped.", halted_by: "f2" })]
  const shown = arrange(sessions, "s", "")
  assert.deepEqual(
    shown.map(({ id }) => id),
    ["f1", "f2", "r", "q", "c"],
  )
  assert.equal(troubleAt(shown, sessions), 1)
})

test("without a stopped queue the list opens at a failure that nobody has seen, or at its beginning", () => {
  const open = (/** @type {import("./support/views.js").TaskView[]} */ ...tasks) => {
    const sessions = [session("s", tasks)]
    return troubleAt(arrange(sessions, "s", ""), sessions)
  }
  assert.equal(open(task("r", "running"), task("f", "failed")), 1)
  assert.equal(open(task("r", "running"), task("i", "interrupted")), 1)
  assert.equal(open(task("r", "running"), task("f", "failed", { viewed: true })), 0)
})

test("what was retried or resumed is one row: its newest task", () => {
  const sessions = [session("s", [task("a", "failed", { continued_by: "b" }), task("b", "running")])]
  assert.deepEqual(
    arrange(sessions, "s", "").map(({ id }) => id),
    ["b"],
  )
})

test("a text that is wrapped counts its lines", () => {
  assert.equal(wrappedLines("", 10), 1)
  assert.equal(wrappedLines("one two", 10), 1)
  assert.equal(wrappedLines("one two three", 10), 2)
  assert.equal(wrappedLines("a".repeat(25), 10), 3)
  assert.equal(wrappedLines(`one ${"a".repeat(25)} b`, 10), 4)
})

test("only y, n and Esc answer a question", () => {
  assert.equal(answerOf({ name: "y" }), true)
  assert.equal(answerOf({ name: "n" }), false)
  assert.equal(answerOf({ name: "escape" }), false)
  for (const key of [{ name: "q" }, { name: "return" }, { name: "y", ctrl: true }, { name: "down" }])
    assert.equal(answerOf(key), undefined)
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
  const still = { indicator: "1 running · 2 queued · 1 failed", still: "queue stopped" }
  for (const [columns, text] of /** @type {const} */ ([
    [80, "1 running · 2 queued · 1 failed · queue stopped (ctrl+x k continues)"],
    [60, "1 running · 2 queued · 1 failed · queue stopped (ctrl+x k)"],
    [50, "1 running · 2 queued · 1 failed · queue stopped"],
    [30, "1▸ 2○ 1✗ · queue stopped"],
    [20, "1▸ 2○ 1✗ · ■"],
    [11, ""],
    [0, ""],
  ]))
    assert.equal(indicatorText(still, "ctrl+x k", columns), text)
  assert.equal(indicatorText({ indicator: "2 running · 4 queued · 1 failed" }, "", 20), "2▸ 4○ 1✗")
  assert.equal(indicatorText({ indicator: "" }, "", 20), "")
})

test("what stands still is the user's stop, then the queue, then results that nobody has collected", () => {
  const owed = [task("a", "completed", { ended: 1 }), task("b", "failed", { ended: 1 })]
  assert.equal(stillOf(session("s", owed, { stopped: true })), "continuation stopped")
  assert.equal(stillOf(session("s", owed, { halted: "x", alive: false })), "queue stopped")
  assert.equal(stillOf(session("s", owed, { alive: false })), "2 results wait")
  assert.equal(stillOf(session("s", owed)), undefined)
  assert.equal(
    stillOf(session("s", [task("a", "completed", { ended: 1, delivered: true })], { alive: false })),
    undefined,
  )
})

test("the indicator gets what OpenCode leaves of its row, whatever that is made of", () => {
  const text = (/** @type {string} */ plainText) => element({ plainText })
  const mine = element({ children: [text("1 running")] })
  const right = element({ children: [mine] })
  const left = element({
    children: [text("Build"), element({ children: [text("·"), text("a model"), text("")] }), element({})],
  })
  const row = element({ children: [left, right], width: 40 })
  assert.equal(naturalWidth(left), 15)
  assert.equal(roomFor(mine), 40 - 15 - 1)
  row.width = 10
  assert.equal(roomFor(mine), 0)
  const other = text("another plugin")
  right.children.push(Object.assign(other, { parent: right }))
  row.width = 40
  assert.equal(roomFor(mine), 40 - 15 - 1 - 14 - 1)
  assert.equal(roomFor(element({})), 0)
})

/** An element of the screen. @param {{ plainText?: string, width?: number, children?: any[] }} about @returns {any} */
function element({ plainText, width = 0, children = [] }) {
  const made = { plainText, width, children, parent: null, getChildren: () => made.children }
  for (const child of children) child.parent = made
  return made
}
