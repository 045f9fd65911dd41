// @ts-check
/** The form for a new task. */
import { html } from "htm/preact"
import { useEffect, useRef, useState } from "preact/hooks"

/** @param {{ projects: any[], message: string, store: any, close: () => void, open: (id: string) => void }} props */
export function Launch({ projects, message, store, close, open }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null))
  const [sending, setSending] = useState(false)
  useEffect(() => {
    dialog.current?.showModal()
  }, [])

  /** @param {SubmitEvent} event */
  async function launch(event) {
    event.preventDefault()
    const form = new FormData(/** @type {HTMLFormElement} */ (event.target))
    const given = Object.fromEntries([...form].filter(([, value]) => String(value).trim() !== ""))
    const later = /** @type {any} */ (event.submitter)?.value === "later"
    setSending(true)
    const task = await store.act("POST", "/tasks", { ...given, execute: !later })
    setSending(false)
    if (!task) return
    store.say(later ? "Created; execute it when you like." : "The task was launched.")
    dialog.current?.close()
    open(task.id)
  }

  return html`
    <dialog ref=${dialog} aria-labelledby="launch-title" onClose=${close}>
      <form onSubmit=${launch}>
        <h2 id="launch-title">New task</h2>
        <p class="message" aria-live="polite">${message}</p>
        <label>Prompt <textarea name="prompt" rows="6" required autofocus></textarea></label>
        <label>Description <input name="description" maxlength="200" placeholder="the first words of the prompt" /></label>
        <label>Agent <input name="agent" placeholder="general" /></label>
        ${
          projects.length > 1 &&
          html`<label>Project
            <select name="project">${projects.map(({ id, name }) => html`<option value=${id}>${name}</option>`)}</select>
          </label>`
        }
        <div class="actions">
          <button class="main" value="now" disabled=${sending}>Execute</button>
          <button value="later" disabled=${sending}>Create only</button>
          <button type="button" onClick=${() => dialog.current?.close()}>Close</button>
        </div>
      </form>
    </dialog>
  `
}
