// @ts-check
/** `#name arguments` in the prompt runs a command as a background task; a lone `#` opens a picker. */
import { createComponent } from "@opentui/solid"
import { createSignal } from "solid-js"
import { launchOf, readHash, unknownCommand } from "./hash.js"
import { currentSession } from "./sessions.js"

/** @typedef {import("./types.js").Context} Context */
/** @typedef {import("./hash.js").Command} Command */

/** @param {Context} context */
export function registerHash(context) {
  const { api, guard } = context
  const editor = () => api.renderer.currentFocusedEditor
  const text = () => editor()?.plainText ?? ""
  /** The text that the next Enter sends unchanged. */
  let passing = ""
  let running = false

  api.keymap.registerLayer({
    mode: "base",
    priority: 100,
    enabled: () => readHash(text()) !== null && (running || text() !== passing) && !isAsked(context),
    bindings: [
      {
        key: "return",
        desc: "Run the command in the background",
        cmd: guard.wrap("running a command", async () => {
          if (running) return
          running = true
          const asked = text()
          // Whatever goes wrong, the next Enter sends the text.
          passing = asked
          try {
            if (await submit(context, asked)) passing = ""
          } finally {
            running = false
          }
        }),
      },
    ],
  })
  api.keymap.registerLayer({
    mode: "base",
    priority: 100,
    enabled: () => Boolean(editor()) && text() === "" && !isAsked(context),
    bindings: [
      {
        key: "#",
        desc: "Pick a command",
        cmd: guard.wrap("picking a command", () => pick(context, editor())),
      },
    ],
  })
}

/** Somebody answers a question or a permission: what is typed is no prompt. @param {Context} context */
function isAsked({ api }) {
  const id = currentSession(api)
  if (!id) return false
  const { question, permission } = api.state.session
  return question(id).length + permission(id).length > 0
}

/**
 * Runs what the text asks for.
 * @param {Context} context
 * @param {string} text
 * @returns {Promise<boolean>} whether it was run; otherwise the text stays
 */
async function submit(context, text) {
  const { api, core, requests } = context
  const { name, args } = /** @type {{ name: string, args: string }} */ (readHash(text))
  const warn = (/** @type {string} */ message) =>
    api.ui.toast({ title: "Holdfast", message, variant: "warning", duration: 6000 })
  const commands = await commandsOf(context)
  const command = commands.find((command) => command.name === name)
  if (!command) {
    const names = commands.map((command) => command.name)
    warn(unknownCommand(name, core.nearest(name, names)))
    return false
  }
  if (/\[(Pasted|Image|File|PDF)\b/.test(args)) {
    warn(
      "Pasted blocks and images cannot go to a background task. Write the arguments as text, or press Enter again to send a message.",
    )
    return false
  }
  const current = context.currentRoot()
  const root = current ?? (await newSession(api))
  requests.ask(root, launchOf(command, args, core.expandTemplate))
  api.keymap.dispatchCommand("prompt.clear")
  if (!current) api.route.navigate("session", { sessionID: root })
  return true
}

/** A task belongs to a session: on the home screen there is none yet. @param {Context["api"]} api */
async function newSession(api) {
  const { data, error } = await api.client.session.create()
  if (!data) throw new Error(`a session could not be created: ${JSON.stringify(error)}`)
  return data.id
}

/**
 * The commands of the user and the project, without skills, commands of servers and Holdfast's own.
 * @param {Context} context
 * @returns {Promise<Command[]>}
 */
async function commandsOf({ api, core }) {
  const own = new Set(core.slashCommands().map(([name]) => name))
  const { data, error } = await api.client.command.list()
  if (!data) throw new Error(`the commands could not be listed: ${JSON.stringify(error)}`)
  return data.filter(({ name, source }) => !own.has(name) && (source === undefined || source === "command"))
}

/**
 * The picker above the prompt, opened by typing `#`. It closes when the text matches no command.
 * @param {Context} context
 * @param {any} editor
 */
async function pick(context, editor) {
  const { api, guard } = context
  editor.insertText("#")
  const commands = await commandsOf(context)
  if (commands.length === 0 || editor.plainText !== "#") return
  const [query, setQuery] = createSignal("")
  /** @param {string} text */
  const matching = (text) => commands.filter(({ name }) => name.toLowerCase().includes(text.toLowerCase()))
  /** @param {string} text */
  const writeOn = (text) => {
    api.ui.dialog.clear()
    editor.insertText(text)
  }
  api.ui.dialog.replace(() =>
    guard.element("the picker", () =>
      createComponent(api.ui.DialogSelect, {
        title: "Run in the background",
        placeholder: "Command",
        skipFilter: true,
        get options() {
          return matching(query()).map(({ name, description }) => ({
            title: `#${name}`,
            value: name,
            description,
          }))
        },
        onFilter: guard.wrap("filtering commands", (/** @type {string} */ text) => {
          if (matching(text).length === 0) writeOn(text)
          else setQuery(text)
        }),
        onSelect: guard.wrap("choosing a command", (/** @type {{ value: string }} */ { value }) =>
          writeOn(`${value} `),
        ),
      }),
    ),
  )
}
