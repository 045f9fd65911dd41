// @ts-check
// cspell:ignore fetc fpasswd fserve ftoken
// Whoever has no business here gets a clear error, learns nothing and harms nothing.
import assert from "node:assert/strict"
import fs from "node:fs"
import http from "node:http"
import net from "node:net"
import path from "node:path"
import { after, test } from "node:test"
import { startHoldfast } from "../cli/support/holdfast.js"
import * as j from "../cli/support/journal.js"
import { startServe } from "./support/serve.js"

const SECRET = "the secret of the task"
const where = j.makeProject()
where.journal([j.claimed(1, j.dead), j.launched(2, "bg_aaaaaa", { prompt: SECRET })])
const serve = await startServe(where)
after(() => serve.command.stop())
const { port } = new URL(serve.url)

/**
 * A request as it stands, also one that no browser would send.
 * @param {http.RequestOptions & { body?: string | Buffer }} options
 * @returns {Promise<{ status: number, text: string, headers: http.IncomingHttpHeaders }>}
 */
function raw({ body, ...options }) {
  return new Promise((resolve, reject) => {
    const request = http.request({ host: "127.0.0.1", port, ...options }, async (response) => {
      const chunks = []
      for await (const chunk of response) chunks.push(chunk)
      const text = Buffer.concat(chunks).toString()
      resolve({ status: response.statusCode ?? 0, text, headers: response.headers })
    })
    request.on("error", reject)
    request.end(body)
  })
}

/** @param {Awaited<ReturnType<typeof raw>>} answer @param {number} status */
function refused({ status: got, text, headers }, status) {
  assert.equal(got, status, text)
  assert.match(String(headers["content-type"]), /application\/problem\+json/)
  const { detail, title } = JSON.parse(text)
  assert.ok(title && /\.$/.test(detail), text)
  assert.ok(!text.includes(SECRET) && !text.includes(serve.token) && !text.includes(where.root), text)
}

for (const [what, authorization] of [
  ["no token", undefined],
  ["a wrong token", "Bearer wrong"],
  ["a part of the token", `Bearer ${serve.token.slice(0, -1)}`],
  ["the token in another scheme", `Basic ${serve.token}`],
]) {
  test(`${what} is refused, whatever is asked for`, async () => {
    for (const path of ["/api/tasks", "/api/tasks/bg_aaaaaa", "/api/events", "/api/openapi.json", "/metrics"])
      refused(await raw({ path, headers: authorization ? { authorization } : {} }), 401)
    refused(await raw({ path: "/api/tasks", method: "POST", body: '{"prompt":"x"}' }), 401)
    refused(await raw({ path: `/api/tasks?token=${serve.token}` }), 401)
  })
}

for (const [what, headers] of /** @type {[string, Record<string, string>][]} */ ([
  ["a page of another origin", { origin: "https://evil.example" }],
  ["a page of another port", { origin: "http://127.0.0.1:1" }],
  ["a page without an origin", { origin: "null" }],
  ["a name that leads here by DNS rebinding", { host: `evil.example:${port}` }],
  ["a name that only begins like ours", { host: `localhost.evil.example:${port}` }],
])) {
  test(`${what} is refused, also with the token`, async () => {
    refused(await raw({ path: "/api/tasks", headers: { ...serve.headers, ...headers } }), 403)
    refused(await raw({ path: "/", headers }), 403)
  })
}

test("no path leads out of what is served", async () => {
  for (const path of [
    "/../../etc/passwd",
    "/..%2f..%2fetc%2fpasswd",
    "/api/sessions/..%2f..%2fserve%2ftoken/activity",
    "/api/sessions/serve%2ftoken",
    "/api/tasks/%00",
    "/api/tasks/__proto__",
    "/assets/../../package.json",
    "//etc/passwd",
    `/api/tasks/${"x".repeat(5000)}`,
  ]) {
    const answer = await raw({ path, headers: serve.headers })
    assert.ok([400, 404].includes(answer.status), `${path}: ${answer.status}`)
    assert.ok(!answer.text.includes("root:") && !answer.text.includes(serve.token))
  }
  assert.ok((await raw({ path: "/api/tasks/%E0%A4%A", headers: serve.headers })).status < 500)
})

