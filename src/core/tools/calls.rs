//! The agent's tools. A wrong argument gets a sentence that says what is right; nothing throws.

use serde_json::Value;

use crate::core::journal::Record;
use crate::core::port::effect::Effect;
use crate::core::session::root::{Cx, Root};
use crate::core::session::tasks::waits::Wait;
use crate::core::session::tasks::{end, queue, start};
use crate::core::task::{Delivery, Follows, How, Launch, Origin, Outcome, Stage, Task};
use crate::core::texts::text;
use crate::core::tools::output;
use crate::core::values::ids::{CallId, TaskId};
use crate::core::values::plain::fenced;
use crate::core::values::time::Span;

/// The longest that one `background_output` call waits.
const WAIT_MAX: Span = Span::minutes(60);
/// Characters that a description may have.
const DESCRIPTION_CHARS_MAX: usize = 200;

/// Who reads an answer: the agent that called a tool, or a person. An agent knows its tasks by
/// their ids; a person knows them by their descriptions and is not told how to use tools.
#[derive(Clone, Copy, Debug)]
pub(in crate::core) enum Reader<'a> {
    /// An agent, by a tool call.
    Agent(Launcher<'a>),
    /// A person, by a slash command, the terminal UI or the command line.
    Person,
}

impl Reader<'_> {
    /// A task as this reader knows it.
    pub(in crate::core) fn names(self, task: &Task) -> String {
        match self {
            Self::Agent(_) => task.id().to_string(),
            Self::Person => format!("“{}”", task.launch.description),
        }
    }
}

/// What calls a tool.
pub(in crate::core) struct Call<'a> {
    pub(in crate::core) call: CallId,
    /// OpenCode's id of the tool call.
    pub(in crate::core) tool_call: &'a str,
    pub(in crate::core) tool: &'a str,
    pub(in crate::core) args: &'a Value,
    /// The agent that calls.
    pub(in crate::core) agent: Option<&'a str>,
    pub(in crate::core) permission: Permission,
}

/// Whether the permission to use an agent was asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::core) enum Permission {
    Unasked,
    Granted,
}

/// On whose behalf a task is launched; by default the user's.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::core) struct Launcher<'a> {
    /// OpenCode's id of the tool call.
    pub(in crate::core) call: Option<&'a str>,
    /// The agent, whose denials bind the task.
    pub(in crate::core) caller: Option<&'a str>,
    /// The id that the task is to have, where whoever asks has chosen one.
    pub(in crate::core) task: Option<&'a TaskId>,
}

impl Launcher<'_> {
    fn call_id(&self) -> Option<String> {
        self.call.filter(|call| !call.is_empty()).map(str::to_owned)
    }
}

impl<'a> Call<'a> {
    fn launcher(&self) -> Launcher<'a> {
        Launcher {
            call: Some(self.tool_call),
            caller: self.agent,
            task: None,
        }
    }
}

impl Root {
    pub(in crate::core) fn tool_called(&mut self, cx: &mut Cx<'_>, call: &Call<'_>) {
        let speaks = self
            .identity
            .as_ref()
            .map(|identity| identity.agent.clone());
        let call = &Call {
            agent: call.agent.or(speaks.as_deref()),
            ..*call
        };
        let reply = if self.journal.is_foreign() {
            Some(self.not_ours())
        } else if let Some(known) = self.launched_by(call) {
            Some(known)
        } else {
            match call.tool {
                "background_task" => self.tool_task(cx, call),
                "background_output" => self.tool_output(cx, call),
                "background_cancel" => Some(self.tool_cancel(cx, call.args)),
                "background_resume" => self.tool_resume(cx, call),
                "background_message" => self.tool_message(cx, call),
                other => Some(format!("Holdfast has no tool named {other}.")),
            }
        };
        if let Some(text) = reply {
            cx.out.push(Effect::ReplyTool {
                call: call.call,
                text,
            });
        }
    }

    /// What a call is told that comes a second time, after it has launched a task.
    fn launched_by(&self, call: &Call<'_>) -> Option<String> {
        let task = self.journal.ledger().launched_by(call.tool_call)?;
        let launched = self.launched_text(task.id(), Reader::Agent(call.launcher()));
        Some(format!("{launched} This call had launched it already."))
    }

