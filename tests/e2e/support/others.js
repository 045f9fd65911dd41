// @ts-check
/** Popular plugins that Holdfast must work beside: pinned, from npm, installed once. */
import { join } from "node:path"
import { install, installOnce } from "./install.js"

/** @typedef {typeof others[number]} Other */

export const others = /** @type {const} */ ([
  { name: "oh-my-opencode-slim", version: "2.2.24" },
  { name: "oh-my-opencode", version: "4.19.4" },
])

/** The folder of such a plugin. @param {Other} other */
export async function otherPlugin({ name, version }) {
  const what = { name: `${name} ${version}`, about: "a minute" }
  const home = await installOnce(`${name}-${version}`, what, (folder) =>
    install(folder, `${name}@${version}`),
  )
  return join(home, "node_modules", name)
}

/**
 * They check for updates, download tools and report usage. None of that leaves the machine: every
 * request except those on loopback goes to a port where nobody listens.
 */
const NOWHERE = "http://127.0.0.1:9"
export const offline = {
  HTTP_PROXY: NOWHERE,
  HTTPS_PROXY: NOWHERE,
  http_proxy: NOWHERE,
  https_proxy: NOWHERE,
  NO_PROXY: "127.0.0.1,localhost",
  no_proxy: "127.0.0.1,localhost",
  npm_config_registry: NOWHERE,
  DO_NOT_TRACK: "1",
}
