// @ts-check
/** Automatic prompts use the agent, model and variant of the last user message. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { launch, todos } from "./support/agent.js"
import { endedWell, modelCalls } from "./support/expect.js"
import { newest, oldest, run } from "./support/run.js"
import { serve } from "./support/serve.js"
import { news, tells } from "./support/told.js"

const scout = { mode: "primary", prompt: "YOU ARE THE SCOUT.", permission: { edit: "deny" } }
const worker = { mode: "primary", prompt: "YOU ARE THE WORKER." }

const config = { agent: { scout, worker } }

for (const version of [newest, oldest]) {
  test(`a wake keeps the second agent, and a delivery in a held run too, on ${version}`, async () => {
    const outcome = await run({
      version,
      config,
      args: ["--agent", "worker"],
      script: [{ tools: [launch(1, 300)] }, { text: "Waiting." }, { text: "Done." }],
    })
    endedWell(outcome, "Done.")
    modelCalls(outcome.model, { root: 3, job: 1 })
    for (const call of outcome.model.rootCalls()) assert.match(call.system, /YOU ARE THE WORKER/)
    assert.doesNotMatch(outcome.model.jobCalls()[0].system, /YOU ARE THE WORKER/)
  })

  for (const agent of ["plan", "scout"])
    test(`the agent ${agent}, which may not edit, is not continued on account of todos, on ${version}`, async () => {
      const outcome = await run({
        version,
        config,
        args: ["--agent", agent],
        script: [{ tools: [todos("pending")] }, { text: "This is the plan." }],
      })
      endedWell(outcome, "This is the plan.")
      modelCalls(outcome.model, { root: 2 })
    })
}

test("wakes and continuations keep the model and the variant of the last user message", async (context) => {
  const server = await serve({
    holdfast: { continuation: { countdownSeconds: 0 } },
    config: { agent: { worker } },
    models: { second: { variants: { deep: { reasoningEffort: "high" } } } },
    script: [
      { text: "Hello." },
      { tools: [launch(1, 300), todos("pending")] },
      { text: "Waiting." },
      { text: "The job is done." },
      { tools: [todos("completed")] },
      { text: "All is done." },
    ],
  })
  context.after(() => server.stop())
  const { model } = server
  const id = await server.createSession()
  await server.prompt(id, "Hello.")
  await server.idle(id)
  const second = { providerID: "mock", modelID: "second" }
  await server.prompt(id, "Do the work.", { agent: "worker", model: second, variant: "deep" })
  await model.rootAnswer(6)
  await server.idle(id, 4)
  const [first, ...rest] = model.rootCalls()
  assert.equal(first.model, "scripted")
  tells(news(rest[2]), "1 completed")
  assert.match(rest[3].latest.text, /open-todos/)
  for (const call of [...rest, ...model.jobCalls()]) {
    assert.equal(call.model, "second")
    assert.equal(call.raw.reasoning_effort, "high", `call ${call.number}`)
  }
  for (const call of rest) assert.match(call.system, /YOU ARE THE WORKER/)
})
