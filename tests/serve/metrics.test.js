// @ts-check
// The metrics, in Prometheus' text format.
import assert from "node:assert/strict"
import { test } from "node:test"
import * as j from "../cli/support/journal.js"
import { listen } from "./support/events.js"
import { startServe } from "./support/serve.js"

const LINE = /^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\} [0-9.e+-]+)$/

test("tasks, times, tokens and cost are counted, and every line is of the format", async () => {
  const where = j.makeProject()
  const t = Date.now() - 100_000
  where.journal([j.claimed(t, j.living), j.launched(t, "bg_aaaaaa"), j.launched(t, "bg_bbbbbb")])
  const serve = await startServe(where)
  const client = await listen(serve)
  where.append(
    [
      j.started(t + 2000, "bg_aaaaaa"),
      j.active(t + 3000, "bg_aaaaaa", [{ t: t + 3000, text: "bash" }]),
      j.active(t + 4000, "bg_aaaaaa", [{ t: t + 4000, text: "grep" }]),
      j.ended(t + 12_000, "bg_aaaaaa", "completed", { result: "ok" }),
      j.record(t + 12_300, {
        sent: { message: "msg_1", part: "prt_1", kind: "results", tasks: ["bg_aaaaaa"], source: null },
      }),
    ].join(""),
  )
  await client.until((changes) => changes.length === 5)
  const response = await fetch(`${serve.url}/metrics`, { headers: serve.headers })
  const text = await response.text()
  assert.match(response.headers.get("content-type") ?? "", /^text\/plain; version=0\.0\.4/)
  for (const line of text.trimEnd().split("\n")) assert.match(line, LINE)
  const value = (/** @type {string} */ name, /** @type {string} */ label = "") =>
    Number(text.match(new RegExp(`^${name}\\{[^}]*${label}[^}]*\\} (.+)$`, "m"))?.[1])
  assert.equal(value("holdfast_tasks", 'status="pending"'), 1)
  assert.equal(value("holdfast_tasks", 'status="completed"'), 1)
  assert.equal(value("holdfast_tasks_ended_total", 'status="completed"'), 1)
  assert.equal(value("holdfast_prompts_total", 'kind="results"'), 1)
  assert.deepEqual([value("holdfast_queue_seconds_sum"), value("holdfast_queue_seconds_count")], [2, 1])
  assert.deepEqual(
    [value("holdfast_run_seconds_sum"), value("holdfast_run_seconds_bucket", 'le="15"')],
    [10, 1],
  )
  assert.deepEqual(
    [value("holdfast_wake_seconds_sum"), value("holdfast_wake_seconds_bucket", 'le="0.25"')],
    [0.3, 0],
  )
  assert.equal(value("holdfast_tokens_total"), 1200)
  await client.close()
  await serve.command.stop()
})
