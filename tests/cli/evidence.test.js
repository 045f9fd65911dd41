// @ts-check
// `holdfast run` exits with 0 only if it is shown that everything is done; a run that cannot succeed
// is refused before any model call. On the real OpenCode.
import assert from "node:assert/strict"
import fs from "node:fs"
import path from "node:path"
import { test } from "node:test"
import { launchJobs } from "../e2e/support/agent.js"
import { start } from "../e2e/support/command.js"
import { newest, oldest } from "../e2e/support/run.js"
import { prepareRun } from "./support/run.js"

const LIMIT_MS = 90_000

/** @typedef {import("./support/run.js").Prepared} Prepared */

/** Two jobs of which the second one fails. @type {import("../e2e/support/model.js").Scripts} */
const failingJob = {
  root: [{ tools: launchJobs(2, 100) }, { text: "They are running." }, { text: "One has failed." }],
  job: ({ job }) =>
    job?.name === "2" ? { error: { status: 400, message: "no credentials" } } : { text: "fine" },
}

/** @param {Prepared} run @param {string[]} args */
async function runToEnd(run, ...args) {
  const command = run.start("run", ...args)
  return endOf(run, command)
}

/** A line of shell in the project, with the command line on the PATH. @param {Prepared} run @param {string} line */
async function shell(run, line) {
  return endOf(run, inShell(run, line))
}

/** @param {Prepared} run @param {string} line */
function inShell(run, line) {
  const bin = path.join(run.project, "../bin")
  fs.mkdirSync(bin, { recursive: true })
  fs.rmSync(path.join(bin, "holdfast"), { force: true })
  fs.symlinkSync(run.cli, path.join(bin, "holdfast"))
  const env = { ...run.env, PATH: `${bin}:${run.env.PATH}` }
  return start("bash", ["-c", line], { cwd: run.project, env })
}

/** Ends a command as a cancelled job in CI does. @param {Prepared} run @param {ReturnType<typeof start>} command */
function cutOff(run, command) {
  process.kill(command.pid, "SIGTERM")
  return endOf(run, command)
}

/** @param {Prepared} run @param {ReturnType<typeof start>} command */
async function endOf(run, command) {
  const { code } = await command.end(LIMIT_MS)
  return {
    code,
    stdout: command.stdout.text(),
    stderr: command.stderr.text(),
    calls: run.model.rootCalls().length,
  }
}

/** The user's own options. @param {Prepared} run @param {object} options */
function setGlobalOptions(run, options) {
  const folder = path.join(String(/** @type {NodeJS.ProcessEnv} */ (run.env).XDG_CONFIG_HOME), "opencode")
  fs.mkdirSync(folder, { recursive: true })
  fs.writeFileSync(path.join(folder, "holdfast.json"), JSON.stringify(options))
}

/** What a summary on standard error says. @param {string} stderr */
const summaryIn = (stderr) => JSON.parse(String(stderr.trim().split("\n").at(-1)))

test("a state folder that cannot be made is refused before the model is asked", async () => {
  const run = await prepareRun({ script: failingJob })
  setGlobalOptions(run, { stateDir: "/proc/nope" })
  const { code, stderr, calls } = await runToEnd(run, "Do the work.")
  assert.deepEqual([code, calls], [125, 0])
  assert.match(
    stderr,
    /^holdfast: Background tasks could not be recorded: nothing can be written to \/proc\/nope/,
  )
  await run.model.stop()
})

for (const version of [newest, oldest]) {
  test(`a journal that cannot be written any more makes the exit code 4, on ${version}`, async () => {
    const state = path.join("/tmp", `holdfast-gone-${process.pid}-${version}`)
    const run = await prepareRun({
      version,
      script: {
        ...failingJob,
        root: ({ number }) => {
          if (number === 1) fs.writeFileSync(state, "in the way")
          return number === 1 ? { tools: launchJobs(2, 100) } : { text: "Waiting." }
        },
      },
    })
    setGlobalOptions(run, { stateDir: state })
    const { code, stderr } = await runToEnd(run, "--summary", "json", "Do the work.")
    fs.rmSync(state, { recursive: true, force: true })
    assert.equal(code, 4, stderr)
    assert.match(
      stderr,
      /holdfast: It is not known whether everything is done: the journal of ses_\w+ could not/,
    )
    assert.equal(summaryIn(stderr).reason, "unproven")
    await run.model.stop()
  })
}

test("a run in which the plugin never came up is not called completed", async () => {
  const run = await prepareRun({ script: [{ text: "Done." }] })
  const folder = path.join(run.project, "old")
  fs.mkdirSync(folder)
  fs.writeFileSync(
    path.join(folder, "package.json"),
    JSON.stringify({ name: "opencode-holdfast", version: "0.0.1", type: "module", main: "./index.js" }),
  )
  fs.writeFileSync(path.join(folder, "index.js"), "export default async () => ({})\n")
  fs.writeFileSync(`${run.project}/opencode.json`, JSON.stringify({ plugin: [`file://${folder}`] }))
  const { code, stderr } = await runToEnd(run, "Do the work.")
  assert.equal(code, 4, stderr)
  assert.match(stderr, /OpenCode did not load the plugin, or loaded an older version of it/)
  await run.model.stop()
})

test("a plain run without tasks and todos ends with 0 and leaves no folder behind", async () => {
  const run = await prepareRun({ script: [{ text: "Done." }] })
  const { code, stderr } = await runToEnd(run, "--timeout", "600h", "Do the work.")
  assert.equal(code, 0, stderr)
  assert.ok(!fs.existsSync(run.state))
  await run.model.stop()
})

