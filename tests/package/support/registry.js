// @ts-check
/** A registry on loopback: keeps what the test publishes, and forwards everything else. */
import { execFile } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { atExit } from "../../e2e/support/cleanup.js"
import { start } from "../../e2e/support/command.js"
import { installOnce } from "../../e2e/support/install.js"

const execute = promisify(execFile)
const VERSION = "6.2.9"

/** Installed once and kept between runs: it is too large for the dependencies. */
function verdaccio() {
  const what = { name: `verdaccio ${VERSION}`, about: "a minute" }
  return installOnce(`verdaccio-${VERSION}`, what, async (folder) => {
    // One of its dependencies asks for a distribution tag that mirrors do not carry.
    writeFileSync(join(folder, "package.json"), JSON.stringify({ overrides: { "node-fetch": "2.7.0" } }))
    const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    await execute("npm", ["install", ...options, `verdaccio@${VERSION}`], { cwd: folder, env: withoutNpm() })
  })
}

/** A surrounding `npm run` would pass on its own settings. */
function withoutNpm() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("npm_")))
}

/** Verdaccio does not say which port it was given. @returns {Promise<number>} */
async function freePort() {
  const server = createServer()
  await once(server.listen(0, "127.0.0.1"), "listening")
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address())
  await once(server.close(), "close")
  return port
}

export async function startRegistry() {
  const program = join(await verdaccio(), "node_modules/.bin/verdaccio")
  const folder = mkdtempSync(join(tmpdir(), "holdfast-registry-"))
  atExit(() => rmSync(folder, { recursive: true, force: true }))
  const { stdout } = await execute("npm", ["config", "get", "registry"], { env: withoutNpm() })
  const config = {
    storage: join(folder, "storage"),
    uplinks: { upstream: { url: stdout.trim() } },
    packages: {
      "opencode-holdfast": { access: "$all", publish: "$all" },
      "**": { access: "$all", proxy: "upstream" },
    },
    log: { type: "stdout", format: "json", level: "warn" },
  }
  writeFileSync(join(folder, "config.yaml"), JSON.stringify(config))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}/`
  const server = start(program, ["--config", join(folder, "config.yaml"), "--listen", `127.0.0.1:${port}`], {
    cwd: folder,
    env: { ...withoutNpm(), HOME: folder },
  })
  await server.stdout.line(/http address/)
  const npmrc = `registry=${url}\n${url.replace("http:", "")}:_authToken=none\n`
  return {
    url,
    /** What a user's .npmrc says to use it. */
    npmrc,
    /** @param {string} repository */
    async publish(repository) {
      const userconfig = join(folder, ".npmrc")
      writeFileSync(userconfig, npmrc)
      await execute("npm", ["publish", "--ignore-scripts", "--userconfig", userconfig], {
        cwd: repository,
        env: withoutNpm(),
      })
    },
    stop: () => server.stop(),
  }
}
