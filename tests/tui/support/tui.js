// @ts-check
/** The real terminal UI of OpenCode with the packed plugin and a scripted model, as a user would run it. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { packedPlugin } from "../../e2e/support/install.js"
import { prepare } from "../../e2e/support/run.js"
import { openTerminal } from "./terminal.js"

/** @typedef {Awaited<ReturnType<typeof openCode>>} Place */
/** @typedef {import("./terminal.js").Terminal} Terminal */

export const SMALL = { width: 80, height: 24 }
export const LARGE = { width: 200, height: 60 }

/** The project's commands, which `#name` runs. */
const commands = {
  deploy: { template: "JOB deploy for 0ms to $ARGUMENTS", description: "Deploy the project" },
  review: { template: "JOB review for 0ms of $1", description: "Review a file" },
}

/**
 * A project in which OpenCode can be opened, once or several times.
 * @param {import("node:test").TestContext} context what is started ends with it
 * @param {{
 *   script: import("../../e2e/support/model.js").Scripts | import("../../e2e/support/model.js").Script,
 *   holdfast?: object,
 *   models?: Record<string, object>,
 *   tui?: object,
 *   env?: Record<string, string>,
 *   withPlugin?: boolean,
 *   damaged?: boolean,
 * }} options `tui`: what else is in tui.json; `damaged`: the terminal UI's half lacks its WebAssembly
 */
export async function openCode(context, { tui, env, withPlugin = true, damaged = false, ...options }) {
  const installed = withPlugin ? [await packedPlugin()] : []
  const plugin = damaged ? installed.map((folder) => withoutWasm(context, folder)) : installed
  const { model, home, program, start } = await prepare({
    ...options,
    withPlugin,
    config: { command: commands },
    files: { "tui.json": JSON.stringify({ plugin, ...tui }) },
  })
  context.after(() => model.stop())
  const folder = home.state
  return {
    model,
    home,
    /** Where the journals are. */
    folder,
    /** What the journals of all sessions say happened. @returns {{ t: number, what: any }[]} */
    records: () =>
      readdirSync(folder)
        .filter((name) => name.endsWith(".jsonl"))
        .flatMap((name) => readFileSync(join(folder, name), "utf8").trimEnd().split("\n"))
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
    /**
     * Opens the terminal UI and waits until it takes keys.
     * @param {import("./terminal.js").Size} [size]
     * @param {...string} args
     */
    async open(size, ...args) {
      const terminal = await openTerminal([program, ...args], {
        cwd: home.project,
        env: { ...home.env, ...env },
        size,
      })
      context.after(() => terminal.close())
      await terminal.shows("commands")
      return terminal
    },
    /** A server for `opencode attach`. @returns {Promise<string>} its address */
    async serve() {
      const server = start("serve", "--port", "0")
      context.after(() => server.stop())
      const [url] = await server.stdout.line(/http:\/\/[\d.]+:\d+/)
      return url
    },
  }
}

/** A copy of the package that is not whole. @param {import("node:test").TestContext} context @param {string} folder */
function withoutWasm(context, folder) {
  const copy = mkdtempSync(join(tmpdir(), "holdfast-damaged-"))
  context.after(() => rmSync(copy, { recursive: true }))
  cpSync(folder, copy, { recursive: true })
  rmSync(join(copy, "pkg/holdfast_bg.wasm"))
  return copy
}

/** Jobs that end when the test decides. */
export function heldJobs() {
  /** @type {Map<string, { reply: Promise<object>, end: (reply: object) => void }>} */
  const jobs = new Map()
  const job = (/** @type {string} */ name) => {
    let held = jobs.get(name)
    if (!held) {
      let end = (/** @type {object} */ _) => {}
      const reply = new Promise((resolve) => {
        end = resolve
      })
      held = { reply, end }
      jobs.set(name, held)
    }
    return held
  }
  return {
    /** @type {import("../../e2e/support/model.js").Responder} */
    answer: ({ job: about }) => job(about?.name ?? "").reply,
    /** @param {string} name @param {string} [text] */
    end: (name, text = `RESULT OF JOB ${name}`) => job(name).end({ text }),
    /** @param {string} name @param {string} message */
    fail: (name, message) => job(name).end({ error: { status: 400, message } }),
  }
}

/**
 * A script for a first turn that launches background tasks; later turns end at once.
 * @param {{ name: string, args: object }[]} launches
 * @param {ReturnType<typeof heldJobs>} jobs
 */
export function launching(launches, jobs) {
  return {
    root: (/** @type {import("../../e2e/support/model.js").Call} */ { number }) =>
      number === 1 ? { tools: launches } : { text: number === 2 ? "They are running." : "All right." },
    job: jobs.answer,
  }
}

/** Sends a prompt once it is on the screen. @param {Terminal} terminal @param {string} text */
export async function say(terminal, text) {
  await terminal.type(text)
  await terminal.shows(text)
  await terminal.press("Enter")
}

/** Opens the task list by its key. @param {Terminal} terminal */
export async function openList(terminal) {
  await terminal.press("C-x")
  await terminal.press("j")
  return terminal.shows("Background tasks of")
}

/** Closes whatever dialog is open. @param {Terminal} terminal */
export async function closeDialog(terminal) {
  await terminal.press("Escape")
  await terminal.hides(/^ +.* esc *$/m)
}
