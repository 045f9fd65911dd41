// @ts-check
/** A session that may be watched goes idle, and is woken once when its tasks have ended. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { gate, launchJobs } from "./support/agent.js"
import { delivers, modelCalls, noAutomaticMessage } from "./support/expect.js"
import { jobResult } from "./support/model.js"
import { newest, oldest } from "./support/run.js"
import { serve } from "./support/serve.js"

for (const version of [newest, oldest]) {
  test(`an idle session is woken once with all results, on ${version}`, async (context) => {
    const sessionIsIdle = gate()
    const server = await serve({
      version,
      script: {
        root: [{ tools: launchJobs(3, 0) }, { text: "They are running." }, { text: "All three are done." }],
        job: ({ job }) => sessionIsIdle.opened.then(() => ({ text: jobResult(job?.name ?? "") })),
      },
    })
    context.after(() => server.stop())
    const id = await server.createSession()
    await server.prompt(id, "Do the work.")
    await server.idle(id)
    const { model } = server
    assert.equal(model.rootCalls().length, 2)
    sessionIsIdle.open()
    await server.idle(id, 2)
    modelCalls(model, { root: 3, job: 3 })
    noAutomaticMessage(model.rootCalls()[1])
    delivers(model.rootCalls()[2], [1, 2, 3])
  })
}