    pub(in crate::core) fn not_ours(&self) -> String {
        match self.journal.foreign_owner() {
            Some(owner) => format!(
                "Another OpenCode process (pid {}) runs this session's background tasks. Use that \
                 one, or end it first; nothing was changed.",
                owner.pid
            ),
            None => "This session's journal was written by a newer Holdfast. Update Holdfast to \
                     use background tasks here; nothing was changed."
                .to_owned(),
        }
    }

    /// Whether a call has the permission to use an agent. If not, it waits for the permission, or
    /// has its answer here.
    fn has_leave(
        &self,
        cx: &mut Cx<'_>,
        call: &Call<'_>,
        agent: &str,
        what: &str,
    ) -> Result<(), Option<String>> {
        if call.permission == Permission::Granted {
            return Ok(());
        }
        if cx.options.no_subagents {
            return Err(Some(
                "Nothing was launched: subagents are turned off in OpenCode's configuration \
                 (subagent_depth: 0)."
                    .to_owned(),
            ));
        }
        self.ask_leave(cx, call, agent, what);
        Err(None)
    }

    fn tool_task(&mut self, cx: &mut Cx<'_>, call: &Call<'_>) -> Option<String> {
        let (description, prompt) = match (
            required(call.args, "description"),
            required(call.args, "prompt"),
        ) {
            (Ok(description), Ok(prompt)) => (description, prompt),
            (Err(problem), _) | (_, Err(problem)) => return Some(problem),
        };
        let agent = match optional(call.args, "agent") {
            Ok(agent) => agent.unwrap_or("general"),
            Err(problem) => return Some(problem),
        };
        if let Some(problem) = unknown_agent(cx, agent) {
            return Some(problem);
        }
        if let Some(problem) = self.launch_bound(cx, &format!("{agent} {prompt}")) {
            return Some(problem);
        }
        if let Err(answer) = self.has_leave(cx, call, agent, description) {
            return answer;
        }
        let by = call.launcher();
        match self.launch_new(cx, description, prompt, agent, by, Origin::Agent) {
            Ok(id) => Some(self.launched_text(&id, Reader::Agent(by))),
            Err(problem) => Some(problem),
        }
    }

    /// Why the agent may not launch a piece of work any more, if it may not: every way to launch is
    /// a way to go on without end.
    fn launch_bound(&self, cx: &Cx<'_>, work: &str) -> Option<String> {
        if self.bounds.is_exhausted(&cx.config.continuation) {
            return Some(
                "No task was launched: the most continuations since the user last spoke were sent \
                 (continuation.maxContinuations). Finish without background tasks, or let the \
                 user decide."
                    .to_owned(),
            );
        }
        if self.bounds.is_hopeless(work) {
            return Some(format!(
                "No task was launched: this work has failed {} times in a row since the user last \
                 spoke. Do it another way, or let the user decide.",
                self.bounds.failures_of(work)
            ));
        }
        None
    }

    /// Launches a task in a child session of its own.
    pub(in crate::core) fn launch_new(
        &mut self,
        cx: &mut Cx<'_>,
        description: &str,
        prompt: &str,
        agent: &str,
        by: Launcher<'_>,
        origin: Origin,
    ) -> Result<TaskId, String> {
        let (model, variant) = queue::model_for(self, cx, agent);
        let is_taken = |id: &TaskId| self.journal.ledger().is_taken(id);
        let chosen = by.task.filter(|id| !is_taken(id)).cloned();
        let launch = Launch {
            task: chosen.unwrap_or_else(|| cx.ids.task(is_taken)),
            description: text::short(&text::one_line(description), DESCRIPTION_CHARS_MAX),
            prompt: prompt.to_owned(),
            agent: agent.to_owned(),
            model,
            variant,
            call: by.call_id(),
            origin,
            caller: by.caller.map(str::to_owned),
            follows: None,
            session: None,
        };
        queue::launch(self, cx, launch, by.call.is_some())
    }

