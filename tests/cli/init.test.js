// @ts-check
// `holdfast init`, `doctor` and `completion`.
import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import fs from "node:fs"
import path from "node:path"
import { test } from "node:test"
import { opencode } from "../e2e/support/install.js"
import { newest, oldest } from "../e2e/support/run.js"
import { holdfast } from "./support/holdfast.js"
import * as j from "./support/journal.js"

const PLUGIN = '"opencode-holdfast"'

/** A project with these files. @param {Record<string, string>} files */
function project(files = {}) {
  const where = j.makeProject()
  const at = (/** @type {string} */ name) => path.join(where.project, name)
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(at(name)), { recursive: true })
    fs.writeFileSync(at(name), text)
  }
  return { ...where, text: (/** @type {string} */ name) => fs.readFileSync(at(name), "utf8"), at }
}

test("a project without configuration gets both files, and a hint at a default model", async () => {
  const where = project()
  const { code, stdout } = await holdfast(where, "init")
  assert.equal(code, 0)
  assert.deepEqual(JSON.parse(where.text("opencode.json")).plugin, ["opencode-holdfast"])
  assert.deepEqual(JSON.parse(where.text("tui.json")).plugin, ["opencode-holdfast"])
  assert.match(stdout, /opencode\.json:\n {2}\+ plugin = \["opencode-holdfast"\]/)
  assert.match(stdout, /: node .*main\.js init --model zai\/glm-4\.7$/m)
})

test("comments and formatting of a file stay as they are", async () => {
  const before = `{
\t// our model
\t"model": "a/b", /* why */
\t"plugin": [
\t\t"other@1.0.0" // pinned
\t]
}
`
  const where = project({ ".opencode/opencode.jsonc": before })
  await holdfast(where, "init")
  assert.equal(
    where.text(".opencode/opencode.jsonc"),
    before.replace('"other@1.0.0" // pinned', `"other@1.0.0", // pinned\n\t\t${PLUGIN}`),
  )
  assert.ok(!fs.existsSync(where.at("opencode.json")))
})

for (const [before, after] of [
  ['{ "plugin": ["a" /* pinned */] }', '{ "plugin": ["a" /* pinned */, +] }'],
  ['{ "plugin": ["a",] }', '{ "plugin": ["a", +] }'],
  ['{ "plugin": [] }', '{ "plugin": [+] }'],
  ['{\n  "plugin": [\n    // none yet\n  ]\n}\n', '{\n  "plugin": [\n    // none yet\n    +\n  ]\n}\n'],
  [
    '{\n  "plugin": [\n    "a", // one\n    "b" // two\n    // "c"\n  ]\n}\n',
    '{\n  "plugin": [\n    "a", // one\n    "b", // two\n    +\n    // "c"\n  ]\n}\n',
  ],
  [
    '{\n  "plugin": [\n    "a", // one\n  ], // all\n}\n',
    '{\n  "plugin": [\n    "a", // one\n    +\n  ], // all\n}\n',
  ],
  [
    '{\r\n    "model": "a/b" // ours\r\n}\r\n',
    '{\r\n    "model": "a/b", // ours\r\n    "plugin": [+]\r\n}\r\n',
  ],
  ["{}", '{"plugin": [+]}'],
  ["{\n}\n", '{\n  "plugin": [+]\n}\n'],
]) {
  test(`comments stay with their lines in ${JSON.stringify(before)}`, async () => {
    const where = project({ "opencode.json": before })
    await holdfast(where, "init")
    assert.equal(where.text("opencode.json"), after.replace("+", PLUGIN))
  })
}

test("where one of both files cannot be written, neither is", async () => {
  const before = '{ "model": "a/b" }\n'
  const broken = project({ "opencode.json": before, "tui.json": "{ plugin" })
  assert.match((await holdfast(broken, "init")).stderr, /tui\.json is not a valid JSON object/)
  assert.equal(broken.text("opencode.json"), before)

  const folder = project({ "opencode.json": before, "tui.json/x": "" })
  assert.match((await holdfast(folder, "init")).stderr, /tui\.json could not be used: it is a folder/)
  assert.equal(folder.text("opencode.json"), before)

  const nowhere = project({})
  fs.symlinkSync("/proc/nope/tui.json", nowhere.at("tui.json"))
  const { code, stderr } = await holdfast(nowhere, "init")
  assert.equal(code, 1)
  assert.match(stderr, /tui\.json cannot be written: it does not exist\. Nothing was changed\./)
  assert.ok(!fs.existsSync(nowhere.at("opencode.json")))
})

