//! A deterministic simulator plays OpenCode against the core and checks the invariants at every
//! step. A seed that fails prints itself and is replayed by
//! `SEED=… cargo test --test simulation replay -- --nocapture`.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::expect_used,
    clippy::explicit_auto_deref,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a simulator that is wrong about itself should stop and say so"
)]

mod support;

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::atomic::{AtomicU64, Ordering};

use support::fault::{FAULTS, Fault};
use support::plan::Plan;
use support::world::{Violation, World};

/// Seeds that every run plays; `SEEDS=20000` plays more, `FROM=5000` others. `npm run soak` plays a
/// million.
const SEEDS: u64 = 5_000;

/// A number from the environment.
fn asked(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Plays a seed; returns what was violated and what happened.
fn play(seed: u64, fault: Option<Fault>, traced: bool) -> World {
    let mut plan = Plan::new(seed);
    plan.fault = fault;
    let mut world = World::new(plan, traced);
    world.live();
    world
}

/// Plays many seeds on all cores; returns the first violation, and what happened in all.
fn play_all(
    seeds: std::ops::Range<u64>,
    fault: Option<Fault>,
) -> (Option<(u64, Violation)>, BTreeMap<&'static str, u64>) {
    // Above the lowest seed that fails there is nothing to look for.
    let lowest = AtomicU64::new(u64::MAX);
    let workers = std::thread::available_parallelism().map_or(1, usize::from) as u64;
    let parts: Vec<_> = std::thread::scope(|scope| {
        let handles: Vec<_> = (0..workers)
            .map(|worker| {
                let (seeds, lowest) = (seeds.clone(), &lowest);
                scope.spawn(move || {
                    let mut tally: BTreeMap<&'static str, u64> = BTreeMap::new();
                    for seed in seeds.filter(|seed| seed % workers == worker) {
                        if seed > lowest.load(Ordering::Relaxed) {
                            break;
                        }
                        let world = play(seed, fault, false);
                        for (what, count) in world.tally {
                            *tally.entry(what).or_default() += count;
                        }
                        if let Some(violation) = world.violation {
                            lowest.fetch_min(seed, Ordering::Relaxed);
                            return (Some((seed, violation)), tally);
                        }
                    }
                    (None, tally)
                })
            })
            .collect();
        handles
            .into_iter()
            .map(|handle| handle.join().expect("a worker does not panic"))
            .collect()
    });
    let mut tally: BTreeMap<&'static str, u64> = BTreeMap::new();
    let mut first: Option<(u64, Violation)> = None;
    for (found, counts) in parts {
        for (what, count) in counts {
            *tally.entry(what).or_default() += count;
        }
        first = [first, found]
            .into_iter()
            .flatten()
            .min_by_key(|(seed, _)| *seed);
    }
    (first, tally)
}

#[test]
fn every_invariant_holds_in_thousands_of_seeds() {
    let (from, count) = (asked("FROM").unwrap_or(0), asked("SEEDS").unwrap_or(SEEDS));
    let (first, tally) = play_all(from..from.saturating_add(count), None);
    println!("{tally:#?}");
    if let Some((seed, violation)) = first {
        panic!(
            "seed {seed} violates “{}”: {}\nreplay it: SEED={seed} cargo test --test simulation replay -- --nocapture",
            violation.invariant, violation.detail
        );
    }
}

#[test]
fn replay() {
    let Some(seed) = asked("SEED") else {
        return;
    };
    let world = play(seed, None, true);
    println!("{}", world.trace.unwrap_or_default().join("\n"));
    assert_eq!(world.violation, None, "seed {seed}");
}

#[test]
fn the_same_seed_gives_the_same_trace() {
    for seed in 0..100 {
        assert_eq!(
            play(seed, None, true).trace,
            play(seed, None, true).trace,
            "seed {seed}"
        );
    }
}

#[test]
fn every_deliberate_fault_is_found() {
    let missed: Vec<Fault> = FAULTS
        .into_iter()
        .filter(|fault| play_all(0..SEEDS, Some(*fault)).0.is_none())
        .collect();
    assert!(missed.is_empty(), "no seed of {SEEDS} finds {missed:?}");
}

/// `SURVEY=1000` counts violations by invariant, with `FROM=5000` those of later seeds, with
/// `FAULT=LoseTick` those of a fault.
#[test]
fn survey() {
    let Some(count) = asked("SURVEY") else {
        return;
    };
    let from = asked("FROM").unwrap_or(0);
    let fault = std::env::var("FAULT").unwrap_or_default();
    let fault = FAULTS
        .into_iter()
        .find(|known| format!("{known:?}") == fault);
    let mut found: BTreeMap<&'static str, Vec<(u64, String)>> = BTreeMap::new();
    let violations = on_all_cores(from..from.saturating_add(count), |seed| {
        let violation = play(seed, fault, false).violation?;
        Some((seed, violation))
    });
    for (seed, violation) in violations {
        found
            .entry(violation.invariant)
            .or_default()
            .push((seed, violation.detail));
    }
    for (invariant, mut all) in found {
        all.sort();
        println!("{} × {invariant}", all.len());
        for (seed, detail) in all.iter().take(12) {
            println!(
                "    {seed}: {}",
                detail.chars().take(300).collect::<String>()
            );
        }
    }
}

/// `TRACES=1000` prints one number for all that happens in the first thousand seeds: a commit that
/// only moves code leaves it as it is.
#[test]
fn traces() {
    let Some(count) = asked("TRACES") else {
        return;
    };
    let from = asked("FROM").unwrap_or(0);
    let mut digests = on_all_cores(from..from.saturating_add(count), |seed| {
        let mut hasher = DefaultHasher::new();
        play(seed, None, true).trace.hash(&mut hasher);
        Some((seed, hasher.finish()))
    });
    digests.sort_unstable();
    let mut all = DefaultHasher::new();
    digests.hash(&mut all);
    println!("traces of {count} seeds: {:016x}", all.finish());
}

/// Does something with each seed, on all cores; returns what came of it, in no order.
fn on_all_cores<T: Send>(
    seeds: std::ops::Range<u64>,
    act: impl Fn(u64) -> Option<T> + Sync,
) -> Vec<T> {
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let handles: Vec<_> = (0..workers)
            .map(|worker| {
                let (seeds, act) = (seeds.clone(), &act);
                scope.spawn(move || {
                    seeds
                        .skip(worker)
                        .step_by(workers)
                        .filter_map(act)
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        handles
            .into_iter()
            .flat_map(|handle| handle.join().expect("a worker does not panic"))
            .collect()
    })
}
