//! `background_cancel`: cancels a task, or all.

use serde_json::Value;

use crate::core::journal::Record;
use crate::core::session::root::{Cx, Root};
use crate::core::session::tasks::{end, queue};
use crate::core::task::Task;
use crate::core::tools::args::{flag, optional};
use crate::core::tools::calls::find;
use crate::core::values::ids::TaskId;

pub(super) fn called(root: &mut Root, cx: &mut Cx<'_>, args: &Value) -> Result<String, String> {
    match (optional(args, "task_id")?, flag(args, "all")?) {
        (Some(_), true) => Err("Give either task_id or all, not both.".to_owned()),
        (None, false) => {
            Err("Give a task_id, or all: true to cancel every active task.".to_owned())
        }
        (None, true) => Ok(cancel_all(root, cx)),
        (Some(id), false) => {
            let id = find(root, id)?;
            Ok(cancel(root, cx, &id))
        }
    }
}

fn cancel_all(root: &mut Root, cx: &mut Cx<'_>) -> String {
    let ids = end::cancel_all(root, cx);
    told(root, cx, &ids);
    let rest = end::natives_go_on(root);
    if ids.is_empty() {
        return format!("No task is active; nothing was cancelled.{rest}");
    }
    let names: Vec<&str> = ids.iter().map(TaskId::as_str).collect();
    let which = match names.len() {
        1 => "1 task is",
        _ => "The tasks are",
    };
    format!("{which} cancelled: {}.{rest}", names.join(", "))
}

fn cancel(root: &mut Root, cx: &mut Cx<'_>, id: &TaskId) -> String {
    let Some(task) = root.journal.ledger().task(id) else {
        return String::new();
    };
    if task.is_native() {
        return format!("{id} is a subagent of OpenCode; cancel it by stopping its session.");
    }
    if !task.is_active() {
        let status = task.stage.status();
        return format!("{id} is {status} already; nothing was changed.");
    }
    end::cancel(root, cx, id);
    told(root, cx, std::slice::from_ref(id));
    format!("{id} is cancelled. What it had said so far can be read with background_output.")
}

/// The agent knows of these tasks' end by the answer to its own call, also where it comes only when
/// their sessions have stopped.
fn told(root: &mut Root, cx: &mut Cx<'_>, ids: &[TaskId]) {
    let ledger = root.journal.ledger();
    let ends = |id: &&TaskId| {
        ledger.task(id).is_some_and(Task::is_owed) || ledger.stopping.contains_key(*id)
    };
    let tasks: Vec<TaskId> = ids.iter().filter(ends).cloned().collect();
    if !tasks.is_empty() {
        root.record(cx, Record::Seen { tasks });
    }
    queue::lift_when_moot(root, cx);
}
