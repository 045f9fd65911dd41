//! After a crash, a restart or a fresh instance: what the journal says is checked against
//! OpenCode's own sessions before anything goes on.

use crate::core::session::idle;
use crate::core::session::root::{Cx, Root};
use crate::core::session::tasks::{queue, recover};

impl Root {
    /// Takes over the tasks of an owner that is gone. Pending ones go on; running ones are
    /// looked at in their child session first; a prompt on its way is looked for.
    pub(in crate::core) fn recover(&mut self, cx: &mut Cx<'_>) {
        recover::recover(self, cx);
        if self.outbox.take_over(self.journal.ledger(), cx.now) {
            idle::inspect(self, cx);
        }
        queue::start_pending(self, cx);
    }

    /// Whether something that a crash left open is still being looked at.
    pub(in crate::core) fn is_recovering(&self) -> bool {
        self.outbox.is_sought() || self.tasks.is_recovering()
    }
}
