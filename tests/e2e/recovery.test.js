// @ts-check
/** After `kill -9`, the next use of the session continues where the work stopped, and nothing is done twice. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { launchJobs } from "./support/agent.js"
import { jobResult } from "./support/model.js"
import { project } from "./support/outage.js"
import { newest, oldest, prepare, second } from "./support/run.js"
import { serveIn } from "./support/serve.js"
import { news, tells, told, userTexts } from "./support/told.js"
import { dialectOf } from "./support/version.js"

const oneSlot = { tasks: { concurrency: 1 } }

for (const version of [newest, oldest]) {
  test(`killed while one task runs and two wait, the next use runs the two, tells of the one, and resumes it when asked, on ${version}`, async (context) => {
    let killed = false
    const { model, start, run, roots } = await project({
      version,
      holdfast: oneSlot,
      script: {
        root: [
          { tools: launchJobs(3, 0) },
          { text: "Waiting." },
          { text: "Another session." },
          { text: "Still waiting." },
          (call) => ({ tools: [{ name: "background_resume", args: { task_id: news(call)[0].id } }] }),
          { text: "Waiting for job 1." },
          { text: "All are done." },
        ],
        job: ({ job }) => (killed ? { text: jobResult(job?.name ?? "") } : { hang: true }),
      },
    })
    context.after(() => model.stop())

    const first = start("Do the work.")
    await Promise.all([model.rootAnswer(2), model.jobCall(1), first.stderr.line(/1 running · 2 queued/)])
    await first.stop()
    killed = true

    const other = await run("Say something.")
    assert.equal(other.code, 0, other.stderr)
    assert.equal(model.jobCalls().length, 1, "nothing runs before the session is used again")

    const again = await run("--session", roots()[0], "Go on.")
    assert.equal(again.code, 0, again.stderr)
    const [, , , fourth, fifth, , last] = model.rootCalls()
    assert.match(fourth.latest.text, /^"Go on\."\s*$/)
    tells(news(fifth), "1 interrupted", "2 completed", "3 completed")
    tells(news(last), "1 completed")
    tells(told(last), "1 interrupted", "2 completed", "3 completed", "1 completed")
    assert.equal(model.rootCalls().length, 7)
    assert.deepEqual(
      model.jobCalls().map(({ job }) => job?.name),
      ["1", "2", "3", "1"],
    )
    const resumed = userTexts(model.jobCalls()[3])
    assert.equal(resumed.length, 2, "it goes on in the same session")
    assert.match(resumed[1], /interrupted/)
    assert.match(again.stdout, /All are done\./)
  })
}

test("a server of OpenCode 2 that was killed in a hold tells of every task once when the session is used again", async (context) => {
  let killed = false
  const { serverEnv, password } = dialectOf(second)
  const prepared = await prepare({
    version: second,
    env: serverEnv,
    holdfast: oneSlot,
    script: {
      root: (call) => {
        if (call.number === 1) return { tools: launchJobs(2, 0) }
        return { text: told(call).length ? "I see." : "Waiting." }
      },
      job: ({ job }) => (killed ? { text: jobResult(job?.name ?? "") } : { hang: true }),
    },
  })
  const { model } = prepared
  context.after(() => model.stop())
  const first = await serveIn(prepared, password)
  const id = await first.createSession()
  await first.prompt(id, "Do the work.")
  await Promise.all([model.rootAnswer(2), model.jobCall(1)])
  await first.quit()
  killed = true

  const again = await serveIn(prepared, password)
  context.after(() => again.quit())
  await again.prompt(id, "Go on.")
  await again.idle(id)
  const calls = model.rootCalls()
  tells(told(/** @type {any} */ (calls.at(-1))), "1 interrupted", "2 completed")
  assert.equal(calls.length, 4)
  assert.deepEqual(
    model.jobCalls().map(({ job }) => job?.name),
    ["1", "2"],
  )
})
