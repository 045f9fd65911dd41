// @ts-check
/**
 * Proves that the committed pkg/ was built from these sources. With the toolchain that built it, the
 * bytes must match. Another toolchain produces other bytes, so then the hash of the sources must match.
 */
import { createHash } from "node:crypto"
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { output, repository } from "./shell.mjs"

const RECORD = "SOURCES"

/** Writes down what a build was made of. @param {string} folder @param {NodeJS.ProcessEnv} env */
export function record(folder, env) {
  writeFileSync(join(folder, RECORD), `sources: ${sourceHash()}\ntoolchain: ${toolchain(env)}\n`)
}

/** @param {string} fresh a build made just now @param {string} committed */
export function check(fresh, committed) {
  const here = readRecord(fresh)
  const there = readRecord(committed)
  const advice = "run `npm run build` and commit pkg/."
  if (here.sources !== there.sources) throw new Error(`pkg/ was built from other Rust sources: ${advice}`)
  // The bundle is made by one pinned program: its bytes are the same everywhere.
  const comparable = here.toolchain === there.toolchain ? filesOf(fresh, committed) : ["cli.js"]
  const different = comparable.filter((name) => !same(join(fresh, name), join(committed, name)))
  if (different.length)
    throw new Error(`pkg/ is not what the sources make (${different.join(", ")}): ${advice}`)
  if (here.toolchain === there.toolchain) return console.log("pkg/ is byte for byte what the sources make.")
  console.log(`pkg/ was built from these sources, but by ${there.toolchain}; here is ${here.toolchain}.`)
  console.log("The bytes can be compared only with the same toolchain, so the hash of the sources was.")
}

/** @param {string} folder */
function readRecord(folder) {
  const file = join(folder, RECORD)
  const lines = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : []
  return Object.fromEntries(lines.map((line) => line.split(": ")))
}

/** The hash of everything that the WebAssembly is built from. */
function sourceHash() {
  const sources = readdirSync(join(repository, "src"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(repository.length).replaceAll("\\", "/"))
  const hash = createHash("sha256")
  for (const name of [...sources, "Cargo.toml", "Cargo.lock"].sort()) {
    const text = readFileSync(join(repository, name), "utf8").replaceAll("\r\n", "\n")
    hash.update(`${name}\n${text.length}\n${text}`)
  }
  return hash.digest("hex")
}

/** @param {NodeJS.ProcessEnv} env */
function toolchain(env) {
  const rustc = output(["rustc", "-vV"], env)
  const host = rustc.match(/^host: (.+)$/m)?.[1]
  const tools = [
    ["wasm-bindgen", "--version"],
    ["wasm-pack", "--version"],
    ["wasm-opt", "--version"],
  ]
  return [rustc.split("\n")[0], `on ${host}`, ...tools.map((command) => output(command, env))].join(", ")
}

/** @param {string[]} folders */
function filesOf(...folders) {
  return [...new Set(folders.flatMap((folder) => readdirSync(folder)))]
    .filter((name) => name !== RECORD)
    .sort()
}

/** @param {string} one @param {string} other */
function same(one, other) {
  const here = existsSync(one)
  return here === existsSync(other) && (!here || readFileSync(one).equals(readFileSync(other)))
}
