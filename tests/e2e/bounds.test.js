// @ts-check
/** Continuation depends on evidence: what changed, what failed, what a person said. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { setTimeout as sleep } from "node:timers/promises"
import { todos } from "./support/agent.js"
import { modelCalls } from "./support/expect.js"
import { newest, oldest } from "./support/run.js"
import { serve } from "./support/serve.js"
import { toast } from "./support/steer.js"

const holdfast = { continuation: { countdownSeconds: 0 } }
const bash = (/** @type {string} */ command) => ({ name: "bash", args: { command, description: "try it" } })
const write = (/** @type {number} */ n) => ({
  name: "write",
  args: { filePath: `file${n}.txt`, content: `${n}\n` },
})

/** Longer than an immediate continuation takes. */
const A_WHILE_MS = 2_000

/**
 * Has an open todo, and in every turn after that calls a tool and is done.
 * @param {(number: number) => { name: string, args: any }} tool
 * @returns {import("./support/model.js").Responder}
 */
const callsEachTurn = (tool) => (call) => {
  if (call.number === 1) return { tools: [todos("pending")] }
  return call.latest.toolResults.length ? { text: "That is all for now." } : { tools: [tool(call.number)] }
}

/** @param {import("node:test").TestContext} context @param {Parameters<typeof serve>[0]} options */
async function started(context, options) {
  const server = await serve({ holdfast, ...options })
  context.after(() => server.stop())
  const id = await server.createSession()
  await server.prompt(id, "Do the work.")
  return { server, id }
}

/** Nothing more is sent. @param {import("./support/serve.js").Server} server @param {number} root */
async function staysAt(server, root) {
  await sleep(A_WHILE_MS)
  assert.equal(server.model.rootCalls().length, root)
}

for (const version of [newest, oldest]) {
  for (const [what, command] of [
    ["fails", "echo broken; exit 3"],
    ["changes nothing", "pwd"],
  ]) {
    test(`a command that ${what} in each turn gets three continuations and one notice, on ${version}`, async (context) => {
      const { server, id } = await started(context, { version, script: callsEachTurn(() => bash(command)) })
      await toast(server, /stopped continuing/)
      await server.idle(id, 4)
      await staysAt(server, 8)
      const notices = server.events.seen.filter(({ properties }) =>
        /stopped continuing/.test(properties?.message ?? ""),
      )
      assert.equal(notices.length, 1)
    })
  }

  for (const git of [true, false]) {
    test(`an agent that writes a file in each turn goes on up to the cap, ${git ? "in" : "outside"} git, on ${version}`, async (context) => {
      const { server } = await started(context, {
        version,
        git,
        holdfast: { continuation: { countdownSeconds: 0, maxContinuations: 5 } },
        script: callsEachTurn(write),
      })
      await toast(server, /continuation\.maxContinuations/)
      modelCalls(server.model, { root: 12 })
    })
  }

  test(`a rejected permission is followed by silence, on ${version}`, async (context) => {
    const { server, id } = await started(context, {
      version,
      config: { permission: { bash: { "*": "allow", "rm *": "ask" } } },
      script: [
        { tools: [todos("pending"), bash("rm -rf build")] },
        { text: "I see." },
        { tools: [todos("completed")] },
        { text: "Done." },
      ],
    })
    await server.events.until("the question", (seen) => seen.some(({ type }) => type === "permission.asked"))
    const asked = server.events.seen.find(({ type }) => type === "permission.asked")
    await server.ask("POST", `/session/${id}/permissions/${asked?.properties.id}`, { response: "reject" })
    await server.idle(id)
    await staysAt(server, 1)
    await server.prompt(id, "Another way, please.")
    // The user has spoken: open todos are continued again.
    await server.model.rootAnswer(4)
  })

  test(`a dismissed question is followed by silence, on ${version}`, async (context) => {
    const options = [{ label: "Red", description: "red" }]
    const question = {
      name: "question",
      args: { questions: [{ question: "Which one?", header: "Colour", options }] },
    }
    const { server, id } = await started(context, {
      version,
      script: [{ tools: [todos("pending")] }, { tools: [question] }, { text: "Not asked." }],
    })
    await server.events.until("the question", (seen) => seen.some(({ type }) => type === "question.asked"))
    const [asked] = await server.ask("GET", "/question")
    await server.ask("POST", `/question/${asked.id}/reject`, {})
    await server.idle(id)
    await staysAt(server, 2)
  })

  test(`a full context whose compaction fails is waited for, on ${version}`, async (context) => {
    const { server, id } = await started(context, {
      version,
      script: {
        root: [{ tools: [todos("pending")] }, { overflow: true }, { text: "There is room again." }],
        compaction: () => ({ overflow: true }),
      },
    })
    await server.idle(id)
    await staysAt(server, 2)
    assert.equal(server.model.calls.filter(({ kind }) => kind === "compaction").length, 1)
  })

  test(`a text that hands a step to the user gets at most one continuation, on ${version}`, async (context) => {
    const { server, id } = await started(context, {
      version,
      script: (call) =>
        call.number === 1
          ? { tools: [todos("pending")] }
          : { text: "Führen Sie das bitte aus und schicken Sie mir die Ausgabe." },
    })
    await server.idle(id, 2)
    await staysAt(server, 3)
  })
}
