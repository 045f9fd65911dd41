// @ts-check
/** The dialog that lists tasks. */
import { createComponent, useTerminalDimensions } from "@opentui/solid"
import { createEffect, createMemo, createSignal, Index, Show } from "solid-js"
import { h } from "./element.js"
import { isActive } from "./journals.js"
import { listLine } from "./list-line.js"
import { createQuestion } from "./question.js"
import { arrange, chosenAt, selection, troubleAt, visible, withHeaders, wrappedLines } from "./rows.js"
import { counted, firstLine, isWaiting, oneLine, short } from "./words.js"

/** @typedef {import("./types.js").Context} Context */
/** @typedef {import("./types.js").TaskView} TaskView */

/** Lines of a dialog besides the list: title, filter and the space between. */
const FRAME = 7
/** With this many lines there is room for empty ones around the filter. */
const AIRY = 30
/** The sizes of OpenCode's dialogs that are used here, in columns, and the margins of each. */
const SIZES = { large: 88, xlarge: 116 }
const SIDES = 4

/**
 * @param {Context} context
 * @param {import("./actions.js").Actions} actions
 * @param {import("./details.js").Details} details
 */
export function createList(context, actions, details) {
  const { api, guard, journals, notices, currentRoot } = context
  const question = createQuestion(context)
  const state = listState(context)
  const { selected, sessions } = state
  /** @type {(() => void) | undefined} */
  let release

  /** @param {boolean} afresh or as it was left */
  function open(afresh) {
    if (afresh) state.reset(currentRoot(), notices.takeTrouble())
    api.ui.dialog.replace(
      () => guard.element("the list", () => dialog(context, state, question, actions, show)),
      close,
    )
    // After the dialog was opened, because a new one starts with the default size.
    api.ui.dialog.setSize(sizeFor(api.renderer.width))
    release?.()
    release = journals.keepCurrent(() => sessions().map(({ root }) => root))
  }

  function close() {
    question.drop()
    release?.()
    release = undefined
  }

  /** @param {TaskView | undefined} task */
  function show(task) {
    if (task) details.open(task)
  }

  const onSelected = (/** @type {(task: TaskView) => void} */ action) => () => {
    const task = selected()
    if (task) action(task)
  }
  const commands = {
    up: () => state.move(-1),
    down: () => state.move(1),
    "ctrl+p": () => state.move(-1),
    "ctrl+n": () => state.move(1),
    pageup: () => state.move(-10),
    pagedown: () => state.move(10),
    home: () => state.move(Number.NEGATIVE_INFINITY),
    end: () => state.move(Number.POSITIVE_INFINITY),
    return: onSelected(show),
    tab: () => state.toggleScope(),
    "ctrl+d": onSelected((task) => {
      if (actions.canCancel(task))
        question.ask(`Cancel “${short(oneLine(task.description), 50)}”?`, () => actions.cancel(task))
    }),
    "ctrl+k": () => {
      const count = sessions().flatMap(({ tasks }) => tasks.filter(isActive)).length
      const all = counted(count, "active task")
      if (count > 0)
        question.ask(`Cancel ${count > 1 ? `all ${all}` : all}?`, () => actions.cancelAll(sessions()))
    },
    "ctrl+r": onSelected((task) => {
      if (actions.canResume(task)) actions.resume(task)
    }),
    "ctrl+g": () => sessions().forEach(actions.goOn),
    "ctrl+l": () => actions.clear(sessions()),
    "ctrl+o": onSelected(actions.openSession),
  }
  api.keymap.registerLayer({
    mode: "modal",
    priority: 10,
    enabled: () => release !== undefined && !question.open(),
    bindings: Object.entries(commands).map(([key, action]) => ({
      key,
      cmd: guard.wrap(`the key ${key}`, action),
    })),
  })
  return {
    open: guard.wrap("opening the list", () => open(true)),
    /** Comes back from the details. */
    reopen: guard.wrap("opening the list", () => open(false)),
  }
}

/** The size of a dialog in a terminal that is so wide. @param {number} width @returns {keyof typeof SIZES} */
function sizeFor(width) {
  return width >= SIZES.xlarge + 8 ? "xlarge" : "large"
}

