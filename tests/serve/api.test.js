// @ts-check
// The REST API, on journals written by hand: every answer fits the OpenAPI document.
import assert from "node:assert/strict"
import { after, test } from "node:test"
import * as j from "../cli/support/journal.js"
import { playOwner, startServe } from "./support/serve.js"

const t = Date.now() - 60_000
const where = j.makeProject()
where.journal([
  j.claimed(t, j.living),
  j.launched(t + 1, "bg_aaaaaa"),
  j.started(t + 2, "bg_aaaaaa"),
  j.active(t + 3, "bg_aaaaaa", [{ t: t + 3, text: "grep TODO" }]),
  j.launched(t + 4, "bg_bbbbbb"),
  j.started(t + 5, "bg_bbbbbb"),
  j.ended(t + 6, "bg_bbbbbb", "failed", { error: "no credentials" }),
  j.launched(t + 7, "bg_cccccc"),
  j.record(t + 8, { halted: { task: "bg_bbbbbb" } }),
])
where.journal(
  [
    j.claimed(t, j.dead),
    j.launched(t + 1, "bg_dddddd"),
    j.started(t + 2, "bg_dddddd"),
    j.ended(t + 9, "bg_dddddd", "completed", { result: "All is well." }),
    j.launched(t + 10, "bg_eeeeee"),
    j.started(t + 11, "bg_eeeeee"),
  ],
  "ses_dead",
)
const serve = await startServe(where)
after(() => serve.command.stop())

test("tasks are listed newest first, filtered and in pages that neither repeat nor miss one", async () => {
  const all = await serve.ask("GET", "/api/tasks")
  const ids = all.body.items.map((/** @type {any} */ { id }) => id)
  assert.deepEqual(ids, ["bg_eeeeee", "bg_cccccc", "bg_bbbbbb", "bg_dddddd", "bg_aaaaaa"])
  const seen = []
  for (let cursor = ""; ; ) {
    const { body } = await serve.ask("GET", `/api/tasks?limit=2${cursor}`)
    seen.push(...body.items.map((/** @type {any} */ { id }) => id))
    if (body.next === null) break
    cursor = `&cursor=${body.next}`
  }
  assert.deepEqual(seen, ids)
  const failed = await serve.ask("GET", "/api/tasks?status=failed,interrupted")
  assert.deepEqual(
    failed.body.items.map((/** @type {any} */ { id, status }) => [id, status]),
    [
      ["bg_eeeeee", "interrupted"],
      ["bg_bbbbbb", "failed"],
    ],
  )
  const found = await serve.ask("GET", "/api/tasks?q=BG_A&root=ses_root1")
  assert.equal(found.body.total, 1)
})

test("a task is shown with its prompt, its result and its activity", async () => {
  const { body } = await serve.ask("GET", "/api/tasks/bg_dddddd")
  assert.deepEqual([body.status, body.result, body.prompt], ["completed", "All is well.", "Do bg_dddddd."])
  const { body: activity } = await serve.ask("GET", "/api/tasks/bg_aaaaaa/activity?limit=2")
  assert.deepEqual(
    activity.items.map((/** @type {any} */ { event }) => event),
    ["launched", "started"],
  )
  const { body: rest } = await serve.ask("GET", `/api/tasks/bg_aaaaaa/activity?cursor=${activity.next}`)
  assert.deepEqual(rest.items[0].notes, [{ t: t + 3, text: "grep TODO" }])
})

test("sessions, their activity, queues and counts are told", async () => {
  const { body: sessions } = await serve.ask("GET", "/api/sessions")
  assert.equal(sessions.total, 2)
  const { body: session } = await serve.ask("GET", "/api/sessions/ses_root1")
  assert.deepEqual([session.alive, session.halted_by, session.tasks.pending], [true, "bg_bbbbbb", 1])
  for (const id of ["ses_root1", "ses_dead"])
    assert.ok((await serve.ask("GET", `/api/sessions/${id}/activity`)).body.total > 0)
  const { body: queues } = await serve.ask("GET", "/api/queues")
  const queue = queues.items.find((/** @type {any} */ { root }) => root === "ses_root1")
  assert.deepEqual(
    [queue.model, queue.limit, queue.running, queue.pending],
    ["zai/glm-4.7", 3, ["bg_aaaaaa"], ["bg_cccccc"]],
  )
  const { body: stats } = await serve.ask("GET", "/api/stats")
  assert.equal(stats.items[0].outcomes.completed, 1)
  assert.equal((await serve.ask("GET", "/api/health")).body.status, "ok")
})

test("what is asked of a session goes into its journal, and its owner's answer comes back", async () => {
  const owner = playOwner(where, () => ({ text: "It is done." }))
  const asked = [
    ["/api/tasks/bg_aaaaaa/cancel", undefined, { cancel: { task: "bg_aaaaaa" } }],
    ["/api/tasks/bg_bbbbbb/retry", undefined, { resume: { task: "bg_bbbbbb", retry: true } }],
    ["/api/tasks/bg_bbbbbb/resume", undefined, { resume: { task: "bg_bbbbbb" } }],
    [
      "/api/tasks/bg_aaaaaa/message",
      { text: "And the tests." },
      { message: { task: "bg_aaaaaa", text: "And the tests." } },
    ],
    ["/api/sessions/ses_root1/stop", undefined, "stop"],
    ["/api/sessions/ses_root1/go", undefined, { resume: { task: null } }],
    ["/api/sessions/ses_root1/cancel", undefined, "cancel_all"],
    ["/api/sessions/ses_root1/clear", undefined, "clear"],
    ["/api/stop", undefined, "stop"],
  ]
  for (const [path, body, ask] of asked) {
    const answer = await serve.ask("POST", String(path), body)
    const said = answer.body.message ?? answer.body.items[0].message
    assert.deepEqual([answer.status, said, owner.asks.at(-1)], [200, "It is done.", ask])
  }
  owner.stop()
})

