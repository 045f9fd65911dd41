// @ts-check
// The server half on OpenCode 2: registers its hooks and tools, and hands each to the engine.
// Nothing is decided here.
import { log } from "../client.js"
import { Guarded } from "../guard.js"
import { instanceOf } from "../instances.js"
import { load } from "../load.js"
import { tellRun } from "../report.js"
import { clientOf } from "./client.js"
import { dropsEvent } from "./events.js"

const OFF = "Holdfast is off after repeated internal errors; OpenCode's log says why."

/**
 * @param {any} context OpenCode 2's; what OpenCode 1 passes has no sessions
 * @returns {Promise<(() => void) | undefined>} the clean-up
 */
export async function setup(context) {
  if (!context?.session?.synthetic) return undefined
  const client = clientOf(context)
  try {
    return await register(context, client)
  } catch (error) {
    tellRun({ event: "off", why: `it could not start: ${wordsOf(error)}` })
    await log(client, `Holdfast could not start and is off: ${wordsOf(error)}`)
    return undefined
  }
}

/**
 * @param {any} context
 * @param {any} client
 */
async function register(context, client) {
  const { directory, project } = context.location
  const input = /** @type {any} */ ({ client, directory, worktree: project?.directory })
  const instance = instanceOf(input, context.options)
  if (!instance) return undefined
  const engine = /** @type {Guarded<import("../../pkg/holdfast.js").Engine2>} */ (
    new Guarded(instance, "Engine2")
  )
  tellRun({ event: "loaded", dir: instance.state.dir })
  await addTools(context, engine)
  const guarded = guardOf(client)
  await context.session.hook(
    "context",
    guarded("context", (step) => engine.ask((e) => e.context(step))),
  )
  await context.session.hook(
    "prompt",
    guarded("prompt", async (message) => {
      tellRun({ event: "session", session: message.sessionID })
      await engine.ask((e) => e.prompt(message))
    }),
  )
  await context.session.hook(
    "compaction",
    guarded("compaction", (compaction) => engine.ask((e) => e.compaction(compaction))),
  )
  await context.session.hook(
    "http.request",
    guarded("http.request", (call) => answerEmpty(engine, call)),
  )
  await context.tool.hook("execute.after", guarded("execute.after", sayWhyRefused))
  const events = follow(context, engine, client)
  return () => {
    events.close()
    instance.close()
  }
}

/** @param {any} context @param {Guarded<import("../../pkg/holdfast.js").Engine2>} engine */
function addTools(context, engine) {
  return context.tool.transform((/** @type {any} */ editor) => {
    for (const tool of load().tools())
      editor.add({
        name: tool.name,
        description: tool.description,
        input: inputOf(tool),
        options: { codemode: false },
        execute: async (/** @type {unknown} */ args, /** @type {any} */ call) => {
          const text = await engine.ask((e) => e.tool(tool.name, args, call))
          return { content: String(text ?? OFF) }
        },
      })
  })
}

/**
 * What the model is told of the arguments. The core checks them, and its answer names what is
 * right: so nothing is required here.
 * @param {import("../../pkg/holdfast.js").Tool} tool
 */
function inputOf({ args }) {
  const named = args.map(({ name, type, description }) => [name, { type, description }])
  return { type: "object", properties: Object.fromEntries(named) }
}

/**
 * Lets a call of the model that is to be skipped be answered without a network.
 * @param {Guarded<import("../../pkg/holdfast.js").Engine2>} engine
 * @param {any} call
 */
function answerEmpty(engine, call) {
  const { pathname } = new URL(call.request.url)
  const answer = engine.run((e) => e.emptyAnswer(call.sessionID, call.kind, pathname))
  if (answer) call.request = new Request(`data:text/event-stream;base64,${btoa(answer)}`)
}

/** OpenCode tells an agent that a tool failed, and not with which words it was refused. @param {any} call */
function sayWhyRefused({ error }) {
  if (error?.error?._tag !== "Permission.CorrectedError" || !error.error.feedback) return
  error.message = `${error.message}. ${error.error.feedback}`
}

/**
 * Hands OpenCode's events to the engine until it is closed.
 * @param {any} context
 * @param {Guarded<import("../../pkg/holdfast.js").Engine2>} engine
 * @param {any} client
 */
function follow(context, engine, client) {
  const events = context.event.subscribe()[Symbol.asyncIterator]()
  let closed = false
  const read = async () => {
    for (;;) {
      const { value, done } = await events.next()
      if (done || closed) return
      if (!dropsEvent(value)) engine.run((e) => e.event(value))
    }
  }
  read().catch(async (error) => {
    if (!closed) await log(client, `OpenCode's events ended: ${wordsOf(error)}`)
  })
  return {
    close() {
      closed = true
      Promise.resolve(events.return?.()).catch(() => {})
    },
  }
}

/** Hooks such that none throws: a throw in one fails the user's turn. @param {any} client */
function guardOf(client) {
  return (/** @type {string} */ name, /** @type {(value: any) => unknown} */ hook) =>
    async (/** @type {any} */ value) => {
      try {
        await hook(value)
      } catch (error) {
        await log(client, `Holdfast failed in the hook ${name}: ${wordsOf(error)}`)
      }
    }
}

/** @param {unknown} error */
function wordsOf(error) {
  return error instanceof Error ? error.message : String(error)
}
