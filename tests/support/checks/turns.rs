//! When sessions begin to work, and when a turn may end.

use holdfast::core::ids::{MessageId, SessionId};
use holdfast::core::task::{Stage, Task};

use crate::support::opencode::Message;
use crate::support::world::{At, World};

impl World {
    /// A child session begins to work: as many of its kind as there are slots, and no more.
    pub(crate) fn check_loop_begins(&mut self, process: usize, session: &SessionId, by_us: bool) {
        let root = self.opencode.root_of(session);
        // A prompt that was on its way when its session was told to stop: it is told again.
        if !by_us || root == *session || self.checks.stopping.contains(session) {
            return;
        }
        let ledger = self.ledger(process, &root).as_deref().cloned();
        let (Some(ledger), Some(config)) = (ledger, self.config(process)) else {
            return;
        };
        let concurrency = config.tasks.concurrency;
        let key_of = |session: &SessionId| ledger.task_in(session).map(Task::key);
        let Some(key) = key_of(session) else { return };
        let working = self.processes[process]
            .loops
            .iter()
            .filter(|(child, found)| {
                found.by_us
                    && !found.leaving
                    && **child != root
                    && self.opencode.root_of(child) == root
            })
            .filter(|(child, _)| {
                !self.checks.stopping.contains(*child) && key_of(child).as_ref() == Some(&key)
            })
            .count();
        if working > concurrency.slots(&key) {
            self.fail(
                "never more than concurrency running",
                format!("{working} sessions of {key} work at once in {root}"),
            );
        }
    }

    /// A root session's model is asked: on account of somebody's words, of tools that ended, or of
    /// something that Holdfast says. An empty message is no reason; where other plugins hide it
    /// from the host, the fuse blows soon. An engine that is off after three traps has let go of
    /// all that it held.
    pub(crate) fn check_model_asked(&mut self, at: &At) {
        let Some(found) = self
            .opencode
            .session(&at.session)
            .filter(|found| found.is_root() && self.processes[at.process].engine.is_some())
        else {
            return;
        };
        let answered = |message: &&Message| {
            message
                .answer()
                .is_some_and(|answer| answer.completed || answer.error.is_some())
        };
        let says = |message: &&Message| {
            let user = message.user();
            user.is_some_and(|user| !(user.ignored && message.id.is_ours()))
        };
        let sight = found.in_sight();
        let last = sight.iter().rposition(|message| answered(&message));
        let over = last
            .and_then(|last| sight[last].answer())
            .is_some_and(|answer| answer.finish == Some("stop") && !answer.summary);
        let asked = sight
            .iter()
            .skip(last.map_or(0, |last| last + 1))
            .any(|message| says(&message));
        // Two processes that talk in one session do not know each other's parked messages, and end
        // each other's turns: the steps that follow are OpenCode's own doing.
        let running = self.processes[at.process].loops.get(&at.session);
        let shared = running.is_some_and(|found| found.shared);
        if shared {
            return;
        }
        // Who was told of an abort, be it an old one, lets go of all that it held.
        if self.told(at.process, &at.session).aborted {
            return;
        }
        let most = if self.plan.company.strangers { 3 } else { 0 };
        let unasked = self.checks.unasked.entry(at.session.clone()).or_default();
        if over && !asked {
            *unasked += 1;
            if *unasked > most {
                let detail = format!("{} is asked {unasked} times for nothing", at.session);
                self.fail("a model is asked for a reason", detail);
            }
        } else if asked {
            *unasked = 0;
        }
    }

    /// What the model reads of a step: no message of ours that says nothing.
    pub(crate) fn check_said(&mut self, at: &At, said: &[(MessageId, String)]) {
        let found = self.opencode.session(&at.session);
        let is_root = found.is_some_and(crate::support::opencode::Session::is_root);
        let on = self.processes[at.process].engine.is_some();
        let empty = said
            .iter()
            .find(|(id, text)| id.is_ours() && text.is_empty());
        if let Some((id, _)) = empty.filter(|_| is_root && on) {
            let detail = format!("{} shows {id}", at.session);
            self.fail(
                "the model sees nothing of messages that say nothing",
                detail,
            );
        }
    }

