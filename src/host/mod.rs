//! The host: turns `OpenCode`'s hooks into events and carries the core's effects out.
//!
//! Everything but [`wire`] and [`reader`] exists on `wasm32` only.

pub mod opencode2;
pub mod reader;
pub mod wire;

#[cfg(target_arch = "wasm32")]
mod boundary;
#[cfg(target_arch = "wasm32")]
mod driver;
#[cfg(target_arch = "wasm32")]
pub mod engine;
#[cfg(target_arch = "wasm32")]
pub mod js;
#[cfg(target_arch = "wasm32")]
mod opencode;
