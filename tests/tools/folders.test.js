// @ts-check
// The folders of the core know each other in one direction only, so that each can be read by itself.
import assert from "node:assert/strict"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { test } from "node:test"
import { fileURLToPath } from "node:url"
import { cycleIn } from "./support/cycle.js"

const core = fileURLToPath(new URL("../../src/core", import.meta.url))
const files = readdirSync(core, { recursive: true, encoding: "utf8" })
  .map((name) => name.replaceAll("\\", "/"))
  .filter((name) => name.endsWith(".rs") && name !== "mod.rs")

/** The folder that a file or a path below `crate::core` belongs to. @param {string} path */
const folderOf = (path) => path.split(/\/|::/)[0].replace(/\.rs$/, "")

/** A file without comments and unit tests, which may know everything. @param {string} name */
function program(name) {
  const [code] = readFileSync(join(core, name), "utf8").split(/^#\[cfg\(test\)\]\nmod tests/m)
  return code.replace(/\/\/.*$/gm, "")
}

/** @returns {Map<string, Set<string>>} which folder knows which */
function knowledge() {
  const known = new Map(files.map((name) => [folderOf(name), /** @type {Set<string>} */ (new Set())]))
  for (const name of files)
    for (const [, path] of program(name).matchAll(/\bcrate::core::(\w+)/g))
      if (path !== folderOf(name)) known.get(folderOf(name))?.add(path)
  return known
}

test("no folder of the core knows one that knows it", () => {
  assert.equal(cycleIn(knowledge()), undefined)
})

test("what a file of the core uses of another folder is written as the whole path", () => {
  const folders = new Set(files.map(folderOf))
  for (const name of files) {
    const code = program(name)
    // Two steps up from `folder/file.rs` is the core itself.
    const depth = name.split("/").length - (name.endsWith("/mod.rs") ? 1 : 0)
    const up = new RegExp(`(?:super::){${depth},}\\w+|\\bcrate::core::\\{`)
    assert.doesNotMatch(code, up, name)
    for (const [path, folder] of code.matchAll(/\bcrate::core::(\w+)/g))
      assert.ok(folders.has(folder), `${name} knows ${path} by a name that core/mod.rs gives it`)
  }
})

test("a cycle is found however long it is, and named", () => {
  const known = (/** @type {Record<string, string[]>} */ all) =>
    new Map(Object.entries(all).map(([name, of]) => [name, new Set(of)]))
  assert.equal(cycleIn(known({ a: ["b", "c"], b: ["c"], c: [] })), undefined)
  assert.equal(cycleIn(known({ a: ["b"], b: ["a"] })), "a → b → a")
  assert.equal(cycleIn(known({ a: ["b"], b: ["c"], c: ["d"], d: ["b"] })), "b → c → d → b")
})
