// @ts-check
/** What a user took back or has read stays that way: `/undo`, `/go`, and a client without a status. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { setTimeout as sleep } from "node:timers/promises"
import { gate, launchJobs } from "./support/agent.js"
import { delivers, endedWell, modelCalls } from "./support/expect.js"
import { jobResult } from "./support/model.js"
import { newest, oldest, run } from "./support/run.js"
import { serve } from "./support/serve.js"

/** Long enough for a prompt that must not come. */
const MOMENT_MS = 2_000

for (const version of [newest, oldest]) {
  test(`messages that were taken back stay there until the user goes on, on ${version}`, async (context) => {
    const done = gate()
    const server = await serve({
      version,
      script: {
        root: [{ tools: launchJobs(1, 0) }, { text: "Waiting." }, { text: "Another way." }],
        job: ({ job }) => done.opened.then(() => ({ text: jobResult(job?.name ?? "") })),
      },
    })
    context.after(() => server.stop())
    const id = await server.createSession()
    await server.prompt(id, "Do the work.")
    await server.model.rootAnswer(2)
    await server.idle(id)
    const before = await server.messages(id)
    await server.ask("POST", `/session/${id}/revert`, { messageID: before[0].info.id })
    done.open()
    await sleep(MOMENT_MS)
    assert.equal((await server.messages(id)).length, before.length)
    assert.ok((await server.ask("GET", `/session/${id}`)).revert, "the session is still reverted")
    assert.equal(server.model.rootCalls().length, 2)
    await server.prompt(id, "Do it another way.")
    const call = await server.model.rootCall(3)
    assert.match(call.latest.text, /Do it another way/)
    assert.match(call.latest.text, /RESULT OF JOB 1/)
  })

  test(`after /go the results come once, and what was said stays, on ${version}`, async (context) => {
    const done = gate()
    const server = await serve({
      version,
      script: {
        root: [{ tools: launchJobs(1, 0) }, { text: "Waiting." }, { text: "Done." }],
        job: ({ job }) => done.opened.then(() => ({ text: jobResult(job?.name ?? "") })),
      },
    })
    context.after(() => server.stop())
    const id = await server.createSession()
    const command = (/** @type {string} */ name) =>
      // A command that was carried out is answered with an error: no model is to be asked.
      server.ask("POST", `/session/${id}/command`, { command: name, arguments: "" }).catch(() => {})
    await server.prompt(id, "Do the work.")
    await server.model.rootAnswer(2)
    await server.idle(id)
    await command("stop")
    done.open()
    await sleep(MOMENT_MS)
    assert.equal(server.model.rootCalls().length, 2)
    await command("go")
    await server.model.rootAnswer(3)
    await sleep(MOMENT_MS)
    modelCalls(server.model, { root: 3, job: 1 })
    const texts = (await server.messages(id)).flatMap((/** @type {any} */ { parts }) =>
      parts.filter((/** @type {any} */ part) => part.ignored).map((/** @type {any} */ part) => part.text),
    )
    assert.ok(!texts.some((/** @type {string} */ text) => /nothing left to wait for/.test(text)))
    assert.ok(texts.filter(Boolean).length >= 2, `the answers of both commands in ${JSON.stringify(texts)}`)
  })
}

test("with a client that tells no status everything is delivered", async () => {
  const outcome = await run({
    files: {
      "../home/config/opencode/plugin/mute.js": `export const Mute = async ({ client }) => {
  client.session.status = async () => { throw new Error("no status") }
  return {}
}
`,
    },
    script: [{ tools: launchJobs(2, 1_000) }, { text: "Waiting." }, { text: "Done." }],
  })
  endedWell(outcome, "Done.")
  modelCalls(outcome.model, { root: 3, job: 2 })
  delivers(outcome.model.rootCalls()[2], [1, 2])
})
