// @ts-check
/** What a release says about itself. */

/**
 * The changelog's section of the version that a tag names.
 * @param {string} tag such as v1.2.3
 * @param {Record<string, string | undefined>} versions what each manifest says
 * @param {string} changelog
 * @throws when a manifest names another version, or the changelog none of that name
 */
export function notes(tag, versions, changelog) {
  const version = tag.replace(/^v/, "")
  for (const [file, named] of Object.entries(versions))
    if (named !== version) throw new Error(`The tag is ${tag}, but ${file} has version ${named}.`)
  const section = changelog
    .split(/^## /m)
    .map((text) => text.split("\n"))
    .find(([heading]) => heading.trim().split(" ")[0] === version)
  const text = section?.slice(1).join("\n").trim()
  if (!text)
    throw new Error(`CHANGELOG.md says nothing about ${version}: give its "Unreleased" section that name.`)
  return text
}
