//! Calls of the agent's tools. Each gets an answer, whatever happens; nothing throws.

use serde_json::Value;

use crate::core::port::effect::Effect;
use crate::core::session::root::{Cx, Root};
use crate::core::task::Task;
use crate::core::tools::{cancel, launch, message, output, resume, task};
use crate::core::values::ids::{CallId, TaskId};
use crate::core::values::plain::nearest;

/// Who reads an answer: the agent that called a tool, or a person. An agent knows its tasks by
/// their ids; a person knows them by their descriptions and is not told how to use tools.
#[derive(Clone, Copy, Debug)]
pub(super) enum Reader<'a> {
    /// An agent, by a tool call.
    Agent(Launcher<'a>),
    /// A person, by a slash command, the terminal UI or the command line.
    Person,
}

impl Reader<'_> {
    /// A task as this reader knows it.
    pub(super) fn names(self, task: &Task) -> String {
        match self {
            Self::Agent(_) => task.id().to_string(),
            Self::Person => format!("“{}”", task.launch.description),
        }
    }
}

/// What calls a tool.
pub(in crate::core) struct Call<'a> {
    pub(in crate::core) call: CallId,
    /// OpenCode's id of the tool call.
    pub(in crate::core) tool_call: &'a str,
    pub(in crate::core) tool: &'a str,
    pub(in crate::core) args: &'a Value,
    /// The agent that calls.
    pub(in crate::core) agent: Option<&'a str>,
    pub(in crate::core) permission: Permission,
}

impl<'a> Call<'a> {
    pub(super) fn launcher(&self) -> Launcher<'a> {
        Launcher {
            call: Some(self.tool_call),
            caller: self.agent,
            task: None,
        }
    }
}

/// Whether the permission to use an agent was asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::core) enum Permission {
    Unasked,
    Granted,
}

/// On whose behalf a task is launched; by default the user's.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Launcher<'a> {
    /// OpenCode's id of the tool call.
    pub(super) call: Option<&'a str>,
    /// The agent, whose denials bind the task.
    pub(super) caller: Option<&'a str>,
    /// The id that the task is to have, where whoever asks has chosen one.
    pub(super) task: Option<&'a TaskId>,
}

impl Launcher<'_> {
    pub(super) fn call_id(&self) -> Option<String> {
        self.call.filter(|call| !call.is_empty()).map(str::to_owned)
    }
}

/// What a tool call is answered with. A call that cannot be carried out is answered with the error.
pub(super) enum Reply {
    Now(String),
    /// Once a permission was given, or a task has ended.
    Later,
}

/// Carries out a tool call.
pub(in crate::core) fn called(root: &mut Root, cx: &mut Cx<'_>, call: &Call<'_>) {
    let speaks = root.identity.as_ref().map(|who| who.agent.clone());
    let call = &Call {
        agent: call.agent.or(speaks.as_deref()),
        ..*call
    };
    match answer(root, cx, call) {
        Ok(Reply::Now(text)) | Err(text) => cx.out.push(Effect::ReplyTool {
            call: call.call,
            text,
        }),
        Ok(Reply::Later) => {}
    }
}

fn answer(root: &mut Root, cx: &mut Cx<'_>, call: &Call<'_>) -> Result<Reply, String> {
    if root.journal.is_foreign() {
        return Err(root.journal.not_ours());
    }
    if let Some(known) = launched_by(root, call) {
        return Ok(Reply::Now(known));
    }
    match call.tool {
        "background_task" => task::called(root, cx, call),
        "background_output" => output::called(root, cx, call),
        "background_cancel" => cancel::called(root, cx, call.args).map(Reply::Now),
        "background_resume" => resume::called(root, cx, call),
        "background_message" => message::called(root, cx, call),
        other => Err(format!("Holdfast has no tool named {other}.")),
    }
}

/// What a call is told that comes a second time, after it has launched a task.
fn launched_by(root: &Root, call: &Call<'_>) -> Option<String> {
    let task = root.journal.ledger().launched_by(call.tool_call)?;
    let launched = launch::launched_text(root, task.id(), Reader::Agent(call.launcher()));
    Some(format!("{launched} This call had launched it already."))
}

/// The task with an id, or why there is none.
pub(super) fn find(root: &Root, id: &str) -> Result<TaskId, String> {
    let id = TaskId::from(id.trim());
    let ledger = root.journal.ledger();
    if ledger.tasks.contains_key(&id) {
        return Ok(id);
    }
    if ledger.evicted.contains(&id) {
        return Err(format!(
            "{id} ended and was forgotten: only the newest results are kept (tasks.keepCompleted, tasks.keepFailed)."
        ));
    }
    let known = ledger.order.iter().map(TaskId::as_str);
    let hint = nearest(id.as_str(), known).map_or_else(
        || "Call background_output without a task_id for the list.".to_owned(),
        |near| format!("Did you mean {near}?"),
    );
    Err(format!("There is no task {id} in this session. {hint}"))
}
