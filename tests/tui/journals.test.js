// @ts-check
/** Following journals on disk: changes are read, and nothing is done while nothing happens. */
import assert from "node:assert/strict"
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { test } from "node:test"
import { processStart } from "../../js-shim/files.js"
import { load } from "../../js-shim/load.js"
import { followJournals } from "../../js-shim/tui/journals.js"
import { ended, journal, launched, me, started } from "../e2e/support/journal.js"

const core = load()

/** @param {import("node:test").TestContext} context */
function follow(context) {
  const project = mkdtempSync(join(tmpdir(), "holdfast-tui-"))
  const dir = join(project, "state/holdfast")
  /** @type {string[][]} */
  const folds = []
  const counting = {
    ...core,
    /** @type {typeof core.view} */
    view: (sources, layers, now) => {
      folds.push(sources.map(({ root }) => root))
      return core.view(sources, layers, now)
    },
  }
  const journals = followJournals({
    dir,
    core: counting,
    layers: [],
    changed: () => {},
    failed: (error) => assert.fail(String(error)),
  })
  context.after(() => {
    journals.close()
    rmSync(project, { recursive: true })
  })
  return {
    dir,
    project,
    journals,
    folds,
    /** Resolves as soon as it holds. @param {() => boolean} holds */
    until: (holds) =>
      new Promise((resolve) => {
        const look = setInterval(() => {
          if (!holds()) return
          clearInterval(look)
          resolve(undefined)
        }, 5)
      }),
  }
}

test("without any journal nothing is folded and no timer runs", (context) => {
  const { journals, folds } = follow(context)
  assert.deepEqual(folds, [])
  assert.equal(journals.ticking(), false)
  assert.equal(journals.indicator(), "")
})

test("the first journal is noticed although its folder did not exist", async (context) => {
  const { dir, journals, until } = follow(context)
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  writeFileSync(join(dir, "ses_a.jsonl"), journal(me(), launched("bg_aaaaaa"), started("bg_aaaaaa")))
  await until(() => journals.indicator() === "1 running")
  assert.equal(journals.ticking(), true)
})

test("a folder that is made anew is followed again", async (context) => {
  const { dir, project, journals, until } = follow(context)
  const write = () => {
    mkdirSync(dir, { recursive: true, mode: 0o700 })
    writeFileSync(join(dir, "ses_a.jsonl"), journal(me(), launched("bg_aaaaaa")))
  }
  write()
  await until(() => journals.indicator() === "1 queued")
  rmSync(join(project, "state"), { recursive: true })
  await until(() => journals.indicator() === "")
  assert.deepEqual(journals.sessions(), [])
  write()
  await until(() => journals.indicator() === "1 queued")
})

test("once all tasks have ended well no timer runs", async (context) => {
  const { dir, journals, until } = follow(context)
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const file = join(dir, "ses_a.jsonl")
  writeFileSync(file, journal(me(), launched("bg_aaaaaa"), started("bg_aaaaaa")))
  await until(() => journals.indicator() === "1 running")
  appendFileSync(file, journal(ended("bg_aaaaaa", "completed")))
  await until(() => journals.indicator() === "")
  await until(() => !journals.ticking())
})

/** Follows a folder with one journal, in which everything has ended. @param {import("node:test").TestContext} context */
async function followOneAtRest(context) {
  const followed = follow(context)
  mkdirSync(followed.dir, { recursive: true, mode: 0o700 })
  const text = journal(me(), launched("bg_aaaaaa"), ended("bg_aaaaaa", "completed"))
  writeFileSync(join(followed.dir, "ses_a.jsonl"), text)
  await followed.until(() => followed.journals.sessions().length === 1)
  return followed
}

test("a journal that did not change is not folded again because another one did", async (context) => {
  const { dir, journals, folds, until } = await followOneAtRest(context)
  writeFileSync(join(dir, "ses_b.jsonl"), journal(me(), launched("bg_bbbbbb")))
  await until(() => journals.indicator() === "1 queued")
  assert.deepEqual(folds.at(-1), ["ses_b"])
  assert.equal(journals.sessions().length, 2)
})

test("the times of what is on the screen stay current, until it no longer is", async (context) => {
  const { journals, folds, until } = await followOneAtRest(context)
  const before = folds.length
  const release = journals.keepCurrent(() => ["ses_a"])
  await until(() => folds.length >= before + 2)
  release()
  await until(() => !journals.ticking())
})

test("while no time is on the screen, tasks that run cost no timer but the slow one", async (context) => {
  const { dir, journals, folds, until } = follow(context)
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  writeFileSync(join(dir, "ses_a.jsonl"), journal(me(), launched("bg_aaaaaa"), started("bg_aaaaaa")))
  await until(() => journals.indicator() === "1 running")
  const before = folds.length
  let visible = false
  const release = journals.keepCurrent(() => (visible ? ["ses_a"] : []))
  await new Promise((resolve) => setTimeout(resolve, 1500))
  assert.ok(folds.length <= before + 1, `${folds.length - before} times`)
  visible = true
  journals.look()
  await until(() => folds.length >= before + 3)
  release()
})

test("what a dead process ran shows as interrupted", async (context) => {
  const { dir, journals, until } = follow(context)
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const dead = { claimed: { owner: { pid: process.pid, start: "0", nonce: "x" }, after: null } }
  assert.notEqual(processStart(process.pid), "0")
  writeFileSync(join(dir, "ses_a.jsonl"), journal(dead, launched("bg_aaaaaa"), started("bg_aaaaaa")))
  await until(() => journals.sessions()[0]?.tasks[0]?.status === "interrupted")
  assert.equal(journals.indicator(), "1 interrupted")
})

test("a session that has been at rest for days is read once, and shown to whoever looks at it", async (context) => {
  const { dir, journals, folds, until } = follow(context)
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const write = (/** @type {string} */ root, /** @type {any[]} */ ...records) => {
    const file = join(dir, `${root}.jsonl`)
    writeFileSync(file, journal(me(), ...records))
    utimesSync(file, 1000, 1000)
  }
  write("ses_rest", launched("bg_aaaaaa"), ended("bg_aaaaaa", "completed"), {
    seen: { tasks: ["bg_aaaaaa"] },
  })
  write("ses_open", launched("bg_bbbbbb"))
  await until(() => journals.sessions().length === 1 && folds.flat().includes("ses_rest"))
  assert.equal(journals.sessions()[0].root, "ses_open")
  assert.match(readFileSync(join(dir, "resting.json"), "utf8"), /"ses_rest":/)
  journals.want("ses_rest")
  await until(() => journals.sessions().length === 2)
})
