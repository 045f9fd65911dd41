// @ts-check
/** An error in the plugin is logged and has no other effect. */
import assert from "node:assert/strict"
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { test } from "node:test"
import { journal, launched, me } from "../e2e/support/journal.js"
import { openCode, openList, SMALL, say } from "./support/tui.js"

test("a folder that is named like a journal is passed over; the others are shown and OpenCode goes on", async (context) => {
  const place = await openCode(context, { script: () => ({ text: "Understood." }) })
  mkdirSync(join(place.folder, "ses_folder.jsonl"), { recursive: true, mode: 0o700 })
  writeFileSync(join(place.folder, "ses_other.jsonl"), journal(me(), launched("bg_aaaaaa")))
  const terminal = await place.open(SMALL)
  await terminal.shows("1 queued")
  await openList(terminal)
  await terminal.shows("work of bg_aaaaaa")
  await terminal.press("Escape")
  await terminal.hides("work of bg_aaaaaa")
  await say(terminal, "Hello.")
  await terminal.shows("Understood.")
})

test("without its WebAssembly the plugin is off, says why in the log, and OpenCode goes on", async (context) => {
  const place = await openCode(context, { script: () => ({ text: "Understood." }), damaged: true })
  const terminal = await place.open(SMALL)
  await say(terminal, "Hello.")
  await terminal.shows("Understood.")
  assert.match(place.home.log(), /terminal UI, starting: /)
})
