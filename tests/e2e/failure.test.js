// @ts-check
/** A model endpoint that refuses: a failure is reported at once, and nothing is retried pointlessly. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { launch, launchJobs, todos } from "./support/agent.js"
import { endedWell, modelCalls } from "./support/expect.js"
import { jobResult } from "./support/model.js"
import { newest, oldest, run } from "./support/run.js"
import { news, tells } from "./support/told.js"

/** @type {import("./support/model.js").Reply} */
const badKey = { error: { status: 401, message: "the key is not valid" } }
/** @type {import("./support/model.js").Reply} */
const slowDown = { error: { status: 429, message: "too many requests", retryAfter: 1 } }

for (const [version, wire] of /** @type {const} */ ([
  [newest, "openai"],
  [newest, "anthropic"],
  [oldest, "openai"],
])) {
  test(`a task whose model answers 401 fails at once, with the model's words, on ${version}, ${wire}`, async () => {
    const outcome = await run({
      version,
      wire,
      script: {
        root: [{ tools: launchJobs(1, 0) }, { text: "Waiting." }, { text: "It failed." }],
        job: () => badKey,
      },
    })
    const { model } = outcome
    const [, , third] = model.rootCalls()
    endedWell(outcome, "It failed.")
    modelCalls(model, { root: 3, job: 1 })
    tells(news(third), "1 failed")
    assert.match(news(third)[0].body, /the key is not valid/)
    const after = third.at - (model.jobCalls()[0].answeredAt ?? 0)
    assert.ok(
      after < outcome.startMs,
      `the agent knows after ${after} ms; the start took ${outcome.startMs} ms`,
    )
  })
}

for (const version of [newest, oldest]) {
  test(`open todos do not continue a session whose model answers 401, on ${version}`, async () => {
    const outcome = await run({
      version,
      script: [{ tools: [todos("pending")] }, badKey, { text: "Asked again." }],
    })
    assert.equal(outcome.model.rootCalls().length, 2)
  })
}

test("a task that the provider slows down with 429 is asked again, and completes", async () => {
  let asked = 0
  const outcome = await run({
    script: {
      root: [{ tools: launchJobs(1, 0) }, { text: "Waiting." }, { text: "Done." }],
      job: () => (++asked === 1 ? slowDown : { text: jobResult(1) }),
    },
  })
  endedWell(outcome, "Done.")
  modelCalls(outcome.model, { root: 3, job: 2 })
  tells(news(outcome.model.rootCalls()[2]), "1 completed")
})

test("what a task's description and a provider's error hold does not steer the terminal", async () => {
  const hostile = "\x1b]52;c;cm0gLXJmIC8=\x07no \x9b31m\u202ecredit"
  const one = { ...launch("A", 0), args: { ...launch("A", 0).args, description: `job\x1b]0;owned\x07 A` } }
  const outcome = await run({
    holdfast: { tasks: { concurrency: 1 } },
    script: {
      root: [
        { tools: [one, launch("B", 0)] },
        { text: "Waiting." },
        { tools: [{ name: "background_cancel", args: { all: true } }] },
        { text: "Given up." },
      ],
      job: () => ({ error: { status: 400, message: hostile } }),
    },
  })
  assert.match(outcome.stderr, /The queue stopped because “job A” failed: no credit/)
  const ours = outcome.stderr.split("\n").filter((line) => /queue|running|waiting/.test(line))
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be there.
  for (const line of ours) assert.doesNotMatch(line, /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]/, line)
})

test("a provider that never stops answering 429 ends the task, with the name of the limit", async () => {
  const outcome = await run({
    holdfast: { tasks: { retryLimit: 1 } },
    script: {
      root: [{ tools: launchJobs(1, 0) }, { text: "Waiting." }, { text: "It failed." }],
      job: () => slowDown,
    },
  })
  const [, , third] = outcome.model.rootCalls()
  endedWell(outcome, "It failed.")
  tells(news(third), "1 failed")
  assert.match(news(third)[0].body, /tasks\.retryLimit/)
  assert.match(news(third)[0].body, /too many requests/i)
})

test("a session that the provider slows down with 429 goes on by itself and is held as before", async () => {
  const outcome = await run({
    script: [{ tools: launchJobs(1, 500) }, slowDown, { text: "Waiting." }, { text: "Done." }],
  })
  endedWell(outcome, "Done.")
  modelCalls(outcome.model, { root: 4, job: 1 })
  tells(news(outcome.model.rootCalls()[3]), "1 completed")
})

test("a task without any text says so, and hands over the last output of its tools", async () => {
  let asked = 0
  const outcome = await run({
    script: {
      root: [{ tools: launchJobs(1, 0) }, { text: "Waiting." }, { text: "Done." }],
      job: () =>
        ++asked === 1
          ? { tools: [{ name: "bash", args: { command: "echo found-it", description: "look" } }] }
          : {},
    },
  })
  const [, , third] = outcome.model.rootCalls()
  endedWell(outcome, "Done.")
  tells(news(third), "1 completed")
  assert.match(news(third)[0].body, /without saying anything[\s\S]*found-it/)
})

test("a task that leaves todos of its own open completes, and they are reported", async () => {
  let asked = 0
  // A task has a todo list only where its agent's rules name the tool, as with OpenCode's own.
  const lister = { mode: "subagent", description: "Keeps a list.", permission: { todowrite: "allow" } }
  const withTodos = { name: "background_task", args: { ...launch(1, 0).args, agent: "lister" } }
  const outcome = await run({
    config: { agent: { lister } },
    script: {
      root: [{ tools: [withTodos] }, { text: "Waiting." }, { text: "Done." }],
      job: () => (++asked === 1 ? { tools: [todos("completed", "pending")] } : { text: jobResult(1) }),
    },
  })
  const [, , third] = outcome.model.rootCalls()
  endedWell(outcome, "Done.")
  modelCalls(outcome.model, { root: 3, job: 2 })
  tells(news(third), "1 completed")
  assert.match(news(third)[0].body, /RESULT OF JOB 1[\s\S]*left these todos open: todo 2/)
})