    /// Nothing is sent to a session whose user took messages back. A process that knew the session
    /// before, and in which it did not happen, is not told.
    pub(crate) fn check_not_reverted(&mut self, process: usize, session: &SessionId) {
        let found = self.opencode.session(session);
        let reverted = found.is_some_and(|found| found.is_root() && found.reverted);
        if reverted && self.told(process, session).reverted {
            let detail = format!("{session} is prompted");
            self.fail(
                "a session is left alone whose messages were taken back",
                detail,
            );
        }
    }

    /// A root session's turn ends: where nobody watches, only with nothing left to do.
    pub(crate) fn check_loop_leaves(&mut self, process: usize, session: &SessionId, failed: bool) {
        let is_root = self
            .opencode
            .session(session)
            .is_some_and(crate::support::opencode::Session::is_root);
        if !is_root || failed || !self.is_headless(process, session) {
            return;
        }
        let Some(config) = self.config(process) else {
            return;
        };
        let ledger = self.ledger(process, session).as_deref().cloned();
        let ledger = ledger.unwrap_or_default();
        let foreign = self.disk.files.get(session).is_some_and(|file| {
            file.ledger
                .owner
                .as_ref()
                .is_some_and(|owner| *owner != self.processes[process].me)
        });
        // Two processes that talk in one session at a time end each other's turns.
        let shared = self.processes[process]
            .loops
            .get(session)
            .is_some_and(|found| found.shared);
        let told = self.told(process, session).clone();
        let excused = foreign
            || shared
            || ledger.stopped
            || told.maybe_aborted
            || told.outside
            || told.identity.is_none()
            || told.troubled
            || told.fused
            || !told.asks.is_empty();
        let held = config.hold.mode != holdfast::core::config::HoldMode::Never
            && config.hold.max.is_none();
        if excused || !held {
            return;
        }
        let active = ledger
            .active_tasks()
            .filter(|task| !task.is_native())
            .count();
        let running = ledger
            .active_tasks()
            .any(|task| task.stage == Stage::Running);
        let limits = &config.continuation;
        let sent = told.continuations + told.deliveries + told.inherited;
        let bounded = sent >= limits.max_continuations
            || told.stagnant + told.inherited >= limits.max_stagnant
            || told.spent
            || self.fails_alike(session);
        let undecided = ledger.halted.is_some() && !running && bounded;
        if active > 0 && !undecided {
            self.fail(
                "a headless session is held while a task is active",
                format!("{session} ends its turn with {active} active tasks"),
            );
        } else if active == 0 && ledger.owed_tasks().next().is_some() {
            self.fail(
                "a headless session is held while a result is owed",
                format!("{session} ends its turn"),
            );
        }
        let open = self.opencode.sessions[session]
            .todos
            .iter()
            .filter(|todo| todo.is_open())
            .count();
        let may_go_on = config.continuation.todos
            && told
                .identity
                .as_ref()
                .is_some_and(|who| who.agent == "build");
        if active == 0 && open > 0 && told.open_todos > 0 && may_go_on && !bounded {
            self.fail(
                "a headless session goes on while todos are open",
                format!("{session} ends its turn with {open} open todos"),
            );
        }
    }

    /// Whether the same tool calls failed again and again, which ends continuation as well.
    pub(super) fn fails_alike(&self, session: &SessionId) -> bool {
        let messages = &self.opencode.sessions[session].messages;
        let failed = messages
            .iter()
            .filter_map(Message::answer)
            .flat_map(|answer| &answer.tools);
        failed
            .filter(|tool| matches!(tool.end, Some(Err(_))))
            .count()
            >= 3
    }
}
