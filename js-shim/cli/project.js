// @ts-check
// The project around a folder: its options, where its state is, and what its journals say.
import fs from "node:fs"
import {
  configLayers,
  isAlive,
  journalPath,
  journalRoots,
  projectRoot,
  readText,
  refusalOf,
  stateDirOf,
} from "../files.js"
import { load } from "../load.js"
import { claimsIn, restingJournals, statOf } from "../resting.js"
import { Complaint } from "./complaint.js"
import { ownCommand } from "./invocation.js"
import { configuredEntries } from "./opencode-config.js"

/** @typedef {import("./types.js").Source} Source */
/** @typedef {import("./types.js").View} View */
/** @typedef {import("./types.js").SessionView} SessionView */
/** @typedef {import("./types.js").TaskView} TaskView */
/** @typedef {ReturnType<typeof openProject>} Project */
/** @typedef {(text: string, root: string) => string} Prepare */

/** @type {Prepare} */
const asItIs = (text) => text

/** Whether a text can be a session's id, and so name a journal. @param {string} text */
export function isSessionId(text) {
  return /^[\w-]{1,128}$/.test(text)
}

/** @param {string} [directory] */
export function openProject(directory = process.cwd()) {
  const root = projectRoot(directory)
  const inline = configuredEntries(root, "opencode").find(({ options }) => options !== undefined)?.options
  const layers = configLayers(root, inline)
  const options = load().options(layers)
  const { dir, problems } = stateDirOf(root, options.state_dir)
  const refusal = refusalOf(dir)
  if (refusal) throw new Complaint(refusal)
  return {
    root,
    dir,
    layers,
    /** What is wrong with the options. @type {string[]} */
    problems: [...options.problems, ...problems],
    /** The journals as they are now. @param {Prepare} [prepare] what to fold instead of a journal's text */
    view(prepare = asItIs) {
      const sources = journalRoots(dir).flatMap((session) => source(dir, session, prepare))
      return viewOf(layers, sources)
    },
    /** The most recently used session and those not at rest, and whether there are others. */
    recent() {
      const resting = restingJournals(dir)
      const found = journalRoots(dir).map((root) => ({ root, stat: statOf(dir, root) }))
      const newest = Math.max(...found.map(({ stat }) => stat?.mtimeMs ?? 0))
      const read = found.filter(
        ({ root, stat }) => stat && (stat.mtimeMs === newest || !resting.has(root, stat)),
      )
      const view = viewOf(
        layers,
        read.flatMap(({ root }) => source(dir, root, asItIs)),
      )
      const stats = new Map(read.map(({ root, stat }) => [root, stat]))
      for (const session of view.sessions) resting.note(session, stats.get(session.root))
      resting.save()
      return { ...view, others: read.length < found.length }
    },
    /** One session as it is now. @param {string} session @param {Prepare} [prepare] @param {string} [folder] where its journal is @returns {SessionView | undefined} */
    session(session, prepare = asItIs, folder = dir) {
      return viewOf(layers, source(folder, session, prepare)).sessions[0]
    },
    /** When a session's journal last changed. @param {string} session */
    changed(session) {
      return fs.statSync(journalPath(dir, session), { throwIfNoEntry: false })?.mtimeMs ?? 0
    },
  }
}

/** @param {import("../files.js").Layer[]} layers @param {Source[]} sources @returns {View} */
function viewOf(layers, sources) {
  return load().view(sources, layers, Date.now())
}

/**
 * A journal, and whether its owner is alive; undefined if the journal was deleted meanwhile.
 * @param {string} dir
 * @param {string} root
 * @param {Prepare} prepare
 * @returns {Source[]}
 */
function source(dir, root, prepare) {
  const text = readText(journalPath(dir, root))
  return text === null
    ? []
    : [{ root, text: prepare(text, root), alive: isAlive(load().owner(claimsIn(text)), dir) }]
}

/**
 * The task with that id and the session it belongs to.
 * @param {View} view
 * @param {string} id
 * @returns {{ task: TaskView, session: SessionView }}
 */
export function findTask(view, id) {
  for (const session of view.sessions) {
    const task = session.tasks.find((task) => task.id === id)
    if (task) return { task, session }
  }
  const ids = view.sessions.flatMap(({ tasks }) => tasks.map((task) => task.id))
  if (ids.length === 0) throw new Complaint(`There is no task "${id}": this project has no tasks.`)
  const near = load().nearest(id, ids)
  const hint = near
    ? `did you mean ${near}?`
    : `\`${ownCommand("tasks", "--all")}\` lists those that are kept.`
  throw new Complaint(`There is no task "${id}" in this project; ${hint}`)
}
