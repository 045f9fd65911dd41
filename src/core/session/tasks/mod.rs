//! The part of a session that runs its tasks: slots, child sessions, permissions.

pub(in crate::core) mod child;
pub(in crate::core) mod permit;
mod queue;
