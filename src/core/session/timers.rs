//! What time brings about in a session: every deadline, with its reason.

use crate::core::session::root::{Cx, Root};
use crate::core::session::tasks::check;
use crate::core::session::{idle, situation};
use crate::core::values::time::Time;

/// Why the core wants to be woken. The reason's name ends up in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::core) enum Timer {
    /// Writing a journal that could not be written is tried again.
    JournalRetry,
    /// OpenCode's events and its status disagreed: it is asked again.
    Recheck,
    /// A prompt that was on its way when its process ended is looked for again.
    PromptSearch,
    /// The session's idle event may be lost.
    LostIdle,
    /// A held session says again what it waits for.
    Progress,
    /// The longest hold is over.
    HoldLimit,
    /// Open todos are continued.
    Countdown,
    /// The pause after an error is over.
    Backoff,
    /// A prompt that has no answer is sent again.
    Resend,
    /// OpenCode has not brought the result of a subagent of its own.
    NativeResult,
    /// Work that failed before may start once more.
    DelayedStart,
    /// A task that is to stop counts as stopped, although nothing confirmed it.
    TaskStop,
    /// OpenCode is asked what a task does.
    TaskLook,
    /// A task has not started or done anything for long.
    TaskLimit,
    /// What a task does is written down.
    TaskActivity,
    /// A permission that nobody answered is rejected.
    UnansweredAsk,
    /// A call that waits for a task is answered.
    WaitEnd,
}

/// The deadlines of a session. What the decision waits for counts while it lies ahead: it was
/// decided just now, and what has passed changed nothing.
fn table(root: &Root, cx: &Cx<'_>) -> Vec<(Timer, Option<Time>)> {
    let ahead = |at: Option<Time>| at.filter(|at| *at > cx.now);
    let at_idle = |at: Option<Time>| ahead(at).filter(|_| root.turn.is_idle());
    let over = root.turn.held().filter(|step| step.over);
    let hold = over.and_then(|step| Some(step.since.plus(cx.config.hold.max?)));
    let progress = root.turn.progress_at().filter(|_| over.is_some());
    let mut table = vec![
        (Timer::JournalRetry, root.journal.write_again_at()),
        (Timer::Recheck, ahead(root.turn.recheck_at())),
        (Timer::PromptSearch, ahead(idle::seek_at(root))),
        (Timer::LostIdle, ahead(idle::reconcile_at(root))),
        (Timer::Progress, ahead(progress)),
        (Timer::HoldLimit, ahead(hold)),
        (Timer::Countdown, at_idle(root.turn.countdown())),
        (Timer::Backoff, at_idle(backoff(root))),
        (Timer::Resend, at_idle(root.outbox.resend_at())),
        (
            Timer::NativeResult,
            ahead(root.tasks.expects_native_until()),
        ),
        (Timer::DelayedStart, root.tasks.next_start(cx.now)),
        (Timer::UnansweredAsk, root.tasks.tree.next()),
        (Timer::WaitEnd, root.tasks.waits.next()),
    ];
    table.extend(check::timers(root, cx));
    table
}

fn backoff(root: &Root) -> Option<Time> {
    let until = root.bounds.backoff_until();
    until.filter(|_| situation::has_business(root))
}

/// The next deadline of a session, and its reason.
pub(in crate::core) fn next(root: &Root, cx: &Cx<'_>) -> Option<(Time, Timer)> {
    let table = table(root, cx);
    let times = table
        .iter()
        .filter_map(|(timer, at)| Some(((*at)?, *timer)));
    times.min_by_key(|(at, _)| *at)
}
