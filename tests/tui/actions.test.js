// @ts-check
/** Each action of a person becomes one request. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { createActions } from "../../js-shim/tui/actions.js"
import { session, task } from "./support/views.js"

function open() {
  /** @type {{ root: string, ask: unknown, settled?: () => void }[]} */
  const asked = []
  const requests = {
    ask: (/** @type {string} */ root, /** @type {unknown} */ ask, /** @type {() => void} */ settled) =>
      asked.push({ root, ask, settled }),
  }
  return { asked, actions: createActions(/** @type {any} */ ({ api: {}, requests })) }
}

test("a task is resumed once, until the request is answered, and the request says how", () => {
  const { asked, actions } = open()
  const cut = task("a", "interrupted", { root: "s", resumable: true })
  assert.ok(actions.canResume(cut))
  actions.resume(cut)
  actions.resume(cut)
  assert.deepEqual(
    asked.map(({ ask }) => ask),
    [{ resume: { task: "a", retry: false } }],
  )
  assert.ok(!actions.canResume(cut))
  asked[0].settled?.()
  assert.ok(actions.canResume(cut))
  actions.resume(task("b", "failed", { root: "s", resumable: true }))
  assert.deepEqual(asked[1].ask, { resume: { task: "b", retry: true } })
  assert.ok(!actions.canResume(task("c", "completed")))
  assert.ok(!actions.canResume(undefined))
})

test("one key lets a queue continue, takes back a stop and gives the agent results that wait", () => {
  const owed = [task("a", "completed", { ended: 1 })]
  for (const [about, asks] of /** @type {const} */ ([
    [{ halted: "The queue stopped." }, [{ resume: { task: null } }]],
    [{ stopped: true }, ["continue"]],
    [{ alive: false }, ["continue"]],
    [{ halted: "The queue stopped.", stopped: true }, [{ resume: { task: null } }, "continue"]],
    [{}, []],
  ])) {
    const { asked, actions } = open()
    const shown = session("s", owed, about)
    assert.equal(actions.canGoOn(shown), asks.length > 0)
    actions.goOn(shown)
    assert.deepEqual(
      asked.map(({ ask }) => ask),
      asks,
    )
  }
  assert.ok(!open().actions.canGoOn(undefined))
})
