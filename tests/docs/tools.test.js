// @ts-check
// docs/tools.md names the tools and slash commands that there are, with their arguments.
import assert from "node:assert/strict"
import fs from "node:fs"
import { test } from "node:test"
import { load } from "../../js-shim/load.js"

const page = fs.readFileSync(new URL("../../docs/tools.md", import.meta.url), "utf8")
const rows = page
  .split("\n")
  .filter((line) => line.startsWith("| "))
  .map((line) => line.split("|").map((cell) => cell.trim()))

test("every tool is on the page with its arguments, and no other", () => {
  const shown = rows
    .filter(([, name]) => name.startsWith("`background_"))
    .map(([, name, args]) => [name, ...args.matchAll(/`([a-z_]+)`/g)].map(String))
  for (const { name, args } of load().tools()) {
    const row = shown.find(([head]) => head === `\`${name}\``)
    assert.ok(row, name)
    for (const argument of args)
      assert.ok(
        row.some((cell) => cell.includes(`\`${argument.name}\``)),
        argument.name,
      )
  }
  assert.equal(shown.length, load().tools().length)
})

test("every slash command is on the page", () => {
  for (const [name] of load().slashCommands())
    assert.ok(
      rows.some(([, head]) => head.startsWith(`\`/${name}`)),
      name,
    )
})
