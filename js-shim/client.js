// @ts-check
// What the shim itself has to say to the user. Saying it never fails: whoever speaks here is
// dealing with a fault already.

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
    // There is nowhere else to say it: standard error is the terminal UI's screen.
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
    // The log has it.
  }
}
