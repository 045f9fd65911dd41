//! The journal's format, version 1. `tests/format/` was written by the build that first had all of
//! it: whatever decodes journals since then reads the same out of them.
#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a sample that cannot be read is the failure"
)]

use std::collections::VecDeque;

use holdfast::core::activity::{Activity, Note, Retry};
use holdfast::core::config::Config;
use holdfast::core::ids::{MessageId, PartId, SessionId, TaskId};
use holdfast::core::journal::{Ask, Line, Owner, PromptKind, Record, encode, read};
use holdfast::core::stats::{Samples, Stats};
use holdfast::core::task::{Follows, How, Launch, Model, Origin, Outcome};
use holdfast::core::time::{Span, Time};
use holdfast::core::view::{Source, view};
use litemap::LiteMap;
use serde_json::{Map, Value, json};

/// Every kind of record, with its optional fields and without.
const EVERY_RECORD: &str = include_str!("format/every-record.jsonl");
/// The same lines, each without one of its fields, and lines that no build ever wrote; and what
/// each is read as: a line of this format, a number for a newer format, null for a foreign line.
const HARMED: &str = include_str!("format/harmed.jsonl");
/// What people see of `every-record.jsonl`.
const SEEN: &str = include_str!("format/every-record.view.json");

const NOW: Time = Time(1_763_000_600_000);

