//! The queue: launch, slots, and every way to a terminal state.

use serde_json::Value;

use crate::core::config::OnFailure;
use crate::core::journal::Record;
use crate::core::port::effect::{Effect, Level, Prompt, Variant};
use crate::core::session::pending::{AbortFor, PromptFor};
use crate::core::session::root::{Cx, Live, Phase, Root};
use crate::core::session::tasks::permit::Purpose;
use crate::core::task::activity::Activity;
use crate::core::task::{Launch, Model, Outcome, Stage, Task};
use crate::core::texts::text;
use crate::core::values::ids::{MessageId, SessionId, TaskId};
use crate::core::values::time::Span;

/// How long a child session has to stop before its task counts as stopped all the same.
const STOP_WITHIN: Span = Span::seconds(5);
/// Tasks of one session that may be pending or running: more than these are a mistake.
const ACTIVE_MAX: usize = 2000;
/// Bytes of a result that are kept; a longer one loses its beginning, since conclusions are last.
const RESULT_BYTES_MAX: usize = 256 * 1024;

impl Root {
    /// Puts a task into the queue, or says why not. It takes a slot as soon as one is free. The
    /// one way in: a child session has at most one active task, and what an agent launches counts.
    pub(in crate::core) fn launch(
        &mut self,
        cx: &mut Cx<'_>,
        launch: Launch,
        by_agent: bool,
    ) -> Result<TaskId, String> {
        if self.journal.ledger().active_count() >= ACTIVE_MAX {
            return Err(text::too_many_tasks(ACTIVE_MAX));
        }
        let session = launch.session.as_ref();
        if let Some(other) = session.and_then(|session| self.journal.ledger().active_in(session)) {
            return Err(text::session_taken(other));
        }
        let id = launch.task.clone();
        self.record(cx, Record::Launched(launch));
        if by_agent {
            self.bounds.launched();
            self.delay(cx, &id);
        }
        self.start_pending(cx);
        Ok(id)
    }

    /// Gives free slots to pending tasks, first come, first served.
    pub(in crate::core) fn start_pending(&mut self, cx: &mut Cx<'_>) {
        // Another process's tasks are in the ledger as well.
        if !self.journal.is_ours() || self.journal.ledger().halted.is_some() {
            return;
        }
        let (config, now) = (cx.config, cx.now);
        let slots = |key: &str| config.tasks.concurrency.slots(key);
        while let Some(id) = self
            .journal
            .ledger()
            .next_to_start(slots, |id| self.tasks.delays.is_delayed(id, now))
            .map(Task::id)
            .cloned()
        {
            self.start(cx, &id);
        }
    }

    fn start(&mut self, cx: &mut Cx<'_>, id: &TaskId) {
        self.tasks.delays.forget(id);
        self.record(cx, Record::Started { task: id.clone() });
        self.bring_up(cx, id);
    }

    /// Takes a running task from wherever its launch got to on to its prompt.
    pub(in crate::core) fn bring_up(&mut self, cx: &mut Cx<'_>, id: &TaskId) {
        let Some(task) = self.journal.ledger().task(id) else {
            return;
        };
        let exists = task.launch.session.is_some();
        let activity = Activity {
            last: cx.now,
            ..task.activity.clone()
        };
        let (phase, purpose) = if exists {
            (Phase::Prompting, Purpose::First)
        } else {
            (Phase::Creating, Purpose::Create)
        };
        self.live
            .insert(id.clone(), Live::new(phase, activity, cx.now));
        self.with_rights(cx, id, purpose);
    }

    pub(in crate::core) fn child_created(
        &mut self,
        cx: &mut Cx<'_>,
        id: &TaskId,
        result: Result<SessionId, String>,
    ) {
        if !self.journal.ledger().task(id).is_some_and(Task::is_active) {
            return;
        }
        match result {
            _ if self.journal.ledger().stopping.contains_key(id) => {
                self.finish_stopping(cx, id, "");
            }
            Ok(session) => self.prompt_child(cx, id, &session, None),
            Err(error) => {
                let error = format!("OpenCode could not create a session for the task: {error}");
                self.fail(cx, id, error);
            }
        }
    }

