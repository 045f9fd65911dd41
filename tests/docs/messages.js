// @ts-check
// Every sentence in the sources, which is what Holdfast can say. `…` stands for what is filled in at
// run time.
import fs from "node:fs"
import path from "node:path"
import { fileURLToPath } from "node:url"

const repository = fileURLToPath(new URL("../..", import.meta.url))

/** @typedef {{ file: string, text: string }} Message */

/** @returns {Message[]} */
export function messages() {
  return [...sources("src", ".rs"), ...sources("js-shim", ".js")].flatMap((file) => {
    const code = fs.readFileSync(path.join(repository, file), "utf8")
    const literals = file.endsWith(".rs") ? rustLiterals(code) : scriptLiterals(code)
    return literals
      .map(folded)
      .filter(isSentence)
      .map((text) => ({ file, text }))
  })
}

/** @param {string} folder @param {string} ending */
function sources(folder, ending) {
  return fs
    .readdirSync(path.join(repository, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ending))
    .map((name) => path.join(folder, name))
    .sort()
}

/** Unit tests stand at the end of a file, after everything else. @param {string} code */
function rustLiterals(code) {
  const [program] = code.split(/^#\[cfg\(test\)\]\nmod tests/m)
  const uncommented = program.replace(/^\s*\/\/.*$/gm, "")
  return [...uncommented.matchAll(/"((?:[^"\\]|\\[\s\S])*)"/g)].map(([, text]) =>
    text
      .replace(/\\\n\s*/g, "")
      .replaceAll("\\n", "\n")
      .replaceAll('\\"', '"')
      .replace(/\{[^{}]*\}/g, "…"),
  )
}

/** @param {string} code */
function scriptLiterals(code) {
  const uncommented = code.replace(/^\s*(\/\/|\/?\*).*$/gm, "")
  // Help is not a message.
  const withoutHelp = uncommented.replace(/\.(summary|description|argument|option)\([\s\S]*?\)\n/g, "\n")
  const joined = withoutHelp.replace(/(["`']) \+\n?\s*\1/g, "")
  return [...joined.matchAll(/`((?:[^`\\]|\\[\s\S])*)`|"((?:[^"\\\n]|\\.)*)"/g)].map(([, template, text]) =>
    (template ?? text).replace(/\$\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/g, "…").replace(/\\([`"])/g, "$1"),
  )
}

/** @param {string} text */
function folded(text) {
  return text.replace(/\s+/g, " ").trim()
}

/** Three words or more, beginning and ending as a sentence does. @param {string} text */
function isSentence(text) {
  const words = text.match(/[a-z]{2,}/gi) ?? []
  return /^[A-Z`“…].*[.?…]$/.test(text) && words.length >= 3 && !text.includes("${")
}
