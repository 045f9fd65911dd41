// @ts-check
/** A client of `/api/events`: what it has heard, and a way to wait for more. */

/** @typedef {{ id: string, event: string, data: any }} Heard */

/**
 * @param {{ url: string, headers: Record<string, string> }} serve
 * @param {{ query?: string, last?: string | null }} [about]
 */
export async function listen({ url, headers }, { query = "", last = null } = {}) {
  const stop = new AbortController()
  const response = await fetch(`${url}/api/events${query}`, {
    headers: { ...headers, ...(last !== null && { "last-event-id": last }) },
    signal: stop.signal,
  })
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
  /** @type {Heard[]} */
  const heard = []
  let lastId = last
  /** @type {Set<() => void>} */
  const watchers = new Set()
  const reading = read().catch(() => {})

  async function read() {
    let open = ""
    const decoder = new TextDecoder()
    for await (const chunk of response.body ?? []) {
      const blocks = (open + decoder.decode(chunk, { stream: true })).split("\n\n")
      open = blocks.pop() ?? ""
      for (const block of blocks) {
        const field = (/** @type {string} */ name) => block.match(new RegExp(`^${name}: (.*)$`, "m"))?.[1]
        const data = field("data")
        if (data === undefined) continue
        lastId = field("id") ?? lastId
        heard.push({ id: lastId ?? "", event: field("event") ?? "message", data: JSON.parse(data) })
      }
      for (const watcher of watchers) watcher()
    }
  }

  return {
    heard,
    /** The records alone. */
    changes: () => heard.filter(({ event }) => event === "message").map(({ data }) => data),
    last: () => lastId,
    /** @param {(changes: any[]) => boolean} holds @returns {Promise<void>} */
    until(holds) {
      return new Promise((resolve) => {
        const look = () => {
          if (!holds(heard.filter(({ event }) => event === "message").map(({ data }) => data))) return
          watchers.delete(look)
          resolve(undefined)
        }
        watchers.add(look)
        look()
      })
    },
    async close() {
      stop.abort()
      await reading
    },
  }
}
