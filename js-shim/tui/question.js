// @ts-check
/** A yes-or-no question in a dialog. While it is open, every key is an answer or does nothing. */
import { createComponent } from "@opentui/solid"
import { createSignal, Show } from "solid-js"
import { h } from "./element.js"
import { answerOf } from "./words.js"

/** @typedef {ReturnType<typeof createQuestion>} Question */

/** @param {import("./types.js").Context} context */
export function createQuestion({ api, guard }) {
  const [asked, setAsked] = createSignal(
    /** @type {{ text: string, yes: () => void } | undefined} */ (undefined),
  )
  /** @type {(() => void) | undefined} */
  let release

  function drop() {
    release?.()
    release = undefined
    setAsked(undefined)
  }

  const onKey = guard.wrap("answering a question", ({ event, consume }) => {
    // Neither the list's keys nor its filter receive it.
    consume()
    const yes = answerOf(event)
    if (yes === undefined) return
    const question = asked()
    drop()
    if (yes) question?.yes()
  })

  return {
    /** @param {string} text @param {() => void} yes */
    ask(text, yes) {
      drop()
      setAsked({ text, yes })
      release = api.keymap.intercept("key", onKey, { priority: 1000 })
    },
    open: () => asked() !== undefined,
    drop,
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
