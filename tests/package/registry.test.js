// @ts-check
/** The way of a user: published to a registry, installed with `opencode plugin`, then used. */
import assert from "node:assert/strict"
import { execFileSync, spawnSync } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { test } from "node:test"
import { launchJobs } from "../e2e/support/agent.js"
import { repository } from "../e2e/support/install.js"
import { prepare } from "../e2e/support/run.js"
import { openTerminal } from "../tui/support/terminal.js"
import { startRegistry } from "./support/registry.js"

const LIMIT_MS = 120_000

const { version } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8"))

test("npm would publish the package without a complaint", () => {
  const { status, stderr, stdout } = spawnSync(
    "npm",
    ["publish", "--dry-run", "--ignore-scripts", "--json"],
    {
      cwd: repository,
      encoding: "utf8",
    },
  )
  assert.equal(status, 0, stderr)
  const complaints = stderr.split("\n").filter((line) => line.startsWith("npm warn publish"))
  assert.deepEqual(
    complaints.filter((line) => !line.includes("requires you to be logged in")),
    [],
  )
  assert.match(stdout, /"opencode-holdfast@/)
})

test("installed from a registry, both halves work", async (context) => {
  const registry = await startRegistry()
  context.after(registry.stop)
  await registry.publish(repository)
  const { home, program, start, model } = await prepare({
    withPlugin: false,
    script: {
      root: [{ tools: launchJobs(2, 200) }, { text: "They are running." }, { text: "One has failed." }],
      job: ({ job }) =>
        job?.name === "2" ? { error: { status: 400, message: "no credentials" } } : { text: "fine" },
    },
  })
  context.after(model.stop)
  writeFileSync(join(String(home.env.HOME), ".npmrc"), registry.npmrc)

  const npx = execFileSync("npx", ["--yes", "opencode-holdfast", "--version"], {
    cwd: home.project,
    env: home.env,
    encoding: "utf8",
  })
  assert.equal(npx.trim(), version)

  const install = start("plugin", "opencode-holdfast")
  assert.equal((await install.end(LIMIT_MS)).code, 0, install.stdout.text())
  for (const name of ["opencode.json", "tui.json"]) {
    const { plugin } = JSON.parse(readFileSync(join(home.project, ".opencode", name), "utf8"))
    assert.match(JSON.stringify(plugin), /"opencode-holdfast/, name)
  }

  const run = start("run", "Do the work.")
  const end = await run.end(LIMIT_MS)
  assert.equal(end.code, 0, run.stderr.text())
  assert.ok(run.stdout.text().trimEnd().endsWith("One has failed."), run.stdout.text())

  const terminal = await openTerminal([program], { cwd: home.project, env: home.env })
  context.after(terminal.close)
  await terminal.shows("1 failed")
})
