// @ts-check
// Tasks that were created here and are in no session's queue yet. They are in a journal of their own,
// `serve/created.jsonl` in the state folder, which every `holdfast serve` of the project reads and
// appends to: of two that place a task at once, the first wins.
import fs from "node:fs"
import path from "node:path"
import { appendLines, readLines } from "../journal-file.js"
import { ensureDir } from "../state-dir.js"

/** @typedef {{ task: string, description: string, prompt: string, agent: string | null, root: string | null, request: string }} Created */
/** @typedef {Created & { t: number, executed: number | null, placed: string | null, discarded: number | null, refused: string | null, gone: boolean }} Draft */

/** @param {{ id: string, dir: string, session: (root: string) => import("../cli/types.js").SessionView | undefined }} project */
export function createDrafts({ id: project, dir, session }) {
  const folder = path.join(dir, "serve")
  const file = path.join(folder, "created.jsonl")
  /** @type {Map<string, Draft>} */
  let drafts = new Map()
  let known = { ino: 0n, offset: 0 }

  /** Reads what is new; others may have written. */
  function read() {
    const stat = fs.statSync(file, { bigint: true, throwIfNoEntry: false })
    if (!stat) return drafts
    if (stat.ino !== known.ino) {
      drafts = new Map()
      known = { ino: stat.ino, offset: 0 }
    }
    if (Number(stat.size) === known.offset) return drafts
    const fd = fs.openSync(file, "r")
    try {
      const { text, end } = readLines(fd, known.offset)
      known.offset = end
      foldDrafts(drafts, text)
    } finally {
      fs.closeSync(fd)
    }
    return drafts
  }

  /** @param {object} what */
  function append(what) {
    ensureDir(dir)
    ensureDir(folder)
    appendLines(file, `${JSON.stringify({ v: 1, t: Date.now(), what })}\n`)
    read()
  }

  /** Why the owner of the journal would not launch it, if so. @param {Draft} draft */
  function refusalOf({ task, placed, refused }) {
    if (refused !== null || placed === null) return refused
    const answer = answerTo(task, placed)
    return answer !== undefined && !WAS_LAUNCHED.test(answer) ? answer : null
  }

  /** @param {string} task @param {string} root */
  const answerTo = (task, root) =>
    session(root)?.answers.find(([request]) => request === requestOf(task))?.[1]

  /** Whether a journal has, or had, what became of it. @param {Draft} draft */
  function isLaunched({ task, executed, placed, gone }) {
    if (gone) return true
    if (placed === null || executed === null) return false
    return WAS_LAUNCHED.test(answerTo(task, placed) ?? "") || Date.now() - executed > LONGEST_MS
  }

  /** @param {Draft} draft */
  function statusOf(draft) {
    if (draft.discarded !== null) return "cancelled"
    if (draft.executed === null) return "created"
    return refusalOf(draft) === null ? "starting" : "failed"
  }

  /** As a task of a journal looks. @param {Draft} draft */
  function taskOf(draft) {
    const { task, description, prompt, agent, root, placed, t, discarded } = draft
    const about = {
      id: task,
      project,
      root: placed ?? root ?? "",
      description,
      prompt,
      agent: agent ?? "general",
    }
    const status = statusOf(draft)
    const error = status === "failed" ? refusalOf(draft) : null
    return { ...EMPTY, ...about, status, queued: t, ended: discarded, error }
  }

  return {
    file,
    /** @param {string} task */
    get: (task) => read().get(task),
    all: () => [...read().values()],
    /** @param {string} task as one that is in no journal of a session */
    task(task) {
      const draft = read().get(task)
      return draft && !isLaunched(draft) ? taskOf(draft) : undefined
    },
    /** Those that are in no journal of a session. */
    tasks: () => [...read().values()].filter((draft) => !isLaunched(draft)).map(taskOf),
    /** @param {Created} created */
    create: (created) => append({ created }),
    /** @param {string} task */
    execute: (task) => append({ executed: { task } }),
    /** Names the session whose queue it goes to; the first name counts. @param {string} task @param {string} root @returns {string} */
    place(task, root) {
      append({ placed: { task, root } })
      return read().get(task)?.placed ?? root
    },
    /** @param {string} task */
    discard: (task) => append({ discarded: { task } }),
    /** It is in a session's journal now, or was deleted. @param {string} task */
    remove: (task) => append({ gone: { task } }),
    /** @param {string} task @param {string} text why it could not be started */
    refuse: (task, text) => append({ refused: { task, text } }),
  }
}

/** How the owner of a journal answers to a launch that it made. */
const WAS_LAUNCHED = /; \/background lists it\.$|was launched already/
/** What has no answer after so long will have none: it was launched, has ended and is forgotten. */
const LONGEST_MS = 24 * 3_600_000

/** The request by which a task enters a queue: the same one whoever makes it. @param {string} task */
export const requestOf = (task) => `launch-${task}`

/** What a task has that has not begun. */
const EMPTY = {
  session: null,
  model: null,
  origin: /** @type {const} */ ("user"),
  follows: null,
  continued_by: null,
  place: null,
  started: null,
  run_time: 0,
  steps: 0,
  tool_calls: 0,
  tokens: 0,
  cost: 0,
  tool: null,
  activity: [],
  asking: null,
  result: "",
  leftovers: [],
  delivered: false,
  viewed: false,
  resumable: false,
}

/** @param {Map<string, Draft>} drafts @param {string} text what came to be since */
function foldDrafts(drafts, text) {
  for (const line of text.split("\n")) {
    const record = parse(line)
    if (!record) continue
    const { t, event, fields } = record
    const draft = drafts.get(fields.task)
    if (event === "created" && !draft && typeof fields.task === "string")
      drafts.set(fields.task, draftOf(t, fields))
    if (!draft) continue
    if (event === "executed") Object.assign(draft, { executed: t, refused: null })
    if (event === "placed") draft.placed ??= fields.root
    if (event === "discarded") draft.discarded ??= t
    if (event === "gone") draft.gone = true
    if (event === "refused") draft.refused = String(fields.text)
  }
}

/** @param {number} t @param {any} fields @returns {Draft} */
function draftOf(t, { task, description, prompt, agent = null, root = null, request = "" }) {
  const later = { executed: null, placed: null, discarded: null, refused: null, gone: false }
  return { task, description: String(description), prompt: String(prompt), agent, root, request, t, ...later }
}

/** @param {string} line @returns {{ t: number, event: string, fields: any } | null} */
function parse(line) {
  try {
    const { v, t, what } = JSON.parse(line)
    const [[event, fields]] = Object.entries(what)
    return v === 1 && Number.isFinite(t) && typeof fields === "object" && fields !== null
      ? { t, event, fields }
      : null
  } catch {
    return null
  }
}
