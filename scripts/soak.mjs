// @ts-check
/** `npm run soak`: longer runs of the same tests. Says what it did, and how to repeat a failure. */
import { spawn } from "node:child_process"
import { availableParallelism } from "node:os"
import { parseArgs } from "node:util"
import { output, repository, script } from "./shell.mjs"
import { chunks, inWords, sum, tallyOf } from "./soak/report.mjs"

const HELP = `npm run soak -- --seeds 1000000          so many seeds of the simulator, in release mode, on all cores
npm run soak -- --seeds 1000 --from 5000 the same from a seed on
npm run soak -- --kills 100              a real \`opencode run\`, killed at so many random moments
npm run soak -- --kills 20 --from 7      the same at other moments
npm run soak -- --fuzz                   hostile journals and events, without nightly tools
npm run soak -- --fuzz --inputs 1000000  so many of them`

/** How long a piece of work should take: progress is printed after each. */
const PIECE_MS = 30_000
const FIRST_PIECE = 2_000
/** Kills per start of the end-to-end test: each start prepares its own project. */
const KILLS = 20
/** The properties in tests/properties/harm.rs that take hostile input. */
const HOSTILE = 4

await script(async () => {
  const { values } = parseArgs({
    options: {
      seeds: { type: "string" },
      kills: { type: "string" },
      fuzz: { type: "boolean" },
      inputs: { type: "string", default: "200000" },
      from: { type: "string", default: "0" },
      help: { type: "boolean", short: "h" },
    },
  })
  const from = count("--from", values.from)
  if (values.help || !(values.seeds || values.kills || values.fuzz)) return console.log(HELP)
  if (values.seeds) await seeds(from, count("--seeds", values.seeds))
  if (values.kills) await kills(from, count("--kills", values.kills))
  if (values.fuzz) await fuzz(from, count("--inputs", values.inputs))
})

/** The simulator, piece by piece. @param {number} from @param {number} total */
async function seeds(from, total) {
  const file = testProgram("simulation")
  console.log(`Seeds ${from} to ${from + total - 1} on ${availableParallelism()} cores.`)
  const started = Date.now()
  /** @type {Record<string, number>} */
  let tally = {}
  for (const { first, size, done } of chunks(from, total, FIRST_PIECE, PIECE_MS)) {
    const args = ["every_invariant_holds_in_thousands_of_seeds", "--nocapture"]
    const { passed, text } = await runProgram([file, ...args], { FROM: `${first}`, SEEDS: `${size}` })
    if (!passed) throw new Error(failedSeed(text, first, from + total))
    tally = sum(tally, tallyOf(text))
    console.log(progress(done, total, started))
  }
  console.log(
    `\nAll invariants hold in seeds ${from} to ${from + total - 1} (${inWords(Date.now() - started)}).`,
  )
  console.log("What happened in them:")
  for (const [what, times] of Object.entries(tally)) console.log(`  ${String(times).padStart(12)} ${what}`)
}

/** @param {string} text @param {number} first @param {number} end */
function failedSeed(text, first, end) {
  const seed = Number(text.match(/^seed (\d+) violates/m)?.[1] ?? first)
  const words = text.match(/^seed \d+ violates[\s\S]*?--nocapture/m)?.[0] ?? text.slice(-4000)
  const rest = end - seed - 1
  return `${words}\nThe seeds after it: npm run soak -- --seeds ${rest} --from ${seed + 1}`
}

/** The real OpenCode, killed at random moments. @param {number} from @param {number} total */
async function kills(from, total) {
  const { packedPlugin } = await import("../tests/e2e/support/install.js")
  const HOLDFAST_E2E_PACKAGE = await packedPlugin()
  const started = Date.now()
  let done = 0
  for (let seed = from + 1; done < total; seed++) {
    const size = Math.min(KILLS, total - done)
    const env = {
      HOLDFAST_E2E_PACKAGE,
      HOLDFAST_E2E_OUTAGES: `${size}`,
      HOLDFAST_E2E_SEED: `${seed}`,
    }
    const options = ["--test", "--test-force-exit", "--test-timeout=3600000", "--test-reporter=spec"]
    const command = [process.execPath, ...options, "tests/e2e/outage.test.js"]
    const { passed, text } = await runProgram(command, env)
    const again = `HOLDFAST_E2E_OUTAGES=${size} HOLDFAST_E2E_SEED=${seed} node tests/e2e/run.js tests/e2e/outage.test.js`
    if (!passed) throw new Error(`${text.slice(-8000)}\nAgain: ${again}`)
    done += size
    console.log(progress(done, total, started))
  }
  console.log(
    `\nKilled at ${total} random moments, nothing was lost, nothing ran twice, and each result was told once (${inWords(Date.now() - started)}).`,
  )
}

/** Hostile input, piece by piece. @param {number} from @param {number} total */
async function fuzz(from, total) {
  const file = testProgram("properties")
  const started = Date.now()
  let seed = from
  for (const { size, done } of chunks(0, Math.ceil(total / HOSTILE), FIRST_PIECE, PIECE_MS)) {
    const env = { PROPTEST_CASES: `${size}`, PROPTEST_RNG_SEED: `${++seed}` }
    const { passed, text } = await runProgram([file, "harm::"], env)
    const again = `PROPTEST_CASES=${size} PROPTEST_RNG_SEED=${seed} cargo test --test properties harm::`
    if (!passed) throw new Error(`${text.slice(-8000)}\nAgain: ${again}`)
    console.log(progress(done * HOSTILE, total, started))
  }
  console.log(`\nNo hostile input of ${total} ended the process (${inWords(Date.now() - started)}).`)
}

/** @param {number} done @param {number} total @param {number} started */
function progress(done, total, started) {
  const elapsed = Date.now() - started
  const left = (elapsed / done) * Math.max(0, total - done)
  const share = `${done} of ${total}`
  return `${share} in ${inWords(elapsed)}; ${Math.round((done / elapsed) * 1000)} per second, about ${inWords(left)} left`
}

/** Builds a test program with all optimizations and with its checks. @param {string} name @returns {string} its file */
function testProgram(name) {
  console.log(`Building ${name} …`)
  const command = ["cargo", "test", "--locked", "--profile", "soak", "--test", name]
  const messages = output([...command, "--no-run", "--message-format=json"])
  const file = messages
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line))
    .find(({ executable, target }) => executable && target.name === name)?.executable
  if (!file) throw new Error(`${name} does not compile: try \`${command.join(" ")} --no-run\`.`)
  return file
}

/**
 * @param {string[]} command
 * @param {Record<string, string>} env
 * @returns {Promise<{ passed: boolean, text: string }>}
 */
function runProgram([file, ...args], env) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd: repository,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    })
    let text = ""
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (part) => {
        text += part
      })
    child.on("error", reject)
    child.on("close", (code) => resolve({ passed: code === 0, text }))
  })
}

/** @param {string} option @param {string} text */
function count(option, text) {
  if (!/^\d+$/.test(text)) throw new Error(`${option} must be a whole number, not "${text}".`)
  return Number(text)
}
