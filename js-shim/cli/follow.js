// @ts-check
// Follows journals as they grow. The file stays open, so that what was appended just before a
// compaction replaced it is not lost.
import fs from "node:fs"
import { journalPath, journalRoots } from "../files.js"

/**
 * Everything in the journals of a folder, and then what is appended to them.
 * @param {string} dir
 */
export function followJournals(dir) {
  /** @type {Map<string, ReturnType<typeof followFile>>} */
  const open = new Map()
  return {
    /** The complete lines since the last call; on the first call, all of them. */
    read() {
      for (const root of journalRoots(dir)) {
        if (!open.has(root)) open.set(root, followFile(journalPath(dir, root)))
      }
      return [...open]
        .map(([root, file]) => ({ root, lines: file.read() }))
        .filter(({ lines }) => lines.length > 0)
    },
    close() {
      for (const file of open.values()) file.close()
    },
  }
}

/** @param {string} path */
function followFile(path) {
  let fd = fs.openSync(path, "r")
  let offset = 0

  /** The complete lines of the open file that were not read yet. */
  function drain() {
    const { size } = fs.fstatSync(fd)
    if (size < offset) offset = 0
    const bytes = Buffer.alloc(size - offset)
    fs.readSync(fd, bytes, 0, bytes.length, offset)
    const end = bytes.lastIndexOf("\n") + 1
    offset += end
    return bytes
      .toString("utf8", 0, end)
      .split("\n")
      .filter((line) => line !== "")
  }

  return {
    read() {
      const lines = drain()
      const now = fs.statSync(path, { throwIfNoEntry: false })
      if (!now || now.ino === fs.fstatSync(fd).ino) return lines
      fs.closeSync(fd)
      fd = fs.openSync(path, "r")
      offset = 0
      return [...lines, ...afterCompaction(drain())]
    },
    close: () => fs.closeSync(fd),
  }
}

/** A compacted journal begins with what was told before; its totals end that part. @param {string[]} lines */
function afterCompaction(lines) {
  return lines.slice(lines.findLastIndex((line) => line.includes('"what":{"totals":')) + 1)
}
