// @ts-check
/**
 * The same work on the real OpenCode, without Holdfast and with it, side by side.
 *   npm run demo                              a scripted model on loopback, in a fresh home
 *   npm run demo -- --model provider/model    your own home, configuration and model
 * Needs Node and npm, nothing else.
 */
import { parseArgs } from "node:util"
import { opencode, packedPlugin } from "../tests/e2e/support/install.js"
import { newest } from "../tests/e2e/support/run.js"
import { ownModel } from "./demo/own.mjs"
import { scriptedModel } from "./demo/scripted.mjs"
import { table } from "./demo/table.mjs"
import { script } from "./shell.mjs"

await script(async () => {
  const { model } = parseArgs({ options: { model: { type: "string" } } }).values
  const attempt = model === undefined ? scriptedModel : ownModel(model)

  console.log(
    `Three jobs of 3 s, and an agent that ends its turn at once, on OpenCode ${newest}${model ? ` with ${model}` : ""}.\n`,
  )
  await step(`OpenCode ${newest}, installed once`, () => opencode(newest))
  await step("Holdfast, packed and installed", packedPlugin)
  // With Holdfast first: OpenCode waits for its own packages only when a plugin is configured,
  // and a run that ends before they are installed makes the next one wait for a minute.
  const held = await step("the work with Holdfast", () => attempt(true))
  const without = await step("the same work without it (native background subagents)", () => attempt(false))
  console.log(`\n${table(without, held)}`)
})

/**
 * @template T
 * @param {string} what
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
async function step(what, work) {
  process.stdout.write(`${what} … `)
  const started = Date.now()
  const result = await work()
  console.log(`${((Date.now() - started) / 1000).toFixed(1)} s`)
  return result
}
