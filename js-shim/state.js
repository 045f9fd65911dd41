// @ts-check
// The folder of journals as the plugin uses it: its own journals are written here, and lines that
// others append to them are noticed.
import fs from "node:fs"
import path from "node:path"
import { appendJournal, journalPath, readText } from "./files.js"
import { ensureDir, requireOurs } from "./state-dir.js"

export class StateFolder {
  /** Bytes of each journal that were read already. @type {Map<string, number>} */
  #read = new Map()
  /** @type {fs.FSWatcher | undefined} */
  #watcher
  #closed = false
  /** Called with a root session's id when its journal changed. @type {(root: string) => void} */
  onTouch = () => {}

  /** @param {string} dir */
  constructor(dir) {
    this.dir = dir
    if (fs.existsSync(dir)) this.#watch()
  }

  /**
   * @param {string} root
   * @returns {string | null}
   */
  readJournal(root) {
    const file = journalPath(this.dir, root)
    requireOurs(this.dir)
    const text = readText(file)
    this.#read.set(root, Buffer.byteLength(text ?? ""))
    return text
  }

  /**
   * Whole lines that appeared since the last reading.
   * @param {string} root
   * @returns {string}
   */
  readTail(root) {
    const file = journalPath(this.dir, root)
    requireOurs(this.dir)
    const size = fs.statSync(file).size
    const from = this.#read.get(root) ?? 0
    if (size <= from) return ""
    const bytes = Buffer.alloc(size - from)
    const handle = fs.openSync(file, "r")
    try {
      fs.readSync(handle, bytes, 0, bytes.length, from)
    } finally {
      fs.closeSync(handle)
    }
    const end = bytes.lastIndexOf(10) + 1
    this.#read.set(root, from + end)
    return bytes.toString("utf8", 0, end)
  }

  /**
   * @param {string} root
   * @param {string} line
   */
  appendJournal(root, line) {
    const first = !this.#watcher
    appendJournal(this.dir, root, line)
    if (first) this.#watch()
  }

  /**
   * Replaces a journal in one step: a reader sees the old or the new one, never a part.
   * @param {string} root
   * @param {string} text
   */
  replaceJournal(root, text) {
    const file = journalPath(this.dir, root)
    ensureDir(this.dir)
    fs.writeFileSync(`${file}.new`, text, { mode: 0o600 })
    fs.renameSync(`${file}.new`, file)
    this.#read.set(root, Buffer.byteLength(text))
  }

  /** @param {string} root */
  removeJournal(root) {
    fs.rmSync(journalPath(this.dir, root), { force: true })
    this.#read.delete(root)
  }

  close() {
    this.#closed = true
    this.#watcher?.close()
  }

  #watch() {
    if (this.#closed) return
    try {
      this.#watcher = fs.watch(this.dir, { persistent: false }, (_kind, name) => {
        if (name?.endsWith(".jsonl")) this.onTouch(path.basename(String(name), ".jsonl"))
      })
      this.#watcher.on("error", () => this.#watcher?.close())
    } catch {
      // Without it, requests from outside are seen at the session's next use.
    }
  }
}
