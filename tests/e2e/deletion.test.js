// @ts-check
/** When a session is deleted, its tasks stop and no others start. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { launchJobs } from "./support/agent.js"
import { newest, oldest } from "./support/run.js"
import { serve } from "./support/serve.js"

for (const version of [newest, oldest])
  test(`the tasks of a deleted session stop, and what waited does not start, on ${version}`, async (context) => {
    const server = await serve({
      version,
      holdfast: { tasks: { concurrency: 2 } },
      script: { root: [{ tools: launchJobs(3, 0) }, { text: "Waiting." }], job: () => ({ hang: true }) },
    })
    context.after(() => server.stop())
    const id = await server.createSession()
    await server.prompt(id, "Do the work.")
    await server.idle(id)
    const count = (/** @type {"aborted" | "at"} */ mark) =>
      server.model.jobCalls().filter((call) => call[mark]).length
    await server.model.until("two jobs", () => count("at") === 2)
    await server.ask("DELETE", `/session/${id}`)
    await server.model.until("the end of both", () => count("aborted") === 2)
    assert.equal(server.model.jobCalls().length, 2)
    const busy = Object.values(await server.status()).filter(({ type }) => type !== "idle")
    assert.deepEqual(busy, [])
  })
