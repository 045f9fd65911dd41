// @ts-check
// One journal on disk: appended to by any process, replaced by its owner's compaction.
//
// A compaction loses no line that somebody appends, and there is no lock that a crash could leave
// behind. A compaction first announces itself by creating `<journal>.new`, and only then reads the
// old file for the last time. A writer looks for that file after it has appended. If there is none,
// any later compaction will read the line. Otherwise the writer waits for the compaction to end, and
// if the journal is another file by then, it appends the line to that one too. So a line may appear
// twice, but is never lost. Folding tolerates the repetition: requests have ids, and a claim counts once.
import fs from "node:fs"
import path from "node:path"

/** A compaction takes milliseconds; after this time its process is considered stopped. */
const PATIENCE_MS = 250
/** A new file that has not changed for this long was left behind by a dead process. */
const STALE_MS = 2000
/** How many compactions in a row an appended line may have to follow. */
const TRIES = 8

/**
 * Appends whole lines, starting a new line if the last one in the file is torn.
 * @param {string} file
 * @param {string} text
 * @param {{ wait?: boolean, sync?: boolean }} [how] `wait`: for another process's compaction; `sync`: until it is on the disk
 */
export function appendLines(file, text, { wait = true, sync = false } = {}) {
  for (let tries = 0; tries < TRIES; tries++) {
    if (appendOnce(file, text, wait, sync)) return
  }
}

/**
 * @param {string} file
 * @param {string} text
 * @param {boolean} wait
 * @param {boolean} sync
 * @returns {boolean} whether the file is still the journal, or there is none any more
 */
function appendOnce(file, text, wait, sync) {
  const fd = fs.openSync(file, "a+", 0o600)
  try {
    const { ino, size } = fs.fstatSync(fd, { bigint: true })
    writeWhole(fd, endsInside(fd, Number(size)) ? `\n${text}` : text)
    if (sync) fs.fsyncSync(fd)
    if (wait) awaitCompaction(`${file}.new`)
    const now = fs.statSync(file, { bigint: true, throwIfNoEntry: false })
    return now === undefined || now.ino === ino
  } finally {
    fs.closeSync(fd)
  }
}

/** In one write, so that two processes' lines do not mix. @param {number} fd @param {string} text */
function writeWhole(fd, text) {
  const bytes = Buffer.from(text)
  if (fs.writeSync(fd, bytes) < bytes.length) throw new Error("only a part of the line could be written")
}

/** @param {number} fd @param {number} size @returns {boolean} whether the last line has no end */
function endsInside(fd, size) {
  if (size === 0) return false
  const last = Buffer.alloc(1)
  fs.readSync(fd, last, 0, 1, size - 1)
  return last[0] !== 10
}

/** @param {string} fresh the new file of a compaction */
function awaitCompaction(fresh) {
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; ) {
    const stat = fs.statSync(fresh, { throwIfNoEntry: false })
    if (!stat || Date.now() - stat.mtimeMs > STALE_MS) return
  }
}

/**
 * Replaces the journal atomically: a reader sees the old or the new one, never a part. Lines that
 * are in the old one from `from` on, or are appended meanwhile, are carried over.
 * @param {string} file
 * @param {string} text
 * @param {(line: string) => boolean} isKnown whether `text` says already what an old line says
 * @param {{ ino: bigint, offset: number }} [read] how much of which file `text` is made from
 * @returns {bigint} the new file's inode
 */
export function replaceLines(file, text, isKnown, read) {
  const fresh = `${file}.new`
  fs.rmSync(fresh, { force: true })
  const fd = fs.openSync(fresh, "wx", 0o600)
  const { ino } = fs.fstatSync(fd, { bigint: true })
  const old = openTail(file, isKnown, read)
  try {
    try {
      writeWhole(fd, text + old.more())
      fs.fsyncSync(fd)
      // That may have taken a while.
      const late = old.more()
      if (late) writeWhole(fd, late)
    } finally {
      fs.closeSync(fd)
    }
    // Windows cannot replace a file that is open.
    if (process.platform === "win32") old.close()
    fs.renameSync(fresh, file)
    syncFolder(path.dirname(file))
    const missed = old.more()
    if (missed) appendLines(file, missed, { wait: false })
    return ino
  } catch (error) {
    fs.rmSync(fresh, { force: true })
    throw error
  } finally {
    old.close()
  }
}

/** A rename is on the disk when its folder is. @param {string} folder */
function syncFolder(folder) {
  if (process.platform === "win32") return
  const fd = fs.openSync(folder, "r")
  try {
    fs.fsyncSync(fd)
  } finally {
    fs.closeSync(fd)
  }
}

/**
 * The lines of a journal that have not been read yet.
 * @param {string} file
 * @param {(line: string) => boolean} isKnown
 * @param {{ ino: bigint, offset: number }} [read]
 */
function openTail(file, isKnown, read) {
  /** @type {number | undefined} */
  let fd = openIfThere(file)
  let offset = 0
  if (fd !== undefined && read && fs.fstatSync(fd, { bigint: true }).ino === read.ino) offset = read.offset
  return {
    /** Those that were appended since the last call. */
    more() {
      if (fd === undefined) return ""
      const { text, end } = readLines(fd, offset)
      offset = end
      return linesOf(text)
        .filter((line) => !isKnown(line))
        .join("")
    },
    close() {
      if (fd !== undefined) fs.closeSync(fd)
      fd = undefined
    },
  }
}

/** A text's lines that are not empty, each with its end. @param {string} text */
export function linesOf(text) {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => `${line}\n`)
}

/** @param {string} file */
function openIfThere(file) {
  try {
    return fs.openSync(file, "r")
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT") return undefined
    throw error
  }
}

/**
 * The whole lines of an open file from an offset on, and where they end.
 * @param {number} fd
 * @param {number} offset
 */
export function readLines(fd, offset) {
  const size = fs.fstatSync(fd).size
  if (size <= offset) return { text: "", end: offset }
  const bytes = Buffer.alloc(size - offset)
  const count = fs.readSync(fd, bytes, 0, bytes.length, offset)
  const length = bytes.lastIndexOf(10, count - 1) + 1
  return { text: bytes.toString("utf8", 0, length), end: offset + length }
}
