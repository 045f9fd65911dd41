// @ts-check
/** `#name arguments` in the prompt. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { heldJobs, openCode, openList, SMALL, say } from "./support/tui.js"

/** @param {import("node:test").TestContext} context */
async function open(context) {
  const jobs = heldJobs()
  const place = await openCode(context, {
    script: { root: () => ({ text: "Understood." }), job: jobs.answer },
  })
  const terminal = await place.open(SMALL)
  return { jobs, place, terminal }
}

test("#name runs the command as a task at once, with a confirmation and no model call in the session", async (context) => {
  const { jobs, place, terminal } = await open(context)
  await say(terminal, "Hello.")
  await terminal.shows("Understood.")
  await place.model.rootAnswer(1)
  await say(terminal, "#deploy staging")
  await terminal.shows("1 running", /“#deploy staging”/)
  await terminal.hides(/┃ +#deploy staging/)
  const call = await place.model.jobCall("deploy")
  assert.match(call.latest.text, /JOB deploy for 0ms to staging/)
  assert.equal(place.model.rootCalls().length, 1)
  await openList(terminal)
  await terminal.shows("● #deploy staging")
  jobs.end("deploy")
})

test("#name on the home screen starts in a session of its own", async (context) => {
  const { jobs, place, terminal } = await open(context)
  await say(terminal, "#review src/main.rs")
  await terminal.shows("1 running")
  const call = await place.model.jobCall("review")
  assert.match(call.latest.text, /of src\/main\.rs/)
  assert.equal(place.model.rootCalls().length, 0)
  jobs.end("review")
})

test("a lone # opens a picker of the project's commands; what is chosen is typed", async (context) => {
  const { terminal } = await open(context)
  await terminal.type("#")
  const screen = await terminal.shows("Run in the background", "#deploy", "#review", "Deploy the project")
  assert.doesNotMatch(screen, /#(bg|stop|go|background)\b/)
  await terminal.type("rev")
  await terminal.hides("#deploy")
  await terminal.press("Enter")
  await terminal.hides("Run in the background")
  await terminal.shows(/┃ +#review/)
})

test("an unknown name says so with the nearest, and goes through when Enter is pressed again", async (context) => {
  const { place, terminal } = await open(context)
  await say(terminal, "#deplyo staging")
  await terminal.shows("There is no command “deplyo”.", "#deploy?")
  assert.equal(place.model.rootCalls().length, 0)
  await terminal.press("Enter")
  const call = await place.model.rootCall(1)
  assert.equal(call.latest.text.trim(), "#deplyo staging")
})

test("a heading, an issue number and a # further on go through unchanged", async (context) => {
  const { place, terminal } = await open(context)
  let number = 0
  for (const text of ["# A heading", "#42 is fixed", "see #deploy"]) {
    number += 1
    await terminal.type(text)
    await terminal.shows(text)
    await terminal.hides("Run in the background")
    await terminal.press("Enter")
    const call = await place.model.rootCall(number)
    assert.equal(call.latest.text.trim(), text)
    await place.model.rootAnswer(number)
    await terminal.hides("esc interrupt")
  }
  assert.deepEqual(place.model.jobCalls(), [])
})

test("whoever types on what no command is called goes on writing in the prompt", async (context) => {
  const { terminal } = await open(context)
  await terminal.type("#")
  await terminal.shows("Run in the background")
  await terminal.type("7")
  await terminal.hides("Run in the background")
  await terminal.type(" is open")
  await terminal.shows("#7 is open")
})
