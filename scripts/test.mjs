// @ts-check
/** `npm test`: installs what is missing, runs every stage with one line each, and says how many passed. */
import { spawn } from "node:child_process"
import { createWriteStream, mkdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { repository, script } from "./shell.mjs"
import { stages } from "./stages.mjs"
import { tools } from "./tools.mjs"

/** @typedef {import("./stages.mjs").Stage} Stage */

const HELP = `npm test                         everything that CI runs
npm test -- --quick              what does not need OpenCode, in a few minutes
npm test -- --only native,e2e    only these stages
npm test -- --skip e2e           all other stages
npm test -- --list               the stages

The output of each stage is kept in target/test-logs and printed if the stage fails.`

/** No stage comes close to this; a stage that hangs is ended and its log printed. */
const LIMIT_MINUTES = 25
/** How many seeds the simulator runs in a quick run. */
const QUICK_SEEDS = "2000"
/** How often the stages that are still running are reported. */
const STILL_MS = 60_000

const logs = join(repository, "target/test-logs")

// The terminal's interrupt does not reach other process groups, so they are ended at exit.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => process.exit(1))

await script(async () => {
  const { chosen, quick, list, help } = options()
  if (help) return console.log(HELP)
  if (list) return console.log(stages.map(({ name, what }) => `${name.padEnd(10)}${what}`).join("\n"))
  const started = Date.now()
  const seeds = quick && !process.env.SEEDS ? { SEEDS: QUICK_SEEDS } : {}
  const env = { ...(await tools()), ...seeds, CARGO_TERM_COLOR: "never" }
  if (chosen.some(({ lane }) => lane === "opencode")) await installOpenCode()
  mkdirSync(logs, { recursive: true })
  const lane = (/** @type {Stage["lane"]} */ name) =>
    runAll(
      chosen.filter((stage) => stage.lane === name),
      env,
    )
  const beside = await Promise.all([lane("rust"), lane("node")])
  const failed = [...beside.flat(), ...(await lane("opencode"))].filter((passed) => !passed).length
  const run = chosen.filter(({ missing }) => !missing).length
  console.log(`${run - failed} passed, ${failed} failed (${duration(started)})`)
  process.exitCode = failed ? 1 : 0
})

function options() {
  const { values } = parseArgs({
    options: {
      only: { type: "string" },
      skip: { type: "string", default: "" },
      quick: { type: "boolean" },
      list: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  })
  const names = (/** @type {string} */ text) => text.split(",").filter(Boolean)
  const only = values.only === undefined ? undefined : names(values.only)
  const skip = names(values.skip)
  const unknown = [...(only ?? []), ...skip].filter((name) => !stages.some((stage) => stage.name === name))
  if (unknown.length)
    throw new Error(`There is no stage ${unknown.join(", ")}; \`npm test -- --list\` shows the stages.`)
  const chosen = stages
    .filter(({ name }) => (only ? only.includes(name) : true) && !skip.includes(name))
    .map((stage) => (values.quick ? { ...stage, commands: stage.quick ?? stage.commands } : stage))
    .filter(({ commands }) => commands.length)
  return { ...values, chosen }
}

/** Runs before the stages, so that its progress is visible. */
async function installOpenCode() {
  const { configurationPackages, opencode } = await import("../tests/e2e/support/install.js")
  const { newest, oldest } = await import("../tests/e2e/support/run.js")
  await Promise.all(
    [newest, oldest].flatMap((version) => [opencode(version), configurationPackages(version)]),
  )
}

/** One after the other. @param {Stage[]} lane @param {NodeJS.ProcessEnv} env */
async function runAll(lane, env) {
  const results = []
  for (const stage of lane) results.push(await runStage(stage, env))
  return results
}

/** @param {Stage} stage @param {NodeJS.ProcessEnv} env */
async function runStage({ name, what, commands, missing }, env) {
  if (missing) {
    console.log(`${name.padEnd(10)}${what} … skipped: ${missing} is not installed`)
    return true
  }
  const started = Date.now()
  const file = join(logs, `${name}.log`)
  const log = createWriteStream(file)
  const still = setInterval(() => console.log(`${name.padEnd(10)}… ${duration(started)}`), STILL_MS)
  let passed = true
  for (const command of commands) if (passed) passed = await runCommand(command, env, log)
  clearInterval(still)
  await new Promise((resolve) => log.end(() => resolve(undefined)))
  console.log(`${name.padEnd(10)}${what} … ${passed ? "ok" : "FAILED"} (${duration(started)})`)
  if (!passed) console.log(readFileSync(file, "utf8"))
  return passed
}

/** @param {number} started */
function duration(started) {
  const seconds = (Date.now() - started) / 1000
  return seconds < 60
    ? `${seconds.toFixed(1)} s`
    : `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`
}

/**
 * @param {string[]} command
 * @param {NodeJS.ProcessEnv} env
 * @param {import("node:fs").WriteStream} log
 * @returns {Promise<boolean>}
 */
function runCommand([file, ...args], env, log) {
  log.write(`$ ${[file, ...args].join(" ")}\n`)
  return new Promise((resolve) => {
    // A group of its own, so that what it started can be ended with it.
    const child = spawn(file, args, {
      cwd: repository,
      env,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    })
    const end = () => endGroup(child.pid)
    const limit = setTimeout(() => {
      log.write(`Ended because it took longer than ${LIMIT_MINUTES} minutes.\n`)
      end()
    }, LIMIT_MINUTES * 60_000)
    process.once("exit", end)
    child.stdout.pipe(log, { end: false })
    child.stderr.pipe(log, { end: false })
    child.on("error", (error) => {
      log.write(`${error.message}\n`)
      resolve(false)
    })
    child.on("close", (code) => {
      clearTimeout(limit)
      process.off("exit", end)
      resolve(code === 0)
    })
  })
}

/** @param {number | undefined} pid */
function endGroup(pid) {
  if (!pid) return
  try {
    process.kill(-pid, "SIGKILL")
  } catch {
    // The group has already ended.
  }
}
