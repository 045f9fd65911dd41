// @ts-check
/** Continuation in a watched session: it is announced, it can be stopped, and it can be resumed. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { todos } from "../e2e/support/agent.js"
import { openCode, SMALL, say } from "./support/tui.js"

const plan = [
  { tools: [todos("pending", "pending")] },
  { text: "That is the plan." },
  { tools: [todos("completed", "completed")] },
  { text: "Both are done." },
]

test("the countdown is seen, and without a key the session is continued", async (context) => {
  const place = await openCode(context, { script: plan })
  const terminal = await place.open(SMALL)
  await say(terminal, "Do the work.")
  await terminal.shows(/Continuing in \d+s/)
  await terminal.shows("Both are done.")
})

test("any key during the countdown keeps the session from being continued", async (context) => {
  const place = await openCode(context, {
    holdfast: { continuation: { countdownSeconds: 3 } },
    script: plan,
  })
  const terminal = await place.open(SMALL)
  await say(terminal, "Do the work.")
  await terminal.shows(/Continuing in 3s/)
  await terminal.press("Right")
  const asked = () => place.records().some(({ what }) => what.asked?.ask === "hush")
  await terminal.hides("Continuing in")
  assert.ok(asked())
  await terminal.shows("That is the plan.")
  assert.equal(place.model.rootCalls().length, 2)
})

test("a stopped session shows it with the key that resumes it", async (context) => {
  const place = await openCode(context, { script: () => ({ text: "Understood." }) })
  const terminal = await place.open(SMALL)
  await say(terminal, "Hello.")
  await terminal.shows("Understood.")
  await place.model.rootAnswer(1)
  await terminal.type("/stop")
  await terminal.shows("Stop automatic prompts")
  await terminal.press("Enter")
  await terminal.press("Enter")
  await terminal.shows("continuation stopped (ctrl+x k continues)")
  await terminal.press("C-x")
  await terminal.press("k")
  await terminal.hides("continuation stopped")
  assert.equal(place.model.rootCalls().length, 1)
})
