// @ts-check
/** Sessions and tasks as the core shows them (src/core/texts/view.rs). */

/** @typedef {import("../../../js-shim/tui/types.js").SessionView} SessionView */
/** @typedef {import("../../../js-shim/tui/types.js").TaskView} TaskView */

const MARKS = { pending: "○", running: "●", completed: "✓", failed: "✗", cancelled: "■", interrupted: "!" }
const SECTIONS = {
  pending: "Queued",
  running: "Running",
  completed: "Completed",
  failed: "Failed",
  cancelled: "Cancelled",
  interrupted: "Interrupted",
}

/** @param {string} id @param {TaskView["status"]} status @param {Partial<TaskView>} [more] @returns {TaskView} */
export function task(id, status, more = {}) {
  return {
    id,
    root: "",
    session: null,
    status,
    mark: MARKS[status],
    section: SECTIONS[status],
    description: `work of ${id}`,
    agent: "general",
    model: null,
    prompt: "Do it.",
    origin: "agent",
    follows: null,
    continued_by: null,
    place: null,
    queued: 0,
    started: null,
    ended: null,
    run_time: 0,
    age: "",
    steps: 0,
    tool_calls: 0,
    tokens: 0,
    cost: 0,
    tool: null,
    activity: [],
    asking: null,
    result: "",
    error: null,
    leftovers: [],
    delivered: false,
    viewed: false,
    resumable: false,
    ...more,
  }
}

/** @param {string} root @param {TaskView[]} tasks @param {Partial<SessionView>} [more] @returns {SessionView} */
export function session(root, tasks, more = {}) {
  return /** @type {SessionView} */ ({
    root,
    owner: null,
    alive: true,
    indicator: "",
    stopped: false,
    halted: null,
    halted_by: null,
    tasks: tasks.map((task) => ({ ...task, root })),
    answers: [],
    waiting: [],
    problems: [],
    newer: false,
    records: 0,
    ...more,
  })
}
