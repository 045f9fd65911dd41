// @ts-check
/** Shows how many tasks there are beside the prompt, and which in the sidebar. */
import { createComponent } from "@opentui/solid"
import { createMemo, createSignal, Index, onCleanup, Show } from "solid-js"
import { h } from "./element.js"
import { isActive } from "./journals.js"
import { roomFor } from "./room.js"
import { clock, indicatorText, stillOf } from "./words.js"

/** @typedef {import("./types.js").Context} Context */
/** @typedef {import("./types.js").SessionView} SessionView */
/** @typedef {import("./types.js").TaskView} TaskView */

/** More would push other things out of the sidebar. */
const SIDEBAR_TASKS = 12

/** @param {Context} context */
export function registerIndicator(context) {
  const { api, guard } = context
  api.slots.register({
    order: 50,
    slots: {
      home_prompt_right: () => guard.element("the indicator", () => homeIndicator(context)),
      session_prompt_right: (
        /** @type {unknown} */ _,
        /** @type {{ session_id: string }} */ { session_id },
      ) => guard.element("the indicator", () => sessionIndicator(context, session_id)),
      sidebar_content: (/** @type {unknown} */ _, /** @type {{ session_id: string }} */ { session_id }) =>
        guard.element("the sidebar", () => sidebar(context, session_id)),
    },
  })
}

/** All of the project. @param {Context} context */
function homeIndicator({ api, indicator, sessions, labels }) {
  return label(
    api,
    (columns) => indicatorText({ indicator: indicator() }, labels.goOn, columns),
    () => sessions().some(hasNews),
  )
}

/** This session's, and whether something stands still in it. @param {Context} context @param {string} id */
function sessionIndicator({ api, sessions, rootOf, labels }, id) {
  const session = createMemo(() => sessions().find(({ root }) => root === rootOf(id)))
  const still = () => session() && stillOf(/** @type {SessionView} */ (session()))
  return label(
    api,
    (columns) =>
      indicatorText({ indicator: session()?.indicator ?? "", still: still() }, labels.goOn, columns),
    () => still() !== undefined || hasNews(session()),
  )
}

/** The indicator counts a failure until it was seen. @param {SessionView | undefined} session */
function hasNews(session) {
  return /failed|interrupted/.test(session?.indicator ?? "")
}

/**
 * A text that takes no more space than OpenCode leaves.
 * @param {Context["api"]} api
 * @param {(columns: number) => string} text
 * @param {() => boolean} warns
 */
function label(api, text, warns) {
  const [room, setRoom] = createSignal(0)
  const { theme } = api
  return createComponent(Show, {
    get when() {
      return text(Number.POSITIVE_INFINITY) !== ""
    },
    get children() {
      return h(
        "box",
        {
          flexShrink: 0,
          ref(/** @type {any} */ element) {
            // Measured for every frame, because OpenCode changes the row without notice.
            element.renderBefore = () => setRoom(roomFor(element))
          },
        },
        h(
          "text",
          { fg: () => (warns() ? theme.current.warning : theme.current.textMuted), wrapMode: "none" },
          () => text(room()),
        ),
      )
    },
  })
}

/** @param {Context} context @param {string} id */
function sidebar({ api, journals, sessions, rootOf, labels }, id) {
  // A task and its retries share one row.
  const tasks = createMemo(() =>
    (sessions().find(({ root }) => root === rootOf(id))?.tasks ?? []).filter(
      ({ continued_by }) => !continued_by,
    ),
  )
  // Times only advance while something runs.
  const passing = () => (tasks().some(({ status }) => status === "running") ? [rootOf(id)] : [])
  onCleanup(journals.keepCurrent(passing))
  const { theme } = api
  return createComponent(Show, {
    get when() {
      return tasks().length > 0
    },
    get children() {
      return h(
        "box",
        { flexDirection: "column" },
        h("text", { fg: () => theme.current.text }, h("b", {}, "Tasks")),
        createComponent(Index, {
          get each() {
            return tasks().slice(0, SIDEBAR_TASKS)
          },
          children: (/** @type {() => TaskView} */ task) => sidebarLine(api, task),
        }),
        h("text", { fg: () => theme.current.textMuted, wrapMode: "none" }, () =>
          tasks().length > SIDEBAR_TASKS ? `${tasks().length - SIDEBAR_TASKS} more: ${labels.list}` : "",
        ),
      )
    },
  })
}

/** @param {Context["api"]} api @param {() => TaskView} task */
function sidebarLine({ theme }, task) {
  return h(
    "box",
    { flexDirection: "row", gap: 1, height: 1 },
    h("text", { fg: () => markColor(theme.current, task().status), flexShrink: 0 }, () => task().mark),
    h(
      "text",
      {
        fg: () => (isActive(task()) ? theme.current.text : theme.current.textMuted),
        wrapMode: "none",
        flexGrow: 1,
        flexShrink: 1,
      },
      () => task().description,
    ),
    h("text", { fg: () => theme.current.textMuted, flexShrink: 0 }, () => sidebarTime(task())),
  )
}

/** @param {TaskView} task */
function sidebarTime({ status, place, run_time }) {
  return status === "pending" ? `#${place}` : clock(run_time)
}

/** @param {Context["api"]["theme"]["current"]} theme @param {TaskView["status"]} status */
export function markColor(theme, status) {
  const colors = {
    pending: theme.textMuted,
    running: theme.info,
    completed: theme.success,
    failed: theme.error,
    cancelled: theme.textMuted,
    interrupted: theme.warning,
  }
  return colors[status]
}
