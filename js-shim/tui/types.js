// @ts-check
/** Types that the parts of the terminal UI share. */

/** @typedef {import("@opencode-ai/plugin/tui").TuiPluginApi} Api */
/** @typedef {import("../cli/types.js").SessionView} SessionView */
/** @typedef {import("../cli/types.js").TaskView} TaskView */
/** @typedef {import("../cli/types.js").View} View */
/** @typedef {import("./guard.js").Guard} Guard */
/** @typedef {import("./journals.js").Journals} Journals */

/** A request to the process that owns a journal (`Ask` in src/core/journal/records.rs). */
/**
 * @typedef {"cancel_all" | "stop" | "continue" | "clear" | "hush"
 *   | { cancel: { task: string } } | { resume: { task: string | null, retry?: boolean } } | { viewed: { tasks: string[] } }
 *   | { launch: { description: string, prompt: string, agent: string | null } }} Ask
 */

/**
 * What every part of the terminal UI works with. The functions return current values, and are called again after each change.
 * @typedef {{
 *   api: Api,
 *   core: ReturnType<typeof import("../load.js").load>,
 *   guard: Guard,
 *   journals: Journals,
 *   requests: ReturnType<typeof import("./requests.js").createRequests>,
 *   options: import("../../pkg/holdfast.js").Options,
 *   labels: { list: string, goOn: string },
 *   notices: ReturnType<typeof import("./notices.js").createNotices>,
 *   sessions: () => SessionView[],
 *   indicator: () => string,
 *   rootOf: (session: string) => string,
 *   currentRoot: () => string | undefined,
 * }} Context
 */

export {}
