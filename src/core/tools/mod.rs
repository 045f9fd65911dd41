//! What agents and people ask for: tools, slash commands, requests from outside.

#![cfg_attr(not(test), deny(clippy::too_many_lines))]

mod args;
pub(in crate::core) mod calls;
mod cancel;
pub mod commands;
mod launch;
pub(in crate::core) mod leave;
mod message;
pub mod offline;
pub(in crate::core) mod output;
pub(in crate::core) mod requests;
mod resume;
mod task;
pub mod toolbox;
