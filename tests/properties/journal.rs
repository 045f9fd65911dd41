//! What holds for every journal, whatever it went through.

use holdfast::core::config::Config;
use holdfast::core::ids::{SessionId, TaskId};
use holdfast::core::journal::{Line, Record, encode, read};
use holdfast::core::ledger::Ledger;
use holdfast::core::task::{Delivery, Stage, Task};
use holdfast::core::time::Time;
use holdfast::core::view::{Source, view};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::cases;
use crate::records::{journal, record, text};

/// A line of a journal that has been through a lot.
#[derive(Clone, Debug)]
enum Found {
    Record(Time, Box<Record>),
    Foreign(String),
    Newer(u64, String),
    Blank(&'static str),
}

impl Found {
    fn text(&self) -> String {
        match self {
            Self::Record(t, record) => encode(*t, record),
            Self::Foreign(line) => format!("{line}\n"),
            Self::Newer(version, rest) => format!("{{\"v\":{version},{rest}}}\n"),
            Self::Blank(line) => format!("{line}\n"),
        }
    }
}

fn found() -> impl Strategy<Value = Vec<Found>> {
    let foreign = prop_oneof![
        select(vec![
            "not json",
            "7",
            "null",
            "[1]",
            "{}",
            "\u{feff}",
            r#"{"v":1}"#,
            r#"{"v":"1","t":1,"what":"lifted"}"#,
            r#"{"v":1,"t":"1","what":"lifted"}"#,
            r#"{"v":1,"t":1,"what":"lifted"} {}"#,
            r#"{"v":1,"t":1,"what":"never heard of"}"#,
            r#"{"v":1,"t":1,"what":{"started":{}}}"#,
            r#"{"v":1,"t":1,"what":{"started":{"task":7}}}"#,
            r#"{"v":1,"t":1,"what":{"lifted":{},"stopped":{}}}"#,
            r#"{"v":1,"t":1,"what":{"ended":{"task":"bg_1","outcome":"fine","result":""}}}"#,
        ])
        .prop_map(str::to_owned),
        Just("[".repeat(100_000)),
        text().prop_map(|text| format!("x{}", text.replace('\n', " "))),
    ];
    let newer = (
        prop_oneof![2..9_u64, 2..=u64::MAX],
        select(vec![r#""t":1,"what":"lifted""#, r#""when":[]"#]),
    );
    let line = prop_oneof![
        8 => (any::<u32>(), record()).prop_map(|(t, what)| Found::Record(Time(t.into()), Box::new(what))),
        2 => foreign.prop_map(Found::Foreign),
        1 => newer.prop_map(|(version, rest)| Found::Newer(version, rest.to_owned())),
        1 => select(vec!["", " ", "\r"]).prop_map(Found::Blank),
    ];
    vec(line, 0..30)
}

fn written(journal: &[(Time, Record)]) -> Vec<Line> {
    let text: String = journal.iter().map(|(t, what)| encode(*t, what)).collect();
    read(&text).lines
}

fn ids<'a>(tasks: impl Iterator<Item = &'a Task>) -> Vec<&'a TaskId> {
    tasks.map(Task::id).collect()
}

fn sorted(mut ids: Vec<&TaskId>) -> Vec<&TaskId> {
    ids.sort_unstable();
    ids
}

proptest! {
    #![proptest_config(cases(150))]

    /// Whatever a journal says: two answers in one session could not be told apart.
    #[test]
    fn a_session_has_at_most_one_active_task(journal in journal()) {
        let ledger = Ledger::fold(&written(&journal));
        for task in ledger.active_tasks() {
            let Some(session) = &task.launch.session else { continue };
            prop_assert_eq!(ledger.active_in(session).map(Task::id), Some(task.id()));
        }
    }

    /// What is kept for a quick look is what a look at all tasks finds.
    #[test]
    fn what_is_looked_up_quickly_is_what_a_look_at_every_task_finds(journal in journal()) {
        let ledger = Ledger::fold(&written(&journal));
        let all = || ledger.in_order();
        let pending = ids(all().filter(|task| task.stage == Stage::Pending));
        prop_assert_eq!(ledger.pending_count(), pending.len());
        prop_assert_eq!(ledger.active_count(), all().filter(|task| task.is_active()).count());
        let running = all().filter(|task| task.stage == Stage::Running);
        prop_assert_eq!(sorted(ids(ledger.running_tasks())), sorted(ids(running)));
        prop_assert_eq!(ids(ledger.owed_tasks()), ids(all().filter(|task| task.is_owed())));
        let ended = ids(all().filter(|task| !task.is_active()));
        prop_assert_eq!(sorted(ids(ledger.ended_tasks().into_iter())), sorted(ended));
        for task in all() {
            let place = pending.iter().position(|id| *id == task.id()).map(|at| at + 1);
            prop_assert_eq!(ledger.place(task.id()), place);
            let next = all().filter(|next| next.launch.takes_up() == Some(task.id())).last();
            prop_assert_eq!(ledger.taken_up_by(task.id()).map(Task::id), next.map(Task::id));
            if let Some(session) = &task.launch.session {
                let newest = all().filter(|task| task.launch.session.as_ref() == Some(session)).last();
                prop_assert_eq!(ledger.task_in(session).map(Task::id), newest.map(Task::id));
            }
            if let Some(call) = &task.launch.call {
                let first = all().find(|task| task.launch.call.as_ref() == Some(call));
                prop_assert_eq!(ledger.launched_by(call).map(Task::id), first.map(Task::id));
            }
        }
    }

    /// A crash, a full disk or another program may leave any of these.
    #[test]
    fn whatever_a_journal_holds_and_wherever_it_is_cut_off_all_of_it_is_accounted_for(
        lines in found(), cut in any::<prop::sample::Index>(),
    ) {
        let whole: String = lines.iter().map(Found::text).collect();
        let cut = cut.index(whole.len() + 1);
        let text = String::from_utf8_lossy(&whole.as_bytes()[..cut]);
        let reading = read(&text);

        let left = text.matches('\n').count();
        let mut records = Vec::new();
        let (mut foreign, mut newer) = (Vec::new(), None);
        for (index, line) in lines.into_iter().take(left).enumerate() {
            match line {
                Found::Record(t, what) => records.push(Line { v: 1, t, what: *what }),
                Found::Foreign(_) => foreign.push(index + 1),
                Found::Newer(version, _) => newer = Some(u32::try_from(version).unwrap_or(u32::MAX)),
                Found::Blank(_) => {}
            }
        }
        prop_assert_eq!(&reading.lines, &records);
        prop_assert_eq!(&reading.foreign, &foreign);
        prop_assert_eq!(reading.newer, newer);
        prop_assert_eq!(reading.torn, !text.is_empty() && !text.ends_with('\n'));

        let root = SessionId::from("ses_root");
        let source = Source { root, text: text.into_owned(), alive: cut % 2 == 0 };
        let shown = view(&[source], &Config::default(), Time(u64::MAX));
        let problems = &shown.sessions[0].problems;
        prop_assert!(foreign.is_empty() && newer.is_none() || !problems.is_empty());
        prop_assert!(serde_json::to_value(&shown).is_ok());
    }

    #[test]
    fn a_compacted_journal_folds_to_the_same_state_and_compacting_it_again_changes_nothing(
        journal in journal(),
    ) {
        let state = Ledger::fold(&written(&journal));
        let short = written(&state.compact());
        prop_assert_eq!(short.len(), state.compact().len(), "every line reads back");
        let again = Ledger::fold(&short);
        prop_assert_eq!(&again, &state);
        prop_assert_eq!(again.compact(), state.compact());
    }

    /// Where a journal is cut in two, the second half goes on from the first; and what both
    /// halves say alike is said by a compaction between them.
    #[test]
    fn a_compaction_in_between_changes_nothing_of_what_follows(
        journal in journal(), cut in any::<prop::sample::Index>(),
    ) {
        let (before, after) = journal.split_at(cut.index(journal.len() + 1));
        let compacted = Ledger::fold(&written(before)).compact();
        let shortened: Vec<(Time, Record)> = compacted.iter().chain(after).cloned().collect();
        prop_assert_eq!(
            Ledger::fold(&written(&shortened)),
            Ledger::fold(&written(&journal)),
        );
    }

    /// An append that was tried again although it had gone well.
    #[test]
    fn a_line_that_is_there_twice_counts_once(journal in journal()) {
        let twice: Vec<(Time, Record)> = journal
            .iter()
            .flat_map(|line| [line.clone(), line.clone()])
            .collect();
        let (once, mut twice) = (Ledger::fold(&written(&journal)), Ledger::fold(&written(&twice)));
        // Counts of prompts and answers are lists of what was written; all else is a state.
        twice.stats.clone_from(&once.stats);
        twice.answered.clone_from(&once.answered);
        prop_assert_eq!(twice, once);
    }

    #[test]
    fn what_is_terminal_stays_as_it_ended_until_it_is_forgotten(journal in journal()) {
        let mut ledger = Ledger::default();
        let mut ended: Vec<Task> = Vec::new();
        for line in written(&journal) {
            ledger.apply(line.t, &line.what);
            for before in &ended {
                if let Some(task) = ledger.task(before.id()) {
                    prop_assert_eq!(task.stage, before.stage);
                    prop_assert_eq!(&task.result, &before.result);
                    prop_assert_eq!((task.started, task.ended), (before.started, before.ended));
                    let told = before.delivery == Delivery::Done;
                    prop_assert!(!told || task.delivery == Delivery::Done);
                } else {
                    prop_assert!(ledger.is_taken(before.id()), "a forgotten id stays known");
                }
            }
            ended = ledger.in_order().filter(|task| !task.is_active()).cloned().collect();
            prop_assert_eq!(ledger.order.len(), ledger.tasks.len());
            prop_assert!(!ledger.evicted.iter().any(|id| ledger.task(id).is_some()));
        }
    }
}
