//! Every text, by who reads it, and what is read in texts of others.

pub mod agent;
pub mod people;
pub mod question;
pub mod template;
pub mod view;
