//! `background_resume`, and what people ask for alike: a stopped queue goes on, an ended task is
//! taken up again.

use crate::core::session::root::{Cx, Root};
use crate::core::session::tasks::queue;
use crate::core::task::{How, Outcome, Stage, Task};
use crate::core::texts::agent;
use crate::core::tools::args::{flag, optional};
use crate::core::tools::calls::{Call, Launcher, Reader, Reply, find};
use crate::core::tools::{launch, leave, output};
use crate::core::values::ids::TaskId;

pub(super) fn called(root: &mut Root, cx: &mut Cx<'_>, call: &Call<'_>) -> Result<Reply, String> {
    let id = optional(call.args, "task_id")?;
    let retry = flag(call.args, "retry")?;
    let id = id.map(|id| find(root, id)).transpose()?;
    if let Some(task) = relaunched(root, id.as_ref(), retry) {
        let (agent, what) = (&task.launch.agent, &task.launch.description);
        if !leave::has(root, cx, call, agent, what)? {
            return Ok(Reply::Later);
        }
    }
    let text = resume(root, cx, id, retry, Reader::Agent(call.launcher()));
    Ok(Reply::Now(text))
}

/// The task whose work a call would launch again.
fn relaunched<'a>(root: &'a Root, id: Option<&TaskId>, retry: bool) -> Option<&'a Task> {
    let ledger = root.journal.ledger();
    let task = ledger.task(id.or(ledger.halted.as_ref().filter(|_| retry))?)?;
    if task.is_native() || ledger.taken_up_by(task.id()).is_some() {
        return None;
    }
    let again = match task.stage {
        Stage::Pending | Stage::Running | Stage::Ended(Outcome::Completed) => false,
        Stage::Ended(Outcome::Interrupted) => true,
        Stage::Ended(Outcome::Failed | Outcome::Cancelled) => retry,
    };
    again.then_some(task)
}

/// Lifts a halted queue, resumes an interrupted task or launches a failed one again.
pub(super) fn resume(
    root: &mut Root,
    cx: &mut Cx<'_>,
    id: Option<TaskId>,
    retry: bool,
    reader: Reader<'_>,
) -> String {
    let halted = root.journal.ledger().halted.clone();
    let was_halted = halted.is_some();
    let Some(id) = id.or(halted.filter(|_| retry)) else {
        queue::lift(root, cx);
        return if was_halted {
            format!("The queue continues.\n{}", output::list(root, cx, reader))
        } else {
            "The queue was not stopped; nothing was changed.".to_owned()
        };
    };
    let Some(task) = root.journal.ledger().task(&id).cloned() else {
        return String::new();
    };
    let name = reader.names(&task);
    match (task.stage, reader) {
        (Stage::Pending, _) if was_halted => {
            queue::lift(root, cx);
            let launched = launch::launched_text(root, &id, reader);
            format!("The queue continues. {launched}")
        }
        (Stage::Pending | Stage::Running, _) => {
            format!("{name} is {} and needs no resuming.", task.stage.status())
        }
        (Stage::Ended(Outcome::Completed), Reader::Person) => {
            format!("{name} is completed; there is nothing to resume.")
        }
        (Stage::Ended(Outcome::Completed), Reader::Agent(_)) => format!(
            "{name} is completed. Send it a follow-up with background_message, or launch a new \
             task."
        ),
        (
            Stage::Ended(Outcome::Failed | Outcome::Cancelled | Outcome::Interrupted),
            Reader::Agent(_) | Reader::Person,
        ) => relaunch(root, cx, &task, retry, reader).unwrap_or_else(|problem| problem),
    }
}

/// Takes up a task that ended without its result.
fn relaunch(
    root: &mut Root,
    cx: &mut Cx<'_>,
    task: &Task,
    retry: bool,
    reader: Reader<'_>,
) -> Result<String, String> {
    check(root, task, retry, reader)?;
    let by = match reader {
        Reader::Agent(by) => {
            launch::check_bounds(root, cx, &queue::work_of(root, task))?;
            by
        }
        Reader::Person => Launcher::default(),
    };
    let how = if retry || !task.can_follow() {
        How::Retry
    } else {
        How::Resume
    };
    let new = launch::take_up(root, cx, task, how, None, by)?;
    queue::lift(root, cx);
    let name = reader.names(task);
    let called = match reader {
        Reader::Agent(_) => format!(", as {new}"),
        Reader::Person => String::new(),
    };
    let status = launch::launched_text(root, &new, reader);
    let session = |task: &Task| task.launch.session.clone();
    let same = root.journal.ledger().task(&new).map(session) == Some(session(task));
    Ok(match how {
        How::Resume => {
            format!("{name} continues in its session, with what it had done{called}. {status}")
        }
        How::Message | How::Retry if same && task.can_follow() => {
            format!("{name} gets its message once more, in the same session{called}. {status}")
        }
        How::Message | How::Retry => {
            format!("{name} starts again from the beginning{called}. {status}")
        }
    })
}

/// Whether an ended task may be taken up, or why not.
fn check(root: &Root, task: &Task, retry: bool, reader: Reader<'_>) -> Result<(), String> {
    let (id, name) = (task.id(), reader.names(task));
    if task.is_native() {
        return Err(format!(
            "{name} was a subagent of OpenCode and cannot be resumed."
        ));
    }
    if let Some(next) = root.journal.ledger().taken_up_by(id) {
        return Err(match reader {
            Reader::Agent(_) => agent::taken_up_already(id, next),
            Reader::Person => format!(
                "{name} was resumed or retried already: that is {} now. Nothing was changed.",
                next.stage.status()
            ),
        });
    }
    if task.stage != Stage::Ended(Outcome::Interrupted) && !retry {
        let status = task.stage.status();
        return Err(format!(
            "{name} is {status}; call again with retry: true to relaunch it."
        ));
    }
    Ok(())
}
