// @ts-check
/** Removes what must not outlive the tests: folders, and running programs. */

/** @type {(() => void)[]} */
const duties = []

process.on("exit", () => {
  for (const duty of duties) duty()
})

// A program in a group of its own does not hear of an interrupt; without this the exit above would not happen.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => process.exit(1))

/** @param {() => void} duty */
export function atExit(duty) {
  duties.push(duty)
}
