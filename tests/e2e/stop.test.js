// @ts-check
/** `/stop` and `/go`, `/bg` and `/background`: carried out without a model call, and kept across a restart. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { gate, launchJobs, todos } from "./support/agent.js"
import { modelCalls } from "./support/expect.js"
import { jobPrompt, jobResult } from "./support/model.js"
import { newest, oldest, prepare } from "./support/run.js"
import { serve, serveIn } from "./support/serve.js"
import { shown, slash } from "./support/steer.js"
import { news, tells, told, userTexts } from "./support/told.js"

for (const version of [newest, oldest]) {
  test(`/stop holds back results and continuations through the user's turns and a restart, until /go, on ${version}`, async (context) => {
    const stopped = gate()
    const prepared = await prepare({
      version,
      holdfast: { continuation: { countdownSeconds: 0 } },
      script: {
        root: [
          { tools: [...launchJobs(1, 0), todos("pending")] },
          { text: "Waiting." },
          { text: "Hello." },
          { text: "Hello again." },
          { tools: [todos("completed")] },
          { text: "It is done." },
        ],
        job: () => stopped.opened.then(() => ({ text: jobResult(1) })),
      },
    })
    const { model } = prepared
    const first = await serveIn(prepared)
    context.after(() => first.stop())
    const id = await first.createSession()
    await first.prompt(id, "Do the work.")
    await first.idle(id)
    await slash(first, id, "stop")
    assert.match((await shown(first, id)).join(), /no automatic prompts in this session until \/go/)
    stopped.open()
    await model.jobEnd(1)
    await first.prompt(id, "Hello?")
    await first.idle(id, 2)
    await first.quit()

    const server = await serveIn(prepared)
    context.after(() => server.stop())
    await server.prompt(id, "Hello again?")
    await server.idle(id)
    assert.deepEqual(userTexts(model.rootCalls()[3]), ["Do the work.", "Hello?", "Hello again?"])
    assert.equal(model.rootCalls().length, 4)
    await slash(server, id, "go")
    const wake = await model.rootCall(5)
    tells(news(wake), "1 completed")
    await server.idle(id, 2)
    modelCalls(model, { root: 6, job: 1 })
    tells(told(model.rootCalls()[5]), "1 completed")
  })
}

test("/bg launches a task from the user's side, and /background lists it, without a model call", async (context) => {
  const listed = gate()
  const server = await serve({
    script: {
      root: [{ text: "Hello." }, { text: "It is done." }],
      job: () => listed.opened.then(() => ({ text: jobResult("u") })),
    },
  })
  context.after(() => server.stop())
  const { model } = server
  const id = await server.createSession()
  await server.prompt(id, "Hello.")
  await server.idle(id)
  await slash(server, id, "bg", jobPrompt("u", 0))
  await model.jobCall("u")
  await slash(server, id, "background")
  const [launched, list] = await shown(server, id)
  assert.match(launched, /“JOB u for 0ms” is running/)
  assert.match(list, /JOB u for 0ms: running for/)
  listed.open()
  await model.rootCall(2)
  await server.idle(id, 2)
  modelCalls(model, { root: 2, job: 1 })
  assert.match(model.rootCalls()[1].latest.text, /RESULT OF JOB u/)
})

test("/stop all stops every session of the server", async (context) => {
  const server = await serve({
    holdfast: { continuation: { countdownSeconds: 0 } },
    script: [{ text: "One." }, { text: "Two." }, { tools: [todos("pending")] }, { text: "I will." }],
  })
  context.after(() => server.stop())
  const [one, two] = [await server.createSession(), await server.createSession()]
  for (const id of [one, two]) {
    await server.prompt(id, "Hello.")
    await server.idle(id)
  }
  await slash(server, one, "stop", "all")
  await server.prompt(two, "Write a todo.")
  await server.idle(two, 2)
  await slash(server, two, "background")
  assert.equal(server.model.rootCalls().length, 4)
})
