// @ts-check
// What is appended to one journal from a known place on. Reading stays with the open file, so that
// what was appended just before a compaction put a new file in its place is not lost. A compaction
// that happened while nobody looked is told as such: then the old lines are gone, and only their
// outcome is left.
import fs from "node:fs"

/** @typedef {{ ino: string, offset: number }} Place in which file, and how much of it is known */
/** @typedef {{ place: Place, lines: { text: string, end: number }[], summary: string[] }} News `summary`: what a compaction left of lines that nobody saw */

/** A compacted journal begins with what was told before; its totals end that part. */
const END_OF_SUMMARY = '"what":{"totals":'

/** @param {string} file @param {Place | null} known null: nothing of it */
export function tailJournal(file, known) {
  /** @type {number | undefined} */
  let fd
  let place = known ?? { ino: "", offset: 0 }

  /** The complete lines of the open file that were not read yet. */
  function drain() {
    const size = fs.fstatSync(/** @type {number} */ (fd)).size
    if (size <= place.offset) return []
    const bytes = Buffer.alloc(size - place.offset)
    const count = fs.readSync(/** @type {number} */ (fd), bytes, 0, bytes.length, place.offset)
    const lines = []
    for (let start = 0; ; ) {
      const end = bytes.subarray(0, count).indexOf(10, start)
      if (end < 0) break
      const text = bytes.toString("utf8", start, end)
      start = end + 1
      lines.push({ text, end: place.offset + start })
    }
    place = { ...place, offset: lines.at(-1)?.end ?? place.offset }
    return lines
  }

  /** Opens the file that is the journal now. Whether lines of the one before may be unseen. */
  function open() {
    fd = fs.openSync(file, "r")
    const ino = String(fs.fstatSync(fd, { bigint: true }).ino)
    const unseen = ino !== place.ino
    if (unseen) place = { ino, offset: 0 }
    return unseen
  }

  return {
    place: () => place,
    /** @returns {News | null} null where there is no journal any more */
    read() {
      /** @type {News} */
      const news = { place, lines: [], summary: [] }
      if (fd === undefined) {
        if (!fs.existsSync(file)) return null
        const unseen = open()
        const lines = drain()
        const own = unseen ? beginOf(lines) : 0
        news.summary = lines.slice(0, own).map(({ text }) => text)
        news.lines = lines.slice(own)
      } else {
        news.lines = drain()
        const now = fs.statSync(file, { bigint: true, throwIfNoEntry: false })
        if (now && String(now.ino) !== place.ino) {
          fs.closeSync(fd)
          open()
          const lines = drain()
          // What the compaction wrote was read from the old file.
          news.lines.push(...lines.slice(beginOf(lines)))
        } else if (!now) {
          fs.closeSync(fd)
          fd = undefined
          return news.lines.length > 0 ? { ...news, place } : null
        }
      }
      return { ...news, place }
    },
    close() {
      if (fd !== undefined) fs.closeSync(fd)
      fd = undefined
    },
  }
}

/** Where the lines begin that no compaction wrote. @param {{ text: string }[]} lines */
function beginOf(lines) {
  return lines.findLastIndex(({ text }) => text.includes(END_OF_SUMMARY)) + 1
}
