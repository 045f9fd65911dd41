// @ts-check
/** No appended line is lost: neither to a compaction, nor to a torn line, nor to a crash of the compactor. */
import assert from "node:assert/strict"
import { spawn } from "node:child_process"
import fs from "node:fs"
import path from "node:path"
import { test } from "node:test"
import { fileURLToPath } from "node:url"
import { appendJournal } from "../../js-shim/files.js"
import { replaceLines } from "../../js-shim/journal-file.js"
import { StateFolder } from "../../js-shim/state.js"
import { temporaryFolder } from "./support/world.js"

/** Concurrent appenders, and the lines of each. */
const APPENDERS = 3
const LINES = 1500
/** How often the compactor is killed, at arbitrary points. */
const KILLS = 12

/** @param {string} program @param {string[]} args */
function start(program, ...args) {
  const script = fileURLToPath(new URL(`support/${program}.js`, import.meta.url))
  const child = spawn(process.execPath, [script, ...args], { stdio: ["ignore", "pipe", "inherit"] })
  let output = ""
  child.stdout.setEncoding("utf8").on("data", (text) => {
    output += text
  })
  return {
    child,
    /** The lines that it reported as written. */
    said: () =>
      output
        .slice(0, output.lastIndexOf("\n") + 1)
        .split("\n")
        .filter(Boolean),
    ended: new Promise((resolve) => child.on("close", resolve)),
    /** @param {number} count */
    async hasSaid(count) {
      while (output.split("\n").length <= count)
        await new Promise((resolve) => child.stdout.once("data", resolve))
    },
  }
}

/** @param {string} dir */
function written(dir) {
  return fs
    .readFileSync(path.join(dir, "ses_1.jsonl"), "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line))
    .map(({ by, number }) => `${by} ${number}`)
}

test("no line is lost while others append and the owner compacts and is killed again and again", async () => {
  const dir = path.join(temporaryFolder(), "state")
  const appenders = Array.from({ length: APPENDERS }, (_, index) =>
    start("appender", dir, `a${index}`, String(LINES)),
  )
  const all = Promise.all(appenders.map(({ ended }) => ended))
  /** @type {string[]} */
  const compacted = []
  for (let kill = 0; kill < KILLS; kill++) {
    const compactor = start("compactor", dir, `c${kill}`)
    await compactor.hasSaid(20 + 7 * kill)
    compactor.child.kill("SIGKILL")
    await compactor.ended
    compacted.push(...compactor.said())
  }
  await all
  const promised = [...appenders.flatMap(({ said }) => said()), ...compacted]
  assert.ok(promised.length > APPENDERS * LINES)
  const present = written(dir)
  const there = new Set(present)
  assert.deepEqual(
    promised.filter((line) => !there.has(line)),
    [],
  )
})

test("an owner's own lines come once, whatever others append between two compactions", (t) => {
  const dir = path.join(temporaryFolder(), "state")
  const state = new StateFolder(dir)
  t.after(() => state.close())
  const own = []
  for (let number = 0; number < 50; number++) {
    state.appendJournal("ses_1", `\n{"by":"me","number":${number}}\n`)
    own.push(`{"by":"me","number":${number}}\n`)
    appendJournal(dir, "ses_1", `{"by":"them","number":${number}}\n`)
    if (number % 4 === 0) state.replaceJournal("ses_1", own.join(""))
    if (number % 7 === 0) state.readTail("ses_1")
  }
  const mine = written(dir).filter((line) => line.startsWith("me"))
  assert.deepEqual([...new Set(mine)], mine)
  assert.equal(mine.length, 50)
})

test("a line that comes just before the new journal takes the old one's place is carried over", (t) => {
  const dir = path.join(temporaryFolder(), "state")
  appendJournal(dir, "ses_1", "old\n")
  const file = path.join(dir, "ses_1.jsonl")
  const rename = fs.renameSync
  t.mock.method(fs, "renameSync", (/** @type {string} */ from, /** @type {string} */ to) => {
    fs.appendFileSync(file, "before\n")
    rename(from, to)
  })
  replaceLines(file, "new\n", (line) => line === "old\n")
  assert.equal(fs.readFileSync(file, "utf8"), "new\nbefore\n")
})

test("a line that is appended to a journal that was replaced meanwhile is appended to the new one", (t) => {
  const dir = path.join(temporaryFolder(), "state")
  appendJournal(dir, "ses_1", "old\n")
  const file = path.join(dir, "ses_1.jsonl")
  const open = fs.openSync
  let replaced = false
  t.mock.method(fs, "openSync", (/** @type {any[]} */ ...args) => {
    const fd = Reflect.apply(open, fs, args)
    if (!replaced) {
      replaced = true
      fs.writeFileSync(`${file}.other`, "new\n")
      fs.renameSync(`${file}.other`, file)
    }
    return fd
  })
  appendJournal(dir, "ses_1", "asked\n")
  assert.equal(fs.readFileSync(file, "utf8"), "new\nasked\n")
})

test("a line after a torn one stands on a line of its own", () => {
  const dir = path.join(temporaryFolder(), "state")
  appendJournal(dir, "ses_1", "whole\n")
  fs.appendFileSync(path.join(dir, "ses_1.jsonl"), '{"v":1,"t')
  appendJournal(dir, "ses_1", "asked\n")
  appendJournal(dir, "ses_1", "again\n")
  assert.equal(fs.readFileSync(path.join(dir, "ses_1.jsonl"), "utf8"), 'whole\n{"v":1,"t\nasked\nagain\n')
})

test("a compaction that a crash left behind holds nobody up for long, and the next one takes its place", (t) => {
  const dir = path.join(temporaryFolder(), "state")
  appendJournal(dir, "ses_1", "old\n")
  const fresh = path.join(dir, "ses_1.jsonl.new")
  fs.writeFileSync(fresh, "half of")
  fs.utimesSync(fresh, 1, 1)
  const began = performance.now()
  appendJournal(dir, "ses_1", "asked\n")
  assert.ok(performance.now() - began < 200)
  const state = new StateFolder(dir)
  t.after(() => state.close())
  state.readJournal("ses_1")
  state.replaceJournal("ses_1", "compact\n")
  assert.deepEqual(fs.readdirSync(dir), ["ses_1.jsonl"])
})

test("a line whose end comes later is read as a whole", (t) => {
  const dir = path.join(temporaryFolder(), "state")
  const state = new StateFolder(dir)
  t.after(() => state.close())
  state.appendJournal("ses_1", "first\n")
  fs.appendFileSync(path.join(dir, "ses_1.jsonl"), "ask")
  state.readJournal("ses_1")
  fs.appendFileSync(path.join(dir, "ses_1.jsonl"), "ed\n")
  assert.equal(state.readTail("ses_1").text, "asked\n")
})

test("each line is on the disk before it is acted upon where the options ask for it, and a compaction always", (t) => {
  const dir = path.join(temporaryFolder(), "state")
  const flushed = t.mock.method(fs, "fsyncSync")
  for (const [flush, count] of /** @type {const} */ ([
    [false, 0],
    [true, 2],
  ])) {
    flushed.mock.resetCalls()
    const state = new StateFolder(dir, "n1", flush)
    t.after(() => state.close())
    state.appendJournal("ses_1", "one\n")
    state.appendJournal("ses_1", "two\n")
    assert.equal(flushed.mock.callCount(), count)
    state.replaceJournal("ses_1", "both\n")
    assert.equal(flushed.mock.callCount(), count + 2, "the file and its folder")
  }
})
