// @ts-check
/** An installation is announced, happens outside the clone, and shows that it is still running. */
import assert from "node:assert/strict"
import { homedir } from "node:os"
import { join, relative } from "node:path"
import { test } from "node:test"
import { setTimeout as sleep } from "node:timers/promises"
import { announced, quietly } from "../../scripts/announce.mjs"
import { cache, repository } from "../../scripts/shell.mjs"

test("an installation says what it is, where it goes, how long, and what it does now", async () => {
  /** @type {string[]} */
  const lines = []
  const what = {
    name: "a-tool 1.2",
    about: "3 minutes",
    into: join(homedir(), ".cache/somewhere"),
    everyMs: 20,
    say: (/** @type {string} */ line) => lines.push(line),
  }
  await announced(what, async (progress) => {
    progress("Compiling serde")
    while (lines.length < 2) await sleep(5)
  })
  assert.equal(lines[0], "Installing a-tool 1.2 into ~/.cache/somewhere (about 3 minutes, once) …")
  assert.match(lines[1], /^ {2}… a-tool 1\.2, \d+ s, Compiling serde$/)
  assert.match(lines.at(-1) ?? "", /^Installed a-tool 1\.2 in \d+ s\.$/)
})

test("a quiet program is heard line by line, and in full when it fails", async () => {
  /** @type {string[]} */
  const heard = []
  const node = (/** @type {string} */ code) =>
    quietly([process.execPath, "-e", code], { progress: (line) => heard.push(line) })
  await node("console.log('one')")
  assert.deepEqual(heard, ["one"])
  await assert.rejects(node("console.error('no room'); process.exit(3)"), /failed:\nno room/)
  await assert.rejects(quietly(["no-such-program"]), /could not be started/)
})

test("what is kept between runs lies outside the clone", () => {
  assert.match(relative(repository, cache), /^\.\./)
})
