// @ts-check
// The folder of journals as the plugin uses it: writes its own journals, and notices lines that
// others append to them.
import fs from "node:fs"
import path from "node:path"
import { journalPath } from "./files.js"
import { appendLines, linesOf, readLines, replaceLines } from "./journal-file.js"
import { BEAT_MS, beat, stopBeating, sweepBeats } from "./owner.js"
import { ensureDir, refusalOf, requireOurs } from "./state-dir.js"

/** @typedef {{ ino: bigint, offset: number, own: Map<string, number> }} Read `own`: lines of ours beyond the offset */

export class StateFolder {
  /** How much of each journal the core knows. @type {Map<string, Read>} */
  #read = new Map()
  /** @type {fs.FSWatcher | undefined} */
  #watcher
  #closed = false
  /** Called with a root session's id when its journal changed. @type {(root: string) => void} */
  onTouch = () => {}

  /** @type {NodeJS.Timeout | undefined} */
  #heart

  /** @param {string} dir @param {string} nonce of whoever writes here @param {boolean} flush whether each line is to be on the disk at once */
  constructor(dir, nonce = "none", flush = false) {
    this.dir = dir
    this.flush = flush
    this.nonce = nonce
    if (fs.existsSync(dir)) this.#watch()
  }

  /**
   * @param {string} root
   * @returns {string | null}
   */
  readJournal(root) {
    this.#read.delete(root)
    const file = journalPath(this.dir, root)
    requireOurs(this.dir)
    if (!fs.existsSync(file)) return null
    const fd = fs.openSync(file, "r")
    try {
      const { ino } = fs.fstatSync(fd, { bigint: true })
      const text = fs.readFileSync(fd, "utf8")
      // An unfinished line may be completed later.
      const offset = Buffer.byteLength(text.slice(0, text.lastIndexOf("\n") + 1))
      this.#read.set(root, { ino, offset, own: new Map() })
      return text
    } finally {
      fs.closeSync(fd)
    }
  }

  /**
   * Whole lines that others appended since the last call; all lines if another process has
   * replaced the journal.
   * @param {string} root
   */
  readTail(root) {
    const file = journalPath(this.dir, root)
    requireOurs(this.dir)
    const fd = fs.openSync(file, "r")
    try {
      const { ino } = fs.fstatSync(fd, { bigint: true })
      const before = this.#read.get(root)
      const replaced = before !== undefined && before.ino !== ino
      const own = replaced ? new Map() : (before?.own ?? new Map())
      const { text, end } = readLines(fd, replaced ? 0 : (before?.offset ?? 0))
      this.#read.set(root, { ino, offset: end, own })
      const theirs = linesOf(text).filter((line) => !takeOne(own, line))
      return { text: theirs.join(""), replaced }
    } finally {
      fs.closeSync(fd)
    }
  }

  /**
   * @param {string} root
   * @param {string} line
   */
  appendJournal(root, line) {
    const file = journalPath(this.dir, root)
    const first = !this.#watcher
    ensureDir(this.dir)
    if (!this.#heart) this.#beat()
    appendLines(file, line, { wait: false, sync: this.flush })
    const { own } = this.#read.get(root) ?? this.#unread(root, file)
    for (const part of linesOf(line)) own.set(part, (own.get(part) ?? 0) + 1)
    if (first) this.#watch()
  }

  /**
   * Replaces a journal by what the core knows; lines of others that it has not seen stay.
   * @param {string} root
   * @param {string} text
   */
  replaceJournal(root, text) {
    const file = journalPath(this.dir, root)
    ensureDir(this.dir)
    const read = this.#read.get(root)
    const own = new Map(read?.own)
    const ino = replaceLines(file, text, (line) => takeOne(own, line), read)
    this.#read.set(root, { ino, offset: Buffer.byteLength(text), own: new Map() })
  }

  /** @param {string} root */
  removeJournal(root) {
    fs.rmSync(journalPath(this.dir, root), { force: true })
    this.#read.delete(root)
  }

  close() {
    this.#closed = true
    this.#watcher?.close()
    clearInterval(this.#heart)
    if (this.#heart && !refusalOf(this.dir)) stopBeating(this.dir, this.nonce)
  }

  /**
   * Renews the lease of this process from now on, and checks its journals: on a network file system
   * there are no notifications of changes made elsewhere.
   */
  #beat() {
    const once = () => {
      try {
        beat(this.dir, this.nonce)
        for (const [root, { ino }] of this.#read) {
          const stat = fs.statSync(journalPath(this.dir, root), { bigint: true, throwIfNoEntry: false })
          if (stat && stat.ino !== ino) this.onTouch(root)
        }
      } catch {
        // If this folder is not writable, writing the journal fails too and is reported.
      }
    }
    once()
    sweepBeats(this.dir)
    if (this.#closed) return
    this.#heart = setInterval(once, BEAT_MS)
    this.#heart.unref?.()
  }

  /** @param {string} root @param {string} file */
  #unread(root, file) {
    const read = { ino: fs.statSync(file, { bigint: true }).ino, offset: 0, own: new Map() }
    this.#read.set(root, read)
    return read
  }

  #watch() {
    if (this.#closed) return
    try {
      this.#watcher = fs.watch(this.dir, { persistent: false }, (_kind, name) => {
        if (name?.endsWith(".jsonl")) this.onTouch(path.basename(String(name), ".jsonl"))
      })
      this.#watcher.on("error", () => this.#watcher?.close())
    } catch {
      // Without it, requests from outside are noticed at the session's next use.
    }
  }
}

/** Takes a line out of a multiset; whether it was in it. @param {Map<string, number>} lines @param {string} line */
function takeOne(lines, line) {
  const count = lines.get(line) ?? 0
  if (count > 1) lines.set(line, count - 1)
  else lines.delete(line)
  return count > 0
}
