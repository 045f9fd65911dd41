// @ts-check
/** A soak plays every seed of its range once, and adds up what happened. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { chunks, inWords, sum, tallyOf } from "../../scripts/soak/report.mjs"

test("the pieces of a soak cover the range once, whatever each takes", () => {
  for (const costs of [[1, 1, 1], [90_000, 1, 5], [0]]) {
    let time = 0
    let piece = 0
    const played = []
    for (const { first, size, done } of chunks(7, 1_000, 100, 30_000, () => time)) {
      played.push(...Array.from({ length: size }, (_, index) => first + index))
      time += size * costs[piece++ % costs.length]
      assert.equal(done, played.length)
    }
    assert.deepEqual(
      played,
      Array.from({ length: 1_000 }, (_, index) => index + 7),
    )
  }
})

test("a slow piece is followed by smaller ones", () => {
  let time = 0
  const sizes = []
  for (const { size } of chunks(0, 1_000, 100, 1_000, () => time)) {
    sizes.push(size)
    time += size * 100
  }
  assert.deepEqual(sizes.slice(0, 3), [100, 10, 10])
})

test("what happened in all pieces is added up", () => {
  const text = 'running 1 test\n{\n    "crashes": 12,\n    "a user spoke": 3,\n}\n'
  assert.deepEqual(tallyOf(text), { crashes: 12, "a user spoke": 3 })
  assert.deepEqual(sum(tallyOf(text), { crashes: 1, aborts: 2 }), {
    "a user spoke": 3,
    aborts: 2,
    crashes: 13,
  })
  assert.deepEqual([400, 90_000, 600_000, 9_000_000].map(inWords), ["0 s", "90 s", "10 min", "2 h 30 min"])
})
