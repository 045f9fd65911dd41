//! Holdfast: an `OpenCode` plugin with which nothing ends while work is left.
//!
//! ```text
//! OpenCode ──hooks──▶ js-shim ──▶ host (wasm32: async, OpenCode client, files, one timer)
//!                                    │  handle(event, now)       ▲ { effects, wake_at }
//!                                    ▼                           │
//!                                   core (pure): sessions, decision, tasks, queue, outbox, journal
//! ```
//!
//! [`core`] compiles and is tested natively. The host exists on `wasm32` only, but for
//! [`host::wire`] and [`host::reader`], which read `OpenCode`'s JSON and can be tested anywhere.

pub mod core;
pub mod host;
