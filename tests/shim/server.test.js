// @ts-check
/** All hooks exist, and none throws, whatever its input. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { TYPES } from "../../js-shim/allow.js"
import HoldfastPlugin from "../../js-shim/server.js"
import { fakeClient, messageList, pluginInput } from "./support/world.js"

/** @param {any} [client] @param {any} [options] @returns {Promise<any>} */
const plugin = (client, options) => HoldfastPlugin(pluginInput(client), options)

const HOOKS = [
  "event",
  "config",
  "chat.message",
  "experimental.chat.messages.transform",
  "experimental.session.compacting",
  "tool.execute.before",
  "command.execute.before",
  "dispose",
]

const cycle = /** @type {any} */ ({ type: "session.idle" })
cycle.properties = cycle
const hostile = new Proxy(
  {},
  {
    get() {
      throw new Error("not readable")
    },
  },
)

/** What an OpenCode that changed, or another plugin, might hand over. @type {any[]} */
const GARBAGE = [
  undefined,
  null,
  {},
  [],
  "text",
  7,
  cycle,
  hostile,
  Object.freeze({ messages: Object.freeze([null, {}, { info: null, parts: null }]) }),
  { messages: null, message: null, parts: null, context: null, args: null },
  { messages: [{ info: { sessionID: "ses_root" } }], parts: {}, message: { id: 1, sessionID: 2, role: 3 } },
  { messages: [{ info: { sessionID: "../../x", id: "msg_1", role: "user" }, parts: [null, 1, "x"] }] },
  { message: { id: "msg_1", sessionID: "ses_root", role: "user" }, parts: [null], context: "no list" },
  { sessionID: null, command: null, arguments: null, tool: null },
  { sessionID: "ses_root", tool: "task", args: { background: true } },
  { event: null },
  { event: { type: "tui.command.execute", properties: null } },
  { event: { type: "tui.command.execute", properties: { command: 3 } } },
  { event: { type: "tui.command.execute", properties: { command: "holdfast.journal:../../etc/passwd" } } },
  {
    event: {
      type: "message.part.updated",
      properties: { part: { type: "tool", state: { status: "error" } } },
    },
  },
  {
    event: {
      type: "message.part.updated",
      properties: {
        part: { type: "tool", sessionID: "ses_root", tool: "bash", state: { status: "error", error: "no" } },
      },
    },
  },
]

/** @param {any} client */
const faults = (client) =>
  client.bodies("app.log").filter((/** @type {any} */ body) => body.message?.includes("internal error"))

test("every hook that Holdfast needs is registered", async () => {
  const hooks = await plugin()
  for (const name of HOOKS) assert.equal(typeof hooks[name], "function", name)
  assert.deepEqual(Object.keys(hooks.tool).sort(), [
    "background_cancel",
    "background_message",
    "background_output",
    "background_resume",
    "background_task",
  ])
})

for (const name of HOOKS.filter((name) => name !== "dispose")) {
  test(`${name} bears whatever it is given, and no engine is lost by it`, async () => {
    const client = fakeClient()
    const hooks = await plugin(client)
    for (const first of GARBAGE)
      for (const second of GARBAGE) {
        await hooks[name](first, second)
      }
    assert.deepEqual(faults(client), [])
  })
}

test("an event of any type that crosses bears properties of any form", async () => {
  const client = fakeClient()
  const hooks = await plugin(client)
  for (const type of TYPES)
    for (const properties of GARBAGE) await hooks.event({ event: { type, properties } })
  assert.deepEqual(faults(client), [])
})

test("a tool bears arguments and a context of any form, and answers in words", async () => {
  const client = fakeClient()
  const hooks = await plugin(client)
  for (const [name, { execute }] of Object.entries(hooks.tool))
    for (const args of GARBAGE)
      for (const context of [...GARBAGE, { sessionID: "ses_root", callID: "c", abort: {} }]) {
        const answer = await execute(args, context)
        assert.ok(typeof answer === "string" && answer.length > 10, `${name}: ${answer}`)
      }
  assert.deepEqual(faults(client), [])
})

test("a wrong argument of a tool gets a sentence that names it", async () => {
  const hooks = await plugin()
  const context = { sessionID: "ses_root", callID: "call_1" }
  assert.match(await hooks.tool.background_task.execute({ description: "x", prompt: 7 }, context), /prompt/)
  assert.match(await hooks.tool.background_output.execute({ task_id: "bg_nowhere" }, context), /bg_nowhere/)
})

test("a client that fails in every way fails no hook", async () => {
  const failing = fakeClient(() => {
    throw new Error("the server is gone")
  })
  /** @type {any} */
  const refusing = fakeClient()
  for (const group of ["app", "tui", "command", "session"])
    for (const name of Object.keys(refusing[group]))
      refusing[group][name] = () => Promise.resolve({ error: { data: { message: "no" } } })
  for (const client of [failing, refusing, {}, { session: null, app: null, tui: null }]) {
    const hooks = await plugin(client)
    await hooks["experimental.chat.messages.transform"]({}, { messages: messageList("Hello.") })
    await hooks["chat.message"]({}, { message: messageList("x")[0].info, parts: messageList("x")[0].parts })
    await hooks["command.execute.before"]({ command: "bg-list", sessionID: "ses_root", arguments: "" }).catch(
      (/** @type {Error} */ error) => assert.match(error.message, /carried out by Holdfast/),
    )
    const context = { sessionID: "ses_root", callID: "call_1" }
    const answer = await hooks.tool.background_task.execute({ description: "a", prompt: "b" }, context)
    assert.equal(typeof answer, "string")
  }
})

test("the one throw is that of our own commands, which need no model", async () => {
  const hooks = await plugin()
  const config = /** @type {any} */ ({ command: { stop: { template: "mine" } } })
  await hooks.config(config)
  assert.equal(config.command.stop.template, "mine")
  const call = { sessionID: "ses_root", arguments: "" }
  for (const command of Object.keys(config.command).filter((name) => name !== "stop"))
    await assert.rejects(hooks["command.execute.before"]({ ...call, command }, {}), /carried out by Holdfast/)
  // Commands of the user and of OpenCode are not ours.
  for (const command of ["stop", "init"]) await hooks["command.execute.before"]({ ...call, command }, {})
})

test("a start that fails leaves OpenCode without Holdfast, not without a start", async () => {
  for (const input of [undefined, null, {}, { client: {} }, { client: fakeClient(), directory: 7 }])
    assert.deepEqual(await HoldfastPlugin(/** @type {any} */ (input)), {})
})

test("wrong options are named in the log and stop nothing", async () => {
  const client = fakeClient()
  const hooks = await plugin(client, { tasks: { concurrency: "many" }, colour: "blue" })
  await new Promise(setImmediate)
  const said = client
    .bodies("app.log")
    .map(({ message }) => message)
    .join("\n")
  assert.match(said, /tasks\.concurrency.*number/)
  assert.match(said, /colour/)
  assert.ok(client.bodies("app.log").every(({ service }) => service === "holdfast"))
  assert.equal(typeof hooks.event, "function")
})
