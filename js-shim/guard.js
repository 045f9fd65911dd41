// @ts-check
// Shields OpenCode from internal errors of the WebAssembly. A trap is caught and logged; the engine is
// discarded and a fresh one recovers from the journals. After the third trap the plugin turns itself
// off, with one toast.
import { log, toast } from "./client.js"
import { livingNonces } from "./instances.js"
import { load } from "./load.js"
import { isAlive, isMine } from "./owner.js"
import { clean } from "./plain.js"
import { isReported, tellRun } from "./report.js"

/** @import { Engine, Engine2 } from "../pkg/holdfast.js" */
/** @import { Instance } from "./instances.js" */

const TRAPS_MAX = 3
const BROKEN = Symbol("broken")

/**
 * @template {Engine | Engine2} [E=Engine]
 */
export class Guarded {
  /** @type {Instance} */
  #instance
  /** @type {"Engine" | "Engine2"} */
  #host
  /** @type {E | null} */
  #engine = null
  /** Counts the engines: an older one has no effect any more. */
  #generation = 0
  #traps = 0
  /** One for each call that waits: lets it know that its engine is gone. @type {Set<() => void>} */
  #waiting = new Set()
  /** @type {NodeJS.Timeout | undefined} */
  #timer

  /**
   * @param {Instance} instance
   * @param {"Engine" | "Engine2"} [host] the engine for this OpenCode
   */
  constructor(instance, host = "Engine") {
    this.#instance = instance
    this.#host = host
    instance.onClose = () => this.#drop()
    instance.state.onTouch = (root) => this.run((engine) => engine.knows(root) && engine.journalTouched(root))
    this.#sayWhereStateIs()
    this.#start()
  }