    /// Gives a task's session its prompt. `tools` are refusals that its rules do not hold.
    pub(in crate::core) fn prompt_child(
        &mut self,
        cx: &mut Cx<'_>,
        id: &TaskId,
        session: &SessionId,
        tools: Option<Value>,
    ) {
        let root = self.id.clone();
        self.add_node(cx, session, &root);
        let message = cx.ids.message(cx.now);
        self.record(
            cx,
            Record::Prompted {
                task: id.clone(),
                session: session.clone(),
                message,
            },
        );
        self.send_child_prompt(cx, id, tools);
    }

    /// Sends the prompt of a task. Sent again it is the same message, never a second one.
    pub(in crate::core) fn send_child_prompt(
        &mut self,
        cx: &mut Cx<'_>,
        id: &TaskId,
        tools: Option<Value>,
    ) {
        let Some(task) = self.journal.ledger().task(id) else {
            return;
        };
        let (Some(session), Some(message)) = (task.launch.session.clone(), task.message.clone())
        else {
            return;
        };
        let prompt = Prompt {
            part: crate::core::values::ids::PartId(message.0.replacen("msg_", "prt_", 1)),
            message,
            text: text::first_words(&task.launch).to_owned(),
            synthetic: false,
            agent: task.launch.agent.clone(),
            model: task.launch.model.clone(),
            variant: task.launch.variant.clone(),
            rest: tools
                .map(|tools| ("tools".to_owned(), tools))
                .into_iter()
                .collect(),
        };
        self.prompting(id);
        let effect = cx.expect(&self.id, PromptFor::Child(id.clone()));
        cx.out.push(Effect::Prompt {
            effect,
            session,
            prompt,
        });
    }

    pub(in crate::core) fn child_prompted(
        &mut self,
        cx: &mut Cx<'_>,
        id: &TaskId,
        result: Result<(), String>,
    ) {
        if let Some(live) = self.live.get_mut(id)
            && live.phase == Phase::Prompting
        {
            live.phase = Phase::Working;
        }
        match result {
            // An abort that came before the prompt had stopped nothing.
            _ if self.journal.ledger().stopping.contains_key(id) => self.abort_child(cx, id),
            Ok(()) => {}
            Err(error) => {
                self.fail(cx, id, error);
            }
        }
    }

    /// A prompt is on its way to a task's session: no answer there is one to it.
    pub(in crate::core) fn prompting(&mut self, id: &TaskId) {
        if let Some(live) = self.live.get_mut(id) {
            live.phase = Phase::Prompting;
        }
    }

    /// Whether a prompt is on its way to a task's session: another might overtake it.
    pub(in crate::core) fn is_prompting(&self, id: &TaskId) -> bool {
        self.live
            .get(id)
            .is_some_and(|live| live.phase == Phase::Prompting)
    }

    /// Whether a further message is on its way to a running task.
    pub(in crate::core) fn is_steering(&self, id: &TaskId) -> bool {
        let steered = self.live.get(id).is_some_and(|live| live.steered.is_some());
        steered && self.is_prompting(id)
    }

    pub(in crate::core) fn steering(&mut self, id: &TaskId, message: Option<MessageId>) {
        if let Some(live) = self.live.get_mut(id) {
            live.steered = message;
        }
    }

    /// A further message was taken by a running task's session, or was not: its answer decides,
    /// or else the one that there is.
    pub(in crate::core) fn child_steered(
        &mut self,
        cx: &mut Cx<'_>,
        id: &TaskId,
        result: Result<(), String>,
    ) {
        if let Err(error) = &result {
            cx.log(Level::Warn, format!("{id} did not get a message: {error}"));
            self.steering(id, None);
        }
        self.child_prompted(cx, id, Ok(()));
        if result.is_err() {
            self.inspect_child(cx, id);
        }
    }

