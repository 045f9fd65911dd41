//! OpenCode 2: no parents, no statuses, no end of a turn; a queue, and hooks around every call of a
//! model. What it knows by other names becomes what the core knows.

pub mod ids;
pub mod json;
pub mod reader;
pub mod skip;
pub mod turn;
pub mod wire;

#[cfg(target_arch = "wasm32")]
pub(super) mod api;
#[cfg(target_arch = "wasm32")]
pub mod engine;
