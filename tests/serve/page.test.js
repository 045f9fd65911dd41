// @ts-check
// The page, in a real Chromium.
import assert from "node:assert/strict"
import fs from "node:fs"
import path from "node:path"
import { after, before, test } from "node:test"
import { stateDirOf } from "../../js-shim/files.js"
import * as j from "../cli/support/journal.js"
import { openBrowser } from "./support/browser.js"
import { playOwner, startServe } from "./support/serve.js"

/** @type {Awaited<ReturnType<typeof openBrowser>>} */
let browser
before(async () => {
  browser = await openBrowser()
})
after(() => browser.close())

/** A project whose owner does what it is asked, as OpenCode would. */
function project() {
  const where = j.makeProject()
  const now = Date.now()
  where.journal([
    j.claimed(now - 90_000, j.living),
    j.launched(now - 80_000, "bg_done01", { description: "read the docs" }),
    j.started(now - 79_000, "bg_done01"),
    j.ended(now - 40_000, "bg_done01", "completed", { result: "All pages were read." }),
    j.launched(now - 60_000, "bg_work01", { description: "fix the tests" }),
    j.started(now - 59_000, "bg_work01"),
    j.record(now - 58_000, { prompted: { task: "bg_work01", session: "ses_child1", message: "msg_1" } }),
    j.active(now - 50_000, "bg_work01", [{ t: now - 50_000, text: "bash npm test" }]),
    j.launched(now - 30_000, "bg_fail01", { description: "deploy" }),
    j.started(now - 29_000, "bg_fail01"),
    j.ended(now - 20_000, "bg_fail01", "failed", { error: "no credentials" }),
  ])
  return where
}

/** @param {ReturnType<typeof project>} where */
function owner(where) {
  let count = 0
  return playOwner(where, (ask) => {
    const t = Date.now()
    if (ask.launch) {
      const { task, description, prompt } = ask.launch
      return {
        text: `“${description}” is running; /background lists it.`,
        records: [j.launched(t, task, { description, prompt, origin: "user" }), j.started(t, task)],
      }
    }
    if (ask.resume?.task) {
      const task = `bg_again${count++}`
      const follows = { task: ask.resume.task, how: "retry" }
      return {
        text: "“deploy” starts again.",
        records: [j.launched(t, task, { description: "deploy", follows }), j.started(t, task)],
      }
    }
    if (ask.cancel) return { text: "It is cancelled.", records: [j.ended(t, ask.cancel.task, "cancelled")] }
    if (ask === "stop")
      return { text: "Holdfast sends no automatic prompts.", records: [j.record(t, "stopped")] }
    if (ask === "continue") return { text: "Holdfast continues.", records: [j.record(t, "resumed")] }
    return { text: "It is done." }
  })
}

/** Another project of the same user. @param {ReturnType<typeof project>} where @param {string[]} records */
function beside(where, records) {
  const folder = path.join(where.root, "other")
  fs.mkdirSync(path.join(folder, ".git"), { recursive: true })
  const { dir } = stateDirOf(folder, null, where.env)
  fs.mkdirSync(dir, { recursive: true, mode: 0o700 })
  fs.writeFileSync(path.join(dir, "ses_other.jsonl"), records.join(""), { mode: 0o600 })
  return folder
}

/** @param {import("playwright-core").BrowserContextOptions} [options] */
async function begin(options) {
  const where = project()
  const play = owner(where)
  const serve = await startServe(where)
  const opened = await browser.open(serve.link, options)
  await opened.page.getByText("Live", { exact: true }).waitFor()
  await opened.page.getByRole("button", { name: /Failed: deploy/ }).waitFor()
  return {
    ...opened,
    where,
    serve,
    play,
    /** Nothing was complained of, and nothing was asked of anybody else. */
    async end() {
      assert.deepEqual(opened.complaints, [])
      assert.deepEqual([...opened.origins], [serve.url])
      play.stop()
      await opened.page.context().close()
      await serve.command.stop()
    },
  }
}

