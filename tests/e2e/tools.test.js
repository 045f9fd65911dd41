// @ts-check
/** The tools that the model gets, and the answers when it uses them incorrectly. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { endedWell } from "./support/expect.js"
import { newest, oldest, run } from "./support/run.js"

const SCHEMAS = {
  background_task: {
    types: { description: "string", prompt: "string", agent: "string" },
    required: ["description", "prompt"],
  },
  background_output: {
    types: { task_id: "string", wait: "boolean", timeout_seconds: "integer", offset: "integer" },
    required: [],
  },
  background_cancel: { types: { task_id: "string", all: "boolean" }, required: [] },
  background_resume: { types: { task_id: "string", retry: "boolean" }, required: [] },
  background_message: { types: { task_id: "string", text: "string" }, required: ["task_id", "text"] },
}

const WRONG = [
  { name: "background_task", args: { description: "no prompt" }, says: /^The argument prompt must/ },
  { name: "background_task", args: { description: 7, prompt: "x" }, says: /^The argument description must/ },
  { name: "background_task", args: { description: "x", prompt: "x", agent: "nobody" }, says: /nobody/ },
  { name: "background_output", args: { task_id: "bg_nowhere" }, says: /bg_nowhere/ },
  { name: "background_output", args: { wait: "soon" }, says: /^The argument wait must/ },
  { name: "background_cancel", args: {}, says: /task_id.*all/ },
  { name: "background_message", args: { task_id: "bg_nowhere", text: "x" }, says: /bg_nowhere/ },
]

for (const version of [newest, oldest])
  for (const wire of /** @type {const} */ (["openai", "anthropic"]))
    test(`the model gets every tool with the types of its arguments, and a sentence for each wrong one, on ${version}, ${wire}`, async () => {
      const outcome = await run({
        version,
        wire,
        script: [{ tools: WRONG.map(({ name, args }) => ({ name, args })) }, { text: "I see." }],
      })
      endedWell(outcome, "I see.")
      const [first, second] = outcome.model.rootCalls()
      const given = schemasOf(first.raw)
      for (const [name, { types, required }] of Object.entries(SCHEMAS)) {
        const { properties, required: needed = [] } = given[name]
        const told = Object.entries(properties).map(([argument, { type }]) => [argument, type])
        assert.deepEqual(Object.fromEntries(told), types, name)
        assert.deepEqual(needed, required, name)
        for (const { description } of Object.values(properties)) assert.ok(description, name)
      }
      assert.equal(second.latest.toolResults.length, WRONG.length)
      for (const [index, { says }] of WRONG.entries()) assert.match(second.latest.toolResults[index], says)
    })

/** The schemas of the tools of a request, in either wire format. @param {any} raw @returns {Record<string, any>} */
function schemasOf(raw) {
  return Object.fromEntries(
    raw.tools.map((/** @type {any} */ tool) => [
      tool.function?.name ?? tool.name,
      tool.function?.parameters ?? tool.input_schema,
    ]),
  )
}
