//! A session's journal: its records, and the state that they fold to.

pub mod ledger;
mod records;
pub mod stats;

pub use records::*;
