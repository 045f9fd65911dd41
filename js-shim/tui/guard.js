// @ts-check
/** An error in this plugin is logged once, and never breaks the terminal UI. */

import { createComponent } from "@opentui/solid"
import { ErrorBoundary } from "solid-js"

/** @typedef {ReturnType<typeof createGuard>} Guard */

/** @param {import("./types.js").Api} api */
export function createGuard(api) {
  /** @type {Set<string>} */
  const seen = new Set()

  /** @param {string} what @param {unknown} error */
  function report(what, error) {
    const message = `terminal UI, ${what}: ${error instanceof Error ? (error.stack ?? error.message) : error}`
    if (seen.has(message)) return
    seen.add(message)
    // If the log is unavailable there is nowhere left to report it.
    api.client.app.log({ service: "holdfast", level: "error", message }).catch(() => {})
  }

  return {
    report,
    /**
     * Runs it now; returns undefined if it fails.
     * @template T
     * @param {string} what
     * @param {() => T} action
     * @returns {T | undefined}
     */
    run(what, action) {
      try {
        const result = action()
        if (result instanceof Promise) result.catch((error) => report(what, error))
        return result
      } catch (error) {
        report(what, error)
      }
    },
    /**
     * The same for a function that the host will call.
     * @template {unknown[]} A
     * @param {string} what
     * @param {(...args: A) => unknown} action
     * @returns {(...args: A) => void}
     */
    wrap(what, action) {
      return (...args) => void this.run(what, () => action(...args))
    },
    /**
     * An element that disappears if it, or an update of it, fails.
     * @param {string} what
     * @param {() => any} render
     */
    element(what, render) {
      return createComponent(ErrorBoundary, {
        fallback: (/** @type {unknown} */ error) => {
          report(what, error)
          return null
        },
        get children() {
          return render()
        },
      })
    },
  }
}
