// @ts-check
/** The task list and the details: showing and controlling tasks. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { launch } from "../e2e/support/agent.js"
import { closeDialog, heldJobs, LARGE, launching, openCode, openList, SMALL, say } from "./support/tui.js"

/**
 * OpenCode with tasks A (running), B and C (queued).
 * @param {import("node:test").TestContext} context
 * @param {object} [tasks] options
 * @param {import("./support/terminal.js").Size} [size]
 */
async function threeTasks(context, tasks, size = SMALL) {
  const jobs = heldJobs()
  const place = await openCode(context, {
    holdfast: { tasks: { concurrency: 1, ...tasks } },
    script: launching([launch("A", 0), launch("B", 0), launch("C", 0)], jobs),
  })
  const terminal = await place.open(size)
  await say(terminal, "Do the work.")
  await terminal.shows("1 running · 2 queued")
  return { jobs, place, terminal }
}

test("the list opens by key and by slash command, has its sections and current times, and filters", async (context) => {
  const { jobs, place, terminal } = await threeTasks(context)
  jobs.end("A")
  await terminal.shows("1 running · 1 queued")
  await openList(terminal)
  const screen = await terminal.shows("✓ job A", "ctrl+d cancel")
  const words = ["Running", "job B", "Queued", "job C", "Completed", "job A"]
  const places = words.map((word) => screen.lastIndexOf(word))
  assert.deepEqual(
    places,
    places.toSorted((one, other) => one - other),
    screen,
  )
  assert.match(screen, /● job B +started \d+s ago/)
  assert.match(screen, /○ job C +1 in the queue queued \d+s ago/)
  assert.match(screen, /✓ job A +completed \d+s ago/)
  assert.match(screen, /enter details.*ctrl\+d cancel/)
  const [, seconds] = screen.match(/started (\d+)s ago/) ?? []
  await terminal.shows(`started ${Number(seconds) + 2}s ago`)

  await terminal.type("job c")
  await terminal.shows(/job c\n/, "○ job C")
  await terminal.hides("● job B")
  await terminal.type("zzz")
  await terminal.shows("No task matches.")
  await closeDialog(terminal)

  await terminal.shows("They are running.")
  const calls = place.model.rootCalls().length
  await terminal.type("/tasks")
  await terminal.shows("See and steer background tasks")
  await terminal.press("Enter")
  await terminal.shows("Background tasks of this session", "● job B")
  assert.equal(place.model.rootCalls().length, calls)
})

test("n keeps a task and y cancels it, in the list and in the details; all are cancelled at once", async (context) => {
  const { place, terminal } = await threeTasks(context)
  await openList(terminal)
  await terminal.press("C-n")
  await terminal.press("C-d")
  await terminal.shows("Cancel “job B”?", "y yes · n no")
  await terminal.press("n")
  await terminal.hides("Cancel “job B”?")
  await terminal.shows("○ job B")
  await terminal.press("C-d")
  await terminal.shows("Cancel “job B”?")
  await terminal.press("y")
  await terminal.shows("■ job B", "● job A", "○ job C")
  assert.deepEqual(endings(place), [["job B", "cancelled"]])

  await terminal.type("job a")
  await terminal.hides("job C")
  await terminal.press("Enter")
  await terminal.shows("● job A", "Status      running", "x cancel")
  await terminal.press("x")
  await terminal.shows("Cancel “job A”?")
  await terminal.press("n")
  await terminal.hides("Cancel “job A”?")
  await terminal.press("x")
  await terminal.shows("Cancel “job A”?")
  await terminal.press("y")
  await terminal.shows("■ job A", "Status      cancelled")
  await terminal.press("Escape")
  // The list still has its filter.
  await terminal.shows(/job a\n/, "■ job A", "ctrl+k cancel all")
  await terminal.press(...Array(5).fill("BSpace"))
  await terminal.shows("● job C", "■ job A")

  await terminal.press("C-k")
  await terminal.shows("Cancel 1 active task?")
  // Neither the filter nor the list receives what is typed meanwhile.
  await terminal.type("quer")
  await terminal.press("Down")
  await terminal.press("Enter")
  await terminal.shows("Cancel 1 active task?", "● job C")
  await terminal.press("y")
  await terminal.shows("■ job A", "■ job B", "■ job C")
  assert.equal(endings(place).length, 3)
})

