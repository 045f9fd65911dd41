//! What OpenCode tells of the sessions below the root.

use crate::core::journal::Record;
use crate::core::port::event::ToolUpdate;
use crate::core::session::root::{Cx, Root};
use crate::core::session::tasks::live::Live;
use crate::core::session::tasks::signs::Heard;
use crate::core::session::tasks::{end, inspect};
use crate::core::task::activity::Retry;
use crate::core::task::{Launch, Origin, Outcome, Stage};
use crate::core::values::ids::{MessageId, SessionId, TaskId};
use crate::core::values::time::Span;
use crate::core::values::trouble::{Class, Trouble};

/// OpenCode pauses no longer than half of this between tries by itself: a longer pause is one that
/// the provider named, as for a quota that is reset at a certain time.
const OWN_PAUSE_MAX: Span = Span::seconds(60);

/// The running task whose own session this is.
fn running_in(root: &Root, session: &SessionId) -> Option<TaskId> {
    let task = root.journal.ledger().task_in(session)?;
    (task.stage == Stage::Running).then(|| task.id().clone())
}

/// A session works.
pub(in crate::core) fn busy(root: &mut Root, cx: &mut Cx<'_>, session: &SessionId) {
    let again = root.tasks.tree.works(session);
    if let Some(id) = running_in(root, session)
        && let Some(live) = root.tasks.live_mut(&id)
    {
        live.works(again, cx.now);
    }
}

/// A session stopped working.
pub(in crate::core) fn idle(root: &mut Root, cx: &mut Cx<'_>, session: &SessionId) {
    root.tasks.tree.rests(session);
    // Where a session below a task's own became quiet, the task may be complete by that.
    if let Some(id) = running_in(root, session).or_else(|| root.task_above(session)) {
        inspect::inspect(root, cx, &id);
    }
}

/// A session's turn ended in an error.
pub(in crate::core) fn failed(
    root: &mut Root,
    cx: &mut Cx<'_>,
    session: &SessionId,
    trouble: &Trouble,
) {
    let Some(id) = running_in(root, session) else {
        return;
    };
    let live = root.tasks.live(&id);
    match trouble.class() {
        // An abort may be followed by a new prompt, an overflow by a compaction.
        Class::Aborted | Class::Overflow => inspect::inspect(root, cx, &id),
        // What failed before a word that is on its way is over by that.
        Class::Permanent | Class::Retryable
            if live.is_some_and(|live| live.is_stopping() || live.is_steering()) =>
        {
            inspect::inspect(root, cx, &id);
        }
        Class::Permanent | Class::Retryable => end::fail(root, cx, &id, trouble.words()),
    }
}

/// A session waits for its provider.
pub(in crate::core) fn retrying(
    root: &mut Root,
    cx: &mut Cx<'_>,
    session: &SessionId,
    retry: Retry,
    message: &str,
) {
    let Some(id) = running_in(root, session) else {
        return;
    };
    let limit = cx.config.tasks.retry_limit;
    let attempt = retry.attempt;
    let pause = retry.next.map(|next| next.since(cx.now));
    let named = pause.is_some_and(|pause| pause > OWN_PAUSE_MAX);
    if attempt > limit && !named {
        let error = format!(
            "The provider was asked {attempt} times without success, more than \
             tasks.retryLimit ({limit}) allows. It said: {message}"
        );
        end::stop(root, cx, &id, Outcome::Failed, Some(error));
    } else if let Some(live) = root.tasks.live_mut(&id) {
        let next = pause.map_or_else(String::new, |pause| {
            format!(", next try in {}", pause.human())
        });
        let note = format!("provider retry {attempt}{next}");
        live.retries(retry, &note, message, cx.now);
        write_due_activity(root, cx, &id);
    }
}

/// A message of a session's agent is known.
pub(in crate::core) fn heard(
    root: &mut Root,
    cx: &mut Cx<'_>,
    session: &SessionId,
    message: &MessageId,
    heard: Heard<'_>,
) {
    if let Some(id) = running_in(root, session)
        && let Some(live) = root.tasks.live_mut(&id)
    {
        live.hears(message, heard, cx.now);
        write_due_activity(root, cx, &id);
    }
}

/// A model step in a session ended.
pub(in crate::core) fn stepped(
    root: &mut Root,
    cx: &mut Cx<'_>,
    session: &SessionId,
    tokens: u64,
    cost: f64,
) {
    if let Some(id) = root.task_above(session)
        && let Some(live) = root.tasks.live_mut(&id)
    {
        live.steps(tokens, cost, cx.now);
        write_due_activity(root, cx, &id);
    }
}

/// A tool call in a session began or ended.
pub(in crate::core) fn tool(root: &mut Root, cx: &mut Cx<'_>, update: &ToolUpdate) {
    if let Some(id) = root.task_above(&update.session)
        && let Some(live) = root.tasks.live_mut(&id)
    {
        live.calls(update, cx.now);
        write_due_activity(root, cx, &id);
    }
}

/// Writes a task's activity, where it has changed and may be written again.
pub(super) fn write_due_activity(root: &mut Root, cx: &mut Cx<'_>, id: &TaskId) {
    let live = root.tasks.live(id);
    if live.is_some_and(|live| live.is_unwritten(cx.now)) {
        write_activity(root, cx, id);
    }
}

/// Writes a task's activity, where it has changed.
pub(super) fn write_activity(root: &mut Root, cx: &mut Cx<'_>, id: &TaskId) {
    let Some(live) = root.tasks.live_mut(id) else {
        return;
    };
    let activity = live.write(cx.now);
    let task = root.journal.ledger().task(id);
    if task.is_some_and(|task| task.activity != activity) {
        let task = id.clone();
        root.record(cx, Record::Active { task, activity });
    }
}

/// A tool call of the root started a native background subagent: it is watched from now on.
pub(in crate::core) fn native_seen(root: &mut Root, cx: &mut Cx<'_>, update: &ToolUpdate) {
    let Some(native) = &update.native else { return };
    let ledger = root.journal.ledger();
    if !root.journal.is_open() || ledger.task_in(&native.session).is_some() {
        return;
    }
    let task = cx.ids.task(|id| ledger.is_taken(id));
    let (parent, session) = (root.id.clone(), native.session.clone());
    root.add_node(cx, &session, &parent);
    root.tasks.tree.works(&session);
    let launch = Launch {
        task: task.clone(),
        description: native.description.clone(),
        prompt: native.prompt.clone(),
        agent: native.agent.clone(),
        model: None,
        variant: None,
        call: Some(update.call.clone()),
        origin: Origin::Native,
        caller: None,
        follows: None,
        session: Some(session),
    };
    root.record(cx, Record::Launched(launch));
    root.tasks.start(&task, Live::watched(cx.now));
}

/// A session below the root was deleted. Its loop goes on all the same until it is aborted: only
/// then is a task's slot free.
pub(in crate::core) fn deleted(root: &mut Root, cx: &mut Cx<'_>, session: &SessionId) {
    let Some(id) = running_in(root, session) else {
        if root.tasks.tree.is_busy(session) {
            end::abort_deleted(root, cx, session.clone());
        }
        root.forget_session(cx, session);
        return;
    };
    root.tasks.tree.delete(session);
    if root.tasks.is_stopping(&id) {
        end::abort(root, cx, &id);
    } else {
        let error = Some("Its session was deleted.".to_owned());
        end::stop(root, cx, &id, Outcome::Cancelled, error);
    }
}
