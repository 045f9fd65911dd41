// @ts-check

/**
 * The first way that leads from a name back to it, such as `a → b → a`.
 * @param {Map<string, Set<string>>} graph
 * @returns {string | undefined}
 */
export function cycleIn(graph) {
  const done = new Set()
  /** @param {string} name @param {string[]} way @returns {string | undefined} */
  const visit = (name, way) => {
    if (way.includes(name)) return [...way.slice(way.indexOf(name)), name].join(" → ")
    if (done.has(name)) return undefined
    for (const next of graph.get(name) ?? []) {
      const cycle = visit(next, [...way, name])
      if (cycle) return cycle
    }
    done.add(name)
    return undefined
  }
  for (const name of graph.keys()) {
    const cycle = visit(name, [])
    if (cycle) return cycle
  }
  return undefined
}