test("nothing is changed twice", async () => {
  const where = project()
  await holdfast(where, "init", "--model", "zai/glm-4.7")
  const files = () => [where.text("opencode.json"), where.text("tui.json")]
  const once = files()
  const { stdout } = await holdfast(where, "init", "--model", "zai/glm-4.7")
  assert.deepEqual(files(), once)
  assert.match(stdout, /opencode\.json: nothing to change/)
  assert.match(stdout, /The default model is zai\/glm-4\.7 already; left unchanged\./)
})

test("a default model is set only where none is", async () => {
  const where = project({ "opencode.json": '{ "model": "a/b" }\n' })
  await holdfast(where, "init", "--model", "zai/glm-4.7")
  assert.equal(JSON.parse(where.text("opencode.json")).model, "a/b")
  const fresh = project()
  await holdfast(fresh, "init", "--model", "zai/glm-4.7")
  assert.equal(JSON.parse(fresh.text("opencode.json")).model, "zai/glm-4.7")
})

test("--global writes into the user's own configuration and leaves the project alone", async () => {
  const where = project()
  await holdfast(where, "init", "--global")
  for (const name of ["opencode.json", "tui.json"]) {
    const file = path.join(String(where.env.XDG_CONFIG_HOME), "opencode", name)
    assert.deepEqual(JSON.parse(fs.readFileSync(file, "utf8")).plugin, ["opencode-holdfast"])
    assert.ok(!fs.existsSync(where.at(name)))
  }
})

test("a file that is no JSON is named and left alone", async () => {
  const where = project({ "opencode.json": "{ plugin" })
  const { code, stderr } = await holdfast(where, "init")
  assert.equal(code, 1)
  assert.equal(
    stderr,
    `holdfast: ${where.at("opencode.json")} is not a valid JSON object; correct it, and run this again.\n`,
  )
  assert.equal(where.text("opencode.json"), "{ plugin")
})

for (const version of [newest, oldest]) {
  test(`doctor finds OpenCode ${version} fit, and its plugin configured once`, async () => {
    const where = project()
    await holdfast(where, "init")
    where.env.PATH = `${path.dirname(await opencode(version))}:${where.env.PATH}`
    const { code, stdout } = await holdfast(where, "doctor")
    assert.equal(code, 0, stdout)
    assert.match(stdout, new RegExp(`✓ OpenCode ${version.replaceAll(".", "\\.")} at `))
    assert.match(stdout, /✓ This OpenCode has every hook that Holdfast needs\./)
    assert.match(stdout, /✓ The plugin is configured: /)
    assert.match(stdout, /✓ The terminal UI is configured: /)
  })
}

test("doctor names what has to be put right, with what to do", async () => {
  const where = project({
    "opencode.json": '{ "plugin": ["opencode-holdfast"] }',
    ".opencode/opencode.json": '{ "plugin": [["opencode-holdfast@0.1.0", {}]] }',
    ".opencode/holdfast.json": '{ "tosts": true }',
  })
  where.journal([j.claimed(1, j.dead), j.launched(1, "bg_aaaaaa"), "garbage\n"])
  fs.chmodSync(where.file(j.ROOT), 0o644)
  where.env.PATH = path.dirname(process.execPath)
  const { code, stdout } = await holdfast(where, "doctor")
  assert.equal(code, 1)
  for (const said of [
    /✗ OpenCode is not on the PATH; install it with/,
    /! The plugin is configured 2 times: .*Remove all but one\./,
    /! No tui\.json names the plugin/,
    /✗ `tosts` in .* Did you mean `toasts`\?/,
    /! .*has a line that no Holdfast wrote/,
    /! 1 unfinished task in ses_root1\. To continue: node .*cli\/main\.js run -s ses_root1 "go on"/,
    /! Others can read ses_root1\.jsonl/,
  ])
    assert.match(stdout, said)
})

test("doctor counts what it found, and says so on its last line", async () => {
  const where = project()
  const { code, stdout } = await holdfast(where, "doctor")
  assert.match(stdout, /\n2 notes, 1 error\n$/)
  assert.equal(code, 1)
})

