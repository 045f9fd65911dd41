//! What the user asks for: slash commands, and requests from the terminal UI and the command
//! line. None of them costs a model call.

use crate::core::journal::{Ask, Record};
use crate::core::port::effect::Level;
use crate::core::session::idle;
use crate::core::session::root::{Cx, Root};
use crate::core::session::tasks::{end, queue};
use crate::core::task::{Delivery, Origin, Outcome, Stage, Task};
use crate::core::texts::text;
use crate::core::tools::calls::{Launcher, Reader, unknown_agent};
use crate::core::values::ids::TaskId;

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

/// What a person reads who asks for something of a task that is forgotten.
const NO_SUCH_TASK: &str = "This task is no longer in the session; nothing was changed.";

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
    let given = text::one_line(arguments);
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

impl Root {
    /// Carries out a slash command; returns what the user reads.
    pub(in crate::core) fn command(
        &mut self,
        cx: &mut Cx<'_>,
        name: &str,
        arguments: &str,
    ) -> String {
        match name {
            _ if self.journal.is_foreign() && name != "background" => self.not_ours(),
            "stop" => self.stop_prompts(cx),
            "go" => self.go_on(cx),
            "bg" => self.launch_by_user(cx, None, arguments, None, None),
            _ => self.list_text(cx, Reader::Person),
        }
    }

    /// Carries out a command that was given for every session. Where nobody has used the session
    /// yet, it is left in the journal for whoever does.
    pub(in crate::core) fn command_from_afar(&mut self, cx: &mut Cx<'_>, name: &str) {
        if self.journal.is_foreign() {
            return;
        }
        if self.journal.is_open() {
            self.command(cx, name, "");
            return;
        }
        let ask = if name == "stop" {
            Ask::Stop
        } else {
            Ask::Continue
        };
        let request = cx.ids.message(cx.now).0;
        self.journal
            .leave_request(cx, &Record::Asked { request, ask });
    }

    pub(in crate::core) fn stop_prompts(&mut self, cx: &mut Cx<'_>) -> String {
        if !self.journal.ledger().stopped {
            self.record(cx, Record::Stopped);
        }
        self.turn.stop_countdown();
        "Holdfast sends no automatic prompts in this session until /go. Background tasks \
         continue; their results wait."
            .to_owned()
    }

    pub(in crate::core) fn go_on(&mut self, cx: &mut Cx<'_>) -> String {
        if self.journal.ledger().stopped {
            self.record(cx, Record::Resumed);
        }
        self.user_spoke(cx);
        queue::lift(self, cx);
        "Holdfast continues: open todos are worked on and results are delivered.".to_owned()
    }

    fn launch_by_user(
        &mut self,
        cx: &mut Cx<'_>,
        description: Option<&str>,
        prompt: &str,
        agent: Option<&str>,
        task: Option<&TaskId>,
    ) -> String {
        if let Some(id) = task.filter(|id| self.journal.ledger().is_taken(id)) {
            return format!("{id} was launched already; nothing was changed.");
        }
        let prompt = prompt.trim();
        if prompt.is_empty() {
            return "Say what to run: /bg followed by a prompt, or by #command and its arguments."
                .to_owned();
        }
        let agent = agent.unwrap_or("general");
        if let Some(problem) = unknown_agent(cx, agent) {
            return problem;
        }
        let words: Vec<&str> = prompt.split_whitespace().take(5).collect();
        let short = words.join(" ");
        let description = description.unwrap_or(&short);
        let by = Launcher {
            task: task.filter(|id| id.is_plain()),
            ..Launcher::default()
        };
        let id = match self.launch_new(cx, description, prompt, agent, by, Origin::User) {
            Ok(id) => id,
            Err(problem) => return problem,
        };
        let place = self.journal.ledger().place(&id).map_or_else(
            || "is running".to_owned(),
            |place| format!("is number {place} in the queue"),
        );
        format!(
            "“{}” {place}; /background lists it.",
            text::one_line(description)
        )
    }

    /// Carries out requests that others wrote into the journal.
    pub(in crate::core) fn answer_requests(&mut self, cx: &mut Cx<'_>) {
        if !self.journal.is_open() {
            return;
        }
        // What is about tasks waits until it is known how they are. A word of the user's holds from
        // here on: what they do a moment later is newer than that.
        let recovering = self.is_recovering();
        while let Some((request, ask)) = self
            .journal
            .ledger()
            .asked
            .first()
            .filter(|(_, ask)| !recovering || ask.is_word())
            .map(|(request, ask)| (request.clone(), ask.clone()))
        {
            cx.log(Level::Debug, format!("request {request}: {ask:?}"));
            let text = self.carry_out_request(cx, &ask);
            self.record(cx, Record::Answered { request, text });
        }
    }

