//! Every way to a terminal state.

use crate::core::config::OnFailure;
use crate::core::journal::Record;
use crate::core::port::effect::{Effect, Level, Variant};
use crate::core::session::pending::AbortFor;
use crate::core::session::root::{Cx, Root};
use crate::core::session::tasks::{inspect, news, queue};
use crate::core::task::{Outcome, Stage, Task};
use crate::core::texts::people;
use crate::core::values::ids::{SessionId, TaskId};

/// Bytes of a result that are kept; a longer one loses its beginning, since conclusions are last.
const RESULT_BYTES_MAX: usize = 256 * 1024;

/// How a task ends.
#[derive(Clone, Debug)]
pub(in crate::core) struct End {
    pub(in crate::core) outcome: Outcome,
    /// What it has said.
    pub(in crate::core) result: String,
    /// Why it failed.
    pub(in crate::core) error: Option<String>,
}

/// Ends a task that came to nothing.
pub(super) fn fail(root: &mut Root, cx: &mut Cx<'_>, id: &TaskId, error: String) {
    let failed = End {
        outcome: Outcome::Failed,
        result: String::new(),
        error: Some(error),
    };
    end(root, cx, id, failed, Vec::new());
}

/// Ends a task of which nothing is known but that its process died.
pub(super) fn interrupt(root: &mut Root, cx: &mut Cx<'_>, id: &TaskId) {
    let interrupted = End {
        outcome: Outcome::Interrupted,
        result: String::new(),
        error: None,
    };
    end(root, cx, id, interrupted, Vec::new());
}

/// Ends a task: the terminal state, the slot, the record and the owed delivery change in one step.
/// A task that has ended stays as it ended.
pub(super) fn end(root: &mut Root, cx: &mut Cx<'_>, id: &TaskId, end: End, leftovers: Vec<String>) {
    let task = root.journal.ledger().task(id);
    let Some(task) = task.filter(|task| task.is_active()) else {
        return;
    };
    let native = task.is_native();
    let work = queue::work_of(root, task);
    let outcome = end.outcome;
    news::write_activity(root, cx, id);
    let record = Record::Ended {
        task: id.clone(),
        outcome,
        result: keep_tail(end.result, RESULT_BYTES_MAX),
        error: end.error,
        leftovers,
    };
    root.record(cx, record);
    root.tasks.end(id);
    match outcome {
        Outcome::Completed => {
            root.bounds.progress();
            root.bounds.work_ended(work, false);
        }
        Outcome::Failed => root.bounds.work_ended(work, true),
        Outcome::Cancelled | Outcome::Interrupted => {}
    }
    root.outbox.try_again(cx.now);
    let status = Stage::Ended(outcome).status();
    cx.log(Level::Info, format!("{id} {status}"));
    if native {
        root.tasks.native_ended(cx.now);
    } else if outcome == Outcome::Failed {
        failed(root, cx, id);
    }
    queue::start_pending(root, cx);
}

/// What follows from a failure: the exit code of a run, a stopped queue.
fn failed(root: &mut Root, cx: &mut Cx<'_>, id: &TaskId) {
    if root.headless && cx.config.hold.exit_code_on_failure > 0 {
        cx.out.push(Effect::ExitCode {
            code: cx.config.hold.exit_code_on_failure,
        });
    }
    let ledger = root.journal.ledger();
    let waiting = ledger.pending_count();
    let goes_on = cx.config.tasks.on_failure == OnFailure::Continue;
    if goes_on || waiting == 0 || ledger.halted.is_some() {
        return;
    }
    root.record(cx, Record::Halted { task: id.clone() });
    let reason = people::halted(root.journal.ledger().task(id));
    let short = reason.trim_end_matches('.');
    let message = format!("{short}. {waiting} waiting; the agent decides.");
    cx.notify(Variant::Warning, message);
    cx.log(Level::Warn, reason);
}

/// Cancels a task: at once while it is queued, as soon as its child session has stopped while it
/// runs.
pub(in crate::core) fn cancel(root: &mut Root, cx: &mut Cx<'_>, id: &TaskId) {
    stop(root, cx, id, Outcome::Cancelled, None);
}

/// Cancels every active task of ours; returns their ids. OpenCode's own subagents are stopped in
/// their own sessions, as when one is cancelled by its id.
pub(in crate::core) fn cancel_all(root: &mut Root, cx: &mut Cx<'_>) -> Vec<TaskId> {
    let ledger = root.journal.ledger();
    let ours: Vec<&Task> = ledger
        .active_tasks()
        .filter(|task| !task.is_native())
        .filter(|task| !ledger.stopping.contains_key(task.id()))
        .collect();
    let ids = ours.iter().map(|task| task.id().clone()).collect();
    // Pending ones first, so that no slot freed here starts one that is to be cancelled.
    let (pending, running): (Vec<&Task>, Vec<&Task>) = ours
        .into_iter()
        .partition(|task| task.stage == Stage::Pending);
    let in_order = pending.into_iter().rev().chain(running);
    let in_order: Vec<TaskId> = in_order.map(|task| task.id().clone()).collect();
    for id in &in_order {
        cancel(root, cx, id);
    }
    ids
}

