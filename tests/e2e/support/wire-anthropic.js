// @ts-check
/** The Anthropic messages format: a request's content, and a reply as a stream of events. */

/** @typedef {import("./model.js").Said} Said */
/** @typedef {import("./model.js").Reply} Reply */

export const path = "/v1/messages"

/** The AI SDK package that uses this format. */
export const sdk = "@ai-sdk/anthropic"

/**
 * @param {any} body
 * @returns {{ system: string, messages: Said[], tools: string[], model: string }}
 */
export function read(body) {
  const messages = body.messages.map(readMessage)
  const tools = (body.tools ?? []).map((/** @type {any} */ tool) => tool.name)
  return { system: textOf(body.system), messages, tools, model: body.model }
}

/** @param {any} message @returns {Said} */
function readMessage(message) {
  const blocks = blocksOf(message.content)
  return {
    role: message.role,
    text: textOf(blocks.filter((block) => block.type === "text")),
    toolCalls: blocks
      .filter((block) => block.type === "tool_use")
      .map((block) => ({ id: block.id, name: block.name, args: block.input })),
    toolResults: blocks
      .filter((block) => block.type === "tool_result")
      .map((block) => ({ id: block.tool_use_id, text: textOf(block.content) })),
  }
}

/** @param {any} content @returns {any[]} */
function blocksOf(content) {
  return typeof content === "string" ? [{ type: "text", text: content }] : (content ?? [])
}

/** @param {any} content */
function textOf(content) {
  return blocksOf(content)
    .map((block) => block.text ?? "")
    .join("\n")
}

/**
 * @param {Reply} reply
 * @param {{ id: string, model: string }} about
 * @returns {string[]} server-sent events
 */
export function stream(reply, { id, model }) {
  const text = reply.text ? [textBlock(reply.text)] : []
  const tools = (reply.tools ?? []).map((tool, index) => toolBlock(`${id}_${index}`, tool))
  const blocks = reply.order === "tools-first" ? [...tools, ...text] : [...text, ...tools]
  const message = {
    id,
    type: "message",
    role: "assistant",
    model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: { input_tokens: 10, output_tokens: 0 },
  }
  const delta = { stop_reason: tools.length ? "tool_use" : "end_turn", stop_sequence: null }
  return [
    event("message_start", { message }),
    ...blocks.flatMap((block, index) => [
      event("content_block_start", { index, content_block: block.start }),
      event("content_block_delta", { index, delta: block.delta }),
      event("content_block_stop", { index }),
    ]),
    event("message_delta", { delta, usage: { output_tokens: 5 } }),
    event("message_stop", {}),
  ]
}

/** @param {string} text */
function textBlock(text) {
  return { start: { type: "text", text: "" }, delta: { type: "text_delta", text } }
}

/** @param {string} id @param {{ name: string, args: any }} tool */
function toolBlock(id, tool) {
  return {
    start: { type: "tool_use", id, name: tool.name, input: {} },
    delta: { type: "input_json_delta", partial_json: JSON.stringify(tool.args) },
  }
}

/** @param {string} type @param {object} data */
function event(type, data) {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`
}

/** @param {{ message: string }} error */
export function errorBody({ message }) {
  return { type: "error", error: { type: "api_error", message } }
}

/** This kind of server's error when the conversation is too long. */
export const overflow = {
  status: 400,
  message: "prompt is too long: 100001 tokens > 100000 maximum",
}
