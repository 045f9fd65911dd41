// @ts-check
// Text from outside that people see, from an agent, a model, a provider or a journal. It is cleaned,
// measured and cut here for the server half, the terminal UI and the command line.
// `src/core/values/plain.rs` cleans in the same way; `tests/support/outside-texts.json` holds both to it.

/* biome-ignore-start lint/suspicious/noControlCharactersInRegex: these are what is taken out. */
/** Escape sequences. Of an unterminated one only the beginning is removed. */
const ESCAPES =
  /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])(?:[^\n\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c))?|\x1b[ -/]*[0-~]?/g
const LINE_ENDS = /\r\n?|[\x0b\x0c\x85\u2028\u2029]/g
/** Control characters, invisible characters, and changes of text direction. */
const INVISIBLE =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: each is meant by itself.
  /[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]/gu
const PLAIN = /^[\n\t -~]*$/
/* biome-ignore-end lint/suspicious/noControlCharactersInRegex: as above. */

const JOINER = /[\u200c\u200d]/
const SELECTOR = /[\ufe00-\ufe0f]/
/** Combining accents, which can be stacked. */
// biome-ignore lint/suspicious/noMisleadingCharacterClass: each is meant by itself.
const MARK = /[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]/
const COMBINING = new RegExp(`${JOINER.source}|${SELECTOR.source}|${MARK.source}`)
/** Accents per letter; no language needs more. */
const MARKS_MAX = 4

/**
 * The text without anything that controls a terminal or hides something. Line breaks and tabs stay.
 * @param {string} text
 */
export function clean(text) {
  if (PLAIN.test(text)) return text
  const plain = text.replace(ESCAPES, "").replace(LINE_ENDS, "\n").replace(INVISIBLE, "")
  return COMBINING.test(plain) ? withoutPiles(plain) : plain
}

/** Joiners only where they join, and no piles of accents. @param {string} text */
function withoutPiles(text) {
  let cleaned = ""
  let last = ""
  let marks = 0
  for (const character of text) {
    if (JOINER.test(character)) {
      if (/^[\0-\x7f]?$/.test(last) || /\s/.test(last) || JOINER.test(last)) continue
    } else if (SELECTOR.test(character)) {
      if (!last || JOINER.test(last) || SELECTOR.test(last)) continue
    } else if (MARK.test(character)) {
      marks += 1
      if (marks > MARKS_MAX) continue
    } else marks = 0
    cleaned += character
    last = character
  }
  return cleaned
}

/** Clean, on one line, white space folded. @param {string} text */
export function oneLine(text) {
  return clean(text).replace(/\s+/g, " ").trim()
}

/** The first line that says something. @param {string | null | undefined} text */
export function firstLine(text) {
  return oneLine(
    clean(text ?? "")
      .trim()
      .split("\n", 1)[0],
  )
}

const SEGMENTER = new Intl.Segmenter()
const WIDE =
  /^(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f|[\d#*]\ufe0f\u20e3|\p{Regional_Indicator}{2}|[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{1b2ff}\u{1f200}-\u{1f265}\u{20000}-\u{3fffd}])/u
const WITHOUT_ROOM = /^[\p{Mn}\p{Me}\p{Cf}\p{Cc}]+$/u
const NARROW = /^[ -~]*$/

/** Columns that a clean text takes on the screen. @param {string} text */
export function width(text) {
  if (NARROW.test(text)) return text.length
  let columns = 0
  for (const { segment } of SEGMENTER.segment(text)) columns += widthOf(segment)
  return columns
}

/** @param {string} segment what a person sees as one character */
function widthOf(segment) {
  if (NARROW.test(segment)) return 1
  if (WIDE.test(segment)) return 2
  return WITHOUT_ROOM.test(segment) ? 0 : 1
}

/**
 * The text cut to a number of columns; the last one is `…` if something was cut off.
 * @param {string} text
 * @param {number} columns
 */
export function short(text, columns) {
  if (width(text) <= columns) return text
  let cut = ""
  let room = columns - 1
  for (const { segment } of SEGMENTER.segment(text)) {
    room -= widthOf(segment)
    if (room < 0) break
    cut += segment
  }
  return columns > 0 ? `${cut}…` : ""
}
