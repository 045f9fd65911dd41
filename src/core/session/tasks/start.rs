//! A task on its way to its prompt: its session, the rules that bind it, the prompt, and further
//! messages while it runs.

use serde_json::Value;

use crate::core::journal::Record;
use crate::core::port::effect::{Effect, Level, Prompt};
use crate::core::session::pending::PromptFor;
use crate::core::session::root::{Cx, Root};
use crate::core::session::tasks::live::Live;
use crate::core::session::tasks::rights::{self, Purpose};
use crate::core::session::tasks::{end, inspect};
use crate::core::task::Task;
use crate::core::task::activity::Activity;
use crate::core::texts::agent;
use crate::core::values::ids::{PartId, SessionId, TaskId};

/// Takes a running task from wherever its launch got to on to its prompt.
pub(super) fn bring_up(root: &mut Root, cx: &mut Cx<'_>, id: &TaskId) {
    let Some(task) = root.journal.ledger().task(id) else {
        return;
    };
    let activity = Activity {
        last: cx.now,
        ..task.activity.clone()
    };
    let (live, purpose) = match task.launch.session.clone() {
        Some(session) => {
            // What was told of its last turn says nothing of this one.
            root.tasks.tree.rests(&session);
            (Live::prompting(activity, cx.now), Purpose::First)
        }
        None => (Live::creating(activity, cx.now), Purpose::Create),
    };
    root.tasks.start(id, live);
    rights::read(root, cx, id, purpose);
}

/// OpenCode has created a task's session, or could not.
pub(in crate::core) fn created(
    root: &mut Root,
    cx: &mut Cx<'_>,
    id: &TaskId,
    result: Result<SessionId, String>,
) {
    if !root.journal.ledger().task(id).is_some_and(Task::is_active) {
        return;
    }
    match result {
        _ if root.tasks.is_stopping(id) => end::finish_stopping(root, cx, id, ""),
        Ok(session) => prompt(root, cx, id, &session, None),
        Err(error) => {
            let error = format!("OpenCode could not create a session for the task: {error}");
            end::fail(root, cx, id, error);
        }
    }
}

/// Gives a task's session its prompt. `tools` are refusals that its rules do not hold.
pub(super) fn prompt(
    root: &mut Root,
    cx: &mut Cx<'_>,
    id: &TaskId,
    session: &SessionId,
    tools: Option<Value>,
) {
    let parent = root.id.clone();
    root.add_node(cx, session, &parent);
    let record = Record::Prompted {
        task: id.clone(),
        session: session.clone(),
        message: cx.ids.message(cx.now),
    };
    root.record(cx, record);
    send_prompt(root, cx, id, tools);
}

/// Sends the prompt of a task. Sent again it is the same message, never a second one.
pub(super) fn send_prompt(root: &mut Root, cx: &mut Cx<'_>, id: &TaskId, tools: Option<Value>) {
    let Some(Task {
        launch,
        message: Some(message),
        ..
    }) = root.journal.ledger().task(id)
    else {
        return;
    };
    let Some(session) = launch.session.clone() else {
        return;
    };
    let prompt = Prompt {
        part: PartId(message.0.replacen("msg_", "prt_", 1)),
        message: message.clone(),
        text: agent::first_words(launch).to_owned(),
        synthetic: false,
        agent: launch.agent.clone(),
        model: launch.model.clone(),
        variant: launch.variant.clone(),
        rest: tools
            .map(|tools| ("tools".to_owned(), tools))
            .into_iter()
            .collect(),
    };
    if let Some(live) = root.tasks.live_mut(id) {
        live.prompts();
    }
    let effect = cx.expect(&root.id, PromptFor::Child(id.clone()));
    cx.out.push(Effect::Prompt {
        effect,
        session,
        prompt,
    });
}

/// The prompt has come to the task's session, or OpenCode did not take it.
pub(in crate::core) fn prompted(
    root: &mut Root,
    cx: &mut Cx<'_>,
    id: &TaskId,
    result: Result<(), String>,
) {
    if let Some(live) = root.tasks.live_mut(id) {
        live.prompted(result.is_ok());
    }
    match result {
        // An abort that came before the prompt had stopped nothing.
        _ if root.tasks.is_stopping(id) => end::abort(root, cx, id),
        Ok(()) => {}
        Err(error) => end::fail(root, cx, id, error),
    }
}

/// Sends a further message to a running task, once its rules are known to bind it still. The task
/// is complete when this message is answered, not before.
pub(in crate::core) fn steer(root: &mut Root, cx: &mut Cx<'_>, task: &Task, message: &str) {
    let prompt = Prompt {
        message: cx.ids.message(cx.now),
        part: cx.ids.part(cx.now),
        text: message.to_owned(),
        synthetic: false,
        agent: task.launch.agent.clone(),
        model: task.launch.model.clone(),
        variant: task.launch.variant.clone(),
        rest: serde_json::Map::new(),
    };
    if let Some(live) = root.tasks.live_mut(task.id()) {
        live.steers(prompt.message.clone());
    }
    rights::read(root, cx, task.id(), Purpose::Steer(Box::new(prompt)));
}

/// A further message was taken by a running task's session, or was not: its answer decides, or
/// else the one that there is.
pub(in crate::core) fn steered(
    root: &mut Root,
    cx: &mut Cx<'_>,
    id: &TaskId,
    result: Result<(), String>,
) {
    if let Some(live) = root.tasks.live_mut(id) {
        live.prompted(result.is_ok());
    }
    if let Err(error) = &result {
        cx.log(Level::Warn, format!("{id} did not get a message: {error}"));
    }
    if root.tasks.is_stopping(id) {
        end::abort(root, cx, id);
    }
    if result.is_err() {
        inspect::inspect(root, cx, id);
    }
}

/// The prompt never reached the task's session: it is safe to send it.
pub(super) fn again(root: &mut Root, cx: &mut Cx<'_>, id: &TaskId) {
    let task = root.journal.ledger().task(id);
    if task.is_some_and(|task| task.message.is_none()) {
        // It has no prompt of its own yet: a follow-up that had just been started.
        bring_up(root, cx, id);
    } else {
        redrive(root, cx, id);
    }
}

/// Sends the prompt once more: the same message, in which OpenCode sees no second copy.
pub(super) fn redrive(root: &mut Root, cx: &mut Cx<'_>, id: &TaskId) {
    if let Some(live) = root.tasks.live_mut(id) {
        live.acts(cx.now);
        live.prompts();
    }
    rights::read(root, cx, id, Purpose::Again);
}
