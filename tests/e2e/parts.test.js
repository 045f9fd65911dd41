// @ts-check
/**
 * OpenCode and other plugins add parts to the newest user message, which may be one that Holdfast
 * parked. Whatever they add, the run makes no more model calls than a plain run.
 */
import assert from "node:assert/strict"
import { test } from "node:test"
import { echo, launch } from "./support/agent.js"
import { afterAllJobs, delivers, endedWell, modelCalls } from "./support/expect.js"
import { newest, oldest, prepare, run } from "./support/run.js"
import { serve } from "./support/serve.js"

/** `explore` is what the plan agent may launch. @param {string | number} name @param {number} ms */
const explore = (name, ms) => {
  const { args, ...call } = launch(name, ms)
  return { ...call, args: { ...args, agent: "explore" } }
}

const script = [
  { tools: [explore(1, 2_000)] },
  { text: "Meanwhile.", tools: [echo("meanwhile")] },
  { text: "Waiting." },
  { text: "Done." },
]

/** Adds a text part to every user message that is stored. */
const onMessage = `"chat.message": async (_, { message, parts }) => { parts.push(reminder(message)) }`
/** Adds a text part to the newest user message that the model is shown. */
const onStep = `"experimental.chat.messages.transform": async (_, { messages }) => {
  const last = messages.findLast(({ info }) => info.role === "user")
  last?.parts.push(reminder(last.info))
}`
/** Adds a user message of its own to what the model is shown. */
const ownMessage = `"experimental.chat.messages.transform": async (_, { messages }) => {
  const last = messages.findLast(({ info }) => info.role === "user")
  if (last) {
    const info = { ...last.info, id: "msg_zzzzzzzzzzzz" + count.toString().padStart(14, "0"), time: { created: Date.now() } }
    messages.push({ info, parts: [reminder(info)] })
  }
}`

/** @param {string} hook */
const plugin = (hook) => ({
  // In the global configuration: it is loaded, and therefore called, before Holdfast.
  "../home/config/opencode/plugin/reminder.js": `let count = 0
const reminder = ({ id, sessionID }) => ({
  id: "prt_reminder" + ++count, messageID: id, sessionID, type: "text", synthetic: true, text: "REMINDER",
})
export const Reminder = async () => ({ ${hook} })
`,
})

const plugins = {
  "chat.message": onMessage,
  "messages.transform": onStep,
  "a message of its own": ownMessage,
}

/** @param {import("./support/model.js").Model} model */
function asInAPlainRun(model) {
  modelCalls(model, { root: 4, job: 1 })
  const last = model.rootCalls()[3]
  afterAllJobs(model, last)
  delivers(last, [1])
}

for (const version of [newest, oldest]) {
  test(`a plan agent's task is waited for without a model call, on ${version}`, async () => {
    const outcome = await run({ version, args: ["--agent", "plan"], script })
    endedWell(outcome, "Done.")
    asInAPlainRun(outcome.model)
    for (const call of outcome.model.rootCalls()) assert.match(JSON.stringify(call.raw), /READ-ONLY/i)
  })

  test(`a task that is launched after planning is waited for without a model call, on ${version}`, async () => {
    const { model, start } = await prepare({ version, script: [{ text: "The plan." }, ...script] })
    try {
      const planned = await start("run", "--agent", "plan", "Plan it.").end(90_000)
      assert.equal(planned.code, 0)
      const built = await start("run", "-c", "--agent", "build", "Build it.").end(90_000)
      assert.equal(built.code, 0)
    } finally {
      await model.stop()
    }
    modelCalls(model, { root: 5, job: 1 })
    delivers(model.rootCalls()[4], [1])
  })

  for (const [name, hook] of Object.entries(plugins)) {
    test(`a plugin that adds to ${name} costs no model call, on ${version}`, async () => {
      const outcome = await run({ version, files: plugin(hook), script })
      endedWell(outcome, "Done.")
      asInAPlainRun(outcome.model)
    })
  }
}

for (const [name, hook] of Object.entries(plugins)) {
  test(`in a server, a plugin that adds to ${name} costs no model call`, async (context) => {
    const server = await serve({ files: plugin(hook), script })
    context.after(() => server.stop())
    const id = await server.createSession()
    await server.prompt(id, "Do the work.")
    await server.model.rootAnswer(4)
    await server.idle(id, 2)
    asInAPlainRun(server.model)
  })
}

test("in a server, a plan agent's task is waited for without a model call", async (context) => {
  const server = await serve({ script })
  context.after(() => server.stop())
  const id = await server.createSession()
  await server.prompt(id, "Do the work.", { agent: "plan" })
  await server.model.rootAnswer(4)
  await server.idle(id, 2)
  asInAPlainRun(server.model)
})

test("in a server, a headless session is held beside a plugin that adds a part", async (context) => {
  const server = await serve({ files: plugin(onMessage), script })
  context.after(() => server.stop())
  const deny = ["question", "plan_enter", "plan_exit"]
  const permission = deny.map((name) => ({ permission: name, pattern: "*", action: "deny" }))
  const id = await server.createSession({ permission })
  await server.prompt(id, "Do the work.")
  await server.model.rootAnswer(4)
  await server.idle(id)
  asInAPlainRun(server.model)
})
