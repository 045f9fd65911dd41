import type { Plugin } from "@opencode-ai/plugin"

/** The server half: OpenCode 1 calls `server`, OpenCode 2 calls `setup`. */
declare const holdfast: {
  id: string
  server: Plugin
  setup: (context: unknown) => Promise<(() => void) | undefined>
}
export default holdfast
