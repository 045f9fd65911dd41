//! The host: turns what OpenCode tells into events and carries the core's effects out.
//!
//! [`driver`] does that for whatever implements [`port`]: the shim and OpenCode's client in the
//! WebAssembly (`engine`, `js`, `shim`, `opencode1::client`), a played OpenCode in the tests.
//! Only what is about JavaScript values is compiled for `wasm32` alone.

pub mod driver;
pub mod opencode1;
pub mod opencode2;
pub mod port;
pub mod reader;
pub mod wire;

#[cfg(target_arch = "wasm32")]
mod boundary;
#[cfg(target_arch = "wasm32")]
pub mod engine;
#[cfg(target_arch = "wasm32")]
pub mod js;
#[cfg(target_arch = "wasm32")]
mod shim;
