//! What is said and done in the session: by the user and other programs, by its agent, and the
//! errors that its turns end in.

use crate::core::config::OnAbort;
use crate::core::port::effect::Effect;
use crate::core::port::event::{Assistant, Identity, ToolState, ToolUpdate};
use crate::core::session::root::{Cx, Root};
use crate::core::session::tasks::{end, news, waits};
use crate::core::session::{idle, prompting, steps};
use crate::core::task::Task;
use crate::core::texts::agent::Released;
use crate::core::values::ids::{CallId, MessageId};
use crate::core::values::todo::Todo;
use crate::core::values::trouble::{Class, Trouble};

/// Tools that do nothing but plan and ask: an agent that calls no other does no work.
const IDLE_TOOLS: [&str; 3] = ["todowrite", "todoread", "question"];
/// In the error of a tool call that a person refused with a word to the agent: they have spoken.
const WITH_FEEDBACK: &str = "with the following feedback";

/// A message of the user's, or of another program.
pub(in crate::core) fn user_message(
    root: &mut Root,
    cx: &mut Cx<'_>,
    call: CallId,
    message: &MessageId,
    synthetic: bool,
    identity: Identity,
) {
    if message.is_ours() {
        cx.out.push(Effect::ReplyMessage { call, add: None });
        return;
    }
    root.fuse.asked(message);
    let by = if synthetic {
        Released::Native
    } else {
        Released::UserSpoke
    };
    root.turn.spoken(message, by, cx.now);
    idle::busy(root);
    if synthetic {
        let running = root.journal.ledger().running_tasks().any(Task::is_native);
        root.tasks.native_told(running);
        cx.out.push(Effect::ReplyMessage { call, add: None });
        return;
    }
    root.identity = Some(identity);
    root.user_spoke(cx);
    root.bounds.user_wrote();
    root.turn.goes_on();
    waits::end_early(root, cx, "the user wrote something");
    prompting::drop_continuation(root, cx);
    let add = prompting::ride(root, cx, message);
    cx.out.push(Effect::ReplyMessage { call, add });
}

/// The newest message of the session's agent is known: it may prove that a prompt arrived.
pub(in crate::core) fn assistant_seen(root: &mut Root, cx: &mut Cx<'_>, assistant: Assistant) {
    root.outbox.hears(cx, &mut root.journal, &assistant);
    if assistant.is_summary() {
        compacted(root);
    }
    if let Some(trouble) = root.turn.hears(assistant) {
        turn_failed(root, cx, &trouble);
    }
}

/// A tool call of the session's agent began or ended.
pub(in crate::core) fn tool_updated(root: &mut Root, cx: &mut Cx<'_>, update: &ToolUpdate) {
    news::native_seen(root, cx, update);
    if !IDLE_TOOLS.contains(&update.tool.as_str()) {
        root.bounds.works();
    }
    if let Some(change) = &update.change {
        root.bounds.files_changed(change);
    }
    match &update.state {
        ToolState::Failed(error) => {
            if error.contains(WITH_FEEDBACK) {
                root.bounds.refused_with_feedback();
            }
            let signature = format!("{} {} {error}", update.tool, update.input);
            root.bounds.call_failed(signature);
        }
        ToolState::Completed | ToolState::Running => {}
    }
}

/// The session's todo list is known.
pub(in crate::core) fn todos_updated(root: &mut Root, todos: Vec<Todo>) {
    root.bounds.see(&todos);
    root.todos = todos;
}

/// A compaction ended: a full context is no trouble any more.
pub(in crate::core) fn compacted(root: &mut Root) {
    root.turn.compacts(false);
    root.bounds.compacted();
}

/// OpenCode tells that the session's turn failed.
pub(in crate::core) fn failed(root: &mut Root, cx: &mut Cx<'_>, trouble: &Trouble) {
    root.turn.compacts(false);
    turn_failed(root, cx, trouble);
}

fn turn_failed(root: &mut Root, cx: &mut Cx<'_>, trouble: &Trouble) {
    let class = trouble.class();
    let cooldown = cx.config.continuation.cooldown;
    root.bounds.turn_failed(class, cooldown, cx.now);
    if class == Class::Aborted {
        aborted(root, cx);
    }
}

/// The turn ended, and not by itself.
pub(in crate::core) fn broken_off(root: &mut Root, cx: &mut Cx<'_>) {
    let cooldown = cx.config.continuation.cooldown;
    root.bounds.turn_failed(Class::Aborted, cooldown, cx.now);
    aborted(root, cx);
}

/// The user aborted the turn: silence until they speak.
fn aborted(root: &mut Root, cx: &mut Cx<'_>) {
    root.turn.stop_countdown();
    steps::abandon(root, cx);
    waits::end_early(root, cx, "the user stopped the turn");
    if cx.config.tasks.on_abort == OnAbort::Cancel {
        end::cancel_all(root, cx);
    }
}
