//! What everything else is made of, and knows nothing of it: ids, times, texts from outside.

#![cfg_attr(not(test), deny(clippy::too_many_lines))]

pub mod double;
pub mod ids;
pub mod lenient;
pub(in crate::core) mod lived;
pub mod plain;
pub mod time;
pub mod todo;
pub mod trouble;
