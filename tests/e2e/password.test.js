// @ts-check
/** Everything works with OPENCODE_SERVER_PASSWORD: all requests use OpenCode's own client. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { launchJobs } from "./support/agent.js"
import { endedWell, modelCalls } from "./support/expect.js"
import { request } from "./support/request.js"
import { newest, oldest, prepare, run } from "./support/run.js"
import { serveIn } from "./support/serve.js"
import { news, tells } from "./support/told.js"

const env = { OPENCODE_SERVER_PASSWORD: "a secret" }
const script = [{ tools: launchJobs(2, 300) }, { text: "Waiting." }, { text: "Both are done." }]

// OpenCode 1.3.2 cannot reach its own session in a run with a password, with or without a plugin.
test("a run with a server password is held and gets its results", async () => {
  const outcome = await run({ env, script })
  endedWell(outcome, "Both are done.")
  modelCalls(outcome.model, { root: 3, job: 2 })
  tells(news(outcome.model.rootCalls()[2]), "1 completed", "2 completed")
})

for (const version of [newest, oldest]) {
  test(`a session of a server with a password is woken, on ${version}`, async (context) => {
    const server = await serveIn(await prepare({ version, env, script }), env.OPENCODE_SERVER_PASSWORD)
    context.after(() => server.stop())
    const id = await server.createSession()
    await server.prompt(id, "Do the work.")
    await server.idle(id, 2)
    modelCalls(server.model, { root: 3, job: 2 })
    assert.equal((await request(`${server.url}/session`)).status, 401)
  })
}
