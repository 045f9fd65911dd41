//! A root session: its turn, its automatic prompts, its tasks.

mod bounds;
pub mod decision;
mod fuse;
pub(in crate::core) mod journal;
mod outbox;
mod recovery;
pub(in crate::core) mod root;
pub(in crate::core) mod tasks;
mod turn;
mod verdict;
