// @ts-check
/**
 * `npm run screens`: draws the terminal UI's main states in the real OpenCode and writes them to
 * docs/screens.md, and the parts of them that README.md shows.
 */
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { closeDialog, heldJobs, launching, openCode, openList, say } from "../tests/tui/support/tui.js"
import { repository, script } from "./shell.mjs"

const SIZE = { width: 80, height: 24 }
const WIDE = { width: 124, height: 30 }

/** What README.md shows of a screen: the lines from the first to the last that match. */
const PARTS = [
  { title: "The indicator", first: /^ *┃ +Build/, last: /ctrl\+p commands/ },
  { title: "The task list", first: /^ *Background tasks of/, last: /whole project/ },
  { title: "Details", first: /^ *✗ .* esc$/, last: /back to the list/ },
]

const work = [
  task("scan the docs", "scan"),
  task("run the linter", "lint"),
  task("write the changelog", "changelog"),
  task("build the site", "site"),
]

/** @param {string} description @param {string} job */
function task(description, job) {
  return { name: "background_task", args: { description, prompt: `JOB ${job} for 0ms` } }
}

/** @type {(() => unknown)[]} */
const ends = []
/** @type {{ title: string, words: string, screen: string }[]} */
const pages = []

await script(async () => {
  try {
    await draw()
  } finally {
    for (const end of ends.reverse()) await end()
  }
  const text = pages.map(
    ({ title, words, screen }) => `## ${title}\n\n${words}\n\n\`\`\`text\n${screen}\n\`\`\`\n`,
  )
  const head = "# Screens\n\nMade by `npm run screens` from the real OpenCode.\n"
  writeFileSync(join(repository, "docs/screens.md"), [head, ...text].join("\n"))
  const readme = join(repository, "README.md")
  writeFileSync(readme, withParts(readFileSync(readme, "utf8")))
})

/** README.md with the parts drawn anew between its marks. @param {string} readme */
function withParts(readme) {
  const parts = PARTS.map(({ title, first, last }) => {
    const lines = pages.find((page) => page.title === title)?.screen.split("\n") ?? []
    const part = lines.slice(lines.findIndex((line) => first.test(line)))
    return part.slice(0, part.findIndex((line) => last.test(line)) + 1).join("\n")
  })
  const block = `<!-- npm run screens -->\n\n\`\`\`text\n${parts.join("\n\n\n")}\n\`\`\`\n\n<!-- end -->`
  return readme.replace(/<!-- npm run screens -->[\s\S]*?<!-- end -->/, () => block)
}

async function draw() {
  const jobs = heldJobs()
  const context = /** @type {any} */ ({ after: (/** @type {() => unknown} */ end) => ends.push(end) })
  const place = await openCode(context, {
    holdfast: { tasks: { concurrency: 2 } },
    script: launching(work, jobs),
  })
  const terminal = await place.open(SIZE)
  const page = async (/** @type {string} */ title, /** @type {string} */ words) =>
    pages.push({ title, words, screen: tidy(await terminal.screen()) })

  await say(terminal, "Prepare the release.")
  await terminal.shows("They are running.", "2 running · 2 queued", "ctrl+p")
  await page("The indicator", "Beside the prompt, while there are tasks or unseen failures.")

  jobs.end("scan", "All 34 pages describe what the code does.")
  await terminal.shows("Task completed")
  await page("A notice", "When a task ends.")
  await terminal.hides("Task completed")

  jobs.fail("lint", "12 errors in src/parser.rs")
  await terminal.shows("Task failed", "1 failed · queue stopped")
  await terminal.hides("Task failed")
  await openList(terminal)
  await terminal.shows("✗ run the linter", "ctrl+k")
  await page("The task list", "A failure has stopped the queue; `ctrl+g` lets it continue.")

  await terminal.press("Down")
  await terminal.press("C-d")
  await terminal.shows("y yes · n no")
  await page("Cancelling", "Nothing is cancelled without a `y`.")
  await terminal.press("n")
  await terminal.hides("y yes")

  await terminal.type("linter")
  await terminal.hides(/[●○] write the changelog/)
  await terminal.press("Enter")
  await terminal.shows("12 errors", "esc back")
  await page("Details", "Everything about one task, kept current while it runs.")
  await terminal.press("Escape")
  await terminal.shows("Background tasks of")
  await closeDialog(terminal)

  await terminal.resize(WIDE)
  await terminal.shows("Tasks", "LSP")
  await page("The sidebar", "This session's tasks, where the terminal is wide enough.")
  await terminal.resize(SIZE)
  await terminal.hides("LSP")

  await terminal.type("#")
  await terminal.shows("#deploy")
  await page("Commands in the background", "A lone `#` opens the picker.")
}

/** Without the place of the project and the empty lines around. @param {string} screen */
function tidy(screen) {
  return screen
    .replace(/\/tmp\/holdfast-e2e-\w+\/project/g, (path) => "~/project".padEnd(path.length))
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n")
    .replace(/^\n+|\n+$/g, "")
}
