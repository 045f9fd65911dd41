// @ts-check
// Everything that happened in a session, or to one task, in order: the journal's records, and what
// a task's agent did.
import { changesOf } from "../cli/changes.js"
import { activityOf } from "../cli/show.js"
import { journalPath, readText } from "../files.js"
import { pageOf } from "./page-of.js"

/**
 * @param {import("./project.js").Project} project
 * @param {{ task: string } | { root: string }} of
 * @param {URLSearchParams} query
 */
export function activityIn(project, of, query) {
  const all = "task" in of ? ofTask(project, of.task) : ofRoot(project, of.root)
  const numbered = all.map((change, index) => ({ ...change, project: project.id, index }))
  const place = (/** @type {{ t: number, index: number }} */ { t, index }) =>
    /** @type {[number, string]} */ ([t, String(index).padStart(9, "0")])
  const { items, next } = pageOf(numbered, place, query, 1)
  return { items: items.map(({ index: _index, ...change }) => change), next, total: all.length }
}

/** @param {import("./project.js").Project} project @param {string} id @returns {import("../cli/changes.js").Change[]} */
function ofTask(project, id) {
  const task = project.task(id)
  const text = task?.root ? readText(journalPath(project.dir, task.root)) : null
  const found = text !== null && task ? activityOf(text, task) : []
  if (found.length > 0 || !task) return found
  const { queued, root, status, description } = task
  return [{ t: queued, root, event: "created", task: id, status, description }]
}

/** @param {import("./project.js").Project} project @param {string} root @returns {import("../cli/changes.js").Change[]} */
function ofRoot(project, root) {
  const reader = changesOf(root)
  return (readText(journalPath(project.dir, root)) ?? "")
    .split("\n")
    .flatMap((line) => reader.read(line) ?? [])
    .filter(({ t }) => t > 0)
    .sort((a, b) => a.t - b.t)
}
