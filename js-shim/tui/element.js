// @ts-check
/** Creates elements without JSX, and so without a build step. */
import { jsx } from "@opentui/solid/jsx-runtime"

/**
 * An element. A property or child that is a function is evaluated again whenever what it depends on
 * changes; handlers (`on…`) and `ref` are passed on unchanged.
 * @param {string} tag
 * @param {Record<string, any>} [properties]
 * @param {...any} children
 */
export function h(tag, properties = {}, ...children) {
  const props = {}
  for (const [name, value] of Object.entries(properties)) {
    const live = typeof value === "function" && !name.startsWith("on") && name !== "ref"
    Object.defineProperty(props, name, live ? { get: value, enumerable: true } : { value, enumerable: true })
  }
  if (children.length > 0) {
    Object.defineProperty(props, "children", {
      value: children.length === 1 ? children[0] : children,
      enumerable: true,
    })
  }
  return jsx(tag, props)
}
