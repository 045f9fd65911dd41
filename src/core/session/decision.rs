//! The decision: whether a root session is continued, held, told something or left alone.
//!
//! One pure function, so that every evaluation (at a step's start, at the end of a turn, at idle,
//! on a timer, and again when sending) follows the same gates in the same order.

use crate::core::config::{Deliver, WhileActive};
use crate::core::values::time::Time;
use crate::core::values::trouble::Class;

/// What to do, and why. The reason's name ends up in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Inject the undelivered results now.
    Deliver(Why),
    /// Keep the turn open without a model call.
    Hold(Why),
    /// Inject a continuation now.
    Continue(Why),
    /// Do nothing yet: something else comes first.
    Wait(Why),
    /// Do nothing until something happens that changes the situation.
    Nothing(Why),
    /// A bound is reached: say so once, then nothing until the user speaks.
    Stop(Why),
}

/// Named reasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Another process owns the session's journal, or its format is newer.
    NotOurs,
    /// The user said `/stop`.
    Stopped,
    /// The user aborted the turn and has not spoken since.
    Aborted,
    /// The user rejected a permission or dismissed a question and has not spoken since.
    Refused,
    /// The user took messages back and has not gone on since.
    Reverted,
    /// A bound was reached, and the user has not spoken since.
    Quiet,
    /// A question or permission waits for a person.
    Asking,
    /// The last turn ended in an error that trying again cannot help.
    PermanentError,
    /// The context is full.
    ContextOverflow,
    /// The last turn ended in an error, and the pause is not over.
    Backoff,
    /// Too many turns in a row ended in an error.
    TooManyErrors,
    /// A compaction is under way.
    Compacting,
    /// All tasks settled, and the agent has not seen the results.
    ResultsOwed,
    /// A task settled, and each is delivered on its own.
    ResultOwed,
    /// A failure stopped the queue, and its agent must decide.
    QueueHalted,
    /// The queue is stopped, its agent knows and has not decided.
    QueueUndecided,
    /// Tasks are pending or running.
    TasksActive,
    /// The longest hold has passed.
    HoldExpired,
    /// An automatic prompt is on its way.
    Sending,
    /// This assistant message was answered by an automatic prompt already.
    AnsweredAlready,
    /// Agent and model of the last user message are not known.
    IdentityUnknown,
    /// Todos are open.
    TodosOpen,
    /// Todos are open, and the option is off.
    TodosOff,
    /// Todos are open, and the agent may not edit or is on the skip list.
    AgentSkipped,
    /// The last text asks the user something.
    TextAsks,
    /// The countdown runs.
    Countdown,
    /// A key was pressed during the countdown.
    Hushed,
    /// `continuation.maxStagnant` continuations made no progress.
    Stagnant,
    /// Somebody watches, and the turn after the last continuation called no tool.
    NoWork,
    /// `continuation.maxContinuations` were sent since the user last spoke.
    TooManyContinuations,
    /// The same tool call failed the same way in three turns running.
    SameFailure,
    /// OpenCode took a prompt again and again, or refused it, and no turn began.
    NotTaken,
    /// There is nothing to do.
    Settled,
}

/// All that the decision looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Situation {
    /// The journal is ours, or there is none.
    pub ours: bool,
    /// The user said `/stop`.
    pub stopped: bool,
    /// The user aborted since their last message.
    pub aborted: bool,
    /// The user refused what the session asked for since their last message.
    pub refused: bool,
    /// The user refused what a session below it asked for since their last message.
    pub refused_below: bool,
    /// The user took messages back and has not gone on since.
    pub reverted: bool,
    /// A bound was reached since the user's last message.
    pub quiet: bool,
    /// A question or permission is open in the session's tree.
    pub asking: bool,
    /// How the last turn ended, if not well.
    pub trouble: Option<Class>,
    /// After a retryable error: the end of the pause.
    pub backoff_until: Time,
    /// Turns in a row that ended in an error.
    pub failures: u32,
    /// A compaction is under way.
    pub compacting: bool,
    /// The session is idle: a prompt of its own is the only way to go on.
    pub idle: bool,
    /// An automatic prompt was sent to the idle session and has no answer.
    pub unanswered: bool,
    /// The newest assistant message was followed by an automatic prompt already.
    pub answered: bool,
    /// Agent and model of the last user message are known.
    pub identified: bool,
    /// Results that are news: not cancelled by the one who watches.
    pub owed: usize,
    /// Of those: the failure that stopped the queue.
    pub halt_owed: bool,
    /// The queue is stopped.
    pub halted: bool,
    /// Pending and running tasks, native ones among them.
    pub active: usize,
    /// Of those: running.
    pub running: usize,
    /// `tasks.deliver`
    pub deliver: Deliver,
    /// The session may be held.
    pub holds: bool,
    /// Nobody watches.
    pub headless: bool,
    /// The longest hold has passed.
    pub hold_expired: bool,
    /// `continuation.whileActive`
    pub while_active: WhileActive,
    /// The active set changed since the last prompt on its account.
    pub active_changed: bool,
    /// Open todos.
    pub open_todos: usize,
    /// `continuation.todos`
    pub todos_on: bool,
    /// The agent may edit and is not on the skip list.
    pub agent_may: bool,
    /// The last text asks the user something, and that counts.
    pub text_asks: bool,
    /// Continuations without progress have reached their bound.
    pub stagnant: bool,
    /// Somebody watches, and the turn after the last continuation called no tool.
    pub no_work: bool,
    /// The prompt on its way was sent as often as it may be, and no turn began.
    pub not_taken: bool,
    /// Continuations have reached their bound.
    pub exhausted: bool,
    /// The same call fails again and again.
    pub same_failure: bool,
    /// A key was pressed during the countdown.
    pub hushed: bool,
    /// End of the countdown, where one is due: it starts when the todos are found open.
    pub countdown_until: Option<Time>,
}

