//! The decision: whether a root session is continued, held, told something or left alone.
//!
//! One pure function, so that every evaluation (at a step's start, at the end of a turn, at idle,
//! on a timer, and again when sending) follows the same gates in the same order.

use crate::core::config::{Deliver, WhileActive};
use crate::core::values::time::Time;

/// What to do, and why. The reason's name ends up in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Inject the undelivered results now.
    Deliver(Why),
    /// Keep the turn open without a model call.
    Hold(Why),
    /// Inject a continuation now.
    Continue(Go),
    /// Do nothing yet: something else comes first.
    Wait(Why),
    /// Do nothing until something happens that changes the situation.
    Nothing(Why),
    /// A bound is reached: say so once, then nothing until the user speaks.
    Stop(End),
}

/// Reasons to inject a continuation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Go {
    /// Todos are open.
    TodosOpen,
    /// Tasks are active, and their agent has not been told since they changed.
    TasksActive,
    /// The queue is stopped, its agent knows and has not decided.
    QueueUndecided,
}

/// Bounds that end continuation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Too many turns in a row ended in an error.
    TooManyErrors,
    /// `continuation.maxContinuations` were sent since the user last spoke.
    TooManyContinuations,
    /// The same tool call failed the same way in three turns running.
    SameFailure,
    /// Somebody watches, and the turn after the last continuation called no tool.
    NoWork,
    /// `continuation.maxStagnant` continuations made no progress.
    Stagnant,
    /// OpenCode took a prompt again and again, or refused it, and no turn began.
    NotTaken,
}

/// Named reasons for everything else.
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
    /// OpenCode took a prompt again and again, or refused it, and no turn began.
    NotTaken,
    /// There is nothing to do.
    Settled,
}

/// What the user did or said that asks for silence until they speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Silence {
    /// They said `/stop`.
    Stopped,
    /// They aborted the turn.
    Aborted,
    /// They refused what the session asked for.
    Refused,
    /// They took messages back.
    Reverted,
}

/// What is wrong since the last turn ended in an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setback {
    /// Trying again cannot help.
    Permanent,
    /// The context is full.
    Overflow,
    /// It may work after a pause.
    Retryable {
        /// The end of the pause.
        until: Time,
    },
}

/// The automatic prompt that was sent to the idle session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// There is none, or it was answered.
    Nothing,
    /// It has no answer.
    Unanswered,
    /// It was sent as often as it may be, and no turn began.
    NotTaken,
}

/// Where the session is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// A step waits in the hook: a prompt on its way is being answered by it.
    Step,
    /// The session is idle: a prompt of its own is the only way to go on.
    Idle {
        /// The prompt that was sent to it.
        sent: Sent,
        /// The newest assistant message was followed by an automatic prompt already.
        followed: bool,
        /// End of the countdown, where one is due: it starts when the todos are found open.
        countdown: Option<Time>,
    },
}

/// The results that the agent has not seen, and that are news: not cancelled by the one who
/// watches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owed {
    /// There are none.
    Nothing,
    /// There are some.
    Results,
    /// Among them is the failure that stopped the queue.
    Halt,
}

/// A bound that continuation has reached since the user last spoke.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// The most continuations were sent.
    Continuations,
    /// The same call fails again and again.
    SameFailure,
    /// Somebody watches, and the turn after the last continuation called no tool.
    NoWork,
    /// Continuations made no progress.
    Stagnant,
}

/// All that the decision looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Situation {
    /// The journal is ours, or there is none.
    pub ours: bool,
    /// The user wants silence.
    pub silence: Option<Silence>,
    /// A question or permission is open in the session's tree.
    pub asking: bool,
    /// How the last turn ended, if not well.
    pub setback: Option<Setback>,
    /// Turns in a row that ended in an error.
    pub failures: u32,
    /// A compaction is under way.
    pub compacting: bool,
    /// Where the session is.
    pub at: Moment,
    /// Agent and model of the last user message are known.
    pub identified: bool,
    /// Results that are news.
    pub owed: Owed,
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
    /// The user refused what a session below it asked for since their last message.
    pub refused_below: bool,
    /// `continuation.todos`
    pub todos_on: bool,
    /// The agent may edit and is not on the skip list.
    pub agent_may: bool,
    /// The last text asks the user something, and that counts.
    pub text_asks: bool,
    /// The user was told that a bound is reached, and has not spoken since.
    pub quiet: bool,
    /// A key was pressed during the countdown.
    pub hushed: bool,
    /// The bound that is reached.
    pub bound: Option<Bound>,
}

