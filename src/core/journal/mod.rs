//! A session's journal: its records, and the state that they fold to.

// A new event, reason or phase must be thought of wherever it matters.
#![cfg_attr(not(test), deny(clippy::wildcard_enum_match_arm))]

pub mod ledger;
mod records;
pub mod stats;

pub use records::*;
