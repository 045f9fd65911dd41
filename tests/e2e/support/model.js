// @ts-check
/**
 * A scripted model on loopback. It supports both wire formats, answers as the test says,
 * and records every call with the times of its arrival and of its answer.
 */
import { createServer } from "node:http"
import { createRecord } from "./record.js"
import * as anthropic from "./wire-anthropic.js"
import * as openai from "./wire-openai.js"

/** @typedef {{ role: string, text: string, toolCalls: { id: string, name: string, args: any }[], toolResults: { id: string, text: string }[] }} Said */
/** @typedef {{ text?: string, tools?: { name: string, args: any }[], order?: "text-first" | "tools-first", delayMs?: number, error?: { status: number, message: string, retryAfter?: number }, hang?: true, overflow?: true }} Reply */
/** @typedef {{ kind: "root" | "job" | "title" | "compaction", number: number, system: string, messages: Said[], tools: string[], model: string, raw: any, at: number, answeredAt?: number, aborted?: boolean, latest: { text: string, toolResults: string[] }, job?: { name: string, ms: number } }} Call */
/** @typedef {(call: Call) => Reply | Promise<Reply>} Responder */
/** @typedef {Responder | (Reply | Responder)[]} Script */
/** @typedef {{ root: Script, job?: Responder, compaction?: Responder }} Scripts */
/** @typedef {{ tools: Record<string, string>, summary: (text: string) => string }} Words `tools`: what OpenCode calls those that scripts name otherwise; `summary`: a compaction's, in the form that it wants */
/** @typedef {Awaited<ReturnType<typeof startModel>>} Model */

export const wires = { openai, anthropic }

/** A prompt that tells the model a background job's name and duration. */
export const jobPrompt = (/** @type {string | number} */ name, /** @type {number} */ ms) =>
  `JOB ${name} for ${ms}ms`

/** The model's answer at the end of a job. */
export const jobResult = (/** @type {string | number} */ name) => `RESULT OF JOB ${name}`

/** @type {Responder} */
const answerJob = ({ job }) => ({ text: jobResult(job?.name ?? "?"), delayMs: job?.ms ?? 0 })

/**
 * @param {Scripts | Script} scripts what the root session's agent says, call by call
 * @param {Words} [words] those of an OpenCode that does not speak as version 1 does
 */
export async function startModel(scripts, words = { tools: {}, summary: (text) => text }) {
  const { root, job = answerJob, compaction } = "root" in scripts ? scripts : { root: scripts }
  /** @type {Record<Call["kind"], Responder>} */
  const responders = {
    root: typeof root === "function" ? root : byNumber(root),
    job,
    title: () => ({ text: "A title" }),
    compaction: compaction ?? (() => ({ text: "SUMMARY OF THE CONVERSATION" })),
  }
  const record = createRecord()

  const server = createServer(async (request, response) => {
    const wire = Object.values(wires).find(({ path }) => request.url?.startsWith(path))
    if (!wire) return void response.writeHead(404).end()
    const raw = JSON.parse(await bodyOf(request))
    const call = record.arrived(describe(wire.read(raw), raw))
    response.on("close", () => record.closed(call, response.writableFinished))
    const reply = await Promise.resolve(call).then(responders[call.kind]).catch(scriptError)
    await send(wire, inItsWords(reply, call, words), call, response)
  })
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)))
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address())

  return {
    url: `http://127.0.0.1:${port}/v1`,
    ...record.view,
    stop() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(resolve))
    },
  }
}

/**
 * Scripts speak as to OpenCode 1.
 * @param {Reply} reply @param {Call} call @param {Words} words @returns {Reply}
 */
function inItsWords(reply, { kind }, { tools, summary }) {
  const named = reply.tools?.map((tool) => ({ ...tool, name: tools[tool.name] ?? tool.name }))
  const text = kind === "compaction" && reply.text ? summary(reply.text) : reply.text
  return { ...reply, text, tools: named }
}

/** @param {(Reply | Responder)[]} replies @returns {Responder} */
function byNumber(replies) {
  return (call) => {
    const reply = replies[call.number - 1] ?? { text: `NOT SCRIPTED: call ${call.number}` }
    return typeof reply === "function" ? reply(call) : reply
  }
}

/** A mistake in a script ends the run with its words. @param {unknown} error @returns {Reply} */
function scriptError(error) {
  return { error: { status: 400, message: `the test's script failed: ${error}` } }
}

/** @param {import("node:http").IncomingMessage} request */
async function bodyOf(request) {
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString("utf8")
}

/**
 * @param {Omit<Call, "kind" | "number" | "raw" | "at" | "latest">} said
 * @param {any} raw
 * @returns {Call}
 */
function describe(said, raw) {
  const job = jobOf(said.messages)
  return {
    ...said,
    raw,
    job,
    kind: kindOf(said, job),
    latest: latestOf(said.messages),
    number: 0,
    at: Date.now(),
  }
}

/** OpenCode 2 compacts with the agent's own tools and instructions. */
const COMPACTS = /^You MUST summarize the conversation|required summary template/

/** @param {{ tools: string[], system: string, messages: Said[] }} said @param {Call["job"]} job @returns {Call["kind"]} */
function kindOf({ tools, system, messages }, job) {
  if (COMPACTS.test(messages.at(-1)?.text ?? "")) return "compaction"
  if (tools.length) return job ? "job" : "root"
  return /title/i.test(system) ? "title" : "compaction"
}

/** The first user message tells a job's session; a follow-up may give it a new time. @param {Said[]} messages */
function jobOf(messages) {
  const prompts = messages
    .filter(({ role }) => role === "user")
    .map(({ text }) => text.match(/\bJOB (\w+) for (\d+)ms/))
  const match = prompts.findLast(Boolean)
  return prompts[0] && match ? { name: match[1], ms: Number(match[2]) } : undefined
}

/** What came after the model's last words. @param {Said[]} messages */
function latestOf(messages) {
  const news = messages.slice(messages.findLastIndex(({ role }) => role === "assistant") + 1)
  return {
    text: news
      .map(({ text }) => text)
      .filter(Boolean)
      .join("\n"),
    toolResults: news.flatMap(({ toolResults }) => toolResults.map(({ text }) => text)),
  }
}

/**
 * @param {typeof openai | typeof anthropic} wire
 * @param {Reply} reply
 * @param {Call} call
 * @param {import("node:http").ServerResponse} response
 */
async function send(wire, reply, call, response) {
  if (reply.hang) return
  if (reply.delayMs) await new Promise((resolve) => setTimeout(resolve, reply.delayMs))
  if (response.destroyed) return
  const error = reply.overflow ? wire.overflow : reply.error
  if (error) {
    const retry = "retryAfter" in error ? { "retry-after": String(error.retryAfter) } : {}
    response.writeHead(error.status, { "content-type": "application/json", ...retry })
    return void response.end(JSON.stringify(wire.errorBody(error)))
  }
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" })
  const about = { id: `reply_${call.kind}_${call.number}`, model: call.model }
  for (const event of wire.stream(reply, about)) response.write(event)
  response.end()
}