/** What the list shows, and which task is selected. @param {Context} context */
function listState({ sessions: all }) {
  const [own, setOwn] = createSignal(/** @type {string | undefined} */ (undefined))
  const [everywhere, setEverywhere] = createSignal(false)
  const [filter, setFilter] = createSignal("")
  const [chosen, setChosen] = createSignal(chosenAt([], 0))
  const sessions = () => (everywhere() ? all() : all().filter(({ root }) => root === own()))
  const tasks = () => arrange(sessions(), own(), filter())
  const index = () => selection(tasks(), chosen())
  const choose = (/** @type {number} */ index) => setChosen(chosenAt(tasks(), index))
  return {
    sessions,
    tasks,
    filter,
    setFilter,
    everywhere,
    own,
    selected: () => tasks()[index()],
    place: index,
    /** @param {string} id */
    select: (id) => void choose(tasks().findIndex((task) => task.id === id)),
    /** The cursor has its place in the list that is there now. */
    settle() {
      const [at, before] = [index(), chosen()]
      const now = chosenAt(tasks(), at)
      if (now.id !== before.id || now.section !== before.section || now.index !== before.index) setChosen(now)
    },
    /** @param {number} by */
    move: (by) => void choose(Math.max(0, Math.min(index() + by, tasks().length - 1))),
    toggleScope: () => void setEverywhere((before) => own() === undefined || !before),
    /**
     * Starts with this session's tasks, or with the project's if there is no session or the last
     * notice was about another one. Selects what may need somebody to act.
     * @param {string | undefined} root
     * @param {TaskView | undefined} noticed
     */
    reset(root, noticed) {
      setFilter("")
      setOwn(root)
      setEverywhere(root === undefined || (noticed !== undefined && noticed.root !== root))
      const at = tasks().findIndex(({ id }) => id === noticed?.id)
      choose(at >= 0 ? at : troubleAt(tasks(), sessions()))
    },
  }
}

/**
 * @param {Context} context
 * @param {ReturnType<typeof listState>} state
 * @param {import("./question.js").Question} question
 * @param {import("./actions.js").Actions} actions
 * @param {(task: TaskView) => void} show
 */
function dialog({ api, guard }, state, question, actions, show) {
  const { theme } = api
  const size = useTerminalDimensions()
  const titleOf = (/** @type {string} */ root) => oneLine(api.state.session.get(root)?.title ?? "")
  const tasks = createMemo(state.tasks)
  const selected = createMemo(state.selected)
  const columns = () => Math.min(SIZES[sizeFor(size().width)], size().width - 2) - SIDES
  const airy = () => (size().height >= AIRY ? 1 : 0)
  const banners = createMemo(() => state.sessions().flatMap(bannersOf))
  const keys = createMemo(() => hints(selected(), state, actions))
  const room = () => {
    const others = [...banners(), keys()].map((text) => wrappedLines(text, columns()))
    const taken = others.reduce((sum, lines) => sum + lines, FRAME - 2 * (1 - airy()))
    return Math.max(3, Math.floor(size().height * 0.75) - taken)
  }
  createEffect(state.settle)
  const about = {
    theme,
    selected: () => selected()?.id,
    point: state.select,
    show,
    detail: (/** @type {TaskView} */ task) =>
      short(detailOf(task, task.root === state.own() ? "" : titleOf(task.root)), Math.floor(columns() * 0.4)),
  }
  const lines = createMemo(() => visible(withHeaders(tasks()), selected()?.id, room()))
  return h(
    "box",
    { flexDirection: "column", paddingLeft: 2, paddingRight: 2, paddingBottom: 1 },
    titleLine(theme, () => {
      const whose = state.everywhere() ? "the project" : "this session"
      const count = tasks().length
      return `Background tasks of ${whose}${count > 0 ? ` (${state.place() + 1} of ${count})` : ""}`
    }),
    h("input", {
      placeholder: "Filter",
      marginTop: airy,
      marginBottom: airy,
      flexShrink: 0,
      textColor: () => theme.current.text,
      focusedTextColor: () => theme.current.text,
      value: state.filter(),
      cursorColor: () => theme.current.primary,
      onInput: state.setFilter,
      ref: focusSoon,
    }),
    createComponent(Index, {
      get each() {
        return banners()
      },
      children: (/** @type {() => string} */ text) =>
        h("text", { fg: () => theme.current.warning, wrapMode: "word", flexShrink: 0 }, text),
    }),
    createComponent(Show, {
      get when() {
        return tasks().length > 0
      },
      get fallback() {
        return h("text", { fg: () => theme.current.textMuted }, () => emptyText(state))
      },
      get children() {
        return h(
          "box",
          {
            flexDirection: "column",
            flexShrink: 0,
            onMouseScroll: guard.wrap("scrolling the list", (/** @type {any} */ { scroll }) =>
              state.move(scroll?.direction === "up" ? -1 : 1),
            ),
          },
          createComponent(Index, {
            get each() {
              return lines()
            },
            children: (/** @type {() => import("./rows.js").Line} */ line) => listLine(about, line),
          }),
        )
      },
    }),
    h("box", { marginTop: 1, flexShrink: 0 }, question.line(keys)),
  )
}

