// @ts-check
// The commands of docs/serve.md, run as they are written there.
import assert from "node:assert/strict"
import fs from "node:fs"
import path from "node:path"
import { test } from "node:test"
import * as j from "../cli/support/journal.js"
import { start } from "../e2e/support/command.js"
import { repository } from "../e2e/support/install.js"
import { playOwner, startServe } from "./support/serve.js"

const page = fs.readFileSync(path.join(repository, "docs/serve.md"), "utf8")
const commands = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, text]) => text)

test("every command of the page works as it stands", async () => {
  const where = j.makeProject()
  where.journal([j.claimed(Date.now(), j.living), j.launched(Date.now(), "bg_aaaaaa")])
  const owner = playOwner(where, ({ launch }) => ({
    text: launch ? "“Review” is running; /background lists it." : "It is done.",
    records: launch
      ? [
          j.launched(Date.now(), launch.task, { prompt: launch.prompt }),
          j.ended(Date.now(), launch.task, "completed", { result: "All is well." }),
        ]
      : [],
  }))
  const serve = await startServe(where)
  fs.writeFileSync(path.join(where.project, "link.txt"), `${serve.link}\n`)
  // The first one is the server itself.
  const script = commands.slice(1).join("\n")
  assert.match(commands[0], /^holdfast serve\n$/)
  const env = where.env
  const bash = start("bash", ["-e", "-u", "-c", script], { cwd: where.project, env })
  const { code } = await bash.end(60_000)
  const said = bash.stdout.text()
  assert.equal(code, 0, said + bash.stderr.text())
  for (const words of [
    '"execution_started"',
    "launched",
    "zai/glm-4.7 3",
    "/api/tasks/{id}/retry",
    "data: {",
    'status="pending"} 1',
  ])
    assert.ok(said.includes(words), `${words} in:\n${said}`)
  owner.stop()
  await serve.command.stop()
})