    /// Ends a task that came to nothing.
    pub(in crate::core) fn fail(&mut self, cx: &mut Cx<'_>, id: &TaskId, error: String) {
        let (said, leftovers) = (String::new(), Vec::new());
        self.end(cx, id, Outcome::Failed, said, Some(error), leftovers);
    }

    /// Ends a task: the terminal state, the slot, the record and the owed delivery change in
    /// one step. A task that has ended stays as it ended.
    pub(in crate::core) fn end(
        &mut self,
        cx: &mut Cx<'_>,
        id: &TaskId,
        outcome: Outcome,
        result: String,
        error: Option<String>,
        leftovers: Vec<String>,
    ) {
        let Some(task) = self
            .journal
            .ledger()
            .task(id)
            .filter(|task| task.is_active())
        else {
            return;
        };
        let native = task.is_native();
        let work = self.work_of(task);
        self.write_activity(cx, id);
        let result = keep_tail(result, RESULT_BYTES_MAX);
        self.record(
            cx,
            Record::Ended {
                task: id.clone(),
                outcome,
                result,
                error,
                leftovers,
            },
        );
        self.live.remove(id);
        self.tasks.delays.forget(id);
        match outcome {
            Outcome::Completed => {
                self.bounds.progress();
                self.bounds.work_ended(work, false);
            }
            Outcome::Failed => self.bounds.work_ended(work, true),
            Outcome::Cancelled | Outcome::Interrupted => {}
        }
        self.outbox.try_again(cx.now);
        cx.log(
            Level::Info,
            format!("{id} {}", Stage::Ended(outcome).status()),
        );
        if native {
            self.tasks.natives.ended(cx.now);
        } else if outcome == Outcome::Failed {
            self.failed(cx, id);
        }
        self.start_pending(cx);
    }

    fn failed(&mut self, cx: &mut Cx<'_>, id: &TaskId) {
        if self.headless && cx.config.hold.exit_code_on_failure > 0 {
            cx.out.push(Effect::ExitCode {
                code: cx.config.hold.exit_code_on_failure,
            });
        }
        let waiting = self.journal.ledger().pending_count();
        if cx.config.tasks.on_failure == OnFailure::Continue
            || waiting == 0
            || self.journal.ledger().halted.is_some()
        {
            return;
        }
        self.record(cx, Record::Halted { task: id.clone() });
        let reason = text::halted(self.journal.ledger().task(id));
        cx.notify(
            Variant::Warning,
            format!(
                "{}. {waiting} waiting; the agent decides.",
                reason.trim_end_matches('.')
            ),
        );
        cx.log(Level::Warn, reason);
    }

    /// Cancels a task: at once while it is queued, as soon as its child session has stopped
    /// while it runs.
    pub(in crate::core) fn cancel(&mut self, cx: &mut Cx<'_>, id: &TaskId) {
        self.stop_task(cx, id, Outcome::Cancelled, None);
    }

    /// Ends a task as soon as its child session has stopped: request, confirmation, fallback.
    pub(in crate::core) fn stop_task(
        &mut self,
        cx: &mut Cx<'_>,
        id: &TaskId,
        outcome: Outcome,
        error: Option<String>,
    ) {
        let Some(task) = self
            .journal
            .ledger()
            .task(id)
            .filter(|task| task.is_active())
        else {
            return;
        };
        if task.stage == Stage::Pending {
            self.end(cx, id, outcome, String::new(), error, Vec::new());
            return;
        }
        if self.journal.ledger().stopping.contains_key(id) {
            return;
        }
        self.record(
            cx,
            Record::Stopping {
                task: id.clone(),
                outcome,
                error,
            },
        );
        if let Some(live) = self.live.get_mut(id) {
            live.stop_by = Some(cx.now.plus(STOP_WITHIN));
        }
        self.abort_child(cx, id);
    }

