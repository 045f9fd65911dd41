/* tslint:disable */
/* eslint-disable */
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



/**
 * One plugin instance.
 */
export class Engine {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * `chat.message`: resolves when the message may be stored.
     */
    chatMessage(output: any): Promise<any>;
    /**
     * `command.execute.before`: resolves with whether the command was ours.
     */
    command(input: any): Promise<any>;
    /**
     * `experimental.session.compacting`: resolves when the context is complete.
     */
    compacting(input: any, output: any): Promise<any>;
    /**
     * An event of OpenCode's bus, of one of the types that the shim lets through.
     */
    event(event: any): void;
    /**
     * OpenCode's options, as far as they bind child sessions.
     */
    hostOptions(options: HostOptions): void;
    /**
     * Whether a session works for another one here.
     */
    isChild(session: string): boolean;
    /**
     * Another process, or the terminal UI, wrote into a journal.
     */
    journalTouched(root: string): void;
    /**
     * Whether a journal belongs to a session in use here.
     */
    knows(session: string): boolean;
    /**
     * Starts an instance.
     */
    constructor(port: any, start: Start);
    /**
     * `experimental.chat.messages.transform`: resolves when the model may be asked.
     */
    step(output: any): Promise<any>;
    /**
     * The time asked for has come.
     */
    tick(): void;
    /**
     * A call of one of our tools: resolves with what the agent reads.
     */
    tool(name: string, args: any, context: any): Promise<any>;
}

/**
 * One plugin instance.
 */
export class Engine2 {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * The hook `compaction`: resolves when what is to be compacted is complete.
     */
    compaction(compaction: any): Promise<any>;
    /**
     * The hook `context`: resolves when the model may be asked.
     */
    context(step: any): Promise<any>;
    /**
     * The hook `http.request`: what the provider "answers" where it is not to be asked.
     */
    emptyAnswer(session: string, kind: string, path: string): string | undefined;
    /**
     * An event of OpenCode's bus.
     */
    event(event: any): void;
    /**
     * Another process, or the terminal UI, wrote into a journal.
     */
    journalTouched(root: string): void;
    /**
     * Whether a journal belongs to a session in use here.
     */
    knows(session: string): boolean;
    /**
     * Starts an instance.
     */
    constructor(port: any, start: Start);
    /**
     * The hook `prompt`: resolves when the user's message may be stored.
     */
    prompt(message: any): Promise<any>;
    /**
     * The time asked for has come.
     */
    tick(): void;
    /**
     * A call of one of our tools: resolves with what the agent reads.
     */
    tool(name: string, args: any, context: any): Promise<any>;
}

/**
 * The journal line that asks the owner for something.
 */
export function askLine(request: string, ask: Ask, now: number): string;

/**
 * Fills a command template as OpenCode does.
 */
export function expandTemplate(template: string, _arguments: string): string;

/**
 * The candidate that a misspelt word most likely meant.
 */
export function nearest(word: string, candidates: string[]): string | undefined;

/**
 * Carries a request out on a journal that no living process owns.
 */
export function offline(text: string, request: string, ask: Ask, me: Owner, now: number): Offline;

/**
 * The options that the shim, the terminal UI and the command line need, and what is wrong.
 */
export function options(given: Layer[]): Options;

/**
 * Who owns a journal; null where nobody does.
 */
export function owner(text: string): Owner | null;

/**
 * The slash commands to register: name and description.
 */
export function slashCommands(): [string, string][];

/**
 * The tools to register.
 */
export function tools(): Tool[];

/**
 * What people see of journals.
 */
export function view(sources: Source[], given: Layer[], now: number): View;

export type InitInput = RequestInfo | URL | Response | BufferSource | WebAssembly.Module;

