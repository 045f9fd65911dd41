// @ts-check
/** A real Chromium: the one of the system, or Debian's, which is installed where that is possible. */
import { execFileSync } from "node:child_process"
import { existsSync } from "node:fs"
import path from "node:path"
import { chromium } from "playwright-core"
import { announced, quietly } from "../../../scripts/announce.mjs"

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]

/** @returns {string | undefined} */
function find() {
  const folders = (process.env.PATH ?? "").split(path.delimiter)
  const mac = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
  const files = folders.flatMap((folder) => NAMES.map((name) => path.join(folder, name)))
  return [process.env.HOLDFAST_CHROMIUM ?? "", ...files, mac].find((file) => file && existsSync(file))
}

async function program() {
  const found = find()
  if (found) return found
  const isDebian = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")
  if (isDebian) {
    const what = { name: "Chromium", into: "/usr", about: "a minute" }
    await announced(what, () => quietly(["apt-get", "install", "-y", "--no-install-recommends", "chromium"]))
  }
  const installed = find()
  if (installed) return installed
  throw new Error(
    "These tests need Chromium: install it (Debian: apt-get install chromium), or name it in HOLDFAST_CHROMIUM.",
  )
}

/** @param {import("playwright-core").BrowserContextOptions} [options] */
export async function openBrowser(options = {}) {
  const browser = await chromium.launch({ executablePath: await program(), args: ["--no-sandbox"] })
  return {
    /** A fresh page, which fails the test if the browser complains of anything. @param {string} link @param {import("playwright-core").BrowserContextOptions} [more] */
    async open(link, more = {}) {
      const context = await browser.newContext({
        viewport: { width: 1100, height: 900 },
        ...options,
        ...more,
      })
      const page = await context.newPage()
      /** @type {string[]} */
      const complaints = []
      page.on("pageerror", (error) => complaints.push(String(error)))
      page.on("console", (message) => {
        if (
          message.type() === "error" &&
          !/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE|ERR_EMPTY|Failed to load resource/.test(message.text())
        )
          complaints.push(message.text())
      })
      /** @type {Set<string>} */
      const origins = new Set()
      page.on("request", (request) => {
        const { origin, protocol } = new URL(request.url())
        if (protocol !== "data:") origins.add(origin)
      })
      await page.goto(link)
      return { page, complaints, origins }
    },
    close: () => browser.close(),
  }
}

/** Which one it is. */
export async function browserVersion() {
  return execFileSync(await program(), ["--version"], { encoding: "utf8" }).trim()
}
