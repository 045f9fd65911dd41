//! Whether the session works or is idle: what events say of it, and what OpenCode answers when it
//! is asked.

use crate::core::journal::PromptKind;
use crate::core::port::effect::{Effect, Level};
use crate::core::port::event::Transcript;
use crate::core::session::conversation;
use crate::core::session::pending::InspectFor;
use crate::core::session::root::{Cx, Root};
use crate::core::session::situation;
use crate::core::session::tasks::look::RECONCILE_EVERY;
use crate::core::session::turn::Idled;
use crate::core::values::time::{Span, Time};

/// How often a prompt that is not there is looked for.
const SEEK_EVERY: Span = Span(100);

/// An event says that the session works.
pub(in crate::core) fn busy(root: &mut Root) {
    if root.turn.busy() {
        root.bounds.turn_begins();
    }
}

/// An event says that the session is idle.
pub(in crate::core) fn idle(root: &mut Root, cx: &mut Cx<'_>) {
    match root.turn.idle(cx.now) {
        Idled::InHook => {}
        Idled::Again => {
            let countdown = cx.config.continuation.countdown;
            if root.turn.stopped_by_idle(cx.now, countdown) {
                root.bounds.hushes();
            }
        }
        Idled::Ended => {
            root.bounds.turn_ended_if_well(root.turn.assistant());
            if situation::has_business(root) {
                inspect(root, cx);
            }
        }
    }
}

/// Asks OpenCode for the state of the session.
pub(in crate::core) fn inspect(root: &mut Root, cx: &mut Cx<'_>) {
    if root.turn.asks() {
        let effect = cx.expect(&root.id, InspectFor::Root);
        cx.out.push(Effect::Inspect {
            effect,
            session: root.id.clone(),
        });
    }
}

/// OpenCode has told the state of the session, or could not.
pub(in crate::core) fn inspected(
    root: &mut Root,
    cx: &mut Cx<'_>,
    transcript: Result<Transcript, String>,
) {
    // A look before a prompt is sent again is about its answer. A turn that has not ended by then
    // may be another process's.
    let is_look = root.outbox.looked();
    let known_for = root.turn.asked(cx.now);
    let transcript = match transcript {
        Ok(transcript) => transcript,
        Err(error) => {
            let words = format!("{} could not be inspected: {error}", root.id);
            cx.log(Level::Warn, words);
            root.turn.not_inspected(cx.now);
            let found = root.outbox.not_found(cx.now);
            count_found(root, found);
            return;
        }
    };
    if root.identity.is_none() {
        // After a restart: nobody has written here since.
        root.identity = transcript.identity;
    }
    let (status, last) = (&transcript.status, transcript.assistant.as_ref());
    if root
        .turn
        .inspected(cx.now, status, last, known_for, is_look)
    {
        conversation::broken_off(root, cx);
    }
    conversation::todos_updated(root, transcript.todos);
    let found = root
        .outbox
        .find(cx, &mut root.journal, &transcript.messages);
    count_found(root, found);
    if let Some(assistant) = transcript.assistant {
        conversation::assistant_seen(root, cx, assistant);
    }
}

/// A prompt of a process that is gone was found: what that process had counted is gone with it, but
/// for this.
fn count_found(root: &mut Root, found: Option<PromptKind>) {
    if let Some(kind) = found {
        root.bounds.prompted(kind, root.journal.ledger().changes());
    }
}

/// When a prompt that was on its way is looked for once more.
pub(in crate::core) fn seek_at(root: &Root) -> Option<Time> {
    let seeks = root.outbox.is_sought() && !root.turn.is_asking();
    seeks.then(|| root.turn.checked().plus(SEEK_EVERY))
}

/// When OpenCode is asked what a session does that is said to work: its idle event may be lost.
pub(in crate::core) fn reconcile_at(root: &Root) -> Option<Time> {
    let watched = root.turn.is_working() && situation::has_business(root);
    watched.then(|| root.turn.checked().plus(RECONCILE_EVERY))
}

/// Asks OpenCode for the truth where an event may have been lost.
pub(in crate::core) fn reconcile(root: &mut Root, cx: &mut Cx<'_>) {
    let due = |at: Option<Time>| at.is_some_and(|at| cx.now >= at);
    if due(root.turn.recheck_at()) || due(seek_at(root)) || due(reconcile_at(root)) {
        inspect(root, cx);
    }
}