test("doctor tries the state folder, and leaves nothing behind", async () => {
  const where = project()
  const options = path.join(String(where.env.XDG_CONFIG_HOME), "opencode/holdfast.json")
  fs.mkdirSync(path.dirname(options), { recursive: true })
  fs.writeFileSync(options, '{"stateDir":"/proc/nope"}')
  const { stdout } = await holdfast(where, "doctor")
  assert.match(stdout, /✗ Nothing can be written to \/proc\/nope\/.*: it does not exist\. Correct that/)
  fs.writeFileSync(options, JSON.stringify({ stateDir: path.join(where.root, "elsewhere") }))
  assert.match((await holdfast(where, "doctor")).stdout, /✓ No journals yet; they will be in .*elsewhere/)
  assert.ok(!fs.existsSync(path.join(where.root, "elsewhere")))
})

test("doctor names a configuration that cannot be read, and goes on with the rest", async () => {
  const where = project({ "tui.json": "{ plugin" })
  fs.mkdirSync(where.at("opencode.json"))
  const { code, stdout } = await holdfast(where, "doctor")
  assert.equal(code, 1)
  assert.match(stdout, /✗ .*opencode\.json cannot be read: it is a folder, not a file\./)
  assert.match(stdout, /✗ .*tui\.json is not a valid JSON object; correct it\./)
  assert.match(stdout, /\n0 notes, 3 errors\n$/)
})

for (const args of [["tasks"], ["doctor"], ["run", "Do it"], ["stats"], ["resume"], ["watch"]]) {
  test(`\`holdfast ${args[0]}\` says in a sentence that an option file is a folder`, async () => {
    const where = project({ ".opencode/holdfast.json/not-a-file": "" })
    const { code, stdout, stderr } = await holdfast(where, ...args)
    assert.equal(code, args[0] === "run" ? 125 : 1)
    assert.match(
      stdout + stderr,
      /holdfast\.json (could not be used|cannot be read): it is a folder, not a file\./,
    )
    assert.doesNotMatch(stderr, /\n {4}at /)
  })
}

for (const shell of ["bash", "zsh", "fish"]) {
  test(`completion for ${shell} knows every command and its options`, async () => {
    const { stdout } = await holdfast(project(), "completion", shell)
    for (const word of ["run", "tasks", "doctor", "allow-failed-tasks", "summary-file", "activity"])
      assert.ok(stdout.includes(word), word)
  })
}

test("completion works in bash", async () => {
  const { stdout } = await holdfast(project(), "completion", "bash")
  const complete = (/** @type {string} */ line) =>
    execFileSync("bash", [
      "-c",
      `${stdout}\nCOMP_WORDS=(${line}) COMP_CWORD=$((\${#COMP_WORDS[@]}-1)); _holdfast; echo "\${COMPREPLY[@]}"`,
    ])
      .toString()
      .trim()
  assert.equal(complete("holdfast ta"), "tasks")
  assert.equal(complete("holdfast show --act"), "--activity")
})

test("every command explains itself", async () => {
  const { stdout } = await holdfast(project(), "--help")
  const commands = [...stdout.matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name)
  assert.ok(commands.length >= 10)
  for (const command of commands.filter((name) => name !== "help")) {
    const { code, stdout } = await holdfast(project(), command, "--help")
    assert.equal(code, 0)
    assert.match(stdout, new RegExp(`^Usage: holdfast ${command}`))
  }
})

test("what is not understood gets one sentence and where to look", async () => {
  for (const [args, said] of /** @type {const} */ ([
    [["task"], /unknown command 'task'\n\(Did you mean tasks\?\)/],
    [["tasks", "--jsno"], /unknown option '--jsno'\n\(Did you mean --json\?\)/],
  ])) {
    const { code, stderr } = await holdfast(project(), ...args)
    assert.equal(code, 1)
    assert.match(stderr, said)
  }
  for (const [args, said] of /** @type {const} */ ([
    [["run", "--attach", "x"], /cannot --attach/],
    [["run", "--", "--attach", "http://x", "y"], /cannot --attach/],
    [["run", "--timeout", "soon", "x"], /--timeout must be a time such as 90, 90s, 15m or 2h, not "soon"/],
  ])) {
    const { code, stderr } = await holdfast(project(), ...args)
    assert.equal(code, 125)
    assert.match(stderr, said)
  }
})
