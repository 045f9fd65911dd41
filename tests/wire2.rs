//! Golden samples of what OpenCode 2 sends, recorded and shortened, and what each means to the core.
#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a sample that cannot be read is the failure"
)]

use holdfast::core::event::Status;
use holdfast::host::opencode2::reader::{self, StepDigest};
use holdfast::host::opencode2::wire::{Open, Session, agent, written};
use serde_json::{Value, json};

/// Reads every sample of a kind in order, and compares what it means.
fn check(kind: &str, mut meaning: impl FnMut(&Value) -> Value) {
    let text = include_str!("wire/2.0.15.json");
    let samples: Value = serde_json::from_str(text).expect("samples are JSON");
    for sample in samples[kind].as_array().expect("samples of each kind") {
        assert_eq!(meaning(sample), sample["means"], "{}", sample["name"]);
    }
}

#[test]
fn every_recorded_event_means_to_the_core_what_it_says() {
    let mut open = Open::default();
    check("events", |sample| {
        let event = &sample["event"];
        let kind = event["type"].as_str().expect("an event has a type");
        json!(open.read(kind, &event["data"]))
    });
}

#[test]
fn a_step_tells_whom_it_answers_and_who_answers() {
    check("steps", |sample| {
        let step = &sample["step"];
        let messages = step["messages"].as_array().expect("a list");
        let StepDigest {
            user,
            words,
            assistant,
        } = reader::step(messages).expect("a message");
        json!({
            "user": user.into_user(words),
            "assistant": assistant,
            "identity": reader::identity(step),
        })
    });
}

#[test]
fn a_history_tells_what_was_said() {
    check("histories", |sample| {
        let history = sample["history"].as_array().expect("a list");
        json!(reader::transcript(Status::Idle, history))
    });
}

#[test]
fn rules_of_agents_and_sessions_are_read_and_written() {
    check("agents", |sample| {
        json!(agent(&sample["agent"]).expect("an agent"))
    });
    check("sessions", |sample| {
        let Session {
            parent,
            rules,
            agent,
            reverted,
        } = Session::read(&sample["session"]);
        json!({ "parent": parent, "rules": written(&rules), "agent": agent, "reverted": reverted })
    });
}
