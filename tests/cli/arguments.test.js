// @ts-check
// How the arguments of `holdfast run` are read, and that the commands it prints can be pasted.
import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { test } from "node:test"
import { forOpenCode, parseTime, readOpenCode } from "../../js-shim/cli/arguments.js"
import { continueCommand, quote } from "../../js-shim/cli/invocation.js"
import { programBehind } from "../../js-shim/cli/opencode.js"

test("OpenCode gets its own arguments as they were, in their order", () => {
  /** @type {[string[], string[]][]} */
  const rows = [
    [["Do it"], ["Do it"]],
    [
      ["-m", "a/b", "--continue", "Go on"],
      ["-m", "a/b", "--continue", "Go on"],
    ],
    [
      ["--timeout", "5m", "-m", "a/b", "Do it"],
      ["-m", "a/b", "Do it"],
    ],
    [
      ["-m", "a/b", "Do it", "--timeout=5m", "--allow-failed-tasks"],
      ["-m", "a/b", "Do it"],
    ],
    [
      ["--", "-m", "a/b", "--timeout", "x"],
      ["-m", "a/b", "--timeout", "x"],
    ],
    [
      ["--summary", "json", "--", "--dir=/x/a=b", "Do it"],
      ["--dir=/x/a=b", "Do it"],
    ],
    [
      ["-m", "a/b", "--", "--not an option"],
      ["-m", "a/b", "--", "--not an option"],
    ],
    [
      ["--some-new-option=7", "-xyz", "Do it"],
      ["--some-new-option=7", "-xyz", "Do it"],
    ],
    [[], []],
  ]
  for (const [words, expected] of rows) assert.deepEqual(forOpenCode(words), expected, words.join(" "))
})

test("a folder is read whatever stands in its name", () => {
  for (const words of [
    ["--dir=/x/a=b"],
    ["--dir", "/x/a=b"],
    ["-c", "--dir=/y", "-m", "a/b", "--dir=/x/a=b"],
  ])
    assert.equal(readOpenCode([...words, "Do it"]).dir, "/x/a=b")
  assert.equal(readOpenCode(["--title", "t", "--", "--dir=/y"]).dir, undefined)
  assert.equal(readOpenCode(["Do it", "--dir"]).dir, undefined)
})

test("what Holdfast cannot work with is recognised in every spelling", () => {
  assert.equal(readOpenCode(["--attach=http://x", "Do it"]).attach, "http://x")
  assert.equal(readOpenCode(["--attach", "http://x", "Do it"]).attach, "http://x")
  assert.ok(readOpenCode(["Do it", "--pure"]).pure)
  assert.ok(readOpenCode(["-ci"]).interactive)
})

test("a time may be as long as a year, and what is longer is named", () => {
  assert.equal(parseTime("600h"), 2_160_000_000)
  assert.equal(parseTime("1.5m"), 90_000)
  for (const text of ["0", "-5", "5d", "", "1e3"])
    assert.throws(() => parseTime(text), /must be a time such as/)
  assert.throws(() => parseTime(`${"9".repeat(400)}h`), /a year \(8760h\) at most/)
})

test("a word is quoted as a shell needs it", () => {
  for (const word of ["/x/a b", "it's", 'say "hi"', "$HOME", "a*b", "plain", "", "日本", "--dir=/x/a=b"])
    assert.equal(execFileSync("sh", ["-c", `printf %s ${quote(word)}`], { encoding: "utf8" }), word)
})

test("the command to continue with is this one, as it can be called again", () => {
  const [, script] = process.argv
  const said = { argv: process.argv[1], path: process.env.PATH }
  try {
    process.argv[1] = "/home/me/.npm/_npx/9f/node_modules/.bin/holdfast"
    assert.equal(continueCommand("ses_1"), 'npx opencode-holdfast run -s ses_1 "go on"')
    process.argv[1] = "/opt/it's here/cli.js"
    assert.equal(
      continueCommand("ses_1", ["--dir", "/a b"]),
      `node '/opt/it'\\''s here/cli.js' run --dir '/a b' -s ses_1 "go on"`,
    )
  } finally {
    process.argv[1] = script
    process.env.PATH = said.path
  }
})

test("what stands behind npm's script for Windows is started without a shell", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-windows-"))
  const script = path.join(folder, "opencode.cmd")
  assert.throws(() => programBehind(script), /cannot be started without a shell; put the folder/)
  const bin = path.join(folder, "node_modules/opencode-ai/bin")
  fs.mkdirSync(bin, { recursive: true })
  fs.writeFileSync(path.join(bin, "opencode"), "")
  assert.deepEqual(programBehind(script), [process.execPath, path.join(bin, "opencode")])
  fs.writeFileSync(path.join(bin, "opencode.exe"), "")
  assert.deepEqual(programBehind(script), [path.join(bin, "opencode.exe")])
  assert.deepEqual(programBehind("/usr/bin/opencode"), ["/usr/bin/opencode"])
  fs.rmSync(folder, { recursive: true })
})
