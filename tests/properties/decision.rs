//! What holds for the decision in every situation, also those that cannot arise.

use holdfast::core::config::{Deliver, WhileActive};
use holdfast::core::decision::{FAILURES_MAX, Situation, Verdict, Why, decide};
use holdfast::core::time::Time;
use holdfast::core::trouble::Class;
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

fn situation() -> impl Strategy<Value = Situation> {
    let troubles = vec![
        Class::Aborted,
        Class::Overflow,
        Class::Permanent,
        Class::Retryable,
    ];
    let gates = (
        [rarely(), rarely(), rarely(), rarely(), rarely()],
        [rarely(), rarely(), rarely(), rarely(), rarely()],
        option::weighted(0.2, select(troubles)),
        (time(), 0..FAILURES_MAX + 2),
    );
    let tasks = (
        (0..3_usize, 0..3_usize, 0..3_usize),
        any::<[bool; 7]>(),
        select(vec![Deliver::All, Deliver::Each]),
        select(vec![WhileActive::Auto, WhileActive::Immediate]),
    );
    let todos = (
        0..3_usize,
        [rarely(), rarely(), rarely()],
        any::<[bool; 4]>(),
        [rarely(), rarely(), rarely()],
    );
    (gates, tasks, todos, option::of(time())).prop_map(
        |((a, b, trouble, failing), (counts, c, deliver, while_active), todos, countdown)| {
            let (open_todos, d, e, f) = todos;
            Situation {
                reverted: a[0],
                ours: !a[1],
                stopped: a[2],
                aborted: a[3],
                refused: a[0],
                refused_below: f[0],
                quiet: a[4],
                asking: b[0],
                trouble,
                backoff_until: failing.0,
                failures: failing.1,
                compacting: b[1],
                idle: c[0],
                unanswered: b[2],
                answered: b[3],
                identified: !b[4],
                owed: counts.0,
                halt_owed: c[1],
                halted: c[2],
                active: counts.1,
                running: counts.2.min(counts.1),
                deliver,
                holds: c[3],
                headless: c[4],
                hold_expired: c[5],
                while_active,
                active_changed: c[6],
                open_todos,
                todos_on: !d[0],
                agent_may: !d[1],
                text_asks: d[2],
                stagnant: e[0],
                no_work: f[1],
                not_taken: f[2],
                exhausted: e[1],
                same_failure: e[2],
                hushed: e[3],
                countdown_until: countdown,
            }
        },
    )
}

fn speaks(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Deliver(_) | Verdict::Continue(_))
}

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn nothing_is_said_where_somebody_else_has_the_word(s in situation()) {
        let verdict = decide(&s, NOW);
        let silent = !s.ours || s.stopped || s.aborted || s.refused || s.reverted;
        prop_assert!(!silent || matches!(verdict, Verdict::Nothing(_)), "{:?}", verdict);
        let waits = s.asking || s.compacting;
        prop_assert!(!waits || !speaks(verdict), "{:?}", verdict);
        let broken = matches!(
            s.trouble,
            Some(Class::Aborted | Class::Overflow | Class::Permanent)
        );
        prop_assert!(!broken || !speaks(verdict), "{:?}", verdict);
        let failing = s.trouble == Some(Class::Retryable) && NOW < s.backoff_until;
        prop_assert!(!failing || !speaks(verdict), "{:?}", verdict);
    }

    #[test]
    fn what_is_said_is_said_in_a_known_name_and_once_per_message(s in situation()) {
        let verdict = decide(&s, NOW);
        let repeated = verdict == Verdict::Deliver(Why::Sending);
        prop_assert!(!repeated || s.unanswered);
        prop_assert!(!speaks(verdict) || repeated || (s.identified && !s.answered));
    }

    #[test]
    fn results_are_told_only_where_some_are_owed_and_work_is_done_only_where_some_is_left(
        s in situation(),
    ) {
        match decide(&s, NOW) {
            Verdict::Deliver(why) => prop_assert!(why == Why::Sending || s.owed > 0),
            Verdict::Hold(_) => prop_assert!(s.active > 0 && s.holds),
            Verdict::Continue(Why::TodosOpen) => prop_assert!(s.open_todos > 0 && s.active == 0),
            Verdict::Continue(_) => prop_assert!(s.active > 0),
            Verdict::Wait(_) | Verdict::Nothing(_) | Verdict::Stop(_) => {}
        }
    }

    #[test]
    fn a_reached_bound_is_told_once_and_ends_every_continuation(s in situation()) {
        let verdict = decide(&s, NOW);
        prop_assert!(!s.quiet || !matches!(verdict, Verdict::Stop(_)), "{:?}", verdict);
        prop_assert!(!s.exhausted || !matches!(verdict, Verdict::Continue(_)), "{:?}", verdict);
        let struck = s.stagnant || s.no_work || s.refused_below || s.same_failure || s.quiet || s.hushed;
        prop_assert!(!struck || verdict != Verdict::Continue(Why::TodosOpen));
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
        let s = Situation { headless: true, holds: true, idle: false, active, ..s };
        if let Verdict::Nothing(why) | Verdict::Stop(why) = decide(&s, NOW) {
            let known = [
                Why::Reverted,
                Why::NotOurs,
                Why::Stopped,
                Why::Aborted,
                Why::Refused,
                Why::NotTaken,
                Why::NoWork,
                Why::Quiet,
                Why::TooManyErrors,
                Why::PermanentError,
                Why::ContextOverflow,
                Why::HoldExpired,
                Why::AnsweredAlready,
                Why::IdentityUnknown,
                Why::Stagnant,
                Why::TooManyContinuations,
                Why::SameFailure,
            ];
            prop_assert!(known.contains(&why), "{:?}", why);
        }
    }
}
