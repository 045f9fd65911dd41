// @ts-check
// The server half of the plugin: registers OpenCode's hooks and hands each to the engine.
// Nothing is decided here.
import { dropsEvent } from "./allow.js"
import { log } from "./client.js"
import { Guarded } from "./guard.js"
import { instanceOf } from "./instances.js"
import { load } from "./load.js"
import { tellRun } from "./report.js"
import { toolDefinition } from "./tool.js"

/** @import { Hooks, Plugin } from "@opencode-ai/plugin" */

const JOURNAL_COMMAND = "holdfast.journal:"

/** @type {Plugin} */
async function HoldfastPlugin(input, options) {
  try {
    return await register(input, options)
  } catch (error) {
    // A plugin that throws here keeps OpenCode from starting.
    tellRun({ event: "off", why: `it could not start: ${wordsOf(error)}` })
    await log(input?.client, `Holdfast could not start and is off: ${wordsOf(error)}`)
    return {}
  }
}

export default HoldfastPlugin

/**
 * @param {Parameters<Plugin>[0]} input
 * @param {Parameters<Plugin>[1]} options
 * @returns {Promise<Hooks>}
 */
async function register(input, options) {
  const instance = instanceOf(input, options)
  if (!instance) return {}
  const engine = new Guarded(instance)
  const wasm = load()
  tellRun({ event: "loaded", dir: instance.state.dir })
  /** The slash commands that are ours: a definition of the project or the user takes precedence. */
  let ours = new Set(wasm.slashCommands().map(([name]) => name))
  return withoutThrows(input.client, {
    event: async ({ event }) => {
      const command = event.type === "tui.command.execute" ? event.properties.command : undefined
      if (command?.startsWith(JOURNAL_COMMAND))
        engine.run((e) => e.journalTouched(command.slice(JOURNAL_COMMAND.length)))
      else if (!dropsEvent(event)) engine.run((e) => e.event(event))
    },
    config: async (config) => {
      const { registered, taken } = registerCommands(config, wasm.slashCommands())
      ours = new Set(registered)
      if (taken.length) await log(input.client, takenWords(taken), "warn")
      instance.start.options = hostOptions(config)
      engine.run((e) => e.hostOptions(hostOptions(config)))
    },
    tool: Object.fromEntries(
      wasm
        .tools()
        .map((tool) => [
          tool.name,
          toolDefinition(tool, (args, context) => engine.ask((e) => e.tool(tool.name, args, context))),
        ]),
    ),
    "chat.message": async (input, output) => {
      tellRun({ event: "session", session: input.sessionID })
      await engine.ask((e) => e.chatMessage(output))
    },
    "experimental.chat.messages.transform": async (_input, output) => {
      await engine.ask((e) => e.step(output))
    },
    "experimental.session.compacting": async (call, output) => {
      await engine.ask((e) => e.compacting(call, output))
    },
    "tool.execute.before": async (call, output) => {
      // A task's own background subagents would end with it, unseen.
      if (call.tool === "task" && output.args?.background && engine.run((e) => e.isChild(call.sessionID)))
        output.args.background = false
    },
    "command.execute.before": async (call, output) => {
      if (!ours.has(call.command)) return
      const handled = await engine.ask((e) => e.command(call))
      if (typeof handled === "string") return answerByTurn(output, handled)
      // Throwing is OpenCode's only way to end a command without a model call.
      if (handled) throw new CarriedOut(call.command)
    },
    dispose: async () => instance.close(),
  })
}

/** The throw would be an error of `opencode run`, and its end. @param {{ parts: any[] }} output @param {string} text */
function answerByTurn(output, text) {
  output.parts.splice(0, output.parts.length, { type: "text", text })
}

/**
 * Registers our slash commands, unless the project or the user has one of that name.
 * @param {import("@opencode-ai/plugin").Config} config
 * @param {[string, string][]} commands
 */
function registerCommands(config, commands) {
  config.command ??= {}
  /** @type {string[]} */
  const registered = []
  /** @type {string[]} */
  const taken = []
  for (const [name, text] of commands) {
    const description = `Holdfast: ${text}`
    // A plugin that is loaded twice finds its own.
    const own = config.command[name]
    const free = !own || own.description === description
    if (free) config.command[name] = { template: "$ARGUMENTS", description }
    ;(free ? registered : taken).push(name)
  }
  return { registered, taken }
}

/** @param {string[]} names */
function takenWords(names) {
  const list = names.map((name) => `/${name}`).join(", ")
  return `The configuration defines ${list}: Holdfast leaves ${names.length === 1 ? "it" : "them"} alone and does not offer its own command of that name.`
}

/**
 * The settings, besides rules, that apply to child sessions.
 * @param {any} config
 * @returns {import("../pkg/holdfast.js").HostOptions}
 */
function hostOptions(config) {
  const tools = config.experimental?.primary_tools
  return {
    primary_tools: Array.isArray(tools) ? tools.filter((tool) => typeof tool === "string") : [],
    no_subagents: config.subagent_depth === 0,
  }
}

class CarriedOut extends Error {
  /** @param {string} command */
  constructor(command) {
    super(`/${command} was carried out by Holdfast; no model was asked.`)
  }
}

/**
 * The hooks, wrapped so that none throws: that would fail the user's turn, and in `event` end OpenCode.
 * @param {Parameters<Plugin>[0]["client"]} client
 * @param {Hooks} hooks
 * @returns {Hooks}
 */
function withoutThrows(client, hooks) {
  const guarded =
    (/** @type {string} */ name, /** @type {any} */ hook) =>
    async (/** @type {unknown[]} */ ...args) => {
      try {
        await hook(...args)
      } catch (error) {
        if (error instanceof CarriedOut) throw error
        await log(client, `Holdfast failed in the hook ${name}: ${wordsOf(error)}`)
      }
    }
  return Object.fromEntries(
    Object.entries(hooks).map(([name, hook]) => [
      name,
      typeof hook === "function" ? guarded(name, hook) : hook,
    ]),
  )
}

/** @param {unknown} error */
function wordsOf(error) {
  return error instanceof Error ? error.message : String(error)
}
