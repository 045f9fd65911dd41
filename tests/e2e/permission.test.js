// @ts-check
/** Permissions and questions are rejected if nobody can answer, and waited for otherwise. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { launchJobs, todos } from "./support/agent.js"
import { endedWell, modelCalls } from "./support/expect.js"
import { jobResult } from "./support/model.js"
import { newest, oldest, run, second } from "./support/run.js"
import { serve } from "./support/serve.js"
import { shown, slash, toast, unwatched } from "./support/steer.js"
import { news, tells } from "./support/told.js"

const asksFirst = { agent: { general: { permission: { bash: "ask" } } } }
const look = { name: "bash", args: { command: "echo granted", description: "look" } }

/** Looks with a tool that needs a permission, then answers. @returns {import("./support/model.js").Responder} */
const looksFirst = () => (call) =>
  call.latest.toolResults.length ? { text: jobResult(1) } : { tools: [look] }

for (const version of [newest, oldest]) {
  test(`a run whose task asks for a permission ends, and its agent hears why, on ${version}`, async () => {
    const outcome = await run({
      version,
      config: asksFirst,
      script: {
        root: [{ tools: launchJobs(1, 0) }, { text: "Waiting." }, { text: "I see." }],
        job: looksFirst(),
      },
    })
    const [, , third] = outcome.model.rootCalls()
    endedWell(outcome, "I see.")
    tells(news(third), "1 failed")
    assert.match(news(third)[0].body, /rejected permission/)
  })
}

/** A server whose agent launches one task, which asks for a permission. @param {import("node:test").TestContext} context */
async function serverWithOneTask(context) {
  const server = await serve({
    config: asksFirst,
    script: {
      root: [{ tools: launchJobs(1, 0) }, { text: "Waiting." }, { text: "I see." }],
      job: looksFirst(),
    },
  })
  context.after(() => server.stop())
  return server
}

// There a refusal ends no turn: the task goes on without what it wanted.
test("a run whose task asks for a permission ends, and the task hears why, on OpenCode 2", async () => {
  const outcome = await run({
    version: second,
    config: asksFirst,
    script: {
      root: [{ tools: launchJobs(1, 0) }, { text: "Waiting." }, { text: "I see." }],
      job: looksFirst(),
    },
  })
  endedWell(outcome, "I see.")
  const [asked, refused] = outcome.model.jobCalls()
  assert.equal(asked.latest.toolResults.length, 0)
  assert.match(refused.latest.toolResults.join(), /Nobody is there to grant this permission/)
  tells(news(outcome.model.rootCalls()[2]), "1 completed")
})

test("in a session that nobody watches, on a server, a task's permission is rejected and the turn goes on", async (context) => {
  const server = await serverWithOneTask(context)
  const id = await server.createSession(unwatched)
  await server.prompt(id, "Do the work.")
  await server.idle(id)
  const [, , third] = server.model.rootCalls()
  tells(news(third), "1 failed")
  assert.match(news(third)[0].body, /rejected permission/)
})

test("a task that asks for a permission is shown to wait for it, and goes on when somebody grants it", async (context) => {
  const server = await serverWithOneTask(context)
  const id = await server.createSession()
  await server.prompt(id, "Do the work.")
  await server.idle(id)
  await toast(server, /is waiting for permission/)
  await slash(server, id, "background")
  assert.match((await shown(server, id)).join(), /job 1: running for .*, waiting for permission/)
  const asked = server.events.seen.find(({ type }) => /^permission\.(asked|updated)$/.test(type))
  const { sessionID, id: permission } = asked?.properties ?? {}
  await server.ask("POST", `/session/${sessionID}/permissions/${permission}`, { response: "once" })
  await server.idle(id, 2)
  modelCalls(server.model, { root: 3, job: 2 })
  tells(news(server.model.rootCalls()[2]), "1 completed")
})

test("while a question is open nothing is sent, and its answer takes the turn on", async (context) => {
  const server = await serve({
    holdfast: { continuation: { countdownSeconds: 0 } },
    script: {
      root: [
        { tools: [...launchJobs(1, 0), todos("pending")] },
        { tools: [question] },
        { tools: [todos("completed")] },
        { text: "Done." },
        { text: "All is done." },
      ],
    },
  })
  context.after(() => server.stop())
  const id = await server.createSession()
  await server.prompt(id, "Do the work.")
  await server.model.jobEnd(1)
  await server.events.until("the question", (seen) => seen.some(({ type }) => type === "question.asked"))
  const [asked] = await server.ask("GET", "/question")
  assert.equal(server.model.rootCalls().length, 2)
  await server.ask("POST", `/question/${asked.id}/reply`, { answers: [["Red"]] })
  await server.idle(id)
  const [, , third] = server.model.rootCalls()
  assert.match(third.latest.toolResults.join(), /Red/)
})

const question = {
  name: "question",
  args: {
    questions: [
      {
        question: "Which one?",
        header: "Colour",
        options: [
          { label: "Red", description: "red" },
          { label: "Blue", description: "blue" },
        ],
      },
    ],
  },
}

test("a final text that asks the user something is not answered by a continuation", async (context) => {
  const server = await serve({
    holdfast: { continuation: { countdownSeconds: 0 } },
    script: [
      { tools: [todos("pending")] },
      { text: "Which of the two shall I take? Both are in the list." },
      { tools: [todos("completed")] },
      { text: "Taken." },
    ],
  })
  context.after(() => server.stop())
  const id = await server.createSession()
  await server.prompt(id, "Do the work.")
  await server.idle(id)
  await server.prompt(id, "The first.")
  await server.idle(id, 2)
  modelCalls(server.model, { root: 4 })
})
