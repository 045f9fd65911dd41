//! What the sessions of the tree ask of a person: questions and permissions.

use crate::core::journal::Record;
use crate::core::port::effect::{Effect, Level, Variant};
use crate::core::session::root::{Cx, Root};
use crate::core::session::tasks::tree::Answer;
use crate::core::task::{Stage, Task};
use crate::core::values::ids::SessionId;
use crate::core::values::plain::one_line;
use crate::core::values::time::Span;

/// How long the command line has to answer a permission before it is rejected: it answers at once
/// what it knows of.
const ANSWERED_WITHIN: Span = Span::seconds(5);

/// A permission or question opened. Where nobody watches, the command line may answer it; what it
/// leaves unanswered in a session that the run is held for is rejected after a while, so that the
/// run ends. What OpenCode itself waits for is left to OpenCode.
pub(in crate::core) fn opened(
    root: &mut Root,
    cx: &mut Cx<'_>,
    session: &SessionId,
    ask: &str,
    title: &str,
    permission: bool,
) {
    let answer = if permission && root.headless && *session != root.id {
        let task = root.task_above(session);
        let task = task.and_then(|id| root.journal.ledger().task(&id));
        if !task.is_some_and(Task::is_active) {
            return;
        }
        Answer::Until(cx.now.plus(ANSWERED_WITHIN))
    } else {
        Answer::Person
    };
    root.tasks.tree.open(session, ask, one_line(title), answer);
    changed(root, cx, session);
}

/// A permission or question was answered. A refusal is the user's word, as an abort is, where
/// somebody watches: elsewhere a program refused it.
pub(in crate::core) fn closed(
    root: &mut Root,
    cx: &mut Cx<'_>,
    session: &SessionId,
    ask: &str,
    rejected: bool,
) {
    if rejected && !root.headless {
        root.refused(*session == root.id);
    }
    root.tasks.tree.close(session, ask);
    changed(root, cx, session);
}

/// Rejects permissions that nobody answered in time.
pub(super) fn reject_overdue(root: &mut Root, cx: &mut Cx<'_>) {
    for (session, ask) in root.tasks.tree.overdue(cx.now) {
        let text = format!("rejected a permission in {session} that nobody is there to grant");
        cx.log(Level::Warn, text);
        closed(root, cx, &session, &ask, true);
        cx.out.push(Effect::RejectPermission { session, ask });
    }
}

/// The permission that a task waits for may have changed.
fn changed(root: &mut Root, cx: &mut Cx<'_>, session: &SessionId) {
    let Some(task) = root
        .task_above(session)
        .and_then(|id| root.journal.ledger().task(&id))
        .filter(|task| task.stage == Stage::Running)
    else {
        return;
    };
    let child = task.launch.session.as_ref();
    let title = child.and_then(|child| root.tasks.tree.first_ask(child));
    if task.asking.as_deref() == title {
        return;
    }
    if let Some(title) = title.filter(|_| !root.headless) {
        let name = one_line(&task.launch.description);
        let message =
            format!("“{name}” is waiting for permission: {title}. Open its session to answer.");
        cx.notify(Variant::Warning, message);
    }
    let record = Record::Asking {
        task: task.id().clone(),
        title: title.map(str::to_owned),
    };
    root.record(cx, record);
}
