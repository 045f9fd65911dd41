// @ts-check
/** Requests of the tests to a server: none waits forever. */
import assert from "node:assert/strict"
import { createServer } from "node:http"
import { test } from "node:test"
import { reach, request } from "../e2e/support/request.js"

test("a starting server that never answers its first request is asked again", async (context) => {
  const server = await listen(context, (number) => number > 1)
  const response = await reach(server.url, {}, { attemptMs: 50, limitMs: 60_000 })
  assert.equal(await response.text(), "request 2")
})

test("a server that is not there yet is asked again", async (context) => {
  const first = await listen(context, () => true)
  await first.close()
  const answer = reach(first.url, {}, { attemptMs: 1_000, limitMs: 60_000 })
  await listen(context, () => true, first.port)
  assert.equal((await answer).status, 200)
})

test("a request that is never answered ends with its name and its limit", async (context) => {
  const server = await listen(context, () => false)
  await assert.rejects(
    request(`${server.url}/session`, { method: "POST" }, 50),
    /POST http:.*\/session was not answered within 50 ms/,
  )
  await assert.rejects(reach(server.url, {}, { attemptMs: 50, limitMs: 0 }), /within 50 ms/)
})

test("an answer may stream on after the limit", async (context) => {
  const server = await listen(context, () => true, 0, 2_500)
  assert.equal(await (await request(server.url, {}, 2_000)).text(), "request 1")
})

/**
 * @param {import("node:test").TestContext} context
 * @param {(number: number) => boolean} answers
 * @param {number} [port]
 * @param {number} [bodyMs] how long after the headers the body comes
 */
async function listen(context, answers, port = 0, bodyMs = 0) {
  let number = 0
  const server = createServer((_, response) => {
    const now = ++number
    if (!answers(now)) return
    response.writeHead(200).flushHeaders()
    setTimeout(() => response.end(`request ${now}`), bodyMs)
  })
  const close = () => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  }
  context.after(close)
  await new Promise((resolve) => server.listen(port, "127.0.0.1", () => resolve(undefined)))
  const address = /** @type {import("node:net").AddressInfo} */ (server.address())
  return { url: `http://127.0.0.1:${address.port}`, port: address.port, close }
}
