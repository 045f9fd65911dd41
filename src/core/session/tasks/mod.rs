//! The part of a session that runs its tasks: slots, child sessions, permissions.

pub(in crate::core) mod asks;
pub(in crate::core) mod child;
mod delays;
mod natives;
pub(in crate::core) mod permit;
mod queue;
mod tree;
pub(in crate::core) mod waits;

use crate::core::session::tasks::delays::Delays;
use crate::core::session::tasks::natives::Natives;
use crate::core::session::tasks::tree::Tree;
use crate::core::session::tasks::waits::{Wait, Waits};
use crate::core::values::ids::SessionId;
use crate::core::values::time::{Span, Time};

/// What is known of a session's tasks beyond their records.
#[derive(Clone, Debug)]
pub(in crate::core) struct Tasks {
    pub(in crate::core) tree: Tree,
    pub(in crate::core) waits: Waits,
    pub(in crate::core) delays: Delays,
    natives: Natives,
}

impl Tasks {
    pub(in crate::core) fn new(root: SessionId) -> Self {
        Self {
            tree: Tree::new(root),
            waits: Waits::default(),
            delays: Delays::default(),
            natives: Natives::default(),
        }
    }

    /// The machine slept: limits count time that was lived.
    pub(in crate::core) fn slept(&mut self, span: Span) {
        self.waits.slept(span);
        self.delays.slept(span);
        self.natives.slept(span);
    }

    /// The journal is another process's: nothing waits here any more. Returns the calls that did.
    pub(in crate::core) fn lose(&mut self) -> Vec<Wait> {
        self.natives = Natives::default();
        self.waits.take_all()
    }

    /// The result of a native subagent came, or something like it.
    pub(in crate::core) fn native_told(&mut self, running: bool) {
        self.natives.told(running);
    }

    /// Whether a native subagent has ended whose result OpenCode is about to bring.
    pub(in crate::core) fn expects_native(&self, now: Time) -> bool {
        self.natives.until().is_some_and(|until| now < until)
    }

    /// When the session is looked at again, although nothing happened.
    pub(in crate::core) fn next_act(&self, now: Time) -> Option<Time> {
        let natives = self.natives.until().filter(|until| *until > now);
        natives.into_iter().chain(self.delays.next(now)).min()
    }
}
