/** An option file's text and how to name it to the user; `own`: only the user can have written it. */
export interface Layer { source: string; text: string; own?: boolean }
/** An OpenCode process with Holdfast in it. */
export interface Owner { pid: number; start: string; nonce: string }
/** What the shim tells at the beginning. */
export interface Start { layers: Layer[]; me: Owner; seed: number; process: "run" | "tui" | "server"; options?: HostOptions }
/** OpenCode's options, as far as they bind child sessions. */
export interface HostOptions { primary_tools: string[]; no_subagents: boolean }
/** The options that JavaScript needs, and what is wrong with the files. */
export interface Options { state_dir: string | null; toasts: boolean; flush: boolean; tui: { key: string; command: string }; problems: string[] }
/** A tool as the model sees it. */
export interface Tool {
  name: string
  description: string
  args: { name: string; type: "string" | "boolean" | "integer"; description: string; required: boolean }[]
}
/** A journal as it was read. */
export interface Source { root: string; text: string; alive: boolean }
/** What somebody outside the owner's process asks for. */
export type Ask =
  | { cancel: { task: string } }
  | "cancel_all"
  | { resume: { task: string | null; retry?: boolean } }
  | "stop"
  | "continue"
  | { viewed: { tasks: string[] } }
  | "clear"
  | { launch: { description: string; prompt: string; agent: string | null; task?: string } }
  | { message: { task: string; text: string } }
  | { forget: { task: string } }
  | "hush"
/** What to append, and what to tell the user. */
export interface Offline { append: string; answer: string }
export interface Note { t: number; text: string }
export interface Quantiles { median: number | null; p95: number | null }
export interface StatsView {
  outcomes: Record<string, number>
  queue: Quantiles
  run: Quantiles
  wake: Quantiles
  prompts: Record<string, number>
  quieted: Record<string, number>
}
export type Status = "pending" | "running" | "completed" | "failed" | "cancelled" | "interrupted"
export interface TaskView {
  id: string
  root: string
  session: string | null
  status: Status
  mark: string
  section: "Running" | "Queued" | "Completed" | "Failed"
  description: string
  agent: string
  model: string | null
  prompt: string
  origin: "agent" | "user" | "native"
  follows: string | null
  /** The task that took it up: both are one piece of work. */
  continued_by: string | null
  place: number | null
  queued: number
  started: number | null
  ended: number | null
  run_time: number
  age: string
  steps: number
  tool_calls: number
  tokens: number
  cost: number
  tool: string | null
  activity: Note[]
  asking: string | null
  result: string
  error: string | null
  leftovers: string[]
  delivered: boolean
  viewed: boolean
  resumable: boolean
}
export interface SessionView {
  root: string
  owner: Owner | null
  alive: boolean
  indicator: string
  stopped: boolean
  halted: string | null
  halted_by: string | null
  tasks: TaskView[]
  answers: [string, string][]
  waiting: string[]
  stats: StatsView
  problems: string[]
  newer: boolean
  records: number
}
export interface View { indicator: string; sessions: SessionView[]; stats: StatsView }
