// @ts-check
/** What `#name arguments` in the prompt means, independent of the terminal UI. */

/** @typedef {{ name: string, template: string, description?: string, agent?: string, source?: string }} Command */

/**
 * The command's name and its arguments; nothing for a heading (`# Title`), an issue (`#12`) or a lone `#`.
 * @param {string} text
 */
export function readHash(text) {
  const match = text.trim().match(/^#([a-z][\w./:-]*)(?:\s+([\s\S]*))?$/i)
  return match && { name: match[1], args: match[2]?.trim() ?? "" }
}

/**
 * What to launch for a command.
 * @param {Command} command
 * @param {string} args
 * @param {(template: string, args: string) => string} expand
 */
export function launchOf(command, args, expand) {
  return {
    launch: {
      description: `#${command.name}${args ? ` ${args}` : ""}`,
      prompt: expand(command.template, args),
      agent: command.agent ?? null,
    },
  }
}

/**
 * Why there is nothing to run, for people.
 * @param {string} name
 * @param {string | undefined} near
 */
export function unknownCommand(name, near) {
  const hint = near ? ` Did you mean #${near}?` : ""
  return `There is no command “${name}”.${hint} Press Enter again to send the text as a message.`
}
