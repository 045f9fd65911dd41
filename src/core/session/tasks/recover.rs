//! After a crash, a restart or a fresh instance: what the journal says of running tasks is checked
//! against their sessions before anything goes on.

use crate::core::port::effect::Level;
use crate::core::session::root::{Cx, Root};
use crate::core::session::tasks::live::Live;
use crate::core::session::tasks::{end, inspect, start};
use crate::core::task::{Stage, Task};
use crate::core::values::ids::SessionId;

/// Takes over the running tasks of an owner that is gone.
pub(in crate::core) fn recover(root: &mut Root, cx: &mut Cx<'_>) {
    let ledger = root.journal.ledger();
    let running: Vec<Task> = ledger
        .active_tasks()
        .filter(|task| task.stage == Stage::Running)
        .cloned()
        .collect();
    cx.log(
        Level::Info,
        format!(
            "took over {}: {} running, {} active in all",
            root.id,
            running.len(),
            ledger.active_tasks().count()
        ),
    );
    for task in running {
        let id = task.id();
        let stopping = root.journal.ledger().stopping.contains_key(id);
        match &task.launch.session {
            Some(session) => look_at(root, cx, &task, session, stopping),
            // It had a slot and no session yet: nothing of it ever ran.
            None if stopping => end::finish_stopping(root, cx, id, ""),
            None if task.is_native() => end::interrupt(root, cx, id),
            None => start::bring_up(root, cx, id),
        }
    }
}

/// What became of a task that has a session stands there.
fn look_at(root: &mut Root, cx: &mut Cx<'_>, task: &Task, session: &SessionId, stopping: bool) {
    let parent = root.id.clone();
    root.add_node(cx, session, &parent);
    let live = Live::recovering(task.activity.clone(), task.is_native(), cx.now);
    root.tasks.start(task.id(), live);
    if stopping {
        // Whether it was told to stop is not known.
        end::stop_session(root, cx, task.id());
    } else {
        inspect::inspect(root, cx, task.id());
    }
}
