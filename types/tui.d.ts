import type { TuiPluginModule } from "@opencode-ai/plugin/tui"

/** The terminal UI. Its options are those of `schema.json`. */
declare const holdfast: TuiPluginModule
export default holdfast
