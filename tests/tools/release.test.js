// @ts-check
// A release is named the same everywhere, and says what the changelog says of it.
import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { test } from "node:test"
import { notes } from "../../scripts/release/notes.mjs"

const CHANGELOG =
  "# Changelog\n\n## Unreleased\n\n- Later.\n\n## 1.2.3\n\n- A thing.\n\n## 1.2.0\n\n- Earlier.\n"

test("a release says what the changelog says of its version", () => {
  assert.equal(notes("v1.2.3", { "package.json": "1.2.3" }, CHANGELOG), "- A thing.")
  assert.equal(notes("v1.2.0", { "package.json": "1.2.0" }, CHANGELOG), "- Earlier.")
})

test("a tag of another version than the manifests' is refused", () => {
  const versions = { "package.json": "1.2.3", "Cargo.toml": "1.2.2" }
  assert.throws(() => notes("v1.2.3", versions, CHANGELOG), /Cargo\.toml has version 1\.2\.2/)
})

test("a version that the changelog does not know is refused", () => {
  assert.throws(() => notes("v1.3.0", {}, CHANGELOG), /says nothing about 1\.3\.0/)
})

test("the changelog keeps a section for what is not released yet", () => {
  const changelog = readFileSync(new URL("../../CHANGELOG.md", import.meta.url), "utf8")
  assert.match(changelog, /^## Unreleased$/m)
})
