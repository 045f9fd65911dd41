// @ts-check
/** Journals and options: where they are, who can read them, who owns them. */
import assert from "node:assert/strict"
import { spawn } from "node:child_process"
import fs from "node:fs"
import path from "node:path"
import { test } from "node:test"
import {
  appendJournal,
  configLayers,
  isAlive,
  journalPath,
  journalRoots,
  processStart,
  projectRoot,
  readText,
} from "../../js-shim/files.js"
import { temporaryFolder } from "./support/world.js"

const mode = (/** @type {string} */ file) => fs.statSync(file).mode & 0o777

test("the first line makes a folder that only its owner can read", () => {
  const dir = path.join(temporaryFolder(), "projects", "one")
  appendJournal(dir, "ses_1", "one\n")
  appendJournal(dir, "ses_1", "two\n")
  assert.equal(readText(path.join(dir, "ses_1.jsonl")), "one\ntwo\n")
  assert.equal(mode(dir), 0o700)
  assert.equal(mode(path.join(dir, "ses_1.jsonl")), 0o600)
})

test("an id that is no plain name never becomes a path", () => {
  const dir = path.join(temporaryFolder(), "state")
  for (const id of ["../x", "a/b", "a\\b", "", ".", "..", "a.b", "a\0b", "ü", "x".repeat(129)]) {
    assert.throws(() => journalPath(dir, id), /cannot name a journal/, JSON.stringify(id))
    assert.throws(() => appendJournal(dir, id, "x\n"), /cannot name a journal/)
  }
  assert.equal(fs.existsSync(dir), false)
})

test("the journals of a folder are listed by session, and nothing else in it is", () => {
  const dir = temporaryFolder()
  for (const name of ["ses_b.jsonl", "ses_a.jsonl", "ses_a.jsonl.new", "a b.jsonl", "notes.txt"])
    fs.writeFileSync(path.join(dir, name), "")
  fs.mkdirSync(path.join(dir, "ses_folder.jsonl"))
  fs.symlinkSync(path.join(dir, "ses_a.jsonl"), path.join(dir, "ses_link.jsonl"))
  assert.deepEqual(journalRoots(dir), ["ses_a", "ses_b"])
  assert.deepEqual(journalRoots(path.join(dir, "none")), [])
})

test("a missing file is null, and one that cannot be read is an error", () => {
  const dir = temporaryFolder()
  assert.equal(readText(path.join(dir, "none")), null)
  assert.throws(() => readText(dir), /EISDIR/)
})

test("the project is the git checkout around a folder, or the folder itself", () => {
  const outside = temporaryFolder()
  const inside = path.join(outside, "repo", "src", "deep")
  fs.mkdirSync(inside, { recursive: true })
  assert.equal(projectRoot(inside), inside)
  fs.mkdirSync(path.join(outside, "repo", ".git"))
  assert.equal(projectRoot(inside), path.join(outside, "repo"))
})

test("options come from the global file, the project's file and the plugin entry, in this order", (t) => {
  const home = temporaryFolder()
  const project = temporaryFolder()
  const before = process.env.XDG_CONFIG_HOME
  t.after(() => {
    if (before === undefined) delete process.env.XDG_CONFIG_HOME
    else process.env.XDG_CONFIG_HOME = before
  })
  process.env.XDG_CONFIG_HOME = home
  assert.deepEqual(configLayers(project), [])
  fs.mkdirSync(path.join(home, "opencode"))
  fs.mkdirSync(path.join(project, ".opencode"))
  fs.writeFileSync(path.join(home, "opencode", "holdfast.json"), "global")
  fs.writeFileSync(path.join(project, ".opencode", "holdfast.json"), "project")
  assert.deepEqual(
    configLayers(project, { toasts: false }).map(({ text }) => text),
    ["global", "project", '{"toasts":false}'],
  )
})

test("a process is told from a later one with the same id", async () => {
  const start = processStart(process.pid)
  assert.ok(start)
  assert.equal(isAlive({ pid: process.pid, start, nonce: "" }, "/nowhere"), true)
  assert.equal(isAlive({ pid: process.pid, start: `${start}0`, nonce: "" }, "/nowhere"), false)
  assert.equal(isAlive(null, "/nowhere"), false)
})

test("a process that has ended is not alive", async () => {
  const child = spawn(process.execPath, ["-e", "process.stdin.resume()"], {
    stdio: ["pipe", "ignore", "ignore"],
  })
  const pid = Number(child.pid)
  const start = String(processStart(pid))
  assert.equal(isAlive({ pid, start, nonce: "" }, "/nowhere"), true)
  const ended = new Promise((resolve) => child.on("exit", resolve))
  child.stdin.end()
  await ended
  assert.equal(isAlive({ pid, start, nonce: "" }, "/nowhere"), false)
})
