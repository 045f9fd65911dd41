// @ts-check
/** An idle session is woken, each time, soon, and once. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { gate, launch, launchJobs } from "./support/agent.js"
import { modelCalls } from "./support/expect.js"
import { jobResult } from "./support/model.js"
import { newest, oldest, second } from "./support/run.js"
import { serve } from "./support/serve.js"
import { news, tells, told, userTexts } from "./support/told.js"
import { median } from "./support/yardstick.js"

const BATCHES = 10
/** A task's end is a step of its session, a look at it, and the start of a turn. */
const STEPS = 6

for (const version of [newest, oldest]) {
  test(`of ten batches in a row each wakes its session once, and soon, on ${version}`, async (context) => {
    const { server, id, gates } = await serveBatches(context, version)
    const { model } = server
    /** @type {number[]} */
    const delays = []
    for (const [batch, { open }] of gates.entries()) {
      await server.idle(id, batch + 1)
      open()
      const wake = await model.rootCall(2 * batch + 3)
      tells(news(wake), `${batch}a completed`, `${batch}b completed`)
      delays.push(afterJobs(model, wake))
    }
    await server.idle(id, BATCHES + 1)
    modelCalls(model, { root: 2 * BATCHES + 1, job: 2 * BATCHES })
    areSoon(context, model, delays)
  })

  test(`results that come while the user's own turn runs are part of it or follow it once, on ${version}`, async (context) => {
    const userSpeaks = gate()
    const server = await serve({
      version,
      script: {
        root: [
          { tools: launchJobs(2, 0) },
          { text: "Waiting." },
          // The user's turn: the jobs end while it streams.
          async () => {
            userSpeaks.open()
            await Promise.all([server.model.jobEnd(1), server.model.jobEnd(2)])
            return { text: "Answered.", delayMs: 500 }
          },
          { text: "Both are done." },
        ],
        job: ({ job }) => userSpeaks.opened.then(() => ({ text: jobResult(job?.name ?? "") })),
      },
    })
    context.after(() => server.stop())
    const id = await server.createSession()
    await server.prompt(id, "Do the work.")
    await server.idle(id)
    await server.prompt(id, "How is it going?")
    await server.idle(id, 3)
    modelCalls(server.model, { root: 4, job: 2 })
    const last = server.model.rootCalls()[3]
    tells(news(last), "1 completed", "2 completed")
    tells(told(last), "1 completed", "2 completed")
    const answers = (await server.messages(id)).filter(
      (/** @type {any} */ { info }) => info.role === "assistant",
    )
    const parents = answers.map((/** @type {any} */ { info }) => `${info.parentID} ${info.finish}`)
    assert.equal(new Set(parents).size, parents.length, "no message is answered twice")
  })
}

test("results that come at the very end of the agent's turn reach it every time", async (context) => {
  const rounds = Array.from({ length: BATCHES }, (_, round) => `r${round}`)
  const server = await serve({
    script: {
      root: ({ latest: { text, toolResults } }) => {
        const [round] = text.match(/^r\d$/) ?? []
        if (round) return { tools: [launch(round, 0)] }
        return { text: toolResults.length ? "Waiting." : "Done." }
      },
      // The job's end and that of the turn race each other.
      job: async ({ job }) => {
        const name = job?.name ?? ""
        await server.model.rootAnswer(3 * rounds.indexOf(name) + 2)
        return { text: jobResult(name) }
      },
    },
  })
  context.after(() => server.stop())
  const id = await server.createSession()
  for (const [index, round] of rounds.entries()) {
    await server.prompt(id, round)
    tells(news(await server.model.rootCall(3 * index + 3)), `${round} completed`)
    await server.idle(id, 2 * (index + 1))
  }
  modelCalls(server.model, { root: 3 * BATCHES, job: BATCHES })
})