test("it shows what runs, what failed and why, and the token leaves the address", async () => {
  const { page, serve, end } = await begin()
  assert.equal(page.url(), `${serve.url}/`)
  await page
    .getByRole("region", { name: "Running" })
    .getByRole("button", { name: /Running: fix the tests/ })
    .waitFor()
  await page.getByRole("region", { name: "Failed" }).getByText("no credentials").waitFor()
  await page.getByRole("region", { name: "Done" }).getByText("read the docs").waitFor()
  await end()
})

test("a task is launched, and its work is seen while it goes on", async () => {
  const { page, where, end } = await begin()
  await page.getByRole("button", { name: "New task" }).click()
  await page.getByLabel("Prompt").fill("Tidy the changelog up")
  await page.getByRole("button", { name: "Execute" }).click()
  const dialog = page.getByRole("dialog", { name: "Tidy the changelog up" })
  await dialog.getByRole("status").getByText("Running").waitFor()
  const [, id] = (await dialog.innerText()).match(/(bg_\w+)/) ?? []
  where.append(j.active(Date.now(), id, [{ t: Date.now(), text: "edit CHANGELOG.md" }]))
  await dialog.getByText("edit CHANGELOG.md").first().waitFor()
  where.append(j.ended(Date.now(), id, "completed", { result: "It is tidy." }))
  await dialog.getByText("It is tidy.").waitFor()
  await dialog.getByRole("status").getByText("Completed").waitFor()
  await page.keyboard.press("Escape")
  await page.getByRole("region", { name: "Done" }).getByText("Tidy the changelog up").waitFor()
  await end()
})

test("the timeline has a bar per task, and the one at work grows", async () => {
  const { page, end } = await begin()
  await page.getByRole("button", { name: "5 min" }).click()
  const bar = page
    .getByRole("group", { name: /Session/ })
    .getByRole("button", { name: /fix the tests: Running/ })
  await bar.waitFor()
  const width = async () => Number.parseFloat(await bar.evaluate((element) => element.style.width))
  const before = await width()
  await page.waitForFunction((before) => {
    const bar = /** @type {any} */ (globalThis).document.querySelector(".bar.running")
    return Number.parseFloat(bar.style.width) > before
  }, before)
  assert.equal(await page.locator(".bar").count(), 3)
  await bar.press("Enter")
  await page.getByRole("dialog", { name: "fix the tests" }).waitFor()
  await end()
})

test("a failure is retried, a task is told something and cancelled", async () => {
  const { page, play, end } = await begin()
  await page.getByRole("button", { name: /Failed: deploy/ }).click()
  await page.getByRole("dialog", { name: "deploy" }).getByText("no credentials").first().waitFor()
  await page.getByRole("button", { name: "Retry" }).click()
  await page.getByText("“deploy” starts again.").waitFor()
  await page.keyboard.press("Escape")
  await page.getByRole("button", { name: /Running: fix the tests/ }).click()
  await page.getByLabel("Message").fill("And the docs.")
  await page.getByRole("button", { name: "Send" }).click()
  await page.getByText("It is done.").waitFor()
  assert.deepEqual(play.asks.at(-1), { message: { task: "bg_work01", text: "And the docs." } })
  await page.getByRole("button", { name: "Cancel" }).click()
  await page.getByRole("dialog").getByRole("status").getByText("Cancelled").waitFor()
  await end()
})

test("stop holds automatic prompts, and go lets them continue", async () => {
  const { page, end } = await begin()
  await page.getByRole("button", { name: "Stop", exact: true }).click()
  await page.getByText("No automatic prompts are sent in this session").waitFor()
  await page.getByRole("button", { name: "Go on" }).click()
  await page.getByText("No automatic prompts are sent in this session").waitFor({ state: "detached" })
  await end()
})

