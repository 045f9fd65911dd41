//! Holdfast: an `OpenCode` plugin with which nothing ends while work is left.
//!
//! ```text
//! OpenCode ──hooks──▶ js-shim ──▶ host (async: OpenCode's API, files, one timer)
//!                                    │  handle(event, now)       ▲ { effects, wake_at }
//!                                    ▼                           │
//!                                   core (pure): sessions, decision, tasks, queue, outbox, journal
//! ```
//!
//! Both compile natively and are tested so: the simulator drives [`host::driver`]. Only what is about
//! JavaScript values exists on `wasm32` alone.

pub mod core;
pub mod host;
