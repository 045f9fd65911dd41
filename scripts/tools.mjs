// @ts-check
/** The tools that a build needs, installed when missing: never over a person's own version. */
import { existsSync, readFileSync } from "node:fs"
import { delimiter, join } from "node:path"
import { cache, output, repository, run } from "./shell.mjs"

const TARGET = "wasm32-unknown-unknown"

/** Installs what is missing. @returns {NodeJS.ProcessEnv} the environment in which they are found */
export function tools() {
  if (!output(["cargo", "--version"]))
    throw new Error("Rust is missing: install it from https://rustup.rs, then run this again.")
  ensureDependencies()
  ensureTarget()
  const bindgen = bindgenVersion()
  const folders = [
    cargoTool("wasm-bindgen", bindgen, ["wasm-bindgen-cli", "--version", bindgen]),
    cargoTool("wasm-pack", "", ["wasm-pack", "--locked"]),
    // wasm-opt, of the version that package-lock.json names.
    join(repository, "node_modules/.bin"),
  ]
  return { ...process.env, PATH: [...folders, process.env.PATH].filter(Boolean).join(delimiter) }
}

/** `npm ci`, unless node_modules is what package-lock.json says. */
export function ensureDependencies() {
  const wanted = packagesOf("package-lock.json")
  const present = packagesOf("node_modules/.package-lock.json")
  const stale = Object.entries(wanted).some(
    ([path, entry]) => path && !entry.optional && entry.version !== present[path]?.version,
  )
  if (stale) run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"])
}

/** @param {string} name @returns {Record<string, { version: string, optional?: boolean }>} */
function packagesOf(name) {
  const file = join(repository, name)
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).packages : {}
}

function ensureTarget() {
  const library = output(["rustc", "--print", "target-libdir", "--target", TARGET])
  if (!existsSync(library)) run(["rustup", "target", "add", TARGET])
}

/** The command line must be of exactly the library's version. */
function bindgenVersion() {
  const lock = readFileSync(join(repository, "Cargo.lock"), "utf8")
  const version = lock.match(/name = "wasm-bindgen"\nversion = "(.+)"/)?.[1]
  if (!version) throw new Error("Cargo.lock names no version of wasm-bindgen.")
  return version
}

/**
 * @param {string} name
 * @param {string} version "" when any will do
 * @param {string[]} crate what to tell `cargo install`
 * @returns {string} the folder to add to PATH, "" when the tool is on it already
 */
function cargoTool(name, version, crate) {
  if (isThere([name, "--version"], version)) return ""
  const root = join(cache, "tools", [name, version].filter(Boolean).join("-"))
  const folder = join(root, "bin")
  if (!isThere([join(folder, name), "--version"], version))
    run(["cargo", "install", ...crate, "--root", root])
  return folder
}

/** @param {string[]} command @param {string} version */
function isThere(command, version) {
  const answer = output(command)
  return answer !== "" && (version === "" || answer.endsWith(` ${version}`))
}
