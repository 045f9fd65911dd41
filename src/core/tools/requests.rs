//! Requests from the terminal UI and the command line, which others wrote into the journal. None of
//! them costs a model call.

use crate::core::journal::{Ask, Record};
use crate::core::port::effect::Level;
use crate::core::session::root::{Cx, Root};
use crate::core::session::tasks::{end, queue};
use crate::core::session::{idle, recovery};
use crate::core::task::{Delivery, Outcome, Stage, Task};
use crate::core::tools::calls::Reader;
use crate::core::tools::{commands, message, resume};
use crate::core::values::ids::TaskId;

/// What a person reads who asks for something of a task that is forgotten.
const NO_SUCH_TASK: &str = "This task is no longer in the session; nothing was changed.";

/// Carries out the requests that wait.
pub(in crate::core) fn answer(root: &mut Root, cx: &mut Cx<'_>) {
    if !root.journal.is_open() {
        return;
    }
    // What is about tasks waits until it is known how they are. A word of the user's holds from here
    // on: what they do a moment later is newer than that.
    let recovering = recovery::is_under_way(root);
    while let Some((request, ask)) = next(root, recovering) {
        cx.log(Level::Debug, format!("request {request}: {ask:?}"));
        let text = carry_out(root, cx, &ask);
        root.record(cx, Record::Answered { request, text });
    }
}

fn next(root: &Root, recovering: bool) -> Option<(String, Ask)> {
    let first = root.journal.ledger().asked.first();
    first
        .filter(|(_, ask)| !recovering || ask.is_word())
        .cloned()
}

fn carry_out(root: &mut Root, cx: &mut Cx<'_>, ask: &Ask) -> String {
    match ask {
        Ask::Cancel { task } => cancel(root, cx, task),
        Ask::CancelAll => cancel_all(root, cx),
        Ask::Resume { task: None, .. } => resume::resume(root, cx, None, false, Reader::Person),
        Ask::Resume {
            task: Some(id),
            retry,
        } => resume(root, cx, id, *retry),
        Ask::Stop => commands::stop(root, cx),
        Ask::Continue => {
            if root.turn.is_working() {
                // After a restart nothing has told whether the session is idle.
                idle::inspect(root, cx);
            }
            commands::go(root, cx)
        }
        Ask::Viewed { tasks } => {
            let tasks = tasks.clone();
            root.record(cx, Record::Viewed { tasks });
            String::new()
        }
        Ask::Clear => clear(root, cx),
        Ask::Launch {
            description,
            prompt,
            agent,
            task,
        } => {
            let (name, agent) = (Some(description.as_str()), agent.as_deref());
            let task = task.as_ref();
            let launched = commands::launch_for_user(root, cx, name, prompt, agent, task);
            root.used = true;
            launched.unwrap_or_else(|problem| problem)
        }
        Ask::Message { task, text } => match root.journal.ledger().task(task).cloned() {
            None => NO_SUCH_TASK.to_owned(),
            Some(task) => message::send(root, cx, &task, text, Reader::Person)
                .unwrap_or_else(|problem| problem),
        },
        Ask::Forget { task } => forget(root, cx, task),
        Ask::Hush => {
            if root.turn.stop_countdown() {
                root.bounds.hushes();
            }
            "The countdown was stopped.".to_owned()
        }
    }
}

fn cancel(root: &mut Root, cx: &mut Cx<'_>, id: &TaskId) -> String {
    let Some(task) = root.journal.ledger().task(id) else {
        return NO_SUCH_TASK.to_owned();
    };
    let name = Reader::Person.names(task);
    if !task.is_active() {
        let status = task.stage.status();
        return format!("{name} is {status} already; nothing was changed.");
    }
    if task.is_native() {
        return format!("{name} is a subagent of OpenCode; stop it in its own session.");
    }
    end::cancel(root, cx, id);
    format!("{name} is cancelled.")
}

fn cancel_all(root: &mut Root, cx: &mut Cx<'_>) -> String {
    let cancelled = match end::cancel_all(root, cx).len() {
        0 => "No task is active; nothing was cancelled.".to_owned(),
        1 => "1 task is cancelled.".to_owned(),
        count => format!("{count} tasks are cancelled."),
    };
    format!("{cancelled}{}", end::natives_go_on(root))
}

/// What was interrupted goes on where it stopped; anything else starts anew.
fn resume(root: &mut Root, cx: &mut Cx<'_>, id: &TaskId, retry: bool) -> String {
    let Some(task) = root.journal.ledger().task(id) else {
        return NO_SUCH_TASK.to_owned();
    };
    let retry = retry || task.stage != Stage::Ended(Outcome::Interrupted);
    resume::resume(root, cx, Some(id.clone()), retry, Reader::Person)
}

fn forget(root: &mut Root, cx: &mut Cx<'_>, id: &TaskId) -> String {
    let Some(task) = root.journal.ledger().task(id) else {
        return NO_SUCH_TASK.to_owned();
    };
    let name = Reader::Person.names(task);
    match &task.delivery {
        _ if task.is_active() => {
            return format!("{name} is {}; cancel it first.", task.stage.status());
        }
        Delivery::Sent(_) => {
            return format!("The result of {name} is being delivered; try again in a moment.");
        }
        Delivery::Owed => {
            let tasks = vec![id.clone()];
            root.record(cx, Record::Seen { tasks });
            queue::lift_when_moot(root, cx);
        }
        Delivery::Done => {}
    }
    root.forget(cx, vec![id.clone()]);
    format!("{name} was forgotten.")
}

fn clear(root: &mut Root, cx: &mut Cx<'_>) -> String {
    let tasks: Vec<TaskId> = root
        .journal
        .ledger()
        .in_order()
        .filter(|task| !task.is_active() && task.delivery == Delivery::Done)
        .map(Task::id)
        .cloned()
        .collect();
    let count = tasks.len();
    if count > 0 {
        root.forget(cx, tasks);
    }
    match count {
        0 => "There is nothing to clear.".to_owned(),
        1 => "1 finished task was cleared.".to_owned(),
        count => format!("{count} finished tasks were cleared."),
    }
}
