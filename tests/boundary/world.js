// @ts-check
// What the shim hands to the WebAssembly, for the tests in tests/boundary.rs, which evaluate this file.
;(() => {
  /** @type {{ method: string, argument: any }[]} */
  const calls = []
  /** @type {{ method: string, seen: (argument: any) => void }[]} */
  const watchers = []
  const allowed = [{ permission: "*", pattern: "*", action: "allow" }]
  const answers = /** @type {Record<string, (argument: any) => any>} */ ({
    "session.get": ({ path }) => ({ data: { id: path.id } }),
    "session.create": () => ({ data: { id: "ses_child" } }),
    "app.agents": () => ({ data: ["build", "general"].map((name) => ({ name, permission: allowed })) }),
  })
  const method = (/** @type {string} */ name) => async (/** @type {any} */ argument) => {
    calls.push({ method: name, argument })
    for (const watcher of watchers) if (watcher.method === name) watcher.seen(argument)
    return answers[name]?.(argument) ?? { data: null }
  }
  const group = (/** @type {string} */ name, /** @type {string[]} */ methods) =>
    Object.fromEntries(methods.map((each) => [each, method(`${name}.${each}`)]))

  /** @type {unknown[]} */
  const traps = []
  /** @type {number[]} */
  const timers = []
  /** @type {Record<string, string>} */
  const journals = {}
  const port = {
    client: {
      session: group("session", [
        "get",
        "todo",
        "status",
        "messages",
        "create",
        "prompt",
        "promptAsync",
        "abort",
      ]),
      app: group("app", ["log", "agents"]),
      tui: group("tui", ["showToast"]),
      command: group("command", ["list"]),
    },
    now: () => 1000,
    timer: (/** @type {number} */ ms) => timers.push(ms),
    guard: (/** @type {() => void} */ step) => {
      try {
        step()
      } catch (error) {
        traps.push(error)
      }
    },
    readJournal: (/** @type {string} */ root) => journals[root] ?? null,
    readTail: () => ({ text: "", replaced: false }),
    appendJournal: (/** @type {string} */ root, /** @type {string} */ line) => {
      journals[root] = (journals[root] ?? "") + line
    },
    replaceJournal: () => {},
    removeJournal: () => {},
    isAlive: (/** @type {{ nonce: string }} */ owner) => {
      if (owner.nonce === start.me.nonce) return true
      throw new Error("isAlive traps")
    },
    progress: () => {},
    notice: () => {},
    quieted: () => {},
    exitCode: () => {},
  }
  const start = { layers: [], me: { pid: 1, start: "now", nonce: "n" }, seed: 1, process: "server" }
  return {
    port,
    start,
    answers,
    journals,
    traps: () => traps.length,
    timers: () => timers,
    argumentsOf: (/** @type {string} */ name) =>
      calls.filter((call) => call.method === name).map(({ argument }) => argument),
    until: (/** @type {string} */ name) =>
      new Promise((resolve) => watchers.push({ method: name, seen: resolve })),
    refuse: (/** @type {string} */ name, /** @type {string} */ message) => {
      answers[name] = () => ({ error: { data: { message } } })
    },
  }
})()
