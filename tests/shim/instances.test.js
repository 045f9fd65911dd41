// @ts-check
/** One live instance per project, and what kind of process it lives in. */
import assert from "node:assert/strict"
import fs from "node:fs"
import path from "node:path"
import { test } from "node:test"
import { stateDirOf } from "../../js-shim/files.js"
import { instanceOf, processKind } from "../../js-shim/instances.js"
import HoldfastPlugin from "../../js-shim/server.js"
import { fakeClient, pluginInput } from "./support/world.js"

test("a plugin that the same OpenCode loads twice is inert the second time", async () => {
  const input = pluginInput()
  assert.notDeepEqual(await HoldfastPlugin(input), {})
  assert.deepEqual(await HoldfastPlugin({ ...input }), {})
})

test("a load with another client takes over, since the first may belong to a disposed project", () => {
  const input = pluginInput()
  const first = instanceOf(input)
  const second = instanceOf({ ...input, client: fakeClient() })
  assert.equal(first?.closed, true)
  assert.equal(second?.closed, false)
  assert.equal(second?.state.dir, first?.state.dir)
})

test("a project that was disposed can be loaded again", async () => {
  const input = pluginInput()
  const hooks = await HoldfastPlugin(input)
  await hooks.dispose?.()
  assert.notDeepEqual(await HoldfastPlugin(input), {})
})

test("two projects in one process do not know each other", () => {
  const client = fakeClient()
  const [one, other] = [instanceOf(pluginInput(client)), instanceOf(pluginInput(client))]
  assert.ok(one && other)
  assert.notEqual(one.state.dir, other.state.dir)
  assert.notEqual(one.start.me.nonce, other.start.me.nonce)
})

test("outside git, where OpenCode calls / the worktree, the state is that of the folder itself", () => {
  const input = pluginInput()
  const instance = instanceOf({ ...input, worktree: path.parse(input.worktree).root })
  assert.equal(instance?.state.dir, stateDirOf(input.directory).dir)
})

test("the plugin entry and the project cannot say where the state is", () => {
  const input = pluginInput()
  const file = path.join(input.directory, ".opencode", "holdfast.json")
  fs.mkdirSync(path.dirname(file))
  fs.writeFileSync(file, '{ "stateDir": "/tmp/planted" }')
  const instance = instanceOf(input, { stateDir: "/tmp/planted" })
  assert.equal(instance?.state.dir, stateDirOf(input.directory).dir)
})

test("what an older version kept in the project is not read, and where state is now is told once", async () => {
  const input = pluginInput()
  fs.mkdirSync(path.join(input.directory, ".opencode", "holdfast"), { recursive: true })
  await HoldfastPlugin(input)
  const told = input.client
    .bodies("app.log")
    .filter((/** @type {any} */ { message }) => message.includes("older"))
  assert.equal(told.length, 1)
  assert.ok(told[0].message.includes(stateDirOf(input.directory).dir))
})

test("the kind of process follows from its arguments", () => {
  const program = ["bun", "/$bunfs/root/src/index.js"]
  for (const [words, mainThread, kind] of /** @type {[string[], boolean, string][]} */ ([
    [["run", "Do the work."], true, "run"],
    [["run", "serve"], true, "run"],
    [["--print-logs", "run", "x"], true, "run"],
    [["--log-level", "DEBUG", "run", "--attach", "http://x", "web"], true, "run"],
    [["github", "run"], true, "run"],
    [["serve"], true, "server"],
    [["serve", "--port", "0", "--hostname", "run"], true, "server"],
    [["web"], true, "server"],
    [["acp"], true, "server"],
    [[], true, "tui"],
    [[], false, "tui"],
    [["/home/me/project"], true, "tui"],
    [["--continue"], false, "tui"],
    [["--prompt", "run"], false, "tui"],
    [["attach", "http://x"], false, "tui"],
  ]))
    assert.equal(processKind([...program, ...words], mainThread), kind, words.join(" "))
  assert.equal(processKind([], true), "tui")
})
