//! What is due for running tasks: limits, doubts, fallbacks, lost events.

use crate::core::port::effect::{Level, Variant};
use crate::core::session::root::{Cx, Root};
use crate::core::session::tasks::live::{Due, Live};
use crate::core::session::tasks::{asks, end, inspect, news};
use crate::core::session::timers::Timer;
use crate::core::task::{Outcome, Task};
use crate::core::values::ids::TaskId;
use crate::core::values::plain::one_line;
use crate::core::values::time::Time;

/// Carries out what is due for running tasks.
pub(in crate::core) fn check(root: &mut Root, cx: &mut Cx<'_>) {
    asks::reject_overdue(root, cx);
    for id in root.tasks.running() {
        news::write_due_activity(root, cx, &id);
        if is_limited(root, &id) {
            check_limits(root, cx, &id);
        }
        match root.tasks.live(&id).and_then(|live| live.due(cx.now)) {
            Some(Due::Stopped) => end::finish_stopping(root, cx, &id, ""),
            Some(Due::Look) => inspect::inspect(root, cx, &id),
            None => {}
        }
    }
}

/// Whether limits count for a task. Where somebody watches, they wait for that person's answer as
/// the task does, and what OpenCode runs itself is that person's own affair.
fn is_limited(root: &Root, id: &TaskId) -> bool {
    let waits = |task: &Task| task.is_native() || task.asking.is_some();
    let task = root.journal.ledger().task(id);
    task.is_some_and(|task| root.headless || !waits(task))
}

fn check_limits(root: &mut Root, cx: &mut Cx<'_>, id: &TaskId) {
    let live = root.tasks.live_mut(id);
    let Some(late) = live.and_then(|live| live.overdue(&cx.config.tasks, cx.now)) else {
        return;
    };
    let Some(task) = root.journal.ledger().task(id) else {
        return;
    };
    if late.is_over() {
        let error = format!(
            "The task {} within {} ({}s).",
            late.name.verb(),
            late.name.setting(),
            late.limit.as_seconds()
        );
        end::stop(root, cx, id, Outcome::Failed, Some(error));
        return;
    }
    let message = format!(
        "“{}” {} for {}; it fails after {} ({}).",
        one_line(&task.launch.description),
        late.name.state(),
        late.passed.human(),
        late.limit.human(),
        late.name.setting()
    );
    cx.log(Level::Warn, message.clone());
    cx.notify(Variant::Warning, message);
    inspect::inspect(root, cx, id);
}

/// When something is due for each running task, and what.
pub(in crate::core) fn timers(root: &Root, cx: &Cx<'_>) -> Vec<(Timer, Option<Time>)> {
    let options = &cx.config.tasks;
    let timers = |(id, live): (&TaskId, &Live)| {
        let options = is_limited(root, id).then_some(options);
        live.timers(options)
    };
    root.tasks.lives().flat_map(timers).collect()
}