    fn carry_out_request(&mut self, cx: &mut Cx<'_>, ask: &Ask) -> String {
        match ask {
            Ask::Cancel { task } => self.cancel_for_person(cx, task),
            Ask::CancelAll => {
                let cancelled = match end::cancel_all(self, cx).len() {
                    0 => "No task is active; nothing was cancelled.".to_owned(),
                    1 => "1 task is cancelled.".to_owned(),
                    count => format!("{count} tasks are cancelled."),
                };
                format!("{cancelled}{}", end::natives_go_on(self))
            }
            Ask::Resume { task: None, .. } => self.resume_text(cx, None, false, Reader::Person),
            Ask::Resume {
                task: Some(id),
                retry,
            } => match self.journal.ledger().task(id).map(|task| task.stage) {
                None => NO_SUCH_TASK.to_owned(),
                // What was interrupted goes on where it stopped; anything else starts anew.
                Some(stage) => {
                    let retry = *retry || stage != Stage::Ended(Outcome::Interrupted);
                    self.resume_text(cx, Some(id.clone()), retry, Reader::Person)
                }
            },
            Ask::Stop => self.stop_prompts(cx),
            Ask::Continue => {
                if self.turn.is_working() {
                    // After a restart nothing has told whether the session is idle.
                    idle::inspect(self, cx);
                }
                self.go_on(cx)
            }
            Ask::Viewed { tasks } => {
                self.record(
                    cx,
                    Record::Viewed {
                        tasks: tasks.clone(),
                    },
                );
                String::new()
            }
            Ask::Clear => self.clear(cx),
            Ask::Launch {
                description,
                prompt,
                agent,
                task,
            } => {
                let (agent, task) = (agent.as_deref(), task.as_ref());
                let text = self.launch_by_user(cx, Some(description), prompt, agent, task);
                self.used = true;
                text
            }
            Ask::Message { task, text } => match self.journal.ledger().task(task).cloned() {
                None => NO_SUCH_TASK.to_owned(),
                Some(task) => self.message_text(cx, &task, text, Reader::Person),
            },
            Ask::Forget { task } => self.forget_for_person(cx, task),
            Ask::Hush => {
                if self.turn.stop_countdown() {
                    self.bounds.hushed = true;
                }
                "The countdown was stopped.".to_owned()
            }
        }
    }

    fn cancel_for_person(&mut self, cx: &mut Cx<'_>, id: &TaskId) -> String {
        let Some(task) = self.journal.ledger().task(id) else {
            return NO_SUCH_TASK.to_owned();
        };
        let name = Reader::Person.names(task);
        if !task.is_active() {
            let status = task.stage.status();
            return format!("{name} is {status} already; nothing was changed.");
        }
        if task.is_native() {
            return format!("{name} is a subagent of OpenCode; stop it in its own session.");
        }
        end::cancel(self, cx, id);
        format!("{name} is cancelled.")
    }

    fn forget_for_person(&mut self, cx: &mut Cx<'_>, id: &TaskId) -> String {
        let Some(task) = self.journal.ledger().task(id) else {
            return NO_SUCH_TASK.to_owned();
        };
        let name = Reader::Person.names(task);
        match &task.delivery {
            _ if task.is_active() => {
                return format!("{name} is {}; cancel it first.", task.stage.status());
            }
            Delivery::Sent(_) => {
                return format!("The result of {name} is being delivered; try again in a moment.");
            }
            Delivery::Owed => {
                let tasks = vec![id.clone()];
                self.record(cx, Record::Seen { tasks });
                queue::lift_when_moot(self, cx);
            }
            Delivery::Done => {}
        }
        self.forget(cx, vec![id.clone()]);
        format!("{name} was forgotten.")
    }

    fn clear(&mut self, cx: &mut Cx<'_>) -> String {
        let tasks: Vec<TaskId> = self
            .journal
            .ledger()
            .in_order()
            .filter(|task| !task.is_active() && task.delivery == Delivery::Done)
            .map(Task::id)
            .cloned()
            .collect();
        let count = tasks.len();
        if count > 0 {
            self.forget(cx, tasks);
        }
        match count {
            0 => "There is nothing to clear.".to_owned(),
            1 => "1 finished task was cleared.".to_owned(),
            count => format!("{count} finished tasks were cleared."),
        }
    }
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
        Some((_, template)) => Ok((name.to_owned(), text::expand_template(template, arguments))),
        None => {
            let names: Vec<&str> = commands.iter().map(|(name, _)| name.as_str()).collect();
            let hint = text::nearest(name, names.iter().copied())
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
