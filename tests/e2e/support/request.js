// @ts-check
/** Requests to an OpenCode server: none waits forever, and none is lost to a server that is still starting. */
import { setTimeout as sleep } from "node:timers/promises"

/** Only a test that fails waits this long. */
const LIMIT_MS = 120_000
/** A server that has just opened its port may accept a request and never answer it. */
const STARTING = { attemptMs: 15_000, limitMs: 120_000 }

/**
 * One request, with a limit for its answer.
 * @param {string} url
 * @param {RequestInit} [init]
 * @param {number} [limitMs]
 * @returns {Promise<Response>}
 */
export async function request(url, init = {}, limitMs = LIMIT_MS) {
  const late = new AbortController()
  const what = `${init.method ?? "GET"} ${url}`
  // It ends with the headers: a stream of events may stay open.
  const limit = setTimeout(
    () => late.abort(new Error(`${what} was not answered within ${limitMs} ms`)),
    limitMs,
  )
  const signals = init.signal ? [init.signal, late.signal] : [late.signal]
  try {
    return await fetch(url, { ...init, signal: AbortSignal.any(signals) })
  } finally {
    clearTimeout(limit)
  }
}

/**
 * A request that changes nothing, to a server that may still be starting: it is retried if it is refused, cut
 * off or not answered.
 * @param {string} url
 * @param {RequestInit} [init]
 * @returns {Promise<Response>}
 */
export async function reach(url, init = {}, { attemptMs, limitMs } = STARTING) {
  const started = Date.now()
  for (;;) {
    try {
      return await request(url, init, attemptMs)
    } catch (error) {
      if (init.signal?.aborted || Date.now() - started > limitMs) throw error
      await sleep(100)
    }
  }
}