test("a request that is repeated with its Idempotency-Key is carried out once", async () => {
  const owner = playOwner(where, () => ({ text: "It has the message." }))
  const before = owner.asks.length
  for (const _ of [1, 2, 3]) {
    const body = { text: "Once." }
    const { body: done } = await serve.ask("POST", "/api/tasks/bg_aaaaaa/message", body, {
      "idempotency-key": "k1",
    })
    assert.equal(done.message, "It has the message.")
  }
  assert.equal(owner.asks.length - before, 1)
  owner.stop()
})

test("a task that is created waits, and is executed once, at once", async () => {
  const owner = playOwner(where, (ask) => {
    const { task, description, prompt } = ask.launch ?? {}
    const records = [j.launched(Date.now(), task, { description, prompt, origin: "user" })]
    return { text: `“${description}” is running; /background lists it.`, records }
  })
  const key = { "idempotency-key": "create-1" }
  const created = await serve.ask("POST", "/api/tasks", { prompt: "Tidy up the tests" }, key)
  assert.equal(created.status, 201)
  const { id } = created.body
  assert.equal(created.headers.get("location"), `/api/tasks/${id}`)
  assert.deepEqual([created.body.status, created.body.description], ["created", "Tidy up the tests"])
  const again = await serve.ask("POST", "/api/tasks", { prompt: "Tidy up the tests" }, key)
  assert.deepEqual([again.status, again.body.id], [200, id])
  assert.equal((await serve.ask("POST", "/api/tasks", { prompt: "Something else" }, key)).status, 422)
  for (const _ of [1, 2]) {
    const answer = await serve.ask("POST", `/api/tasks/${id}/execute`)
    assert.deepEqual([answer.status, answer.body.status], [202, "execution_started"])
  }
  while ((await serve.ask("GET", `/api/tasks/${id}`)).body.status !== "pending");
  const launches = owner.asks.filter(({ launch }) => launch?.task === id)
  assert.deepEqual(launches, [
    { launch: { description: "Tidy up the tests", prompt: "Tidy up the tests", agent: null, task: id } },
  ])
  owner.stop()
})

test("what an owner would not launch is a failed task with its words", async () => {
  const owner = playOwner(where, () => ({ text: 'There is no agent "nobody".' }))
  const { body } = await serve.ask("POST", "/api/tasks", { prompt: "Do it.", agent: "nobody", execute: true })
  for (;;) {
    const { body: task } = await serve.ask("GET", `/api/tasks/${body.id}`)
    if (task.status !== "failed") continue
    assert.equal(task.error, 'There is no agent "nobody".')
    break
  }
  owner.stop()
})

test("a created task can be cancelled, and deleted", async () => {
  const { body } = await serve.ask("POST", "/api/tasks", { prompt: "Never mind." })
  const cancelled = await serve.ask("POST", `/api/tasks/${body.id}/cancel`)
  assert.equal(cancelled.body.task.status, "cancelled")
  assert.equal((await serve.ask("POST", `/api/tasks/${body.id}/execute`)).status, 409)
  assert.equal((await serve.ask("DELETE", `/api/tasks/${body.id}`)).status, 204)
  assert.equal((await serve.ask("GET", `/api/tasks/${body.id}`)).status, 404)
})

test("without an owner a cancelled task has ended for good", async () => {
  const { body } = await serve.ask("POST", "/api/tasks/bg_eeeeee/cancel")
  assert.equal(body.task.status, "cancelled")
})

for (const [method, path, body, status, words] of /** @type {const} */ ([
  ["GET", "/api/tasks/bg_nobody", undefined, 404, /There is no task bg_nobody/],
  ["GET", "/api/sessions/ses_nobody", undefined, 404, /no session ses_nobody/],
  ["GET", "/api/tasks?status=lost", undefined, 400, /no status "lost"; it is one of created,/],
  ["GET", "/api/tasks?limit=0", undefined, 400, /limit must be a whole number from 1 to 500/],
  ["GET", "/api/tasks?cursor=x", undefined, 400, /cursor/],
  ["GET", "/api/tasks?project=other", undefined, 404, /no such project/],
  ["POST", "/api/tasks", { prompt: "" }, 400, /prompt must be a non-empty string/],
  ["POST", "/api/tasks", { prompt: "x", prompts: "y" }, 400, /not known, "prompts"/],
  ["POST", "/api/tasks", { prompt: "x", root: "../../etc" }, 404, /leave root out/],
  ["POST", "/api/tasks/bg_dddddd/retry", undefined, 409, /bg_dddddd is completed; only failed/],
  ["POST", "/api/tasks/bg_dddddd/cancel", undefined, 409, /completed already/],
  ["DELETE", "/api/tasks/bg_aaaaaa", undefined, 409, /cancel it first/],
  ["GET", "/api/nothing", undefined, 404, /There is no GET \/api\/nothing here/],
]))
  test(`${method} ${path} ${JSON.stringify(body) ?? ""} says in a sentence what is wrong`, async () => {
    const answer = await serve.ask(method, path, body)
    assert.equal(answer.status, status)
    assert.match(answer.headers.get("content-type") ?? "", /application\/problem\+json/)
    assert.match(answer.body.detail, words)
  })
