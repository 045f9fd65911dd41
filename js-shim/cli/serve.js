// @ts-check
// `holdfast serve`: the API, the events, the metrics and the page, until Ctrl+C.
import { spawn } from "node:child_process"
import fs from "node:fs"
import path from "node:path"
import { InvalidArgumentError, Option } from "commander"
import { parseTime } from "./arguments.js"
import { Complaint, reasonOf } from "./complaint.js"
import { ownCommand } from "./invocation.js"
import { oneLine } from "./terminal.js"

const PORT = 4650
/** How often an OpenCode that was started here is looked after: a few times while it may be idle. */
const LOOK_MS = { least: 250, most: 10_000 }

/** @typedef {{ port?: number, host: string, project?: string[], allowHost?: string[], open?: boolean, idle: number }} Options */

/** @param {import("commander").Command} program */
export function serveCommand(program) {
  const collect = (/** @type {string} */ value, /** @type {string[]} */ before = []) => [...before, value]
  program
    .command("serve")
    .summary("an API, a stream of events, metrics and a page")
    .description(
      "Serves the project's tasks to other programs and to a browser, until you press Ctrl+C. " +
        "Prints the link to the page, with its token, on standard output.",
    )
    .option("--port <number>", `the port; 0 for any that is free (default: ${PORT})`, portIn)
    .option("--host <address>", "the address to listen on", "127.0.0.1")
    .option("--allow-host <name>", "another name of this server, as behind a proxy; can be repeated", collect)
    .option("--project <folder>", "a project, instead of the current folder's; can be repeated", collect)
    .addOption(
      new Option("--idle <time>", "end an OpenCode that was started here after so long without work")
        .argParser(idleIn)
        .default(600_000, "10m"),
    )
    .option("--open", "open the page in a browser")
    .action(serve)
}

/** @param {Options} options */
async function serve({ port, host, project, allowHost = [], open, idle }) {
  const say = (/** @type {string} */ text) => void process.stderr.write(`${oneLine(text)}\n`)
  const report = (/** @type {unknown} */ error) =>
    say(`holdfast: ${error instanceof Error ? error.stack : error}`)
  // Not at the top: the other commands need none of it.
  const { isLoopback, tokenOf } = await import("../serve/access.js")
  const { createProjects } = await import("../serve/served.js")
  const { createApp, listen } = await import("../serve/server.js")
  for (const folder of project ?? []) {
    if (!fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory())
      throw new Complaint(`There is no folder ${folder} to serve; correct --project.`)
  }
  const projects = createProjects(project ?? [process.cwd()], { idleMs: idle, say, report })
  const { token, file } = tokenOf(projects.all[0].project.dir)
  const app = createApp({ projects, token, host, names: allowHost, report })
  const listening = await listenOn((port) => listen(app, { host, port }), host, port, say).catch((error) => {
    projects.close()
    throw error
  })
  // Before the link: whoever reads it may stop this at once.
  serveUntilStopped(projects, listening.close, idle, say)
  if (!isLoopback(host))
    say(
      `Warning: everybody who reaches ${host} and has the token can run tasks on this machine, unencrypted.`,
    )
  for (const { project } of projects.all) {
    say(`Serving ${project.root}.`)
    for (const problem of project.problems) say(problem)
  }
  say(`The token is in ${file}. Press Ctrl+C to stop.`)
  const shown = host.includes(":") ? `[${host}]` : host
  const link = `http://${shown}:${listening.port}/#token=${token}`
  process.stdout.write(`${link}\n`)
  if (open) openInBrowser(link, path.dirname(file), say)
  for (const { work } of projects.all) work.resumeWork()
}

/**
 * Looks after what was started, until a signal ends it.
 * @param {import("../serve/served.js").Projects} projects @param {() => void} close
 * @param {number} idle @param {(text: string) => void} say
 */
function serveUntilStopped(projects, close, idle, say) {
  const looking = setInterval(
    () => {
      for (const { opencode } of projects.all) opencode.look()
    },
    Math.min(LOOK_MS.most, Math.max(LOOK_MS.least, idle / 10)),
  )
  const end = () => {
    clearInterval(looking)
    close()
    projects.close()
    const cut = projects.all.map(({ opencode }) => opencode.stop()).reduce((sum, count) => sum + count, 0)
    if (cut > 0)
      say(`${cut} at work with the OpenCode that was started here; to continue: ${ownCommand("resume")}`)
    process.exit(0)
  }
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, end)
}

/**
 * @template T
 * @param {(port: number) => Promise<T>} listen @param {string} host @param {number | undefined} port
 * @param {(text: string) => void} say
 */
async function listenOn(listen, host, port, say) {
  try {
    return await listen(port ?? PORT)
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error)
    if (code === "EADDRINUSE" && port === undefined) {
      say(`Port ${PORT} is in use, perhaps by another \`holdfast serve\`; another one is taken.`)
      return listen(0)
    }
    throw new Complaint(whyNot(error, host, port ?? PORT))
  }
}

/** @param {unknown} error @param {string} host @param {number} port */
function whyNot(error, host, port) {
  const { code } = /** @type {NodeJS.ErrnoException} */ (error)
  if (code === "EADDRINUSE")
    return `Port ${port} is in use; name another one with --port, or --port 0 for any.`
  if (code === "EACCES") return `Port ${port} needs the rights of an administrator; use one above 1023.`
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND")
    return `${host} is no address of this machine; --host takes one of its own, such as 127.0.0.1.`
  return `Nothing can listen on ${host}:${port}: ${reasonOf(error)}.`
}

/** @param {string} text */
function idleIn(text) {
  try {
    return parseTime(text)
  } catch {
    throw new Complaint(`The --idle must be a time such as 90s, 15m or 2h, not "${text}".`)
  }
}

/** @param {string} text */
function portIn(text) {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError("It is a number from 0 to 65535.")
  return port
}

/**
 * By way of a file that only the user can read: what a program is called with, others can see.
 * @param {string} link @param {string} folder @param {(text: string) => void} say
 */
function openInBrowser(link, folder, say) {
  const file = path.join(folder, "open.html")
  fs.rmSync(file, { force: true })
  fs.writeFileSync(file, `<!doctype html><meta http-equiv="refresh" content="0; url=${link}">`, {
    mode: 0o600,
  })
  /** @type {Record<string, string>} */
  const openers = { darwin: "open", win32: "explorer" }
  const program = openers[process.platform] ?? "xdg-open"
  const child = spawn(program, [file], { stdio: "ignore", detached: true })
  child.on("error", () => say(`No browser could be opened (${program}); open the link yourself.`))
  child.unref()
}
