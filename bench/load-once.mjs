// @ts-check
/**
 * In a fresh process: how long the plugin takes from its import until its WebAssembly is ready, or,
 * with `bare`, how long the runtime takes to compile the same WebAssembly and nothing else.
 * Prints the milliseconds of wall-clock time and of processor time.
 */
import { readFileSync } from "node:fs"
import { performance } from "node:perf_hooks"

const started = performance.now()
const before = process.cpuUsage()
if (process.argv.includes("bare")) {
  // The types of Node 20 do not know it.
  const { WebAssembly } = /** @type {any} */ (globalThis)
  new WebAssembly.Module(readFileSync(new URL("../pkg/holdfast_bg.wasm", import.meta.url)))
} else {
  await import("../js-shim/server.js")
  const { load } = await import("../js-shim/load.js")
  load()
}
const elapsed = performance.now() - started
const { user, system } = process.cpuUsage(before)
console.log(`${elapsed} ${(user + system) / 1000}`)
