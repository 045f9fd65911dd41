// @ts-check
/** What the real OpenCode sent, recorded in tests/wire. */
import { readdirSync, readFileSync } from "node:fs"

const folder = new URL("../../wire/", import.meta.url)

/** @typedef {{ name: string, event: { type: string, properties: any }, means: unknown }} Sample */

/** @type {{ version: string, events: Sample[], messages: any[] }[]} */
export const samples = readdirSync(folder)
  .sort()
  .map((name) => JSON.parse(readFileSync(new URL(name, folder), "utf8")))
