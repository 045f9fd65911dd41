// @ts-check
// `holdfast cancel` and `holdfast resume`: with an OpenCode process that owns the journal (played
// by this test), and with none.
import assert from "node:assert/strict"
import fs from "node:fs"
import { test } from "node:test"
import { holdfast, startHoldfast } from "./support/holdfast.js"
import * as j from "./support/journal.js"

/** Only a test that fails waits this long. */
const LIMIT_MS = 30_000

/** A project whose queue is stopped. @param {object} owner */
function project(owner) {
  const t = Date.now()
  const where = j.makeProject()
  where.journal([
    j.claimed(t, owner),
    j.launched(t, "bg_aaaaaa"),
    j.started(t, "bg_aaaaaa"),
    j.launched(t, "bg_bbbbbb"),
    j.started(t, "bg_bbbbbb"),
    j.ended(t, "bg_bbbbbb", "failed", { error: "no credentials" }),
    j.record(t, { halted: { task: "bg_bbbbbb" } }),
  ])
  return where
}

/** The request that arrives in the journal, as an owner that watches the folder sees it. @param {ReturnType<typeof project>} where */
async function request(where) {
  for await (const _ of changesIn(where.state)) {
    const asked = where
      .read()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).what.asked)
      .find(Boolean)
    if (asked) return asked
  }
}

/** @param {string} folder */
async function* changesIn(folder) {
  yield
  for await (const change of fs.promises.watch(folder)) yield change
}

for (const [args, ask] of /** @type {const} */ ([
  [["cancel", "bg_aaaaaa"], { cancel: { task: "bg_aaaaaa" } }],
  [["cancel", "--all"], "cancel_all"],
  [["resume", "bg_bbbbbb"], { resume: { task: "bg_bbbbbb" } }],
  [["resume", "bg_bbbbbb", "--retry"], { resume: { task: "bg_bbbbbb", retry: true } }],
  [["resume"], { resume: { task: null } }],
])) {
  test(`\`holdfast ${args.join(" ")}\` asks the process that owns the journal and prints its answer`, {
    timeout: LIMIT_MS,
  }, async () => {
    const where = project(j.living)
    const command = startHoldfast(where, ...args)
    const asked = await request(where)
    assert.deepEqual(asked.ask, ask)
    where.append(j.record(Date.now(), { answered: { request: asked.request, text: "It is done." } }))
    const { code } = await command.end(LIMIT_MS)
    assert.deepEqual([code, command.stdout.text()], [0, "It is done.\n"])
  })
}

test("without a live process a cancelled task has ended for good", async () => {
  const where = project(j.dead)
  assert.equal((await holdfast(where, "cancel", "bg_aaaaaa")).code, 0)
  const { stdout } = await holdfast(where, "tasks", "--json")
  const task = JSON.parse(stdout).sessions[0].tasks.find((/** @type {any} */ task) => task.id === "bg_aaaaaa")
  assert.deepEqual([task.status, task.ended !== null], ["cancelled", true])
})

test("without a live process a resumed task waits for the session's next use, and the answer says so", async () => {
  const where = project(j.dead)
  const { code, stdout } = await holdfast(where, "resume", "bg_bbbbbb")
  assert.equal(code, 0)
  assert.match(stdout, /next/)
  assert.match(where.read(), /"asked".*"resume":\{"task":"bg_bbbbbb"\}/)
  const before = where.read()
  assert.match((await holdfast(where, "resume", "bg_bbbbbb")).stdout, /asked for already/)
  assert.equal(where.read(), before)
})

for (const [args, said] of /** @type {const} */ ([
  [["cancel", "bg_bbbbbb"], "bg_bbbbbb is failed already; there is nothing to cancel."],
  [["cancel"], /Name one task, as in `node .* cancel bg_k3x9qa`, or use --all\./],
  [["resume", "bg_aaaaaa"], "bg_aaaaaa is running; only interrupted and failed tasks can be resumed."],
])) {
  test(`\`holdfast ${args.join(" ")}\` says in one sentence why it cannot`, async () => {
    const where = project(j.living)
    const before = where.read()
    const { code, stderr } = await holdfast(where, ...args)
    assert.equal(code, 1)
    if (typeof said === "string") assert.equal(stderr, `holdfast: ${said}\n`)
    else assert.match(stderr, said)
    assert.equal(where.read(), before)
  })
}

test("a journal of a newer format is named as what it is and not written", async () => {
  const where = j.makeProject()
  for (const owner of [j.living, j.dead]) {
    where.journal([j.claimed(1, owner), j.launched(2, "bg_aaaaaa"), '{"v":2,"when":"now"}\n'])
    const before = where.read()
    const { code, stdout, stderr } = await holdfast(where, "cancel", "bg_aaaaaa")
    assert.match(stdout + stderr, /newer/, String(code))
    assert.equal(where.read(), before)
  }
})