    /// Launches a task that takes an ended one up.
    fn take_up(
        &mut self,
        cx: &mut Cx<'_>,
        ended: &Task,
        how: How,
        message: Option<&str>,
        by: Launcher<'_>,
    ) -> Result<TaskId, String> {
        let anew = how == How::Retry && !self.is_follow_up(ended);
        let before = ended.launch.clone();
        let (model, variant) = if anew {
            queue::model_for(self, cx, &before.agent)
        } else {
            (before.model, before.variant)
        };
        let launch = Launch {
            task: cx.ids.task(|id| self.journal.ledger().is_taken(id)),
            prompt: message.map_or(before.prompt, str::to_owned),
            model,
            variant,
            call: by.call_id(),
            // What bound the task binds it still when the user has it go on.
            caller: by.caller.map(str::to_owned).or(before.caller),
            follows: Some(Follows {
                task: ended.id().clone(),
                how,
            }),
            session: before.session.filter(|_| !anew),
            description: before.description,
            agent: before.agent,
            origin: before.origin,
        };
        let new = queue::launch(self, cx, launch, by.call.is_some())?;
        if self
            .journal
            .ledger()
            .task(ended.id())
            .is_some_and(Task::is_owed)
        {
            // The new task carries its story on; telling of the old one would only confuse.
            let tasks = vec![ended.id().clone()];
            self.record(cx, Record::Seen { tasks });
        }
        Ok(new)
    }

    /// Whether a task began as a message to an ended one: what it builds on is in its session.
    fn is_follow_up(&self, task: &Task) -> bool {
        let mut at = Some(task);
        // A piece of work is taken up a few times; the bound is against a circle in a journal.
        for _ in 0..64 {
            let Some(follows) = at.and_then(|task| task.launch.follows.as_ref()) else {
                return false;
            };
            match follows.how {
                How::Message => return true,
                How::Resume | How::Retry => at = self.journal.ledger().task(&follows.task),
            }
        }
        false
    }

    pub(in crate::core) fn launched_text(&self, id: &TaskId, reader: Reader<'_>) -> String {
        let Some(task) = self.journal.ledger().task(id) else {
            return "The task was launched.".to_owned();
        };
        if let Reader::Person = reader {
            return match self.journal.ledger().place(id) {
                Some(place) => format!("It is number {place} in the queue."),
                None => format!("It is {}.", task.stage.status()),
            };
        }
        let place = match (task.stage, self.journal.ledger().place(id)) {
            (_, Some(place)) if self.journal.ledger().halted.is_some() => {
                format!(
                    "pending, number {place} in a queue that a failure stopped; call background_resume to let the queue continue"
                )
            }
            (_, Some(place)) => format!("pending, number {place} in the queue"),
            (stage, None) => stage.status().to_owned(),
        };
        format!(
            "Task {id} is {place}. Its result is delivered automatically, even after your turn \
             ends; do not poll."
        )
    }

    fn tool_output(&mut self, cx: &mut Cx<'_>, call: &Call<'_>) -> Option<String> {
        let args = call.args;
        let (id, wait, timeout, offset) = match (
            optional(args, "task_id"),
            flag(args, "wait"),
            count(args, "timeout_seconds"),
            count(args, "offset"),
        ) {
            (Ok(id), Ok(wait), Ok(timeout), Ok(offset)) => (id, wait, timeout, offset),
            (Err(problem), ..)
            | (_, Err(problem), ..)
            | (_, _, Err(problem), _)
            | (.., Err(problem)) => {
                return Some(problem);
            }
        };
        let Some(id) = id else {
            return Some(self.list_text(cx, Reader::Agent(call.launcher())));
        };
        let id = match self.find(id) {
            Ok(id) => id,
            Err(problem) => return Some(problem),
        };
        let active = self.journal.ledger().task(&id).is_some_and(Task::is_active);
        if active && wait {
            let span = timeout.map_or(WAIT_MAX, |seconds| {
                Span::seconds(seconds as u64).min(WAIT_MAX)
            });
            self.tasks.waits.add(Wait {
                call: call.call,
                task: id,
                until: cx.now.plus(span),
            });
            return None;
        }
        Some(self.output_text(cx, &id, offset.unwrap_or(0)))
    }

