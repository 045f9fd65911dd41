// @ts-check
/** A terminal for tests: a program in tmux, the keys sent to it and the screens it draws. */
import { execFile, execFileSync, spawnSync } from "node:child_process"
import { randomUUID } from "node:crypto"
import { setTimeout as sleep } from "node:timers/promises"
import { promisify } from "node:util"
import { atExit } from "../../e2e/support/cleanup.js"

const execute = promisify(execFile)

/** @typedef {Awaited<ReturnType<typeof openTerminal>>} Terminal */
/** @typedef {{ width: number, height: number }} Size */

/** The interval at which the screen is read. */
const LOOK_MS = 20
/** Only a test that fails waits this long. */
const LIMIT_MS = 120_000

/**
 * @param {string[]} command
 * @param {{ cwd: string, env: NodeJS.ProcessEnv, size?: Size }} where
 */
export async function openTerminal(command, { cwd, env, size = { width: 80, height: 24 } }) {
  ensureTmux()
  const server = `holdfast-${randomUUID()}`
  const tmux = async (/** @type {string[]} */ ...args) =>
    (await execute("tmux", ["-L", server, "-f", "/dev/null", ...args], { encoding: "utf8" })).stdout
  const settings = Object.entries({ ...env, TERM: "tmux-256color", COLORTERM: "truecolor", LANG: "C.UTF-8" })
  const program = ["env", "-i", ...settings.map(([name, value]) => `${name}=${value}`), ...command]
  const { width, height } = size
  await tmux("new-session", "-d", "-x", `${width}`, "-y", `${height}`, "-c", cwd, ...program)
  const pid = Number(await tmux("list-panes", "-F", "#{pane_pid}"))

  function close() {
    // The group as well: what npm installs is a wrapper around the real program.
    for (const end of [() => process.kill(-pid, "SIGKILL"), () => killServer(server)]) {
      try {
        end()
      } catch {
        // It has already ended.
      }
    }
  }
  atExit(close)

  const screen = () => tmux("capture-pane", "-p")
  return {
    pid,
    /** What is on the screen now. */
    screen,
    /** The same with colours, as escape sequences. */
    colours: () => tmux("capture-pane", "-p", "-e"),
    /** Writes everything that the program sends to the terminal to a file. @param {string} file */
    record: (file) => tmux("pipe-pane", "-O", `cat > '${file}'`),
    /** Presses keys by their tmux names. @param {string[]} names */
    press: (...names) => tmux("send-keys", ...names),
    /** Types text. @param {string} text */
    type: (text) => tmux("send-keys", "-l", text),
    /** @param {Size} size */
    resize: ({ width, height }) => tmux("resize-window", "-x", `${width}`, "-y", `${height}`),
    /**
     * The screen, as soon as it shows all of these.
     * @param {...(string | RegExp)} wanted
     */
    shows: (...wanted) => until(screen, wanted, (text) => wanted.every((part) => occurs(part, text))),
    /**
     * The screen, as soon as it shows none of these.
     * @param {...(string | RegExp)} unwanted
     */
    hides: (...unwanted) => until(screen, unwanted, (text) => !unwanted.some((part) => occurs(part, text))),
    close,
  }
}

/** Installs it if it is missing and can be installed: the tests must run on a fresh machine. */
function ensureTmux() {
  const works = (/** @type {string} */ file, /** @type {string[]} */ ...args) =>
    spawnSync(file, args, { stdio: "ignore" }).status === 0
  if (works("tmux", "-V")) return
  console.error("Installing tmux with apt-get (about a minute, once) …")
  if (works("apt-get", "update", "-q") && works("apt-get", "install", "-qy", "tmux")) return
  throw new Error("tmux is missing and could not be installed: install it, then run this again.")
}

/** @param {string} server */
function killServer(server) {
  execFileSync("tmux", ["-L", server, "kill-server"], { stdio: "ignore" })
}

/** @param {string | RegExp} part @param {string} text */
function occurs(part, text) {
  return typeof part === "string" ? text.includes(part) : part.test(text)
}

/**
 * @param {() => Promise<string>} screen
 * @param {(string | RegExp)[]} what
 * @param {(text: string) => boolean} holds
 */
async function until(screen, what, holds) {
  let text = ""
  for (const limit = Date.now() + LIMIT_MS; Date.now() < limit; await sleep(LOOK_MS)) {
    const before = text
    text = await screen()
    // Two identical reads: the screen is not half drawn.
    if (holds(text) && text === before) return text
  }
  throw new Error(`waited ${LIMIT_MS} ms in vain for ${what.join(", ")}; the screen:\n${text}`)
}
