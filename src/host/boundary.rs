//! What crosses between JavaScript and the engine. `wire.d.ts` says the same to TypeScript.

use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsError, JsValue};

use crate::core::Setup;
use crate::core::config::{Layer, Tui};
use crate::core::event::HostOptions;
use crate::core::ids::SessionId;
use crate::core::journal::Owner;
use crate::core::values::lenient;
use crate::host::port::Process;
use crate::host::wire::Raw;

/// What the shim tells at the beginning.
#[derive(Deserialize)]
pub(super) struct Start {
    #[serde(default, deserialize_with = "lenient::list")]
    pub(super) layers: Vec<Layer>,
    pub(super) me: Owner,
    #[serde(default, deserialize_with = "lenient::field")]
    pub(super) seed: f64,
    #[serde(default, deserialize_with = "lenient::field")]
    pub(super) process: Process,
    #[serde(default, deserialize_with = "lenient::field")]
    pub(super) options: Option<HostOptions>,
}

impl Start {
    /// Reads what the shim gives to an engine of either version.
    ///
    /// # Errors
    /// Where the process is not named.
    pub(super) fn read(start: &JsValue) -> Result<Self, JsError> {
        start
            .read()
            .ok_or_else(|| JsError::new("the process must be named"))
    }

    /// What the core must know of it.
    pub(super) fn setup(&self) -> Setup {
        Setup {
            layers: self.layers.clone(),
            me: self.me.clone(),
            seed: self.seed.to_bits(),
        }
    }
}

/// The options that JavaScript needs, and what is wrong with the files.
#[derive(Serialize)]
pub(super) struct Options {
    pub(super) state_dir: Option<String>,
    pub(super) toasts: bool,
    pub(super) flush: bool,
    pub(super) tui: Tui,
    pub(super) problems: Vec<String>,
}

/// Where a tool was called.
#[derive(Deserialize)]
pub(super) struct ToolContext {
    #[serde(rename = "sessionID")]
    pub(super) session: SessionId,
    #[serde(rename = "callID", default, deserialize_with = "lenient::field")]
    pub(super) call: String,
    #[serde(default, deserialize_with = "lenient::field")]
    pub(super) agent: Option<String>,
}

/// A slash command that was given.
#[derive(Deserialize)]
pub(super) struct Command {
    #[serde(rename = "command")]
    pub(super) name: String,
    #[serde(rename = "sessionID")]
    pub(super) session: SessionId,
    #[serde(default, deserialize_with = "lenient::field")]
    pub(super) arguments: String,
}

/// The session that a hook is about.
#[derive(Deserialize)]
pub(super) struct OfSession {
    #[serde(rename = "sessionID")]
    pub(super) session: SessionId,
}
