// @ts-check
// With the real OpenCode: none runs at first, one is started for the work, and ended when it is idle.
import assert from "node:assert/strict"
import { test } from "node:test"
import { prepareRun, processesIn } from "../cli/support/run.js"
import { jobPrompt, jobResult } from "../e2e/support/model.js"
import { listen } from "./support/events.js"
import { startServe } from "./support/serve.js"

/** @param {import("../e2e/support/model.js").Responder} [job] @param {string[]} args */
async function prepare(job, ...args) {
  const holdfast = { tasks: { concurrency: 8 } }
  const run = await prepareRun({ script: { root: [], ...(job && { job }) }, holdfast })
  const serve = await startServe({ project: run.project, env: run.env }, ...args)
  const events = await listen(serve)
  return {
    ...serve,
    run,
    events,
    /** @param {string} prompt @returns {Promise<string>} its id */
    async execute(prompt) {
      const { body } = await serve.ask("POST", "/api/tasks", { prompt })
      const { status } = await serve.ask("POST", `/api/tasks/${body.id}/execute`)
      assert.equal(status, 202)
      return body.id
    },
    /** @param {string} id @param {string} event */
    happened: (id, event) =>
      events.until((seen) => seen.some((one) => one.event === event && one.task === id)),
    async stop() {
      await events.close()
      serve.command.kill("SIGINT")
      await serve.command.ended
      await run.model.stop()
    },
  }
}

test("an execute call starts an OpenCode, its task completes, and an idle OpenCode is ended", async () => {
  const it = await prepare(undefined, "--idle", "1s")
  const id = await it.execute(jobPrompt("1", 100))
  await it.happened(id, "ended")
  const { body: task } = await it.ask("GET", `/api/tasks/${id}`)
  assert.deepEqual([task.status, task.result], ["completed", jobResult("1")])
  const { body: activity } = await it.ask("GET", `/api/sessions/${task.session}/activity`)
  const events = activity.items.map((/** @type {any} */ { event }) => event)
  for (const event of ["launched", "started", "prompted", "ended"]) assert.ok(events.includes(event), event)
  assert.equal(it.run.model.rootCalls().length, 0, "no model call for an agent that nobody asked")
  await it.command.stderr.line(/was idle and is ended/)
  while (processesIn(it.run.project).length > 1) await new Promise((resolve) => setTimeout(resolve, 50))
  assert.equal((await it.ask("GET", "/api/health")).body.projects[0].opencode.state, "none")
  await it.stop()
})

test("a task is cancelled, retried and told more; one is forgotten", async () => {
  const it = await prepare(({ job, latest }) =>
    /Once more/.test(latest.text)
      ? { text: "More." }
      : { text: jobResult(job?.name ?? ""), delayMs: job?.ms },
  )
  const long = await it.execute(jobPrompt("long", 60_000))
  while (it.run.model.jobCalls().length === 0) await new Promise((resolve) => setTimeout(resolve, 20))
  const cancelled = await it.ask("POST", `/api/tasks/${long}/cancel`)
  assert.equal(cancelled.status, 200)
  await it.happened(long, "ended")
  const told = await it.ask("POST", `/api/tasks/${long}/message`, { text: "Once more." })
  assert.equal(told.body.task.follows, long)
  await it.happened(told.body.task.id, "ended")
  assert.equal((await it.ask("GET", `/api/tasks/${told.body.task.id}`)).body.result, "More.")
  assert.equal((await it.ask("DELETE", `/api/tasks/${told.body.task.id}`)).status, 204)
  assert.equal((await it.ask("GET", `/api/tasks/${told.body.task.id}`)).status, 404)
  await it.stop()
})

for (const count of [5, 20]) {
  test(`${count} executions at once complete, each with its own result`, async () => {
    const it = await prepare()
    const numbers = Array.from({ length: count }, (_, n) => String(n + 1))
    const ids = await Promise.all(numbers.map((n) => it.execute(jobPrompt(n, 50))))
    await Promise.all(ids.map((id) => it.happened(id, "ended")))
    const roots = new Set()
    for (const [n, id] of ids.entries()) {
      const { body } = await it.ask("GET", `/api/tasks/${id}`)
      roots.add(body.root)
      assert.deepEqual([body.status, body.result], ["completed", jobResult(numbers[n])])
    }
    assert.equal(it.run.model.jobCalls().length, count, "each was asked once")
    assert.equal(roots.size, 1, "one queue, with its limits, for all of them")
    await it.stop()
  })
}

test("a failure is told with its reason, and its retry completes", async () => {
  let fails = true
  const it = await prepare(({ job }) =>
    fails ? { error: { status: 400, message: "no credentials" } } : { text: jobResult(job?.name ?? "") },
  )
  const id = await it.execute(jobPrompt("1", 10))
  await it.happened(id, "ended")
  const { body: failed } = await it.ask("GET", `/api/tasks/${id}`)
  assert.equal(failed.status, "failed")
  assert.match(failed.error, /no credentials/)
  fails = false
  const { body: again } = await it.ask("POST", `/api/tasks/${id}/retry`)
  assert.equal(again.task.follows, id)
  await it.happened(again.task.id, "ended")
  assert.equal((await it.ask("GET", `/api/tasks/${again.task.id}`)).body.status, "completed")
  await it.stop()
})

test("an execute call that a server promised before it was killed is carried out by the next one, once", async () => {
  const it = await prepare()
  const id = await it.execute(jobPrompt("1", 50))
  it.command.kill("SIGKILL")
  await it.command.ended
  const again = await startServe({ project: it.run.project, env: it.run.env })
  const events = await listen(again, { last: it.events.last() })
  await events.until((seen) => seen.some((one) => one.event === "ended" && one.task === id))
  assert.equal((await again.ask("GET", `/api/tasks/${id}`)).body.result, jobResult("1"))
  assert.equal(it.run.model.jobCalls().length, 1)
  await events.close()
  again.command.kill("SIGINT")
  await again.command.ended
  while (processesIn(it.run.project).length > 0) await new Promise((resolve) => setTimeout(resolve, 50))
  await it.run.model.stop()
})

test("two servers of a project share an OpenCode, and the last one ends it", async () => {
  const it = await prepare()
  const other = await startServe({ project: it.run.project, env: it.run.env })
  await it.happened(await it.execute(jobPrompt("1", 10)), "ended")
  const { body } = await other.ask("GET", "/api/health")
  assert.equal(body.projects[0].opencode.state, "running")
  const events = await listen(other)
  it.command.kill("SIGINT")
  await it.command.ended
  const { body: task } = await other.ask("POST", "/api/tasks", { prompt: jobPrompt("2", 10), execute: true })
  await events.until((seen) => seen.some((one) => one.event === "ended" && one.task === task.id))
  assert.equal(
    (await other.ask("GET", "/api/health")).body.projects[0].opencode.pid,
    body.projects[0].opencode.pid,
  )
  await events.close()
  other.command.kill("SIGINT")
  await other.command.ended
  while (processesIn(it.run.project).length > 0) await new Promise((resolve) => setTimeout(resolve, 50))
  await it.run.model.stop()
})

test("Ctrl+C while an OpenCode starts leaves no process behind", async () => {
  const it = await prepare()
  await it.execute(jobPrompt("1", 60_000))
  while (processesIn(it.run.project).length < 2) await new Promise((resolve) => setTimeout(resolve, 5))
  it.command.kill("SIGINT")
  assert.equal((await it.command.ended).code, 0)
  while (processesIn(it.run.project).length > 0) await new Promise((resolve) => setTimeout(resolve, 50))
  await it.run.model.stop()
})
