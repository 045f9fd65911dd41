// @ts-check
/** The user's word: an abort, `/stop` and a question end everything automatic until the user speaks. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { gate, launchJobs, todos } from "./support/agent.js"
import { jobResult } from "./support/model.js"
import { newest, oldest } from "./support/run.js"
import { serve } from "./support/serve.js"
import { slash, toast, unwatched } from "./support/steer.js"
import { news, tells, told, userTexts } from "./support/told.js"

/** @typedef {import("./support/model.js").Call} Call */
/** @typedef {import("./support/serve.js").Server} Server */

const atOnce = { continuation: { countdownSeconds: 0 } }

/**
 * Another session of the same server in which open todos are continued: what would have
 * happened in the first one by then, has happened.
 * @param {Server} server
 */
async function meanwhile(server) {
  const id = await server.createSession()
  await server.prompt(id, "CLOCK")
  await server.model.until(
    "the clock's continuation",
    (call) => isClock(call) && /open-todos/.test(call.latest.text),
  )
  await slash(server, id, "stop")
}

/** A turn of another session, and nothing after it. @param {Server} server */
async function turnElsewhere(server) {
  const id = await server.createSession()
  await server.prompt(id, "CLOCK, once")
  await server.idle(id)
}

/** @param {Call} call */
const isClock = (call) => userTexts(call)[0]?.includes("CLOCK")

/** Root calls of the session that the test is about. @param {Server} server */
const calls = (server) => server.model.rootCalls().filter((call) => !isClock(call))

/** @param {import("./support/model.js").Reply[]} replies @returns {import("./support/model.js").Responder} */
function script(replies) {
  let clock = 0
  let own = 0
  return (call) => {
    if (isClock(call) && !/once/.test(userTexts(call)[0]) && ++clock === 1)
      return { tools: [todos("pending")] }
    if (isClock(call)) return { text: "Ticking." }
    return replies[own++] ?? { text: "NOT SCRIPTED" }
  }
}

for (const version of [newest, oldest]) {
  test(`an abort while the agent speaks is followed by silence, until the user writes, on ${version}`, async (context) => {
    const server = await serve({
      version,
      holdfast: atOnce,
      script: {
        root: script([
          { tools: [todos("pending")] },
          { hang: true },
          { text: "Gone on." },
          { text: "Continued." },
        ]),
      },
    })
    context.after(() => server.stop())
    const id = await server.createSession()
    await server.prompt(id, "Do the work.")
    await server.model.rootCall(2)
    await server.abort(id)
    await server.idle(id)
    await server.abort(id)
    await server.abort(id)
    await meanwhile(server)
    assert.equal(calls(server).length, 2)
    await server.prompt(id, "Go on.")
    await server.model.until(
      "the continuation after it",
      (call) => !isClock(call) && /open-todos/.test(call.latest.text),
    )
    assert.deepEqual(userTexts(calls(server)[2]), ["Do the work.", "Go on."])
  })

  test(`an abort while the turn is held ends it at once; the results wait for the user's next message, on ${version}`, async (context) => {
    const aborted = gate()
    const server = await serve({
      version,
      holdfast: atOnce,
      script: {
        root: script([{ tools: launchJobs(1, 0) }, { text: "Waiting." }, { text: "I see." }]),
        job: () => aborted.opened.then(() => ({ text: jobResult(1) })),
      },
    })
    context.after(() => server.stop())
    const id = await server.createSession(unwatched)
    await server.prompt(id, "Do the work.")
    await server.model.rootAnswer(2)
    await held(server, id)
    await server.abort(id)
    await server.idle(id)
    aborted.open()
    await server.model.jobEnd(1)
    await meanwhile(server)
    assert.equal(calls(server).length, 2)
    await server.prompt(id, "What came of it?")
    const next = await server.model.until("the next turn", (call) =>
      /What came of it\?/.test(call.latest.text),
    )
    tells(news(next), "1 completed")
    assert.equal(calls(server).length, 3)
  })
}

/** The turn goes on after the agent's last words. @param {Server} server @param {string} id */
async function held(server, id) {
  const { type } = (await server.status())[id]
  assert.equal(type, "busy")
}

test("a message to a held session is answered while its tasks go on, and the results still come", async (context) => {
  const answered = gate()
  const server = await serve({
    script: {
      root: (call) => {
        if (call.number === 1) return { tools: launchJobs(1, 0) }
        if (told(call).length) return { text: "It is done." }
        return { text: call.latest.text.includes("How is it going?") ? "It still runs." : "Waiting." }
      },
      job: () => answered.opened.then(() => ({ text: jobResult(1) })),
    },
  })
  context.after(() => server.stop())
  const id = await server.createSession(unwatched)
  await server.prompt(id, "Do the work.")
  await server.model.rootAnswer(2)
  await held(server, id)
  await server.prompt(id, "How is it going?")
  await server.model.until(
    "the answer",
    (call) => !!call.answeredAt && /How is it going\?/.test(call.latest.text),
  )
  await held(server, id)
  answered.open()
  await server.idle(id)
  const last = /** @type {Call} */ (server.model.rootCalls().at(-1))
  tells(news(last), "1 completed")
  assert.ok(server.model.rootCalls().length <= 5)
})

test("an abort during the countdown stops it", async (context) => {
  const server = await serve({
    holdfast: { continuation: { countdownSeconds: 5 } },
    script: { root: script([{ tools: [todos("pending")] }, { text: "I will." }]) },
  })
  context.after(() => server.stop())
  const id = await server.createSession()
  await server.prompt(id, "Do the work.")
  await toast(server, /Continuing in 5s: 1 open todo/)
  // An abort at the very end of the turn would look like a repetition.
  await turnElsewhere(server)
  await server.abort(id)
  await meanwhile(server)
  assert.equal(calls(server).length, 2)
})

test("a message during the countdown takes its place", async (context) => {
  const server = await serve({
    holdfast: { continuation: { countdownSeconds: 2 } },
    script: {
      root: script([
        { tools: [todos("pending")] },
        { text: "I will." },
        { tools: [todos("completed")] },
        { text: "Done." },
      ]),
    },
  })
  context.after(() => server.stop())
  const id = await server.createSession()
  await server.prompt(id, "Do the work.")
  await toast(server, /Continuing in 2s/)
  await server.prompt(id, "Quickly.")
  await server.idle(id, 2)
  await meanwhile(server)
  assert.equal(calls(server).length, 4)
  assert.deepEqual(userTexts(calls(server)[3]), ["Do the work.", "Quickly."])
})
