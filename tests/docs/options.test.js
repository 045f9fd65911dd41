// @ts-check
// The schema for editors, the documentation and the core have the same options
// with the same defaults and the same limits.
import assert from "node:assert/strict"
import fs from "node:fs"
import { test } from "node:test"
import { load } from "../../js-shim/load.js"

/** @typedef {{ type?: string, enum?: string[], minimum?: number, maximum?: number, exclusiveMinimum?: number, minLength?: number, pattern?: string, default?: any, properties?: Record<string, Option>, oneOf?: Option[], items?: Option }} Option */

const read = (/** @type {string} */ name) =>
  fs.readFileSync(new URL(`../../${name}`, import.meta.url), "utf8")

const core = read("src/core/config.rs")
const options = leaves(JSON.parse(read("schema.json")))

/** Every option by its path. @param {Option} schema @returns {[string, Option][]} */
function leaves({ properties = {} }, prefix = "") {
  return Object.entries(properties).flatMap(([name, option]) =>
    option.properties ? leaves(option, `${name}.`) : [[`${prefix}${name}`, option]],
  )
}

test("the schema has every option of the core and no other", () => {
  const [, list] = core.match(/pub const PATHS[^[]*\[&str; \d+\] = \[([^\]]*)\]/) ?? []
  assert.ok(list)
  const paths = [...list.matchAll(/"([^"]+)"/g)].map(([, path]) => path)
  assert.deepEqual(options.map(([path]) => path).sort(), paths.sort())
})

test("the schema and docs/options.md say the core's defaults", () => {
  const docs = read("docs/options.md")
  for (const [path, option] of options.filter(([path]) => path !== "$schema")) {
    // The user's folder, which depends on the system.
    if (path === "stateDir") continue
    assert.deepEqual(option.default, defaultOf(path), path)
    const shown = JSON.stringify(option.default).replaceAll('","', '", "')
    const row = docs.split("\n").find((line) => line.startsWith(`| \`${path}\``))
    assert.equal(row?.split("|")[2].trim(), `\`${shown}\``, `${path} in docs/options.md`)
  }
})

/** The default in the core's source, as JSON. @param {string} path */
function defaultOf(path) {
  const name = (path.split(".").at(-1) ?? "").replace(/(Seconds|Minutes)$/, "")
  const field = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  const defaults = core.slice(core.indexOf("impl Default for Config"))
  const [, written] = defaults.match(new RegExp(`\\b${field}: ([\\s\\S]*?)(?:,\\n|, [a-z_]+:| \\})`)) ?? []
  assert.ok(written, `${path} has a default in the core`)
  const variant = written.match(/^[A-Za-z]+::([A-Z][a-z]+)$/)
  if (variant) return variant[1].toLowerCase()
  if (written === "None") return 0
  const number = written.match(/(\d+)/)
  if (number) return Number(number[1])
  return JSON.parse(written.replace(/^vec!/, "").replaceAll(".to_owned()", ""))
}

for (const [path, option] of options.filter(([path]) => path !== "$schema")) {
  test(`the core and the schema accept and refuse the same for ${path}`, () => {
    const { right, wrong } = examples(option)
    for (const value of right) assert.deepEqual(problemsWith(path, value), [], JSON.stringify(value))
    for (const value of wrong) assert.equal(problemsWith(path, value).length, 1, JSON.stringify(value))
  })
}

/** What the core says to a value. @param {string} path @param {unknown} value @returns {string[]} */
function problemsWith(path, value) {
  const [section, name] = path.split(".")
  const text = JSON.stringify(name ? { [section]: { [name]: value } } : { [section]: value })
  return load().options([{ source: "a test", text, own: true }]).problems
}

/** Values at the edges of what an option takes. @param {Option} option @returns {{ right: unknown[], wrong: unknown[] }} */
function examples(option) {
  if (option.enum) return { right: option.enum, wrong: ["other", 1, null] }
  if (option.oneOf)
    return {
      right: [1, { default: 1 }, { default: 2, "zai/glm-4.7": 1 }],
      wrong: [0, 1.5, "1", { default: 0 }, []],
    }
  switch (option.type) {
    case "boolean":
      return { right: [true, false], wrong: ["true", 1, null] }
    case "string":
      if (option.pattern) return { right: ["/x", "C:\\x", "\\\\host\\x"], wrong: ["x", "./x", "", 1, null] }
      return { right: ["x"], wrong: ["", 1, null] }
    case "array":
      return { right: [[], ["plan"]], wrong: ["plan", [1], [""]] }
    default:
      return numbers(option)
  }
}

/** @param {Option} option */
function numbers({ type, minimum, maximum, exclusiveMinimum }) {
  const least = minimum ?? 0.5
  const below = minimum === undefined ? exclusiveMinimum : minimum - 1
  return {
    right: [least, maximum ?? 100, ...(type === "number" ? [1.5] : [])],
    wrong: [below, "1", null, ...(type === "integer" ? [1.5] : []), ...(maximum ? [maximum + 1] : [])],
  }
}