/** @param {Context["api"]["theme"]} theme @param {() => string} title */
export function titleLine(theme, title) {
  return h(
    "box",
    { flexDirection: "row", justifyContent: "space-between", gap: 2, flexShrink: 0, height: 1 },
    h("text", { fg: () => theme.current.text, wrapMode: "none", flexShrink: 1 }, h("b", {}, title)),
    h("text", { fg: () => theme.current.textMuted, flexShrink: 0 }, "esc"),
  )
}

/** The element can take the keys only once it is on the screen. @param {any} element */
export function focusSoon(element) {
  setTimeout(() => element.isDestroyed || element.focus(), 1)
}

/** What stands still, and what is wrong. @param {import("./types.js").SessionView} session */
function bannersOf({ halted, stopped, alive, tasks, problems }) {
  const waiting = alive ? 0 : tasks.filter(isWaiting).length
  const wait = waiting === 1 ? "waits" : "wait"
  return [
    ...(halted ? [`${short(oneLine(halted), 140)} (ctrl+g lets it continue)`] : []),
    ...(stopped ? ["Continuation is stopped: no automatic prompts. (ctrl+g lets it continue)"] : []),
    ...(waiting > 0
      ? [
          `${counted(waiting, "result")} ${wait}: the session was not used since OpenCode was restarted. (ctrl+g gives them to the agent)`,
        ]
      : []),
    ...problems.map(oneLine),
  ]
}

/** @param {ReturnType<typeof listState>} state */
function emptyText({ filter, everywhere }) {
  if (filter()) return "No task matches."
  return everywhere()
    ? "There are no tasks in this project."
    : "There are no tasks in this session. tab shows those of the whole project."
}

/**
 * What the keys do now.
 * @param {TaskView | undefined} task
 * @param {ReturnType<typeof listState>} state
 * @param {import("./actions.js").Actions} actions
 */
function hints(task, { everywhere, own, sessions }, actions) {
  const all = sessions().flatMap(({ tasks }) => tasks)
  return [
    task && "enter details",
    task && isActive(task) && "ctrl+d cancel",
    task && actions.canResume(task) && `ctrl+r ${task.status === "failed" ? "retry" : "resume"}`,
    task?.session && "ctrl+o open session",
    all.some(isActive) && "ctrl+k cancel all",
    all.some((task) => !isActive(task)) && "ctrl+l clear finished",
    own() !== undefined && `tab ${everywhere() ? "this session" : "whole project"}`,
  ]
    .filter(Boolean)
    .join(" · ")
}

/**
 * The reason, the running tool, the place in the queue, or the session that the task belongs to.
 * @param {TaskView} task
 * @param {string} elsewhere the title of its session, unless it is this one
 */
function detailOf({ status, error, tool, asking, place }, elsewhere) {
  const detail = asking
    ? "waiting for permission"
    : status === "running"
      ? oneLine(tool ?? "")
      : status === "pending"
        ? `${place} in the queue`
        : firstLine(error)
  return [elsewhere, detail].filter(Boolean).join(" · ")
}
