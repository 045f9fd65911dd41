// @ts-check
/** What a background task may do: exactly what its caller could have done through OpenCode's own `task`. */
import assert from "node:assert/strict"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { test } from "node:test"
import { launchJobs } from "./support/agent.js"
import { jobPrompt, jobResult } from "./support/model.js"
import { newest, oldest, run } from "./support/run.js"
import { serve } from "./support/serve.js"

const write = { name: "write", args: { filePath: "written.txt", content: "by a task" } }

/** Writes a file, then answers. @type {import("./support/model.js").Responder} */
const writesFirst = (call) => (call.latest.toolResults.length ? { text: jobResult(1) } : { tools: [write] })

/** @param {string} agent @returns {import("./support/agent.js").ToolCall} */
const launchAs = (agent) => ({
  name: "background_task",
  args: { description: "job 1", prompt: jobPrompt(1, 0), agent },
})

/** @param {string} agent @returns {import("./support/agent.js").ToolCall} */
const ownTask = (agent) => ({
  name: "task",
  args: { description: "job 1", prompt: jobPrompt(1, 0), subagent_type: agent },
})

/** Launches, then ends its turn. @param {import("./support/agent.js").ToolCall} launch */
const script = (launch, job = writesFirst) => ({
  root: [{ tools: [launch] }, { text: "Waiting." }, { text: "I see." }],
  job,
})

/** @param {Awaited<ReturnType<typeof run>>} outcome */
const answerToLaunch = (outcome) => outcome.model.rootCalls()[1].latest.toolResults.join()

for (const version of [newest, oldest]) {
  test(`in plan mode a background task writes no file, on ${version}`, async () => {
    const outcome = await run({ version, args: ["--agent", "plan"], script: script(launchAs("general")) })
    assert.equal(outcome.code, 0, outcome.stderr)
    assert.equal(existsSync(join(outcome.home.project, "written.txt")), false)
  })

  test(`a global task: "deny" refuses background tasks as well, on ${version}`, async () => {
    const config = { permission: { task: "deny" } }
    const outcome = await run({ version, config, script: script(launchAs("general")) })
    assert.match(answerToLaunch(outcome), /may not use the agent "general"/)
    assert.equal(outcome.model.jobCalls().length, 0)
  })

  test(`an agent launches those that its rules name, and no other, on ${version}`, async () => {
    const permission = {
      bash: "deny",
      edit: "deny",
      webfetch: "deny",
      task: { "*": "deny", explore: "allow" },
    }
    const config = { agent: { careful: { mode: "primary", permission } } }
    const args = ["--agent", "careful"]
    const refused = await run({ version, config, args, script: script(launchAs("general")) })
    assert.match(answerToLaunch(refused), /may not use the agent "general"/)
    assert.equal(refused.model.jobCalls().length, 0)
    const allowed = await run({ version, config, args, script: script(launchAs("explore")) })
    const own = await run({ version, config, args, script: script(ownTask("explore")), withPlugin: false })
    const [job] = allowed.model.jobCalls()
    const [control] = own.model.jobCalls()
    assert.deepEqual(job.tools.toSorted(), control.tools.toSorted(), "the tools of OpenCode's own child")
  })

  test(`an agent's denials bind the agents that no rule of it names, on ${version}`, async () => {
    const permission = { bash: "deny", edit: "deny" }
    const config = { agent: { careful: { mode: "primary", permission } } }
    const args = ["--agent", "careful"]
    const outcome = await run({ version, config, args, script: script(launchAs("general")) })
    const [job] = outcome.model.jobCalls()
    for (const tool of ["bash", "write", "edit", "task"]) assert.ok(!job.tools.includes(tool), tool)
    assert.ok(job.tools.includes("read"))
    assert.equal(existsSync(join(outcome.home.project, "written.txt")), false)
  })

  test(`a prompt's tools bind the tasks and follow-ups after it, on ${version}`, async (context) => {
    const follow = (/** @type {import("./support/model.js").Call} */ call) => {
      const id = call.messages.map(({ text }) => text.match(/bg_\w+/)?.[0]).find(Boolean)
      return { tools: [{ name: "background_message", args: { task_id: id, text: "JOB 1 for 1500ms" } }] }
    }
    const server = await serve({
      version,
      script: {
        root: [
          { tools: launchJobs(1, 1500) },
          { text: "Waiting." },
          { text: "I see." },
          follow,
          { tools: launchJobs(1, 1500) },
          { text: "Waiting." },
          { text: "I see." },
        ],
      },
    })
    context.after(() => server.stop())
    const id = await server.createSession()
    await server.prompt(id, "Do the work.")
    await server.idle(id, 2)
    await server.prompt(id, "Without a shell.", { tools: { bash: false } })
    await server.idle(id, 4)
    const tools = server.model.jobCalls().map((call) => call.tools)
    assert.equal(tools.length, 3)
    assert.deepEqual(
      tools.map((names) => names.includes("bash")),
      [true, false, false],
    )
    assert.ok(tools[1].includes("read"))
    for (const names of tools) assert.ok(!names.some((name) => name.startsWith("background_")))
  })
}

test("OpenCode's own task is refused in plan mode in the same way", async () => {
  const outcome = await run({
    args: ["--agent", "plan"],
    script: script(ownTask("general")),
    withPlugin: false,
  })
  assert.match(answerToLaunch(outcome), /rule which prevents you/)
  assert.equal(existsSync(join(outcome.home.project, "written.txt")), false)
})

test("what a session is denied while its task waits in the queue is denied to the task", async (context) => {
  const server = await serve({
    holdfast: { tasks: { concurrency: 1 } },
    script: {
      root: [{ tools: launchJobs(2, 1500) }, { text: "Waiting." }, { text: "I see." }],
    },
  })
  context.after(() => server.stop())
  const id = await server.createSession()
  await server.prompt(id, "Do the work.")
  await server.idle(id)
  const permission = [{ permission: "bash", pattern: "*", action: "deny" }]
  await server.ask("PATCH", `/session/${id}`, { permission })
  await server.idle(id, 2)
  const shells = server.model.jobCalls().map(({ tools }) => tools.includes("bash"))
  assert.deepEqual(shells, [true, false])
})
