//! The simulator: OpenCode, its users and its mishaps, played from a seed against the real core.
//!
//! - `plan`: what a seed stands for; `chance`: its dice
//! - `world`: one clock and one queue; `loops`: OpenCode's session loop; `agent`: the models;
//!   `people`: users and the world outside
//! - `process`, `host`: an OpenCode process, and the driver that ships within it; `executor`: what
//!   drives its work; `api`: what it asks of OpenCode; `shown`: the messages that it is shown
//! - `opencode`, `disk`: what outlives a process
//! - `checks` and below: the invariants; `fault`: deliberate faults that they must find

pub(crate) mod agent;
pub(crate) mod api;
pub(crate) mod chance;
pub(crate) mod checks;
pub(crate) mod disk;
pub(crate) mod executor;
pub(crate) mod fault;
pub(crate) mod host;
pub(crate) mod loops;
pub(crate) mod opencode;
pub(crate) mod people;
pub(crate) mod plan;
pub(crate) mod process;
pub(crate) mod rights;
pub(crate) mod shown;
pub(crate) mod world;
