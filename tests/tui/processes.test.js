// @ts-check
/** The screen is correct in every process: after restarts, in two windows, and over `attach`. */
import { test } from "node:test"
import { launch } from "../e2e/support/agent.js"
import { closeDialog, heldJobs, launching, openCode, openList, SMALL, say } from "./support/tui.js"

/** @param {import("node:test").TestContext} context */
async function twoTasks(context) {
  const jobs = heldJobs()
  const place = await openCode(context, {
    holdfast: { tasks: { concurrency: 1, onFailure: "continue" } },
    script: launching([launch("A", 0), launch("B", 0)], jobs),
  })
  return { jobs, place }
}

/** The first of two tasks has ended and the second is running when OpenCode is restarted. @param {import("node:test").TestContext} context */
async function restartedMidway(context) {
  const { jobs, place } = await twoTasks(context)
  const before = await place.open(SMALL)
  await say(before, "Do the work.")
  await before.shows("1 running · 1 queued")
  jobs.end("A")
  await before.shows("They are running.")
  await before.hides("queued")
  before.close()
  return place.open(SMALL, "--continue")
}

test("after a restart the list has the history, and what was interrupted can be resumed", async (context) => {
  const after = await restartedMidway(context)
  await after.shows("They are running.", "1 interrupted")
  await openList(after)
  await after.shows("✓ job A", "! job B")
  await after.type("job b")
  await after.shows("ctrl+r resume")
  await after.press("C-r")
  await after.shows(/[●○] job B/)
})

test("results that wait after a restart are named, and one key gives them to the agent", async (context) => {
  const after = await restartedMidway(context)
  await after.shows("They are running.", "1 result waits (ctrl+x k")
  await openList(after)
  await after.shows("1 result waits: the session was not used since", "gives them")
  await after.press("C-g")
  await closeDialog(after)
  await after.shows("All right.")
  await after.hides("result waits")
})

test("two terminal UIs on one project show the same tasks, and either can cancel them", async (context) => {
  const { jobs, place } = await twoTasks(context)
  const one = await place.open(SMALL)
  const other = await place.open(SMALL)
  await say(one, "Do the work.")
  await one.shows("1 running · 1 queued")
  await other.shows("1 running · 1 queued")
  await openList(other)
  await other.press("C-d")
  await other.shows("Cancel “job A”?")
  await other.press("y")
  await other.shows("■ job A", "● job B")
  await one.hides("queued")
  jobs.end("B")
  await one.hides(/\d running/)
  await other.shows("✓ job B")
})

test("a terminal UI that is attached to a server shows its tasks live and steers them", async (context) => {
  const { jobs, place } = await twoTasks(context)
  const url = await place.serve()
  const terminal = await place.open(SMALL, "attach", url)
  await say(terminal, "Do the work.")
  await terminal.shows("1 running · 1 queued")
  jobs.end("A")
  await terminal.shows("Task completed")
  await terminal.hides("queued")
  await openList(terminal)
  await terminal.press("C-d")
  await terminal.shows("Cancel “job B”?")
  await terminal.press("y")
  await terminal.shows("■ job B")
})
