// @ts-check
/** A real OpenCode of a given version and Holdfast as `npm pack` makes it, installed as a user would. */
import { existsSync, rmSync } from "node:fs"
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { announced, quietly } from "../../../scripts/announce.mjs"
import { cache, repository } from "../../../scripts/shell.mjs"
import { atExit } from "./cleanup.js"
import { isSecond } from "./version.js"

export { repository }

/** The program of that version. @param {string} version */
export function opencode(version) {
  return isSecond(version) ? opencode2(version) : opencode1(version)
}

/** @param {string} version */
async function opencode1(version) {
  const what = { name: `OpenCode ${version}`, about: "a minute" }
  const home = await installOnce(`opencode-${version}`, what, async (folder) => {
    await install(folder, `opencode-ai@${version}`)
    // Its own install step puts the program in place; npm may be set up to skip such steps.
    const cwd = join(folder, "node_modules/opencode-ai")
    await quietly([process.execPath, "postinstall.mjs"], { cwd })
  })
  return join(home, "node_modules/.bin/opencode")
}

/** The package of a platform holds the whole program. @param {string} version */
async function opencode2(version) {
  const what = { name: `OpenCode ${version}`, about: "a minute" }
  const build = `@opencode/cli-${process.platform}-${process.arch}${process.arch === "x64" ? "-baseline" : ""}`
  const home = await installOnce(`opencode-${version}`, what, (folder) =>
    install(folder, `${build}@${version}`),
  )
  return join(home, "node_modules", build, "bin/opencode")
}

/**
 * The packages that OpenCode installs into each folder of configuration when a plugin is
 * configured; it waits for that, five seconds and more in a fresh home.
 * @param {string} version
 */
export function configurationPackages(version) {
  const what = { name: `@opencode-ai/plugin ${version}`, about: "half a minute" }
  return installOnce(`configuration-${version}`, what, (folder) =>
    install(folder, `@opencode-ai/plugin@${version}`),
  )
}

/**
 * Kept between runs, outside the clone.
 * @param {string} name the folder's
 * @param {{ name: string, about: string }} what and about how long
 * @param {(folder: string) => Promise<void>} fill
 */
export async function installOnce(name, what, fill) {
  const home = join(cache, name)
  if (existsSync(home)) return home
  await mkdir(cache, { recursive: true })
  const fresh = await mkdtemp(join(cache, "installing-"))
  await announced(what, () => fill(fresh))
  // Two processes may install at once: the first one's folder is kept.
  await rename(fresh, home).catch(() => rm(fresh, { recursive: true }))
  return home
}

/**
 * The folder of the packed and installed plugin. Made once per test run: whoever starts the
 * tests passes it on in HOLDFAST_E2E_PACKAGE.
 */
export async function packedPlugin() {
  packed ??= process.env.HOLDFAST_E2E_PACKAGE
    ? Promise.resolve(process.env.HOLDFAST_E2E_PACKAGE)
    : packAndInstall()
  return packed
}

/** @type {Promise<string> | undefined} */
let packed

async function packAndInstall() {
  const folder = await mkdtemp(join(tmpdir(), "holdfast-package-"))
  atExit(() => rmSync(folder, { recursive: true, force: true }))
  await npm(repository, "pack", "--silent", "--ignore-scripts", "--pack-destination", folder)
  const [tarball] = await readdir(folder)
  await install(folder, join(folder, tarball))
  return join(folder, "node_modules/opencode-holdfast")
}

/** @param {string} folder @param {...string} specs */
export async function install(folder, ...specs) {
  await writeFile(join(folder, "package.json"), "{}\n")
  await npm(
    folder,
    "install",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
    "--save-exact",
    ...specs,
  )
}

/** @param {string} cwd @param {string[]} args */
async function npm(cwd, ...args) {
  // A surrounding `npm run` would pass on its own settings to this one.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("npm_")))
  await quietly(["npm", ...args], { cwd, env })
}