    /// What `background_output` says of one task. A result that is read so counts as delivered.
    fn output_text(&mut self, cx: &mut Cx<'_>, id: &TaskId, offset: usize) -> String {
        let Some(task) = self.journal.ledger().task(id) else {
            return String::new();
        };
        match task.stage {
            Stage::Pending => output::pending(task, self.journal.ledger().place(id).unwrap_or(1)),
            Stage::Running => output::running(task, &self.tasks.activity(id), cx.now),
            Stage::Ended(_) => {
                let said = output::ended(task, cx.now, offset);
                if task.delivery == Delivery::Owed {
                    let tasks = vec![id.clone()];
                    self.record(cx, Record::Seen { tasks });
                    queue::lift_when_moot(self, cx);
                }
                said
            }
        }
    }

    /// All tasks of the session, a line each.
    pub(in crate::core) fn list_text(&self, cx: &Cx<'_>, reader: Reader<'_>) -> String {
        if self.journal.ledger().tasks.is_empty() {
            return "This session has no background tasks.".to_owned();
        }
        let mut lines: Vec<String> = self
            .journal
            .ledger()
            .in_order()
            .map(|task| {
                let when = match task.stage {
                    Stage::Pending => {
                        format!(
                            "number {} in the queue",
                            self.journal.ledger().place(task.id()).unwrap_or(1)
                        )
                    }
                    Stage::Running => format!("for {}", task.run_time(cx.now).human()),
                    Stage::Ended(_) => format!("after {}", task.run_time(cx.now).human()),
                };
                let asking = task
                    .asking
                    .as_ref()
                    .map_or("", |_| ", waiting for permission");
                let status = task.stage.status();
                let description = &task.launch.description;
                match reader {
                    Reader::Agent(_) => {
                        format!(
                            "{} {status} {when}{asking}: {}",
                            task.id(),
                            fenced(description)
                        )
                    }
                    Reader::Person => format!("{description}: {status} {when}{asking}"),
                }
            })
            .collect();
        if let Some(id) = &self.journal.ledger().halted {
            lines.push(match reader {
                Reader::Agent(_) => text::queue_stopped(self.journal.ledger().task(id), id),
                Reader::Person => text::halted(self.journal.ledger().task(id)),
            });
        }
        lines.join("\n")
    }

    fn tool_cancel(&mut self, cx: &mut Cx<'_>, args: &Value) -> String {
        let (id, all) = match (optional(args, "task_id"), flag(args, "all")) {
            (Ok(id), Ok(all)) => (id, all),
            (Err(problem), _) | (_, Err(problem)) => return problem,
        };
        match (id, all) {
            (Some(_), true) => "Give either task_id or all, not both.".to_owned(),
            (None, false) => "Give a task_id, or all: true to cancel every active task.".to_owned(),
            (None, true) => {
                let ids = end::cancel_all(self, cx);
                self.told(cx, &ids);
                let rest = end::natives_go_on(self);
                if ids.is_empty() {
                    format!("No task is active; nothing was cancelled.{rest}")
                } else {
                    format!(
                        "{} cancelled: {}.{rest}",
                        if ids.len() == 1 {
                            "1 task is"
                        } else {
                            "The tasks are"
                        },
                        names(&ids)
                    )
                }
            }
            (Some(id), false) => match self.find(id) {
                Ok(id) => self.cancel_text(cx, &id),
                Err(problem) => problem,
            },
        }
    }

    pub(in crate::core) fn cancel_text(&mut self, cx: &mut Cx<'_>, id: &TaskId) -> String {
        let Some(task) = self.journal.ledger().task(id) else {
            return String::new();
        };
        if task.is_native() {
            return format!("{id} is a subagent of OpenCode; cancel it by stopping its session.");
        }
        if !task.is_active() {
            return format!(
                "{id} is {} already; nothing was changed.",
                task.stage.status()
            );
        }
        end::cancel(self, cx, id);
        self.told(cx, std::slice::from_ref(id));
        format!("{id} is cancelled. What it had said so far can be read with background_output.")
    }

    /// The agent knows of these tasks' end by the answer to its own call, also where it comes only
    /// when their sessions have stopped.
    fn told(&mut self, cx: &mut Cx<'_>, ids: &[TaskId]) {
        let ended: Vec<TaskId> = ids
            .iter()
            .filter(|id| {
                let owed = self.journal.ledger().task(id).is_some_and(Task::is_owed);
                owed || self.journal.ledger().stopping.contains_key(id)
            })
            .cloned()
            .collect();
        if !ended.is_empty() {
            self.record(cx, Record::Seen { tasks: ended });
        }
        queue::lift_when_moot(self, cx);
    }