/// Turns in a row that may end in an error before continuation ends.
pub const FAILURES_MAX: u32 = 5;

/// Passes the gates in order; the first that applies decides. What would be said is said only
/// in the name of the last user message, and once per assistant message.
#[must_use]
pub fn decide(s: &Situation, now: Time) -> Verdict {
    let verdict = gates(s, now);
    let again = verdict == Verdict::Deliver(Why::Sending);
    let followed = matches!(s.at, Moment::Idle { followed: true, .. });
    if !matches!(verdict, Verdict::Deliver(_) | Verdict::Continue(_)) {
        verdict
    } else if !s.identified {
        Verdict::Nothing(Why::IdentityUnknown)
    } else if followed && !again {
        Verdict::Nothing(Why::AnsweredAlready)
    } else {
        verdict
    }
}

fn gates(s: &Situation, now: Time) -> Verdict {
    use Verdict::{Deliver as Tell, Nothing, Wait};
    if !s.ours {
        return Nothing(Why::NotOurs);
    }
    match s.silence {
        Some(Silence::Stopped) => return Nothing(Why::Stopped),
        Some(Silence::Aborted) => return Nothing(Why::Aborted),
        Some(Silence::Refused) => return Nothing(Why::Refused),
        Some(Silence::Reverted) => return Nothing(Why::Reverted),
        None => {}
    }
    if s.asking {
        return Wait(Why::Asking);
    }
    if let Some(verdict) = error_gate(s, now) {
        return verdict;
    }
    if s.compacting {
        return Wait(Why::Compacting);
    }
    match s.at {
        Moment::Idle {
            sent: Sent::NotTaken,
            ..
        } => return Nothing(Why::NotTaken),
        Moment::Idle {
            sent: Sent::Unanswered,
            ..
        } => return Tell(Why::Sending),
        Moment::Idle {
            sent: Sent::Nothing,
            ..
        }
        | Moment::Step => {}
    }
    // What waits in a stopped queue settles by nothing but its agent's decision.
    let settled = s.active == 0 || (s.halted && s.running == 0);
    match s.owed {
        Owed::Halt => return Tell(Why::QueueHalted),
        Owed::Results if settled => return Tell(Why::ResultsOwed),
        Owed::Results if s.deliver == Deliver::Each => return Tell(Why::ResultOwed),
        Owed::Results | Owed::Nothing => {}
    }
    if s.active > 0 {
        return while_active(s);
    }
    todos(s, now)
}

fn error_gate(s: &Situation, now: Time) -> Option<Verdict> {
    let failing = s.failures >= FAILURES_MAX;
    if failing && !s.quiet {
        return Some(Verdict::Stop(End::TooManyErrors));
    }
    match s.setback? {
        Setback::Permanent => Some(Verdict::Nothing(Why::PermanentError)),
        Setback::Overflow => Some(Verdict::Nothing(Why::ContextOverflow)),
        Setback::Retryable { .. } if failing => Some(Verdict::Nothing(Why::Quiet)),
        Setback::Retryable { until } if now < until => Some(Verdict::Wait(Why::Backoff)),
        Setback::Retryable { .. } => None,
    }
}

