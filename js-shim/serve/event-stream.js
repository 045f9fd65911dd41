// @ts-check
// The events as a stream for clients (server-sent events). Each client has its own place in the log:
// a slow one is not waited for, and one that comes back goes on where it was.
import { Problem } from "./problem.js"

/** @typedef {{ epoch: string, seq: number }} At */

const HEARTBEAT_MS = 15_000
const RETRY_MS = 1000
const BATCH = 100
const STREAMS = 500
let streams = 0

/**
 * @param {import("./served.js").Served[]} served
 * @param {Request} request
 */
export function eventStream(served, request) {
  const query = new URL(request.url).searchParams
  const last = request.headers.get("last-event-id") ?? query.get("last_event_id")
  const wanted = filterOf(query)
  const from = query.get("from") ?? "now"
  if (from !== "now" && from !== "start") throw new Problem("bad-request", "from must be now or start.")
  if (streams >= STREAMS)
    throw new Problem("unavailable", `${STREAMS} streams are open; close some, or try again later.`)
  const readers = served.map((one) => readerOf(one, placesIn(last), from))
  const id = () => readers.map(({ id }) => id()).join(".")
  const encoder = new TextEncoder()
  /** @type {() => void} */
  let wake = () => {}
  const stops = served.map(({ events }) => events.onEvents(() => wake()))
  let isOpen = true
  streams++

  function close() {
    if (!isOpen) return
    isOpen = false
    streams--
    for (const stop of stops) stop()
    wake()
  }
  request.signal.addEventListener("abort", close)

  const body = new ReadableStream({
    start(controller) {
      const lost = readers.filter(({ isLost }) => isLost).map(({ project }) => project)
      const first = lost.length > 0 ? { event: "reset", projects: lost } : { event: "ready" }
      controller.enqueue(encoder.encode(`retry: ${RETRY_MS}\n${block(id(), first, first.event)}`))
    },
    async pull(controller) {
      while (isOpen) {
        const text = readers.map((reader) => reader.next(wanted, () => id())).join("")
        if (text) return controller.enqueue(encoder.encode(text))
        if (!(await changed()))
          return isOpen ? controller.enqueue(encoder.encode(": still here\n\n")) : undefined
      }
    },
    cancel: close,
  })

  /** Resolves when there may be more, or with false after a while. @returns {Promise<boolean>} */
  function changed() {
    return new Promise((resolve) => {
      const late = setTimeout(() => resolve(false), HEARTBEAT_MS)
      wake = () => {
        clearTimeout(late)
        resolve(true)
      }
    })
  }

  const headers = {
    "content-type": "text/event-stream",
    "cache-control": "no-store",
    "x-accel-buffering": "no",
  }
  return new Response(body, { headers })
}

/**
 * One client's way through one project's events.
 * @param {import("./served.js").Served} served @param {Map<string, number>} places @param {string} from
 */
function readerOf({ project, events }, places, from) {
  const { log } = events
  const known = places.get(log.epoch())
  const start = from === "start" ? log.base() : log.seq()
  const isLost = known === undefined ? places.size > 0 : known < log.base() || known > log.seq()
  /** @type {At} */
  let at = { epoch: log.epoch(), seq: known === undefined ? start : known > log.seq() ? log.seq() : known }
  return {
    project: project.id,
    isLost,
    id: () => `${at.epoch}-${at.seq}`,
    /** The next ones as text; empty when there are none. @param {(change: any) => boolean} wanted @param {() => string} id */
    next(wanted, id) {
      if (at.epoch !== log.epoch()) at = { epoch: log.epoch(), seq: log.base() }
      let text = ""
      for (
        let batch = log.after(at.seq, BATCH);
        batch.length > 0 && !text;
        batch = log.after(at.seq, BATCH)
      ) {
        for (const { seq, change } of batch) {
          at = { ...at, seq }
          if (wanted(change)) text += block(id(), { project: project.id, ...change })
        }
      }
      return text
    },
  }
}

/** @param {string} id @param {object} data @param {string} [event] */
function block(id, data, event) {
  return `${event ? `event: ${event}\n` : ""}id: ${id}\ndata: ${JSON.stringify(data)}\n\n`
}

/** @param {string | null} id @returns {Map<string, number>} */
function placesIn(id) {
  const parts = id?.split(".") ?? []
  const places = parts.flatMap((part) => {
    const [, epoch, seq] = part.match(/^([0-9a-f]{8})-(\d{1,15})$/) ?? []
    return epoch ? [/** @type {[string, number]} */ ([epoch, Number(seq)])] : []
  })
  if (id && places.length !== parts.length)
    throw new Problem("bad-request", "Last-Event-ID is none that this server gave out; leave it out.")
  return new Map(places)
}

/** @param {URLSearchParams} query @returns {(change: import("../cli/changes.js").Change) => boolean} */
function filterOf(query) {
  const events = query.get("event")?.split(",")
  const root = query.get("root")
  const task = query.get("task")
  return (change) =>
    (events?.includes(change.event) ?? true) &&
    (root === null || change.root === root) &&
    (task === null || change.task === task || (change.tasks?.includes(task) ?? false))
}
