// @ts-check
/** What is said when tasks end. */
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
  const notices = createNotices({ since, show: (notice) => shown.push(notice), listKey: "ctrl+x j" })
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
      halted: "The queue stopped because “x” (a) failed.",
    }),
  ])
  pass()
  assert.match(shown[0].message, /queue is stopped: press ctrl\+x j to decide/)
})
