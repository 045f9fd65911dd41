// @ts-check
/** Which notices people see when tasks end. */
import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { test } from "node:test"
import { launch } from "../e2e/support/agent.js"
import { heldJobs, launching, openCode, SMALL, say } from "./support/tui.js"

const three = [launch("A", 0), launch("B", 0), launch("C", 0)]

test("a completed task is told, a failed one is a warning with its reason, and both call for attention", async (context) => {
  const jobs = heldJobs()
  const place = await openCode(context, {
    holdfast: { tasks: { onFailure: "continue" } },
    tui: { attention: { enabled: true, sound: false } },
    // A terminal of a kind that can show notifications.
    env: { TERM_PROGRAM: "ghostty" },
    script: launching([launch("A", 0), launch("B", 0)], jobs),
  })
  const terminal = await place.open(SMALL)
  const raw = join(place.home.project, "raw")
  await terminal.record(raw)
  await say(terminal, "Do the work.")
  await terminal.shows("2 running")
  jobs.end("A")
  await terminal.shows("Task completed", /┃ +job A/)
  await terminal.hides("Task completed")
  jobs.fail("B", "no credentials")
  await terminal.shows("Task failed", /job B: no credentials/)
  await terminal.hides("Task failed")
  const output = readFileSync(raw, "utf8")
  assert.ok(output.includes("]777;notify;Task completed;job A"))
  assert.ok(output.includes("]777;notify;Task failed;job B: no credentials"))
})

test("tasks that end at once are one notice", async (context) => {
  const jobs = heldJobs()
  const place = await openCode(context, { script: launching(three, jobs) })
  const terminal = await place.open(SMALL)
  await say(terminal, "Do the work.")
  await terminal.shows("3 running")
  for (const name of ["A", "B", "C"]) jobs.end(name)
  await terminal.shows("3 tasks completed", "✓ job A", "✓ job B", "✓ job C")
})

test("a failure that stops the queue says so, and how to decide", async (context) => {
  const jobs = heldJobs()
  const place = await openCode(context, {
    holdfast: { tasks: { concurrency: 1 } },
    script: launching(three, jobs),
  })
  const terminal = await place.open(SMALL)
  await say(terminal, "Do the work.")
  await terminal.shows("1 running · 2 queued")
  jobs.fail("A", "no credentials")
  const screen = await terminal.shows("Task failed", "stopped (ctrl+x k)")
  assert.match(screen.replace(/[┃\s]+/g, " "), /The queue is stopped: press ctrl\+x j to decide/)
})

test("with toasts turned off nothing is told", async (context) => {
  const jobs = heldJobs()
  const place = await openCode(context, { holdfast: { toasts: false }, script: launching(three, jobs) })
  const terminal = await place.open(SMALL)
  const raw = join(place.home.project, "raw")
  await terminal.record(raw)
  await say(terminal, "Do the work.")
  await terminal.shows("3 running")
  jobs.end("A")
  jobs.fail("B", "no credentials")
  await terminal.shows("1 failed")
  jobs.end("C")
  await terminal.shows("All right.")
  assert.doesNotMatch(readFileSync(raw, "utf8"), /Task (completed|failed)|tasks? completed/)
})
