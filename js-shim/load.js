// @ts-check
// Loads the WebAssembly beside this file, once per process. `initSync` with the bytes is the one
// way that Node and the Bun inside OpenCode both take.
import fs from "node:fs"
import * as holdfast from "../pkg/holdfast.js"

let loaded = false

/** The WebAssembly exports, ready to call. */
export function load() {
  if (!loaded) {
    holdfast.initSync({ module: fs.readFileSync(new URL("../pkg/holdfast_bg.wasm", import.meta.url)) })
    loaded = true
  }
  return holdfast
}
