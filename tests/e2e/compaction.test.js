// @ts-check
/** Compaction: tasks and todos are in its context, and results, agent and tasks survive it. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { gate, launchJobs, todos } from "./support/agent.js"
import { endedWell, jobsFinished } from "./support/expect.js"
import { jobResult } from "./support/model.js"
import { newest, oldest, run, second } from "./support/run.js"
import { serve } from "./support/serve.js"
import { news, tells, told } from "./support/told.js"

const worker = { mode: "primary", prompt: "YOU ARE THE WORKER." }

for (const version of [newest, oldest]) {
  test(`a compaction while tasks run is told of them and of the todos, and the results still reach the same agent once, on ${version}`, async (context) => {
    const compacted = gate()
    const server = await serve({
      version,
      holdfast: { continuation: { countdownSeconds: 0 } },
      config: { agent: { worker } },
      script: {
        root: [
          { tools: [...launchJobs(2, 0), todos("pending")] },
          { text: "Waiting." },
          { tools: [todos("completed")] },
          { text: "Both are done." },
        ],
        job: ({ job }) => compacted.opened.then(() => ({ text: jobResult(job?.name ?? "") })),
      },
    })
    context.after(() => server.stop())
    const { model } = server
    const id = await server.createSession()
    await server.prompt(id, "Do the work.", { agent: "worker" })
    await server.idle(id)
    const ids = String(model.rootCalls()[1].latest.toolResults).match(/bg_\w+/g) ?? []
    await server.ask("POST", `/session/${id}/summarize`, { providerID: "mock", modelID: "scripted" })
    const compaction = await model.until("the compaction", ({ kind }) => kind === "compaction")
    const asked = JSON.stringify(compaction.raw)
    for (const word of [...new Set(ids), "job 1", "job 2", "running", "todo 1"])
      assert.ok(asked.includes(word), `${word} in the compaction`)
    assert.equal(model.rootCalls().length, 2)
    compacted.open()
    const wake = await model.rootCall(3)
    tells(news(wake), "1 completed", "2 completed")
    assert.match(wake.system, /YOU ARE THE WORKER/)
    await model.rootAnswer(4)
    tells(told(model.rootCalls()[3]), "1 completed", "2 completed")
    jobsFinished(model, 2)
  })
}

for (const version of [newest, second]) {
  test(`a full context is compacted by OpenCode, and the run is held as before, on ${version}`, async () => {
    const outcome = await run({
      version,
      script: {
        root: (call) => {
          if (call.number === 1) return { tools: launchJobs(2, 3_000) }
          if (call.number === 2) return { overflow: true }
          return { text: told(call).length ? "Both are done." : "Waiting." }
        },
      },
    })
    // OpenCode 1 shows the error and exits with 1, although it recovers from it.
    assert.match(outcome.stdout, /Both are done\.\s*$/)
    jobsFinished(outcome.model, 2)
    tells(told(/** @type {any} */ (outcome.model.rootCalls().at(-1))), "1 completed", "2 completed")
  })
}

// OpenCode 1 refuses a compaction while a turn is under way.
test("a compaction that the user asks for in a hold waits for its end, and every result is told once, on OpenCode 2", async (context) => {
  const open = gate()
  const server = await serve({
    version: second,
    script: {
      root: (call) => {
        if (call.number === 1) return { tools: launchJobs(2, 0) }
        return { text: told(call).length ? "Both are done." : "Waiting." }
      },
      job: ({ job }) => open.opened.then(() => ({ text: jobResult(job?.name ?? "") })),
    },
  })
  context.after(() => server.stop())
  const { model } = server
  const id = await server.createSession()
  await server.prompt(id, "Do the work.")
  await model.rootAnswer(2)
  await model.jobCall(2)
  await server.compact(id)
  open.open()
  await server.idle(id)
  assert.equal(model.calls.filter(({ kind }) => kind === "compaction").length, 1)
  assert.equal(model.rootCalls().length, 3)
  tells(told(model.rootCalls()[2]), "1 completed", "2 completed")
  jobsFinished(model, 2)
})

test("a task whose own context is compacted goes on, and completes once", async () => {
  const summary = "SUMMARY OF JOB 1"
  const outcome = await run({
    script: {
      root: (call) => {
        // After its compaction the task's session no longer shows its prompt.
        if (call.messages.some(({ text }) => text === summary)) return { text: jobResult(1) }
        if (call.number === 1) return { tools: launchJobs(1, 0) }
        return { text: told(call).length ? "Done." : "Waiting." }
      },
      job: () => ({ overflow: true }),
      compaction: () => ({ text: summary }),
    },
  })
  const last = /** @type {any} */ (outcome.model.rootCalls().at(-1))
  endedWell(outcome, "Done.")
  tells(told(last), "1 completed")
  assert.match(last.latest.text, /RESULT OF JOB 1/)
})