/// Turns in a row that may end in an error before continuation ends.
pub const FAILURES_MAX: u32 = 5;

/// Passes the gates in order; the first that applies decides. What would be said is said only
/// in the name of the last user message, and once per assistant message.
#[must_use]
pub fn decide(s: &Situation, now: Time) -> Verdict {
    let verdict = gates(s, now);
    match verdict {
        Verdict::Deliver(_) | Verdict::Continue(_) if !s.identified => {
            Verdict::Nothing(Why::IdentityUnknown)
        }
        Verdict::Deliver(Why::Sending) => verdict,
        Verdict::Deliver(_) | Verdict::Continue(_) if s.answered => {
            Verdict::Nothing(Why::AnsweredAlready)
        }
        Verdict::Deliver(_)
        | Verdict::Continue(_)
        | Verdict::Hold(_)
        | Verdict::Wait(_)
        | Verdict::Stop(_)
        | Verdict::Nothing(_) => verdict,
    }
}

fn gates(s: &Situation, now: Time) -> Verdict {
    use Verdict::{Continue, Deliver as Tell, Nothing, Stop, Wait};
    if !s.ours {
        return Nothing(Why::NotOurs);
    }
    if s.stopped {
        return Nothing(Why::Stopped);
    }
    if s.aborted {
        return Nothing(Why::Aborted);
    }
    if s.refused {
        return Nothing(Why::Refused);
    }
    if s.reverted {
        return Nothing(Why::Reverted);
    }
    if s.asking {
        return Wait(Why::Asking);
    }
    if s.failures >= FAILURES_MAX && !s.quiet {
        return Stop(Why::TooManyErrors);
    }
    match s.trouble {
        Some(Class::Aborted) => return Nothing(Why::Aborted),
        Some(Class::Permanent) => return Nothing(Why::PermanentError),
        Some(Class::Overflow) => return Nothing(Why::ContextOverflow),
        Some(Class::Retryable) if s.failures >= FAILURES_MAX => return Nothing(Why::Quiet),
        Some(Class::Retryable) if now < s.backoff_until => {
            return Wait(Why::Backoff);
        }
        Some(Class::Retryable) | None => {}
    }
    if s.compacting {
        return Wait(Why::Compacting);
    }
    if s.unanswered && s.not_taken {
        return Nothing(Why::NotTaken);
    }
    if s.unanswered {
        return Tell(Why::Sending);
    }
    if s.owed > 0 && s.halt_owed {
        return Tell(Why::QueueHalted);
    }
    // What waits in a stopped queue settles by nothing but its agent's decision.
    let settled = s.active == 0 || (s.halted && s.running == 0);
    if s.owed > 0 && settled {
        return Tell(Why::ResultsOwed);
    }
    if s.owed > 0 && s.deliver == Deliver::Each {
        return Tell(Why::ResultOwed);
    }
    if s.active > 0 {
        return while_active(s);
    }
    if s.open_todos == 0 {
        return Nothing(Why::Settled);
    }
    match todo_gate(s) {
        Some(verdict) => verdict,
        None if s.quiet => Nothing(Why::Quiet),
        None if s.hushed => Nothing(Why::Hushed),
        None => match bound(s) {
            Some(why) => Stop(why),
            None => match s.countdown_until {
                Some(until) if now < until => Wait(Why::Countdown),
                Some(_) | None => Continue(Why::TodosOpen),
            },
        },
    }
}