test("with deliver: each every result wakes the session on its own", async (context) => {
  const first = gate()
  const second = gate()
  const server = await serve({
    holdfast: { tasks: { deliver: "each" } },
    script: {
      root: [
        { tools: launchJobs(2, 0) },
        { text: "Waiting." },
        { text: "One is done." },
        { text: "Both are done." },
      ],
      job: ({ job }) =>
        (job?.name === "1" ? first : second).opened.then(() => ({ text: jobResult(job?.name ?? "") })),
    },
  })
  context.after(() => server.stop())
  const id = await server.createSession()
  await server.prompt(id, "Do the work.")
  await server.idle(id)
  first.open()
  await server.idle(id, 2)
  second.open()
  await server.idle(id, 3)
  modelCalls(server.model, { root: 4, job: 2 })
  tells(news(server.model.rootCalls()[2]), "1 completed")
  tells(news(server.model.rootCalls()[3]), "2 completed")
})

test("a message that lands at the moment of the wake is answered, and the results come once", async (context) => {
  const idle = gate()
  const server = await serve({
    script: {
      root: (call) => {
        if (call.number === 1) return { tools: launchJobs(1, 0) }
        return { text: told(call).length ? "It is done." : "Waiting." }
      },
      job: () => idle.opened.then(() => ({ text: jobResult(1) })),
    },
  })
  context.after(() => server.stop())
  const id = await server.createSession()
  await server.prompt(id, "Do the work.")
  await server.idle(id)
  idle.open()
  await server.model.jobEnd(1)
  await server.prompt(id, "And now?")
  const last = await server.model.until(
    "a call with both",
    (call) => call.kind === "root" && told(call).length > 0 && userTexts(call).join().includes("And now?"),
  )
  tells(told(last), "1 completed")
  assert.equal(userTexts(last).filter((text) => text.includes("And now?")).length, 1)
})

test("of ten batches in a row each is told once, and soon, in one held turn of OpenCode 2", async (context) => {
  const { server, id, gates } = await serveBatches(context, second)
  const { model } = server
  /** @type {number[]} */
  const delays = []
  for (const [batch, { open }] of gates.entries()) {
    await model.rootAnswer(2 * batch + 2)
    await Promise.all(["a", "b"].map((name) => model.jobCall(`${batch}${name}`)))
    open()
    const told = await model.rootCall(2 * batch + 3)
    tells(news(told), `${batch}a completed`, `${batch}b completed`)
    delays.push(afterJobs(model, told))
  }
  await server.idle(id)
  modelCalls(model, { root: 2 * BATCHES + 1, job: 2 * BATCHES })
  areSoon(context, model, delays)
})

/**
 * An agent that launches a batch of two tasks in each turn; a batch ends when its gate opens.
 * @param {import("node:test").TestContext} context
 * @param {string} version
 */
async function serveBatches(context, version) {
  const gates = Array.from({ length: BATCHES }, gate)
  const server = await serve({
    version,
    script: {
      root: ({ number }) => {
        const batch = Math.floor(number / 2)
        if (number % 2 === 0) return { text: "Waiting." }
        return batch < BATCHES
          ? { tools: [launch(`${batch}a`, 0), launch(`${batch}b`, 0)] }
          : { text: "Done." }
      },
      job: async ({ job }) => {
        const name = job?.name ?? ""
        await gates[Number.parseInt(name, 10)].opened
        return { text: jobResult(name) }
      },
    },
  })
  context.after(() => server.stop())
  const id = await server.createSession()
  await server.prompt(id, "Do the work.")
  return { server, id, gates }
}

/** @typedef {Awaited<ReturnType<typeof serve>>["model"]} Model */

/** Milliseconds from the end of all jobs to a call. @param {Model} model @param {{ at: number }} call */
function afterJobs(model, { at }) {
  const ends = model.jobCalls().map(({ answeredAt }) => answeredAt ?? Number.POSITIVE_INFINITY)
  return at - Math.max(...ends)
}

/**
 * Compares with steps of OpenCode's own in the same run: a busy machine slows both.
 * @param {import("node:test").TestContext} context
 * @param {Model} model
 * @param {number[]} delays
 */
function areSoon(context, model, delays) {
  const calls = model.rootCalls()
  const steps = delays.map((_, batch) => calls[2 * batch + 1].at - (calls[2 * batch].answeredAt ?? 0))
  context.diagnostic(`${median(delays)} ms to a wake, ${median(steps)} ms to a step; medians`)
  assert.ok(median(delays) <= STEPS * median(steps), `${delays} ms; ${steps} ms`)
}
