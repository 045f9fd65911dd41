// @ts-check
// Every record of every journal exactly once and in order, whatever happens to connections, journals
// and servers.
import assert from "node:assert/strict"
import fs from "node:fs"
import { after, test } from "node:test"
import { openEventLog } from "../../js-shim/serve/event-log.js"
import * as j from "../cli/support/journal.js"
import { listen } from "./support/events.js"
import { startServe } from "./support/serve.js"

/** @param {string[]} records */
async function begin(records = []) {
  const where = j.makeProject()
  where.journal([j.claimed(1000, j.living), ...records])
  const serve = await startServe(where)
  after(() => serve.command.stop())
  return { where, serve }
}

/** A short name of each change. @param {any[]} changes */
const names = (changes) => changes.map(({ event, task }) => `${event} ${task ?? ""}`.trim())

/** Where a new client begins. @param {import("./support/serve.js").Serve} serve */
async function placeOf(serve) {
  const client = await listen(serve)
  while (client.last() === null) await new Promise((resolve) => setTimeout(resolve, 5))
  await client.close()
  return client.last()
}

/** Lines of work, one task after the other. @param {number} count @param {string} prefix */
function work(count, prefix) {
  return Array.from({ length: count }, (_, n) => {
    const id = `bg_${prefix}${String(n).padStart(4, "0")}`
    const t = 10_000 + n * 10
    return [
      j.launched(t, id),
      j.started(t + 1, id),
      j.active(t + 2, id, [{ t: t + 2, text: `step ${n}` }]),
      j.ended(t + 3, id, "completed", { result: "ok" }),
    ]
  }).flat()
}

/** As the core compacts: what was told before, its totals, and nothing else. @param {string[]} records */
const compacted = (records) => [
  ...records,
  j.record(20_000_000, {
    totals: { stats: { outcomes: {}, queue: [], run: [], wake: [], prompts: {}, quieted: {} }, source: null },
  }),
]

test("a client that reconnects at 200 random moments sees every event exactly once and in order", async () => {
  const { where, serve } = await begin()
  const records = work(250, "a")
  const seen = []
  // Where it is, from the first moment on: a client that has heard nothing begins with what is new.
  let last = await placeOf(serve)
  let at = 0
  for (let round = 0; round < 200; round++) {
    const client = await listen(serve, { last })
    // So much is written while it listens, and so much of it is waited for.
    const some = records.slice(at, at + Math.floor(Math.random() * 6))
    if (some.length > 0) where.append(some.join(""))
    at += some.length
    const enough = Math.floor(Math.random() * (some.length + 1))
    await client.until((changes) => changes.length >= enough)
    await client.close()
    seen.push(...client.changes())
    last = client.last()
  }
  where.append(records.slice(at).join(""))
  const client = await listen(serve, { last })
  await client.until((changes) => seen.length + changes.length >= records.length)
  seen.push(...client.changes())
  await client.close()
  assert.deepEqual(
    names(seen),
    names(
      records.map((line) => {
        const [[event, fields]] = Object.entries(JSON.parse(line).what)
        return { event, task: /** @type {any} */ (fields).task }
      }),
    ),
  )
})

test("a compaction that happens while it looks repeats nothing and loses nothing", async () => {
  const { where, serve } = await begin()
  const client = await listen(serve)
  const before = work(20, "b")
  where.append(before.join(""))
  await client.until((changes) => changes.length === before.length)
  where.replace([...compacted([j.claimed(0, j.living), ...before]), j.launched(30_000, "bg_after1")])
  where.append(j.started(30_001, "bg_after1"))
  await client.until((changes) =>
    changes.some(({ event, task }) => event === "started" && task === "bg_after1"),
  )
  assert.deepEqual(names(client.changes().slice(before.length)), ["launched bg_after1", "started bg_after1"])
  await client.close()
})

test("a compaction that happens while no server runs is told as what came of it, nothing twice", async () => {
  const { where, serve } = await begin()
  const first = await listen(serve)
  const known = [
    j.launched(10_000, "bg_known1"),
    j.started(10_001, "bg_known1"),
    j.launched(10_002, "bg_known2"),
  ]
  where.append(known.join(""))
  await first.until((changes) => changes.length === 3)
  await first.close()
  serve.command.kill("SIGINT")
  await serve.command.ended
  const ended = j.ended(10_005, "bg_known1", "completed", { result: "ok" })
  where.replace(
    compacted([
      j.claimed(0, j.living),
      j.record(0, { evicted: { tasks: [] } }),
      known[0],
      known[1],
      ended,
      known[2],
      j.started(10_006, "bg_known2"),
      j.launched(10_007, "bg_new001"),
      j.record(0, { seen: { tasks: ["bg_known1"] } }),
      j.record(0, { halted: { task: "bg_known1" } }),
    ]),
  )
  where.append(j.started(30_000, "bg_new001"))
  const again = await startServe(where)
  after(() => again.command.stop())
  const client = await listen(again, { last: first.last() })
  await client.until((changes) =>
    changes.some(({ event, task }) => event === "started" && task === "bg_new001"),
  )
  assert.deepEqual(names(client.changes()), [
    "ended bg_known1",
    "started bg_known2",
    "launched bg_new001",
    "seen",
    "halted bg_known1",
    "started bg_new001",
  ])
  await client.close()
})

