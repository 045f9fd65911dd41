// @ts-check
// How many tasks run at once, as the option files say; the core holds the same rule.

const DEFAULT = 3

/** @param {import("../files.js").Layer[]} layers from weakest to strongest @returns {Record<string, number>} */
export function limitsOf(layers) {
  /** @type {Record<string, number>} */
  let limits = { default: DEFAULT }
  for (const { text } of layers) {
    const given = concurrencyIn(text)
    if (Number.isInteger(given)) limits = { default: given }
    else if (typeof given === "object" && given !== null) limits = { default: DEFAULT, ...given }
  }
  return limits
}

/** @param {string} text @returns {any} */
function concurrencyIn(text) {
  try {
    return JSON.parse(text)?.tasks?.concurrency
  } catch {
    return undefined
  }
}
