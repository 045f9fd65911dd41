// @ts-check
// Which of OpenCode's events cross into WebAssembly. Streaming ones come by the hundred per second
// and are dropped here, by type.

export const TYPES = new Set([
  "session.created",
  "session.updated",
  "session.deleted",
  "session.idle",
  "session.status",
  "session.error",
  "session.compacted",
  "session.diff",
  "message.updated",
  "message.part.updated",
  "todo.updated",
  "permission.asked",
  "permission.replied",
  "question.asked",
  "question.replied",
  "question.rejected",
])

/**
 * @param {{ type: string, properties?: any } | null | undefined} event
 * @returns {boolean}
 */
export function dropsEvent(event) {
  if (!event || !TYPES.has(event.type)) return true
  if (event.type !== "message.part.updated") return false
  const part = event.properties?.part
  return !(
    part?.type === "tool" ||
    part?.type === "step-finish" ||
    part?.type === "patch" ||
    (part?.type === "text" && part.time?.end !== undefined)
  )
}
