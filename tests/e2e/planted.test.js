// @ts-check
/** What a repository contains, or an agent that may only edit files writes, never counts as Holdfast's own state. */
import assert from "node:assert/strict"
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { test } from "node:test"
import { launch } from "./support/agent.js"
import { claimed, journal, launched } from "./support/journal.js"
import { jobPrompt } from "./support/model.js"
import { project } from "./support/outage.js"

const work = { description: "planted work", prompt: jobPrompt("planted", 0) }
/** A journal that would launch a task if it were Holdfast's. */
const forged = journal(claimed({ pid: 1, start: "long ago", nonce: "n" }), launched("bg_planted", work))
/** A request that would launch one. */
const request = journal({ asked: { request: "r1", ask: { launch: { ...work, agent: null } } } })

test("a committed journal for a known session is not acted upon", async (context) => {
  const { model, home, run, roots } = await project({
    script: [
      { tools: [launch("own", 0)] },
      { text: "Waiting." },
      { text: "Done." },
      { text: "Nothing else to do." },
      { text: "Too much." },
    ],
  })
  context.after(() => model.stop())
  assert.equal((await run("Do the work.")).code, 0)
  const [root] = roots()
  const planted = join(home.project, ".opencode/holdfast")
  mkdirSync(planted)
  writeFileSync(join(planted, `${root}.jsonl`), forged + request)
  const again = await run("--session", root, "Go on.")
  assert.equal(again.code, 0, again.stderr)
  assert.match(again.stdout, /Nothing else to do\./)
  assert.deepEqual(
    model.jobCalls().map(({ job }) => job?.name),
    ["own"],
  )
  assert.equal(readFileSync(join(planted, `${root}.jsonl`), "utf8"), forged + request, "left alone")
})

test("an agent that may only read, edit and glob cannot get a request accepted", async (context) => {
  /** @type {Awaited<ReturnType<typeof project>>} */
  let place
  const write = (/** @type {string} */ filePath, /** @type {string} */ content) => ({
    name: "write",
    args: { filePath, content },
  })
  const into = (/** @type {string} */ folder) =>
    write(join(folder, `${place.roots()[0]}.jsonl`), forged + request)
  place = await project({
    config: { permission: { bash: "deny" } },
    script: {
      root: [
        { tools: [launch("own", 0)] },
        { text: "Waiting." },
        { text: "Done." },
        () => ({ tools: [into(join(place.home.project, ".opencode/holdfast"))] }),
        () => ({ tools: [into(place.home.state)] }),
        { text: "I could not." },
        { text: "Too much." },
      ],
    },
  })
  const { model, home, run, roots } = place
  context.after(() => model.stop())
  assert.equal((await run("Do the work.")).code, 0)
  const before = readFileSync(join(home.state, `${roots()[0]}.jsonl`), "utf8")
  const again = await run("--session", roots()[0], "Launch more.")
  assert.deepEqual(
    model.jobCalls().map(({ job }) => job?.name),
    ["own"],
    again.stderr,
  )
  const after = readFileSync(join(home.state, `${roots()[0]}.jsonl`), "utf8")
  assert.ok(after.startsWith(before))
  assert.doesNotMatch(after, /planted/)
  assert.deepEqual(readdirSync(join(home.project, ".opencode/holdfast")), [`${roots()[0]}.jsonl`])
})
