// @ts-check
/** The page: what runs, what waits and for what, what failed and why. */
import { html, render } from "htm/preact"
import { useEffect, useMemo, useState } from "preact/hooks"
import { keepToken, takeToken } from "./client.js"
import { Detail } from "./detail.js"
import { Launch } from "./launch.js"
import { createStore } from "./store.js"
import { Timeline } from "./timeline.js"
import { reasonOf, STATUS, timeOf } from "./words.js"

const GROUPS = [
  ["Running", ["running", "starting"]],
  ["Waiting", ["pending", "created"]],
  ["Failed", ["failed", "interrupted"]],
  ["Done", ["completed", "cancelled"]],
]
const CONNECTION = {
  connecting: "Connecting …",
  live: "Live",
  lost: "Connection lost; trying again …",
  refused: "",
}

function App() {
  const [state, show] = useState(/** @type {import("./store.js").State | null} */ (null))
  const store = useMemo(() => createStore(show), [])
  const [now, setNow] = useState(Date.now())
  const [project, setProject] = useState("")
  const [words, setWords] = useState("")
  const [span, setSpan] = useState(1_800_000)
  const [opened, open] = useState(/** @type {string | null} */ (null))
  const [launching, launch] = useState(false)

  useEffect(() => {
    if (takeToken()) store.start()
    else show({ tasks: [], sessions: [], projects: [], connection: "refused", message: "", changes: 0 })
  }, [])
  useEffect(() => {
    const ticking = setInterval(() => document.hidden || setNow(Date.now()), 1000)
    return () => clearInterval(ticking)
  }, [])
  useEffect(() => {
    const onKey = (/** @type {KeyboardEvent} */ event) => shortcut(event, () => launch(true))
    document.addEventListener("keydown", onKey)
    return () => document.removeEventListener("keydown", onKey)
  }, [])

  if (!state) return html`<main><p>Connecting …</p></main>`
  if (state.connection === "refused") return html`<${AskToken} />`
  const isChosen = (/** @type {any} */ item) => project === "" || item.project === project
  const sessions = state.sessions.filter(isChosen)
  const tasks = state.tasks.filter(
    (task) =>
      isChosen(task) &&
      `${task.description} ${task.id} ${task.agent}`.toLowerCase().includes(words.toLowerCase()),
  )
  const query = project && `?project=${encodeURIComponent(project)}`
  return html`
    <header>
      <h1>Holdfast</h1>
      ${
        state.projects.length > 1 &&
        html`<label class="inline">Project
          <select value=${project} onChange=${(/** @type {any} */ { target }) => setProject(target.value)}>
            <option value="">All</option>
            ${state.projects.map(({ id, name }) => html`<option value=${id}>${name}</option>`)}
          </select>
        </label>`
      }
      <span class=${`connection ${state.connection}`} role="status">${CONNECTION[state.connection]}</span>
      <div class="actions">
        <button class="main" onClick=${() => [store.say(""), launch(true)]} aria-keyshortcuts="n">New task</button>
        <button onClick=${() => store.act("POST", `/stop${query}`)}>Stop</button>
        <button onClick=${() => store.act("POST", `/go${query}`)}>Go</button>
      </div>
    </header>
    <main>
      <p class="message" role="status" aria-live="polite">${opened || launching ? "" : state.message}</p>
      <${Notices} sessions=${sessions} store=${store} />
      <${Timeline} tasks=${tasks} now=${now} span=${span} setSpan=${setSpan} open=${open} />
      <label class="inline search">Search
        <input id="search" type="search" value=${words} aria-keyshortcuts="/" onInput=${(/** @type {any} */ { target }) => setWords(target.value)} />
      </label>
      ${GROUPS.map(
        ([title, statuses]) => html`<${Group}
          title=${title} now=${now} open=${open} sessions=${state.sessions}
          projects=${state.projects} tasks=${tasks.filter(({ status }) => statuses.includes(status))} />`,
      )}
    </main>
    ${opened && html`<${Detail} key=${opened} id=${opened} message=${state.message} changes=${state.changes} now=${now} store=${store} open=${open} close=${() => open(null)} />`}
    ${launching && html`<${Launch} projects=${state.projects} message=${state.message} store=${store} close=${() => launch(false)} open=${open} />`}
  `
}

/** Queues that stand still, and sessions that were stopped. @param {{ sessions: any[], store: any }} props */
function Notices({ sessions, store }) {
  return sessions
    .filter(({ halted, stopped, alive }) => alive && (halted || stopped))
    .map(
      ({ root, halted }) => html`<div class="notice" key=${root}>
        <span>${halted ?? "No automatic prompts are sent in this session; its results wait."} <small>${root}</small></span>
        <button onClick=${() => store.act("POST", `/sessions/${root}/go`)}>Go on</button>
      </div>`,
    )
}

/** @param {{ title: string, tasks: any[], sessions: any[], projects: any[], now: number, open: (id: string) => void }} props */
function Group({ title, tasks, sessions, projects, now, open }) {
  if (tasks.length === 0) return null
  return html`
    <section aria-label=${title}>
      <h2>${title} <span class="count">${tasks.length}</span></h2>
      <ul class="tasks">
        ${tasks.map((task) => {
          const session = sessions.find(({ root }) => root === task.root)
          const name = projects.length > 1 ? projects.find(({ id }) => id === task.project)?.name : null
          return html`<li key=${task.id}>
            <button class=${`task ${task.status}`} onClick=${() => open(task.id)}>
              <span class="mark" aria-hidden="true">${STATUS[task.status].mark}</span>
              <span class="what"><span class="hidden">${STATUS[task.status].word}: </span>${task.description}</span>
              <span class="time">${timeOf(task, now)}</span>
              <span class="why">${[name, reasonOf(task, session)].filter(Boolean).join(" · ")}</span>
            </button>
          </li>`
        })}
      </ul>
    </section>
  `
}

function AskToken() {
  const submit = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault()
    keepToken(String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get("token")))
    location.reload()
  }
  return html`
    <main>
      <h1>Holdfast</h1>
      <p>Open the link that <code>holdfast serve</code> printed, or give its token.</p>
      <form onSubmit=${submit}>
        <label>Token <input name="token" type="password" autocomplete="off" required /></label>
        <button class="main">Continue</button>
      </form>
    </main>
  `
}

/** One key each, where no text is written. @param {KeyboardEvent} event @param {() => void} launch */
function shortcut(event, launch) {
  const target = /** @type {HTMLElement} */ (event.target)
  if (event.ctrlKey || event.metaKey || event.altKey) return
  if (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || document.querySelector("dialog[open]")) return
  const step = { j: 1, k: -1 }[event.key]
  if (event.key === "n") launch()
  else if (event.key === "/") document.getElementById("search")?.focus()
  else if (step) moveFocus(step)
  else return
  event.preventDefault()
}

/** @param {number} step */
function moveFocus(step) {
  const all = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("button.task")])
  const at = all.indexOf(/** @type {HTMLElement} */ (document.activeElement))
  all[Math.min(all.length - 1, Math.max(0, at + step))]?.focus()
}

const place = document.getElementById("app")
if (place) render(html`<${App} />`, place)