fn while_active(s: &Situation) -> Verdict {
    let undecided = s.halted && s.running == 0;
    if s.hold_expired {
        return Verdict::Nothing(Why::HoldExpired);
    }
    if undecided && s.headless {
        return match s.bound {
            _ if s.quiet => Verdict::Nothing(Why::Quiet),
            Some(bound) => Verdict::Stop(bound.end()),
            None => Verdict::Continue(Go::QueueUndecided),
        };
    }
    if undecided {
        return Verdict::Wait(Why::QueueUndecided);
    }
    let may_tell = s.active_changed && s.bound != Some(Bound::Continuations);
    match s.while_active {
        WhileActive::Immediate if may_tell => Verdict::Continue(Go::TasksActive),
        // Nobody watches, and the hold came to nothing: the session is brought back into one.
        WhileActive::Auto | WhileActive::Immediate if s.holds && s.at != Moment::Step => {
            match s.headless && may_tell {
                true => Verdict::Continue(Go::TasksActive),
                false => Verdict::Wait(Why::TasksActive),
            }
        }
        WhileActive::Auto | WhileActive::Immediate if s.holds => Verdict::Hold(Why::TasksActive),
        WhileActive::Auto | WhileActive::Immediate => Verdict::Wait(Why::TasksActive),
    }
}

