//! A root session: its turn, its automatic prompts, its tasks.

#![cfg_attr(not(test), deny(clippy::too_many_lines))]

mod bounds;
pub(in crate::core) mod conversation;
pub mod decision;
mod fuse;
pub(in crate::core) mod idle;
pub(in crate::core) mod journal;
pub(in crate::core) mod news;
mod outbox;
pub(in crate::core) mod pending;
mod prompting;
pub(in crate::core) mod recovery;
pub(in crate::core) mod root;
pub(in crate::core) mod situation;
pub(in crate::core) mod steps;
pub(in crate::core) mod tasks;
pub(in crate::core) mod timers;
pub(in crate::core) mod turn;
pub(in crate::core) mod verdict;
