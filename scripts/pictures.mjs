// @ts-check
/** `npm run pictures`: draws the pictures of the page of `holdfast serve` that docs/serve.md shows. */
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import * as j from "../tests/cli/support/journal.js"
import { openBrowser } from "../tests/serve/support/browser.js"
import { startServe } from "../tests/serve/support/serve.js"
import { repository, script } from "./shell.mjs"

const FOLDER = join(repository, "docs/pictures")
const WIDE = { width: 1000, height: 760 }

await script(async () => {
  mkdirSync(FOLDER, { recursive: true })
  const serve = await startServe(project())
  const browser = await openBrowser()
  try {
    for (const colorScheme of /** @type {const} */ (["light", "dark"]))
      await draw(`serve-${colorScheme}.png`, { colorScheme, viewport: WIDE })
    await draw("serve-task.png", { viewport: WIDE }, "fix the flaky test")
    await draw("serve-phone.png", { colorScheme: "dark", viewport: { width: 400, height: 800 } })
  } finally {
    await browser.close()
    await serve.command.stop()
  }

  /** @param {string} name @param {import("playwright-core").BrowserContextOptions} options @param {string} [task] opened */
  async function draw(name, options, task) {
    const { page } = await browser.open(serve.link, options)
    const listed = page.locator("button.task", { hasText: task ?? "fix the flaky test" })
    await listed.waitFor()
    await page.getByText("Live", { exact: true }).waitFor()
    if (task) {
      await listed.click()
      await page.getByRole("dialog").getByText("Activity").first().waitFor()
    }
    await page.screenshot({ path: join(FOLDER, name) })
    console.log(join("docs/pictures", name))
  }
})

/** A project in the middle of some work. */
function project() {
  const where = j.makeProject()
  const now = Date.now()
  const minutes = (/** @type {number} */ count) => now - count * 60_000
  const task = (/** @type {string} */ id, /** @type {string} */ description, /** @type {number} */ from) => [
    j.launched(minutes(from), id, { description, prompt: `Please ${description}.` }),
    j.started(minutes(from) + 2000, id),
  ]
  where.journal([
    j.claimed(minutes(30), j.living),
    ...task("bg_k3x9qa", "read the architecture", 26),
    j.ended(minutes(19), "bg_k3x9qa", "completed", { result: "A pure core, a small shim." }),
    ...task("bg_p2m4ze", "review the last commits", 25),
    j.ended(minutes(12), "bg_p2m4ze", "completed", { result: "Two remarks." }),
    ...task("bg_f7w1td", "fix the flaky test", 11),
    j.record(minutes(10), { prompted: { task: "bg_f7w1td", session: "ses_4c1f7w1td", message: "msg_1" } }),
    j.active(minutes(1), "bg_f7w1td", [
      { t: minutes(9), text: "grep setTimeout" },
      { t: minutes(6), text: "edit tests/queue.test.js" },
      { t: minutes(1), text: "bash npm test" },
    ]),
    ...task("bg_d9s3kc", "deploy the preview", 10),
    j.ended(minutes(7), "bg_d9s3kc", "failed", { error: "No credentials for the preview environment." }),
    ...task("bg_u5n8rb", "write the release notes", 6),
    j.launched(minutes(2), "bg_h1v6yo", { description: "check every link in the docs" }),
  ])
  return where
}
