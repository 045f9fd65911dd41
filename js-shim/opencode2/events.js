// @ts-check
// Which of OpenCode 2's events cross into WebAssembly. Deltas come by the hundred per second and
// are dropped here, by type.

export const TYPES = new Set([
  "permission.asked",
  "permission.replied",
  "session.created",
  "session.deleted",
  "session.execution.failed",
  "session.execution.interrupted",
  "session.execution.started",
  "session.execution.succeeded",
  "session.inbox.delivered",
  "session.retry.scheduled",
  "session.step.ended",
  "session.text.ended",
  "session.tool.called",
  "session.tool.failed",
  "session.tool.input.started",
  "session.tool.success",
])

/** @param {{ type?: string } | null | undefined} event */
export const dropsEvent = (event) => !event?.type || !TYPES.has(event.type)
