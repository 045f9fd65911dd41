// @ts-check
// The documents refer to files, headings and tests that exist, and the map of the architecture is complete.
import assert from "node:assert/strict"
import fs from "node:fs"
import path from "node:path"
import { test } from "node:test"
import { fileURLToPath } from "node:url"

const repository = fileURLToPath(new URL("../..", import.meta.url))
const read = (/** @type {string} */ name) => fs.readFileSync(path.join(repository, name), "utf8")

const pages = ["", "docs"].flatMap((folder) =>
  fs
    .readdirSync(path.join(repository, folder))
    .filter((name) => name.endsWith(".md"))
    .map((name) => path.join(folder, name)),
)

/** The links of a page to other places in the repository. @param {string} page */
function links(page) {
  return [...read(page).matchAll(/\[([^\]]+)\]\(([^)\s]*)\)/g)]
    .filter(([, , target]) => !/^https?:/.test(target))
    .map(([, label, target]) => {
      const [file, heading] = target.split("#")
      return { label, target, heading, file: file ? path.join(path.dirname(page), file) : page }
    })
}

/** A page's headings as they are linked to. @param {string} page */
function headings(page) {
  return [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, words]) =>
    words
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  )
}

for (const page of pages) {
  test(`every link of ${page} leads somewhere`, () => {
    for (const { target, heading, file } of links(page)) {
      assert.ok(fs.existsSync(path.join(repository, file)), target)
      if (heading) assert.ok(headings(file).includes(heading), target)
    }
  })
}

for (const page of ["ARCHITECTURE.md", "docs/security.md", "docs/fake-host.md"]) {
  test(`every test that ${page} names is where it says`, () => {
    const proofs = links(page).filter(({ label, file }) => /\.(rs|js)$/.test(file) && !label.includes("/"))
    assert.ok(proofs.length > 0)
    for (const { label, file } of proofs)
      assert.ok(read(file).replaceAll("\\`", "`").includes(label), `${label} in ${file}`)
  })

  test(`every file of the tests that ${page} mentions exists`, () => {
    for (const [name] of read(page).matchAll(/\btests\/[\w./-]*\w/g))
      assert.ok(fs.existsSync(path.join(repository, name)), name)
  })
}

test("the map in ARCHITECTURE.md has every file of the core, the host and the shim", () => {
  const [, map] = read("ARCHITECTURE.md").split(/^## /m)
  const files = ["src/core", "src/host", "js-shim"].flatMap((folder) =>
    fs
      .readdirSync(path.join(repository, folder), { recursive: folder.startsWith("src"), encoding: "utf8" })
      .map((name) => path.basename(name))
      .filter((name) => /\.(rs|js)$/.test(name)),
  )
  for (const name of files.filter((name) => name !== "mod.rs"))
    assert.ok(new RegExp(`[\`/]${name.replace(".", "\\.")}\``).test(map), name)
})
