// @ts-check
/** A turn of many steps: what comes late in it is waited for just as at its beginning. */
import { test } from "node:test"
import { launchJobs, todos } from "./support/agent.js"
import { delivers, endedWell, modelCalls } from "./support/expect.js"
import { newest, oldest, run } from "./support/run.js"

/** This many steps take a while. */
const limitMs = 500_000
const files = { "lines.txt": "a line\n".repeat(1_000) }

/** A step that reads another line each time: the same call again and again is a loop to OpenCode. */
const look = (/** @type {unknown} */ _, /** @type {number} */ index) => ({
  tools: [{ name: "read", args: { filePath: "lines.txt", offset: index + 1, limit: 1 } }],
})
const steps = (/** @type {number} */ count) => Array.from({ length: count }, look)

for (const [version, count] of /** @type {const} */ ([
  [newest, 200],
  [oldest, 59],
  [oldest, 75],
])) {
  test(`a task that is launched after ${count} steps of a turn is waited for, on ${version}`, async () => {
    const outcome = await run({
      version,
      files,
      limitMs,
      script: [...steps(count), { tools: launchJobs(1, 1_000) }, { text: "Waiting." }, { text: "Done." }],
    })
    endedWell(outcome, "Done.")
    modelCalls(outcome.model, { root: count + 3, job: 1 })
    delivers(outcome.model.rootCalls()[count + 2], [1])
  })
}

test("todos that are first written after 75 steps of a turn are gone on with", async () => {
  const outcome = await run({
    files,
    limitMs,
    script: [
      ...steps(75),
      { tools: [todos("pending")] },
      { text: "That was much." },
      { tools: [todos("completed")] },
      { text: "Done." },
    ],
  })
  endedWell(outcome, "Done.")
  modelCalls(outcome.model, { root: 79 })
})
