//! Every text, by who reads it, and what is read in texts of others.

#![cfg_attr(not(test), deny(clippy::too_many_lines))]

pub mod agent;
pub mod people;
pub mod question;
pub mod template;
pub mod view;
