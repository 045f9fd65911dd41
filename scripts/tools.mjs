// @ts-check
/**
 * Installs the tools that a build needs if they are missing: outside the clone, and without touching
 * the user's own versions.
 */
import { existsSync, readFileSync } from "node:fs"
import { delimiter, dirname, join } from "node:path"
import { announced, quietly } from "./announce.mjs"
import { cache, output, repository } from "./shell.mjs"

const TARGET = "wasm32-unknown-unknown"

/** Installs what is missing. @returns {Promise<NodeJS.ProcessEnv>} the environment in which they are found */
export async function tools() {
  if (!output(["cargo", "--version"]))
    throw new Error("Rust is missing: install it from https://rustup.rs, then run this again.")
  await ensureDependencies()
  await ensureTarget()
  const bindgen = bindgenVersion()
  const folders = [
    await cargoTool("wasm-bindgen", bindgen, ["wasm-bindgen-cli", "--version", bindgen]),
    await cargoTool("wasm-pack", "", ["wasm-pack", "--locked"]),
    // wasm-opt, of the version that package-lock.json names.
    join(repository, "node_modules/.bin"),
  ]
  return { ...process.env, PATH: [...folders, process.env.PATH].filter(Boolean).join(delimiter) }
}

/** `npm ci`, unless node_modules is what package-lock.json says. */
export async function ensureDependencies() {
  const wanted = packagesOf("package-lock.json")
  const present = packagesOf("node_modules/.package-lock.json")
  const stale = Object.entries(wanted).some(
    ([path, entry]) => path && !entry.optional && entry.version !== present[path]?.version,
  )
  if (!stale) return
  const what = { name: "the development packages", into: join(repository, "node_modules"), about: "a minute" }
  await announced(what, () =>
    quietly(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: repository }),
  )
}

/** @param {string} name @returns {Record<string, { version: string, optional?: boolean }>} */
function packagesOf(name) {
  const file = join(repository, name)
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).packages : {}
}

async function ensureTarget() {
  const library = output(["rustc", "--print", "target-libdir", "--target", TARGET])
  if (existsSync(library)) return
  const what = { name: `Rust's target ${TARGET}`, into: dirname(dirname(library)), about: "half a minute" }
  await announced(what, (progress) => quietly(["rustup", "target", "add", TARGET], { progress }))
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
 * @returns {Promise<string>} the folder to add to PATH, "" when the tool is on it already
 */
async function cargoTool(name, version, crate) {
  if (isThere([name, "--version"], version)) return ""
  const root = join(cache, "tools", [name, version].filter(Boolean).join("-"))
  const folder = join(root, "bin")
  if (!isThere([join(folder, name), "--version"], version))
    await announced({ name: [name, version].filter(Boolean).join(" "), about: "3 minutes" }, (progress) =>
      quietly(["cargo", "install", ...crate, "--root", root], { progress }),
    )
  return folder
}

/** @param {string[]} command @param {string} version */
function isThere(command, version) {
  const answer = output(command)
  return answer !== "" && (version === "" || answer.endsWith(` ${version}`))
}
