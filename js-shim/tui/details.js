// @ts-check
/** The dialog with everything about one task, kept current while it runs. */
import { createComponent, useTerminalDimensions } from "@opentui/solid"
import { createMemo, Index, Show } from "solid-js"
import { h } from "./element.js"
import { isActive } from "./journals.js"
import { focusSoon, titleLine } from "./list.js"
import { createQuestion } from "./question.js"
import { clean, clock, moment, oneLine, short } from "./words.js"

/** @typedef {import("./types.js").Context} Context */
/** @typedef {import("./types.js").TaskView} TaskView */
/** @typedef {ReturnType<typeof createDetails>} Details */

/** Lines of the dialog besides its text. */
const FRAME = 8

/**
 * @param {Context} context
 * @param {import("./actions.js").Actions} actions
 * @param {() => void} back to the list
 */
export function createDetails(context, actions, back) {
  const { api, guard, journals, sessions } = context
  const question = createQuestion(context)
  /** @type {{ root: string, id: string } | undefined} */
  let shown
  /** @type {(() => void) | undefined} */
  let release
  /** The part that scrolls. @type {any} */
  let scroller
  const find = (/** @type {{ root: string, id: string } | undefined} */ about) =>
    sessions()
      .find(({ root }) => root === about?.root)
      ?.tasks.find(({ id }) => id === about?.id)

  /** @param {TaskView} task */
  function open(task) {
    const about = { root: task.root, id: task.id }
    // A task that was evicted meanwhile stays as it was.
    let last = task
    const current = () => (last = find(about) ?? last)
    api.ui.dialog.replace(
      () =>
        guard.element("the details", () =>
          dialog(context, current, { question, actions }, (element) => {
            scroller = element
          }),
        ),
      close,
    )
    api.ui.dialog.setSize("xlarge")
    shown = about
    release?.()
    release = journals.keepCurrent(() => [about.root])
    actions.seen(task)
  }

  function close() {
    const task = find(shown)
    // It may have ended while it was on the screen.
    if (task) actions.seen(task)
    question.drop()
    shown = undefined
    release?.()
    release = undefined
  }

  const onShown = (/** @type {(task: TaskView) => void} */ action) => () => {
    const task = find(shown)
    if (task) action(task)
  }
  const scroll = (/** @type {number} */ pages) => () => scroller.scrollBy(Math.floor(pages * scroller.height))
  // The scroll keys too: unhandled ones would close the dialog and scroll the chat.
  const commands = {
    pageup: scroll(-0.5),
    pagedown: scroll(0.5),
    home: () => scroller.scrollTo(0),
    end: () => scroller.scrollTo(scroller.scrollHeight),
    x: onShown((task) => {
      if (actions.canCancel(task))
        question.ask(`Cancel “${short(oneLine(task.description), 50)}”?`, () => actions.cancel(task))
    }),
    r: onShown((task) => {
      if (actions.canResume(task)) actions.resume(task)
    }),
    o: onShown(actions.openSession),
    b: back,
    escape: back,
    "ctrl+p": () => scroller.scrollBy(-1),
    "ctrl+n": () => scroller.scrollBy(1),
  }
  api.keymap.registerLayer({
    mode: "modal",
    priority: 10,
    enabled: () => shown !== undefined && !question.open(),
    bindings: Object.entries(commands).map(([key, action]) => ({
      key,
      cmd: guard.wrap(`the key ${key}`, action),
    })),
  })
  return { open: guard.wrap("opening the details", open) }
}

/**
 * @param {Context} context
 * @param {() => TaskView} current
 * @param {{ question: import("./question.js").Question, actions: import("./actions.js").Actions }} about
 * @param {(element: any) => void} onScroller
 */