fn text(text: &str) -> String {
    text.to_owned()
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn task(id: &str) -> TaskId {
    TaskId::from(id)
}

fn message(id: &str) -> MessageId {
    MessageId::from(id)
}

/// The records of `every-record.jsonl`, one per line.
fn every_record() -> Vec<Record> {
    let mut records = launches();
    records.extend(work());
    records.extend(ends());
    records.extend(deliveries());
    records.extend(people());
    records.extend(requests());
    records
}

fn owner(nonce: &str) -> Owner {
    Owner {
        pid: 4242,
        start: text("boot 7"),
        nonce: text(nonce),
    }
}

fn launches() -> Vec<Record> {
    let plain = |id: &str, origin| Launch {
        task: task(id),
        description: text("scan the docs"),
        prompt: text("Scan them.\n\"All\" of them: ä🦀\u{2028}\\"),
        agent: text("general"),
        model: None,
        variant: None,
        call: None,
        origin,
        caller: None,
        follows: None,
        session: None,
    };
    let follows = |id: &str, before: &str, how| Launch {
        follows: Some(Follows {
            task: task(before),
            how,
        }),
        ..plain(id, Origin::User)
    };
    vec![
        Record::Claimed {
            owner: owner("n1"),
            after: None,
        },
        Record::Launched(Launch {
            model: Some(Model {
                provider: text("zai"),
                model: text("glm-4.7"),
            }),
            variant: some("high"),
            call: some("call_1"),
            caller: some("build"),
            follows: Some(Follows {
                task: task("bg_before"),
                how: How::Message,
            }),
            session: Some(SessionId::from("ses_one")),
            ..plain("bg_one", Origin::Agent)
        }),
        Record::Launched(plain("bg_two", Origin::User)),
        Record::Launched(Launch {
            session: Some(SessionId::from("ses_native")),
            ..plain("bg_native", Origin::Native)
        }),
        Record::Launched(follows("bg_resumed", "bg_two", How::Resume)),
        Record::Launched(follows("bg_retried", "bg_two", How::Retry)),
        Record::Launched(plain("bg_five", Origin::Agent)),
        Record::Launched(plain("bg_six", Origin::Agent)),
    ]
}

fn work() -> Vec<Record> {
    let known = Activity {
        last: Time(1_763_000_010_000),
        steps: 3,
        tool_calls: 7,
        tokens: 123_456,
        cost: 0.25,
        tool: some("grep"),
        retry: Some(Retry {
            attempt: 2,
            next: Some(Time(1_763_000_020_000)),
        }),
        recent: VecDeque::from([
            Note {
                t: Time(1_763_000_001_000),
                text: text("read README.md"),
            },
            Note {
                t: Time(1_763_000_002_000),
                text: text("step 3"),
            },
        ]),
    };
    let retrying = Activity {
        retry: Some(Retry {
            attempt: 1,
            next: None,
        }),
        ..Activity::default()
    };
    let started = |id: &str| Record::Started { task: task(id) };
    let active = |id: &str, activity: &Activity| Record::Active {
        task: task(id),
        activity: activity.clone(),
    };
    vec![
        started("bg_one"),
        started("bg_two"),
        started("bg_native"),
        started("bg_retried"),
        Record::Worked {
            task: task("bg_one"),
            span: Span(90_000),
        },
        Record::Prompted {
            task: task("bg_two"),
            session: SessionId::from("ses_two"),
            message: message("msg_prompt"),
        },
        active("bg_one", &known),
        active("bg_two", &Activity::default()),
        active("bg_native", &retrying),
        Record::Asking {
            task: task("bg_one"),
            title: some("bash rm -rf"),
        },
        Record::Asking {
            task: task("bg_two"),
            title: None,
        },
    ]
}

fn ends() -> Vec<Record> {
    let stopping = |id: &str, outcome, error: Option<&str>| Record::Stopping {
        task: task(id),
        outcome,
        error: error.map(text),
    };
    let ended = |id: &str, outcome, error: Option<&str>, leftovers: &[&str]| Record::Ended {
        task: task(id),
        outcome,
        result: text("All is well.\nNearly."),
        error: error.map(text),
        leftovers: leftovers.iter().map(|todo| text(todo)).collect(),
    };
    vec![
        stopping("bg_retried", Outcome::Failed, Some("it is silent")),
        stopping("bg_native", Outcome::Cancelled, None),
        ended(
            "bg_one",
            Outcome::Completed,
            None,
            &["write the tests", "run them"],
        ),
        ended("bg_two", Outcome::Failed, Some("HTTP 500"), &[]),
        ended("bg_native", Outcome::Cancelled, None, &[]),
        ended("bg_five", Outcome::Interrupted, None, &[]),
        Record::Halted {
            task: task("bg_two"),
        },
    ]
}

fn deliveries() -> Vec<Record> {
    let sent = |id: &str, kind, tasks: &[&str], source: Option<&str>| Record::Sent {
        message: message(id),
        part: PartId(id.replacen("msg_", "prt_", 1)),
        kind,
        tasks: tasks.iter().map(|id| task(id)).collect(),
        source: source.map(message),
    };
    let delivered = |id: &str| Record::Delivered {
        message: message(id),
    };
    vec![
        sent("msg_todos", PromptKind::Todos, &[], None),
        delivered("msg_todos"),
        sent("msg_while", PromptKind::WhileActive, &[], Some("msg_a1")),
        Record::Unsent {
            message: message("msg_while"),
        },
        sent("msg_halted", PromptKind::HaltedQueue, &[], Some("msg_a2")),
        delivered("msg_halted"),
        sent(
            "msg_results",
            PromptKind::Results,
            &["bg_one", "bg_two"],
            Some("msg_a3"),
        ),
        Record::Seen {
            tasks: vec![task("bg_native")],
        },
        Record::Seen { tasks: Vec::new() },
        Record::Viewed {
            tasks: vec![task("bg_two"), task("bg_native")],
        },
        Record::Evicted {
            tasks: vec![task("bg_native")],
        },
    ]
}

fn people() -> Vec<Record> {
    let stats = Stats {
        outcomes: counts(&[("completed", 4), ("failed", 1)]),
        queue: samples(&[0, 1_500]),
        run: samples(&[60_000, 61_000, 59_000]),
        wake: samples(&[]),
        prompts: counts(&[("results", 3)]),
        quieted: counts(&[("stagnant", 1), ("a \"reason\"", 2)]),
    };
    vec![
        Record::Lifted,
        Record::Stopped,
        Record::Resumed,
        Record::Quieted {
            why: text("stagnant"),
        },
        Record::Spoke,
        Record::Totals {
            stats: Box::default(),
            source: None,
        },
        Record::Totals {
            stats: Box::new(stats),
            source: Some(message("msg_a0")),
        },
        Record::Claimed {
            owner: owner("n2"),
            after: Some(owner("n1")),
        },
    ]
}

fn counts(pairs: &[(&str, u64)]) -> LiteMap<String, u64> {
    pairs
        .iter()
        .map(|(name, count)| (text(name), *count))
        .collect()
}

fn samples(spans: &[u64]) -> Samples {
    Samples::of(spans.iter().map(|ms| Span(*ms)))
}

fn requests() -> Vec<Record> {
    let launch = |agent: Option<&str>| Ask::Launch {
        description: text("more"),
        prompt: text("Do more."),
        agent: agent.map(text),
        task: None,
    };
    let asks = [
        Ask::Cancel {
            task: task("bg_one"),
        },
        Ask::CancelAll,
        Ask::Resume {
            task: None,
            retry: false,
        },
        Ask::Resume {
            task: Some(task("bg_two")),
            retry: true,
        },
        Ask::Stop,
        Ask::Continue,
        Ask::Viewed {
            tasks: vec![task("bg_one")],
        },
        Ask::Clear,
        launch(None),
        launch(Some("explore")),
        Ask::Hush,
    ];
    let later = [
        Ask::Message {
            task: task("bg_one"),
            text: text("And the tests."),
        },
        Ask::Forget {
            task: task("bg_one"),
        },
    ];
    let asked = |(n, ask)| Record::Asked {
        request: format!("r{n}"),
        ask,
    };
    let answered = Record::Answered {
        request: text("r0"),
        text: text("bg_one has ended already."),
    };
    // A journal is only ever appended to.
    let later = later.into_iter().enumerate().map(|(n, ask)| (n + 11, ask));
    let asks = asks.into_iter().enumerate();
    asks.map(asked)
        .chain([answered])
        .chain(later.map(asked))
        .collect()
}

/// When a line of `every-record.jsonl` was written.
fn time(index: usize) -> Time {
    Time(1_763_000_000_000).plus(Span::seconds(index as u64))
}

/// The value as a reader in JavaScript has it: every number is a double.
fn doubles(value: Value) -> Value {
    match value {
        Value::Number(number) => json!(number.as_f64()),
        Value::Array(items) => items.into_iter().map(doubles).collect(),
        Value::Object(fields) => fields
            .into_iter()
            .map(|(name, value)| (name, doubles(value)))
            .collect::<Map<_, _>>()
            .into(),
        Value::Null | Value::Bool(_) | Value::String(_) => value,
    }
}

fn parse(text: &str) -> Value {
    doubles(serde_json::from_str(text).expect("JSON"))
}

/// What a single line is read as: the line that would be written for it, the newer format that it
/// has, or null.
fn reading(line: &str) -> Value {
    let reading = read(&format!("{line}\n"));
    match (reading.lines.first(), reading.newer) {
        (Some(Line { t, what, .. }), _) => parse(&encode(*t, what)),
        (None, Some(version)) => json!(f64::from(version)),
        (None, None) => Value::Null,
    }
}

/// An object as every change of one of its fields makes it, nested ones too; `change` gives what the
/// field of a name becomes, none where it is left out.
fn changed(value: &Value, change: &dyn Fn(&str) -> Option<Value>) -> Vec<Value> {
    let Value::Object(fields) = value else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for (name, field) in fields {
        let with = |field: Option<Value>| {
            let mut fields = fields.clone();
            match field {
                Some(field) => drop(fields.insert(name.clone(), field)),
                None => drop(fields.remove(name)),
            }
            Value::Object(fields)
        };
        all.push(with(change(name)));
        all.extend(
            changed(field, change)
                .into_iter()
                .map(|field| with(Some(field))),
        );
    }
    all
}

/// What a line is read as after every such change below its record.
fn readings(line: &str, change: &dyn Fn(&str) -> Option<Value>) -> Vec<(String, Value)> {
    let line: Value = serde_json::from_str(line).expect("JSON");
    let record = line["what"].as_object().and_then(|of| of.iter().next());
    let Some((kind, body)) = record else {
        return Vec::new();
    };
    let with = |body: Value| {
        let mut line = line.clone();
        line["what"][kind] = body;
        (line.to_string(), reading(&line.to_string()))
    };
    changed(body, change).into_iter().map(with).collect()
}

#[test]
fn every_kind_of_record_is_written_as_it_always_was() {
    let lines: Vec<&str> = EVERY_RECORD.lines().collect();
    let records = every_record();
    assert_eq!(lines.len(), records.len());
    for (index, (line, record)) in lines.into_iter().zip(records).enumerate() {
        assert_eq!(parse(&encode(time(index), &record)), parse(line));
    }
}

#[test]
fn a_journal_of_the_first_version_reads_as_it_was_written() {
    let reading = read(EVERY_RECORD);
    let written = every_record().into_iter().enumerate();
    let expected = written.map(|(index, what)| Line {
        v: 1,
        t: time(index),
        what,
    });
    assert_eq!(reading.lines, expected.collect::<Vec<_>>());
    assert_eq!(
        (reading.foreign, reading.torn, reading.newer),
        (vec![], false, None)
    );
}

#[test]
fn people_see_of_a_journal_of_the_first_version_what_they_always_saw() {
    let source = |text: &str, alive| Source {
        root: SessionId::from("ses_root"),
        text: text.to_owned(),
        alive,
    };
    let torn = format!("{EVERY_RECORD}not json\n{{\"v\":1,\"t\":17630000");
    let sources = [source(EVERY_RECORD, true), source(&torn, false)];
    let shown = view(&sources, &Config::default(), NOW);
    let shown = serde_json::to_value(shown).expect("a view has a JSON form");
    assert_eq!(doubles(shown), parse(SEEN));
}

#[test]
fn what_a_line_lacks_costs_what_it_always_cost() {
    for harmed in HARMED.lines() {
        let harmed: Value = serde_json::from_str(harmed).expect("JSON");
        let line = harmed["line"].as_str().expect("a line");
        assert_eq!(reading(line), doubles(harmed["reads"].clone()), "{line}");
    }
}

#[test]
fn a_field_of_a_wrong_type_costs_that_field() {
    // What may lack each of its fields may lack them all, but there must be an activity.
    let empty = |name: &str| matches!(name, "resume" | "viewed").then(|| json!({}));
    let odd = |name: &str| match name {
        "activity" | "stats" => Some(json!({})),
        _ => empty(name),
    };
    for line in EVERY_RECORD.lines() {
        check(line, &Value::Null, &empty);
        for wrong in [json!({ "odd": [1] }), json!([[]])] {
            check(line, &wrong, &odd);
        }
    }
    fn check(line: &str, wrong: &Value, same: &dyn Fn(&str) -> Option<Value>) {
        let wrong = readings(line, &|_| Some(wrong.clone()));
        for (wrong, same) in wrong.iter().zip(readings(line, same)) {
            assert_eq!(wrong.1, same.1, "{}", wrong.0);
        }
    }
}

#[test]
fn a_field_that_nobody_knows_costs_nothing() {
    for line in EVERY_RECORD.lines() {
        let mut line: Value = serde_json::from_str(line).expect("JSON");
        let known = reading(&line.to_string());
        line["odd"] = json!({ "odd": 1 });
        if let Some((_, body)) = line["what"]
            .as_object_mut()
            .and_then(|of| of.iter_mut().next())
        {
            body["odd"] = json!([1]);
        }
        assert_eq!(reading(&line.to_string()), known, "{line}");
    }
}
