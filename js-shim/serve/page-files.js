// @ts-check
// The page's files. In the package this file holds their texts (scripts/bundle-cli.mjs); from the
// sources they are made when they are asked for.

/** @type {Promise<Record<string, { type: string, text: string }>> | undefined} */
let made

/** @returns {Promise<Record<string, { type: string, text: string }>>} */
export function pageFiles() {
  made ??= import("../../scripts/bundle-page.mjs").then(bundle)
  return made
}

/** @param {typeof import("../../scripts/bundle-page.mjs")} module */
async function bundle({ bundlePage }) {
  return (await bundlePage()).files
}
