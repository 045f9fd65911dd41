// @ts-check
/** Slash commands: the user's own take precedence, and templates are filled in as OpenCode does it. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { newest, oldest, run } from "./support/run.js"
import { serve } from "./support/serve.js"
import { slash } from "./support/steer.js"
import { userTexts } from "./support/told.js"

for (const version of [newest, oldest])
  test(`a project's own /go and /bg are not Holdfast's, on ${version}`, async () => {
    const options = {
      version,
      script: [{ text: "Gone." }],
      files: { ".opencode/command/go.md": "Go to $ARGUMENTS." },
      config: { command: { bg: { template: "Behind $ARGUMENTS." } } },
    }
    for (const [command, text] of [
      ["go", "Go to Rome."],
      ["bg", "Behind Rome."],
    ]) {
      const outcome = await run({ ...options, args: ["--command", command], prompt: "Rome" })
      assert.equal(outcome.code, 0, outcome.stderr)
      const [first] = outcome.model.rootCalls()
      // OpenCode 1.3.2 puts its standard input, which is empty here, on a line of its own.
      const texts = userTexts(first).map((said) => said.replace(/\n/g, ""))
      assert.deepEqual(texts, [text])
      assert.match(outcome.log, /The configuration defines \/go, \/bg/)
    }
  })

/** @type {[string, string][]} */
const TEMPLATES = [
  ["Fix $1: $2", "a.rs it is broken"],
  ["$2 then $1", "a b c d"],
  ["[$1] [$2]", '"one two" three'],
  ["[$1] [$2]", "'one two' [Image 1]"],
  ["[$1] [$2]", "it's \"open"],
  ["[$12] $1", "a b"],
  ["  $1 of $ARGUMENTS ", "a b"],
  ["Cost: $5.", ""],
  ["Brief me", "today or tomorrow"],
]

for (const version of [newest, oldest])
  test(`a command's template is filled as OpenCode fills it, on ${version}`, async (context) => {
    const command = Object.fromEntries(TEMPLATES.map(([template], index) => [`t${index}`, { template }]))
    const server = await serve({ version, config: { command }, script: () => ({ text: "Read." }) })
    context.after(() => server.stop())
    const texts = []
    for (const [index, [, args]] of TEMPLATES.entries()) {
      const before = server.model.rootCalls().length
      await server.ask("POST", `/session/${await server.createSession()}/command`, {
        command: `t${index}`,
        arguments: args,
      })
      const id = await server.createSession()
      await slash(server, id, "bg", `#t${index} ${args}`)
      await server.model.rootCall(before + 2)
      const calls = server.model.rootCalls().slice(before)
      texts.push(calls.map((call) => userTexts(call)[0]))
    }
    for (const [own, ours] of texts) assert.equal(ours, own)
  })
