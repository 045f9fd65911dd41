// @ts-check
/**
 * Says what is new in the version that a tag names, for its release.
 *   node scripts/release.mjs v1.2.3
 * It fails unless package.json, Cargo.toml and CHANGELOG.md name that version too.
 */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { notes } from "./release/notes.mjs"
import { repository, script } from "./shell.mjs"

const read = (/** @type {string} */ name) => readFileSync(join(repository, name), "utf8")

await script(() => {
  const [tag] = process.argv.slice(2)
  if (!tag) throw new Error("Name the tag, as in `node scripts/release.mjs v1.2.3`.")
  const versions = {
    "package.json": JSON.parse(read("package.json")).version,
    "Cargo.toml": read("Cargo.toml").match(/^version = "(.+)"$/m)?.[1],
  }
  console.log(notes(tag, versions, read("CHANGELOG.md")))
})
