// @ts-check
// What the API's answers and requests look like, as JSON Schema.

const text = { type: "string" }
const textOrNull = { type: ["string", "null"] }
const whole = { type: "integer" }
const wholeOrNull = { type: ["integer", "null"] }
const flag = { type: "boolean" }
const time = { type: "integer", description: "Milliseconds since 1970." }
const timeOrNull = { type: ["integer", "null"], description: "Milliseconds since 1970, once it has come." }
const counts = { type: "object", additionalProperties: whole }

/** An object of which every property is there and none else. @param {Record<string, object>} properties */
const exactly = (properties) => ({
  type: "object",
  required: Object.keys(properties),
  properties,
  additionalProperties: false,
})

const status = {
  type: "string",
  enum: ["created", "starting", "pending", "running", "completed", "failed", "cancelled", "interrupted"],
  description:
    "`created`: not executed yet; `starting`: executed, on its way into a queue; `pending`: in the queue; " +
    "`interrupted`: its OpenCode ended, it can be resumed.",
}

const inShort = {
  id: text,
  project: text,
  root: { ...text, description: "The session that launched it; empty until it has one." },
  session: { ...textOrNull, description: "Its own session." },
  status,
  description: text,
  agent: text,
  model: { ...textOrNull, description: "provider/model" },
  origin: { type: "string", enum: ["agent", "user", "native"] },
  follows: { ...textOrNull, description: "The task that it takes up." },
  continued_by: { ...textOrNull, description: "The task that took it up." },
  place: { ...wholeOrNull, description: "Its place in the queue from one, while pending." },
  queued: time,
  started: timeOrNull,
  ended: timeOrNull,
  run_time: { ...whole, description: "Milliseconds of work so far." },
  steps: whole,
  tool_calls: whole,
  tokens: whole,
  cost: { type: "number" },
  tool: { ...textOrNull, description: "The tool that runs now." },
  asking: { ...textOrNull, description: "The permission it waits for." },
  error: { ...textOrNull, description: "Why it failed." },
  delivered: { ...flag, description: "Whether its agent has been told of its end." },
  viewed: { ...flag, description: "Whether a person has seen its end." },
  resumable: flag,
}
const note = exactly({ t: time, text })
const quantiles = exactly({ median: wholeOrNull, p95: wholeOrNull })
const project = {
  id: text,
  name: text,
  folder: text,
  state: text,
  opencode: exactly({ state: { type: "string", enum: ["none", "starting", "running"] }, pid: wholeOrNull }),
  problems: { type: "array", items: text },
}

export const schemas = {
  TaskInShort: exactly({ ...inShort, latest: { ...textOrNull, description: "What it did last." } }),
  Task: exactly({
    ...inShort,
    prompt: text,
    result: text,
    activity: { type: "array", items: note, description: "What it did last, oldest first." },
    leftovers: { type: "array", items: text, description: "Todos that its agent left open." },
  }),
  NewTask: {
    type: "object",
    required: ["prompt"],
    additionalProperties: false,
    properties: {
      prompt: { ...text, minLength: 1, description: "What the agent is told." },
      description: {
        ...text,
        maxLength: 200,
        description: "A few words for lists; the first of the prompt if absent.",
      },
      agent: { ...text, maxLength: 100, description: "`general` if absent." },
      root: {
        ...text,
        description:
          "The session whose queue it enters and whose agent gets its result. If absent: the one used last that an OpenCode has open, or else one of its own.",
      },
      project: { ...text, description: "Needed if several are served." },
      execute: { ...flag, default: false, description: "Execute it at once." },
    },
  },
  Message: {
    type: "object",
    required: ["text"],
    additionalProperties: false,
    properties: { text: { ...text, minLength: 1 } },
  },
  ExecutionStarted: exactly({
    id: text,
    status: { const: "execution_started" },
    task: { $ref: "#/components/schemas/Task" },
  }),
  Done: {
    type: "object",
    required: ["message"],
    additionalProperties: false,
    properties: {
      message: text,
      task: {
        anyOf: [{ $ref: "#/components/schemas/Task" }, { type: "null" }],
        description: "The task as it is now, or the one that took it up.",
      },
    },
  },
  DoneInSessions: exactly({ items: { type: "array", items: exactly({ root: text, message: text }) } }),
  Session: exactly({
    root: text,
    project: text,
    alive: { ...flag, description: "Whether an OpenCode has it open." },
    pid: { ...wholeOrNull, description: "That of its OpenCode." },
    changed: { type: "number", description: "When its journal last changed." },
    indicator: { ...text, description: "2 running · 3 queued · 1 failed" },
    stopped: { ...flag, description: "Whether automatic prompts are stopped." },
    halted: { ...textOrNull, description: "Why its queue stands still." },
    halted_by: { ...textOrNull, description: "The task whose failure stopped it." },
    waiting: { type: "array", items: text, description: "Requests that have no answer yet." },
    tasks: counts,
    stats: { $ref: "#/components/schemas/Counts" },
    problems: { type: "array", items: text },
    newer: { ...flag, description: "Its journal is of a newer Holdfast; nothing is written into it." },
    records: whole,
  }),
  Change: {
    type: "object",
    required: ["t", "root", "event", "project"],
    properties: {
      t: time,
      root: { ...text, description: "The session whose journal says it." },
      project: text,
      event: { ...text, description: "The name of the journal's record; there will be more." },
      task: text,
      status: { ...text, description: "The task's new status, where it has one." },
    },
    additionalProperties: true,
  },
  Queue: exactly({
    project: text,
    root: text,
    model: textOrNull,
    limit: { ...whole, description: "How many run at once." },
    alive: flag,
    halted: textOrNull,
    running: { type: "array", items: text },
    pending: { type: "array", items: text },
  }),
  Counts: exactly({
    outcomes: counts,
    queue: quantiles,
    run: quantiles,
    wake: quantiles,
    prompts: counts,
    quieted: counts,
  }),
  Stats: exactly({
    project: text,
    outcomes: counts,
    queue: quantiles,
    run: quantiles,
    wake: quantiles,
    prompts: counts,
    quieted: counts,
  }),
  Project: exactly(project),
  Health: exactly({
    status: { const: "ok" },
    version: text,
    projects: { type: "array", items: exactly(project) },
  }),
  Problem: {
    type: "object",
    required: ["type", "title", "status", "detail"],
    properties: {
      type: text,
      title: text,
      status: whole,
      detail: { ...text, description: "What to do, in a sentence." },
    },
  },
}
