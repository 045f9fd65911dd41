// @ts-check
/** Who owns a journal, and whether the owner is alive, also on other machines and in containers. */
import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import fs from "node:fs"
import path from "node:path"
import { test } from "node:test"
import { fileURLToPath } from "node:url"
import { appendJournal } from "../../js-shim/files.js"
import { instanceOf } from "../../js-shim/instances.js"
import { beat, isAlive, ownerHere, stopBeating } from "../../js-shim/owner.js"
import HoldfastPlugin from "../../js-shim/server.js"
import { StateFolder } from "../../js-shim/state.js"
import { fakeClient, messageList, pluginInput, temporaryFolder } from "./support/world.js"

const elsewhere = { pid: process.pid, start: "123@another machine", nonce: "n1" }

test("a process with the same id and start time on another machine is another one", () => {
  const here = ownerHere("n1")
  assert.equal(isAlive(here, temporaryFolder()), true)
  const [when] = here.start.split("@")
  assert.equal(isAlive({ ...here, start: `${when}@another machine` }, temporaryFolder()), false)
})

test("an owner elsewhere lives as long as it gives signs of life", () => {
  const dir = temporaryFolder()
  assert.equal(isAlive(elsewhere, dir), false)
  beat(dir, "n1")
  assert.equal(isAlive(elsewhere, dir), true)
  const old = Date.now() / 1000 - 300
  fs.utimesSync(path.join(dir, "alive", "n1"), old, old)
  assert.equal(isAlive(elsewhere, dir), false)
  beat(dir, "n1")
  stopBeating(dir, "n1")
  assert.equal(isAlive(elsewhere, dir), false)
})

test("an owner's name never leads out of its folder", () => {
  const dir = path.join(temporaryFolder(), "state")
  fs.mkdirSync(path.join(dir, "alive"), { recursive: true })
  fs.writeFileSync(path.join(dir, "..", "n"), "")
  assert.equal(isAlive({ ...elsewhere, nonce: "../../n" }, dir), false)
})

test("whoever writes a journal gives signs of life until it is closed", () => {
  const dir = path.join(temporaryFolder(), "state")
  const state = new StateFolder(dir, "n1")
  state.appendJournal("ses_1", "x\n")
  assert.equal(isAlive(elsewhere, dir), true)
  state.close()
  assert.equal(isAlive(elsewhere, dir), false)
})

test("what a crash left of signs of life is removed in time", (t) => {
  const dir = path.join(temporaryFolder(), "state")
  beat(path.join(dir), "old")
  fs.chmodSync(dir, 0o700)
  fs.utimesSync(path.join(dir, "alive", "old"), 1, 1)
  const state = new StateFolder(dir, "n1")
  t.after(() => state.close())
  state.appendJournal("ses_1", "x\n")
  assert.deepEqual(fs.readdirSync(path.join(dir, "alive")), ["n1"])
})

test("who this process is does not depend on the environment of whoever asks", () => {
  const script = `import { processStart } from ${JSON.stringify(
    fileURLToPath(new URL("../../js-shim/owner.js", import.meta.url)),
  )}; process.stdout.write(String(processStart(${process.pid})))`
  const ask = (/** @type {object} */ env) =>
    execFileSync(process.execPath, ["--input-type=module", "-e", script], {
      encoding: "utf8",
      env: { PATH: process.env.PATH, ...env },
    })
  assert.equal(ask({ TZ: "Asia/Tokyo", LC_ALL: "de_DE.UTF-8" }), ask({ TZ: "America/Lima", LC_ALL: "C" }))
})

test("a worktree that is open through two directories has one owner per journal", async () => {
  const client = fakeClient()
  const permission = [{ permission: "*", pattern: "*", action: "allow" }]
  const agents = ["build", "general"].map((name) => ({ name, mode: "all", permission }))
  client.app.agents = () => Promise.resolve({ data: agents })
  const input = pluginInput(client)
  const inner = path.join(input.worktree, "inner")
  fs.mkdirSync(inner)
  const one = await HoldfastPlugin(input)
  const other = await HoldfastPlugin({ ...pluginInput(client), directory: inner, worktree: input.worktree })
  const launch = async (/** @type {any} */ hooks, /** @type {string} */ callID) => {
    await hooks["experimental.chat.messages.transform"]({}, { messages: messageList("Go.") })
    const args = { description: "some work", prompt: "Work." }
    return hooks.tool.background_task.execute(args, { sessionID: "ses_root", callID })
  }
  assert.match(await launch(one, "call_1"), /^Task bg_/)
  assert.match(await launch(other, "call_2"), /Another OpenCode process/)
  await one.dispose?.()
  assert.match(await launch(other, "call_3"), /^Task bg_/)
  await other.dispose?.()
})

test("a journal of a newer format is not written by a claim", async () => {
  const input = pluginInput()
  const instance = instanceOf(input)
  assert.ok(instance)
  const newer = '{"v":2,"when":"now"}\n'
  appendJournal(instance.state.dir, "ses_root", newer)
  instance.close()
  const hooks = await HoldfastPlugin({ ...input, client: fakeClient() })
  await hooks["experimental.chat.messages.transform"]?.(
    {},
    /** @type {any} */ ({ messages: messageList("Go.") }),
  )
  const said = await /** @type {any} */ (hooks.tool).background_task.execute(
    { description: "some work", prompt: "Work." },
    { sessionID: "ses_root", callID: "call_1" },
  )
  assert.match(said, /newer Holdfast/)
  assert.equal(fs.readFileSync(path.join(instance.state.dir, "ses_root.jsonl"), "utf8"), newer)
})