    fn tool_resume(&mut self, cx: &mut Cx<'_>, call: &Call<'_>) -> Option<String> {
        let (id, retry) = match (optional(call.args, "task_id"), flag(call.args, "retry")) {
            (Ok(id), Ok(retry)) => (id, retry),
            (Err(problem), _) | (_, Err(problem)) => return Some(problem),
        };
        let id = match id.map(|id| self.find(id)).transpose() {
            Ok(id) => id,
            Err(problem) => return Some(problem),
        };
        if let Some(task) = self.relaunched(id.as_ref(), retry) {
            let (agent, what) = (&task.launch.agent, &task.launch.description);
            if let Err(answer) = self.has_leave(cx, call, agent, what) {
                return answer;
            }
        }
        Some(self.resume_text(cx, id, retry, Reader::Agent(call.launcher())))
    }

    /// The task whose work a call would launch again.
    fn relaunched(&self, id: Option<&TaskId>, retry: bool) -> Option<&Task> {
        let id = id.or(self.journal.ledger().halted.as_ref().filter(|_| retry))?;
        let fresh = |task: &&Task| {
            !task.is_native() && self.journal.ledger().taken_up_by(task.id()).is_none()
        };
        let task = self.journal.ledger().task(id).filter(fresh)?;
        let again = match task.stage {
            Stage::Pending | Stage::Running | Stage::Ended(Outcome::Completed) => false,
            Stage::Ended(Outcome::Interrupted) => true,
            Stage::Ended(Outcome::Failed | Outcome::Cancelled) => retry,
        };
        again.then_some(task)
    }

    /// Lifts a halted queue, resumes an interrupted task or launches a failed one again.
    pub(in crate::core) fn resume_text(
        &mut self,
        cx: &mut Cx<'_>,
        id: Option<TaskId>,
        retry: bool,
        reader: Reader<'_>,
    ) -> String {
        let was_halted = self.journal.ledger().halted.clone();
        let id = id.or_else(|| was_halted.clone().filter(|_| retry));
        let Some(id) = id else {
            queue::lift(self, cx);
            return match was_halted {
                Some(_) => format!("The queue continues.\n{}", self.list_text(cx, reader)),
                None => "The queue was not stopped; nothing was changed.".to_owned(),
            };
        };
        let Some(task) = self.journal.ledger().task(&id) else {
            return String::new();
        };
        let name = reader.names(task);
        match (task.stage, reader) {
            (Stage::Pending, _) if was_halted.is_some() => {
                queue::lift(self, cx);
                format!("The queue continues. {}", self.launched_text(&id, reader))
            }
            (Stage::Pending | Stage::Running, _) => {
                format!("{name} is {} and needs no resuming.", task.stage.status())
            }
            (Stage::Ended(Outcome::Completed), Reader::Person) => {
                format!("{name} is completed; there is nothing to resume.")
            }
            (Stage::Ended(Outcome::Completed), Reader::Agent(_)) => format!(
                "{name} is completed. Send it a follow-up with background_message, or launch a \
                 new task."
            ),
            (
                Stage::Ended(Outcome::Failed | Outcome::Cancelled | Outcome::Interrupted),
                Reader::Agent(_) | Reader::Person,
            ) => self.relaunch(cx, &id, retry, reader),
        }
    }

