// @ts-check
// The commands that read: from journals written by hand.
import assert from "node:assert/strict"
import fs from "node:fs"
import path from "node:path"
import { test } from "node:test"
import { holdfast, startHoldfast } from "./support/holdfast.js"
import * as j from "./support/journal.js"

const HOUR = 3_600_000

/** Three tasks in a stopped queue, whose process has ended. */
function halted() {
  const t = Date.now() - HOUR
  const where = j.makeProject()
  where.journal([
    j.claimed(t, j.dead),
    j.launched(t, "bg_aaaaaa", { description: "scan the docs" }),
    j.launched(t, "bg_bbbbbb", { description: "run the linter" }),
    j.launched(t, "bg_cccccc", { description: "write the report" }),
    j.started(t + 10, "bg_aaaaaa"),
    j.active(t + 2000, "bg_aaaaaa", [{ t: t + 1000, text: "grep foo" }]),
    j.active(t + 3000, "bg_aaaaaa", [
      { t: t + 1000, text: "grep foo" },
      { t: t + 3000, text: "read a.md" },
    ]),
    j.ended(t + 45_000, "bg_aaaaaa", "completed", { result: "All \x1b[31mred\x1b[0m\nand well" }),
    j.started(t + 45_000, "bg_bbbbbb"),
    j.ended(t + 46_000, "bg_bbbbbb", "failed", { error: "no credentials" }),
    j.record(t + 46_001, { halted: { task: "bg_bbbbbb" } }),
    j.record(t + 47_000, { quieted: { why: "Stagnant" } }),
  ])
  return where
}

test("the list shows every task with its status, why the queue stands still and how to go on", async () => {
  const { code, stdout } = await holdfast(halted(), "tasks")
  assert.equal(code, 0)
  assert.match(stdout, /○ {2}bg_cccccc {2}pending .*write the report – place 1 in the queue/)
  assert.match(stdout, /✗ {2}bg_bbbbbb {2}failed {5}00:01 .*run the linter – no credentials/)
  assert.match(stdout, /✓ {2}bg_aaaaaa {2}completed {2}00:44 .*scan the docs/)
  assert.match(stdout, /The queue stopped because .*no credentials/)
  assert.match(stdout, /OpenCode is not running\. To continue: node .* run -s ses_root1 "go on"$/m)
})

test("what to do about interrupted tasks is true when it is said", async () => {
  const t = Date.now() - HOUR
  const where = j.makeProject()
  const advice = async () => (await holdfast(where, "tasks")).stdout.split("\n").slice(1).join("\n")
  where.journal([j.claimed(t, j.dead), j.launched(t, "bg_aaaaaa"), j.started(t, "bg_aaaaaa")])
  assert.match(await advice(), /^OpenCode is not running\. To continue: .* -s ses_root1 "go on"\n$/)

  where.append(j.ended(t + 1, "bg_aaaaaa", "interrupted"))
  assert.match(await advice(), /^OpenCode is not running\. To continue: /, "its agent has not heard of it")

  where.append(
    j.record(t + 2, {
      sent: { message: "m", part: "p", kind: "results", tasks: ["bg_aaaaaa"], source: null },
    }),
  )
  where.append(j.record(t + 3, { delivered: { message: "m" } }))
  assert.match(await advice(), /^Interrupted: bg_aaaaaa\. To continue it: node .* resume bg_aaaaaa\n$/)

  const { stdout } = await holdfast(where, "resume", "bg_aaaaaa")
  assert.match(stdout, /next use\. To do it now: node .* run -s ses_root1 "go on"$/m)
  assert.match(await advice(), /^OpenCode is not running\. To continue: /m)

  where.append(j.launched(t + 4, "bg_bbbbbb", { prompt: "Do bg_aaaaaa." }))
  where.append(j.started(t + 4, "bg_bbbbbb"))
  where.append(j.ended(t + 5, "bg_bbbbbb", "completed"))
  assert.doesNotMatch(await advice(), /Interrupted/)
})

test("the list as JSON holds what the core says of each task", async () => {
  const { stdout } = await holdfast(halted(), "tasks", "--json")
  const [session] = JSON.parse(stdout).sessions
  const statuses = Object.fromEntries(session.tasks.map((/** @type {any} */ task) => [task.id, task.status]))
  assert.deepEqual(statuses, { bg_aaaaaa: "completed", bg_bbbbbb: "failed", bg_cccccc: "pending" })
})

test("sessions in which nothing is left are listed on request only", async () => {
  const where = halted()
  where.journal(
    [j.launched(1, "bg_dddddd"), j.started(2, "bg_dddddd"), j.ended(3, "bg_dddddd", "completed")],
    "ses_old",
  )
  where.journal([j.claimed(1, j.dead)], "ses_newest")
  assert.doesNotMatch((await holdfast(where, "tasks")).stdout, /bg_dddddd/)
  const all = (await holdfast(where, "tasks", "--all")).stdout
  assert.match(all, /bg_dddddd/)
  assert.match(all, /^ses_root1$/m)
})

test("a project without tasks says so", async () => {
  const { code, stdout } = await holdfast(j.makeProject(), "tasks")
  assert.equal(code, 0)
  assert.match(stdout, /^No background tasks in /)
})

