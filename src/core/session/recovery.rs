//! After a crash, a restart or a fresh instance: what the journal says is checked against
//! OpenCode's own sessions before anything goes on.

use crate::core::journal::PromptKind;
use crate::core::port::effect::{Effect, Level};
use crate::core::port::event::{Status, Transcript};
use crate::core::session::pending::InspectFor;
use crate::core::session::root::{Cx, Live, Phase, Root};
use crate::core::session::turn::BEGINS_WITHIN;
use crate::core::task::{Outcome, Stage, Task};
use crate::core::values::ids::{SessionId, TaskId};
use crate::core::values::time::Span;

/// How long OpenCode is asked again what became of a prompt, or of a task, where it does not say.
pub(in crate::core) const SEEK_FOR: Span = Span::seconds(2);
impl Root {
    /// Takes over the tasks of an owner that is gone. Pending ones go on; running ones are
    /// looked at in their child session first; a prompt on its way is looked for.
    pub(in crate::core) fn recover(&mut self, cx: &mut Cx<'_>) {
        let running: Vec<(TaskId, Option<SessionId>, bool)> = self
            .journal
            .ledger()
            .active_tasks()
            .filter(|task| task.stage == Stage::Running)
            .map(|task| {
                (
                    task.id().clone(),
                    task.launch.session.clone(),
                    task.is_native(),
                )
            })
            .collect();
        cx.log(
            Level::Info,
            format!(
                "took over {}: {} running, {} active in all",
                self.id,
                running.len(),
                self.journal.ledger().active_tasks().count()
            ),
        );
        for (id, session, native) in running {
            match session {
                Some(session) => {
                    let root = self.id.clone();
                    self.add_node(cx, &session, &root);
                    let activity = self
                        .journal
                        .ledger()
                        .task(&id)
                        .map(|task| task.activity.clone())
                        .unwrap_or_default();
                    let mut live = Live::new(Phase::Recovering, activity, cx.now);
                    live.answered = native;
                    self.live.insert(id.clone(), live);
                    if self.journal.ledger().stopping.contains_key(&id) {
                        self.stop_again(cx, &id);
                    } else {
                        self.inspect_child(cx, &id);
                    }
                }
                // It had a slot and no session yet: nothing of it ever ran.
                None if self.journal.ledger().stopping.contains_key(&id) => {
                    self.finish_stopping(cx, &id, "");
                }
                None if native => {
                    self.end(
                        cx,
                        &id,
                        Outcome::Interrupted,
                        String::new(),
                        None,
                        Vec::new(),
                    );
                }
                None => self.bring_up(cx, &id),
            }
        }
        if self.outbox.take_over(self.journal.ledger(), cx.now) {
            self.inspect_root(cx);
        }
        self.start_pending(cx);
    }

    /// Whether something that a crash left open is still being looked at.
    pub(in crate::core) fn is_recovering(&self) -> bool {
        self.outbox.is_sought()
            || self
                .live
                .values()
                .any(|live| live.phase == Phase::Recovering)
    }

    pub(in crate::core) fn inspect_root(&mut self, cx: &mut Cx<'_>) {
        if self.inspecting {
            return;
        }
        self.inspecting = true;
        self.recheck.at = None;
        let effect = cx.expect(&self.id, InspectFor::Root);
        cx.out.push(Effect::Inspect {
            effect,
            session: self.id.clone(),
        });
    }

    pub(in crate::core) fn root_inspected(
        &mut self,
        cx: &mut Cx<'_>,
        transcript: Result<Transcript, String>,
    ) {
        self.inspecting = false;
        let looked = self.outbox.looked();
        let known_for = cx.now.since(self.checked);
        self.checked = cx.now;
        let transcript = match transcript {
            Ok(transcript) => transcript,
            Err(error) => {
                cx.log(
                    Level::Warn,
                    format!("{} could not be inspected: {error}", self.id),
                );
                let found = self.outbox.not_found(cx.now);
                self.count_found(found);
                return;
            }
        };
        if self.identity.is_none() {
            // After a restart: nobody has written here since.
            self.identity = transcript.identity;
        }
        // The event may have been lost.
        self.idle |=
            transcript.status == Status::Idle && known_for >= BEGINS_WITHIN && self.step.is_none();
        // A look before a prompt is sent again is about its answer. A turn that has not ended by
        // then may be another process's.
        if self.idle && !(looked && transcript.status == Status::Idle) {
            self.idle_inspected(cx, transcript.status, transcript.assistant.as_ref());
        }
        self.todos_updated(transcript.todos);
        let found = self
            .outbox
            .find(cx, &mut self.journal, &transcript.messages);
        self.count_found(found);
        if let Some(assistant) = transcript.assistant {
            self.assistant_seen(cx, assistant);
        }
    }

    /// A prompt of the process that is gone was found: what that process had counted is gone with
    /// it, but for this.
    fn count_found(&mut self, found: Option<PromptKind>) {
        if let Some(kind) = found {
            self.bounds.prompted(kind);
        }
    }

    /// What is said of OpenCode's own subagents where all tasks are cancelled: nothing if none runs.
    pub(in crate::core) fn natives_go_on(&self) -> &'static str {
        if self.journal.ledger().active_tasks().any(Task::is_native) {
            " OpenCode's own subagents go on; stop them in their own sessions."
        } else {
            ""
        }
    }

    /// Cancels every active task of ours; returns their ids. OpenCode's own subagents are stopped
    /// in their own sessions, as when one is cancelled by its id.
    pub(in crate::core) fn cancel_all(&mut self, cx: &mut Cx<'_>) -> Vec<TaskId> {
        let ids: Vec<TaskId> = self
            .journal
            .ledger()
            .active_tasks()
            .filter(|task| !task.is_native())
            .filter(|task| !self.journal.ledger().stopping.contains_key(task.id()))
            .map(Task::id)
            .cloned()
            .collect();
        // Pending ones first, so that no slot freed here starts one that is to be cancelled.
        let (pending, running): (Vec<_>, Vec<_>) = ids.iter().cloned().partition(|id| {
            self.journal
                .ledger()
                .task(id)
                .is_some_and(|task| task.stage == Stage::Pending)
        });
        for id in pending.iter().rev().chain(&running) {
            self.cancel(cx, id);
        }
        ids
    }
}