    fn relaunch(
        &mut self,
        cx: &mut Cx<'_>,
        id: &TaskId,
        retry: bool,
        reader: Reader<'_>,
    ) -> String {
        let Some(task) = self.journal.ledger().task(id).cloned() else {
            return String::new();
        };
        let name = reader.names(&task);
        if task.is_native() {
            return format!("{name} was a subagent of OpenCode and cannot be resumed.");
        }
        if let Some(next) = self.journal.ledger().taken_up_by(id) {
            return match reader {
                Reader::Agent(_) => text::taken_up_already(id, next),
                Reader::Person => format!(
                    "{name} was resumed or retried already: that is {} now. Nothing was changed.",
                    next.stage.status()
                ),
            };
        }
        let interrupted = task.stage == Stage::Ended(Outcome::Interrupted);
        if !interrupted && !retry {
            return format!(
                "{name} is {}; call again with retry: true to relaunch it.",
                task.stage.status()
            );
        }
        let work = queue::work_of(self, &task);
        let call = match reader {
            Reader::Agent(call) => Some(call),
            Reader::Person => None,
        };
        if let Some(problem) = call.and_then(|_| self.launch_bound(cx, &work)) {
            return problem;
        }
        let how = if retry || !task.can_follow() {
            How::Retry
        } else {
            How::Resume
        };
        let by = call.unwrap_or_default();
        match self.take_up(cx, &task, how, None, by) {
            Ok(new) => {
                queue::lift(self, cx);
                let same = self
                    .journal
                    .ledger()
                    .task(&new)
                    .map(|new| &new.launch.session)
                    == Some(&task.launch.session);
                let status = self.launched_text(&new, reader);
                let called = match reader {
                    Reader::Agent(_) => format!(", as {new}"),
                    Reader::Person => String::new(),
                };
                match how {
                    How::Resume => format!(
                        "{name} continues in its session, with what it had done{called}. {status}"
                    ),
                    How::Message | How::Retry if same && task.can_follow() => format!(
                        "{name} gets its message once more, in the same session{called}. {status}"
                    ),
                    How::Message | How::Retry => {
                        format!("{name} starts again from the beginning{called}. {status}")
                    }
                }
            }
            Err(problem) => problem,
        }
    }

    fn tool_message(&mut self, cx: &mut Cx<'_>, call: &Call<'_>) -> Option<String> {
        let (id, message) = match (required(call.args, "task_id"), required(call.args, "text")) {
            (Ok(id), Ok(message)) => (id, message),
            (Err(problem), _) | (_, Err(problem)) => return Some(problem),
        };
        let id = match self.find(id) {
            Ok(id) => id,
            Err(problem) => return Some(problem),
        };
        let Some(task) = self.journal.ledger().task(&id).cloned() else {
            return Some(String::new());
        };
        let sent = task.stage == Stage::Running || task.can_follow();
        if sent && !task.is_native() {
            let (agent, what) = (&task.launch.agent, &task.launch.description);
            if let Err(answer) = self.has_leave(cx, call, agent, what) {
                return answer;
            }
        }
        Some(self.message_text(cx, &task, message, Reader::Agent(call.launcher())))
    }

    /// Sends a message to a task's session; returns what whoever sent it reads.
    pub(in crate::core) fn message_text(
        &mut self,
        cx: &mut Cx<'_>,
        task: &Task,
        message: &str,
        reader: Reader<'_>,
    ) -> String {
        let name = reader.names(task);
        match task.stage {
            _ if task.is_native() => {
                format!("{name} is a subagent of OpenCode; it takes no messages from here.")
            }
            Stage::Pending => format!(
                "{name} has not started; cancel it and launch it with another prompt instead."
            ),
            Stage::Running
                if task.launch.session.is_none()
                    || task.message.is_none()
                    || self.tasks.is_prompting(task.id()) =>
            {
                format!("{name} is just starting; send the message again in a moment.")
            }
            Stage::Running => {
                start::steer(self, cx, task, message);
                format!("{name} gets the message at its next step.")
            }
            Stage::Ended(_) if !task.can_follow() => {
                format!("{name} never had a session; launch a new task instead.")
            }
            Stage::Ended(_) => self.follow_up(cx, task, message, reader),
        }
    }

    /// Launches a message to an ended task as a new one in its session.
    fn follow_up(
        &mut self,
        cx: &mut Cx<'_>,
        task: &Task,
        message: &str,
        reader: Reader<'_>,
    ) -> String {
        let name = reader.names(task);
        let by = match reader {
            Reader::Agent(by) => {
                let work = queue::work_of(self, task);
                if let Some(problem) = self.launch_bound(cx, &work) {
                    return problem;
                }
                by
            }
            Reader::Person => Launcher::default(),
        };
        match self.take_up(cx, task, How::Message, Some(message), by) {
            Ok(new) => format!(
                "The message goes to the session of {name} as a new task. {}",
                self.launched_text(&new, reader)
            ),
            Err(problem) => problem,
        }
    }

