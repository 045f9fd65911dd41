// @ts-check
/** How long OpenCode itself takes on this machine right now, so that no limit of a test is in milliseconds. */
import { jobPrompt } from "./model.js"
import { serve } from "./serve.js"

/** @param {number[]} values */
export const median = (values) => values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)]

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