test("details show what a task does while it runs, and its result when it is done", async (context) => {
  const { jobs, terminal } = await threeTasks(context, {}, LARGE)
  await openList(terminal)
  await terminal.press("Enter")
  const running = await terminal.shows("Status      running", "general · mock/scripted")
  assert.match(running, /Id +bg_\w+/)
  assert.match(running, /started \d\d:\d\d:\d\d/)
  assert.match(running, /JOB A for 0ms/)
  const [, seconds] = running.match(/Duration +00:(\d\d)/) ?? []
  await terminal.shows(`Duration    00:${String(Number(seconds) + 1).padStart(2, "0")}`)
  jobs.end("A", Array.from({ length: 60 }, (_, line) => `line ${line} of the result`).join("\n"))
  const done = await terminal.shows("Status      completed", "Result", "line 0 of the result")
  assert.match(done, /ended \d\d:\d\d:\d\d/)
  assert.match(done, /15 tokens/)
  assert.doesNotMatch(done, /line 59 of the result/)
  await terminal.press("NPage")
  await terminal.hides("line 0 of the result")
  await terminal.press("End")
  await terminal.shows("line 59 of the result", "JOB A for 0ms")
})

test("a failed task stops the queue with its reason; a key lets it go on, another retries the task", async (context) => {
  const { jobs, terminal } = await threeTasks(context)
  jobs.fail("A", "no credentials")
  await openList(terminal)
  const screen = await terminal.shows("✗ job A")
  assert.match(
    screen.replace(/\s+/g, " "),
    /The queue stopped because “job A”.*no credentials.*ctrl\+g lets it continue/,
  )
  await terminal.press("C-g")
  await terminal.shows("● job B")
  await terminal.hides("The queue stopped")
  await terminal.type("job a")
  await terminal.shows("✗ job A", "ctrl+r retry")
  await terminal.press("C-r")
  await terminal.shows(/[●○] job A/)
})

test("finished tasks are cleared, and active ones stay", async (context) => {
  const { jobs, terminal } = await threeTasks(context)
  jobs.end("A")
  jobs.end("B")
  jobs.end("C")
  await terminal.hides(/\d (running|queued)/)
  await terminal.shows("All right.")
  await openList(terminal)
  await terminal.shows("✓ job A", "✓ job B", "✓ job C")
  await terminal.press("C-l")
  await terminal.shows("There are no tasks in this session.")
})

test("the session of a task opens, and its list is still that of its root", async (context) => {
  const { terminal } = await threeTasks(context)
  await openList(terminal)
  await terminal.press("C-o")
  await terminal.hides("Background tasks")
  await terminal.shows("JOB A for 0ms")
  await openList(terminal)
  await terminal.shows("of this session", "● job A")
})

test("another session's tasks are in the project's list only, with the session's title", async (context) => {
  const { terminal } = await threeTasks(context)
  await terminal.press("C-x")
  await terminal.press("n")
  await terminal.hides("They are running.")
  await say(terminal, "Another session.")
  await terminal.shows("All right.")
  await openList(terminal)
  await terminal.shows("There are no tasks in this session")
  await terminal.press("Tab")
  await terminal.shows("Background tasks of the project", "● job A", "A title")
  await closeDialog(terminal)
})

/** The ends that the journals hold. @param {import("./support/tui.js").Place} place */
function endings(place) {
  const records = place.records().map(({ what }) => what)
  return records
    .filter((what) => what.ended)
    .map(({ ended: { task, outcome } }) => [
      records.find((what) => what.launched?.task === task).launched.description,
      outcome,
    ])
}
