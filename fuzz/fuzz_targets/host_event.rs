//! Any bytes as what the host tells.
#![no_main]
#![allow(dead_code, reason = "the other target's half")]

#[path = "../../tests/support/hostile.rs"]
mod hostile;

libfuzzer_sys::fuzz_target!(|data: &[u8]| hostile::host_event(data));