test("a server that is killed and started again goes on where its clients were", async () => {
  const { where, serve } = await begin()
  const client = await listen(serve)
  where.append(j.launched(10_000, "bg_one111"))
  await client.until((changes) => changes.length === 1)
  serve.command.kill("SIGKILL")
  await serve.command.ended
  await client.close()
  where.append(j.started(10_001, "bg_one111"))
  const again = await startServe(where)
  after(() => again.command.stop())
  const back = await listen(again, { last: client.last() })
  await back.until((changes) => changes.length === 1)
  assert.deepEqual(names(back.changes()), ["started bg_one111"])
  await back.close()
})

test("two servers of one project agree on the ids", async () => {
  const { where, serve } = await begin()
  const other = await startServe(where)
  after(() => other.command.stop())
  const clients = await Promise.all([serve, other].map((one) => listen(one)))
  const records = work(50, "d")
  for (const record of records) where.append(record)
  for (const client of clients) await client.until((changes) => changes.length >= records.length)
  const [one, two] = clients.map(({ heard }) =>
    heard.filter(({ event }) => event === "message").map(({ id, data }) => [id, data.event, data.task]),
  )
  assert.deepEqual(one, two)
  assert.equal(one.length, records.length)
  // And a client may go from one to the other.
  const moved = await listen(other, { last: clients[0].heard[10].id })
  await moved.until((changes) => changes.length === records.length - 10)
  for (const client of [...clients, moved]) await client.close()
})

test("a client gets what it asks for: from the start, one task, one kind", async () => {
  const { where, serve } = await begin()
  const all = await listen(serve)
  where.append(
    [j.launched(10_000, "bg_xxxxxx"), j.launched(10_001, "bg_yyyyyy"), j.started(10_002, "bg_xxxxxx")].join(
      "",
    ),
  )
  await all.until((changes) => changes.length === 3)
  for (const [query, expected] of /** @type {[string, string[]][]} */ ([
    ["?from=start", ["launched bg_xxxxxx", "launched bg_yyyyyy", "started bg_xxxxxx"]],
    ["?from=start&task=bg_xxxxxx", ["launched bg_xxxxxx", "started bg_xxxxxx"]],
    ["?from=start&event=started,ended", ["started bg_xxxxxx"]],
  ])) {
    const client = await listen(serve, { query })
    await client.until((changes) => changes.length === expected.length)
    assert.deepEqual(names(client.changes()), expected)
    await client.close()
  }
  await all.close()
})

test("a client whose place is lost is told so; an id that is none of ours is refused", async () => {
  const { serve } = await begin()
  const lost = await listen(serve, { last: "00000000-12" })
  while (lost.heard.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  assert.equal(lost.heard[0].event, "reset")
  await lost.close()
  const answer = await serve.ask("GET", "/api/events", undefined, { "last-event-id": "x" })
  assert.equal(answer.status, 400)
})

test("the removal of a session is an event", async () => {
  const { where, serve } = await begin()
  const client = await listen(serve)
  fs.rmSync(where.file(j.ROOT))
  await client.until((changes) => changes.length === 1)
  assert.deepEqual(names(client.changes()), ["removed"])
  await client.close()
})

test("what was there before the first server is past: it is not told, also after a compaction", async () => {
  const where = j.makeProject()
  const past = [j.launched(5000, "bg_past01"), j.started(5001, "bg_past01")]
  where.journal([j.claimed(1000, j.living), ...past])
  const serve = await startServe(where)
  const client = await listen(serve, { query: "?from=start" })
  await client.until(() => client.heard.length > 0)
  serve.command.kill("SIGINT")
  await serve.command.ended
  await client.close()
  where.replace(
    compacted([j.claimed(0, j.living), ...past, j.ended(6000, "bg_past01", "completed", { result: "" })]),
  )
  const again = await startServe(where)
  after(() => again.command.stop())
  const back = await listen(again, { query: "?from=start" })
  await back.until((changes) => changes.length > 0)
  assert.deepEqual(names(back.changes()), ["ended bg_past01"])
  await back.close()
})

test("with too many events the older half is dropped, and the numbers and places stay", async () => {
  const where = j.makeProject()
  where.journal([j.claimed(1000, j.living)])
  const log = openEventLog(where.state, 40)
  assert.ok(log.begin())
  const told = []
  for (let n = 0; n < 100; n++) {
    const change = { t: n, root: j.ROOT, event: "started", task: `bg_${n}` }
    log.append([{ r: j.ROOT, h: `hash${n}`, i: "1", o: n, e: change }])
    told.push(...log.readBack().map(({ seq }) => seq))
    log.tidy()
  }
  assert.deepEqual(
    told,
    Array.from({ length: 100 }, (_, n) => n + 1),
  )
  const other = openEventLog(where.state, 40)
  assert.equal(other.begin(), false)
  other.readBack()
  assert.deepEqual([other.seq(), other.epoch()], [100, log.epoch()])
  assert.ok(other.base() >= 50 && other.base() < 100, String(other.base()))
  assert.deepEqual(other.knownOf(j.ROOT).place, { ino: "1", offset: 99 })
  assert.equal(other.after(99, 10)[0].change.task, "bg_99")
  // A line that comes again is known, though its half was dropped.
  other.append([{ r: j.ROOT, h: "hash3", e: { t: 3, root: j.ROOT, event: "started", task: "bg_3" } }])
  assert.deepEqual(other.readBack(), [])
})
