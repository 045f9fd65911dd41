// @ts-check
/** No process of a run outlives it. */
import assert from "node:assert/strict"
import { spawn } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { test } from "node:test"
import { watchTree } from "../../js-shim/cli/processes.js"
import { processesIn } from "./support/run.js"

test("what a process starts while its end is brought about ends too", async (context) => {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-tree-"))
  context.after(() => rmSync(folder, { recursive: true }))
  for (let attempt = 0; attempt < 20; attempt++) {
    const starts = "i=0; while [ $i -lt 150 ]; do sleep 20 & i=$((i+1)); done; echo started; wait"
    const child = spawn("sh", ["-c", `echo begun; ${starts}`], { cwd: folder })
    const ended = new Promise((resolve) => child.on("close", resolve))
    await new Promise((resolve) => child.stdout.once("data", resolve))
    watchTree(Number(child.pid)).signal("SIGKILL")
    await ended
    assert.deepEqual(processesIn(folder), [], `attempt ${attempt}`)
  }
})
