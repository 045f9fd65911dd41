// @ts-check
/** `holdfast serve` from its sources, and a client that holds every answer against the OpenAPI document. */
import assert from "node:assert/strict"
import fs from "node:fs"
import { Ajv2020 } from "ajv/dist/2020.js"
import { startHoldfast } from "../../cli/support/holdfast.js"

/** Nobody waits for it unless something is wrong. */
const LIMIT_MS = 30_000

/** @typedef {Awaited<ReturnType<typeof startServe>>} Serve */

/** @param {import("../../cli/support/holdfast.js").Where} where @param {string[]} args */
export async function startServe(where, ...args) {
  const command = startHoldfast(where, "serve", "--port", "0", ...args)
  const [, url, token] = await command.stdout.line(/^(http:\/\/\S+)\/#token=(\S+)$/)
  return { command, ...clientOf(url, token), link: `${url}/#token=${token}` }
}

/** @param {string} url @param {string} token */
export function clientOf(url, token) {
  const headers = { authorization: `Bearer ${token}` }
  /** @type {Promise<(method: string, path: string, status: number, body: unknown) => void> | undefined} */
  let checking

  /** @param {string} method @param {string} path @param {{ body?: unknown, headers?: Record<string, string> }} [more] */
  async function send(method, path, { body, headers: others } = {}) {
    /** @type {Record<string, string>} */
    const type = body === undefined ? {} : { "content-type": "application/json" }
    const response = await fetch(url + path, {
      method,
      headers: { ...headers, ...type, ...others },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(LIMIT_MS),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined }
  }

  return {
    url,
    token,
    headers,
    /** @param {string} method @param {string} path @param {unknown} [body] @param {Record<string, string>} [others] */
    async ask(method, path, body, others) {
      const answer = await send(method, path, { body, headers: others })
      checking ??= send("GET", "/api/openapi.json").then(({ body }) => checkerOf(body))
      ;(await checking)(method, path, answer.status, answer.body)
      return answer
    },
  }
}

/** @param {any} document */
export function checkerOf(document) {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  ajv.addSchema(document, "api")
  const templates = Object.keys(document.paths).map((template) => ({
    template,
    pattern: new RegExp(`^${template.replace(/\{\w+\}/g, "[^/]+")}$`),
  }))
  return (
    /** @type {string} */ method,
    /** @type {string} */ path,
    /** @type {number} */ status,
    /** @type {unknown} */ body,
  ) => {
    const [bare] = path.split("?")
    const template = templates.find(({ pattern }) => pattern.test(bare))?.template
    const responses = template && document.paths[template][method.toLowerCase()]?.responses
    if (!responses) return assert.ok(status >= 400, `${method} ${bare} is not in the document`)
    const where = responses[status] ? String(status) : "default"
    assert.ok(where !== "default" || status >= 400, `${method} ${bare}: ${status} is not in the document`)
    const content = responses[where].content
    if (!content) return assert.equal(body, undefined)
    const [type] = Object.keys(content)
    const pointer = ["paths", template, method.toLowerCase(), "responses", where, "content", type, "schema"]
    const way = pointer
      .map((part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1")))
      .join("/")
    const validate = ajv.getSchema(`api#/${way}`)
    assert.ok(validate, way)
    assert.ok(
      validate(body),
      `${method} ${bare} ${status}: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(body)}`,
    )
  }
}

/**
 * Plays the OpenCode that owns a project's journal: answers each request as it comes.
 * @param {ReturnType<typeof import("../../cli/support/journal.js").makeProject>} where
 * @param {(ask: any, request: string) => { text: string, records?: string[] }} answer
 */
export function playOwner(where, answer) {
  /** @type {any[]} */
  const asks = []
  const done = new Set()
  let read = 0
  const look = () => {
    const text = where.read()
    const news = text.slice(read, text.lastIndexOf("\n") + 1)
    read += news.length
    for (const line of news.split("\n")) {
      const asked = line.includes('"asked"') ? JSON.parse(line).what.asked : undefined
      if (!asked || done.has(asked.request)) continue
      done.add(asked.request)
      asks.push(asked.ask)
      const { text, records = [] } = answer(asked.ask, asked.request)
      const answered = { v: 1, t: Date.now(), what: { answered: { request: asked.request, text } } }
      where.append([...records, `${JSON.stringify(answered)}\n`].join(""))
    }
  }
  const watcher = fs.watch(where.state, look)
  look()
  return { asks, stop: () => watcher.close() }
}
