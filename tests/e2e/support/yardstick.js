// @ts-check
/**
 * What OpenCode itself takes, without Holdfast, on this machine and now. Where a machine is too
 * busy for a limit in milliseconds, the limit is a multiple of it.
 */
import { jobPrompt } from "./model.js"
import { serve } from "./serve.js"

const TURNS = 5

/** From a prompt to its call of the model, in ms, at the median, in the newest version. */
export async function plainStart() {
  const server = await serve({ withPlugin: false, script: { root: () => ({ text: "Done." }) } })
  const id = await server.createSession()
  const delays = []
  for (let turn = 0; turn <= TURNS; turn++) {
    const at = Date.now()
    await server.prompt(id, "Do the work.")
    delays.push((await server.model.rootCall(turn + 1)).at - at)
    await server.idle(id, turn + 1)
  }
  await server.stop()
  // The first turn in a process loads what the others find loaded.
  return delays.slice(1).sort((one, other) => one - other)[Math.floor(TURNS / 2)]
}

/**
 * From the first call of the model to the last session's end, in ms, when a client prompts
 * `count` sessions, `slots` at a time, each with a job.
 * @param {number} count
 * @param {number} slots
 * @param {number} jobMs
 */
export async function plainSessions(count, slots, jobMs) {
  const server = await serve({ withPlugin: false, script: { root: [] } })
  let next = 0
  const worker = async () => {
    for (let number = ++next; number <= count; number = ++next) {
      const id = await server.createSession()
      const parts = [{ type: "text", text: jobPrompt(number, jobMs) }]
      await server.ask("POST", `/session/${id}/message`, { parts })
    }
  }
  await Promise.all(Array.from({ length: slots }, worker))
  const took = Date.now() - server.model.jobCalls()[0].at
  await server.stop()
  return took
}