    /// A task was to stop when its process died: whether it was told to is not known.
    pub(in crate::core) fn stop_again(&mut self, cx: &mut Cx<'_>, id: &TaskId) {
        if let Some(live) = self.live.get_mut(id) {
            live.stop_by = Some(cx.now.plus(STOP_WITHIN));
        }
        self.abort_child(cx, id);
    }

    pub(in crate::core) fn abort_child(&self, cx: &mut Cx<'_>, id: &TaskId) {
        let session = self
            .journal
            .ledger()
            .task(id)
            .and_then(|task| task.launch.session.clone());
        if let Some(session) = session {
            let effect = cx.expect(&self.id, AbortFor::Child(id.clone()));
            cx.out.push(Effect::Abort { effect, session });
        }
    }

    /// The child session of a task that was to stop has stopped.
    pub(in crate::core) fn finish_stopping(&mut self, cx: &mut Cx<'_>, id: &TaskId, said: &str) {
        if let Some((outcome, error)) = self.journal.ledger().stopping.get(id).cloned() {
            self.end(cx, id, outcome, said.to_owned(), error, Vec::new());
        }
    }

    /// What tells a piece of work from another, however often it is launched: what the first of
    /// its tasks was told.
    pub(in crate::core) fn work_of(&self, task: &Task) -> String {
        let mut first = task;
        // Each goes on from an earlier one; the bound is against a circle in what was written.
        for _ in 0..64 {
            let before = first.launch.follows.as_ref();
            match before.and_then(|before| self.journal.ledger().task(&before.task)) {
                Some(before) => first = before,
                None => break,
            }
        }
        format!("{} {}", first.launch.agent, first.launch.prompt)
    }

    /// Lets a halted queue go on.
    pub(in crate::core) fn lift(&mut self, cx: &mut Cx<'_>) {
        if self.journal.ledger().halted.is_some() {
            self.record(cx, Record::Lifted);
            self.bounds.progress();
        }
        self.start_pending(cx);
    }

    /// A stopped queue in which nothing waits stops nothing: once its agent has been told, new
    /// tasks run.
    pub(in crate::core) fn lift_when_moot(&mut self, cx: &mut Cx<'_>) {
        let told = self
            .journal
            .ledger()
            .halted
            .as_ref()
            .is_some_and(|id| !self.journal.ledger().task(id).is_some_and(Task::is_owed));
        if told && self.journal.ledger().pending_count() == 0 {
            self.record(cx, Record::Lifted);
        }
    }

    /// The agent's own model, or else the parent's present one.
    pub(in crate::core) fn model_for(
        &self,
        cx: &Cx<'_>,
        agent: &str,
    ) -> (Option<Model>, Option<String>) {
        let own = cx
            .agents
            .iter()
            .find(|known| known.name == agent)
            .and_then(|known| known.model.clone());
        match (own, &self.identity) {
            (Some(model), _) => (Some(model), None),
            (None, Some(identity)) => (Some(identity.model.clone()), identity.variant.clone()),
            (None, None) => (None, None),
        }
    }

    /// A task's place in the queue from one; none when it does not wait.
    pub(in crate::core) fn place(&self, id: &TaskId) -> Option<usize> {
        self.journal.ledger().place(id)
    }
}

fn keep_tail(text: String, bytes: usize) -> String {
    if text.len() <= bytes {
        return text;
    }
    let from = (text.len().saturating_sub(bytes)..text.len()).find(|at| text.is_char_boundary(*at));
    let tail = from.and_then(|from| text.get(from..)).unwrap_or_default();
    format!(
        "[The beginning was left out: the result had {} bytes.]\n{tail}",
        text.len()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_huge_result_keeps_its_end() {
        let text = keep_tail("ä".repeat(10), 7);
        assert!(text.ends_with("\näää"), "{text}");
        assert_eq!(keep_tail("short".into(), 7), "short");
    }
}
