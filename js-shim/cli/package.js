// @ts-check
// This package itself, wherever it is installed, for the sources and the bundle alike.
import fs from "node:fs"
import path from "node:path"
import { fileURLToPath } from "node:url"

/** @param {string} folder @returns {string} */
function packageAbove(folder) {
  return fs.existsSync(path.join(folder, "package.json")) ? folder : packageAbove(path.dirname(folder))
}

/** Its folder, which is also what OpenCode loads the plugin from. */
export const packageFolder = packageAbove(path.dirname(fileURLToPath(import.meta.url)))

/** @type {string} */
export const version = JSON.parse(fs.readFileSync(path.join(packageFolder, "package.json"), "utf8")).version
