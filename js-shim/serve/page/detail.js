// @ts-check
/** One task in full, with what it does while one looks, and what can be done to it. */
import { html } from "htm/preact"
import { useEffect, useRef, useState } from "preact/hooks"
import { ask } from "./client.js"
import { clock, costOf, reasonOf, STATUS, timeOf } from "./words.js"

/** @param {{ id: string, message: string, changes: number, now: number, store: any, close: () => void, open: (id: string) => void }} props */
export function Detail({ id, message, changes, now, store, close, open }) {
  const [task, setTask] = useState(/** @type {any} */ (null))
  const [activity, setActivity] = useState(/** @type {any[]} */ ([]))
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null))

  useEffect(() => {
    dialog.current?.showModal()
  }, [id])
  useEffect(() => {
    let isOpen = true
    const read = async () => {
      const found = await ask("GET", `/tasks/${id}`)
      const all = await ask("GET", `/tasks/${id}/activity?limit=500`)
      if (isOpen) [setTask(found), setActivity(all.items)]
    }
    read().catch((error) => isOpen && store.say(error.message))
    return () => {
      isOpen = false
    }
  }, [id, changes])

  if (!task) return html`<dialog ref=${dialog} onClose=${close} aria-label="Task"><p>Reading …</p></dialog>`
  const { word, mark } = STATUS[task.status]
  return html`
    <dialog ref=${dialog} class="detail" aria-labelledby="task-title" onClose=${close}>
      <div class="head">
        <h2 id="task-title">${task.description}</h2>
        <button class="small" onClick=${() => dialog.current?.close()}>Close</button>
      </div>
      <p class=${`state ${task.status}`} role="status"><span aria-hidden="true">${mark}</span> ${word} ${timeOf(task, now)}</p>
      <p>${reasonOf(task)}</p>
      <p class="message" aria-live="polite">${message}</p>
      <${Actions} task=${task} store=${store} open=${open} close=${() => dialog.current?.close()} />
      <dl>
        ${facts(task).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}
      </dl>
      ${task.error && html`<h3>Error</h3><pre class="failed">${task.error}</pre>`}
      ${task.result && html`<h3>${task.status === "completed" ? "Result" : "What it said"}</h3><pre>${task.result}</pre>`}
      <h3>Activity</h3>
      <ol class="activity" aria-live="polite" aria-label="Activity">
        ${linesOf(activity).map(({ t, text }) => html`<li><time>${clock(t)}</time> ${text}</li>`)}
      </ol>
      <h3>Prompt</h3>
      <pre>${task.prompt}</pre>
    </dialog>
  `
}

/** @param {any} task @returns {[string, string][]} */
function facts(task) {
  const all = /** @type {[string, string | null][]} */ ([
    ["Id", task.id],
    ["Session", task.session],
    ["Launched by", task.root],
    ["Agent", task.agent],
    ["Model", task.model],
    ["Queued", clock(task.queued)],
    ["Started", task.started && clock(task.started)],
    ["Ended", task.ended && clock(task.ended)],
    ["Work", costOf(task)],
    ["Continues", task.follows],
    ["Continued by", task.continued_by],
  ])
  return all.flatMap(([name, value]) => (value ? [/** @type {[string, string]} */ ([name, value])] : []))
}

/** @param {{ task: any, store: any, open: (id: string) => void, close: () => void }} props */
function Actions({ task, store, open, close }) {
  const [text, setText] = useState("")
  const path = `/tasks/${task.id}`
  /** @param {string} verb @param {object} [body] */
  const act = async (verb, body) => {
    const done = await store.act("POST", `${path}/${verb}`, body)
    if (done?.task && done.task.id !== task.id) open(done.task.id)
  }
  const remove = async () => {
    if (await store.act("DELETE", path)) close()
  }
  const { status, session, origin, resumable } = task
  const isActive = ["created", "starting", "pending", "running"].includes(status)
  const canTell = session !== null && origin !== "native" && status !== "pending"
  return html`
    <div class="actions" role="group" aria-label="What can be done">
      ${status === "created" && html`<button class="main" onClick=${() => act("execute")}>Execute</button>`}
      ${isActive && origin !== "native" && html`<button onClick=${() => act("cancel")}>Cancel</button>`}
      ${resumable && status === "interrupted" && html`<button class="main" onClick=${() => act("resume")}>Resume</button>`}
      ${resumable && html`<button class="main" onClick=${() => act("retry")}>Retry</button>`}
      ${!isActive && html`<button onClick=${remove}>Delete</button>`}
    </div>
    ${
      canTell &&
      html`<form
        class="tell"
        onSubmit=${(/** @type {Event} */ event) => {
          event.preventDefault()
          if (text.trim()) [act("message", { text }), setText("")]
        }}
      >
        <label>Message <input value=${text} onInput=${(/** @type {any} */ { target }) => setText(target.value)} /></label>
        <button>Send</button>
      </form>`
    }
  `
}

/** What happened, for people: the journal's records and the notes of what the agent did. @param {any[]} changes */
function linesOf(changes) {
  return changes.flatMap(({ t, event, notes, status, prompt: _prompt, ...rest }) => {
    if (event === "active") return notes
    const more = event === "asking" && rest.title ? `: ${rest.title}` : ""
    return [{ t, text: `${event}${status ? ` (${status})` : ""}${more}` }]
  })
}
