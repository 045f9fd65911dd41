// @ts-check
/** The pieces of a soak, and its output. */

/**
 * A range in pieces that each take about the given time; the first one measures the speed.
 * @param {number} from
 * @param {number} total
 * @param {number} firstSize
 * @param {number} pieceMs
 * @param {() => number} now
 */
export function* chunks(from, total, firstSize, pieceMs, now = Date.now) {
  let size = firstSize
  for (let done = 0; done < total; ) {
    const first = from + done
    const started = now()
    size = Math.min(size, total - done)
    done += size
    yield { first, size, done }
    const elapsed = Math.max(1, now() - started)
    size = Math.max(1, Math.round((size * pieceMs) / elapsed))
  }
}

/** The counts that the simulator prints. @param {string} text @returns {Record<string, number>} */
export function tallyOf(text) {
  const counts = text.matchAll(/^ {4}"(.+)": (\d+),$/gm)
  return Object.fromEntries([...counts].map(([, what, times]) => [what, Number(times)]))
}

/** @param {Record<string, number>} one @param {Record<string, number>} other */
export function sum(one, other) {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])].sort()
  return Object.fromEntries(names.map((name) => [name, (one[name] ?? 0) + (other[name] ?? 0)]))
}

/** @param {number} ms */
export function inWords(ms) {
  const seconds = Math.round(ms / 1000)
  if (seconds < 120) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
