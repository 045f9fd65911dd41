//! The hook before each model call: a step waits in it until there is something to say.

use crate::core::port::effect::{Effect, Fill, Level, Parked, Variant};
use crate::core::port::event::{Assistant, Identity, NewestUser};
use crate::core::session::conversation;
use crate::core::session::fuse::STEPS_MAX;
use crate::core::session::idle;
use crate::core::session::root::{Cx, Root};
use crate::core::session::turn::Step;
use crate::core::texts::people;
use crate::core::values::ids::CallId;

/// The model is about to be asked: the decision at the end of this event says what becomes of it.
pub(in crate::core) fn started(
    root: &mut Root,
    cx: &mut Cx<'_>,
    call: CallId,
    user: NewestUser,
    identity: Option<Identity>,
    assistant: Option<Assistant>,
) {
    if root.turn.held().is_some() && assistant.is_none() {
        // The request for a title runs the hook beside the first step's, and is about the
        // session's first message.
        if let Some(identity) = identity.filter(|_| root.turn.is_newer(&user.id)) {
            root.identity = Some(identity);
            root.turn.answers(user.id);
        }
        release(root, cx, call, None, None);
        return;
    }
    idle::busy(root);
    root.bounds.turn_begins();
    root.turn.goes_on();
    let compacting = root.turn.is_compacting();
    let begun = root.turn.assistant();
    let parked = root.fuse.answered_by(&user, begun);
    // A compaction's own step parks nothing and comes once.
    if !compacting && root.fuse.step(assistant.as_ref(), begun) {
        let notice = people::fuse_blown(STEPS_MAX);
        cx.log(Level::Error, notice.clone());
        cx.notify(Variant::Error, notice);
    }
    if parked.is_none() && !user.id.is_ours() {
        root.turn.answers(user.id);
    }
    if let Some(identity) = identity {
        root.identity = Some(identity);
    }
    let over = parked.is_some() && assistant.as_ref().is_some_and(Assistant::is_final);
    let after = assistant.as_ref().map(|assistant| assistant.id.clone());
    if let Some(assistant) = assistant {
        conversation::assistant_seen(root, cx, assistant);
    }
    if root.turn.is_compacting() {
        release(root, cx, call, None, None);
        return;
    }
    if over {
        root.bounds.turn_ended();
    }
    abandon(root, cx);
    root.turn.hold(Step {
        call,
        parked,
        over,
        after,
        since: cx.now,
        spoken: None,
    });
}

/// Answers a step's hook: with a text for the message that was parked, and with the next one to be
/// parked.
pub(in crate::core) fn release(
    root: &mut Root,
    cx: &mut Cx<'_>,
    call: CallId,
    fill: Option<Fill>,
    park: Option<Parked>,
) {
    root.turn.release(call);
    cx.out.push(Effect::ReleaseStep {
        call,
        session: root.id.clone(),
        fill,
        park,
    });
}

/// Gives up the step that waits, and answers its hook.
pub(in crate::core) fn abandon(root: &mut Root, cx: &mut Cx<'_>) {
    root.turn.abandon();
    let_abandoned_go(root, cx);
}

/// Answers the hooks of steps that were given up. Where OpenCode waits for one all the same, its
/// turn ends.
pub(in crate::core) fn let_abandoned_go(root: &mut Root, cx: &mut Cx<'_>) {
    for call in root.turn.take_abandoned() {
        release(root, cx, call, None, None);
    }
}

/// OpenCode abandoned a hook or tool call, as an abort does.
pub(in crate::core) fn call_aborted(root: &mut Root, cx: &mut Cx<'_>, call: CallId) {
    if root.turn.is_held_by(call) {
        abandon(root, cx);
    }
    if root.tasks.waits.take(call).is_some() {
        let text = "The call was stopped.".to_owned();
        cx.out.push(Effect::ReplyTool { call, text });
    }
}