function dialog({ api }, current, { question, actions }, onScroller) {
  const { theme } = api
  const size = useTerminalDimensions()
  const task = createMemo(current)
  const sections = createMemo(() => sectionsOf(task()))
  const facts = createMemo(() => factsOf(task(), Date.now()))
  return h(
    "box",
    { flexDirection: "column", paddingLeft: 2, paddingRight: 2, paddingBottom: 1, gap: 1 },
    titleLine(theme, () => `${task().mark} ${oneLine(task().description)}`),
    h(
      "scrollbox",
      {
        height: () => Math.max(6, Math.floor(size().height * 0.75) - FRAME),
        ref(/** @type {any} */ element) {
          onScroller(element)
          focusSoon(element)
        },
      },
      createComponent(Show, {
        get when() {
          return task().error
        },
        get children() {
          return h("text", { fg: () => theme.current.error, wrapMode: "word", flexShrink: 0 }, () =>
            clean(task().error ?? ""),
          )
        },
      }),
      createComponent(Index, {
        get each() {
          return facts()
        },
        children: (/** @type {() => [string, string]} */ fact) => factLine(theme, fact),
      }),
      createComponent(Index, {
        get each() {
          return sections()
        },
        children: (/** @type {() => [string, string]} */ section) => sectionElement(theme, section),
      }),
    ),
    question.line(() => hints(task(), actions.canResume(task()))),
  )
}

/** @param {Context["api"]["theme"]} theme @param {() => [string, string]} fact */
function factLine(theme, fact) {
  return h(
    "box",
    { flexDirection: "row", flexShrink: 0 },
    h("text", { fg: () => theme.current.textMuted, width: 12, flexShrink: 0 }, () => fact()[0]),
    h("text", { fg: () => theme.current.text, wrapMode: "word", flexShrink: 1 }, () => fact()[1]),
  )
}

/** @param {Context["api"]["theme"]} theme @param {() => [string, string]} section */
function sectionElement(theme, section) {
  return h(
    "box",
    { flexDirection: "column", paddingTop: 1, flexShrink: 0 },
    h(
      "text",
      { fg: () => theme.current.accent },
      h("b", {}, () => section()[0]),
    ),
    h("text", { fg: () => theme.current.text, wrapMode: "word" }, () => section()[1]),
  )
}

/** @param {TaskView} task @param {number} now @returns {[string, string][]} */
export function factsOf(task, now) {
  const { id, status, age, agent, model, queued, started, ended, steps, tool_calls, tokens, cost } = task
  const number = (/** @type {number} */ n) => n.toLocaleString("en-US")
  const price = cost > 0 ? [`$${cost.toFixed(cost < 1 ? 4 : 2)}`] : []
  const at = (/** @type {string} */ what, /** @type {number | null} */ t) =>
    t === null ? [] : [`${what} ${moment(t, now)}`]
  /** @type {[string, string | null | false][]} */
  const facts = [
    ["Status", isActive(task) ? `${status}, ${task.place ? `${task.place} in the queue, ` : ""}${age}` : age],
    ["Id", task.follows ? `${id}, continues ${task.follows}` : id],
    ["Agent", [agent, ...(model ? [model] : [])].join(" · ")],
    ["Times", [...at("queued", queued), ...at("started", started), ...at("ended", ended)].join(" · ")],
    ["Duration", started !== null && clock(task.run_time)],
    [
      "Work",
      [
        `${number(steps)} steps`,
        `${number(tool_calls)} tool calls`,
        `${number(tokens)} tokens`,
        ...price,
      ].join(" · "),
    ],
    ["Tool", task.tool && oneLine(task.tool)],
    ["Waits for", task.asking && `permission: ${oneLine(task.asking)}`],
    ["Session", task.session],
    [
      "Reported",
      ended !== null &&
        (task.delivered ? "the agent has the result" : "the agent does not have the result yet"),
    ],
  ]
  return facts.flatMap(([name, value]) => (value ? [[name, value]] : []))
}

/** @param {TaskView} task @returns {[string, string][]} */
export function sectionsOf({ activity, prompt, leftovers, result, status }) {
  /** @type {[string, string][]} */
  const sections = [
    [status === "completed" ? "Result" : "What it said so far", clean(result)],
    ["Todos left open", leftovers.map((todo) => `- ${oneLine(todo)}`).join("\n")],
    ["Recent activity", activity.map(({ t, text }) => `${moment(t, t)}  ${oneLine(text)}`).join("\n")],
    ["Prompt", clean(prompt)],
  ]
  return sections.filter(([, text]) => text.trim())
}

/** @param {TaskView} task @param {boolean} resumable */
function hints(task, resumable) {
  return [
    "↑↓ scroll",
    isActive(task) && "x cancel",
    resumable && `r ${task.status === "failed" ? "retry" : "resume"}`,
    task.session && "o open session",
    "esc back to the list",
  ]
    .filter(Boolean)
    .join(" · ")
}
