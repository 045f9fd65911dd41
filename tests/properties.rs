//! What must hold for everything that could happen, tried on what proptest makes up.
//!
//! The cases are the same on every run. `PROPTEST_RNG_SEED=7` tries others, `PROPTEST_CASES=9999`
//! more of them; a failure prints the smallest case that it was found to need.
#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a case that cannot be played is a failure"
)]

use proptest::test_runner::{Config, RngSeed};

#[path = "support/hostile.rs"]
mod hostile;
#[path = "support/records.rs"]
mod records;
#[allow(dead_code, reason = "other tests let other things happen")]
#[path = "support/rig.rs"]
mod rig;

#[path = "properties/decision.rs"]
mod decision;
#[path = "properties/harm.rs"]
mod harm;
#[path = "properties/ids.rs"]
mod ids;
#[path = "properties/journal.rs"]
mod journal;
#[path = "properties/queue.rs"]
mod queue;
#[path = "properties/texts.rs"]
mod texts;

/// So many cases, unless the environment asks for others.
fn cases(count: u32) -> Config {
    let asked = Config::default();
    Config {
        cases: std::env::var("PROPTEST_CASES").map_or(count, |_| asked.cases),
        rng_seed: match asked.rng_seed {
            RngSeed::Random => RngSeed::Fixed(20_251_121),
            chosen => chosen,
        },
        failure_persistence: None,
        ..asked
    }
}
