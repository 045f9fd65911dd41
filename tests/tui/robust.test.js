// @ts-check
/** Many tasks, odd texts, odd journals, small and large screens, dark and light ones. */
import assert from "node:assert/strict"
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { test } from "node:test"
import { ended, journal, launched, me, started } from "../e2e/support/journal.js"
import { LARGE, openCode, openList, SMALL } from "./support/tui.js"

/**
 * OpenCode with a journal of a session that it does not run.
 * @param {import("node:test").TestContext} context
 * @param {string} text
 */
async function withJournal(context, text) {
  const place = await openCode(context, { script: () => ({ text: "Understood." }) })
  mkdirSync(place.folder, { recursive: true, mode: 0o700 })
  writeFileSync(join(place.folder, "ses_other.jsonl"), text)
  return place
}

const id = (/** @type {number} */ n) => `bg_n${String(n).padStart(5, "0")}`
const many = Array.from({ length: 200 }, (_, n) => [
  launched(id(n), { description: `number ${n}` }),
  ...(n < 100 ? [ended(id(n), "completed")] : []),
])

for (const size of [SMALL, LARGE]) {
  test(`200 tasks are listed, scrolled and filtered at ${size.width}x${size.height}`, async (context) => {
    const place = await withJournal(context, journal(me(), ...many.flat()))
    const terminal = await place.open(size)
    await terminal.shows("100 queued")
    await openList(terminal)
    const screen = await terminal.shows(/○ number 100 /, "ctrl+l clear")
    assert.doesNotMatch(screen, /number 199/)
    for (const _ of Array(20)) await terminal.press("NPage")
    await terminal.shows(/✓ number \d+ /, /number 0 |number 99 /)
    await terminal.type("number 150")
    await terminal.shows(/○ number 150 +51 in the queue/)
    assert.ok((await terminal.screen()).split("\n").every((line) => line.length <= size.width))
  })

  test(`long, multi-line and wide texts stay in their lines at ${size.width}x${size.height}`, async (context) => {
    const wide = "拡張機能のテストを実行する".repeat(8)
    const place = await withJournal(
      context,
      journal(
        me(),
        launched("bg_aaaaaa", { description: wide, prompt: wide }),
        started("bg_aaaaaa"),
        launched("bg_bbbbbb", { description: `over\ntwo lines ${"and on ".repeat(40)}` }),
        launched("bg_cccccc", { description: "\x1b[31msteers\x1b[0m the terminal\x07" }),
        ended("bg_cccccc", "failed", { error: `${wide}\nthe second line` }),
      ),
    )
    const terminal = await place.open(size)
    await terminal.shows("1 running · 1 queued · 1 failed")
    await openList(terminal)
    await terminal.shows(
      /● 拡張機能.* started \d+s ago *$/m,
      /○ over two lines and on.* queued \d+s ago *$/m,
      /✗ steers the terminal .* failed \d+s ago *$/m,
    )
    // It has opened at the failure.
    await terminal.press("Home")
    await terminal.press("Enter")
    await terminal.shows(/Status +running/, /● 拡張機能.* esc *$/m)
  })
}

test("lists and indicator can be read on a light background", async (context) => {
  const place = await withJournal(
    context,
    journal(me(), launched("bg_aaaaaa", { description: "light work" }), started("bg_aaaaaa")),
  )
  const terminal = await place.open(SMALL)
  await terminal.shows("1 running")
  await terminal.press("C-p")
  await terminal.shows("Search", "Suggested")
  await terminal.type("light mode")
  await terminal.shows(/Switch to light mode/)
  await terminal.press("Enter")
  await terminal.hides("Switch to light mode")
  assert.ok(contrast(await terminal.colours(), "1 running") > 2)
  await openList(terminal)
  await terminal.shows("light work", "ago")
  for (const text of ["Background tasks", "light work", "ago"])
    assert.ok(contrast(await terminal.colours(), text) > 2, text)
})

test("a journal that is damaged, or of a newer Holdfast, is named in the list and breaks nothing", async (context) => {
  const good = journal(me(), launched("bg_aaaaaa", { description: "still here" }))
  const place = await withJournal(context, `${good}this is no record\n`)
  writeFileSync(join(place.folder, "ses_newer.jsonl"), '{"v":99,"what":"something"}\n')
  const terminal = await place.open(SMALL)
  await terminal.shows("1 queued")
  await openList(terminal)
  const screen = await terminal.shows("still here")
  assert.match(screen.replace(/\s+/g, " "), /ses_other\.jsonl has a line that no Holdfast wrote/)
  assert.match(screen.replace(/\s+/g, " "), /ses_newer\.jsonl has format 99/)
})

/**
 * The contrast between a text and its background.
 * @param {string} screen with colours as escape sequences
 * @param {string} text
 */
function contrast(screen, text) {
  const colour = { fg: [0, 0, 0], bg: [0, 0, 0] }
  /** @type {{ fg: number[], bg: number[], text: string }[]} */
  const runs = []
  for (const [, codes, run] of screen.matchAll(/\[([\d;]*)m([^[]*)/g)) {
    for (const [, plane, red, green, blue] of codes.matchAll(/([34])8;2;(\d+);(\d+);(\d+)/g))
      colour[plane === "3" ? "fg" : "bg"] = [red, green, blue].map(Number)
    runs.push({ ...colour, text: run })
  }
  const run = runs.find((run) => run.text.includes(text))
  assert.ok(run, `${text} in its colours`)
  const [one, other] = [luminance(run.fg), luminance(run.bg)]
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)
}

/** Relative luminance, as WCAG defines it. @param {number[]} colour */
function luminance(colour) {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
