// @ts-check
/** Files on disk are private, and an unwritable disk ends no task. */
import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { test } from "node:test"
import { launchJobs } from "./support/agent.js"
import { delivers, endedWell, modelCalls } from "./support/expect.js"
import { newest, oldest, run } from "./support/run.js"

const script = () => [{ tools: launchJobs(2, 300) }, { text: "Waiting." }, { text: "Both are done." }]

for (const version of [newest, oldest]) {
  test(`where no journal can be written the tasks go on in memory, and it is said once, on ${version}`, async () => {
    const prepareState = (/** @type {string} */ state) => {
      mkdirSync(dirname(state), { recursive: true })
      writeFileSync(state, "A file where the folder of the journals would be.")
    }
    const outcome = await run({ version, prepareState, script: script() })
    endedWell(outcome, "Both are done.")
    modelCalls(outcome.model, { root: 3, job: 2 })
    delivers(outcome.model.rootCalls()[2], [1, 2])
    for (const [where, text] of [
      ["standard error", outcome.stderr],
      ["log", outcome.log],
    ])
      assert.equal(text.split("Holdfast cannot write its journal").length, 2, `${where}: ${text}`)
  })
}

test("a folder of journals that is a symbolic link is refused with a sentence", async () => {
  const prepareState = (/** @type {string} */ state) => {
    mkdirSync(join(dirname(state), "other"), { recursive: true })
    symlinkSync(join(dirname(state), "other"), state)
  }
  const outcome = await run({ prepareState, script: script() })
  endedWell(outcome, "Both are done.")
  assert.match(outcome.stderr, /cannot write its journal \(.* is a symbolic link; remove it/)
  assert.deepEqual(readdirSync(outcome.home.state), [])
})

test("journals are readable by their owner alone, and nothing of them is in the project", async () => {
  const { home, ...outcome } = await run({ script: script() })
  assert.equal(outcome.code, 0, outcome.stderr)
  const folder = home.state
  const journals = readdirSync(folder).filter((name) => name.endsWith(".jsonl"))
  assert.equal(journals.length, 1)
  const mode = (/** @type {string} */ path) => (statSync(path).mode & 0o777).toString(8)
  assert.equal(mode(folder), "700")
  assert.equal(mode(join(folder, journals[0])), "600")
  const seen = execFileSync("git", ["status", "--porcelain", "--untracked-files=all"], {
    cwd: home.project,
    encoding: "utf8",
  })
  assert.doesNotMatch(seen, /holdfast/)
})
