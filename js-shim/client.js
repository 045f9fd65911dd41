// @ts-check
// What the shim itself tells the user. This never fails, because its callers are already dealing
// with an error.

/** @import { PluginInput } from "@opencode-ai/plugin" */

/**
 * @param {PluginInput["client"]} client
 * @param {string} message
 * @param {"error" | "warn" | "info"} [level]
 */
export async function log(client, message, level = "error") {
  try {
    await client.app.log({ body: { service: "holdfast", level, message } })
  } catch {
    // There is no other place for it: standard error is the terminal UI's screen.
  }
}

/**
 * @param {PluginInput["client"]} client
 * @param {string} message
 */
export async function toast(client, message) {
  try {
    await client.tui.showToast({ body: { title: "Holdfast", message, variant: "error" } })
  } catch {
    // It is in the log.
  }
}
