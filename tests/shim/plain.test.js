// @ts-check
/** Text from outside is cleaned, measured and cut in one place. */
import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { test } from "node:test"
import stringWidth from "string-width"
import { clean, firstLine, oneLine, short, width } from "../../js-shim/plain.js"

/** @type {{ given: string, clean: string }[]} */
const corpus = JSON.parse(readFileSync(new URL("../support/outside-texts.json", import.meta.url), "utf8"))

test("every text of the corpus is cleaned as the core cleans it", () => {
  for (const { given, clean: wanted } of corpus) {
    assert.equal(clean(given), wanted, JSON.stringify(given))
    assert.equal(clean(wanted), wanted)
  }
})

test("whatever a text is made of, nothing in it steers a terminal", () => {
  const pieces = [
    "\x1b",
    "[",
    "]",
    "\x9b",
    "\x9d",
    "0;",
    "\x07",
    "\\",
    "\n",
    "m",
    "\u202e",
    "\u200d",
    "a",
    "字",
  ]
  let seed = 7
  const next = () => {
    seed = (seed * 1103515245 + 12345) % 2 ** 31
    return seed
  }
  for (let round = 0; round < 5000; round += 1) {
    const text = Array.from({ length: next() % 12 }, () => pieces[next() % pieces.length]).join("")
    const cleaned = clean(text)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be there.
    assert.doesNotMatch(cleaned, /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]/, JSON.stringify(text))
    assert.equal(clean(cleaned), cleaned, JSON.stringify(text))
  }
})

test("a text takes the columns that a terminal gives it", () => {
  for (const text of [
    "plain",
    "拡張機能",
    "ｶﾀｶﾅ",
    "한국어",
    "cafe\u0301",
    "👩‍💻",
    "👍🏽",
    "🇩🇪🇫🇷",
    "❤️",
    "1️⃣",
    "✓ ✗ ■ ● ○ ▸",
    "a…b–c“d”",
    "ไทย",
  ])
    assert.equal(width(text), stringWidth(text), text)
})

test("a text is cut by its columns, and no character is cut in half", () => {
  assert.equal(short("abcdef", 6), "abcdef")
  assert.equal(short("abcdefg", 6), "abcde…")
  assert.equal(short("拡張機能", 7), "拡張機…")
  assert.equal(short("拡張機能", 6), "拡張…")
  assert.equal(short("a👩‍💻b", 3), "a…")
  assert.equal(short("a👩‍💻bc", 4), "a👩‍💻…")
  assert.equal(short("🇩🇪🇫🇷🇪🇸", 5), "🇩🇪🇫🇷…")
  assert.equal(short("cafe\u0301s", 4), "caf…")
  assert.equal(short("abc", 0), "")
})

test("one line, and the first that says something", () => {
  assert.equal(oneLine("  two\n lines\x1b[2J "), "two lines")
  assert.equal(firstLine("\n\nexit 1: x\nmore"), "exit 1: x")
  assert.equal(firstLine(null), "")
})
