//! `background_message`: sends a text to a task.

use crate::core::session::root::{Cx, Root};
use crate::core::session::tasks::{queue, start};
use crate::core::task::{How, Stage, Task};
use crate::core::tools::args::required;
use crate::core::tools::calls::{Call, Launcher, Reader, Reply, find};
use crate::core::tools::{launch, leave};

pub(super) fn called(root: &mut Root, cx: &mut Cx<'_>, call: &Call<'_>) -> Result<Reply, String> {
    let id = required(call.args, "task_id")?;
    let message = required(call.args, "text")?;
    let id = find(root, id)?;
    let Some(task) = root.journal.ledger().task(&id).cloned() else {
        return Ok(Reply::Now(String::new()));
    };
    let sent = task.stage == Stage::Running || task.can_follow();
    if sent && !task.is_native() {
        let (agent, what) = (&task.launch.agent, &task.launch.description);
        if !leave::has(root, cx, call, agent, what)? {
            return Ok(Reply::Later);
        }
    }
    let reader = Reader::Agent(call.launcher());
    send(root, cx, &task, message, reader).map(Reply::Now)
}

/// Sends a message to a task's session; returns what whoever sent it reads.
pub(super) fn send(
    root: &mut Root,
    cx: &mut Cx<'_>,
    task: &Task,
    message: &str,
    reader: Reader<'_>,
) -> Result<String, String> {
    let name = reader.names(task);
    if task.is_native() {
        return Err(format!(
            "{name} is a subagent of OpenCode; it takes no messages from here."
        ));
    }
    match task.stage {
        Stage::Pending => Err(format!(
            "{name} has not started; cancel it and launch it with another prompt instead."
        )),
        Stage::Running
            if task.launch.session.is_none()
                || task.message.is_none()
                || root.tasks.is_prompting(task.id()) =>
        {
            Err(format!(
                "{name} is just starting; send the message again in a moment."
            ))
        }
        Stage::Running => {
            start::steer(root, cx, task, message);
            Ok(format!("{name} gets the message at its next step."))
        }
        Stage::Ended(_) if !task.can_follow() => Err(format!(
            "{name} never had a session; launch a new task instead."
        )),
        Stage::Ended(_) => follow_up(root, cx, task, message, reader),
    }
}

/// Launches a message to an ended task as a new one in its session.
fn follow_up(
    root: &mut Root,
    cx: &mut Cx<'_>,
    task: &Task,
    message: &str,
    reader: Reader<'_>,
) -> Result<String, String> {
    let by = match reader {
        Reader::Agent(by) => {
            launch::check_bounds(root, cx, &queue::work_of(root, task))?;
            by
        }
        Reader::Person => Launcher::default(),
    };
    let new = launch::take_up(root, cx, task, How::Message, Some(message), by)?;
    Ok(format!(
        "The message goes to the session of {} as a new task. {}",
        reader.names(task),
        launch::launched_text(root, &new, reader)
    ))
}
