// @ts-check
/** Which session the screen is about. */

/** @typedef {import("./types.js").Api} Api */

/** The session on the screen; none on the home screen. @param {Api} api @returns {string | undefined} */
export function currentSession(api) {
  const { name, params } = /** @type {any} */ (api.route.current)
  return name === "session" ? params.sessionID : undefined
}

/**
 * The root of a session: its topmost parent, or the session that launched the task in it.
 * @param {Api} api @param {import("./types.js").SessionView[]} sessions @param {string} id
 */
export function rootSession(api, sessions, id) {
  const parentOf = (/** @type {string} */ id) => api.state.session.get(id)?.parentID
  let root = id
  for (let parent = parentOf(root); parent; parent = parentOf(root)) root = parent
  return sessions.find(({ tasks }) => tasks.some(({ session }) => session === root))?.root ?? root
}
