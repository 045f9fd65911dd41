// @ts-check
// What no hook may throw at, for the tests in tests/boundary.rs, which evaluate this file.
;(() => {
  const refuse = () => {
    throw new Error("it throws")
  }
  const proxy = () => new Proxy({}, { get: refuse, has: refuse, ownKeys: refuse })
  /** An object in which one field throws when it is read. @param {string} name @param {object} more */
  const trap = (name, more = {}) =>
    Object.defineProperty({ ...more }, name, { enumerable: true, get: refuse })
  /** @type {any} */
  const circle = { id: "msg_1", sessionID: "ses_root", role: "user" }
  circle.info = circle.model = circle.state = circle.format = circle.input = circle
  circle.parts = [circle]
  const endless = {
    *[Symbol.iterator]() {
      for (;;) yield circle
    },
  }
  const user = { id: "msg_1", sessionID: "ses_root", role: "user", agent: "build" }
  const model = { providerID: "p", modelID: "m" }
  const part = (/** @type {object} */ more) => ({
    type: "message.part.updated",
    properties: { part: { type: "tool", sessionID: "ses_root", tool: "bash", ...more } },
  })
  const message = (/** @type {any} */ info, /** @type {any} */ parts) => ({
    messages: [{ info, parts }],
    message: info,
    parts,
  })
  return [
    undefined,
    null,
    7,
    "x",
    () => {},
    Symbol("s"),
    7n,
    proxy(),
    circle,
    endless,
    new Map([["type", "session.idle"]]),
    new Uint8Array(8),
    Object.create(null),
    new Proxy([], { get: refuse }),
    trap("type"),
    trap("properties", { type: "session.idle" }),
    trap("messages"),
    trap("sessionID", { command: "stop" }),
    { type: "session.idle", properties: proxy() },
    { type: "session.idle", properties: { sessionID: new String("ses_root") } },
    { type: "session.created", properties: { info: trap("parentID", { id: "ses_x" }) } },
    { type: "message.updated", properties: { info: circle } },
    { type: "todo.updated", properties: { sessionID: "ses_root", todos: endless } },
    { type: "todo.updated", properties: { sessionID: "ses_root", todos: [proxy(), 7n, circle] } },
    part({ state: { status: "error", error: "e", input: undefined } }),
    part({ state: { status: "error", error: "e", input: circle } }),
    part({ state: { status: "error", error: "e", input: 7n } }),
    part({ state: { status: "completed", metadata: trap("exit") } }),
    part({ type: "step-finish", tokens: { input: 2 ** 60, output: 1e308, reasoning: 7n }, cost: Number.NaN }),
    { messages: {}, message: {}, parts: 1, context: {}, command: "stop", sessionID: "ses_root" },
    message({ ...user, model, system: proxy(), tools: circle, format: () => {} }, [proxy(), trap("text"), 7]),
    message({ ...user, model, time: { created: 2 ** 70 } }, endless),
    message({ ...user, model: trap("modelID") }, [{ type: "text", text: "x" }]),
    message(proxy(), proxy()),
    message(circle, [circle]),
  ]
})()
