// @ts-check
/** What must hold for every run. */
import assert from "node:assert/strict"
import { jobResult } from "./model.js"

/** @typedef {import("./model.js").Call} Call */
/** @typedef {import("./model.js").Model} Model */
/** @typedef {import("./run.js").Outcome} Outcome */

/** Each job was asked once, and its answer went out completely. @param {Model} model @param {number} count */
export function jobsFinished(model, count) {
  const finished = model.jobCalls().filter(({ answeredAt }) => answeredAt !== undefined)
  assert.equal(finished.length, count, "jobs finished")
  assert.equal(model.jobCalls().length, count, "model calls of jobs")
}

/** @param {Model} model @param {{ root: number, job?: number, title?: number }} expected */
export function modelCalls(model, { root, job = 0, title = 1 }) {
  const seen = {
    root: model.rootCalls().length,
    job: model.jobCalls().length,
    title: model.titleCalls().length,
  }
  assert.deepEqual(seen, { root, job, title }, transcript(model))
  assert.equal(model.calls.length, root + job + title, "no other model calls")
}

/** The call came after every job was done: none was spent on waiting. @param {Model} model @param {Call} call */
export function afterAllJobs(model, call) {
  const end = Math.max(...model.jobCalls().map(({ answeredAt }) => answeredAt ?? Number.POSITIVE_INFINITY))
  assert.ok(call.at >= end, `root call ${call.number} came ${end - call.at} ms before the last job's end`)
}

/** This call brings these jobs' results, in one message, each once. @param {Call} call @param {(string | number)[]} names */
export function delivers(call, names) {
  const { text } = call.latest
  const header = `<background-tasks completed="${names.length}" failed="0" remaining="0">`
  assert.equal(occurrences(text, "<background-tasks "), 1, `one message in:\n${text}`)
  assert.ok(text.includes(header), `${header} in:\n${text}`)
  assert.equal(occurrences(text, "<task id="), names.length)
  for (const name of names)
    assert.equal(occurrences(text, jobResult(name)), 1, `the result of job ${name} in:\n${text}`)
}

/** The model sees these results once each in all that it is given. @param {Call} call @param {(string | number)[]} names */
export function sees(call, names) {
  const text = userTexts(call).join("\n")
  for (const name of names)
    assert.equal(occurrences(text, jobResult(name)), 1, `the result of job ${name} in:\n${text}`)
}

/** Nothing but the user's own prompt speaks for the user. @param {Call} call */
export function noAutomaticMessage(call) {
  assert.equal(userTexts(call).length, 1, `user messages of root call ${call.number}`)
}

/** @param {Outcome} outcome @param {string} finalText */
export function endedWell(outcome, finalText) {
  assert.equal(outcome.code, 0, outcome.stderr)
  assert.ok(outcome.stdout.trimEnd().endsWith(finalText), `the final text in:\n${outcome.stdout}`)
  const { goneAfterMs, startMs } = outcome
  assert.ok(
    goneAfterMs < 2 * startMs,
    `ended ${goneAfterMs} ms after its final answer; its start took ${startMs} ms`,
  )
}

/** @param {Call} call */
function userTexts({ messages }) {
  return messages.filter(({ role, text }) => role === "user" && text.trim()).map(({ text }) => text)
}

/** @param {string} text @param {string} part */
function occurrences(text, part) {
  return text.split(part).length - 1
}

/** @param {Model} model */
function transcript({ calls }) {
  return calls
    .map(({ kind, number, latest }) => `${kind} ${number}: ${JSON.stringify(latest).slice(0, 300)}`)
    .join("\n")
}
