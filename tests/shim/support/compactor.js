// @ts-check
// A process that owns a journal: it writes lines of its own and compacts again and again. It never
// evicts what it has read, so whatever is missing at the end was lost.
//   node compactor.js <folder> <name>
import { writeSync } from "node:fs"
import { StateFolder } from "../../../js-shim/state.js"

const [dir, name] = process.argv.slice(2)
const state = new StateFolder(dir)
const known = (state.readJournal("ses_1") ?? "").split("\n").filter(Boolean)

for (let number = 0; ; number++) {
  const own = `{"by":"${name}","number":${number}}`
  state.appendJournal("ses_1", `${own}\n`)
  writeSync(1, `${name} ${number}\n`)
  known.push(own)
  // Sometimes it knows what others wrote, sometimes not yet.
  if (number % 3 === 0) known.push(...state.readTail("ses_1").text.split("\n").filter(Boolean))
  if (number % 2 === 0) state.replaceJournal("ses_1", [...new Set(known)].map((line) => `${line}\n`).join(""))
}
