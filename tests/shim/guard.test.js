// @ts-check
/** An internal error of the WebAssembly stays inside the plugin, and the session continues. */
import assert from "node:assert/strict"
import { mock, test } from "node:test"
import { Guarded } from "../../js-shim/guard.js"
import { instanceOf } from "../../js-shim/instances.js"
import { load } from "../../js-shim/load.js"
import { fakeClient, messageList, pluginInput } from "./support/world.js"

/** What a panic of the core is to JavaScript. @returns {Error} */
const unreachable = () => new /** @type {any} */ (globalThis).WebAssembly.RuntimeError("unreachable")

const trap = () => {
  throw unreachable()
}

function guarded(client = fakeClient()) {
  const instance = instanceOf(pluginInput(client))
  assert.ok(instance)
  return { engine: new Guarded(instance), instance, client }
}

/** The next reading of the clock traps, in the middle of a step of the core. @param {number} [times] */
function trapInClock(times = 1) {
  const clock = mock.method(Date, "now")
  for (let call = 0; call < times; call += 1) clock.mock.mockImplementationOnce(trap, call)
  return clock
}

/** @param {ReturnType<typeof fakeClient>} client */
const faults = (client) =>
  client
    .bodies("app.log")
    .map(({ message }) => message)
    .filter((message) => message.includes("internal error"))

test("a trap in a call is caught and logged, and the next call is answered by a fresh engine", async () => {
  const { engine, client } = guarded()
  assert.equal(engine.run(trap), undefined)
  assert.equal(
    engine.run((e) => e.knows("ses_x")),
    false,
  )
  assert.equal(faults(client).length, 1)
  assert.match(faults(client)[0], /fresh instance takes over.*unreachable/s)
})

test("a trap in a step of the core is caught, and the next step is taken by a fresh engine", () => {
  const { engine, client } = guarded()
  const clock = trapInClock()
  engine.run((e) => e.tick())
  clock.mock.restore()
  assert.equal(faults(client).length, 1)
  engine.run((e) => e.tick())
  assert.equal(faults(client).length, 1)
})

test("a trap in the first step of an engine is answered with another one, which stays", () => {
  const clock = trapInClock(2)
  const { engine, client } = guarded()
  clock.mock.restore()
  assert.equal(faults(client).length, 2)
  engine.run((e) => e.tick())
  assert.equal(
    engine.run((e) => e.knows("ses_x")),
    false,
  )
  assert.equal(faults(client).length, 2)
})

test("a trap in work that was begun by an answer of OpenCode is caught, and other work goes on", async () => {
  const { engine, client } = guarded()
  // A frozen list traps when a parked message is removed from it.
  const [first] = messageList("Hello.")
  const parked = {
    info: { ...first.info, id: "msg_0123456789abHoldfastxx" },
    parts: [{ type: "text", text: "", ignored: true }],
  }
  const frozen = Object.freeze([first, parked])
  let tries = 0
  await engine.ask((e) => {
    tries += 1
    return e.step({ messages: tries === 1 ? frozen : messageList("Hello.") })
  })
  assert.equal(tries, 2)
  assert.equal(faults(client).length, 1)
  assert.equal(await engine.ask((e) => e.command({ command: "unknown" })), false)
})

test("a held call is held on by the fresh engine", async () => {
  const { engine } = guarded()
  let tries = 0
  const held = engine.ask(() => {
    tries += 1
    return tries <= 2 ? new Promise(() => {}) : Promise.resolve("released")
  })
  engine.run(trap)
  await new Promise(setImmediate)
  assert.equal(tries, 2)
  engine.run(trap)
  assert.equal(await held, "released")
  assert.equal(tries, 3)
})

test("a call whose answer is refused is made once more", async () => {
  const { engine, client } = guarded()
  let tries = 0
  const answer = await engine.ask(() => {
    tries += 1
    return tries === 1 ? Promise.reject(unreachable()) : Promise.resolve(1)
  })
  assert.equal(answer, 1)
  assert.equal(faults(client).length, 1)
})

test("a call that traps at once is made to the fresh engine", async () => {
  const { engine, client } = guarded()
  let tries = 0
  const answer = await engine.ask(() => {
    tries += 1
    return tries === 1 ? trap() : Promise.resolve("answered")
  })
  assert.equal(answer, "answered")
  assert.equal(faults(client).length, 1)
})

test("what an engine still does after it was thrown away counts no more", async () => {
  const { engine, client } = guarded()
  let refuse = (/** @type {Error} */ _error) => {}
  let tries = 0
  const held = engine.ask(() => {
    tries += 1
    return tries === 1 ? new Promise((_, reject) => (refuse = reject)) : Promise.resolve("fresh")
  })
  engine.run(trap)
  refuse(unreachable())
  assert.equal(await held, "fresh")
  await new Promise(setImmediate)
  assert.equal(faults(client).length, 1)
})

test("after the third trap the plugin is off, says so in one toast, and lets go of what it holds", async () => {
  const { engine, client } = guarded()
  const held = engine.ask(() => new Promise(() => {}))
  for (let call = 0; call < 5; call += 1) engine.run(trap)
  assert.equal(await held, undefined)
  assert.equal(await engine.ask((e) => e.command({})), undefined)
  assert.equal(faults(client).length, 3)
  const toasts = client.bodies("tui.showToast")
  assert.equal(toasts.length, 1)
  assert.match(toasts[0].message, /off until OpenCode is restarted/)
})

test("a fresh engine is another process to the journals of the old one", () => {
  const { engine, instance } = guarded()
  const before = instance.start.me.nonce
  engine.run(trap)
  assert.notEqual(instance.start.me.nonce, before)
})

test("an instance that is closed lets go of what it holds", async () => {
  const { engine, instance } = guarded()
  const held = engine.ask(() => new Promise(() => {}))
  instance.close()
  assert.equal(await held, undefined)
  assert.equal(
    engine.run(() => "called"),
    undefined,
  )
})

test("a client that cannot say anything makes a trap no worse", () => {
  for (const client of [
    fakeClient(trap),
    /** @type {any} */ ({}),
    { ...fakeClient(), app: { log: () => Promise.reject(new Error("no")) }, tui: {} },
  ]) {
    const { engine } = guarded(client)
    for (let call = 0; call < 4; call += 1) assert.equal(engine.run(trap), undefined)
  }
})

test("the WebAssembly is loaded once, however many instances there are", () => {
  assert.equal(load().Engine, load().Engine)
})
