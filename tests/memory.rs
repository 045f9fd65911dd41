//! A session may run for weeks: what the core holds is bounded by what it is told to keep.
#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a rig that breaks off has failed, and the numbers are worth seeing"
)]

use std::alloc::System;

use holdfast::core::task::{Outcome, Stage};
use serde_json::json;
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

#[allow(dead_code, reason = "other tests let other things happen")]
#[path = "support/rig.rs"]
mod rig;

use rig::Rig;

#[global_allocator]
static HEAP: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Ids of forgotten tasks are remembered, so many and no more: a list of texts of nine bytes.
const REMEMBERED: usize = 500;
const BYTES_PER_ID: usize = 64;
/// A list that has doubled, a note that is longer.
const SLACK: usize = 4096;

/// Bytes that the core holds, and this test with it; the journal is on disk.
fn held(rig: &Rig) -> usize {
    let heap = HEAP.stats();
    heap.bytes_allocated - heap.bytes_deallocated - rig.journal.capacity()
}

#[test]
fn a_thousand_tasks_leave_no_more_behind_than_is_kept() {
    let mut rig = Rig::new(json!({}));
    let (mut bytes, mut longest) = (vec![held(&rig)], 0);
    for number in 1..=1000 {
        let description = format!("job {number}");
        match number % 7 {
            0 => rig.a_task_comes_and_fails(&description),
            _ => rig.a_task_comes_and_goes(&description),
        }
        rig.written.clear();
        longest = longest.max(rig.journal.lines().count());
        if number % 200 == 0 {
            bytes.push(held(&rig));
        }
    }
    println!("bytes held after 0, 200, … 1,000 tasks: {bytes:?}");
    println!("the journal had {longest} lines at most");

    let ledger = rig.ledger();
    let delivered = ["completed", "failed"].map(|status| ledger.stats.outcomes[&status.to_owned()]);
    assert_eq!(delivered, [858, 142], "every task ran");
    let kept = |outcome| {
        let tasks = ledger.in_order();
        tasks
            .filter(|task| task.stage == Stage::Ended(outcome))
            .count()
    };
    assert_eq!((kept(Outcome::Completed), kept(Outcome::Failed)), (5, 5));
    assert_eq!(ledger.evicted.len(), REMEMBERED);
    assert!(longest < 3000, "the journal is compacted");

    let [after_200, after_600, after_1000] = [1, 3, 5].map(|at| bytes[at]);
    assert!(after_1000 <= after_600 + SLACK, "{bytes:?}");
    let ids = (REMEMBERED - 190) * BYTES_PER_ID;
    assert!(after_1000 <= after_200 + ids + SLACK, "{bytes:?}");
}
