//! A session's journal: its records, and the state that they fold to.

#![cfg_attr(not(test), deny(clippy::too_many_lines))]

pub mod ledger;
mod records;
pub mod stats;

pub use records::*;
