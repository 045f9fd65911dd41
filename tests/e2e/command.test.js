// @ts-check
/** Slash commands in an unattended run: `opencode run --command`. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { newest, oldest, run } from "./support/run.js"
import { userTexts } from "./support/told.js"

/** What the agent was given of the user's role. @param {import("./support/model.js").Call} call */
const said = (call) => userTexts(call).join("\n")

for (const version of [newest, oldest]) {
  test(`\`opencode run --command bg\` holds for the task that it launched, on ${version}`, async () => {
    const { code, stdout, stderr, model } = await run({
      version,
      args: ["--command", "bg"],
      prompt: "scan the docs",
      script: (call) => {
        if (!isMain(call)) return { text: "THE DOCS ARE FINE", delayMs: 1500 }
        return { text: said(call).includes("THE DOCS ARE FINE") ? "It is done." : "It was launched." }
      },
    })
    assert.equal(code, 0, stderr)
    assert.match(stdout, /It is done\.\s*$/)
    const [first, last, ...more] = model.rootCalls().filter(isMain)
    assert.match(said(first), /Its answer: “scan the docs” is running/)
    assert.match(said(last), /THE DOCS ARE FINE/)
    assert.deepEqual(more, [])
  })
}

/** Whether it is the session that called the command. @param {import("./support/model.js").Call} call */
const isMain = (call) => said(call).includes("The user called /bg")

test("`opencode run --command stop` is answered and ends with 0", async () => {
  const { code, stdout, stderr, model } = await run({
    args: ["--command", "stop"],
    prompt: "all",
    script: { root: [{ text: "Nothing is sent until /go." }] },
  })
  assert.equal(code, 0, stderr)
  assert.match(stdout, /Nothing is sent until \/go\./)
  assert.match(said(model.rootCalls()[0]), /The user called \/stop, .*no automatic prompts/)
})
