// @ts-check
/** A plugin that is loaded twice acts once. */
import assert from "node:assert/strict"
import { cpSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { test } from "node:test"
import { launchJobs, todos } from "./support/agent.js"
import { endedWell, modelCalls } from "./support/expect.js"
import { packedPlugin } from "./support/install.js"
import { newest, oldest, run } from "./support/run.js"
import { news, tells } from "./support/told.js"

const global = "../home/config/opencode/opencode.json"

for (const version of [newest, oldest]) {
  test(`two configurations that name two copies of the plugin, and a file that loads it once more, are one, on ${version}`, async (context) => {
    const plugin = await packedPlugin()
    const copy = mkdtempSync(join(tmpdir(), "holdfast-copy-"))
    context.after(() => rmSync(copy, { recursive: true }))
    cpSync(plugin, copy, { recursive: true })
    const outcome = await run({
      version,
      files: {
        [global]: JSON.stringify({ plugin: [copy] }),
        ".opencode/plugin/again.js": `export { default } from ${JSON.stringify(join(plugin, "js-shim/server.js"))}\n`,
      },
      script: [
        { tools: [...launchJobs(2, 500), todos("pending")] },
        { text: "Waiting." },
        { text: "Both jobs are done." },
        { tools: [todos("completed")] },
        { text: "All is done." },
      ],
    })
    const { model } = outcome
    endedWell(outcome, "All is done.")
    modelCalls(model, { root: 5, job: 2 })
    tells(news(model.rootCalls()[2]), "1 completed", "2 completed")
    assert.equal(model.rootCalls()[3].latest.text.split("<open-todos").length, 2)
  })
}
