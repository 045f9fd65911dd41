// @ts-check
/** Which events cross into WebAssembly: all relevant ones, and no streaming. */
import assert from "node:assert/strict"
import { test } from "node:test"
import * as first from "../../js-shim/allow.js"
import * as second from "../../js-shim/opencode2/events.js"
import { samples } from "./support/samples.js"

const { dropsEvent } = first
/** What no run has shown yet. */
const UNSEEN = ["session.deleted", "session.retry.scheduled"]

for (const { version, events } of samples) {
  const { dropsEvent, TYPES } = version.startsWith("2.") ? second : first
  const unseen = version.startsWith("2.") ? UNSEEN : []

  test(`every recorded event of OpenCode ${version} that means something crosses`, () => {
    for (const { name, event, means } of events)
      if (means !== null || event.type === "session.created")
        assert.equal(dropsEvent(event), false, `${version}: ${name}`)
  })

  test(`there is a recorded event of OpenCode ${version} for every type that crosses`, () => {
    const recorded = new Set(events.map(({ event }) => event.type))
    assert.deepEqual(
      [...TYPES].filter((type) => !recorded.has(type)),
      unseen,
    )
  })
}

test("streaming events, unfinished text and everything unknown stay outside", () => {
  const part = (/** @type {object} */ part) => ({ type: "message.part.updated", properties: { part } })
  for (const event of [
    { type: "message.part.delta", properties: { delta: "a" } },
    { type: "file.edited", properties: {} },
    part({ type: "text", text: "so f" }),
    part({ type: "text", text: "so f", time: { start: 1 } }),
    part({ type: "reasoning", text: "hm", time: { start: 1, end: 2 } }),
    part({ type: "step-start" }),
    { type: "message.part.updated" },
    { type: "message.part.updated", properties: null },
    { type: undefined },
    {},
    null,
    undefined,
    "session.idle",
  ])
    assert.equal(dropsEvent(/** @type {any} */ (event)), true, JSON.stringify(event))
})

test("a finished text, a tool call in any state and a step's end cross", () => {
  for (const part of [
    { type: "text", text: "all", time: { start: 1, end: 2 } },
    { type: "tool", state: { status: "running" } },
    { type: "step-finish" },
  ])
    assert.equal(dropsEvent({ type: "message.part.updated", properties: { part } }), false, part.type)
})
