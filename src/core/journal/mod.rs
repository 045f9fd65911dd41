//! A session's journal: its records, their JSON, and the state that they fold to.

mod codec;
pub mod ledger;
mod records;
pub mod stats;

pub use records::*;
