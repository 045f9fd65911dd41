// @ts-check
/** What `npm publish` would send: it is complete, has nothing else in it, and loads. */
import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { test } from "node:test"
import { pathToFileURL } from "node:url"
import { start } from "../e2e/support/command.js"
import { packedPlugin, repository } from "../e2e/support/install.js"

const manifest = JSON.parse(readFileSync(join(repository, "package.json"), "utf8"))
const folder = await packedPlugin()
const packed = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))

test("every file that package.json names is in the package", () => {
  const exported = Object.values(manifest.exports).flatMap((entry) =>
    typeof entry === "string" ? entry : Object.values(entry),
  )
  const named = [manifest.main, manifest.types, ...exported, ...Object.values(manifest.bin)]
  for (const path of named) assert.ok(existsSync(join(folder, path)), path)
})

test("the package holds the shim, the WebAssembly and the documents, and nothing else", () => {
  const allowed =
    /^(server\.js|types\/(server|plugin|tui)\.d\.ts|js-shim\/((tui|opencode2)\/)?[\w-]+\.js|pkg\/(holdfast|cli)[\w.]*|(README|CHANGELOG)\.md|LICENSE|package\.json|schema\.json)$/
  assert.deepEqual(
    packed.filter((path) => !allowed.test(path)),
    [],
  )
  for (const path of ["pkg/holdfast_bg.wasm", "README.md", "LICENSE", "CHANGELOG.md"])
    assert.ok(packed.includes(path), path)
})

test("everything that a packed file imports is packed too", () => {
  for (const path of packed.filter((path) => path.endsWith(".js"))) {
    const text = readFileSync(join(folder, path), "utf8")
    for (const [, specifier] of text.matchAll(/^import[^"']*["'](\.[^"']+)["']/gm))
      assert.ok(existsSync(join(folder, path, "..", specifier)), `${path} imports ${specifier}`)
  }
})

test("the package needs no other package", () => {
  assert.deepEqual(manifest.dependencies ?? {}, {})
  assert.deepEqual(manifest.peerDependencies ?? {}, {})
})

test("npm and Cargo name the same version", () => {
  const version = readFileSync(join(repository, "Cargo.toml"), "utf8").match(/^version = "(.+)"$/m)?.[1]
  assert.equal(manifest.version, version)
})

test("the main entry exports one plugin function and nothing else", async () => {
  const entry = await import(pathToFileURL(join(folder, manifest.main)).href)
  assert.deepEqual(Object.keys(entry), ["default"])
  assert.equal(typeof entry.default, "function")
})

test("the server entry is the same function for OpenCode 1, and a setup for OpenCode 2", async () => {
  // OpenCode 2 looks for a file of this name in a folder that is configured.
  assert.equal(manifest.exports["./server"].default, "./server.js")
  const { default: plugin, ...others } = await import(pathToFileURL(join(folder, "server.js")).href)
  const main = await import(pathToFileURL(join(folder, manifest.main)).href)
  assert.deepEqual(others, {})
  assert.deepEqual(Object.keys(plugin), ["id", "server", "setup"])
  assert.equal(plugin.server, main.default)
  assert.equal(await plugin.setup({}), undefined)
})

test("the WebAssembly of the package loads in every runtime that is here", () => {
  const code = `import(${JSON.stringify(pathToFileURL(join(folder, "js-shim/load.js")).href)}).then(({ load }) => console.log(typeof load().view))`
  for (const runtime of ["node", "bun"].filter(isHere)) {
    const words = execFileSync(runtime, ["-e", code], { encoding: "utf8" })
    assert.equal(words.trim(), "function", runtime)
  }
})

/** @param {string} runtime */
function isHere(runtime) {
  try {
    execFileSync(runtime, ["--version"], { stdio: "ignore" })
    return true
  } catch {
    return false
  }
}

test("the packed command line serves the page by itself", async () => {
  const home = mkdtempSync(join(tmpdir(), "holdfast-page-"))
  const env = { PATH: process.env.PATH, HOME: home, XDG_DATA_HOME: join(home, "data") }
  const command = start(process.execPath, [join(folder, "pkg/cli.js"), "serve", "--port", "0"], {
    cwd: home,
    env,
  })
  const [, url] = await command.stdout.line(/^(http:\S+)\/#token=/)
  for (const [path, words] of /** @type {const} */ ([
    ["/", '<script type="module" src="/app.js">'],
    ["/app.js", "New task"],
    ["/style.css", "prefers-color-scheme"],
  ])) {
    const response = await fetch(url + path)
    assert.equal(response.status, 200, path)
    assert.ok((await response.text()).includes(words), path)
  }
  await command.stop()
  rmSync(home, { recursive: true })
})
