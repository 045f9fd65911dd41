//! What crosses between the core and its host: what can happen, what may be asked for.

// A new event, reason or phase must be thought of wherever it matters.
#![cfg_attr(not(test), deny(clippy::wildcard_enum_match_arm))]

pub mod effect;
pub mod event;
