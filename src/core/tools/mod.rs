//! What agents and people ask for: tools, slash commands, requests from outside.

pub(in crate::core) mod calls;
pub mod commands;
pub(in crate::core) mod leave;
pub mod offline;
mod output;
pub mod toolbox;
