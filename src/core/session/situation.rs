//! The situation that a decision is about, as the parts of the session tell it.

use serde_json::Value;

use crate::core::config::HoldMode;
use crate::core::session::decision::{Moment, Owed, Sent, Silence, Situation};
use crate::core::session::outbox::Outbox;
use crate::core::session::root::{Cx, Root};
use crate::core::task::{Outcome, Stage, Task};
use crate::core::texts::question;
use crate::core::values::todo::Todo;

/// Whether the session could be forgotten without losing anything.
pub(in crate::core) fn is_spare(root: &Root) -> bool {
    root.turn.is_idle() && !has_business(root)
}

/// Whether there is anything that a decision could be about.
pub(in crate::core) fn has_business(root: &Root) -> bool {
    !root.outbox.is_empty()
        || root.journal.ledger().active_count() > 0
        || root.journal.ledger().owed_tasks().next().is_some()
        || root.todos.iter().any(Todo::is_open)
}

/// All that the decision looks at, as it is now.
pub(in crate::core) fn of(root: &Root, cx: &Cx<'_>) -> Situation {
    let options = &cx.config.continuation;
    let (ledger, held) = (root.journal.ledger(), root.turn.held());
    let active = ledger.active_count();
    let newest = root.turn.assistant();
    let text = newest.map_or("", |assistant| assistant.text.as_str());
    Situation {
        ours: !root.journal.is_foreign(),
        silence: silence(root),
        asking: root.tasks.tree.asks_a_person(),
        setback: root.bounds.setback(),
        failures: root.bounds.failures(),
        compacting: root.turn.is_compacting(),
        at: moment(root, cx),
        // A parked message has its identity already.
        identified: root.identity.is_some() || held.is_some_and(|step| step.parked.is_some()),
        owed: owed(root),
        halted: ledger.halted.is_some(),
        running: ledger.running_tasks().count(),
        deliver: cx.config.tasks.deliver,
        holds: holds(root, cx),
        headless: root.headless,
        hold_expired: root.bounds.is_hold_expired() || hold_expires(root, cx),
        while_active: options.while_active,
        active_changed: active > 0 && !root.bounds.is_active_prompted(ledger.changes()),
        active: active.saturating_add(usize::from(root.tasks.expects_native(cx.now))),
        open_todos: root.todos.iter().filter(|todo| todo.is_open()).count(),
        refused_below: root.bounds.is_refused_below(),
        todos_on: options.todos,
        agent_may: agent_may(root, cx),
        text_asks: options.wait_on_questions && !root.headless && question::asks_user(text),
        quiet: root.bounds.is_quiet(),
        hushed: root.bounds.is_hushed(),
        bound: root.bounds.bound(options, root.headless),
    }
}

fn silence(root: &Root) -> Option<Silence> {
    if root.journal.ledger().stopped {
        return Some(Silence::Stopped);
    }
    let reverted = root.turn.is_reverted() && root.turn.held().is_none();
    root.bounds
        .silence()
        .or(reverted.then_some(Silence::Reverted))
}

fn moment(root: &Root, cx: &Cx<'_>) -> Moment {
    if root.turn.held().is_some() {
        return Moment::Step;
    }
    let sent = match root.outbox.is_empty() {
        true => Sent::Nothing,
        false if root.outbox.is_not_taken(cx.now) => Sent::NotTaken,
        false => Sent::Unanswered,
    };
    let newest = root.turn.assistant().map(|assistant| &assistant.id);
    Moment::Idle {
        sent,
        followed: Outbox::followed(root.journal.ledger(), newest),
        countdown: root.turn.countdown(),
    }
}

fn owed(root: &Root) -> Owed {
    let ledger = root.journal.ledger();
    let owed: Vec<&Task> = ledger.owed_tasks().collect();
    let stopped_by = ledger.halted.as_ref();
    if stopped_by.is_some_and(|id| owed.iter().any(|task| task.id() == id)) {
        Owed::Halt
    } else if owed.iter().any(|task| is_news(root, task)) {
        Owed::Results
    } else {
        Owed::Nothing
    }
}

fn hold_expires(root: &Root, cx: &Cx<'_>) -> bool {
    let since = root.turn.held().map(|step| step.since);
    let limits = cx.config.hold.max.zip(since);
    limits.is_some_and(|(max, since)| cx.now.since(since) >= max)
}

/// Whether a result is worth a turn of its own. Who watches and cancels a task knows of it: it
/// goes along with the next message.
fn is_news(root: &Root, task: &Task) -> bool {
    root.headless || task.stage != Stage::Ended(Outcome::Cancelled)
}

/// Whether the agent that speaks in this session may be continued on account of its todos.
fn agent_may(root: &Root, cx: &Cx<'_>) -> bool {
    root.identity.as_ref().is_none_or(|identity| {
        let skipped = cx.config.continuation.skip_agents.contains(&identity.agent);
        let edits = cx
            .agents
            .iter()
            .find(|agent| agent.name == identity.agent)
            .is_none_or(|agent| agent.edits);
        let denied = identity.rest.get("tools").is_some_and(|tools| {
            ["edit", "write"]
                .iter()
                .any(|tool| tools.get(*tool) == Some(&Value::Bool(false)))
        });
        !skipped && edits && !denied
    })
}

/// Whether the session's turn may be kept open.
fn holds(root: &Root, cx: &Cx<'_>) -> bool {
    match cx.config.hold.mode {
        HoldMode::Auto => root.headless,
        HoldMode::Always => true,
        HoldMode::Never => false,
    }
}
