// @ts-check
/** Beside plugins that change agents, prompts and messages, a background task needs no more model calls. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { launchJobs } from "./support/agent.js"
import { endedWell, jobsFinished } from "./support/expect.js"
import { packedPlugin } from "./support/install.js"
import { offline, otherPlugin, others } from "./support/others.js"
import { newest, oldest, run } from "./support/run.js"
import { tells, told } from "./support/told.js"

const JOB_MS = 2_000
const script = [{ tools: launchJobs(1, JOB_MS) }, { text: "Waiting." }, { text: "It is done." }]

for (const other of others) {
  for (const version of [newest, oldest]) {
    test(`beside ${other.name} ${other.version} a task takes as many calls as alone, on ${version}`, async (context) => {
      const plugin = [await otherPlugin(other), await packedPlugin()]
      const outcome = await run({ version, script, config: { plugin }, env: offline })
      const { model } = outcome
      context.diagnostic(`${model.rootCalls().length} calls of the parent`)
      endedWell(outcome, "It is done.")
      assert.equal(model.rootCalls().length, script.length)
      jobsFinished(model, 1)
      tells(told(model.rootCalls()[script.length - 1]), "1 completed")
    })
  }
}
