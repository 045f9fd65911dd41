// @ts-check
/** Where state is: outside the project, private, and the user's own. */
import assert from "node:assert/strict"
import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { test } from "node:test"
import { refusalOf, stateDirOf } from "../../js-shim/files.js"
import { StateFolder } from "../../js-shim/state.js"
import { temporaryFolder } from "./support/world.js"

/** @param {string} data */
const env = (data) => ({ XDG_DATA_HOME: data })

test("each project has a folder of its own in the user's data folder", () => {
  const [data, above] = [temporaryFolder(), temporaryFolder()]
  const [one, other] = ["a/shop", "b/shop"].map((name) => path.join(above, name))
  const dir = stateDirOf(one, null, env(data)).dir
  assert.equal(path.dirname(dir), path.join(fs.realpathSync(data), "opencode-holdfast", "projects"))
  assert.match(path.basename(dir), /^shop-[0-9a-f]{16}$/)
  assert.notEqual(stateDirOf(other, null, env(data)).dir, dir)
})

test("a project is the same by whatever link it is reached", () => {
  const above = temporaryFolder()
  fs.mkdirSync(path.join(above, "real"))
  fs.symlinkSync(path.join(above, "real"), path.join(above, "link"))
  assert.equal(stateDirOf(path.join(above, "link")).dir, stateDirOf(path.join(above, "real")).dir)
})

test("a project's name cannot lead elsewhere", () => {
  const above = temporaryFolder()
  const dir = stateDirOf(path.join(above, "a b\n$(x)…")).dir
  assert.match(path.basename(dir), /^[\w.-]+$/)
})

test("`stateDir` is where the user says, with a folder for each project", () => {
  const [base, project] = [temporaryFolder(), temporaryFolder()]
  const { dir, problems } = stateDirOf(project, base)
  assert.equal(path.dirname(dir), fs.realpathSync(base))
  assert.deepEqual(problems, [])
})

test("a `stateDir` inside the project is refused with a sentence, also through a link", () => {
  const project = temporaryFolder()
  const link = path.join(temporaryFolder(), "link")
  fs.symlinkSync(project, link)
  for (const inside of [project, path.join(project, "x"), link, path.join(link, "x")]) {
    const { dir, problems } = stateDirOf(project, inside)
    assert.equal(dir, stateDirOf(project).dir)
    assert.match(problems.join(), /lies inside the project .*; the default is used/, inside)
  }
  assert.deepEqual(stateDirOf(project, `${project}x`).problems, [])
})

test("a data folder that the project holds is not used, unless the project is the whole home", () => {
  const project = temporaryFolder()
  const inside = path.join(project, ".data")
  assert.ok(!stateDirOf(project, null, env(inside)).dir.startsWith(project))
  const home = os.homedir()
  assert.ok(stateDirOf(home, null, env(path.join(home, ".data"))).dir.startsWith(path.join(home, ".data")))
  assert.ok(!stateDirOf(project, null, env("relative")).dir.includes("relative"))
})

test("a folder that is not the user's own, real and private is refused with a sentence", (t) => {
  const above = temporaryFolder()
  const at = (/** @type {string} */ name) => path.join(above, name)
  fs.mkdirSync(at("open"))
  fs.chmodSync(at("open"), 0o750)
  fs.symlinkSync(temporaryFolder(), at("link"))
  fs.symlinkSync(at("nothing"), at("dangling"))
  fs.writeFileSync(at("file"), "")
  fs.mkdirSync(at("good"), { mode: 0o700 })
  for (const [name, said] of /** @type {const} */ ([
    ["open", /open to other users; run `chmod 700/],
    ["link", /symbolic link/],
    ["dangling", /symbolic link/],
    ["file", /not a folder/],
  ])) {
    assert.match(String(refusalOf(at(name))), said)
    const state = new StateFolder(at(name))
    t.after(() => state.close())
    assert.throws(() => state.appendJournal("ses_1", "x\n"), said)
    assert.throws(() => state.readJournal("ses_1"), said)
    assert.throws(() => state.replaceJournal("ses_1", "x\n"), said)
  }
  assert.equal(refusalOf(at("good")), null)
  assert.equal(refusalOf(at("none")), null)
  t.mock.method(/** @type {any} */ (process), "getuid", () => 12345)
  assert.match(String(refusalOf(at("good"))), /belongs to another user/)
})
