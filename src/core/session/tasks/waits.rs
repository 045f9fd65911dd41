//! `background_output` calls that wait for a task.

use crate::core::port::effect::Effect;
use crate::core::session::root::{Cx, Root};
use crate::core::values::ids::{CallId, TaskId};
use crate::core::values::time::{Span, Time};

/// A call that waits for a task.
#[derive(Clone, Debug)]
pub(in crate::core) struct Wait {
    pub(in crate::core) call: CallId,
    pub(in crate::core) task: TaskId,
    /// When it is answered all the same.
    pub(in crate::core) until: Time,
}

/// The calls that wait, in the order in which they came.
#[derive(Clone, Debug, Default)]
pub(in crate::core) struct Waits {
    calls: Vec<Wait>,
}

impl Waits {
    pub(in crate::core) fn add(&mut self, wait: Wait) {
        self.calls.push(wait);
    }

    /// Takes the calls whose task is over or whose time is.
    pub(in crate::core) fn take_due(
        &mut self,
        now: Time,
        is_over: impl Fn(&TaskId) -> bool,
    ) -> Vec<Wait> {
        let due = |wait: &mut Wait| is_over(&wait.task) || now >= wait.until;
        self.calls.extract_if(.., due).collect()
    }

    /// Takes them all.
    pub(in crate::core) fn take_all(&mut self) -> Vec<Wait> {
        std::mem::take(&mut self.calls)
    }

    /// Takes a call that OpenCode gave up, if it waits.
    pub(in crate::core) fn take(&mut self, call: CallId) -> Option<Wait> {
        let at = self.calls.iter().position(|wait| wait.call == call)?;
        Some(self.calls.remove(at))
    }

    /// When the next wait is over.
    pub(in crate::core) fn next(&self) -> Option<Time> {
        self.calls.iter().map(|wait| wait.until).min()
    }

    /// The machine slept.
    pub(super) fn slept(&mut self, span: Span) {
        for wait in &mut self.calls {
            wait.until = wait.until.plus(span);
        }
    }
}

/// Ends every wait early: the user goes first.
pub(in crate::core) fn end_early(root: &mut Root, cx: &mut Cx<'_>, why: &str) {
    for Wait { call, task, .. } in root.tasks.waits.take_all() {
        let text = format!("The wait for {task} ended early: {why}. The task continues.");
        cx.out.push(Effect::ReplyTool { call, text });
    }
}
