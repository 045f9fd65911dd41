// @ts-check
/** What a scripted agent does: launching jobs, writing todos, calling a tool. */
import { jobPrompt } from "./model.js"

/** @typedef {{ name: string, args: any }} ToolCall */

/** Launches a background job. @param {string | number} name @param {number} ms @returns {ToolCall} */
export const launch = (name, ms) => ({
  name: "background_task",
  args: { description: `job ${name}`, prompt: jobPrompt(name, ms) },
})

/** Launches jobs 1 to `count`. @param {number} count @param {number} ms */
export const launchJobs = (count, ms) => Array.from({ length: count }, (_, index) => launch(index + 1, ms))

/** Writes the list of todos, each by its status. @param {...string} statuses @returns {ToolCall} */
export const todos = (...statuses) => ({
  name: "todowrite",
  args: {
    todos: statuses.map((status, index) => ({
      id: String(index + 1),
      content: `todo ${index + 1}`,
      status,
      priority: "medium",
    })),
  },
})

/** A tool call that has nothing to do with Holdfast. @param {string} word @returns {ToolCall} */
export const echo = (word) => ({ name: "bash", args: { command: `echo ${word}`, description: "say a word" } })

/** Something to wait for until the test opens it. */
export function gate() {
  /** @type {() => void} */
  let open = () => {}
  /** @type {Promise<void>} */
  const opened = new Promise((resolve) => {
    open = resolve
  })
  return { open, opened }
}

/** Resolves for everybody once that many have come. @param {number} count */
export function barrier(count) {
  const { open, opened } = gate()
  return () => {
    count -= 1
    if (count === 0) open()
    return opened
  }
}
