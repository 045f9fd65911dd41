// @ts-check
/** Notices when tasks end. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { createNotices, noticeOf } from "../../js-shim/tui/notices.js"
import { session, task } from "./support/views.js"

/** @typedef {import("../../js-shim/tui/notices.js").Notice} Notice */

/** @param {import("node:test").TestContext} context @param {number} since */
function watch(context, since) {
  context.mock.timers.enable({ apis: ["setTimeout"] })
  /** @type {Notice[]} */
  const shown = []
  const notices = createNotices({
    since,
    show: (notice) => shown.push(notice),
    listKey: "ctrl+x j",
    elsewhere: (root) => (root === "other" ? "Another title" : ""),
  })
  return {
    notices,
    shown,
    pass() {
      context.mock.timers.tick(1000)
      context.mock.timers.tick(10_000)
    },
    /** @param {number} ms */
    tick: (ms) => context.mock.timers.tick(ms),
  }
}

test("each end is told once, however often it is seen", (context) => {
  const { notices, shown, pass } = watch(context, 10)
  const sessions = [session("s", [task("a", "completed", { ended: 20 })])]
  for (const _ of [1, 2, 3]) {
    notices.update(sessions)
    pass()
  }
  assert.deepEqual(shown, [{ variant: "success", title: "Task completed", message: "work of a" }])
})

test("what ended before the start is history, and a cancelled task is no news", (context) => {
  const { notices, shown, pass } = watch(context, 10)
  notices.update([session("s", [task("a", "failed", { ended: 5 }), task("b", "cancelled", { ended: 20 })])])
  pass()
  assert.deepEqual(shown, [])
})

test("tasks that end together are one notice, failures first", (context) => {
  const { notices, shown, pass } = watch(context, 0)
  notices.update([session("s", [task("a", "completed", { ended: 1 })])])
  notices.update([
    session("s", [
      task("a", "completed", { ended: 1 }),
      task("b", "failed", { ended: 2, error: "exit 1\nmore" }),
    ]),
  ])
  pass()
  assert.deepEqual(shown, [
    {
      variant: "warning",
      title: "1 task completed, 1 failed",
      message: "✗ work of b: exit 1\n✓ work of a",
    },
  ])
})

test("a notice that takes another one's place repeats it, and later ones do not", (context) => {
  const { notices, shown, tick, pass } = watch(context, 0)
  const [a, b, c] = ["a", "b", "c"].map((id) => task(id, "completed", { ended: 1 }))
  notices.update([session("s", [a])])
  tick(1000)
  notices.update([session("s", [a, b])])
  pass()
  notices.update([session("s", [a, b, c])])
  pass()
  assert.deepEqual(
    shown.map(({ message }) => message),
    ["work of a", "✓ work of a\n✓ work of b", "work of c"],
  )
})

test("of very many only some are named", () => {
  const ended = Array.from({ length: 60 }, (_, index) => ({
    task: task(`t${index}`, "completed"),
    halted: false,
    session: "",
  }))
  const { title, message } = noticeOf(ended, "ctrl+x j")
  assert.equal(title, "60 tasks completed")
  assert.equal(message.split("\n").length, 5)
  assert.match(message, /and 56 more$/)
})

test("a failure that stopped the queue says what to do", (context) => {
  const { notices, shown, pass } = watch(context, 0)
  notices.update([
    session("s", [task("a", "failed", { ended: 1, error: "exit 1" })], {
      halted: "The queue stopped because “x” failed.",
      halted_by: "a",
    }),
  ])
  pass()
  assert.match(shown[0].message, /queue is stopped: press ctrl\+x j to decide/)
})

test("each end has its own name in the title", (context) => {
  const { notices, shown, pass } = watch(context, 0)
  const ends = /** @type {const} */ ([
    ["a", "interrupted"],
    ["b", "completed"],
    ["c", "interrupted"],
    ["d", "cancelled"],
  ])
  notices.update([
    session(
      "s",
      ends.map(([id, status]) => task(id, status, { ended: 1 })),
    ),
  ])
  pass()
  assert.equal(shown[0].title, "1 task completed, 2 interrupted")
  assert.match(shown[0].message, /^! work of a/)
})

test("work that was retried or resumed already is no news", (context) => {
  const { notices, shown, pass } = watch(context, 0)
  notices.update([session("s", [task("a", "failed", { ended: 1, continued_by: "b" }), task("b", "running")])])
  pass()
  assert.deepEqual(shown, [])
})

test("a notice about another session names it, and leads to the task that it is about", (context) => {
  const { notices, shown, pass } = watch(context, 0)
  notices.update([session("other", [task("a", "failed", { ended: 1, error: "exit 1" })])])
  pass()
  assert.equal(shown[0].message, "work of a: exit 1 (in “Another title”)\nPress ctrl+x j to see it.")
  assert.equal(notices.takeTrouble()?.id, "a")
  assert.equal(notices.takeTrouble(), undefined)
  notices.update([session("s", [task("b", "completed", { ended: 1 })])])
  pass()
  assert.equal(notices.takeTrouble(), undefined, "success here leads nowhere")
})

test("nothing that a task or a provider says steers the terminal by a notice", (context) => {
  const { notices, shown, pass } = watch(context, 0)
  const hostile = "\x1b]0;owned\x07\x1b[31mred\u202e"
  notices.update([session("s", [task("a", "failed", { ended: 1, description: hostile, error: hostile })])])
  pass()
  assert.equal(shown[0].message, "red: red")
})
