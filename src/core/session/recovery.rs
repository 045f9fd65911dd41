//! After a crash, a restart or a fresh instance: what the journal says is checked against
//! OpenCode's own sessions before anything goes on.

use crate::core::session::idle;
use crate::core::session::root::{Cx, Root};
use crate::core::session::tasks::{queue, recover};

/// Takes over the tasks of an owner that is gone. Pending ones go on; running ones are looked at in
/// their child session first; a prompt on its way is looked for.
pub(in crate::core) fn begin(root: &mut Root, cx: &mut Cx<'_>) {
    recover::recover(root, cx);
    if root.outbox.take_over(root.journal.ledger(), cx.now) {
        idle::inspect(root, cx);
    }
    queue::start_pending(root, cx);
}

/// Whether something that a crash left open is still being looked at.
pub(in crate::core) fn is_under_way(root: &Root) -> bool {
    root.outbox.is_sought() || root.tasks.is_recovering()
}
