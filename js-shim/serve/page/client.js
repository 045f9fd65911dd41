// @ts-check
/** The server, as the page speaks with it. The token came with the link and stays in this tab. */

const KEY = "holdfast-token"

/** Takes the token out of the address, so that it is not copied along with it. */
export function takeToken() {
  const given = new URLSearchParams(location.hash.slice(1)).get("token")
  if (given) {
    sessionStorage.setItem(KEY, given)
    history.replaceState(null, "", location.pathname)
  }
  return sessionStorage.getItem(KEY)
}

/** @param {string} token */
export function keepToken(token) {
  sessionStorage.setItem(KEY, token.trim())
}

export class Refused extends Error {
  /** @param {number} status @param {string} message */
  constructor(status, message) {
    super(message)
    this.status = status
  }
}

const headers = () => ({ authorization: `Bearer ${sessionStorage.getItem(KEY) ?? ""}` })

/**
 * @param {string} method @param {string} path @param {object} [body]
 * @returns {Promise<any>}
 */
export async function ask(method, path, body) {
  const response = await fetch(`/api${path}`, {
    method,
    headers: { ...headers(), ...(body && { "content-type": "application/json" }) },
    body: body && JSON.stringify(body),
  }).catch(() => {
    throw new Refused(0, "The server cannot be reached.")
  })
  if (response.status === 204) return null
  const answer = await response.json()
  if (!response.ok) throw new Refused(response.status, answer.detail ?? answer.title)
  return answer
}

/**
 * Follows the events, and takes a lost connection up again where it was.
 * @param {{ onChange: (change: any) => void, onState: (state: "live" | "lost" | "refused") => void, onReset: () => void }} listener
 */
export async function follow({ onChange, onState, onReset }) {
  let last = ""
  for (;;) {
    try {
      const response = await fetch("/api/events", {
        headers: { ...headers(), ...(last && { "last-event-id": last }) },
      })
      if (response.status === 401) return onState("refused")
      // A place that the server does not know any more: everything is read anew.
      if (response.status === 400) last = ""
      if (!response.ok || !response.body) throw new Error(String(response.status))
      onState("live")
      onReset()
      for await (const { id, event, data } of blocksOf(response.body)) {
        last = id || last
        if (event === "message") onChange(data)
        if (event === "reset") onReset()
      }
    } catch {
      // The server has ended, or the network has: it is tried again.
    }
    onState("lost")
    await new Promise((resolve) => setTimeout(resolve, 1000))
  }
}

/** @param {ReadableStream<Uint8Array>} body */
async function* blocksOf(body) {
  const decoder = new TextDecoder()
  const reader = body.getReader()
  let open = ""
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    const blocks = (open + decoder.decode(value, { stream: true })).split("\n\n")
    open = blocks.pop() ?? ""
    for (const block of blocks) {
      /** @param {string} name */
      const field = (name) => block.match(new RegExp(`^${name}: (.*)$`, "m"))?.[1]
      const data = field("data")
      if (data !== undefined)
        yield { id: field("id") ?? "", event: field("event") ?? "message", data: JSON.parse(data) }
    }
  }
}
