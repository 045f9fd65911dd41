// @ts-check
/** In a fresh process: how long the plugin takes from its import until its WebAssembly is ready. */
import { performance } from "node:perf_hooks"

const started = performance.now()
await import("../js-shim/server.js")
const { load } = await import("../js-shim/load.js")
load()
console.log(performance.now() - started)
