// @ts-check
/** The calls of the scripted model, and a way to wait for the next ones. */

/** @typedef {import("./model.js").Call} Call */

export function createRecord() {
  /** @type {Call[]} */
  const calls = []
  /** @type {Set<() => void>} */
  const watchers = new Set()
  const changed = () => {
    for (const watcher of watchers) watcher()
  }
  const ofKind = (/** @type {Call["kind"]} */ kind) => calls.filter((call) => call.kind === kind)

  /**
   * The first call that matches, as soon as there is one.
   * @param {string} what @param {(call: Call) => boolean} matches @param {number} [limitMs]
   * @returns {Promise<Call>}
   */
  const until = (what, matches, limitMs = 60_000) =>
    new Promise((resolve, reject) => {
      const look = () => {
        const call = calls.find(matches)
        if (call) settle(() => resolve(call))
      }
      const settle = (/** @type {() => void} */ done) => {
        watchers.delete(look)
        clearTimeout(limit)
        done()
      }
      const limit = setTimeout(
        () =>
          settle(() =>
            reject(new Error(`waited ${limitMs} ms in vain for ${what}; calls: ${summary(calls)}`)),
          ),
        limitMs,
      )
      watchers.add(look)
      look()
    })

  return {
    /** @param {Call} call */
    arrived(call) {
      calls.push(call)
      call.number = ofKind(call.kind).length
      changed()
      return call
    },
    /** @param {Call} call @param {boolean} finished */
    closed(call, finished) {
      if (finished) call.answeredAt = Date.now()
      else call.aborted = true
      changed()
    },
    view: {
      calls,
      rootCalls: () => ofKind("root"),
      jobCalls: () => ofKind("job"),
      titleCalls: () => ofKind("title"),
      until,
      /** @param {number} number */
      rootCall: (number) =>
        until(`root call ${number}`, (call) => call.kind === "root" && call.number === number),
      /** @param {number} number */
      rootAnswer: (number) =>
        until(
          `the answer to root call ${number}`,
          (call) => call.kind === "root" && call.number === number && call.answeredAt !== undefined,
        ),
      /** @param {string | number} name */
      jobCall: (name) => until(`the call of job ${name}`, (call) => call.job?.name === String(name)),
      /** @param {string | number} name */
      jobEnd: (name) =>
        until(
          `the end of job ${name}`,
          (call) => call.job?.name === String(name) && call.answeredAt !== undefined,
        ),
    },
  }
}

/** @param {Call[]} calls */
function summary(calls) {
  return calls.map(({ kind, number }) => `${kind} ${number}`).join(", ") || "none"
}