fn while_active(s: &Situation) -> Verdict {
    let undecided = s.halted && s.running == 0;
    if s.hold_expired {
        return Verdict::Nothing(Why::HoldExpired);
    }
    if undecided && s.headless {
        return match bound(s) {
            _ if s.quiet => Verdict::Nothing(Why::Quiet),
            Some(why) => Verdict::Stop(why),
            None => Verdict::Continue(Why::QueueUndecided),
        };
    }
    if undecided {
        return Verdict::Wait(Why::QueueUndecided);
    }
    match s.while_active {
        WhileActive::Immediate if s.active_changed && !s.exhausted => {
            Verdict::Continue(Why::TasksActive)
        }
        // Nobody watches, and the hold came to nothing: the session is brought back into one.
        WhileActive::Auto | WhileActive::Immediate if s.holds && s.idle => {
            match s.headless && s.active_changed && !s.exhausted {
                true => Verdict::Continue(Why::TasksActive),
                false => Verdict::Wait(Why::TasksActive),
            }
        }
        WhileActive::Auto | WhileActive::Immediate if s.holds => Verdict::Hold(Why::TasksActive),
        WhileActive::Auto | WhileActive::Immediate => Verdict::Wait(Why::TasksActive),
    }
}

fn todo_gate(s: &Situation) -> Option<Verdict> {
    if s.refused_below {
        return Some(Verdict::Nothing(Why::Refused));
    }
    if !s.todos_on {
        return Some(Verdict::Nothing(Why::TodosOff));
    }
    if !s.agent_may {
        return Some(Verdict::Nothing(Why::AgentSkipped));
    }
    if s.text_asks {
        return Some(Verdict::Wait(Why::TextAsks));
    }
    None
}

