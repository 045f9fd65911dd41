// @ts-check
/** What a person does in a session of `opencode serve`, and the answers. */

/** @typedef {import("./serve.js").Server} Server */

/** The rules of an unattended session, as `opencode run` creates it. */
export const unwatched = { permission: [{ permission: "question", pattern: "*", action: "deny" }] }

/**
 * A slash command. Holdfast's own end in an error, which is the only way to skip the model call.
 * @param {Server} server @param {string} id @param {string} command @param {string} [args]
 */
export const slash = (server, id, command, args = "") =>
  server.ask("POST", `/session/${id}/command`, { command, arguments: args }).catch((error) => String(error))

/** What the chat shows that no model sees. @param {Server} server @param {string} id @returns {Promise<string[]>} */
export async function shown(server, id) {
  const messages = await server.messages(id)
  return messages.flatMap((/** @type {any} */ { parts }) =>
    parts
      .filter((/** @type {any} */ part) => part.ignored && part.text)
      .map((/** @type {any} */ part) => part.text),
  )
}

/** The first toast that matches, as soon as there is one. @param {Server} server @param {RegExp} pattern */
export const toast = (server, pattern) =>
  server.events.until(`a toast ${pattern}`, (seen) =>
    seen.some(({ type, properties }) => type === "tui.toast.show" && pattern.test(properties.message)),
  )
