// @ts-check
/** What is always on the screen: counts beside the prompt, tasks in the sidebar, nothing without tasks. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { launch } from "../e2e/support/agent.js"
import { closeDialog, heldJobs, LARGE, launching, openCode, openList, SMALL, say } from "./support/tui.js"

const oneSlot = { tasks: { concurrency: 1, onFailure: "continue" } }

test("without a task the screens are those of OpenCode without Holdfast", async (context) => {
  const script = () => ({ text: "Nothing to do." })
  const screens = async (/** @type {boolean} */ withPlugin) => {
    const place = await openCode(context, { script, withPlugin })
    const terminal = await place.open(LARGE)
    await terminal.shows(":master")
    const home = await terminal.hides("Finishing startup")
    await say(terminal, "Just answer.")
    await terminal.shows("Nothing to do.", "A title", /\d+ \(\d+%\)/)
    const session = await terminal.hides("esc interrupt")
    return [home, session].map(withoutChance)
  }
  assert.deepEqual(await screens(true), await screens(false))
})

test("the indicator follows each change soon, and goes when nothing is left", async (context) => {
  const jobs = heldJobs()
  const place = await openCode(context, {
    holdfast: oneSlot,
    script: launching([launch("A", 0), launch("B", 0)], jobs),
  })
  const terminal = await place.open(SMALL)
  const asked = Date.now()
  await say(terminal, "Do the work.")
  await terminal.shows("They are running.")
  const turnMs = Date.now() - asked
  await terminal.shows("1 running · 1 queued")
  const delays = []
  jobs.end("A")
  await terminal.hides("queued")
  delays.push(delay(place, "ended"))
  jobs.end("B")
  await terminal.hides("running ·", /\d running/)
  delays.push(delay(place, "ended"))
  context.diagnostic(`on the screen after ${delays.join(" and ")} ms; the agent's turn took ${turnMs} ms`)
  // Compared with OpenCode's own short turn on the same screen: a busy machine delays both.
  for (const ms of delays) assert.ok(ms < turnMs, `${ms} ms; the agent's turn took ${turnMs} ms`)
})

test("whatever the width, OpenCode's row stays one row, and the indicator takes what is left", async (context) => {
  const name = "a-model-with-a-name-of-forty-characters-"
  const place = await openCode(context, {
    models: { [name]: { limit: { context: 100_000, output: 4_000 } } },
    holdfast: oneSlot,
    script: launching([launch("A", 0), launch("B", 0)], heldJobs()),
  })
  const terminal = await place.open({ width: 100, height: 24 }, "--model", `mock/${name}`)
  await say(terminal, "Do the work.")
  await terminal.shows(/Build · a-model-with-a-name-of-forty-characters- \S+ +1 running · 1 queued/)
  await terminal.resize({ width: 76, height: 24 })
  await terminal.shows(/Build · a-model-with-a-name-of-forty-characters- \S+ +1▸ 1○/)
  await terminal.resize({ width: 60, height: 24 })
  await terminal.shows(/Build · a-model-with-a-name-of-forty-characters- \S+ *$/m)
  await terminal.hides("1▸")
  await terminal.resize({ width: 100, height: 24 })
  await terminal.shows("1 running · 1 queued")
})

test("a failure stays in the indicator until its details were seen", async (context) => {
  const jobs = heldJobs()
  const place = await openCode(context, { holdfast: oneSlot, script: launching([launch("A", 0)], jobs) })
  const terminal = await place.open(SMALL)
  await say(terminal, "Do the work.")
  await terminal.shows("1 running")
  jobs.fail("A", "no credentials")
  await terminal.shows(/┃ .* 1 failed/)
  await openList(terminal)
  await terminal.press("Enter")
  await terminal.shows("Status      failed", "no credentials")
  await terminal.press("Escape")
  await terminal.shows("Background tasks of")
  await closeDialog(terminal)
  await terminal.hides("1 failed")
})

test("the sidebar lists this session's tasks, and the home screen counts the project's", async (context) => {
  const jobs = heldJobs()
  const place = await openCode(context, {
    holdfast: oneSlot,
    script: launching([launch("A", 0), launch("B", 0), launch("C", 0)], jobs),
  })
  const terminal = await place.open(LARGE)
  await say(terminal, "Do the work.")
  jobs.end("A")
  const screen = await terminal.shows("Tasks", /● job B +\d\d:\d\d/, /○ job C +#1/, /✓ job A +\d\d:\d\d/)
  assert.match(screen, /1 running · 1 queued/)
  await terminal.press("C-x")
  await terminal.press("n")
  await terminal.hides("Tasks")
  await terminal.shows("1 running · 1 queued")
})

/** How long after the newest record of a kind it is now. @param {import("./support/tui.js").Place} place @param {string} kind */
function delay(place, kind) {
  const record = place.records().findLast(({ what }) => kind in what)
  return Date.now() - (record?.t ?? 0)
}

/** What differs between any two runs. @param {string} screen */
function withoutChance(screen) {
  return screen
    .replace(/holdfast-e2e-\w+/g, "PLACE")
    .replace(/Ask anything.*/g, "PLACEHOLDER")
    .replace(/● Tip.*/g, "TIP")
    .replace(/[\d.]+m?s\b/g, "TIME")
}
