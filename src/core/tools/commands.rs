//! Slash commands. None of them costs a model call.

use crate::core::journal::{Ask, Record};
use crate::core::session::root::{Cx, Root};
use crate::core::session::tasks::queue;
use crate::core::task::Origin;
use crate::core::texts::template;
use crate::core::tools::calls::{Launcher, Reader};
use crate::core::tools::{launch, output};
use crate::core::values::ids::TaskId;
use crate::core::values::plain::{nearest, one_line};

/// The slash commands, with what they do. The names collide with none of OpenCode's own.
pub const COMMANDS: [(&str, &str); 4] = [
    (
        "stop",
        "Stop automatic prompts in this session (all: in every session) until /go",
    ),
    (
        "go",
        "Allow automatic prompts again (all: in every session); a stopped queue continues",
    ),
    (
        "bg",
        "Run a prompt, or #command arguments, as a background task",
    ),
    ("background", "List this session's background tasks"),
];

/// `opencode run` puts a word of its command line in quotes when there are spaces in it; a single
/// one is the whole text that somebody wrote.
#[must_use]
pub fn unquoted(arguments: &str) -> String {
    let inner = arguments
        .trim()
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .map(|inner| inner.replace("\\\"", "\u{0}"));
    match inner {
        Some(inner) if !inner.contains('"') => inner.replace('\u{0}', "\""),
        _ => arguments.to_owned(),
    }
}

/// What is wrong with the argument of a slash command that takes none, or only `all`.
pub(in crate::core) fn wrong_argument(name: &str, arguments: &str) -> Option<String> {
    let given = one_line(arguments);
    match (name, given.as_str()) {
        (_, "") | ("stop" | "go", "all") => None,
        ("stop" | "go", _) => Some(format!(
            "The command /{name} takes no argument but \"all\", not \"{given}\"; nothing was done."
        )),
        ("background", _) => Some(format!(
            "The command /{name} takes no argument, not \"{given}\"; the agent can show a single task."
        )),
        _ => None,
    }
}

/// Carries out a slash command; returns what the user reads.
pub(in crate::core) fn command(
    root: &mut Root,
    cx: &mut Cx<'_>,
    name: &str,
    arguments: &str,
) -> String {
    match name {
        _ if root.journal.is_foreign() && name != "background" => root.journal.not_ours(),
        "stop" => stop(root, cx),
        "go" => go(root, cx),
        "bg" => {
            launch_for_user(root, cx, None, arguments, None, None).unwrap_or_else(|problem| problem)
        }
        _ => output::list(root, cx, Reader::Person),
    }
}

/// Carries out a command that was given for every session. Where nobody has used the session yet,
/// it is left in the journal for whoever does.
pub(in crate::core) fn command_from_afar(root: &mut Root, cx: &mut Cx<'_>, name: &str) {
    if root.journal.is_foreign() {
        return;
    }
    if root.journal.is_open() {
        command(root, cx, name, "");
        return;
    }
    let ask = if name == "stop" {
        Ask::Stop
    } else {
        Ask::Continue
    };
    let request = cx.ids.message(cx.now).0;
    let asked = Record::Asked { request, ask };
    root.journal.leave_request(cx, &asked);
}

/// No automatic prompt is sent until the user says so.
pub(super) fn stop(root: &mut Root, cx: &mut Cx<'_>) -> String {
    if !root.journal.ledger().stopped {
        root.record(cx, Record::Stopped);
    }
    root.turn.stop_countdown();
    "Holdfast sends no automatic prompts in this session until /go. Background tasks continue; \
     their results wait."
        .to_owned()
}

/// Automatic prompts are sent again, and a stopped queue continues.
pub(super) fn go(root: &mut Root, cx: &mut Cx<'_>) -> String {
    if root.journal.ledger().stopped {
        root.record(cx, Record::Resumed);
    }
    root.user_spoke(cx);
    queue::lift(root, cx);
    "Holdfast continues: open todos are worked on and results are delivered.".to_owned()
}

/// Launches a task for the user.
pub(super) fn launch_for_user(
    root: &mut Root,
    cx: &mut Cx<'_>,
    description: Option<&str>,
    prompt: &str,
    agent: Option<&str>,
    task: Option<&TaskId>,
) -> Result<String, String> {
    if let Some(id) = task.filter(|id| root.journal.ledger().is_taken(id)) {
        return Err(format!("{id} was launched already; nothing was changed."));
    }
    let prompt = prompt.trim();
    if prompt.is_empty() {
        return Err(
            "Say what to run: /bg followed by a prompt, or by #command and its arguments."
                .to_owned(),
        );
    }
    let agent = agent.unwrap_or("general");
    launch::check_agent(cx, agent)?;
    let words: Vec<&str> = prompt.split_whitespace().take(5).collect();
    let short = words.join(" ");
    let description = description.unwrap_or(&short);
    let by = Launcher {
        task: task.filter(|id| id.is_plain()),
        ..Launcher::default()
    };
    let id = launch::launch(root, cx, description, prompt, agent, by, Origin::User)?;
    let place = root.journal.ledger().place(&id).map_or_else(
        || "is running".to_owned(),
        |place| format!("is number {place} in the queue"),
    );
    let description = one_line(description);
    Ok(format!("“{description}” {place}; /background lists it."))
}

/// Resolves `#name arguments` against the project's commands: the prompt to run, or what is
/// wrong. A text that is no `#name` is a prompt as it is.
pub fn resolve_workflow(
    text: &str,
    commands: &[(String, String)],
) -> Result<(String, String), String> {
    let trimmed = text.trim();
    let name: Option<&str> = trimmed
        .strip_prefix('#')
        .and_then(|rest| rest.split_whitespace().next())
        .filter(|name| trimmed.get(1..).is_some_and(|rest| rest.starts_with(name)));
    let Some(name) = name else {
        let words: Vec<&str> = trimmed.split_whitespace().take(5).collect();
        return Ok((words.join(" "), trimmed.to_owned()));
    };
    let named = trimmed.strip_prefix('#');
    let after = named.and_then(|rest| rest.strip_prefix(name));
    let arguments = after.unwrap_or_default().trim();
    match commands.iter().find(|(known, _)| known == name) {
        Some((_, template)) => Ok((name.to_owned(), template::expand(template, arguments))),
        None => {
            let names: Vec<&str> = commands.iter().map(|(name, _)| name.as_str()).collect();
            let hint = nearest(name, names.iter().copied())
                .map_or_else(String::new, |near| format!(" Did you mean #{near}?"));
            Err(format!("There is no command named {name}.{hint}"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_quoted_text_of_a_command_line_is_what_somebody_wrote() {
        for (given, expected) in [
            ("\"scan the docs\"", "scan the docs"),
            ("\"say \\\"hi\\\" twice\"", "say \"hi\" twice"),
            ("\"a b\" \"c d\"", "\"a b\" \"c d\""),
            ("\"from standard input too\"\n", "from standard input too"),
            ("plain", "plain"),
            ("\"", "\""),
            ("", ""),
        ] {
            assert_eq!(unquoted(given), expected);
        }
    }
}
