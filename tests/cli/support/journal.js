// @ts-check
/** A project with journals written by hand. */
import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { processStart, stateDirOf } from "../../../js-shim/files.js"
import { atExit } from "../../e2e/support/cleanup.js"
import * as records from "../../e2e/support/journal.js"

export const ROOT = "ses_root1"

export const record = records.line

/** An owner that is alive: this test process. */
export const living = { pid: process.pid, start: processStart(process.pid) ?? "", nonce: "n1" }

/** An owner that has ended: no process has this start time. */
export const dead = { pid: process.pid, start: "long ago", nonce: "n2" }

/** @param {number} t @param {object} owner @param {string | null} [after] */
export const claimed = (t, owner, after) => record(t, records.claimed(owner, after))

/** @param {number} t @param {string} task @param {object} [more] */
export const launched = (t, task, more) =>
  record(
    t,
    records.launched(task, {
      prompt: `Do ${task}.`,
      model: { provider: "zai", model: "glm-4.7" },
      ...more,
    }),
  )

/** @param {number} t @param {string} task */
export const started = (t, task) => record(t, records.started(task))

/** @param {number} t @param {string} task @param {string} outcome @param {object} [more] */
export const ended = (t, task, outcome, more) =>
  record(t, records.ended(task, outcome, { error: null, ...more }))

/** @param {number} t @param {string} task @param {{ t: number, text: string }[]} recent */
export const active = (t, task, recent) =>
  record(t, {
    active: {
      task,
      activity: {
        last: t,
        steps: recent.length,
        tool_calls: 1,
        tokens: 1200,
        cost: 0.02,
        tool: "grep",
        recent,
      },
    },
  })

/** A fresh project folder, removed when the test process ends. */
export function makeProject() {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-cli-"))
  atExit(() => fs.rmSync(root, { recursive: true, force: true }))
  const project = path.join(root, "project")
  fs.mkdirSync(path.join(project, ".git"), { recursive: true })
  const data = { XDG_DATA_HOME: path.join(root, "data") }
  const state = stateDirOf(project, null, data).dir
  const file = (/** @type {string} */ name) => path.join(state, `${name}.jsonl`)
  return {
    root,
    project,
    state,
    file,
    /** @param {string[]} records @param {string} [name] */
    journal(records, name = ROOT) {
      fs.mkdirSync(state, { recursive: true, mode: 0o700 })
      fs.writeFileSync(file(name), records.join(""), { mode: 0o600 })
    },
    /** @param {string} text @param {string} [name] */
    append: (text, name = ROOT) => fs.appendFileSync(file(name), text),
    /** @param {string} [name] */
    read: (name = ROOT) => fs.readFileSync(file(name), "utf8"),
    /** As a compaction does: a new file in the place of the old one. @param {string[]} records */
    replace(records) {
      fs.writeFileSync(`${file(ROOT)}.new`, records.join(""))
      fs.renameSync(`${file(ROOT)}.new`, file(ROOT))
    },
    /** @type {NodeJS.ProcessEnv} */
    env: { PATH: process.env.PATH, HOME: root, XDG_CONFIG_HOME: path.join(root, "config"), ...data },
  }
}
