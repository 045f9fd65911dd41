// @ts-check
/** A person resumes a task whose process was killed: its work so far is kept. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { prepareRun } from "../cli/support/run.js"
import { echo, gate, launchJobs } from "./support/agent.js"
import { newest, oldest } from "./support/run.js"
import { userTexts } from "./support/told.js"

for (const version of [newest, oldest]) {
  test(`killed after four steps, holdfast resume goes on at step five in the same session, on ${version}`, async (context) => {
    let steps = 0
    const fifth = gate()
    const run = await prepareRun({
      version,
      script: {
        root: ({ number }) => (number === 1 ? { tools: launchJobs(1, 0) } : { text: "Waiting." }),
        job: () => {
          steps++
          if (steps <= 4) return { tools: [echo(`step-${steps}`)] }
          if (steps === 5) fifth.open()
          return steps === 5 ? { hang: true } : { text: "ALL FIVE STEPS ARE DONE" }
        },
      },
    })
    context.after(() => run.model.stop())
    const first = run.start("run", "Do the work.")
    await fifth.opened
    await first.stop()

    const [before] = await tasks(run)
    assert.equal(before.status, "interrupted")
    assert.match(await run.print("resume", before.id), /next use/)
    assert.match(await run.print("resume", before.id), /asked for already/)

    const again = run.start("run", "--", "-c", "Go on.")
    await again.end(90_000)
    const all = await tasks(run)
    const after = all.find(({ follows }) => follows === before.id)
    assert.equal(after?.status, "completed", again.stderr.text())
    assert.equal(after?.session, before.session)
    const calls = run.model.jobCalls()
    assert.equal(calls.length, 6, "no step is done twice")
    const told = userTexts(calls[5])
    assert.equal(told.length, 2, "the same session goes on")
    assert.match(told[1], /interrupted/)
    assert.doesNotMatch(told[1], /JOB/, "the task is not told again")
    for (const step of [1, 2, 3, 4]) assert.match(JSON.stringify(calls[5]), new RegExp(`step-${step}`))
    assert.equal(all.find(({ id }) => id === before.id)?.continued_by, after?.id)
  })
}

/** @param {import("../cli/support/run.js").Prepared} run @returns {Promise<import("../../js-shim/cli/types.js").TaskView[]>} */
async function tasks(run) {
  const { sessions } = JSON.parse(await run.print("tasks", "--json", "--all"))
  return sessions.flatMap((/** @type {any} */ session) => session.tasks)
}