test("one task is shown with everything about it, and nothing in it steers the terminal", async () => {
  const { stdout } = await holdfast(halted(), "show", "bg_aaaaaa")
  for (const said of [
    "✓ completed  scan the docs",
    "zai/glm-4.7",
    "00:44",
    "read a.md",
    "Do bg_aaaaaa.",
    "All red\nand well",
  ])
    assert.ok(stdout.includes(said), said)
  assert.ok(!stdout.includes("\x1b"))
})

test("a task's activity is every change in order, each note once", async () => {
  const { stdout } = await holdfast(halted(), "show", "bg_aaaaaa", "--activity", "--json")
  const changes = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line))
  assert.deepEqual(
    changes.map(({ event, status, notes }) => [
      event,
      status ?? notes.map((/** @type {any} */ n) => n.text).join(),
    ]),
    [
      ["launched", "pending"],
      ["started", "running"],
      ["active", "grep foo"],
      ["active", "read a.md"],
      ["ended", "completed"],
    ],
  )
})

test("what a compaction kept of a task is told in the order in which it happened", async () => {
  const where = j.makeProject()
  const t = Date.now() - HOUR
  where.journal([
    j.claimed(0, j.dead),
    j.launched(t, "bg_aaaaaa"),
    j.started(t + 10, "bg_aaaaaa"),
    j.record(t, { prompted: { task: "bg_aaaaaa", session: "ses_child1", message: "msg_1" } }),
    j.ended(t + 20, "bg_aaaaaa", "completed"),
    j.record(0, { seen: { tasks: ["bg_aaaaaa"] } }),
  ])
  const { stdout } = await holdfast(where, "show", "bg_aaaaaa", "--activity", "--json")
  const events = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line).event)
  assert.deepEqual(events, ["launched", "prompted", "started", "ended"])
})

test("a misspelt id gets the one that was meant", async () => {
  const { code, stderr } = await holdfast(halted(), "show", "bg_aaaaab")
  assert.equal(code, 1)
  assert.equal(stderr, 'holdfast: There is no task "bg_aaaaab" in this project; did you mean bg_aaaaaa?\n')
})

test("a torn end and foreign lines harm nothing and are reported", async () => {
  const where = halted()
  where.append('not json\n{"v":1,"t":5,"wha')
  const { code, stdout } = await holdfast(where, "tasks")
  assert.equal(code, 0)
  assert.match(stdout, /bg_cccccc/)
  assert.match(stdout, /has a line that no Holdfast wrote/)
})

test("the statistics count outcomes, times, prompts and why continuation ended", async () => {
  const { stdout } = await holdfast(halted(), "stats", "--json")
  const { project } = JSON.parse(stdout)
  assert.deepEqual(project.outcomes, { completed: 1, failed: 1 })
  assert.deepEqual(project.run, { median: 1000, p95: 44_990 })
  assert.deepEqual(project.quieted, { Stagnant: 1 })
  assert.match((await holdfast(halted(), "stats")).stdout, /running +1\.0 s +45\.0 s/)
})

test("the user's own options decide where the journals are, and those of a project do not", async () => {
  const where = halted()
  const elsewhere = `${where.root}/elsewhere`
  const options = JSON.stringify({ stateDir: elsewhere })
  fs.mkdirSync(elsewhere)
  fs.renameSync(where.state, path.join(elsewhere, path.basename(where.state)))
  fs.mkdirSync(`${where.project}/.opencode`)
  fs.writeFileSync(`${where.project}/.opencode/holdfast.json`, options)
  assert.match((await holdfast(where, "tasks")).stdout, /No background tasks/)
  fs.mkdirSync(`${where.env.XDG_CONFIG_HOME}/opencode`, { recursive: true })
  fs.writeFileSync(`${where.env.XDG_CONFIG_HOME}/opencode/holdfast.json`, options)
  assert.match((await holdfast(where, "tasks")).stdout, /bg_cccccc/)
})

test("a folder of journals that others can reach is refused with a sentence", async () => {
  const where = halted()
  fs.chmodSync(where.state, 0o755)
  const { code, stderr } = await holdfast(where, "tasks")
  assert.equal(code, 1)
  assert.match(stderr, /is open to other users; run `chmod 700 .*`\.\n$/)
})

test("a reader that stops reading ends the command quietly", async () => {
  const where = halted()
  const command = startHoldfast(where, "watch")
  await command.stdout.line(/write the report/)
  command.closeOutput()
  where.append(j.started(Date.now(), "bg_cccccc"))
  assert.equal((await command.end(30_000)).code, 0)
})

test("a session at rest is not read again, and comes back when it is used", async () => {
  const where = halted()
  const seen = j.record(9, { seen: { tasks: ["bg_resting"] } })
  where.journal(
    [j.claimed(1, j.dead), j.launched(2, "bg_resting"), j.ended(3, "bg_resting", "completed"), seen],
    "ses_rest",
  )
  fs.utimesSync(where.file("ses_rest"), 1000, 1000)
  const list = async (/** @type {string[]} */ ...args) => (await holdfast(where, "tasks", ...args)).stdout
  assert.doesNotMatch(await list(), /bg_resting/)
  // What cannot be read any more is not requested.
  const text = where.read("ses_rest")
  fs.writeFileSync(where.file("ses_rest"), `${"x".repeat(text.length - 1)}\n`)
  fs.utimesSync(where.file("ses_rest"), 1000, 1000)
  assert.doesNotMatch(await list(), /wrote/)
  fs.writeFileSync(where.file("ses_rest"), text)
  assert.match(await list(), /bg_resting/)
  assert.match(await list("--all"), /bg_resting/)
})
