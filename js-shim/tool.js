// @ts-check
// Tools as OpenCode expects them. OpenCode validates arguments with its own zod, which a package
// without dependencies does not have. The core checks arguments itself, and its answer says what is
// expected. So each argument is a schema that accepts everything and tells the model its type.

/** @import { ToolContext, ToolDefinition } from "@opencode-ai/plugin" */
/** @import { Tool } from "../pkg/holdfast.js" */

/**
 * What zod 4 requires of a schema: to pass values through, and its JSON schema.
 * @param {Tool["args"][number]} argument
 */
function passing(argument) {
  const json = { type: argument.type, description: argument.description }
  const optionality = argument.required ? {} : { optin: "optional", optout: "optional" }
  const internals = {
    def: { type: "custom" },
    traits: new Set(["$ZodType"]),
    version: { major: 4, minor: 0, patch: 0 },
    ...optionality,
    run: (/** @type {unknown} */ payload) => payload,
    toJSONSchema: () => json,
  }
  return { ...json, _zod: internals, def: internals.def }
}

/**
 * @param {Tool} tool
 * @param {(args: unknown, context: ToolContext) => Promise<unknown>} execute
 * @returns {ToolDefinition}
 */
export function toolDefinition(tool, execute) {
  return {
    description: tool.description,
    args: /** @type {any} */ (
      Object.fromEntries(tool.args.map((argument) => [argument.name, passing(argument)]))
    ),
    execute: async (args, context) =>
      String(
        (await execute(args, context)) ??
          "Holdfast is off after repeated internal errors; OpenCode's log says why.",
      ),
  }
}
