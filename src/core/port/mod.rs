//! What crosses between the core and its host: what can happen, what may be asked for.

pub mod effect;
pub mod event;
