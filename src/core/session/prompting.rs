//! Automatic prompts: what they say, and when the one on its way is sent again or given up.

use crate::core::journal::PromptKind;
use crate::core::session::idle;
use crate::core::session::outbox::{Draft, Due};
use crate::core::session::root::{Cx, Root};
use crate::core::task::{Stage, Task};
use crate::core::texts::agent;
use crate::core::values::ids::{MessageId, PartId, TaskId};
use crate::core::values::todo::Todo;

/// Sends an automatic prompt to the idle session, or the one on its way once more.
pub(in crate::core) fn send(root: &mut Root, cx: &mut Cx<'_>, kind: PromptKind) {
    if !root.outbox.is_empty() {
        resend(root, cx);
        return;
    }
    let (Some((text, tasks)), Some(identity)) = (text_of(root, cx, kind), root.identity.clone())
    else {
        return;
    };
    let message = cx.ids.message(cx.now);
    let draft = draft(root, message, kind, tasks);
    begun(root, kind);
    root.outbox
        .send(cx, &mut root.journal, draft, text, identity);
}

/// Gives the parked message its text. None where there is nothing to say.
pub(in crate::core) fn fill(
    root: &mut Root,
    cx: &mut Cx<'_>,
    parked: &MessageId,
    kind: PromptKind,
) -> Option<String> {
    let (text, tasks) = text_of(root, cx, kind)?;
    let draft = draft(root, parked.clone(), kind, tasks);
    begun(root, kind);
    root.outbox.fill(cx, &mut root.journal, draft);
    Some(text)
}

fn draft(root: &Root, message: MessageId, kind: PromptKind, tasks: Vec<TaskId>) -> Draft {
    Draft {
        part: message.part(),
        message,
        kind,
        tasks,
        source: root.turn.newest(),
    }
}

fn begun(root: &mut Root, kind: PromptKind) {
    let change = root.journal.ledger().changes();
    root.bounds.prompted(kind, change);
    root.turn.stop_countdown();
}

/// The prompt has no answer yet.
fn resend(root: &mut Root, cx: &mut Cx<'_>) {
    match root.outbox.due(cx.now) {
        Due::Nothing => {}
        Due::Look => idle::inspect(root, cx),
        Due::Send => {
            let (text, identity) = (text_again(root, cx), root.identity.clone());
            if let (Some(text), Some(identity)) = (text, identity) {
                root.outbox.resend(cx, text, identity);
            }
        }
    }
}

/// Results that could not be delivered, or were held back, go along with the user's message.
pub(in crate::core) fn ride(
    root: &mut Root,
    cx: &mut Cx<'_>,
    message: &MessageId,
) -> Option<(PartId, String)> {
    if !root.outbox.is_taken() && !root.outbox.is_sought() {
        // It never got into the history.
        root.outbox.give_up(cx, &mut root.journal);
    }
    let may = root.journal.is_ours()
        && !root.journal.ledger().stopped
        && root.outbox.is_empty()
        && !may_settle(root);
    if !may || root.turn.held().is_some() {
        return None;
    }
    let (text, tasks) = text_of(root, cx, PromptKind::Results)?;
    let part = cx.ids.part(cx.now);
    let draft = Draft {
        part: part.clone(),
        ..draft(root, message.clone(), PromptKind::Results, tasks)
    };
    root.outbox.ride(cx, &mut root.journal, draft);
    Some((part, text))
}

/// The user spoke: a continuation that has no answer yet is moot.
pub(in crate::core) fn drop_continuation(root: &mut Root, cx: &mut Cx<'_>) {
    if root
        .outbox
        .kind()
        .is_some_and(|kind| kind != PromptKind::Results)
    {
        root.outbox.give_up(cx, &mut root.journal);
    }
}

/// A prompt that got no answer, and whose reason is gone by now, is given up.
pub(in crate::core) fn drop_stale(root: &mut Root, cx: &mut Cx<'_>) {
    let Some(kind) = root.outbox.kind() else {
        return;
    };
    if root.turn.held().is_some() || root.outbox.is_in_flight() {
        return;
    }
    // Results do not wait behind a prompt that gets no answer.
    let in_the_way = kind != PromptKind::Results
        && root.journal.ledger().owed_tasks().next().is_some()
        && !may_settle(root)
        && root.outbox.is_overdue(cx.now);
    if in_the_way || text_again(root, cx).is_none() {
        root.outbox.give_up(cx, &mut root.journal);
    }
}

/// Whether results were sent to the session while it was idle, and its turn has not shown
/// that it saw them: until then there is no other prompt. What OpenCode did not take is owed.
pub(in crate::core) fn results_on_their_way(root: &mut Root, cx: &mut Cx<'_>) -> bool {
    if root.outbox.kind() != Some(PromptKind::Results) {
        return false;
    }
    let taken = root.outbox.is_taken();
    if !taken {
        root.outbox.give_up(cx, &mut root.journal);
    }
    taken
}

/// The text of an automatic prompt and the tasks whose results it holds.
fn text_of(root: &Root, cx: &Cx<'_>, kind: PromptKind) -> Option<(String, Vec<TaskId>)> {
    let ledger = root.journal.ledger();
    let active = ledger.active_count() > 0;
    match kind {
        PromptKind::Results => {
            let owed: Vec<&Task> = ledger.owed_tasks().collect();
            let ids = owed.iter().map(|task| task.id().clone()).collect();
            Some((results_text(root, cx, &owed)?, ids))
        }
        PromptKind::Todos => {
            let open: Vec<&Todo> = root.todos.iter().filter(|todo| todo.is_open()).collect();
            (!open.is_empty()).then(|| (agent::todos(&open), Vec::new()))
        }
        PromptKind::WhileActive => active.then(|| (agent::while_active(ledger), Vec::new())),
        PromptKind::HaltedQueue => {
            (active && ledger.halted.is_some()).then(|| (agent::halted_queue(ledger), Vec::new()))
        }
    }
}

/// What the prompt on its way says when it is sent again; none where it has nothing to say any
/// more, as when the agent has read all its results by itself.
fn text_again(root: &Root, cx: &Cx<'_>) -> Option<String> {
    let kind = root.outbox.kind()?;
    if kind != PromptKind::Results {
        return text_of(root, cx, kind).map(|(text, _)| text);
    }
    let sent = root.journal.ledger().sent_in(root.outbox.message()?);
    results_text(root, cx, &sent.collect::<Vec<&Task>>())
}

fn results_text(root: &Root, cx: &Cx<'_>, tasks: &[&Task]) -> Option<String> {
    let (ledger, chars) = (root.journal.ledger(), cx.config.tasks.result_chars);
    (!tasks.is_empty()).then(|| agent::results(ledger, tasks, chars, cx.now))
}

/// Whether tasks may end by themselves: those that wait in a stopped queue do not.
fn may_settle(root: &Root) -> bool {
    let halted = root.journal.ledger().halted.is_some();
    let mut active = root.journal.ledger().active_tasks();
    active.any(|task| !halted || task.stage == Stage::Running)
}
