// @ts-check
/**
 * What `holdfast serve` costs: how long an execute call takes with 10 tasks at work, and how much of a
 * processor it uses at rest and with 60 tasks at work.
 */
import fs from "node:fs"
import { performance } from "node:perf_hooks"
import { setTimeout as sleep } from "node:timers/promises"
import { script } from "../scripts/shell.mjs"
import { active, claimed, launched, living, makeProject, started } from "../tests/cli/support/journal.js"
import { listen } from "../tests/serve/support/events.js"
import { playOwner, startServe } from "../tests/serve/support/serve.js"

const CALLS = 100
const ROUNDS = 3
/** Of the 99th percentile of an execute call. */
const ALLOWED_MS = 100
/** Until what is loaded is loaded. */
const SETTLED_MS = 12_000
const MEASURED_MS = 15_000
/** Of a processor, with 60 tasks at work. */
const ALLOWED_SHARE = 0.02
/** The clock that the system counts processor time with. */
const TICK_MS = 10

await script(async () => {
  // A busy machine has moments of its own: the best of a few rounds counts.
  const rounds = []
  for (let round = 0; round < ROUNDS; round++) rounds.push(await execution(10))
  if (Math.min(...rounds) > ALLOWED_MS) throw new Error(`The 99th percentile may be ${ALLOWED_MS} ms.`)
  await share("at rest, with a page open", 0)
  const busy = await share("with 60 tasks at work, each with a record per second", 60)
  if (busy > ALLOWED_SHARE) throw new Error(`It may use ${100 * ALLOWED_SHARE} % of a processor.`)
})

/** @param {number} count of tasks at work */
async function execution(count) {
  const { where, stop } = work(count, 1000)
  const owner = playOwner(where, ({ launch: { task, description, prompt } }) => ({
    text: `“${description}” is running; /background lists it.`,
    records: [launched(Date.now(), task, { description, prompt })],
  }))
  const serve = await startServe(where)
  /** @type {number[]} */
  const times = []
  for (let call = 0; call < CALLS; call++) {
    const { body } = await send(serve, "/api/tasks", { prompt: `Work ${call}` })
    const begin = performance.now()
    const { status } = await send(serve, `/api/tasks/${body.id}/execute`)
    times.push(performance.now() - begin)
    if (status !== 202) throw new Error(`An execute call was answered with ${status}.`)
  }
  owner.stop()
  await stop()
  await serve.command.stop()
  times.sort((a, b) => a - b)
  const at = (/** @type {number} */ share) => times[Math.floor(share * (times.length - 1))]
  console.log(
    `execute with ${count} tasks at work: median ${at(0.5).toFixed(1)} ms, 99th percentile ${at(0.99).toFixed(1)} ms of ${CALLS} calls`,
  )
  return at(0.99)
}

/** @param {string} what @param {number} count of tasks at work */
async function share(what, count) {
  const { where, stop } = work(count, 1000)
  const serve = await startServe(where)
  const client = await listen(serve)
  await sleep(SETTLED_MS)
  const before = ticks(serve.command.pid)
  await sleep(MEASURED_MS)
  const used = ((ticks(serve.command.pid) - before) * TICK_MS) / MEASURED_MS
  console.log(`${what}: ${(100 * used).toFixed(2)} % of a processor`)
  await client.close()
  await stop()
  await serve.command.stop()
  return used
}

/** A project in which tasks are at work. @param {number} count @param {number} everyMs */
function work(count, everyMs) {
  const where = makeProject()
  const ids = Array.from({ length: count }, (_, n) => `bg_work${String(n).padStart(2, "0")}`)
  where.journal([
    claimed(Date.now(), living),
    ...ids.flatMap((id) => [launched(Date.now(), id), started(Date.now(), id)]),
  ])
  const timers = ids.map((id, n) =>
    setTimeout(
      () => {
        timers[n] = setInterval(
          () => where.append(active(Date.now(), id, [{ t: Date.now(), text: "bash npm test" }])),
          everyMs,
        )
      },
      (n * everyMs) / Math.max(1, count),
    ),
  )
  return {
    where,
    stop: async () => {
      for (const timer of timers) clearInterval(timer)
    },
  }
}

/** @param {{ url: string, headers: Record<string, string> }} serve @param {string} path @param {object} [body] */
async function send({ url, headers }, path, body = {}) {
  const response = await fetch(url + path, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: /** @type {any} */ (await response.json()) }
}

/** The processor time that a process has used. @param {number} pid */
function ticks(pid) {
  const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8")
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
  return Number(fields[11]) + Number(fields[12])
}
