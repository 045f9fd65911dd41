import type { Plugin } from "@opencode-ai/plugin"

/** The server half. Its options are those of `schema.json`. */
declare const HoldfastPlugin: Plugin
export default HoldfastPlugin