export interface InitOutput {
    readonly memory: WebAssembly.Memory;
    readonly __wbg_engine2_free: (a: number, b: number) => void;
    readonly __wbg_engine_free: (a: number, b: number) => void;
    readonly askLine: (a: number, b: number, c: any, d: number) => [number, number, number, number];
    readonly engine2_compaction: (a: number, b: any) => any;
    readonly engine2_context: (a: number, b: any) => any;
    readonly engine2_emptyAnswer: (a: number, b: number, c: number, d: number, e: number, f: number, g: number) => [number, number];
    readonly engine2_event: (a: number, b: any) => void;
    readonly engine2_journalTouched: (a: number, b: number, c: number) => void;
    readonly engine2_knows: (a: number, b: number, c: number) => number;
    readonly engine2_new: (a: any, b: any) => [number, number, number];
    readonly engine2_prompt: (a: number, b: any) => any;
    readonly engine2_tick: (a: number) => void;
    readonly engine2_tool: (a: number, b: number, c: number, d: any, e: any) => any;
    readonly engine_chatMessage: (a: number, b: any) => any;
    readonly engine_command: (a: number, b: any) => any;
    readonly engine_compacting: (a: number, b: any, c: any) => any;
    readonly engine_event: (a: number, b: any) => void;
    readonly engine_hostOptions: (a: number, b: any) => void;
    readonly engine_isChild: (a: number, b: number, c: number) => number;
    readonly engine_journalTouched: (a: number, b: number, c: number) => void;
    readonly engine_knows: (a: number, b: number, c: number) => number;
    readonly engine_new: (a: any, b: any) => [number, number, number];
    readonly engine_step: (a: number, b: any) => any;
    readonly engine_tick: (a: number) => void;
    readonly engine_tool: (a: number, b: number, c: number, d: any, e: any) => any;
    readonly expandTemplate: (a: number, b: number, c: number, d: number) => [number, number];
    readonly nearest: (a: number, b: number, c: number, d: number) => [number, number];
    readonly offline: (a: number, b: number, c: number, d: number, e: any, f: any, g: number) => [number, number, number];
    readonly options: (a: any) => any;
    readonly owner: (a: number, b: number) => any;
    readonly slashCommands: () => any;
    readonly tools: () => any;
    readonly view: (a: any, b: any, c: number) => any;
    readonly wasm_bindgen__convert__closures_____invoke__h9d5f440b1df7934e: (a: number, b: number, c: any) => [number, number];
    readonly wasm_bindgen__convert__closures_____invoke__h29ba2761eda348f3: (a: number, b: number, c: any, d: any) => void;
    readonly wasm_bindgen__convert__closures_____invoke__h14ed6ae557918bfb: (a: number, b: number) => void;
    readonly __wbindgen_malloc: (a: number, b: number) => number;
    readonly __wbindgen_realloc: (a: number, b: number, c: number, d: number) => number;
    readonly __wbindgen_exn_store: (a: number) => void;
    readonly __externref_table_alloc: () => number;
    readonly __wbindgen_externrefs: WebAssembly.Table;
    readonly __wbindgen_free: (a: number, b: number, c: number) => void;
    readonly __wbindgen_destroy_closure: (a: number, b: number) => void;
    readonly __externref_table_dealloc: (a: number) => void;
    readonly __wbindgen_start: () => void;
}

export type SyncInitInput = BufferSource | WebAssembly.Module;

/**
 * Instantiates the given `module`, which can either be bytes or
 * a precompiled `WebAssembly.Module`.
 *
 * @param {{ module: SyncInitInput }} module - Passing `SyncInitInput` directly is deprecated.
 *
 * @returns {InitOutput}
 */
export function initSync(module: { module: SyncInitInput } | SyncInitInput): InitOutput;

/**
 * If `module_or_path` is {RequestInfo} or {URL}, makes a request and
 * for everything else, calls `WebAssembly.instantiate` directly.
 *
 * @param {{ module_or_path: InitInput | Promise<InitInput> }} module_or_path - Passing `InitInput` directly is deprecated.
 *
 * @returns {Promise<InitOutput>}
 */
export default function __wbg_init (module_or_path?: { module_or_path: InitInput | Promise<InitInput> } | InitInput | Promise<InitInput>): Promise<InitOutput>;
