// @ts-check
// A line at the bottom of the terminal, below a region in which OpenCode's own output scrolls:
// neither disturbs the other.

/** @typedef {{ rows?: number, columns?: number, write: (text: string) => unknown, on: Function, off: Function }} Terminal */

const SAVE = "\x1b7"
const RESTORE = "\x1b8"
const CLEAR_LINE = "\x1b[2K"

/** @param {Terminal} terminal */
export function statusLine(terminal) {
  let isOpen = false
  let rows = 0
  let text = ""

  function open() {
    isOpen = true
    rows = terminal.rows || 24
    // Setting the region moves the cursor: restore it, inside the region.
    terminal.write(`\n${SAVE}\x1b[1;${rows - 1}r${RESTORE}\x1b[1A`)
    terminal.on("resize", reopen)
  }

  function reopen() {
    close()
    draw(text)
  }

  /** @param {string} line */
  function draw(line) {
    if (!isOpen) open()
    text = line
    terminal.write(`${SAVE}\x1b[${rows};1H${CLEAR_LINE}${line}${RESTORE}`)
  }

  function close() {
    if (!isOpen) return
    terminal.off("resize", reopen)
    terminal.write(`${SAVE}\x1b[r\x1b[${rows};1H${CLEAR_LINE}${RESTORE}`)
    isOpen = false
  }

  return { draw, close }
}
