// @ts-check
/** The page of `holdfast serve` as the texts that the server sends: one script, one style, one document. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { repository } from "./shell.mjs"

const FOLDER = join(repository, "js-shim/serve/page")

/** The texts by their paths, and the files that went into them. */
export async function bundlePage() {
  const { build } = await import("esbuild")
  const { outputFiles, metafile } = await build({
    entryPoints: [join(FOLDER, "app.js"), join(FOLDER, "style.css")],
    absWorkingDir: repository,
    preserveSymlinks: true,
    outdir: "/",
    bundle: true,
    minify: true,
    target: "es2023",
    format: "esm",
    legalComments: "none",
    logLevel: "warning",
    write: false,
    metafile: true,
  })
  const text = (/** @type {string} */ end) => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? ""
  return {
    inputs: Object.keys(metafile.inputs),
    files: {
      "/": { type: "text/html; charset=utf-8", text: readFileSync(join(FOLDER, "index.html"), "utf8") },
      "/app.js": { type: "text/javascript; charset=utf-8", text: text("app.js") },
      "/style.css": { type: "text/css; charset=utf-8", text: text("style.css") },
    },
  }
}
