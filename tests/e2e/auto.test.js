// @ts-check
/** `opencode run --auto`: the command line approves permissions, with Holdfast too. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { launchJobs } from "./support/agent.js"
import { endedWell } from "./support/expect.js"
import { jobPrompt, jobResult } from "./support/model.js"
import { run } from "./support/run.js"
import { news, tells } from "./support/told.js"

const config = { agent: { general: { permission: { bash: "ask" } } } }
const look = { name: "bash", args: { command: "echo granted", description: "look" } }

/** Looks with a tool that needs a permission, then says what came of it. @type {import("./support/model.js").Responder} */
const looksFirst = (call) =>
  call.latest.toolResults.length
    ? { text: /granted/.test(call.latest.toolResults.join()) ? jobResult(1) : "REFUSED" }
    : { tools: [look] }

const ownTask = {
  name: "task",
  args: { description: "job 1", prompt: jobPrompt(1, 0), subagent_type: "general" },
}

test("with --auto a task's permission is granted", async () => {
  const root = [{ tools: launchJobs(1, 0) }, { text: "Waiting." }, { text: "I see." }]
  const outcome = await run({ config, args: ["--auto"], script: { root, job: looksFirst } })
  endedWell(outcome, "I see.")
  const [, , third] = outcome.model.rootCalls()
  tells(news(third), "1 completed")
  assert.ok(news(third)[0].body.includes(jobResult(1)))
})

for (const args of [["--auto"], []])
  test(`OpenCode's own subagents ask as without Holdfast: run ${args.join(" ")}`, async () => {
    const script = { root: [{ tools: [ownTask] }, { text: "I see." }], job: looksFirst }
    const results = []
    for (const withPlugin of [true, false]) {
      const outcome = await run({ config, args, script, withPlugin })
      assert.equal(outcome.code, 0, outcome.stderr)
      const [, second] = outcome.model.rootCalls()
      results.push(second.latest.toolResults.join().replaceAll(/ses_\w+/g, "ses"))
    }
    assert.equal(results[0], results[1])
    assert.equal(results[0].includes(jobResult(1)), args.length > 0)
  })
