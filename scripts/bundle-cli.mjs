// @ts-check
/**
 * Bundles the command line with its dependencies, so that the package itself has none. Modules that
 * the plugin loads too stay outside, because the WebAssembly is found relative to them.
 */
import { chmodSync, existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { bundlePage } from "./bundle-page.mjs"
import { repository } from "./shell.mjs"

const SHARED = /^\.\.\/(files|load|report)\.js$/

/** @param {string} folder where `cli.js` goes: `pkg/`, or another folder beside `js-shim/` */
export async function bundleCommandLine(folder) {
  // Not a static import: in a fresh clone it has only just been installed.
  const { build } = await import("esbuild")
  const outfile = join(folder, "cli.js")
  const page = await bundlePage()
  /** @satisfies {import("esbuild").BuildOptions} */
  const options = {
    entryPoints: [join(repository, "js-shim/cli/main.js")],
    absWorkingDir: repository,
    // The names in the bundle must not depend on where node_modules really is.
    preserveSymlinks: true,
    outfile,
    bundle: true,
    platform: /** @type {const} */ ("node"),
    target: "node20",
    format: /** @type {const} */ ("esm"),
    mainFields: ["module", "main"],
    legalComments: /** @type {const} */ ("none"),
    logLevel: /** @type {const} */ ("warning"),
    // commander is CommonJS.
    banner: {
      js: 'import { createRequire } from "node:module"\nconst require = createRequire(import.meta.url)',
    },
    plugins: [
      {
        name: "shared",
        setup: (/** @type {import("esbuild").PluginBuild} */ build) =>
          build.onResolve({ filter: SHARED }, ({ path }) => ({
            path: path.replace("../", "../js-shim/"),
            external: true,
          })),
      },
      {
        name: "page",
        setup: (/** @type {import("esbuild").PluginBuild} */ build) =>
          build.onLoad({ filter: /\/serve\/page-files\.js$/ }, () => ({
            contents: `export const pageFiles = async () => (${JSON.stringify(page.files)})`,
          })),
      },
    ],
  }
  const { metafile } = await build({ ...options, write: false, metafile: true })
  await build({ ...options, footer: { js: licenses([...Object.keys(metafile.inputs), ...page.inputs]) } })
  chmodSync(outfile, 0o755)
}

/** The licenses of what is bundled must travel with it. @param {string[]} inputs */
function licenses(inputs) {
  const packages = new Set(inputs.flatMap((input) => input.match(/^node_modules\/(?:@[^/]+\/)?[^/]+/) ?? []))
  const texts = [...packages].sort().map((folder) => {
    const { name, version } = JSON.parse(readFileSync(join(repository, folder, "package.json"), "utf8"))
    return `${name} ${version}\n\n${readFileSync(licenseFile(folder), "utf8").trim()}`
  })
  return `/*\nThis file contains:\n\n${texts.join("\n\n----\n\n").replaceAll("*/", "* /")}\n*/`
}

/** @param {string} folder */
function licenseFile(folder) {
  for (const name of ["LICENSE", "license", "LICENSE.md", "license.md"]) {
    const file = join(repository, folder, name)
    if (existsSync(file)) return file
  }
  throw new Error(`${folder} has no license file: look what its license asks for before it is bundled.`)
}