test("hold.exitCodeOnFailure does not change what `holdfast run` ends with", async () => {
  const run = await prepareRun({ holdfast: { hold: { exitCodeOnFailure: 7 } }, script: failingJob })
  const { code, stderr } = await runToEnd(run, "--summary", "json", "Do the work.")
  assert.deepEqual([code, summaryIn(stderr).reason], [2, "tasks_failed"], stderr)
  await run.model.stop()
  const allowed = await prepareRun({ holdfast: { hold: { exitCodeOnFailure: 7 } }, script: failingJob })
  assert.equal((await runToEnd(allowed, "--allow-failed-tasks", "Do the work.")).code, 0)
  await allowed.model.stop()
})

test("the project that --dir names is the one that is watched, whatever its name", async () => {
  const run = await prepareRun({ script: failingJob })
  const folder = path.join(run.project, "../a=b c")
  fs.mkdirSync(path.join(folder, ".git"), { recursive: true })
  const { code, stderr } = await runToEnd(run, `--dir=${folder}`, "--summary=json", "Do the work.")
  assert.equal(code, 2, stderr)
  assert.equal(summaryIn(stderr).tasks.length, 2)
  await run.model.stop()
})

test("a prompt comes from standard input, and OpenCode's options need no `--`", async () => {
  const run = await prepareRun({ script: [{ text: "First." }, { text: "Second." }] })
  const piped = await shell(run, 'echo "Do the work." | holdfast run')
  assert.deepEqual([piped.code, piped.calls], [0, 1], piped.stderr)
  assert.match(run.model.rootCalls()[0].latest.text, /Do the work\./)
  const { code, stderr, calls } = await shell(run, 'holdfast run -m mock/scripted --continue "Go on."')
  assert.deepEqual([code, calls], [0, 2], stderr)
  assert.ok(run.model.rootCalls()[1].messages.some(({ text }) => text.includes("First.")))
  await run.model.stop()
})

test("after a signal the printed command, pasted, finishes what was left", async () => {
  let asked = 0
  const run = await prepareRun({
    holdfast: { tasks: { concurrency: 1 } },
    script: {
      root: ({ number }) =>
        number === 1 ? { tools: launchJobs(2, 100) } : { text: number < 4 ? "Waiting." : "All is done." },
      job: ({ job }) => (job?.name === "1" && asked++ === 0 ? { hang: true } : { text: "fine" }),
    },
  })
  const command = inShell(run, 'exec holdfast run --agent build "Do the work."')
  await run.model.jobCall(1)
  const cut = await cutOff(run, command)
  assert.equal(cut.code, 143)
  assert.match(cut.stderr, /Left: bg_\w+ \(job 1: interrupted\), bg_\w+ \(job 2: pending\)\./)
  const [, line] = cut.stderr.match(/To continue: (.*)/) ?? []
  assert.match(line, /^holdfast run --agent build -s ses_\w+ "go on"$/)
  await shell(run, `${line} 2>/dev/null`)
  const { stdout } = await shell(run, "holdfast tasks --all --json")
  const tasks = JSON.parse(stdout).sessions.flatMap((/** @type {any} */ session) => session.tasks)
  const statuses = tasks.map((/** @type {any} */ task) => [task.description, task.status])
  assert.deepEqual(Object.fromEntries(statuses), { "job 1": "interrupted", "job 2": "completed" })
  await run.model.stop()
})

test("when only the main turn was cut off, its session and how to continue are named", async () => {
  const run = await prepareRun({ script: [{ hang: true }, { text: "Here I am again." }] })
  const command = run.start("run", "--summary", "json", "Do the work.")
  await run.model.rootCall(1)
  const cut = await cutOff(run, command)
  assert.equal(cut.code, 143)
  assert.match(
    cut.stderr,
    /No background task is left\. The turn of ses_\w+ was cut off\. To continue: node /,
  )
  assert.match(summaryIn(cut.stderr).message, /To continue: /)
  const [, line] = cut.stderr.match(/To continue: (.*)/) ?? []
  const { code, stdout } = await shell(run, line)
  assert.equal(code, 0)
  assert.match(stdout, /Here I am again\./)
  await run.model.stop()
})

for (const [what, args, said] of /** @type {const} */ ([
  [
    "a summary that cannot be written",
    ["--summary-file", "no/such/folder.json"],
    /summary cannot be written to no\//,
  ],
  [
    "a summary file that is a folder",
    ["--summary-file", "."],
    /\.: it is a folder, not a file\. Nothing was run/,
  ],
  ["--pure", ["--pure"], /With --pure, OpenCode does not load plugins/],
  ["--attach", ["--attach=http://x"], /cannot --attach/],
  ["a time that is none", ["--timeout", "soon"], /must be a time such as 90, 90s, 15m or 2h, not "soon"/],
  ["a format that there is none of", ["--summary", "xml"], /Allowed choices are json, text/],
])) {
  test(`${what} is named before anything is run`, async () => {
    const run = await prepareRun({ script: [] })
    const { code, stderr, calls } = await runToEnd(run, ...args, "Do the work.")
    assert.deepEqual([code, calls], [125, 0], stderr)
    assert.match(stderr, said)
    assert.doesNotMatch(stderr, /\n {4}at /)
    await run.model.stop()
  })
}