test("a lost connection is shown, and what happened meanwhile is there when it is back", async () => {
  const { page, where, serve, play, complaints } = await begin()
  const { port } = new URL(serve.url)
  serve.command.kill("SIGINT")
  await page.getByText("Connection lost").waitFor()
  where.append(j.ended(Date.now(), "bg_work01", "completed", { result: "All green." }))
  const again = await startServe(where, "--port", port)
  await page.getByText("Live", { exact: true }).waitFor()
  await page.getByRole("region", { name: "Done" }).getByText("fix the tests").waitFor()
  assert.deepEqual(complaints, [])
  play.stop()
  await page.context().close()
  await again.command.stop()
})

test("two projects are shown together, and one alone", async () => {
  const one = project()
  const other = beside(one, [
    j.claimed(1, j.living),
    j.launched(Date.now(), "bg_other1", { description: "work elsewhere" }),
  ])
  const both = await startServe(one, "--project", one.project, "--project", other)
  const { page } = await browser.open(both.link)
  await page.getByRole("button", { name: /work elsewhere/ }).waitFor()
  await page
    .getByRole("button", { name: /fix the tests/ })
    .first()
    .waitFor()
  await page.getByLabel("Project").selectOption({ index: 2 })
  await page
    .getByRole("button", { name: /fix the tests/ })
    .first()
    .waitFor({ state: "detached" })
  await page.getByRole("button", { name: /work elsewhere/ }).waitFor()
  await page.context().close()
  await both.command.stop()
})

test("it fits a phone of 400 px, in dark and in light", async () => {
  for (const colorScheme of /** @type {const} */ (["dark", "light"])) {
    const { page, end } = await begin({ viewport: { width: 400, height: 800 }, colorScheme })
    const width = () =>
      page.evaluate(() => /** @type {any} */ (globalThis).document.documentElement.scrollWidth)
    assert.equal(await width(), 400)
    await page.getByRole("button", { name: /Failed: deploy/ }).click()
    await page.getByRole("dialog", { name: "deploy" }).waitFor()
    assert.equal(await width(), 400)
    await end()
  }
})

test("everything can be reached with the keyboard and has a name for a screen reader", async () => {
  const { page, end } = await begin()
  await page.keyboard.press("j")
  await page.keyboard.press("j")
  assert.match(await focused(page), /Failed:\s+deploy/)
  await page.keyboard.press("k")
  await page.keyboard.press("Enter")
  await page.getByRole("dialog", { name: "fix the tests" }).waitFor()
  await page.keyboard.press("Escape")
  await page.keyboard.press("n")
  await page.getByRole("dialog", { name: "New task" }).waitFor()
  await page.keyboard.press("Escape")
  await page.keyboard.press("/")
  await page.keyboard.type("docs")
  await page
    .getByRole("button", { name: /fix the tests/ })
    .first()
    .waitFor({ state: "detached" })
  const nameless = await page.evaluate(() =>
    [.../** @type {any} */ (globalThis).document.querySelectorAll("button, input, select, textarea")]
      .filter(
        (element) =>
          !(element.innerText?.trim() || element.getAttribute("aria-label") || element.labels?.length),
      )
      .map((element) => element.outerHTML),
  )
  assert.deepEqual(nameless, [])
  await end()
})

test("without the token it asks for it, and shows nothing", async () => {
  const where = project()
  const serve = await startServe(where)
  const { page } = await browser.open(`${serve.url}/#token=wrong`)
  await page.getByText("Open the link that").waitFor()
  assert.ok(!(await page.content()).includes("fix the tests"))
  await page.getByLabel("Token").fill(serve.token)
  await page.getByRole("button", { name: "Continue" }).click()
  await page.getByRole("button", { name: /Running: fix the tests/ }).waitFor()
  await page.context().close()
  await serve.command.stop()
})

/** @param {import("playwright-core").Page} page @returns {Promise<string>} */
const focused = (page) =>
  page.evaluate(() => /** @type {any} */ (globalThis).document.activeElement.innerText)
