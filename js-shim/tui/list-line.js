// @ts-check
/** One line of the list: a section's header, or a task. */
import { createComponent } from "@opentui/solid"
import { Show } from "solid-js"
import { h } from "./element.js"
import { markColor } from "./indicator.js"
import { oneLine } from "./words.js"

/** @typedef {import("./types.js").TaskView} TaskView */
/** @typedef {import("./rows.js").Line} Line */

/**
 * What the lines share.
 * @typedef {{
 *   theme: import("./types.js").Api["theme"],
 *   selected: () => string | undefined,
 *   point: (id: string) => void,
 *   show: (task: TaskView) => void,
 *   detail: (task: TaskView) => string,
 * }} About
 */

/** @param {About} about @param {() => Line} line */
export function listLine(about, line) {
  const task = () => /** @type {{ task?: TaskView }} */ (line()).task
  return createComponent(Show, {
    get when() {
      return task()
    },
    get fallback() {
      const header = () => /** @type {{ header?: string }} */ (line()).header ?? ""
      return h("text", { fg: () => about.theme.current.accent, flexShrink: 0 }, h("b", {}, header))
    },
    get children() {
      return taskLine(about, () => /** @type {TaskView} */ (task()))
    },
  })
}

/** @param {About} about @param {() => TaskView} task */
function taskLine({ theme, selected, point, show, detail }, task) {
  const chosen = () => task().id === selected()
  const color = (/** @type {(theme: About["theme"]["current"]) => unknown} */ usual) => () =>
    chosen() ? theme.current.selectedListItemText : usual(theme.current)
  return h(
    "box",
    {
      flexDirection: "row",
      height: 1,
      flexShrink: 0,
      gap: 1,
      paddingLeft: 1,
      paddingRight: 1,
      backgroundColor: () => (chosen() ? theme.current.primary : theme.current.backgroundPanel),
      onMouseOver: () => point(task().id),
      onMouseUp: () => show(task()),
    },
    h("text", { fg: color((now) => markColor(now, task().status)), flexShrink: 0 }, () => task().mark),
    h("text", { fg: color((now) => now.text), wrapMode: "none", flexShrink: 1, flexGrow: 1 }, () =>
      oneLine(task().description),
    ),
    h("text", { fg: color((now) => now.textMuted), wrapMode: "none", flexShrink: 0 }, () => detail(task())),
    h("text", { fg: color((now) => now.textMuted), wrapMode: "none", flexShrink: 0 }, () => task().age),
  )
}
