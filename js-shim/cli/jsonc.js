// @ts-check
// Adds entries to JSON with comments, and keeps every comment with what it is about.
import { createScanner, SyntaxKind } from "jsonc-parser"

/** @typedef {import("jsonc-parser").Node} Node */

/**
 * The text with a new entry at the end of a list or an object.
 * @param {string} text
 * @param {Node} container
 * @param {string} entry
 */
export function append(text, container, entry) {
  const close = container.offset + container.length - 1
  const last = container.children?.at(-1)
  return last ? after(text, last, close, entry) : intoEmpty(text, container.offset + 1, close, entry)
}

/** @param {string} text @param {Node} last @param {number} close @param {string} entry */
function after(text, last, close, entry) {
  const end = last.offset + last.length
  const { at, hasComma } = lineOf(text, end, close)
  if (!text.slice(at, close).includes("\n")) {
    return insert(text, at, hasComma ? ` ${entry}` : `, ${entry}`)
  }
  // After the comments on the last entry's line, which are about that entry.
  const added = insert(text, at, `${lineEnd(text)}${indentAt(text, last.offset)}${entry}`)
  return hasComma ? added : insert(added, end, ",")
}

/**
 * The end of the last entry's line: after its comma and its comments.
 * @param {string} text @param {number} end @param {number} close
 */
function lineOf(text, end, close) {
  const scanner = createScanner(text)
  scanner.setPosition(end)
  let at = end
  let hasComma = false
  let sameLine = true
  while (scanner.scan() !== SyntaxKind.EOF && scanner.getTokenOffset() < close) {
    const kind = scanner.getToken()
    if (kind === SyntaxKind.LineBreakTrivia) sameLine = false
    if (kind === SyntaxKind.CommaToken) hasComma = true
    const isComment = kind === SyntaxKind.LineCommentTrivia || kind === SyntaxKind.BlockCommentTrivia
    const belongs = kind === SyntaxKind.CommaToken || (isComment && sameLine)
    if (belongs) at = scanner.getTokenOffset() + scanner.getTokenLength()
  }
  return { at, hasComma }
}

/** @param {string} text @param {number} open @param {number} close @param {string} entry */
function intoEmpty(text, open, close, entry) {
  const inside = text.slice(open, close)
  if (inside.trim() === "" && !inside.includes("\n")) return text.slice(0, open) + entry + text.slice(close)
  if (!inside.includes("\n")) return insert(text, close, `${inside.endsWith(" ") ? "" : " "}${entry}`)
  const line = text.lastIndexOf("\n", close) + 1
  return insert(text, line, `${indentAt(text, close)}${unit(text)}${entry}${lineEnd(text)}`)
}

/** The indentation of the line that something is on. @param {string} text @param {number} at */
function indentAt(text, at) {
  return text.slice(text.lastIndexOf("\n", at - 1) + 1).match(/^[ \t]*/)?.[0] ?? ""
}

/** One step of indentation, as the file has it. @param {string} text */
function unit(text) {
  return text.match(/^([ \t]+)\S/m)?.[1] ?? "  "
}

/** @param {string} text */
function lineEnd(text) {
  return text.includes("\r\n") ? "\r\n" : "\n"
}

/** @param {string} text @param {number} at @param {string} what */
function insert(text, at, what) {
  return text.slice(0, at) + what + text.slice(at)
}
