//! Every text, and what people see of a journal.

pub mod text;
pub mod view;
