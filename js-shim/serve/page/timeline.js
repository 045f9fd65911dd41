// @ts-check
/**
 * One bar per task, in lanes by session, that grow while one looks. Bars are plain buttons: they can
 * be reached with the keyboard, and a screen reader says what each is.
 */
import { html } from "htm/preact"
import { STATUS, timeOf } from "./words.js"

const SPANS = [
  ["5 min", 300_000],
  ["30 min", 1_800_000],
  ["3 h", 10_800_000],
  ["1 day", 86_400_000],
]

/** @param {{ tasks: any[], now: number, span: number, setSpan: (span: number) => void, open: (id: string) => void }} props */
export function Timeline({ tasks, now, span, setSpan, open }) {
  const from = now - span
  const shown = tasks.filter(({ started, ended }) => started !== null && (ended ?? now) >= from)
  const roots = [...new Set(shown.map(({ root }) => root))]
  return html`
    <section class="timeline" aria-labelledby="timeline-title">
      <div class="head">
        <h2 id="timeline-title">Timeline</h2>
        <div role="group" aria-label="How much of the timeline is shown">
          ${SPANS.map(
            ([word, ms]) =>
              html`<button class="small" aria-pressed=${span === ms} onClick=${() => setSpan(Number(ms))}>${word}</button>`,
          )}
        </div>
      </div>
      ${
        shown.length === 0
          ? html`<p class="quiet">No task was at work in this time.</p>`
          : roots.map((root) => {
              const rows = rowsOf(
                shown.filter((task) => task.root === root),
                now,
              )
              return html`<${Lane} key=${root} root=${root} rows=${rows} from=${from} now=${now} span=${span} open=${open} />`
            })
      }
      <div class="axis" aria-hidden="true"><span>${SPANS.find(([, ms]) => ms === span)?.[0]} ago</span><span>now</span></div>
    </section>
  `
}

/** @param {{ root: string, rows: any[][], from: number, now: number, span: number, open: (id: string) => void }} props */
function Lane({ root, rows, from, now, span, open }) {
  return html`
    <div class="lane" role="group" aria-label=${`Session ${root}`}>
      <div class="lane-name" title=${root}>${root}</div>
      ${rows.map(
        (row) => html`<div class="bars">
          ${row.map((task) => html`<${Bar} key=${task.id} task=${task} from=${from} now=${now} span=${span} open=${open} />`)}
        </div>`,
      )}
    </div>
  `
}

/** @param {{ task: any, from: number, now: number, span: number, open: (id: string) => void }} props */
function Bar({ task, from, now, span, open }) {
  const begin = Math.max(task.started, from)
  const end = Math.min(task.ended ?? now, now)
  const style = {
    left: `${((begin - from) / span) * 100}%`,
    width: `${(Math.max(0, end - begin) / span) * 100}%`,
  }
  const label = `${task.description}: ${STATUS[task.status].word}, ${timeOf(task, now)}`
  return html`<button class=${`bar ${task.status}`} style=${style} title=${label} aria-label=${label} onClick=${() => open(task.id)}>
    <span aria-hidden="true">${task.description}</span>
  </button>`
}

/** Tasks that were at work at once are below each other. @param {any[]} tasks @param {number} now @returns {any[][]} */
function rowsOf(tasks, now) {
  /** @type {any[][]} */
  const rows = []
  for (const task of tasks.toSorted((a, b) => a.started - b.started)) {
    const row = rows.find((row) => (row.at(-1).ended ?? now) <= task.started)
    if (row) row.push(task)
    else rows.push([task])
  }
  return rows
}
