// @ts-check
// `holdfast run` from the packed package, with the real OpenCode and a scripted model.
import assert from "node:assert/strict"
import fs from "node:fs"
import { test } from "node:test"
import { gate, launch, launchJobs, todos } from "../e2e/support/agent.js"
import { newest, oldest } from "../e2e/support/run.js"
import { openTerminal } from "../tui/support/terminal.js"
import { prepareRun, processesIn } from "./support/run.js"

const LIMIT_MS = 90_000
/** Enough for OpenCode to start and the agent to launch its tasks, even on a busy machine. */
const START = "20s"
/** No test waits for such a job to end. */
const JOB_MS = 60_000
const LINES = 24
const ONE_SLOT = { tasks: { concurrency: 1 } }

const launchesThree = (/** @type {number} */ ms) => [
  { tools: launchJobs(3, ms) },
  { text: "They are running." },
  { text: "All three are done." },
]

/** Job 2 fails; the agent takes note of it. @type {import("../e2e/support/model.js").Scripts} */
const failingJob = {
  root: [{ tools: launchJobs(2, 100) }, { text: "They are running." }, { text: "One has failed." }],
  job: ({ job }) =>
    job?.name === "2" ? { error: { status: 400, message: "no credentials" } } : { text: "fine" },
}

/** @param {import("./support/run.js").Prepared} run @param {string[]} args */
async function runToEnd(run, ...args) {
  const startedAt = Date.now()
  const command = run.start("run", ...args)
  const { code, at } = await command.end(LIMIT_MS)
  await run.model.stop()
  return { code, ms: at - startedAt, stdout: command.stdout.text(), stderr: command.stderr.text() }
}

for (const version of [newest, oldest]) {
  test(`three of three jobs finish without any configuration, on ${version}`, async () => {
    const run = await prepareRun({ version, holdfast: ONE_SLOT, script: launchesThree(500) })
    const { code, stdout, stderr } = await runToEnd(run, "--summary", "json", "Do the work.")
    assert.equal(code, 0, stderr)
    assert.ok(stdout.trimEnd().endsWith("All three are done."), stdout)
    const summary = JSON.parse(String(stderr.trim().split("\n").at(-1)))
    assert.equal(summary.reason, "completed")
    assert.deepEqual(
      summary.tasks.map((/** @type {any} */ { description, status, result }) => [
        description,
        status,
        result,
      ]),
      [1, 2, 3].map((n) => [`job ${n}`, "completed", `RESULT OF JOB ${n}`]),
    )
    assert.match(stderr, /1 running · 2 queued/)
  })

  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) {
    test(`${signal} leaves no process behind and a journal that resumes, on ${version}`, async () => {
      const run = await prepareRun({ version, holdfast: ONE_SLOT, script: interruptible() })
      const command = run.start("run", "Do the work.")
      await run.model.jobCall(1)
      process.kill(command.pid, signal)
      const { code } = await command.ended
      assert.equal(code, { SIGINT: 130, SIGTERM: 143 }[signal])
      assert.deepEqual(processesIn(run.project), [])
      assert.match(command.stderr.text(), /The run was interrupted\. Left: bg_\w+ \(job 1: interrupted\)/)
      await resumes(run)
    })
  }
}

/** Job 1 never ends at first. After a resume the agent is notified, and the pending jobs are done. */
function interruptible() {
  let asked = 0
  return /** @type {import("../e2e/support/model.js").Scripts} */ ({
    root: ({ number }) =>
      number === 1 ? { tools: launchJobs(2, 300) } : { text: number < 4 ? "Waiting." : "All is done." },
    job: ({ job }) =>
      job?.name === "1" && asked++ === 0 ? { hang: true } : { text: `RESULT OF ${job?.name}` },
  })
}

