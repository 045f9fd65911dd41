// @ts-check
/** What the plugin reports to `holdfast run`: a failed write is always reported. */
import assert from "node:assert/strict"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after, test } from "node:test"
import { fakeClient, pluginInput } from "./support/world.js"

const folder = mkdtempSync(join(tmpdir(), "holdfast-report-"))
const file = join(folder, "report.jsonl")
process.env.HOLDFAST_RUN_REPORT = file
const { tellRun } = await import("../../js-shim/report.js")
const { Guarded } = await import("../../js-shim/guard.js")
const { instanceOf } = await import("../../js-shim/instances.js")

after(() => rmSync(folder, { recursive: true }))

const reported = () =>
  readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line))

test("each thing is said once, and what the agent starts does not know where", () => {
  tellRun({ event: "session", session: "ses_1" })
  tellRun({ event: "session", session: "ses_1" })
  assert.deepEqual(reported(), [{ event: "session", session: "ses_1" }])
  assert.equal(process.env.HOLDFAST_RUN_REPORT, undefined)
})

for (const [what, method] of /** @type {const} */ ([
  ["read", "readJournal"],
  ["written", "appendJournal"],
])) {
  test(`a journal that cannot be ${what} is reported`, async () => {
    const client = fakeClient()
    const instance = instanceOf(pluginInput(client))
    assert.ok(instance)
    instance.state[method] = () => {
      throw new Error(`cannot be ${what}`)
    }
    const engine = new Guarded(instance)
    await engine.ask((e) => e.command({ command: "stop", sessionID: `ses_${what}`, arguments: "" }))
    const why = reported().map((line) => line.event === "unwritten" && line.why)
    assert.ok(why.includes(`cannot be ${what}`), JSON.stringify(reported()))
    instance.close()
  })
}