fn todos(s: &Situation, now: Time) -> Verdict {
    if s.open_todos == 0 {
        return Verdict::Nothing(Why::Settled);
    }
    if let Some(verdict) = todo_gate(s) {
        return verdict;
    }
    match (s.bound, s.at) {
        _ if s.quiet => Verdict::Nothing(Why::Quiet),
        _ if s.hushed => Verdict::Nothing(Why::Hushed),
        (Some(bound), _) => Verdict::Stop(bound.end()),
        (
            None,
            Moment::Idle {
                countdown: Some(until),
                ..
            },
        ) if now < until => Verdict::Wait(Why::Countdown),
        (None, Moment::Idle { .. } | Moment::Step) => Verdict::Continue(Go::TodosOpen),
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

impl Bound {
    fn end(self) -> End {
        match self {
            Self::Continuations => End::TooManyContinuations,
            Self::SameFailure => End::SameFailure,
            Self::NoWork => End::NoWork,
            Self::Stagnant => End::Stagnant,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A watched session with nothing to do.
    fn settled() -> Situation {
        Situation {
            ours: true,
            silence: None,
            asking: false,
            setback: None,
            failures: 0,
            compacting: false,
            at: Moment::Step,
            identified: true,
            owed: Owed::Nothing,
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
            refused_below: false,
            todos_on: true,
            agent_may: true,
            text_asks: false,
            quiet: false,
            hushed: false,
            bound: None,
        }
    }

    /// An idle session, after whose newest message nothing was sent.
    const IDLE: Moment = at_idle(Sent::Nothing, false, None);

    const fn at_idle(sent: Sent, followed: bool, countdown: Option<Time>) -> Moment {
        Moment::Idle {
            sent,
            followed,
            countdown,
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
        check(
            |s| s.silence = Some(Silence::Stopped),
            Nothing(Why::Stopped),
        );
        check(
            |s| s.silence = Some(Silence::Aborted),
            Nothing(Why::Aborted),
        );
        check(
            |s| s.silence = Some(Silence::Refused),
            Nothing(Why::Refused),
        );
        check(
            |s| (s.silence, s.owed) = (Some(Silence::Refused), Owed::Results),
            Nothing(Why::Refused),
        );
        check(
            |s| (s.refused_below, s.open_todos) = (true, 1),
            Nothing(Why::Refused),
        );
        check(
            |s| (s.refused_below, s.owed) = (true, Owed::Results),
            Tell(Why::ResultsOwed),
        );
        check(
            |s| s.at = at_idle(Sent::NotTaken, false, None),
            Nothing(Why::NotTaken),
        );
        check(
            |s| (s.owed, s.active, s.halted) = (Owed::Results, 1, true),
            Tell(Why::ResultsOwed),
        );
        check(
            |s| (s.open_todos, s.bound) = (1, Some(Bound::NoWork)),
            Stop(End::NoWork),
        );
        check(
            |s| {
                (s.silence, s.owed, s.at) = (
                    Some(Silence::Reverted),
                    Owed::Results,
                    at_idle(Sent::Unanswered, false, None),
                );
            },
            Nothing(Why::Reverted),
        );
        check(|s| s.asking = true, Wait(Why::Asking));
        check(
            |s| s.setback = Some(Setback::Permanent),
            Nothing(Why::PermanentError),
        );
        check(
            |s| s.setback = Some(Setback::Overflow),
            Nothing(Why::ContextOverflow),
        );
        check(|s| s.failures = FAILURES_MAX, Stop(End::TooManyErrors));
        check(
            |s| s.setback = Some(Setback::Retryable { until: Time(101) }),
            Wait(Why::Backoff),
        );
        check(|s| s.compacting = true, Wait(Why::Compacting));
        check(|s| s.owed = Owed::Results, Tell(Why::ResultsOwed));
        check(
            |s| (s.owed, s.active, s.running) = (Owed::Results, 1, 1),
            Wait(Why::TasksActive),
        );
        check(
            |s| (s.owed, s.active) = (Owed::Halt, 1),
            Tell(Why::QueueHalted),
        );
        check(
            |s| (s.owed, s.active, s.running, s.deliver) = (Owed::Results, 1, 1, Deliver::Each),
            Tell(Why::ResultOwed),
        );
        check(|s| (s.active, s.running) = (1, 1), Wait(Why::TasksActive));
        check(|s| (s.active, s.holds) = (1, true), Hold(Why::TasksActive));
        check(
            |s| {
                (s.active, s.holds, s.headless, s.at, s.active_changed) =
                    (1, true, true, IDLE, true);
            },
            Continue(Go::TasksActive),
        );
        check(
            |s| (s.active, s.holds, s.headless, s.at) = (1, true, true, IDLE),
            Wait(Why::TasksActive),
        );
        check(
            |s| (s.active, s.at) = (1, at_idle(Sent::Unanswered, true, None)),
            Tell(Why::Sending),
        );
        check(
            |s| (s.owed, s.identified) = (Owed::Results, false),
            Nothing(Why::IdentityUnknown),
        );
        check(
            |s| (s.owed, s.at) = (Owed::Results, at_idle(Sent::Nothing, true, None)),
            Nothing(Why::AnsweredAlready),
        );
        check(
            |s| (s.open_todos, s.at) = (1, at_idle(Sent::Nothing, true, None)),
            Nothing(Why::AnsweredAlready),
        );
        check(
            |s| (s.active, s.holds, s.hold_expired) = (1, true, true),
            Nothing(Why::HoldExpired),
        );
        check(
            |s| (s.active, s.halted, s.headless, s.holds) = (1, true, true, true),
            Continue(Go::QueueUndecided),
        );
        check(
            |s| (s.active, s.halted) = (1, true),
            Wait(Why::QueueUndecided),
        );
        check(|s| s.open_todos = 1, Continue(Go::TodosOpen));
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
            |s| (s.open_todos, s.bound) = (1, Some(Bound::Stagnant)),
            Stop(End::Stagnant),
        );
        check(
            |s| (s.open_todos, s.bound) = (1, Some(Bound::Continuations)),
            Stop(End::TooManyContinuations),
        );
        check(
            |s| (s.open_todos, s.bound) = (1, Some(Bound::SameFailure)),
            Stop(End::SameFailure),
        );
        check(|s| (s.open_todos, s.quiet) = (1, true), Nothing(Why::Quiet));
        check(
            |s| (s.open_todos, s.hushed) = (1, true),
            Nothing(Why::Hushed),
        );
        check(
            |s| (s.open_todos, s.at) = (1, at_idle(Sent::Nothing, false, Some(Time(101)))),
            Wait(Why::Countdown),
        );
        check(
            |s| (s.open_todos, s.at) = (1, at_idle(Sent::Nothing, false, Some(Time(100)))),
            Continue(Go::TodosOpen),
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
            Verdict::Continue(Go::TasksActive),
        );
        check(
            |s| (s.active, s.running, s.while_active) = (1, 1, WhileActive::Immediate),
            Verdict::Wait(Why::TasksActive),
        );
    }
}
