// @ts-check
/** Assembles the terminal UI. */
import { createSignal } from "solid-js"
import { configLayers, projectRoot, stateDirOf } from "../files.js"
import { load } from "../load.js"
import { createActions } from "./actions.js"
import { announce } from "./announce.js"
import { watchCountdown } from "./countdown.js"
import { createDetails } from "./details.js"
import { registerIndicator } from "./indicator.js"
import { followJournals } from "./journals.js"
import { GO_ON_KEY, leaderLabel, registerKeys } from "./keys.js"
import { createList } from "./list.js"
import { createNotices } from "./notices.js"
import { registerHash } from "./prompt.js"
import { createRequests } from "./requests.js"
import { currentSession, rootSession } from "./sessions.js"
import { oneLine } from "./words.js"

/** @typedef {import("./types.js").Api} Api */
/** @typedef {import("./types.js").Context} Context */
/** @typedef {import("./types.js").Guard} Guard */

/** @param {Api} api @param {unknown} options @param {Guard} guard */
export function start(api, options, guard) {
  const context = createContext(api, options, guard)
  const actions = createActions(context)
  const details = createDetails(context, actions, () => list.reopen())
  const list = createList(context, actions, details)
  registerIndicator(context)
  registerKeys(context, actions, list)
  registerHash(context)
  watchCountdown(context)
}

/** @param {Api} api @param {unknown} inline @param {Guard} guard @returns {Context} */
function createContext(api, inline, guard) {
  const core = load()
  const root = projectRoot(api.state.path.directory || process.cwd())
  const layers = optionLayers(api, root, inline)
  const options = core.options(layers)
  const { dir } = stateDirOf(root, options.state_dir)
  const labels = { list: leaderLabel(api, options.tui.key), goOn: leaderLabel(api, GO_ON_KEY) }

  const [version, setVersion] = createSignal(0)
  const journals = followJournals({
    dir,
    core,
    layers,
    changed: guard.wrap("showing a change", () => {
      requests.answered(journals.sessions())
      notices.update(journals.sessions())
      setVersion((before) => before + 1)
    }),
    failed: (error) => guard.report("reading journals", error),
  })
  const requests = createRequests({
    dir,
    core,
    look: journals.look,
    isNewer: (root) => journals.sessions().some((session) => session.root === root && session.newer),
    publish: (command) =>
      api.client.tui.publish({ body: { type: "tui.command.execute", properties: { command } } }),
    say(message) {
      if (options.toasts && message) api.ui.toast({ title: "Holdfast", message, variant: "info" })
    },
  })
  const notices = createNotices({
    since: Date.now(),
    listKey: labels.list,
    elsewhere(root) {
      const id = currentSession(api)
      if (id !== undefined && rootSession(api, journals.sessions(), id) === root) return ""
      return oneLine(api.state.session.get(root)?.title ?? "") || "another session"
    },
    show: guard.wrap("showing a notice", (notice) => options.toasts && announce(api, notice)),
  })
  // A second way to learn of changes, if the system does not report them.
  const stopListening = ["session.status", "session.idle"].map((type) =>
    api.event.on(/** @type {any} */ (type), guard.wrap("looking", journals.look)),
  )
  api.lifecycle.onDispose(() => {
    for (const stop of stopListening) stop()
    for (const part of [journals, requests, notices]) part.close()
  })

  /** Read again whenever a journal changed. @template T @param {() => T} read @returns {() => T} */
  const live = (read) => () => {
    version()
    return read()
  }
  const sessions = live(journals.sessions)
  const rootOf = (/** @type {string} */ id) => rootSession(api, sessions(), id)
  return {
    api,
    core,
    guard,
    journals,
    requests,
    notices,
    options,
    labels,
    sessions,
    indicator: live(journals.indicator),
    rootOf,
    currentRoot() {
      const id = currentSession(api)
      const root = id && rootOf(id)
      if (root) journals.want(root)
      return root
    },
  }
}

/**
 * The same options as the server half uses: those of its entry in opencode.json are in the
 * configuration that OpenCode provides.
 * @param {Api} api @param {string} root @param {unknown} inline
 */
function optionLayers(api, root, inline) {
  const entries = /** @type {any[]} */ (api.state.config.plugin ?? [])
  const entry = entries.find((entry) => Array.isArray(entry) && String(entry[0]).includes("holdfast"))
  const layers = configLayers(root, entry?.[1])
  return inline ? [...layers, { source: "tui.json", text: JSON.stringify(inline), own: false }] : layers
}
