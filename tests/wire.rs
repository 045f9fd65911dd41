//! Golden samples of what OpenCode sends, recorded from both ends of the versions that are
//! supported and shortened, and what each means to the core.
#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a sample that cannot be read is the failure"
)]

use holdfast::core::event::{Agent, Event};
use holdfast::host::wire::{AgentInfo, Bus, Message, Raw, Session, WithParts};
use serde_json::{Value, json};

const SAMPLES: [&str; 2] = [
    include_str!("wire/1.3.2.json"),
    include_str!("wire/1.18.33.json"),
];

/// Reads every sample of a kind, and compares what it means.
fn check(kind: &str, meaning: impl Fn(&Value) -> Value) {
    for text in SAMPLES {
        let samples: Value = serde_json::from_str(text).expect("samples are JSON");
        for sample in samples[kind].as_array().expect("samples of each kind") {
            let what = format!("{}: {}", samples["version"], sample["name"]);
            assert_eq!(meaning(sample), sample["means"], "{what}");
        }
    }
}

/// The core's event; none where it is none.
fn core_event(event: &Value) -> Option<Event> {
    let bus = Bus::read(&event)?;
    let input = &event["properties"]["part"]["state"]["input"];
    bus.into_event(|| input.to_string())
}

#[test]
fn every_recorded_event_means_to_the_core_what_it_says() {
    check("events", |sample| {
        let event = &sample["event"];
        assert!(Bus::read(&event).is_some(), "{event} lacks a field");
        serde_json::to_value(core_event(event)).expect("an event has a JSON form")
    });
}

#[test]
fn who_wrote_a_message_what_it_says_and_who_answers_it_is_read() {
    check("messages", |sample| {
        let message = &sample["message"];
        let read: WithParts = message.read().expect("a message");
        json!({
            "by_user": read.is_by_user(),
            "parked": read.is_parked(),
            "text": read.text(),
            "identity": read.info.identity(serde_json::Map::new()),
            "head": read.head(),
            "final": read.info.into_assistant(String::new()).is_final(),
        })
    });
}

#[test]
fn where_a_session_belongs_and_what_it_may_do_is_read() {
    check("sessions", |sample| {
        let session = &sample["session"];
        let read: Session = session.read().expect("a session");
        json!({ "id": read.id, "parent": read.parent, "permission": read.permission })
    });
}

#[test]
fn which_agents_may_edit_is_read() {
    check("agents", |sample| {
        let info = &sample["agent"];
        let agent: AgentInfo = info.read().expect("an agent");
        let mut read = serde_json::to_value(Agent::from(agent)).expect("an agent has a JSON form");
        // Every sample has rules; what they come to is tested with the rights.
        let rules = read.as_object_mut().and_then(|read| read.remove("rules"));
        assert!(rules.is_some(), "{info}");
        read
    });
}

#[test]
fn a_message_that_holdfast_parked_is_known_as_its_own_and_says_nothing() {
    let stored = json!({
        "info": { "id": "msg_0123456789abHoldfast0001", "sessionID": "ses_1", "role": "user",
            "agent": "build", "model": { "providerID": "p", "modelID": "m" }, "time": { "created": 1 } },
        "parts": [{ "id": "prt_0123456789abHoldfast0001", "type": "text", "text": "", "synthetic": true,
            "ignored": true }],
    });
    let read: WithParts = (&stored).read().expect("a message");
    assert!(read.is_parked() && !read.is_by_user() && read.text().is_empty());
    assert!(read.is_parked() && !read.head().ours);
}

#[test]
fn what_holdfast_says_beside_the_user_is_known_as_its_own() {
    let stored = |part: &str| {
        let stored = json!({
            "info": { "id": "msg_0123456789ab0000000000user", "sessionID": "ses_1", "role": "user",
                "agent": "build", "model": { "providerID": "p", "modelID": "m" }, "time": { "created": 1 } },
            "parts": [{ "id": "prt_0123456789ab0000000000user", "type": "text", "text": "Go on." },
                { "id": part, "type": "text", "text": "a result", "synthetic": true }],
        });
        let read: WithParts = (&stored).read().expect("a message");
        read.head().ours
    };
    assert!(stored("prt_0123456789abHoldfast0001"));
    assert!(!stored("prt_0123456789ab0000000other"));
}

#[test]
fn the_variant_is_read_where_newer_and_where_older_versions_keep_it() {
    let user = |model: Value, variant: Value| {
        let info = json!({ "id": "msg_1", "sessionID": "ses_1", "role": "user", "agent": "build",
            "model": model, "variant": variant });
        let message: Message = (&info).read().expect("a message");
        message
            .identity(serde_json::Map::new())
            .and_then(|identity| identity.variant)
    };
    let newer = json!({ "providerID": "p", "modelID": "m", "variant": "high" });
    let older = json!({ "providerID": "p", "modelID": "m" });
    assert_eq!(user(newer, Value::Null).as_deref(), Some("high"));
    assert_eq!(user(older.clone(), json!("low")).as_deref(), Some("low"));
    assert_eq!(user(older, Value::Null), None);
}

#[test]
fn a_field_that_is_missing_or_of_another_type_makes_no_event_of_an_event() {
    for text in SAMPLES {
        let samples: Value = serde_json::from_str(text).expect("samples are JSON");
        for sample in samples["events"].as_array().expect("events") {
            let kind = sample["event"]["type"].as_str().expect("a type");
            for properties in [
                Value::Null,
                json!({}),
                json!([]),
                json!("x"),
                json!({ "sessionID": 7 }),
                json!({ "info": 7, "part": 7, "status": 7, "todos": 7, "error": 7 }),
                json!({ "part": {}, "info": {}, "status": {}, "error": {} }),
            ] {
                let event = json!({ "type": kind, "properties": properties });
                assert_eq!(core_event(&event), None, "{event}");
            }
        }
    }
}
