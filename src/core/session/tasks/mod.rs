//! The part of a session that runs its tasks: slots, child sessions, permissions.
//!
//! What is known of them stands in small types that only their own code changes: [`live`] is a
//! running task, [`tree`] the sessions and what they ask, [`waits`] the calls that wait for a task.
//! The rest brings these together with the session's journal: [`queue`] and [`start`] lead to a
//! prompt, [`news`], [`check`] and [`inspect`] to what became of it, [`judge`] says what that is,
//! and [`end`] is the one way out.

pub(in crate::core) mod asks;
pub(in crate::core) mod check;
mod delays;
pub(in crate::core) mod end;
pub(in crate::core) mod inspect;
mod judge;
mod limit;
mod live;
pub(in crate::core) mod look;
mod natives;
pub(in crate::core) mod news;
pub(in crate::core) mod queue;
pub(in crate::core) mod recover;
pub(in crate::core) mod rights;
pub(in crate::core) mod signs;
pub(in crate::core) mod start;
mod tree;
pub(in crate::core) mod waits;

use litemap::LiteMap as Map;

use crate::core::session::tasks::delays::Delays;
use crate::core::session::tasks::live::Live;
use crate::core::session::tasks::natives::Natives;
use crate::core::session::tasks::tree::Tree;
use crate::core::session::tasks::waits::{Wait, Waits};
use crate::core::task::activity::Activity;
use crate::core::values::ids::{SessionId, TaskId};
use crate::core::values::time::{Span, Time};

/// What is known of a session's tasks beyond their records.
#[derive(Clone, Debug)]
pub(in crate::core) struct Tasks {
    live: Map<TaskId, Live>,
    pub(in crate::core) tree: Tree,
    pub(in crate::core) waits: Waits,
    delays: Delays,
    natives: Natives,
}

impl Tasks {
    pub(in crate::core) fn new(root: SessionId) -> Self {
        Self {
            live: Map::new(),
            tree: Tree::new(root),
            waits: Waits::default(),
            delays: Delays::default(),
            natives: Natives::default(),
        }
    }

    fn live(&self, id: &TaskId) -> Option<&Live> {
        self.live.get(id)
    }

    fn live_mut(&mut self, id: &TaskId) -> Option<&mut Live> {
        self.live.get_mut(id)
    }

    fn lives(&self) -> impl Iterator<Item = (&TaskId, &Live)> {
        self.live.iter()
    }

    /// The tasks that run.
    fn running(&self) -> Vec<TaskId> {
        self.live.keys().cloned().collect()
    }

    /// A task runs from now on, or runs anew.
    fn start(&mut self, id: &TaskId, live: Live) {
        self.live.insert(id.clone(), live);
    }

    /// A task has ended.
    fn end(&mut self, id: &TaskId) {
        self.live.remove(id);
        self.delays.forget(id);
    }

    /// What a running task does.
    pub(in crate::core) fn activity(&self, id: &TaskId) -> Activity {
        let live = self.live(id).map(|live| live.activity().clone());
        live.unwrap_or_default()
    }

    /// Whether a running task is to stop.
    fn is_stopping(&self, id: &TaskId) -> bool {
        self.live(id).is_some_and(Live::is_stopping)
    }

    /// Whether a prompt is on its way to a task's session: another might overtake it.
    pub(in crate::core) fn is_prompting(&self, id: &TaskId) -> bool {
        self.live(id).is_some_and(Live::is_prompting)
    }

    /// Whether it is not known yet of any task what became of it when its process died.
    pub(in crate::core) fn is_recovering(&self) -> bool {
        self.live.values().any(Live::is_recovering)
    }

    /// A pending task does not start before a time, though a slot be free.
    fn delay(&mut self, id: &TaskId, until: Time) {
        self.delays.add(id, until);
    }

    fn is_delayed(&self, id: &TaskId, now: Time) -> bool {
        self.delays.is_delayed(id, now)
    }

    /// A pending task takes a slot.
    fn takes_slot(&mut self, id: &TaskId) {
        self.delays.forget(id);
    }

    /// The machine slept: limits count time that was lived.
    pub(in crate::core) fn slept(&mut self, span: Span) {
        self.live.iter_mut().for_each(|(_, live)| live.slept(span));
        self.waits.slept(span);
        self.delays.slept(span);
        self.natives.slept(span);
    }

    /// The journal is another process's: nothing runs or waits here any more. Returns the tasks
    /// that ran and the calls that waited.
    pub(in crate::core) fn lose(&mut self) -> (Vec<TaskId>, Vec<Wait>) {
        let running = self.running();
        self.live = Map::new();
        self.natives = Natives::default();
        (running, self.waits.take_all())
    }

    /// A native subagent ended.
    fn native_ended(&mut self, now: Time) {
        self.natives.ended(now);
    }

    /// The result of a native subagent came, or something like it.
    pub(in crate::core) fn native_told(&mut self, running: bool) {
        self.natives.told(running);
    }

    /// Whether a native subagent has ended whose result OpenCode is about to bring.
    pub(in crate::core) fn expects_native(&self, now: Time) -> bool {
        self.natives.until().is_some_and(|until| now < until)
    }

    /// Until when OpenCode may bring the result of a native subagent that ended.
    pub(in crate::core) fn expects_native_until(&self) -> Option<Time> {
        self.natives.until()
    }

    /// When the next of the pending tasks that are delayed may start.
    pub(in crate::core) fn next_start(&self, now: Time) -> Option<Time> {
        self.delays.next(now)
    }
}
