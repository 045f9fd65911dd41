// @ts-check
// `holdfast watch --json`: what another program follows.
import assert from "node:assert/strict"
import fs from "node:fs"
import { test } from "node:test"
import { describer } from "../../js-shim/cli/lines.js"
import { startHoldfast } from "./support/holdfast.js"
import * as j from "./support/journal.js"

/** Only a test that fails waits this long. */
const LIMIT = { timeout: 30_000 }

/** @typedef {{ where: ReturnType<typeof j.makeProject>, changes: () => any[], seen: (text: RegExp) => Promise<unknown> }} Watched */

/** Watches a project with one running task. @param {(watched: Watched) => Promise<void>} follow */
async function watching(follow) {
  const where = j.makeProject()
  const t = Date.now()
  where.journal([j.claimed(t, j.living), j.launched(t, "bg_aaaaaa"), j.started(t, "bg_aaaaaa")])
  const command = startHoldfast(where, "watch", "--json")
  const changes = () => command.stdout.lines.map(({ line }) => JSON.parse(line))
  try {
    await command.stdout.line(/"event":"state"/)
    await follow({ where, changes, seen: (text) => command.stdout.line(text) })
  } finally {
    await command.stop()
  }
}

/** @param {any[]} changes */
const steps = (changes) =>
  changes.map(({ event, task, status }) => [event, task, status].filter(Boolean).join(" "))

test("it begins with the present state and then tells every change, in order", LIMIT, () =>
  watching(async ({ where, changes, seen }) => {
    const t = Date.now()
    where.append(j.launched(t, "bg_bbbbbb"))
    where.append(j.active(t, "bg_aaaaaa", [{ t, text: "grep foo" }]))
    where.append(j.ended(t, "bg_aaaaaa", "completed", { result: "done" }))
    where.append(j.started(t, "bg_bbbbbb"))
    where.append(
      j.record(t, { sent: { message: "m", part: "p", kind: "results", tasks: ["bg_aaaaaa"], source: null } }),
    )
    where.append(j.record(t, { delivered: { message: "m" } }))
    await seen(/"event":"delivered"/)
    const [state, ...rest] = changes()
    assert.deepEqual(
      state.tasks.map((/** @type {any} */ task) => [task.id, task.status]),
      [["bg_aaaaaa", "running"]],
    )
    assert.deepEqual(steps(rest), [
      "launched bg_bbbbbb pending",
      "active bg_aaaaaa",
      "ended bg_aaaaaa completed",
      "started bg_bbbbbb running",
      "sent",
      "delivered",
    ])
  }),
)

test("a line that is not complete yet is told once it is", LIMIT, () =>
  watching(async ({ where, changes, seen }) => {
    const whole = j.launched(Date.now(), "bg_bbbbbb", { description: "日本語" })
    const bytes = Buffer.from(whole)
    const cut = bytes.indexOf("日") + 1
    fs.appendFileSync(where.file(j.ROOT), bytes.subarray(0, cut))
    where.journal([j.launched(Date.now(), "bg_cccccc")], "ses_other")
    await seen(/bg_cccccc/)
    fs.appendFileSync(where.file(j.ROOT), bytes.subarray(cut))
    await seen(/日本語/)
    assert.deepEqual(steps(changes().slice(1)), ["launched bg_cccccc pending", "launched bg_bbbbbb pending"])
  }),
)

test("a compaction loses nothing and repeats nothing", LIMIT, () =>
  watching(async ({ where, changes, seen }) => {
    const t = Date.now()
    where.append(j.launched(t, "bg_bbbbbb"))
    where.replace([
      j.claimed(0, j.living),
      j.launched(t, "bg_aaaaaa"),
      j.started(t, "bg_aaaaaa"),
      j.launched(t, "bg_bbbbbb"),
      j.record(0, { totals: { stats: {}, source: null } }),
      j.started(t, "bg_bbbbbb"),
    ])
    where.append(j.launched(t, "bg_cccccc"))
    await seen(/bg_cccccc/)
    assert.deepEqual(steps(changes().slice(1)), [
      "launched bg_bbbbbb pending",
      "started bg_bbbbbb running",
      "launched bg_cccccc pending",
    ])
  }),
)

test("for people a line has the description, the outcome and how long it took, and no id", () => {
  const { line, present } = describer()
  const t = new Date(2026, 0, 1, 12, 0, 0).getTime()
  const change = (/** @type {object} */ fields, after = 0) =>
    line(/** @type {any} */ ({ t: t + after, root: "ses_1", ...fields }))
  const task = {
    id: "bg_aaaaaa",
    description: "scan the docs",
    status: "running",
    started: t,
    queued: t,
    run_time: 4000,
  }
  assert.equal(present(/** @type {any} */ (task)), "12:00:00  running      scan the docs (00:04)")
  assert.equal(
    change({ event: "launched", task: "bg_bbbbbb", status: "pending", description: "run\x1b[2J the linter" }),
    "12:00:00  queued       run the linter",
  )
  assert.equal(
    change({ event: "started", task: "bg_bbbbbb", status: "running" }),
    "12:00:00  started      run the linter",
  )
  assert.equal(
    change({ event: "active", task: "bg_bbbbbb", notes: [{ t, text: "bash npm run lint" }] }),
    "12:00:00               run the linter: bash npm run lint",
  )
  assert.equal(
    change({ event: "ended", task: "bg_bbbbbb", status: "failed", error: "no credentials" }, 3000),
    "12:00:03  failed       run the linter (00:03) – no credentials",
  )
  assert.equal(
    change({ event: "ended", task: "bg_aaaaaa", status: "completed", error: null }, 65_000),
    "12:01:05  completed    scan the docs (01:05)",
  )
  assert.equal(
    change({ event: "sent", kind: "results", tasks: ["bg_aaaaaa", "bg_bbbbbb"] }),
    "12:00:00  sent         The agent was notified of 2 results.",
  )
  for (const event of ["claimed", "prompted", "delivered", "seen", "evicted", "totals", "something_new"])
    assert.equal(change({ event, task: "bg_aaaaaa" }), null)
})

test("where nothing runs it says so and goes on watching", LIMIT, async () => {
  const where = j.makeProject()
  const command = startHoldfast(where, "watch")
  await command.stdout.line(/^Watching .*press Ctrl\+C to stop\.$/)
  await command.stdout.line(/^No task is pending or running\.$/)
  where.journal([j.claimed(1, j.living), j.launched(Date.now(), "bg_aaaaaa")])
  await command.stdout.line(/queued {7}work of bg_aaaaaa/)
  await command.stop()
})
