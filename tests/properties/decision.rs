//! What holds for the decision in every situation, also those that cannot arise.

use holdfast::core::config::{Deliver, WhileActive};
use holdfast::core::decision::{
    Bound, FAILURES_MAX, Go, Moment, Owed, Sent, Setback, Silence, Situation, Verdict, Why, decide,
};
use holdfast::core::time::Time;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use crate::cases;

const NOW: Time = Time(100);

/// One flag in eight is raised, so that the later gates are reached too.
fn rarely() -> impl Strategy<Value = bool> {
    prop::bool::weighted(0.125)
}

fn time() -> impl Strategy<Value = Time> {
    (90..110_u64).prop_map(Time)
}

fn setback() -> impl Strategy<Value = Setback> {
    prop_oneof![
        Just(Setback::Permanent),
        Just(Setback::Overflow),
        time().prop_map(|until| Setback::Retryable { until }),
    ]
}

fn moment() -> impl Strategy<Value = Moment> {
    let sent = prop_oneof![
        6 => Just(Sent::Nothing),
        1 => Just(Sent::Unanswered),
        1 => Just(Sent::NotTaken),
    ];
    let idle =
        (sent, rarely(), option::of(time())).prop_map(|(sent, followed, countdown)| Moment::Idle {
            sent,
            followed,
            countdown,
        });
    prop_oneof![Just(Moment::Step), idle]
}

fn situation() -> impl Strategy<Value = Situation> {
    let silences = vec![
        Silence::Stopped,
        Silence::Aborted,
        Silence::Refused,
        Silence::Reverted,
    ];
    let bounds = vec![
        Bound::Continuations,
        Bound::SameFailure,
        Bound::NoWork,
        Bound::Stagnant,
    ];
    let gates = (
        [rarely(), rarely(), rarely(), rarely(), rarely()],
        option::weighted(0.3, select(silences)),
        option::weighted(0.2, setback()),
        0..FAILURES_MAX + 2,
        moment(),
    );
    let tasks = (
        select(vec![Owed::Nothing, Owed::Results, Owed::Halt]),
        (0..3_usize, 0..3_usize),
        any::<[bool; 5]>(),
        select(vec![Deliver::All, Deliver::Each]),
        select(vec![WhileActive::Auto, WhileActive::Immediate]),
    );
    let todos = (
        0..3_usize,
        [rarely(), rarely(), rarely(), rarely(), rarely()],
        option::weighted(0.3, select(bounds)),
    );
    (gates, tasks, todos).prop_map(|(gates, tasks, todos)| {
        let ([foreign, asking, compacting, unknown, quiet], silence, setback, failures, at) = gates;
        let (owed, (active, running), [halted, holds, headless, hold_expired, changed], ..) = tasks;
        let (open_todos, [refused_below, todos_off, skipped, text_asks, hushed], bound) = todos;
        Situation {
            ours: !foreign,
            silence,
            asking,
            setback,
            failures,
            compacting,
            at,
            identified: !unknown,
            owed,
            halted,
            active,
            running: running.min(active),
            deliver: tasks.3,
            holds,
            headless,
            hold_expired,
            while_active: tasks.4,
            active_changed: changed,
            open_todos,
            refused_below,
            todos_on: !todos_off,
            agent_may: !skipped,
            text_asks,
            quiet,
            hushed,
            bound,
        }
    })
}

fn speaks(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Deliver(_) | Verdict::Continue(_))
}

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn nothing_is_said_where_somebody_else_has_the_word(s in situation()) {
        let verdict = decide(&s, NOW);
        let silent = !s.ours || s.silence.is_some();
        prop_assert!(!silent || matches!(verdict, Verdict::Nothing(_)), "{:?}", verdict);
        let waits = s.asking || s.compacting;
        prop_assert!(!waits || !speaks(verdict), "{:?}", verdict);
        let broken = match s.setback {
            Some(Setback::Permanent | Setback::Overflow) => true,
            Some(Setback::Retryable { until }) => NOW < until,
            None => false,
        };
        prop_assert!(!broken || !speaks(verdict), "{:?}", verdict);
    }

    #[test]
    fn what_is_said_is_said_in_a_known_name_and_once_per_message(s in situation()) {
        let verdict = decide(&s, NOW);
        let repeated = verdict == Verdict::Deliver(Why::Sending);
        let unanswered = matches!(s.at, Moment::Idle { sent: Sent::Unanswered, .. });
        prop_assert!(!repeated || unanswered);
        let followed = matches!(s.at, Moment::Idle { followed: true, .. });
        prop_assert!(!speaks(verdict) || repeated || (s.identified && !followed));
    }

    #[test]
    fn results_are_told_only_where_some_are_owed_and_work_is_done_only_where_some_is_left(
        s in situation(),
    ) {
        match decide(&s, NOW) {
            Verdict::Deliver(why) => prop_assert!(why == Why::Sending || s.owed != Owed::Nothing),
            Verdict::Hold(_) => prop_assert!(s.active > 0 && s.holds),
            Verdict::Continue(Go::TodosOpen) => prop_assert!(s.open_todos > 0 && s.active == 0),
            Verdict::Continue(_) => prop_assert!(s.active > 0),
            Verdict::Wait(_) | Verdict::Nothing(_) | Verdict::Stop(_) => {}
        }
    }

    #[test]
    fn a_reached_bound_is_told_once_and_ends_every_continuation(s in situation()) {
        let verdict = decide(&s, NOW);
        prop_assert!(!s.quiet || !matches!(verdict, Verdict::Stop(_)), "{:?}", verdict);
        prop_assert!(s.bound != Some(Bound::Continuations) || !matches!(verdict, Verdict::Continue(_)), "{:?}", verdict);
        let struck = s.bound.is_some() || s.refused_below || s.quiet || s.hushed;
        prop_assert!(!struck || verdict != Verdict::Continue(Go::TodosOpen));
    }

    #[test]
    fn pending_counts_exactly_as_running_unless_the_queue_is_stopped(s in situation()) {
        let pending = Situation { running: 0, halted: false, ..s };
        let running = Situation { running: pending.active, ..pending };
        prop_assert_eq!(decide(&running, NOW), decide(&pending, NOW));
    }

    /// A headless session that ends while work is left ends it: a reason must say why.
    #[test]
    fn a_headless_session_is_not_let_go_while_tasks_are_active_without_one_of_the_known_reasons(
        s in situation(),
    ) {
        let active = s.active + 1;
        let s = Situation { headless: true, holds: true, at: Moment::Step, active, ..s };
        if let Verdict::Nothing(why) = decide(&s, NOW) {
            let known = [
                Why::Reverted,
                Why::NotOurs,
                Why::Stopped,
                Why::Aborted,
                Why::Refused,
                Why::NotTaken,
                Why::Quiet,
                Why::PermanentError,
                Why::ContextOverflow,
                Why::HoldExpired,
                Why::AnsweredAlready,
                Why::IdentityUnknown,
            ];
            prop_assert!(known.contains(&why), "{:?}", why);
        }
    }
}
