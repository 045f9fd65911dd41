// @ts-check
/** The user's word while a turn is held: it is answered at once, and an interrupt is followed by silence. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { gate, launchJobs } from "./support/agent.js"
import { jobResult } from "./support/model.js"
import { newest, second } from "./support/run.js"
import { serve } from "./support/serve.js"
import { news, tells, told, userTexts } from "./support/told.js"
import { dialectOf } from "./support/version.js"

for (const version of [newest, second]) {
  const { unwatched } = dialectOf(version)

  test(`what the user says in a hold is answered at once, and the hold goes on, on ${version}`, async (context) => {
    const open = gate()
    const server = await serve({
      version,
      script: {
        root: [{ tools: launchJobs(1, 0) }, { text: "Waiting." }, { text: "It is noon." }, { text: "Done." }],
        job: () => open.opened.then(() => ({ text: jobResult(1) })),
      },
    })
    context.after(() => server.stop())
    const { model } = server
    const id = await server.createSession(unwatched)
    await server.prompt(id, "Do the work.")
    await model.rootAnswer(2)
    await model.jobCall(1)
    await server.prompt(id, "What time is it?")
    const third = await model.rootAnswer(3)
    assert.match(/** @type {string} */ (userTexts(third).at(-1)), /What time is it\?/)
    tells(told(third))
    open.open()
    const fourth = await model.rootAnswer(4)
    tells(news(fourth), "1 completed")
    await server.idle(id)
    assert.equal(model.rootCalls().length, 4)
  })

  test(`an interrupt of a hold is followed by silence, and results wait for the user's next message, on ${version}`, async (context) => {
    const open = gate()
    const server = await serve({
      version,
      script: {
        root: [{ tools: launchJobs(1, 0) }, { text: "Waiting." }, { text: "I see." }],
        job: () => open.opened.then(() => ({ text: jobResult(1) })),
      },
    })
    context.after(() => server.stop())
    const { model } = server
    const id = await server.createSession(unwatched)
    await server.prompt(id, "Do the work.")
    await model.rootAnswer(2)
    await model.jobCall(1)
    await server.abort(id)
    await server.idle(id)
    open.open()
    await model.jobEnd(1)
    const elsewhere = await server.createSession(unwatched)
    await server.prompt(elsewhere, "Something else.")
    await server.idle(elsewhere)
    const calls = () => model.rootCalls().filter((call) => !/Something else/.test(userTexts(call)[0]))
    assert.equal(calls().length, 2)
    await server.prompt(id, "And now?")
    await model.rootAnswer(4)
    assert.equal(calls().length, 3)
    tells(told(calls()[2]), "1 completed")
  })
}
