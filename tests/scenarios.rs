//! What Holdfast does, told as stories: a user, an agent and its tasks in virtual time.
#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a story that breaks off has failed"
)]

#[path = "support/story.rs"]
mod story;

#[path = "scenarios/again.rs"]
mod again;
#[path = "scenarios/bounds.rs"]
mod bounds;
#[path = "scenarios/children.rs"]
mod children;
#[path = "scenarios/completion.rs"]
mod completion;
#[path = "scenarios/control.rs"]
mod control;
#[path = "scenarios/delivery.rs"]
mod delivery;
#[path = "scenarios/fuse.rs"]
mod fuse;
#[path = "scenarios/gates.rs"]
mod gates;
#[path = "scenarios/headless.rs"]
mod headless;
#[path = "scenarios/identity.rs"]
mod identity;
#[path = "scenarios/journal.rs"]
mod journal;
#[path = "scenarios/life.rs"]
mod life;
#[path = "scenarios/queue.rs"]
mod queue;
#[path = "scenarios/recovery.rs"]
mod recovery;
#[path = "scenarios/rights.rs"]
mod rights;
#[path = "scenarios/waits.rs"]
mod waits;