/// What is said of OpenCode's own subagents where all tasks are cancelled: nothing if none runs.
pub(in crate::core) fn natives_go_on(root: &Root) -> &'static str {
    if root.journal.ledger().active_tasks().any(Task::is_native) {
        " OpenCode's own subagents go on; stop them in their own sessions."
    } else {
        ""
    }
}

/// Ends a task as soon as its child session has stopped: request, confirmation, fallback.
pub(super) fn stop(
    root: &mut Root,
    cx: &mut Cx<'_>,
    id: &TaskId,
    outcome: Outcome,
    error: Option<String>,
) {
    let ledger = root.journal.ledger();
    let Some(task) = ledger.task(id).filter(|task| task.is_active()) else {
        return;
    };
    if task.stage == Stage::Pending {
        let stopped = End {
            outcome,
            result: String::new(),
            error,
        };
        end(root, cx, id, stopped, Vec::new());
        return;
    }
    if ledger.stopping.contains_key(id) {
        return;
    }
    let record = Record::Stopping {
        task: id.clone(),
        outcome,
        error,
    };
    root.record(cx, record);
    stop_session(root, cx, id);
}

/// Has the session of a task that is to stop stopped.
pub(super) fn stop_session(root: &mut Root, cx: &mut Cx<'_>, id: &TaskId) {
    if let Some(live) = root.tasks.live_mut(id) {
        live.stop(cx.now);
    }
    abort(root, cx, id);
}

pub(super) fn abort(root: &Root, cx: &mut Cx<'_>, id: &TaskId) {
    if let Some(session) = root.session_of(id) {
        let effect = cx.expect(&root.id, AbortFor::Child(id.clone()));
        cx.out.push(Effect::Abort { effect, session });
    }
}

/// OpenCode has aborted a task's session, or could not.
pub(in crate::core) fn aborted(
    root: &mut Root,
    cx: &mut Cx<'_>,
    id: &TaskId,
    result: Result<(), String>,
) {
    let session = root.session_of(id);
    match session.filter(|session| root.tasks.tree.is_deleted(session)) {
        // Nothing can be read of it any more.
        Some(session) if result.is_ok() => {
            finish_stopping(root, cx, id, "");
            root.forget_session(cx, &session);
        }
        Some(_) => {}
        None => inspect::inspect(root, cx, id),
    }
}

/// The child session of a task that was to stop has stopped.
pub(super) fn finish_stopping(root: &mut Root, cx: &mut Cx<'_>, id: &TaskId, said: &str) {
    let how = root.journal.ledger().stopping.get(id).cloned();
    if let Some((outcome, error)) = how {
        let stopped = End {
            outcome,
            result: said.to_owned(),
            error,
        };
        end(root, cx, id, stopped, Vec::new());
    }
}

/// Aborts the sessions of the tree that work: the root was deleted.
pub(in crate::core) fn abort_tree(root: &Root, cx: &mut Cx<'_>) {
    let active = root.journal.ledger().active_tasks();
    let tasks = active.filter_map(|task| task.launch.session.as_ref());
    let busy = root.tasks.tree.busy().filter(|id| **id != root.id);
    let mut sessions: Vec<SessionId> = tasks.chain(busy).cloned().collect();
    sessions.sort();
    sessions.dedup();
    for session in sessions {
        abort_deleted(root, cx, session);
    }
}

/// Aborts a session that was deleted, or one below it.
pub(super) fn abort_deleted(root: &Root, cx: &mut Cx<'_>, session: SessionId) {
    let effect = cx.expect(&root.id, AbortFor::Nobody);
    cx.out.push(Effect::Abort { effect, session });
}

fn keep_tail(text: String, bytes: usize) -> String {
    if text.len() <= bytes {
        return text;
    }
    let from = (text.len().saturating_sub(bytes)..text.len()).find(|at| text.is_char_boundary(*at));
    let tail = from.and_then(|from| text.get(from..)).unwrap_or_default();
    format!(
        "[The beginning was left out: the result had {} bytes.]\n{tail}",
        text.len()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_huge_result_keeps_its_end() {
        let text = keep_tail("ä".repeat(10), 7);
        assert!(text.ends_with("\näää"), "{text}");
        assert_eq!(keep_tail("short".into(), 7), "short");
    }
}
