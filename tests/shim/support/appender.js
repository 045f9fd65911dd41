// @ts-check
// A process that appends lines to a journal, as the command line does. It reports each one after it was written.
//   node appender.js <folder> <name> <count>
import { writeSync } from "node:fs"
import { appendJournal } from "../../../js-shim/files.js"

const [dir, name, count] = process.argv.slice(2)
for (let number = 0; number < Number(count); number++) {
  appendJournal(dir, "ses_1", `{"by":"${name}","number":${number}}\n`)
  writeSync(1, `${name} ${number}\n`)
}
