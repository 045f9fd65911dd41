//! Whatever is in a file and whatever OpenCode sends: nothing that is read may end the process.

use holdfast::core::journal::encode;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};

use crate::records::journal;
use crate::{cases, hostile};

const SAMPLES: [&str; 2] = [
    include_str!("../wire/1.3.2.json"),
    include_str!("../wire/1.18.33.json"),
];

/// What happens to bytes on their way.
#[derive(Clone, Debug)]
enum Harm {
    Replace(Index, u8),
    Remove(Index, usize),
    Repeat(Index, usize),
    Insert(Index, &'static str),
}

fn harm() -> impl Strategy<Value = Vec<Harm>> {
    let index = any::<Index>;
    let words = vec![
        "null",
        "-1",
        "1e308",
        "1e999",
        "18446744073709551615",
        "\"\"",
        "[]",
        "{}",
        "\n",
        "\"",
        "\\",
        "\\ud800",
        "\u{2028}",
        "../",
        "msg_",
        "ses_",
        "true",
    ];
    let harm = prop_oneof![
        (index(), any::<u8>()).prop_map(|(at, byte)| Harm::Replace(at, byte)),
        (index(), 1..40_usize).prop_map(|(at, count)| Harm::Remove(at, count)),
        (index(), 1..200_usize).prop_map(|(at, count)| Harm::Repeat(at, count)),
        (index(), select(words)).prop_map(|(at, word)| Harm::Insert(at, word)),
    ];
    vec(harm, 0..6)
}

fn harmed(text: String, harms: Vec<Harm>) -> Vec<u8> {
    let mut bytes = text.into_bytes();
    for harm in harms {
        let end = bytes.len();
        let span = |at: Index, count: usize| {
            let from = at.index(end + 1);
            from..end.min(from + count)
        };
        match harm {
            Harm::Replace(at, byte) => bytes[span(at, 1)].fill(byte),
            Harm::Remove(at, count) => drop(bytes.drain(span(at, count))),
            Harm::Repeat(at, count) => {
                let part = bytes[span(at, count)].to_vec();
                bytes.splice(span(at, 0), part);
            }
            Harm::Insert(at, word) => drop(bytes.splice(span(at, 0), word.bytes())),
        }
    }
    bytes
}

/// Events as OpenCode sends them, in any order, about one root session and two below it.
fn events() -> impl Strategy<Value = String> {
    let mut events = Vec::new();
    for text in SAMPLES {
        let samples: Value = serde_json::from_str(text).expect("samples are JSON");
        let list = samples["events"].as_array().expect("events");
        events.extend(list.iter().map(|sample| sample["event"].clone()));
    }
    let sessions = select(vec!["ses_root", "ses_one", "ses_two", "../../etc/passwd"]);
    let line = (select(events), sessions).prop_map(|(mut event, session)| {
        takes_place_in(&mut event["properties"], session);
        event.to_string()
    });
    vec(prop_oneof![8 => line, 1 => calls()], 1..40).prop_map(|lines| lines.join("\n"))
}

fn takes_place_in(value: &mut Value, session: &str) {
    if let Some(fields) = value.as_object_mut() {
        for (name, value) in fields {
            match name.as_str() {
                "sessionID" => *value = json!(session),
                _ => takes_place_in(value, session),
            }
        }
    }
}

/// Events of known types whose fields have known names, and hold anything.
fn strange() -> impl Strategy<Value = String> {
    let kinds = select(vec![
        "session.created",
        "session.deleted",
        "session.idle",
        "session.status",
        "session.error",
        "session.compacted",
        "message.updated",
        "message.part.updated",
        "todo.updated",
        "permission.asked",
        "question.asked",
        "permission.replied",
    ]);
    let names = select(vec![
        "info",
        "part",
        "status",
        "error",
        "data",
        "todos",
        "state",
        "metadata",
        "time",
        "tokens",
        "id",
        "sessionID",
        "messageID",
        "type",
        "role",
        "finish",
        "attempt",
        "message",
        "content",
        "cost",
        "end",
        "completed",
        "tool",
        "callID",
        "name",
        "input",
        "output",
        "reasoning",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        Just(Value::from(u64::MAX)),
        any::<f64>().prop_map(Value::from),
        select(vec![
            "",
            "ses_root",
            "ses_one",
            "msg_1",
            "tool",
            "text",
            "step-finish",
            "assistant",
            "running",
            "error",
            "completed",
            "retry",
            "stop",
            "\u{0}"
        ])
        .prop_map(Value::from),
    ];
    let value = leaf.prop_recursive(3, 40, 8, move |inner| {
        prop_oneof![
            1 => vec(inner.clone(), 0..4).prop_map(Value::from),
            6 => vec((names.clone(), inner), 0..10).prop_map(|fields| fields
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect()),
        ]
    });
    let sessions = select(vec![json!("ses_root"), json!("ses_one"), Value::Null]);
    (kinds, value, sessions).prop_map(|(kind, mut properties, session)| {
        if let Some(fields) = properties.as_object_mut() {
            fields.insert("sessionID".to_owned(), session);
        }
        json!({ "type": kind, "properties": properties }).to_string()
    })
}

/// What the agent and the user ask for, with arguments that fit or do not.
fn calls() -> impl Strategy<Value = String> {
    let tools = select(vec![
        "background_task",
        "background_output",
        "background_cancel",
        "background_resume",
        "background_message",
        "unheard_of",
    ]);
    let args = select(vec![
        json!({ "description": "x", "prompt": "y" }),
        json!({ "all": true, "retry": true, "wait": true, "timeout_seconds": 1e300 }),
        json!({ "task_id": "bg_x", "text": "y", "offset": 18_446_744_073_709_551_615_u64 }),
        json!({ "task_id": 7, "wait": "perhaps", "offset": -1 }),
        json!([]),
    ]);
    let commands = select(vec!["bg", "tasks", "stop", "go", "resume", "unheard_of"]);
    let words = select(vec!["", "all", "cancel all", "bg_x", "\u{0}", "Do it."]);
    let tool = (any::<u32>(), tools, args).prop_map(|(call, tool, args)| {
        json!({ "ToolCalled": { "call": call, "session": "ses_root", "tool_call": "c",
            "tool": tool, "args": args } })
    });
    let command = (any::<u32>(), commands, words).prop_map(|(call, command, words)| {
        json!({ "CommandCalled": { "call": call, "session": "ses_root", "command": command,
            "arguments": words } })
    });
    prop_oneof![tool, command].prop_map(|event| event.to_string())
}

#[test]
fn more_tokens_than_can_be_counted_are_as_many_as_can() {
    let step = json!({ "type": "message.part.updated", "properties": { "part": {
        "type": "step-finish", "sessionID": "ses_one", "messageID": "msg_1", "cost": 1e308,
        "tokens": { "input": 1e300, "output": 1e300, "reasoning": 1e300 } } } });
    let idle = |session| json!({ "SessionIdle": { "session": session } });
    let told = [idle("ses_root"), idle("ses_one"), step.clone(), step];
    let lines: Vec<String> = told.iter().map(Value::to_string).collect();
    hostile::host_event(lines.join("\n").as_bytes());
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn no_bytes_in_a_journal_end_the_process(data in vec(any::<u8>(), 0..600)) {
        hostile::journal(&data);
    }

    #[test]
    fn no_harm_to_a_journal_ends_the_process(journal in journal(), harms in harm()) {
        let text = journal.iter().map(|(t, what)| encode(*t, what)).collect();
        hostile::journal(&harmed(text, harms));
    }

    #[test]
    fn no_bytes_and_no_json_from_the_host_end_the_process(
        data in prop_oneof![
            1 => vec(any::<u8>(), 0..600),
            3 => vec(strange(), 1..12).prop_map(|lines| lines.join("\n").into_bytes()),
        ],
    ) {
        hostile::host_event(&data);
    }

    #[test]
    fn no_harm_to_what_the_host_tells_ends_the_process_and_no_session_becomes_a_path(
        events in events(), harms in harm(),
    ) {
        hostile::host_event(&harmed(events, harms));
    }
}

/// The same lines as the readers in JavaScript are given.
#[test]
fn no_line_that_was_ever_found_to_harm_a_reader_harms_the_core() {
    let corpus = include_str!("../corpus/hostile.jsonl");
    hostile::journal(corpus.as_bytes());
    for line in corpus.split_inclusive('\n') {
        hostile::journal(line.as_bytes());
    }
}