  /**
   * Calls the engine; undefined when it is off or the call trapped.
   * @template T
   * @param {(engine: E) => T} call
   * @returns {T | undefined}
   */
  run(call) {
    const generation = this.#generation
    if (!this.#engine) return undefined
    try {
      return call(this.#engine)
    } catch (error) {
      this.#trapped(error, generation)
      return undefined
    }
  }

  /**
   * Calls the engine and awaits its answer. If the engine is discarded meanwhile, the call is
   * repeated on the fresh one, so that a held turn stays held. Undefined if the plugin is off.
   * @template T
   * @param {(engine: E) => Promise<T>} call
   * @returns {Promise<T | undefined>}
   */
  async ask(call) {
    while (this.#engine) {
      const generation = this.#generation
      const answer = this.run(call)
      if (generation !== this.#generation) continue
      const result = await this.#unlessBroken(answer, generation)
      if (result !== BROKEN) return /** @type {T} */ (result)
    }
    return undefined
  }

  /**
   * @param {unknown} answer
   * @param {number} generation
   * @returns {Promise<unknown>}
   */
  #unlessBroken(answer, generation) {
    return new Promise((resolve) => {
      const settle = (/** @type {unknown} */ result) => {
        this.#waiting.delete(broken)
        resolve(result)
      }
      const broken = () => settle(BROKEN)
      this.#waiting.add(broken)
      Promise.resolve(answer).then(settle, (error) => this.#trapped(error, generation))
    })
  }

  #start() {
    this.#generation += 1
    const generation = this.#generation
    const Host = load()[this.#host]
    const engine = new Host(/** @type {any} */ (this.#port(generation)), this.#instance.start)
    // A trap in the engine's first step has already replaced it.
    if (generation === this.#generation) this.#engine = /** @type {E} */ (engine)
  }

  #sayWhereStateIs() {
    const { client, state, problems, old } = this.#instance
    for (const problem of problems) {
      log(client, problem)
      this.#tell(problem)
    }
    if (old)
      log(
        client,
        `State is in ${state.dir}. ${old} is from an older version and is not read; remove it.`,
        "info",
      )
  }

  /** What an engine may use of the world. @param {number} generation */
  #port(generation) {
    const { client, state, start } = this.#instance
    return {
      client,
      now: () => Date.now(),
      timer: (/** @type {number} */ ms) => {
        clearTimeout(this.#timer)
        this.#timer = setTimeout(() => this.run((engine) => engine.tick()), Math.min(ms, 2 ** 31 - 1))
        this.#timer.unref?.()
      },
      guard: (/** @type {() => void} */ step) => {
        if (generation !== this.#generation) return
        try {
          step()
        } catch (error) {
          this.#trapped(error, generation)
        }
      },
      readJournal: (/** @type {string} */ root) => this.#reported(root, () => state.readJournal(root)),
      readTail: (/** @type {string} */ root) => this.#reported(root, () => state.readTail(root), true),
      appendJournal: (/** @type {string} */ root, /** @type {string} */ line) => this.#append(root, line),
      replaceJournal: (/** @type {string} */ root, /** @type {string} */ text) =>
        state.replaceJournal(root, text),
      removeJournal: (/** @type {string} */ root) => {
        state.removeJournal(root)
        tellRun({ event: "removed", root })
      },
      isAlive: (/** @type {import("./owner.js").Owner} */ owner) =>
        isMine(owner) ? livingNonces.has(owner.nonce) : isAlive(owner, state.dir),
      progress: (/** @type {string} */ line) => {
        if (start.process === "run" && process.env.HOLDFAST_PROGRESS !== "off")
          process.stderr.write(`${clean(line)}\n`)
      },
      notice: (/** @type {string} */ message) => this.#tell(message),
      quieted: (/** @type {string} */ session, /** @type {string} */ why) =>
        tellRun({ event: "quieted", session, why }),
      exitCode: (/** @type {number} */ code) => {
        // `holdfast run` sees the failed task itself and has its own codes.
        if (start.process === "run" && !isReported()) process.exitCode ||= code
      },
    }
  }

  /** @param {string} root @param {string} line */
  #append(root, line) {
    const { state } = this.#instance
    this.#reported(root, () => state.appendJournal(root, line))
    tellRun({ event: "journal", dir: state.dir, root })
  }

  /**
   * Uses a journal. An error is reported to `holdfast run`, since work may be without a record.
   * @throws what `use` throws
   * @template T
   * @param {string} root
   * @param {() => T} use
   * @param {boolean} [mayBeGone] its session was deleted, or whoever looks for it misses it
   * @returns {T}
   */
  #reported(root, use, mayBeGone = false) {
    try {
      return use()
    } catch (error) {
      const { code, message } = /** @type {NodeJS.ErrnoException} */ (error)
      if (!mayBeGone || code !== "ENOENT")
        tellRun({ event: "unwritten", root, why: message ?? String(error) })
      throw error
    }
  }

  /**
   * @param {unknown} error
   * @param {number} generation
   */
  #trapped(error, generation) {
    if (generation !== this.#generation) return
    this.#traps += 1
    const off = this.#traps >= TRAPS_MAX
    this.#say(error, off)
    const waiting = this.#takeDown()
    if (off) livingNonces.delete(this.#instance.start.me.nonce)
    else this.#restart()
    for (const broken of waiting) broken()
  }

  #restart() {
    const { start } = this.#instance
    // A new nonce: journals of the old engine are taken over like those of a dead process.
    livingNonces.delete(start.me.nonce)
    start.me = { ...start.me, nonce: `${start.me.nonce}+` }
    livingNonces.add(start.me.nonce)
    this.#instance.state.nonce = start.me.nonce
    try {
      this.#start()
    } catch (again) {
      this.#trapped(again, this.#generation)
    }
  }

  /** Discards the engine for good, and releases every turn that it holds. */
  #drop() {
    for (const broken of this.#takeDown()) broken()
  }

  /** @returns {(() => void)[]} the calls that waited for the engine */
  #takeDown() {
    this.#generation += 1
    this.#engine = null
    clearTimeout(this.#timer)
    return [...this.#waiting]
  }

  /**
   * @param {unknown} error
   * @param {boolean} off
   */
  #say(error, off) {
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error)
    const then = off
      ? "It is off until OpenCode is restarted."
      : "A fresh instance takes over from the journals."
    log(this.#instance.client, `Holdfast hit an internal error. ${then} ${what}`)
    if (!off) return
    tellRun({ event: "off", why: "it hit repeated internal errors" })
    this.#tell(`Holdfast hit repeated internal errors. ${then} Background tasks are kept in their journals.`)
  }

  /** Tells people: nobody sees a toast of `opencode run`. @param {string} message */
  #tell(message) {
    const { client, start } = this.#instance
    if (start.process === "run") process.stderr.write(`${clean(message)}\n`)
    else toast(client, clean(message))
  }
}
