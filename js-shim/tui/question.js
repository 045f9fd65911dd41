// @ts-check
/** A yes-or-no question within a dialog, answered with y or n. */
import { createComponent } from "@opentui/solid"
import { createSignal, Show } from "solid-js"
import { h } from "./element.js"

/** @typedef {ReturnType<typeof createQuestion>} Question */

/** @param {import("./types.js").Context} context */
export function createQuestion({ api, guard }) {
  const [asked, setAsked] = createSignal(
    /** @type {{ text: string, yes: () => void } | undefined} */ (undefined),
  )
  const answer = (/** @type {boolean} */ yes) =>
    guard.wrap("answering a question", () => {
      const question = asked()
      setAsked(undefined)
      if (yes) question?.yes()
    })
  api.keymap.registerLayer({
    mode: "modal",
    priority: 30,
    enabled: () => asked() !== undefined,
    bindings: [
      { key: "y", desc: "Yes", cmd: answer(true) },
      ...["n", "escape", "return"].map((key) => ({ key, desc: "No", cmd: answer(false) })),
    ],
  })
  return {
    /** @param {string} text @param {() => void} yes */
    ask: (text, yes) => void setAsked({ text, yes }),
    open: () => asked() !== undefined,
    drop: () => void setAsked(undefined),
    /** The question, or what stands there otherwise. @param {() => string} otherwise */
    line: (otherwise) =>
      createComponent(Show, {
        get when() {
          return asked()
        },
        get fallback() {
          return h(
            "text",
            { fg: () => api.theme.current.textMuted, wrapMode: "word", flexShrink: 0 },
            otherwise,
          )
        },
        get children() {
          return h(
            "text",
            { fg: () => api.theme.current.warning, wrapMode: "word", flexShrink: 0 },
            () => `${asked()?.text}   y yes · n no`,
          )
        },
      }),
  }
}
