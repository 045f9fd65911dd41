//! The situation that a decision is about, as the parts of the session tell it.

use serde_json::Value;

use crate::core::config::HoldMode;
use crate::core::session::decision::Situation;
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
    let owed: Vec<&Task> = root.journal.ledger().owed_tasks().collect();
    let halted = root.journal.ledger().halted.is_some();
    let active = root.journal.ledger().active_count();
    let since = root.turn.held().map(|step| step.since);
    let idle = root.turn.held().is_none();
    let source = root.turn.assistant().map(|assistant| &assistant.id);
    let text = root
        .turn
        .assistant()
        .map_or("", |assistant| assistant.text.as_str());
    Situation {
        ours: !root.journal.is_foreign(),
        stopped: root.journal.ledger().stopped,
        aborted: root.bounds.aborted,
        refused: root.bounds.refused,
        refused_below: root.bounds.refused_below,
        reverted: root.turn.is_reverted() && root.turn.held().is_none(),
        quiet: root.bounds.quiet,
        asking: root.tasks.tree.asks_a_person(),
        trouble: root.bounds.trouble,
        backoff_until: root.bounds.backoff_until,
        failures: root.bounds.failures,
        compacting: root.turn.is_compacting(),
        idle,
        // In a step, a prompt on its way is being answered; at idle it may need another push.
        unanswered: idle && !root.outbox.is_empty(),
        answered: idle && Outbox::followed(root.journal.ledger(), source),
        // A parked message has its identity already.
        identified: root.identity.is_some()
            || root.turn.held().is_some_and(|step| step.parked.is_some()),
        owed: owed.iter().filter(|task| is_news(root, task)).count(),
        halt_owed: halted
            && owed
                .iter()
                .any(|task| Some(task.id()) == root.journal.ledger().halted.as_ref()),
        halted,
        running: root.journal.ledger().running_tasks().count(),
        deliver: cx.config.tasks.deliver,
        holds: holds(root, cx),
        headless: root.headless,
        hold_expired: root.expired
            || matches!((cx.config.hold.max, since), (Some(max), Some(since)) if cx.now.since(since) >= max),
        while_active: options.while_active,
        active_changed: active > 0 && root.active_prompted != Some(root.journal.ledger().changes()),
        active: active.saturating_add(usize::from(root.tasks.expects_native(cx.now))),
        open_todos: root.todos.iter().filter(|todo| todo.is_open()).count(),
        todos_on: options.todos,
        agent_may: agent_may(root, cx),
        text_asks: options.wait_on_questions && !root.headless && question::asks_user(text),
        stagnant: root.bounds.is_stagnant(options),
        no_work: !root.headless && root.bounds.did_no_work(),
        not_taken: root.outbox.is_not_taken(cx.now),
        exhausted: root.bounds.is_exhausted(options),
        same_failure: root.bounds.same_failure(),
        hushed: root.bounds.hushed,
        countdown_until: root.turn.countdown(),
    }
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
