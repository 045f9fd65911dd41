//! A journal is read whole when its session is used again: that must not be felt.
#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "it is the time that is measured, and the number is worth seeing"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use holdfast::core::journal::{Record, encode, read};
use holdfast::core::ledger::Ledger;
use serde_json::{Value, json};

#[allow(dead_code, reason = "other tests let other things happen")]
#[path = "support/rig.rs"]
mod rig;

use rig::Rig;

const RECORDS: usize = 10_000;
/// Loading may cost so many times what parsing the same lines as any JSON costs. It is far less;
/// a fold that looks at every task for every record is far more.
const TIMES_PARSING: u32 = 5;

/// What the core writes while tasks come and go, and nothing of it compacted.
fn journal(is_written: fn(&Record) -> bool) -> String {
    let mut rig = Rig::new(json!({}));
    let mut lines = Vec::new();
    while lines.len() < RECORDS {
        rig.a_task_comes_and_goes("job");
        let written = rig
            .written
            .drain(..)
            .filter(|(_, record)| is_written(record));
        lines.extend(written.map(|(t, record)| encode(t, &record)));
    }
    lines.truncate(RECORDS);
    lines.concat()
}

/// The least time that each of two takes, by turns, since others use the machine too.
fn times(one: impl Fn() -> usize, other: impl Fn() -> usize) -> (Duration, Duration) {
    let once = |work: &dyn Fn() -> usize| {
        let begun = Instant::now();
        assert_eq!(black_box(work()), RECORDS);
        begun.elapsed()
    };
    (0..15)
        .map(|_| (once(&one), once(&other)))
        .reduce(|best, next| (best.0.min(next.0), best.1.min(next.1)))
        .expect("fifteen times")
}

#[test]
fn ten_thousand_records_load_in_little_more_time_than_their_json_takes_to_parse() {
    let is_kept = |record: &Record| !matches!(record, Record::Evicted { .. });
    for (what, text) in [
        ("few tasks are kept", journal(|_| true)),
        ("all tasks are kept", journal(is_kept)),
    ] {
        let parse = || {
            let parse = |line| serde_json::from_str::<Value>(line).map(black_box);
            text.lines().map(parse).filter(Result::is_ok).count()
        };
        let load = || {
            let lines = read(&text).lines;
            black_box(Ledger::fold(&lines));
            lines.len()
        };
        let (parsing, loading) = times(parse, load);
        let kilobytes = text.len() / 1000;
        println!("{RECORDS} records, {kilobytes} KB, {what}: {loading:.1?}; as JSON {parsing:.1?}");
        assert!(
            loading < parsing * TIMES_PARSING,
            "{loading:?} to load what takes {parsing:?} to parse"
        );
    }
}

/// Tasks that wait while the cost of one more is measured.
const FEW: usize = 200;
const MANY: usize = 1_900;
/// One launch among many waiting tasks may cost so many times what it costs among few. What looks
/// at every task costs ten times as much, what looks at every task for every task a hundred times.
const TIMES_FEW: u32 = 4;

/// The least time that fifty launches and as many events take, with so many tasks waiting.
fn launching_beside(waiting: usize) -> Duration {
    let mut rig = Rig::new(json!({}));
    let launch = |rig: &mut Rig| {
        let args = json!({ "description": "job", "prompt": "Do it." });
        rig.tool("background_task", args);
        while rig.open() > 0 {
            rig.outcome(0, true, false);
        }
    };
    (0..waiting).for_each(|_| launch(&mut rig));
    assert!(rig.ledger().pending_count() + 10 > waiting);
    let fifty = |rig: &mut Rig| {
        let begun = Instant::now();
        for _ in 0..50 {
            launch(rig);
            rig.passes(holdfast::core::time::Span::seconds(1));
        }
        rig.written.clear();
        let took = begun.elapsed();
        let order: Vec<_> = rig.ledger().order.iter().rev().take(50).cloned().collect();
        for task in order {
            rig.tool("background_cancel", json!({ "task_id": task.as_str() }));
        }
        took
    };
    let times = (0..7).map(|_| fifty(&mut rig));
    times.min().expect("seven times")
}

#[test]
fn a_launch_costs_the_same_however_many_tasks_wait() {
    let (few, many) = (launching_beside(FEW), launching_beside(MANY));
    println!("fifty launches beside {FEW} waiting tasks: {few:.1?}; beside {MANY}: {many:.1?}");
    assert!(many < few * TIMES_FEW, "{many:?} against {few:?}");
}