/** @param {import("./support/run.js").Prepared} run */
async function resumes(run) {
  const list = await run.print("tasks")
  assert.match(list, /interrupted .*job 1/)
  assert.match(list, /pending .*job 2/)
  const { stderr } = await runToEnd(run, "--", "-c", "Go on.")
  const [session] = JSON.parse(await run.print("tasks", "--json")).sessions
  const statuses = session.tasks.map((/** @type {any} */ task) => [task.description, task.status])
  assert.deepEqual(Object.fromEntries(statuses), { "job 1": "interrupted", "job 2": "completed" }, stderr)
}

test("a failed job makes the exit code 2, and says which", async () => {
  const run = await prepareRun({ script: failingJob })
  const { code, stderr } = await runToEnd(run, "Do the work.")
  assert.equal(code, 2)
  assert.match(
    stderr,
    /holdfast: Not completed: bg_\w+ \(job 2: failed\)\. For details: node .*cli\.js show bg_\w+$/m,
  )
})

test("--allow-failed-tasks makes that 0", async () => {
  const run = await prepareRun({ script: failingJob })
  assert.equal((await runToEnd(run, "--allow-failed-tasks", "Do the work.")).code, 0)
})

test("a failed job that is done again is no failure", async () => {
  let asked = 0
  const run = await prepareRun({
    script: {
      root: [
        { tools: [launch(1, 0)] },
        { text: "Waiting." },
        { tools: [launch(1, 0)] },
        { text: "Waiting." },
        { text: "Done." },
      ],
      job: () => (asked++ === 0 ? { error: { status: 400, message: "no credentials" } } : { text: "fine" }),
    },
    holdfast: { tasks: { onFailure: "continue" } },
  })
  const { code, stderr } = await runToEnd(run, "Do the work.")
  assert.equal(code, 0, stderr)
})

test("todos left open when continuation ended make the exit code 3", async () => {
  const run = await prepareRun({
    holdfast: { continuation: { maxStagnant: 1 } },
    script: ({ number }) => (number === 1 ? { tools: [todos("pending", "pending")] } : { text: "Enough." }),
  })
  const { code, stderr } = await runToEnd(run, "Do the work.")
  assert.equal(code, 3, stderr)
  assert.match(stderr, /holdfast: Todos were left open when continuation ended/)
})

test("OpenCode's own exit code comes through", async () => {
  const run = await prepareRun({ script: [] })
  const { code, stderr } = await runToEnd(run, "--", "-m", "mock/unknown", "Do the work.")
  assert.notEqual(code, 0)
  assert.doesNotMatch(stderr, /holdfast:/)
})

test("--timeout 5 ends the run with 124, long before its jobs would end", async () => {
  const run = await prepareRun({ script: launchesThree(JOB_MS) })
  const { code, ms } = await runToEnd(run, "--timeout", "5", "Do the work.")
  assert.equal(code, 124)
  assert.ok(ms >= 5_000 && ms < JOB_MS, `${ms} ms`)
  assert.deepEqual(processesIn(run.project), [])
})

test("after a timeout the list says what is left and how to go on", async () => {
  const run = await prepareRun({ holdfast: ONE_SLOT, script: launchesThree(60_000) })
  const { code, stderr } = await runToEnd(run, "--timeout", START, "Do the work.")
  assert.equal(code, 124)
  assert.match(stderr, /holdfast: The --timeout passed\. Left: bg_\w+ \(job 1: interrupted\)/)
  const list = await run.print("tasks")
  assert.match(list, /interrupted .*job 1/)
  assert.match(list, /pending .*job 2/)
  assert.match(list, /pending .*job 3/)
  assert.match(list, /OpenCode is not running\. To continue: node .*cli\.js run -s ses_\w+ "go on"$/m)
})

test("a closed pipe leaves no process behind", async () => {
  const run = await prepareRun({ script: launchesThree(1_500) })
  const command = run.start("run", "Do the work.")
  await run.model.jobCall(1)
  command.closeOutput()
  await command.end(LIMIT_MS)
  await run.model.stop()
  assert.deepEqual(processesIn(run.project), [])
  assert.doesNotMatch(await run.print("tasks"), /running/)
})

