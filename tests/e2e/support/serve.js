// @ts-check
/** One `opencode serve` with a scripted model, used over HTTP as a client would. */
import { reach, request } from "./request.js"
import { prepare } from "./run.js"
import { dialectOf, newest } from "./version.js"

/** @typedef {Awaited<ReturnType<typeof serve>>} Server */
/** @typedef {{ type: string, properties: any, data?: any }} Event */

/** @param {Parameters<typeof prepare>[0]} options */
export async function serve(options) {
  const { serverEnv, password } = dialectOf(options.version ?? newest)
  return serveIn(await prepare({ ...options, env: { ...serverEnv, ...options.env } }), password)
}

/**
 * In a prepared project, which may have had a server before.
 * @param {Awaited<ReturnType<typeof prepare>>} prepared
 * @param {string} [password]
 */
export async function serveIn({ model, home, start, dialect }, password) {
  const { api } = dialect
  const authorization = password && `Basic ${Buffer.from(`opencode:${password}`).toString("base64")}`
  /** @type {Record<string, string>} */
  const headers = { "content-type": "application/json", ...(authorization && { authorization }) }
  const command = start("serve", "--port", "0")
  const [url] = await command.stdout.line(/http:\/\/[\d.]+:\d+/)
  const events = await listen(url + api.events, headers)
  // Once it has answered, no request is lost, so requests that change something are sent only once.
  await (await reach(url + api.ready, { headers })).arrayBuffer()

  /** @param {string} method @param {string} path @param {object} [body] @returns {Promise<any>} */
  const ask = async (method, path, body) => {
    const response = await request(url + path, {
      method,
      headers,
      body: body && JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return response.status === 204 ? undefined : response.json()
  }

  return {
    url,
    model,
    home,
    command,
    events,
    ask,
    /** @param {object} [about] @returns {Promise<string>} its id */
    createSession: async (about = {}) => {
      const session = await ask(...api.createSession(about, home.project))
      return (session.data ?? session).id
    },
    /** Returns at once; the turn goes on. @param {string} id @param {string} text @param {object} [more] */
    prompt: (id, text, more = {}) => ask(...api.prompt(id, text, more)),
    /** @param {string} id */
    abort: (id) => ask(...api.abort(id)),
    /** @param {string} id */
    compact: (id) => ask(...api.compact(id)),
    status: () => ask("GET", "/session/status"),
    /** @param {string} id */
    messages: (id) => ask(...api.messages(id)),
    /** The session has become idle that many times. @param {string} id @param {number} [times] */
    idle: (id, times = 1) =>
      events.until(
        `session ${id} idle ${times} times`,
        (seen) =>
          seen.filter((event) => api.ends.includes(event.type) && api.about(event).sessionID === id).length >=
          times,
      ),
    /** Ends the server; the project and the model stay. */
    async quit() {
      events.close()
      await command.stop()
    },
    async stop() {
      events.close()
      await command.stop()
      await model.stop()
    },
  }
}

/** A block of the stream; a comment is none. @param {string} block @returns {Event[]} */
function eventOf(block) {
  const data = block.match(/^data: (.*)$/m)
  return data ? [JSON.parse(data[1])] : []
}

/** The server's events from now on. @param {string} url @param {Record<string, string>} headers */
async function listen(url, headers) {
  const stop = new AbortController()
  const response = await reach(url, { headers, signal: stop.signal })
  /** @type {Event[]} */
  const seen = []
  /** @type {Set<() => void>} */
  const watchers = new Set()
  const read = async () => {
    let open = ""
    const decoder = new TextDecoder()
    for await (const chunk of response.body ?? []) {
      const blocks = (open + decoder.decode(chunk, { stream: true })).split("\n\n")
      open = blocks.pop() ?? ""
      seen.push(...blocks.flatMap(eventOf))
      for (const watcher of watchers) watcher()
    }
  }
  // The stream ends by our abort, or with the server, which the test then notices itself.
  read().catch(() => {})

  return {
    seen,
    close: () => stop.abort(),
    /**
     * @param {string} what
     * @param {(seen: Event[]) => boolean} holds
     * @param {number} [limitMs]
     * @returns {Promise<void>}
     */
    until: (what, holds, limitMs = 60_000) =>
      new Promise((resolve, reject) => {
        const end = (/** @type {() => void} */ done) => {
          watchers.delete(look)
          clearTimeout(limit)
          done()
        }
        const look = () => {
          if (holds(seen)) end(resolve)
        }
        const limit = setTimeout(
          () =>
            end(() =>
              reject(
                new Error(
                  `waited ${limitMs} ms in vain for ${what}; events: ${seen.map(({ type }) => type)}`,
                ),
              ),
            ),
          limitMs,
        )
        watchers.add(look)
        look()
      }),
  }
}