    /// The task with an id, or why there is none.
    fn find(&self, id: &str) -> Result<TaskId, String> {
        let id = TaskId::from(id.trim());
        if self.journal.ledger().tasks.contains_key(&id) {
            return Ok(id);
        }
        if self.journal.ledger().evicted.contains(&id) {
            return Err(format!(
                "{id} ended and was forgotten: only the newest results are kept (tasks.keepCompleted, tasks.keepFailed)."
            ));
        }
        let known = self.journal.ledger().order.iter().map(TaskId::as_str);
        let hint = text::nearest(id.as_str(), known).map_or_else(
            || "Call background_output without a task_id for the list.".to_owned(),
            |near| format!("Did you mean {near}?"),
        );
        Err(format!("There is no task {id} in this session. {hint}"))
    }

    /// Answers calls whose task ended or whose time is over.
    pub(in crate::core) fn answer_waiting(&mut self, cx: &mut Cx<'_>) {
        let is_over = |id: &TaskId| !self.journal.ledger().task(id).is_some_and(Task::is_active);
        for Wait { call, task, .. } in self.tasks.waits.take_due(cx.now, is_over) {
            let text = self.output_text(cx, &task, 0);
            cx.out.push(Effect::ReplyTool { call, text });
        }
    }

    /// Ends every wait early: the user goes first.
    pub(in crate::core) fn end_waiting(&mut self, cx: &mut Cx<'_>, why: &str) {
        for Wait { call, task, .. } in self.tasks.waits.take_all() {
            let text = format!("The wait for {task} ended early: {why}. The task continues.");
            cx.out.push(Effect::ReplyTool { call, text });
        }
    }
}

fn names(ids: &[TaskId]) -> String {
    ids.iter()
        .map(TaskId::as_str)
        .collect::<Vec<_>>()
        .join(", ")
}

/// What is wrong with an agent's name, if anything.
pub(in crate::core) fn unknown_agent(cx: &Cx<'_>, agent: &str) -> Option<String> {
    let usable: Vec<&str> = cx
        .agents
        .iter()
        .filter(|known| !known.hidden)
        .map(|known| known.name.as_str())
        .collect();
    if usable.is_empty() || usable.contains(&agent) {
        return None;
    }
    let hint = text::nearest(agent, usable.iter().copied())
        .map_or_else(String::new, |near| format!(" Did you mean \"{near}\"?"));
    Some(format!(
        "There is no agent \"{agent}\"; use one of {}.{hint}",
        usable.join(", ")
    ))
}

fn required<'a>(args: &'a Value, name: &str) -> Result<&'a str, String> {
    match args.get(name).and_then(Value::as_str).map(str::trim) {
        Some(text) if !text.is_empty() => Ok(text),
        _ => Err(format!("The argument {name} must be a non-empty string.")),
    }
}

fn optional<'a>(args: &'a Value, name: &str) -> Result<Option<&'a str>, String> {
    match args.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.trim()).filter(|text| !text.is_empty())),
        Some(other) => Err(format!(
            "The argument {name} must be a string, not {other}."
        )),
    }
}

/// Models write booleans as texts now and then; what is plainly meant is taken.
fn flag(args: &Value, name: &str) -> Result<bool, String> {
    match args.get(name) {
        None | Some(Value::Null) => Ok(false),
        Some(Value::Bool(value)) => Ok(*value),
        Some(Value::String(text)) if text == "true" || text == "false" => Ok(text == "true"),
        Some(other) => Err(format!(
            "The argument {name} must be true or false, not {other}."
        )),
    }
}

fn count(args: &Value, name: &str) -> Result<Option<usize>, String> {
    let wrong = |other: &Value| {
        format!("The argument {name} must be a whole number, 0 or more, not {other}.")
    };
    match args.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => {
            let whole = value
                .as_f64()
                .filter(|number| *number >= 0.0 && number.fract() == 0.0);
            let number = whole
                .map(|number| number as usize)
                .or_else(|| value.as_str()?.parse().ok());
            number.map(Some).ok_or_else(|| wrong(value))
        }
    }
}
