// @ts-check
// `holdfast completion`: a script for the shell, generated from the commands.
import { Argument } from "commander"
import { print } from "./terminal.js"

/** @typedef {import("commander").Command} Command */

const SCRIPTS = { bash, zsh, fish }

/** @param {Command} program */
export function completionCommand(program) {
  program
    .command("completion")
    .summary("print a script for shell completion")
    .description(
      "Prints a script that completes commands and options.\n\n" +
        '  bash:  eval "$(holdfast completion bash)"   in ~/.bashrc\n' +
        '  zsh:   eval "$(holdfast completion zsh)"    in ~/.zshrc, after compinit\n' +
        "  fish:  holdfast completion fish | source    in ~/.config/fish/config.fish",
    )
    .addArgument(new Argument("<shell>").choices(Object.keys(SCRIPTS)))
    .action((/** @type {keyof typeof SCRIPTS} */ shell) => print(SCRIPTS[shell](describe(program))))
}

/** @param {Command} program */
function describe(program) {
  return program
    .createHelp()
    .visibleCommands(program)
    .map((command) => ({
      name: command.name(),
      summary: command.summary() || command.description(),
      options: command.createHelp().visibleOptions(command),
    }))
}

/** @typedef {ReturnType<typeof describe>} Commands */

/** @param {Commands[number]} command */
function flags({ options }) {
  return options
    .flatMap(({ short, long }) => [short, long])
    .filter(Boolean)
    .join(" ")
}

/** @param {Commands} commands */
function bash(commands) {
  return `_holdfast() {
  local word=\${COMP_WORDS[COMP_CWORD]} words
  case \${COMP_WORDS[1]} in
${commands.map((command) => `    ${command.name}) words="${flags(command)}" ;;`).join("\n")}
  esac
  [ "$COMP_CWORD" -eq 1 ] && words="${commands.map(({ name }) => name).join(" ")} --help --version"
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _holdfast holdfast opencode-holdfast`
}

/** @param {Commands} commands */
function zsh(commands) {
  const quoted = (/** @type {string} */ text) => text.replaceAll("'", "’").replaceAll(":", "\\:")
  return `_holdfast() {
  local -a commands=(
${commands.map(({ name, summary }) => `    '${name}:${quoted(summary)}'`).join("\n")}
  )
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  case $words[2] in
${commands.map((command) => `    ${command.name}) compadd -- ${flags(command)} ;;`).join("\n")}
  esac
  _files
}
compdef _holdfast holdfast opencode-holdfast`
}

/** @param {Commands} commands */
function fish(commands) {
  const quoted = (/** @type {string} */ text) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`
  const lines = commands.flatMap(({ name, summary, options }) => [
    `-n __fish_use_subcommand -f -a ${name} -d ${quoted(summary)}`,
    ...options.map(
      ({ short, long, description }) =>
        `-n '__fish_seen_subcommand_from ${name}'` +
        `${short ? ` -s ${short.slice(1)}` : ""}${long ? ` -l ${long.slice(2)}` : ""} -d ${quoted(description)}`,
    ),
  ])
  return ["holdfast", "opencode-holdfast"]
    .flatMap((program) => lines.map((line) => `complete -c ${program} ${line}`))
    .join("\n")
}
