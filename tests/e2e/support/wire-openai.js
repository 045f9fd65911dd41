// @ts-check
/** The OpenAI chat completions format: a request's content, and a reply as a stream of chunks. */

/** @typedef {import("./model.js").Said} Said */
/** @typedef {import("./model.js").Reply} Reply */

export const path = "/v1/chat/completions"

/** The AI SDK package that uses this format. */
export const sdk = "@ai-sdk/openai-compatible"

/**
 * @param {any} body
 * @returns {{ system: string, messages: Said[], tools: string[], model: string }}
 */
export function read(body) {
  const messages = []
  const system = []
  for (const message of body.messages) {
    const text = textOf(message.content)
    if (message.role === "system") system.push(text)
    else if (message.role === "tool")
      toolMessage(messages).toolResults.push({ id: message.tool_call_id, text })
    else messages.push({ role: message.role, text, toolCalls: toolCalls(message), toolResults: [] })
  }
  const tools = (body.tools ?? []).map((/** @type {any} */ tool) => tool.function.name)
  return { system: system.join("\n"), messages, tools, model: body.model }
}

/** Tool results of one step are one message, as in the Anthropic format. @param {Said[]} messages */
function toolMessage(messages) {
  const last = messages.at(-1)
  if (last?.toolResults.length) return last
  const message = { role: "user", text: "", toolCalls: [], toolResults: [] }
  messages.push(message)
  return message
}

/** @param {any} content */
function textOf(content) {
  if (typeof content === "string") return content
  return (content ?? []).map((/** @type {any} */ part) => part.text ?? "").join("\n")
}

/** @param {any} message */
function toolCalls(message) {
  return (message.tool_calls ?? []).map((/** @type {any} */ call) => ({
    id: call.id,
    name: call.function.name,
    args: JSON.parse(call.function.arguments || "{}"),
  }))
}

/**
 * @param {Reply} reply
 * @param {{ id: string, model: string }} about
 * @returns {string[]} server-sent events
 */
export function stream(reply, { id, model }) {
  const chunk = (
    /** @type {any} */ delta,
    /** @type {string | null} */ finish = null,
    /** @type {object | undefined} */ usage = undefined,
  ) =>
    `data: ${JSON.stringify({
      id,
      object: "chat.completion.chunk",
      created: 1,
      model,
      choices: [{ index: 0, delta, finish_reason: finish }],
      usage,
    })}\n\n`
  const text = reply.text ? [chunk({ role: "assistant", content: reply.text })] : []
  const tools = (reply.tools ?? []).map((tool, index) =>
    chunk({
      role: "assistant",
      tool_calls: [
        {
          index,
          id: `${id}_${index}`,
          type: "function",
          function: { name: tool.name, arguments: JSON.stringify(tool.args) },
        },
      ],
    }),
  )
  const body = reply.order === "tools-first" ? [...tools, ...text] : [...text, ...tools]
  const usage = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 }
  return [...body, chunk({}, tools.length ? "tool_calls" : "stop", usage), "data: [DONE]\n\n"]
}

/** @param {{ message: string }} error */
export function errorBody({ message }) {
  return { error: { message, type: "error", code: null } }
}

/** This kind of server's error when the conversation is too long. */
export const overflow = {
  status: 400,
  message:
    "This model's maximum context length is 100000 tokens. However, your messages resulted in 100001 tokens.",
}