test("a body of 10 MB is refused, with and without its length", async () => {
  const body = Buffer.from(JSON.stringify({ prompt: "x".repeat(10_000_000) }))
  const about = { path: "/api/tasks", method: "POST" }
  const headers = { ...serve.headers, "content-type": "application/json" }
  for (const more of [{ "content-length": String(body.length) }, { "transfer-encoding": "chunked" }]) {
    // The server need not read to the end what it refuses.
    const answer = await raw({ ...about, headers: { ...headers, ...more }, body }).catch(
      (error) => error.code,
    )
    if (typeof answer === "string") assert.match(answer, /ECONNRESET|EPIPE/)
    else refused(answer, 413)
  }
  assert.equal((await serve.ask("GET", "/api/tasks")).body.total, 1)
})

test("what is no JSON, or none of ours, is refused", async () => {
  const about = { path: "/api/tasks", method: "POST" }
  const json = { ...serve.headers, "content-type": "application/json" }
  refused(await raw({ ...about, headers: json, body: "{" }), 400)
  refused(await raw({ ...about, headers: json, body: "[]" }), 400)
  refused(await raw({ ...about, headers: json, body: '{"__proto__":{"prompt":"x"},"prompt":"y"}' }), 400)
  refused(
    await raw({ ...about, headers: { ...json, "content-type": "text/plain" }, body: '{"prompt":"x"}' }),
    415,
  )
  refused(await raw({ path: "/api/tasks/bg_aaaaaa", method: "PUT", headers: serve.headers }), 404)
})

test("a thousand connections that say nothing, and a thousand requests, harm nobody", async () => {
  const silent = await Promise.all(
    Array.from(
      { length: 1000 },
      () =>
        new Promise((/** @type {(socket: net.Socket) => void} */ resolve, reject) => {
          const socket = net.connect(Number(port), "127.0.0.1", () => resolve(socket))
          socket.on("error", reject)
        }),
    ),
  )
  const answers = await Promise.all(Array.from({ length: 1000 }, () => raw({ path: "/api/tasks" })))
  for (const answer of answers) refused(answer, 401)
  assert.equal((await serve.ask("GET", "/api/health")).status, 200)
  for (const socket of silent) socket.destroy()
})

test("only the user can read the token, and a page without it holds nothing of the project", async () => {
  const file = path.join(where.state, "serve/token")
  assert.equal(fs.statSync(file).mode & 0o777, 0o600)
  assert.equal(fs.statSync(path.dirname(file)).mode & 0o777, 0o700)
  assert.equal(fs.readFileSync(file, "utf8").trim(), serve.token)
})

test("the link is alone on standard output; Ctrl+C ends it at once, with 0", async () => {
  const one = await startServe(where)
  assert.equal(one.token, serve.token)
  one.command.kill("SIGINT")
  assert.equal((await one.command.ended).code, 0)
  assert.match(one.command.stdout.text(), /^http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]+\n$/)
  assert.match(one.command.stderr.text(), /Serving .*project\./)
})

test("a port in use is named, with what to do; the usual one is left for another", async () => {
  const taken = startHoldfast(where, "serve", "--port", port)
  const { code } = await taken.end(30_000)
  assert.equal(code, 1)
  assert.equal(
    taken.stderr.text(),
    `holdfast: Port ${port} is in use; name another one with --port, or --port 0 for any.\n`,
  )
})

test("another host is a warning, and answers to its address", async () => {
  const open = startHoldfast(where, "serve", "--port", "0", "--host", "0.0.0.0")
  const [, shown] = await open.stdout.line(/^http:\/\/0\.0\.0\.0:(\d+)\/#token=/)
  await open.stderr.line(/^Warning: everybody who reaches 0\.0\.0\.0 and has the token can run tasks/)
  const about = { port: shown, path: "/api/health" }
  assert.equal((await raw({ ...about, headers: serve.headers })).status, 200)
  refused(await raw({ ...about, headers: { ...serve.headers, host: "evil.example" } }), 403)
  await open.stop()
})

test("the link that is opened in a browser is no argument that others can see", async () => {
  const bin = path.join(where.root, "bin")
  fs.mkdirSync(bin)
  fs.writeFileSync(path.join(bin, "xdg-open"), '#!/bin/sh\necho "$@" > "$HOME/opened"\n', { mode: 0o755 })
  const env = { ...where.env, PATH: `${bin}:${where.env.PATH}` }
  const one = await startServe({ ...where, env }, "--open")
  const opened = path.join(where.root, "opened")
  while (!fs.existsSync(opened) || !fs.readFileSync(opened, "utf8"))
    await new Promise((done) => setTimeout(done, 10))
  const file = fs.readFileSync(opened, "utf8").trim()
  assert.ok(!file.includes(one.token))
  assert.equal(fs.statSync(file).mode & 0o777, 0o600)
  assert.ok(fs.readFileSync(file, "utf8").includes(one.link))
  await one.command.stop()
})
