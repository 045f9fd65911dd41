//! Any bytes as a journal.
#![no_main]
#![allow(dead_code, reason = "the other target's half")]

#[path = "../../tests/support/hostile.rs"]
mod hostile;

libfuzzer_sys::fuzz_target!(|data: &[u8]| hostile::journal(data));
