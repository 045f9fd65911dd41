// @ts-check
/** Tools pass the checks of a host that has zod, and tell the model the types of their arguments. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { tool } from "@opencode-ai/plugin"
import { load } from "../../js-shim/load.js"
import { toolDefinition } from "../../js-shim/tool.js"

const zod = tool.schema
const definitions = load()
  .tools()
  .map((tool) => ({ tool, definition: toolDefinition(tool, async () => "done") }))

test("zod takes the arguments of every tool and describes them to the model by type", () => {
  for (const { tool, definition } of definitions) {
    /** @type {any} */
    const schema = zod.toJSONSchema(zod.object(definition.args))
    assert.equal(schema.type, "object")
    assert.deepEqual(
      schema.required ?? [],
      tool.args.filter(({ required }) => required).map(({ name }) => name),
      tool.name,
    )
    for (const { name, type, description } of tool.args)
      assert.deepEqual(schema.properties[name], { type, description }, `${tool.name}.${name}`)
  }
})

test("each argument says by itself what it is, for hosts that build the schema from them", () => {
  for (const { tool, definition } of definitions)
    for (const { name, type, description } of tool.args) {
      const { type: told, description: words } = /** @type {any} */ (definition.args[name])
      assert.deepEqual([told, words], [type, description])
    }
})

test("arguments of any type come through unchanged: the core has the sentence for a wrong one", () => {
  for (const { definition } of definitions) {
    const names = Object.keys(definition.args)
    for (const value of ["text", 7, true, null, [1], { a: 1 }]) {
      const given = Object.fromEntries(names.map((name) => [name, value]))
      assert.deepEqual(zod.object(definition.args).parse(given), given)
    }
  }
})

test("an optional argument may be left out", () => {
  for (const { tool, definition } of definitions) {
    const required = tool.args.filter(({ required }) => required).map(({ name }) => [name, "x"])
    assert.equal(zod.object(definition.args).safeParse(Object.fromEntries(required)).success, true)
  }
})

test("a tool that has no answer says that Holdfast is off", async () => {
  const [first] = load().tools()
  const { execute } = toolDefinition(first, async () => undefined)
  assert.match(String(await execute({}, /** @type {any} */ ({}))), /Holdfast is off/)
})
