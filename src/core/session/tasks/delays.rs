//! Work that failed before waits a little before it is tried once more.

use litemap::LiteMap as Map;

use crate::core::values::ids::TaskId;
use crate::core::values::time::{Span, Time};

/// Pending tasks that do not start before a time, though a slot be free.
#[derive(Clone, Debug, Default)]
pub(super) struct Delays {
    until: Map<TaskId, Time>,
}

impl Delays {
    pub(super) fn add(&mut self, task: &TaskId, until: Time) {
        self.until.insert(task.clone(), until);
    }

    /// The task has started, or ended.
    pub(super) fn forget(&mut self, task: &TaskId) {
        self.until.remove(task);
    }

    pub(super) fn is_delayed(&self, task: &TaskId, now: Time) -> bool {
        self.until.get(task).is_some_and(|until| now < *until)
    }

    /// When the next task may start.
    pub(super) fn next(&self, now: Time) -> Option<Time> {
        let times = self.until.values().copied();
        times.filter(|until| *until > now).min()
    }

    /// The machine slept.
    pub(super) fn slept(&mut self, span: Span) {
        for (_, until) in self.until.iter_mut() {
            *until = until.plus(span);
        }
    }
}
