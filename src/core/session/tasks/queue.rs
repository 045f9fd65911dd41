//! The queue: launches and slots.

use crate::core::journal::Record;
use crate::core::session::root::{Cx, Root};
use crate::core::session::tasks::start;
use crate::core::task::{Launch, Model, Task};
use crate::core::texts::agent;
use crate::core::values::ids::TaskId;
use crate::core::values::time::Span;

/// Tasks of one session that may be pending or running: more than these are a mistake.
const ACTIVE_MAX: usize = 2000;

/// Puts a task into the queue, or says why not. It takes a slot as soon as one is free. The one
/// way in: a child session has at most one active task, and what an agent launches counts.
pub(in crate::core) fn launch(
    root: &mut Root,
    cx: &mut Cx<'_>,
    launch: Launch,
    by_agent: bool,
) -> Result<TaskId, String> {
    let ledger = root.journal.ledger();
    if ledger.active_count() >= ACTIVE_MAX {
        return Err(agent::too_many_tasks(ACTIVE_MAX));
    }
    let session = launch.session.as_ref();
    if let Some(other) = session.and_then(|session| ledger.active_in(session)) {
        return Err(agent::session_taken(other));
    }
    let id = launch.task.clone();
    root.record(cx, Record::Launched(launch));
    if by_agent {
        root.bounds.launched();
        delay(root, cx, &id);
    }
    start_pending(root, cx);
    Ok(id)
}

/// Work that failed twice waits a little before it is tried once more.
fn delay(root: &mut Root, cx: &Cx<'_>, id: &TaskId) {
    let Some(task) = root.journal.ledger().task(id) else {
        return;
    };
    let failures = root.bounds.failures_of(&work_of(root, task));
    if failures >= 2 {
        let pause = cx.config.continuation.cooldown.0.saturating_mul(2);
        root.tasks.delay(id, cx.now.plus(Span(pause)));
    }
}

/// Gives free slots to pending tasks, first come, first served.
pub(in crate::core) fn start_pending(root: &mut Root, cx: &mut Cx<'_>) {
    // Another process's tasks are in the ledger as well.
    if !root.journal.is_ours() || root.journal.ledger().halted.is_some() {
        return;
    }
    while let Some(id) = next_to_start(root, cx) {
        root.tasks.takes_slot(&id);
        root.record(cx, Record::Started { task: id.clone() });
        start::bring_up(root, cx, &id);
    }
}

fn next_to_start(root: &Root, cx: &Cx<'_>) -> Option<TaskId> {
    let slots = |key: &str| cx.config.tasks.concurrency.slots(key);
    let is_delayed = |id: &TaskId| root.tasks.is_delayed(id, cx.now);
    let next = root.journal.ledger().next_to_start(slots, is_delayed)?;
    Some(next.id().clone())
}

/// What tells a piece of work from another, however often it is launched: what the first of its
/// tasks was told.
pub(in crate::core) fn work_of(root: &Root, task: &Task) -> String {
    let mut first = task;
    // Each goes on from an earlier one; the bound is against a circle in what was written.
    for _ in 0..64 {
        let before = first.launch.follows.as_ref();
        match before.and_then(|before| root.journal.ledger().task(&before.task)) {
            Some(before) => first = before,
            None => break,
        }
    }
    format!("{} {}", first.launch.agent, first.launch.prompt)
}

/// Lets a halted queue go on.
pub(in crate::core) fn lift(root: &mut Root, cx: &mut Cx<'_>) {
    if root.journal.ledger().halted.is_some() {
        root.record(cx, Record::Lifted);
        root.bounds.progress();
    }
    start_pending(root, cx);
}

/// A stopped queue in which nothing waits stops nothing: once its agent has been told, new tasks
/// run.
pub(in crate::core) fn lift_when_moot(root: &mut Root, cx: &mut Cx<'_>) {
    let ledger = root.journal.ledger();
    let is_owed = |id: &TaskId| ledger.task(id).is_some_and(Task::is_owed);
    let told = ledger.halted.as_ref().is_some_and(|id| !is_owed(id));
    if told && ledger.pending_count() == 0 {
        root.record(cx, Record::Lifted);
    }
}

/// The agent's own model, or else the parent's present one.
pub(in crate::core) fn model_for(
    root: &Root,
    cx: &Cx<'_>,
    agent: &str,
) -> (Option<Model>, Option<String>) {
    let mut agents = cx.agents.iter();
    let known = agents.find(|known| known.name == agent);
    let own = known.and_then(|known| known.model.clone());
    match (own, &root.identity) {
        (Some(model), _) => (Some(model), None),
        (None, Some(identity)) => (Some(identity.model.clone()), identity.variant.clone()),
        (None, None) => (None, None),
    }
}