test("a cancel from another process arrives sooner than OpenCode starts", async () => {
  const held = gate()
  const run = await prepareRun({
    script: {
      root: [{ tools: [launch(1, 0)] }, { text: "Waiting." }, { text: "It was cancelled." }],
      job: () => held.opened.then(() => ({ text: "too late" })),
    },
  })
  const startedAt = Date.now()
  const command = run.start("run", "Do the work.")
  const startMs = (await run.model.rootCall(1)).at - startedAt
  await run.model.rootAnswer(2)
  const [{ id }] = JSON.parse(await run.print("tasks", "--json")).sessions[0].tasks
  await run.print("cancel", id)
  assert.equal((await command.end(LIMIT_MS)).code, 0)
  const [asked, ended] = ["asked", "ended"].map((event) => timeOf(run, event))
  assert.ok(ended - asked < startMs, `${ended - asked} ms; the start took ${startMs} ms`)
  assert.match(await run.print("show", id), /■ cancelled/)
  held.open()
  await run.model.stop()
})

/** When something was first recorded. @param {import("./support/run.js").Prepared} run @param {string} event */
function timeOf({ state }, event) {
  const [journal] = fs.readdirSync(state).filter((name) => name.endsWith(".jsonl"))
  const lines = fs.readFileSync(`${state}/${journal}`, "utf8").trim().split("\n")
  return lines.map((line) => JSON.parse(line)).find(({ what }) => what[event])?.t
}

test("on a terminal, a line at its foot shows what runs, and is gone at the end", async () => {
  const run = await prepareRun({ script: launchesThree(1_500) })
  const terminal = await onTerminal(run, "run", "Do the work.")
  const screen = await terminal.shows("3 running")
  assert.match(
    screen.trimEnd().split("\n")[LINES - 1],
    /^▱▱▱ 0\/3 · 3 running · \d\d:\d\d · job 1, job 2, job 3$/,
  )
  const last = await terminal.shows("exit code 0")
  assert.match(last, /All three are done\./)
  assert.doesNotMatch(last, /0\/3|3\/3/)
  terminal.close()
  await run.model.stop()
})

for (const version of [newest, oldest]) {
  test(`Ctrl+C in the terminal leaves no process behind, on ${version}`, async () => {
    const run = await prepareRun({ version, script: launchesThree(60_000) })
    const terminal = await onTerminal(run, "run", "Do the work.")
    await terminal.shows("3 running")
    await terminal.press("C-c")
    await terminal.shows("exit code 130")
    assert.deepEqual(programsIn(run.project), [])
    terminal.close()
    await run.model.stop()
  })
}

/** The command in a terminal that stays open behind it. @param {import("./support/run.js").Prepared} run @param {string[]} args */
function onTerminal({ cli, project, env }, ...args) {
  const line = [process.execPath, cli, ...args].map((word) => `'${word}'`).join(" ")
  const shell = ["bash", "-c", `trap : INT; ${line}; echo "exit code $?"; exec tail -f /dev/null`]
  return openTerminal(shell, { cwd: project, env, size: { width: 80, height: LINES } })
}

/** What runs there but the terminal itself. @param {string} folder */
function programsIn(folder) {
  const names = processesIn(folder).map((pid) => fs.readFileSync(`/proc/${pid}/comm`, "utf8").trim())
  return names.filter((name) => !["tail", "tmux: server"].includes(name))
}

test("a plugin that is configured already is not loaded twice", async () => {
  const run = await prepareRun({ script: launchesThree(100) })
  const folder = run.cli.replace("/pkg/cli.js", "")
  fs.writeFileSync(`${run.project}/opencode.json`, JSON.stringify({ plugin: [`file://${folder}`] }))
  const { code, stderr } = await runToEnd(run, "--summary", "json", "Do the work.")
  assert.equal(code, 0, stderr)
  assert.equal(JSON.parse(String(stderr.trim().split("\n").at(-1))).tasks.length, 3)
})