fn bound(s: &Situation) -> Option<Why> {
    if s.exhausted {
        return Some(Why::TooManyContinuations);
    }
    if s.same_failure {
        return Some(Why::SameFailure);
    }
    if s.no_work {
        return Some(Why::NoWork);
    }
    s.stagnant.then_some(Why::Stagnant)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A watched session with nothing to do.
    fn settled() -> Situation {
        Situation {
            ours: true,
            stopped: false,
            aborted: false,
            refused: false,
            refused_below: false,
            reverted: false,
            quiet: false,
            asking: false,
            trouble: None,
            backoff_until: Time(0),
            failures: 0,
            compacting: false,
            idle: false,
            unanswered: false,
            answered: false,
            identified: true,
            owed: 0,
            halt_owed: false,
            halted: false,
            active: 0,
            running: 0,
            deliver: Deliver::All,
            holds: false,
            headless: false,
            hold_expired: false,
            while_active: WhileActive::Auto,
            active_changed: false,
            open_todos: 0,
            todos_on: true,
            agent_may: true,
            text_asks: false,
            stagnant: false,
            no_work: false,
            not_taken: false,
            exhausted: false,
            same_failure: false,
            hushed: false,
            countdown_until: None,
        }
    }

    fn check(change: impl FnOnce(&mut Situation), expected: Verdict) {
        let mut situation = settled();
        change(&mut situation);
        assert_eq!(decide(&situation, Time(100)), expected, "{situation:?}");
    }

    #[test]
    fn each_gate_gives_its_named_reason() {
        use Verdict::{Continue, Deliver as Tell, Hold, Nothing, Stop, Wait};
        check(|_| {}, Nothing(Why::Settled));
        check(|s| s.ours = false, Nothing(Why::NotOurs));
        check(|s| s.stopped = true, Nothing(Why::Stopped));
        check(|s| s.aborted = true, Nothing(Why::Aborted));
        check(|s| s.refused = true, Nothing(Why::Refused));
        check(|s| (s.refused, s.owed) = (true, 1), Nothing(Why::Refused));
        check(
            |s| (s.refused_below, s.open_todos) = (true, 1),
            Nothing(Why::Refused),
        );
        check(
            |s| (s.refused_below, s.owed) = (true, 1),
            Tell(Why::ResultsOwed),
        );
        check(
            |s| (s.unanswered, s.not_taken) = (true, true),
            Nothing(Why::NotTaken),
        );
        check(
            |s| (s.owed, s.active, s.halted) = (1, 1, true),
            Tell(Why::ResultsOwed),
        );
        check(|s| (s.open_todos, s.no_work) = (1, true), Stop(Why::NoWork));
        check(
            |s| (s.reverted, s.owed, s.unanswered) = (true, 1, true),
            Nothing(Why::Reverted),
        );
        check(|s| s.asking = true, Wait(Why::Asking));
        check(
            |s| s.trouble = Some(Class::Permanent),
            Nothing(Why::PermanentError),
        );
        check(
            |s| s.trouble = Some(Class::Overflow),
            Nothing(Why::ContextOverflow),
        );
        check(|s| s.failures = FAILURES_MAX, Stop(Why::TooManyErrors));
        check(
            |s| (s.trouble, s.backoff_until) = (Some(Class::Retryable), Time(101)),
            Wait(Why::Backoff),
        );
        check(|s| s.compacting = true, Wait(Why::Compacting));
        check(|s| s.owed = 1, Tell(Why::ResultsOwed));
        check(
            |s| (s.owed, s.active, s.running) = (1, 1, 1),
            Wait(Why::TasksActive),
        );
        check(
            |s| (s.owed, s.active, s.halt_owed) = (1, 1, true),
            Tell(Why::QueueHalted),
        );
        check(
            |s| (s.owed, s.active, s.running, s.deliver) = (1, 1, 1, Deliver::Each),
            Tell(Why::ResultOwed),
        );
        check(|s| (s.active, s.running) = (1, 1), Wait(Why::TasksActive));
        check(|s| (s.active, s.holds) = (1, true), Hold(Why::TasksActive));
        check(
            |s| {
                (s.active, s.holds, s.headless, s.idle, s.active_changed) =
                    (1, true, true, true, true);
            },
            Continue(Why::TasksActive),
        );
        check(
            |s| (s.active, s.holds, s.headless, s.idle) = (1, true, true, true),
            Wait(Why::TasksActive),
        );
        check(|s| (s.active, s.unanswered) = (1, true), Tell(Why::Sending));
        check(
            |s| (s.owed, s.identified) = (1, false),
            Nothing(Why::IdentityUnknown),
        );
        check(
            |s| (s.owed, s.answered) = (1, true),
            Nothing(Why::AnsweredAlready),
        );
        check(
            |s| (s.open_todos, s.answered) = (1, true),
            Nothing(Why::AnsweredAlready),
        );
        check(
            |s| (s.active, s.holds, s.hold_expired) = (1, true, true),
            Nothing(Why::HoldExpired),
        );
        check(
            |s| (s.active, s.halted, s.headless, s.holds) = (1, true, true, true),
            Continue(Why::QueueUndecided),
        );
        check(
            |s| (s.active, s.halted) = (1, true),
            Wait(Why::QueueUndecided),
        );
        check(|s| s.open_todos = 1, Continue(Why::TodosOpen));
        check(
            |s| (s.open_todos, s.todos_on) = (1, false),
            Nothing(Why::TodosOff),
        );
        check(
            |s| (s.open_todos, s.agent_may) = (1, false),
            Nothing(Why::AgentSkipped),
        );
        check(
            |s| (s.open_todos, s.text_asks) = (1, true),
            Wait(Why::TextAsks),
        );
        check(
            |s| (s.open_todos, s.stagnant) = (1, true),
            Stop(Why::Stagnant),
        );
        check(
            |s| (s.open_todos, s.exhausted) = (1, true),
            Stop(Why::TooManyContinuations),
        );
        check(
            |s| (s.open_todos, s.same_failure) = (1, true),
            Stop(Why::SameFailure),
        );
        check(|s| (s.open_todos, s.quiet) = (1, true), Nothing(Why::Quiet));
        check(
            |s| (s.open_todos, s.hushed) = (1, true),
            Nothing(Why::Hushed),
        );
        check(
            |s| (s.open_todos, s.countdown_until) = (1, Some(Time(101))),
            Wait(Why::Countdown),
        );
        check(
            |s| (s.open_todos, s.countdown_until) = (1, Some(Time(100))),
            Continue(Why::TodosOpen),
        );
    }

    #[test]
    fn pending_tasks_count_exactly_as_running_ones_also_without_todos() {
        for running in [0, 1] {
            check(
                |s| (s.active, s.running, s.holds, s.headless) = (1, running, true, true),
                Verdict::Hold(Why::TasksActive),
            );
        }
    }

    #[test]
    fn tasks_go_before_todos() {
        check(
            |s| (s.active, s.running, s.holds, s.open_todos) = (1, 1, true, 3),
            Verdict::Hold(Why::TasksActive),
        );
    }

    #[test]
    fn immediate_continues_once_per_change_and_holds_otherwise() {
        check(
            |s| {
                (s.active, s.running, s.while_active, s.active_changed) =
                    (1, 1, WhileActive::Immediate, true);
            },
            Verdict::Continue(Why::TasksActive),
        );
        check(
            |s| (s.active, s.running, s.while_active) = (1, 1, WhileActive::Immediate),
            Verdict::Wait(Why::TasksActive),
        );
    }
}
