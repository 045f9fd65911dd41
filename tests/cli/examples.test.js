// @ts-check
// The commands in docs/examples/, run unchanged, on the real OpenCode.
import assert from "node:assert/strict"
import fs from "node:fs"
import path from "node:path"
import { test } from "node:test"
import { parse } from "yaml"
import { stateDirOf } from "../../js-shim/files.js"
import { launchJobs } from "../e2e/support/agent.js"
import { start } from "../e2e/support/command.js"
import { repository } from "../e2e/support/install.js"
import { prepareRun } from "./support/run.js"

const LIMIT_MS = 90_000

/** @param {string} name */
const example = (name) => parse(fs.readFileSync(path.join(repository, "docs/examples", name), "utf8"))

/** The commands of a step. @param {any} job @param {string} name @returns {string} */
const commands = (job, name) => job.steps.find((/** @type {any} */ step) => step.name === name).run

/** A project in which two jobs run, the second one well or not. @param {{ fails: boolean, git?: boolean }} how */
async function project({ fails, git = true }) {
  const run = await prepareRun({
    git,
    script: {
      root: [{ tools: launchJobs(2, 100) }, { text: "Waiting." }, { text: "That is it." }],
      job: ({ job }) =>
        fails && job?.name === "2" ? { error: { status: 400, message: "no credentials" } } : { text: "fine" },
    },
  })
  const bin = path.join(run.project, "../bin")
  fs.mkdirSync(bin)
  fs.symlinkSync(run.cli, path.join(bin, "holdfast"))
  /** A runner has no folder for data of its own. @type {NodeJS.ProcessEnv} */
  const { XDG_DATA_HOME, ...rest } = run.env
  const env = { ...rest, PATH: `${bin}:${run.env.PATH}`, MODEL: "mock/scripted" }
  return {
    ...run,
    /** As a runner does: in bash, ending at the first error. @param {string} script @param {Record<string, string>} [more] */
    async bash(script, more) {
      const command = start("bash", ["-e", "-c", script], { cwd: run.project, env: { ...env, ...more } })
      const { code } = await command.end(LIMIT_MS)
      return { code, output: command.stdout.text() + command.stderr.text() }
    },
    /** @param {string} name */
    read: (name) => fs.readFileSync(path.join(run.project, name), "utf8"),
  }
}

for (const fails of [false, true]) {
  test(`the GitHub Actions job ${fails ? "fails with a failed task" : "is green"}, and keeps its record`, async () => {
    const { agent } = example("github-actions.yml").jobs
    const run = await project({ fails })
    const { code, output } = await run.bash(commands(agent, "Run the agent"), { PROMPT: "Do the work." })
    assert.equal(code, fails ? 2 : 0, output)
    assert.equal(
      (await run.bash(commands(agent, "Show the tasks"), { GITHUB_STEP_SUMMARY: "steps.md" })).code,
      0,
    )
    assert.match(run.read("steps.md"), fails ? /✗ {2}bg_\w+ {2}failed/ : /✓ {2}bg_\w+ {2}completed/)
    assert.equal(JSON.parse(run.read("summary.json")).tasks.length, 2)
    const kept = agent.steps.at(-1).with.path.trim().split("\n")
    for (const pattern of kept) assert.equal((await run.bash(`ls ${pattern}`)).code, 0, pattern)
    await run.model.stop()
  })
}

test("the matrix lists the prompts and runs each", async () => {
  const { list, agent } = example("github-actions-matrix.yml").jobs
  const run = await project({ fails: false })
  fs.mkdirSync(path.join(run.project, "prompts"))
  for (const name of ["docs", "tests"])
    fs.writeFileSync(path.join(run.project, `prompts/${name}.md`), `Do ${name}.`)
  await run.bash(commands(list, "List the prompts"), { GITHUB_OUTPUT: "output" })
  assert.equal(run.read("output"), 'prompts=["docs","tests"]\n')
  const { code, output } = await run.bash(commands(agent, "Run the agent"), { NAME: "docs" })
  assert.equal(code, 0, output)
  assert.equal(JSON.parse(run.read("summary-docs.json")).exit_code, 0)
  await run.model.stop()
})

test("a pod of the Kubernetes Job runs its prompt, and a second try continues the session", async () => {
  const [container] = example("kubernetes-job.yaml").spec.template.spec.containers
  const run = await project({ fails: false, git: false })
  const at = (/** @type {string} */ name) => path.join(run.project, name)
  fs.mkdirSync(at("prompts"))
  fs.writeFileSync(at("prompts/0.md"), "Do the work.")
  const script = container.args[0]
    .replaceAll("/agents/", `${at("agents")}/`)
    .replaceAll("/prompts/", `${at("prompts")}/`)
  for (const _ of ["first try", "second try"]) {
    const { code, output } = await run.bash(script, { JOB_COMPLETION_INDEX: "0" })
    assert.equal(code, 0, output)
  }
  const journals = fs
    .readdirSync(stateDirOf(at("agents/0/project"), null, { XDG_DATA_HOME: at("agents/0/data") }).dir)
    .filter((name) => name.endsWith(".jsonl"))
  assert.equal(journals.length, 1)
  assert.equal(JSON.parse(run.read("agents/0/summary.json")).exit_code, 0)
  await run.model.stop()
})

test("the image's entry point is a command that exists", () => {
  const dockerfile = fs.readFileSync(path.join(repository, "docs/examples/Dockerfile"), "utf8")
  assert.match(dockerfile, /^ENTRYPOINT \["holdfast", "run"\]$/m)
  assert.match(dockerfile, /^RUN npm install --global opencode-ai opencode-holdfast$/m)
  const { bin } = JSON.parse(fs.readFileSync(path.join(repository, "package.json"), "utf8"))
  assert.equal(bin.holdfast, "pkg/cli.js")
})
