//! When all has become calm: everything is settled.

use holdfast::core::ids::{MessageId, SessionId, TaskId};
use holdfast::core::task::{Outcome, Stage, Task};
use holdfast::core::trouble::Class;

use super::{Known, Sender, outcome_of};
use crate::support::host::Waiting;
use crate::support::opencode::Session;
use crate::support::plan::Kind;
use crate::support::process::Process;
use crate::support::world::World;

impl World {
    /// Up to 1.3.2 a prompt that met another turn on its way is history to the next one, and alone
    /// begins none: then it waits for the user's next message.
    pub(crate) fn waits_for_user(&self, root: &SessionId) -> bool {
        let file = self.disk.files.get(root).filter(|_| self.plan.by_id);
        file.and_then(|file| file.ledger.outbox.as_ref())
            .is_some_and(|row| self.checks.sent.contains_key(&row.message))
    }

    /// Whether a result is worth a turn of its own: what somebody who watches has cancelled goes
    /// along with their next message.
    fn is_news(&self, task: &Task) -> bool {
        self.plan.kind != Kind::Watched || task.stage != Stage::Ended(Outcome::Cancelled)
    }

    /// Whether more than one process was used to talk in a session.
    fn is_shared(&self, root: &SessionId) -> bool {
        let told = |process: &&Process| process.told.get(root).is_some_and(|told| told.used);
        self.processes.iter().filter(told).count() > 1
    }

    /// Nothing has happened for hours, and nobody has spoken: whatever is still owed waits for
    /// something that a person can see.
    pub(crate) fn check_rest(&mut self) {
        for index in self.living() {
            for root in self.roots() {
                let Some(ledger) = self.ledger(index, &root).as_deref().cloned() else {
                    continue;
                };
                let works = self.processes.iter().any(|process| {
                    let mut loops = process.loops.keys();
                    loops.any(|session| self.opencode.root_of(session) == root)
                });
                let told = self.told(index, &root).clone();
                if works || !told.used || !self.owns(index, &root) {
                    continue;
                }
                let newest = self
                    .opencode
                    .session(&root)
                    .and_then(Session::newest_answer);
                let error = newest.and_then(|message| message.answer()?.error.as_ref());
                let aborted = error.is_some_and(|error| error.class() == Class::Aborted);
                // Of an error or an abort that it read of, a process hears nothing of what the user
                // then says in the process where it happened.
                let elsewhere = (told.maybe_aborted || told.troubled) && self.is_shared(&root);
                let named = aborted
                    || elsewhere
                    || told.aborted
                    || told.refused
                    || told.reverted
                    || told.named
                    || ledger.stopped
                    || !told.asks.is_empty();
                let mut untold = ledger.in_order().filter(|task| task.is_untold());
                if let Some(task) = untold.find(|task| self.is_news(task)).filter(|_| !named) {
                    self.fail(
                        "what is owed at rest waits for something named",
                        format!("{} of {root} is {:?}", task.id(), task.delivery),
                    );
                }
            }
        }
    }

    /// At the end of a calm time: everything is settled.
    pub(crate) fn check_settled(&mut self) {
        let mut stuck = Vec::new();
        for index in self.living() {
            for (session, found) in &self.processes[index].loops {
                let is_root = self
                    .opencode
                    .session(session)
                    .is_some_and(crate::support::opencode::Session::is_root);
                // What a person began in a child session is their own affair.
                let root = self.opencode.root_of(session);
                let known = self
                    .ledger(index, &root)
                    .is_some_and(|ledger| ledger.task_in(session).is_some());
                if is_root || (found.by_us && known) {
                    stuck.push(format!("P{index} {session}"));
                }
            }
        }
        if !stuck.is_empty() {
            self.fail(
                "no hold without an end",
                format!("still at work: {}", stuck.join(", ")),
            );
        }
        self.check_calls();
        for root in self.roots() {
            let Some(file) = self.disk.files.get(&root) else {
                continue;
            };
            let ledger = file.ledger.clone();
            if let Some(task) = ledger.active_tasks().next() {
                self.fail(
                    "everything settles",
                    format!("{} of {root} is {:?}", task.id(), task.stage),
                );
            }
            if let Some(task) = ledger.owed_tasks().find(|task| self.is_news(task)) {
                self.fail(
                    "every result is delivered",
                    format!("{} of {root} is still owed", task.id()),
                );
            }
            if let Some(row) = &ledger.outbox {
                self.fail(
                    "every result is delivered",
                    format!("{row:?} of {root} is still on its way"),
                );
            }
        }
        // What somebody else ended, after the process that ran it had lost its journal.
        let ended = |id: &TaskId, task: &Known| {
            let file = self.disk.files.get(&task.root);
            let known = file.and_then(|file| file.ledger.task(id));
            task.outcome.or_else(|| known.and_then(outcome_of))
        };
        let silent = self.checks.tasks.iter().find(|(id, task)| {
            !task.native
                && (ended(id, task) != Some(Outcome::Cancelled) || self.plan.kind != Kind::Watched)
                && task.delivered.is_none()
                && !task.seen
                && self.opencode.session(&task.root).is_some()
        });
        if let Some((id, task)) = silent {
            let detail = format!("{id}: {task:?}");
            self.fail("every result is delivered", detail);
        }
        self.check_history();
    }

    /// Every hook and every call was answered, also of sessions that are gone by now.
    fn check_calls(&mut self) {
        for index in self.living() {
            let process = &self.processes[index];
            if let Some((call, Waiting { hook, .. })) = process.calls.first_key_value() {
                let detail = format!("P{index} never answers {call:?}: {hook:?}");
                self.fail("every hook and call is answered", detail);
            }
        }
    }

    /// Between two prompts that were sent to an idle session somebody answered. Two processes
    /// that continue it at one moment cannot know of each other where there is no journal.
    pub(super) fn check_history(&mut self) {
        for root in self.roots() {
            let mut last: Option<(MessageId, Sender)> = None;
            for message in self.opencode.sessions[&root].messages.clone() {
                if let Some(&by) = self.checks.sent.get(&message.id) {
                    let Some((before, other)) = last.replace((message.id.clone(), by)) else {
                        continue;
                    };
                    if by.process == other.process || other.written {
                        let detail =
                            format!("nothing answers {before} of {root} before {}", message.id);
                        self.fail("one automatic prompt per answer", detail);
                    }
                } else if message.answer().is_some() || message.is_by_user() {
                    last = None;
                }
            }
        }
    }
}
