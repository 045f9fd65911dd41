//! What crosses between the core and its host: what can happen, what may be asked for.

#![cfg_attr(not(test), deny(clippy::too_many_lines))]

pub mod effect;
pub mod event;
