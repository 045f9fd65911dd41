//! What everything else is made of, and knows nothing of it: ids, times, texts from outside.

pub mod double;
pub mod ids;
pub mod lenient;
pub(in crate::core) mod lived;
pub mod plain;
pub mod time;
pub mod todo;
pub mod trouble;
