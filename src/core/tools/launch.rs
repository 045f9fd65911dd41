//! What every launch has in common, whoever asks for it.

use crate::core::journal::Record;
use crate::core::session::root::{Cx, Root};
use crate::core::session::tasks::queue;
use crate::core::task::{Follows, How, Launch, Origin, Task};
use crate::core::tools::calls::{Launcher, Reader};
use crate::core::values::ids::TaskId;
use crate::core::values::plain::{nearest, one_line, short};

/// Characters that a description may have.
const DESCRIPTION_CHARS_MAX: usize = 200;

/// Whether there is an agent of that name, or what is wrong with it.
pub(super) fn check_agent(cx: &Cx<'_>, agent: &str) -> Result<(), String> {
    let usable: Vec<&str> = cx
        .agents
        .iter()
        .filter(|known| !known.hidden)
        .map(|known| known.name.as_str())
        .collect();
    if usable.is_empty() || usable.contains(&agent) {
        return Ok(());
    }
    let hint = nearest(agent, usable.iter().copied())
        .map_or_else(String::new, |near| format!(" Did you mean \"{near}\"?"));
    Err(format!(
        "There is no agent \"{agent}\"; use one of {}.{hint}",
        usable.join(", ")
    ))
}

/// Whether the agent may launch a piece of work still, or why not: every way to launch is a way to
/// go on without end.
pub(super) fn check_bounds(root: &Root, cx: &Cx<'_>, work: &str) -> Result<(), String> {
    if root.bounds.is_exhausted(&cx.config.continuation) {
        return Err(
            "No task was launched: the most continuations since the user last spoke were sent \
             (continuation.maxContinuations). Finish without background tasks, or let the \
             user decide."
                .to_owned(),
        );
    }
    if root.bounds.is_hopeless(work) {
        return Err(format!(
            "No task was launched: this work has failed {} times in a row since the user last \
             spoke. Do it another way, or let the user decide.",
            root.bounds.failures_of(work)
        ));
    }
    Ok(())
}

/// Launches a task in a child session of its own.
pub(super) fn launch(
    root: &mut Root,
    cx: &mut Cx<'_>,
    description: &str,
    prompt: &str,
    agent: &str,
    by: Launcher<'_>,
    origin: Origin,
) -> Result<TaskId, String> {
    let (model, variant) = queue::model_for(root, cx, agent);
    let is_taken = |id: &TaskId| root.journal.ledger().is_taken(id);
    let chosen = by.task.filter(|id| !is_taken(id)).cloned();
    let launch = Launch {
        task: chosen.unwrap_or_else(|| cx.ids.task(is_taken)),
        description: short(&one_line(description), DESCRIPTION_CHARS_MAX),
        prompt: prompt.to_owned(),
        agent: agent.to_owned(),
        model,
        variant,
        call: by.call_id(),
        origin,
        caller: by.caller.map(str::to_owned),
        follows: None,
        session: None,
    };
    queue::launch(root, cx, launch, by.call.is_some())
}

/// Launches a task that takes an ended one up.
pub(super) fn take_up(
    root: &mut Root,
    cx: &mut Cx<'_>,
    ended: &Task,
    how: How,
    message: Option<&str>,
    by: Launcher<'_>,
) -> Result<TaskId, String> {
    let anew = how == How::Retry && !is_follow_up(root, ended);
    let before = ended.launch.clone();
    let (model, variant) = if anew {
        queue::model_for(root, cx, &before.agent)
    } else {
        (before.model, before.variant)
    };
    let launch = Launch {
        task: cx.ids.task(|id| root.journal.ledger().is_taken(id)),
        prompt: message.map_or(before.prompt, str::to_owned),
        model,
        variant,
        call: by.call_id(),
        // What bound the task binds it still when the user has it go on.
        caller: by.caller.map(str::to_owned).or(before.caller),
        follows: Some(Follows {
            task: ended.id().clone(),
            how,
        }),
        session: before.session.filter(|_| !anew),
        description: before.description,
        agent: before.agent,
        origin: before.origin,
    };
    let new = queue::launch(root, cx, launch, by.call.is_some())?;
    let ended = root.journal.ledger().task(ended.id());
    if let Some(ended) = ended.filter(|task| task.is_owed()) {
        // The new task carries its story on; telling of the old one would only confuse.
        let tasks = vec![ended.id().clone()];
        root.record(cx, Record::Seen { tasks });
    }
    Ok(new)
}

/// Whether a task began as a message to an ended one: what it builds on is in its session.
fn is_follow_up(root: &Root, task: &Task) -> bool {
    let mut at = Some(task);
    // A piece of work is taken up a few times; the bound is against a circle in a journal.
    for _ in 0..64 {
        let Some(follows) = at.and_then(|task| task.launch.follows.as_ref()) else {
            return false;
        };
        match follows.how {
            How::Message => return true,
            How::Resume | How::Retry => at = root.journal.ledger().task(&follows.task),
        }
    }
    false
}

/// Where a task that was launched is now.
pub(super) fn launched_text(root: &Root, id: &TaskId, reader: Reader<'_>) -> String {
    let ledger = root.journal.ledger();
    let Some(task) = ledger.task(id) else {
        return "The task was launched.".to_owned();
    };
    if let Reader::Person = reader {
        return match ledger.place(id) {
            Some(place) => format!("It is number {place} in the queue."),
            None => format!("It is {}.", task.stage.status()),
        };
    }
    let place = match (task.stage, ledger.place(id)) {
        (_, Some(place)) if ledger.halted.is_some() => {
            format!(
                "pending, number {place} in a queue that a failure stopped; call background_resume to let the queue continue"
            )
        }
        (_, Some(place)) => format!("pending, number {place} in the queue"),
        (stage, None) => stage.status().to_owned(),
    };
    format!(
        "Task {id} is {place}. Its result is delivered automatically, even after your turn \
         ends; do not poll."
    )
}
