//! The boundary between JavaScript and WebAssembly, in Node: `wasm-pack test --node`.
#![cfg(target_arch = "wasm32")]
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a boundary that is not as it should be is the failure"
)]

use holdfast::core::journal::{Owner, Record, encode};
use holdfast::core::time::Time;
use holdfast::host::engine::{Engine, ask_line, options, tools, view};
use holdfast::host::js::Port;
use js_sys::{Array, JSON, Promise};
use serde_json::Value;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

const SAMPLES: [&str; 2] = [
    include_str!("wire/1.3.2.json"),
    include_str!("wire/1.18.33.json"),
];

#[wasm_bindgen]
extern "C" {
    /// What the shim hands over, and what was done with it.
    type World;

    #[wasm_bindgen(method, getter)]
    fn port(this: &World) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn start(this: &World) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn journals(this: &World) -> JsValue;
    /// How many traps the guard has caught.
    #[wasm_bindgen(method)]
    fn traps(this: &World) -> u32;
    #[wasm_bindgen(method)]
    fn timers(this: &World) -> Vec<f64>;
    #[wasm_bindgen(method, js_name = argumentsOf)]
    fn arguments_of(this: &World, method: &str) -> Vec<JsValue>;
    /// The argument of the next call.
    #[wasm_bindgen(method)]
    fn until(this: &World, method: &str) -> Promise;
    #[wasm_bindgen(method)]
    fn refuse(this: &World, method: &str, message: &str);
}

fn world() -> World {
    js_sys::eval(include_str!("boundary/world.js"))
        .expect("the world's source is right")
        .unchecked_into()
}

fn engine(world: &World) -> Engine {
    engine_with(world, world.start()).expect("an engine")
}

fn engine_with(world: &World, start: JsValue) -> Result<Engine, String> {
    let port: Port = world.port().unchecked_into();
    Engine::new(port, start).map_err(|error| words(&error.into()))
}

fn words(error: &JsValue) -> String {
    let message = js_sys::Reflect::get(error, &"message".into());
    message
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

/// A value as JavaScript has it: with undefined as null.
fn seen(value: &JsValue) -> Value {
    serde_wasm_bindgen::from_value(value.clone()).expect("a plain value")
}

fn get(value: &JsValue, name: &str) -> JsValue {
    js_sys::Reflect::get(value, &name.into()).expect("an object")
}

fn parse(text: &str) -> JsValue {
    JSON::parse(text).expect("JSON")
}

/// What the promise becomes. That it is refused is never right; nor that it never settles, at which
/// Node would end as if all was well.
async fn answer(promise: Promise) -> JsValue {
    let late = js_sys::eval("new Promise((_, refuse) => setTimeout(refuse, 10_000, 'late'))");
    let late = late.expect("a promise");
    JsFuture::from(Promise::race(&Array::of2(&promise, &late)))
        .await
        .unwrap_or_else(|error| panic!("refused: {error:?}"))
}

fn user_message() -> JsValue {
    parse(
        r#"{ "message": { "id": "msg_1", "sessionID": "ses_root", "role": "user", "agent": "build",
             "model": { "providerID": "mock", "modelID": "m1" }, "time": { "created": 1 } },
             "parts": [{ "type": "text", "text": "Do the work." }] }"#,
    )
}

fn launch(engine: &Engine, call: &str) -> Promise {
    let args = parse(r#"{ "description": "scan the docs", "prompt": "Scan them." }"#);
    let context = parse(&format!(
        r#"{{ "sessionID": "ses_root", "callID": "{call}", "agent": "build" }}"#
    ));
    engine.tool("background_task".to_owned(), args, context)
}

#[wasm_bindgen_test]
fn every_recorded_event_is_read_from_javascript() {
    let world = world();
    let engine = engine(&world);
    for text in SAMPLES {
        for sample in Array::from(&get(&parse(text), "events")) {
            engine.event(&get(&sample, "event"));
        }
    }
    assert_eq!(world.traps(), 0);
    assert_eq!(
        world.arguments_of("app.log").len(),
        0,
        "an event could not be read"
    );
}

#[wasm_bindgen_test]
async fn a_launch_becomes_a_session_and_a_prompt_as_opencode_wants_them() {
    let world = world();
    let engine = engine(&world);
    answer(engine.chat_message(user_message())).await;
    let prompted = world.until("session.promptAsync");
    let told = answer(launch(&engine, "call_1"))
        .await
        .as_string()
        .expect("a text");
    assert!(told.contains("bg_"), "{told}");

    let prompt = answer(prompted).await;
    let body = get(&prompt, "body");
    assert!(!js_sys::Reflect::has(&body, &"variant".into()).unwrap_or(true));
    let (prompt, body) = (seen(&prompt), seen(&body));
    assert_eq!(prompt["path"]["id"], "ses_child");
    assert_eq!(body["agent"], "general");
    assert_eq!(body["model"]["providerID"], "mock");
    let text = body["parts"][0]["text"].as_str().expect("a text");
    assert!(text.contains("Scan them."));
    let created = world.arguments_of("session.create");
    let created = seen(&get(
        created.first().expect("a session was created"),
        "body",
    ));
    assert_eq!(created["parentID"], "ses_root");
    assert_eq!(created["permission"][0]["pattern"], "*");
    assert!(world.timers().iter().all(|ms| *ms >= 0.0) && !world.timers().is_empty());
}

#[wasm_bindgen_test]
async fn calls_that_overlap_are_all_answered_and_a_repeated_one_launches_nothing_new() {
    let world = world();
    let engine = engine(&world);
    answer(engine.chat_message(user_message())).await;
    let calls = Array::of3(
        &launch(&engine, "a"),
        &launch(&engine, "b"),
        &launch(&engine, "a"),
    );
    let told = Array::from(&answer(Promise::all(&calls)).await);
    let id = |index: u32| {
        let text = told.get(index).as_string().expect("a text");
        text.split("bg_")
            .nth(1)
            .and_then(|rest| rest.get(..6))
            .expect("an id")
            .to_owned()
    };
    assert_eq!(id(0), id(2));
    assert_ne!(id(0), id(1));
    assert_eq!(world.traps(), 0);
}

#[wasm_bindgen_test]
async fn what_opencode_refuses_is_told_in_words_and_refuses_no_call() {
    let world = world();
    let engine = engine(&world);
    answer(engine.chat_message(user_message())).await;
    world.refuse("app.agents", "no agents today");
    let logged = world.until("app.log");
    assert!(answer(launch(&engine, "call_1")).await.is_string());
    let log = seen(&get(&answer(logged).await, "body"));
    let message = log["message"].as_str().expect("a message");
    assert!(message.contains("no agents today"));
    assert_eq!(log["service"], "holdfast");
}

#[wasm_bindgen_test]
async fn a_trap_in_work_that_waited_is_caught_and_other_work_goes_on() {
    let world = world();
    let engine = engine(&world);
    let owner = Owner {
        pid: 9,
        start: "s".to_owned(),
        nonce: "m".to_owned(),
    };
    let claim = encode(Time(1), &Record::Claimed { owner, after: None });
    js_sys::Reflect::set(&world.journals(), &"ses_root".into(), &claim.into())
        .expect("a plain object");
    // Whether the journal's owner lives is asked of a shim that traps, after OpenCode's answer.
    let _never = engine.chat_message(user_message());
    assert_eq!(
        answer(engine.command(parse(r#"{ "command": "unknown" }"#))).await,
        JsValue::FALSE
    );
    answer(world_settles()).await;
    assert_eq!(world.traps(), 1);
    let fresh = self::engine(&world);
    assert_eq!(
        answer(fresh.command(parse(r#"{ "command": "unknown" }"#))).await,
        JsValue::FALSE
    );
}

/// All promises that can settle by now have settled.
fn world_settles() -> Promise {
    js_sys::eval("new Promise((resolve) => setImmediate(resolve))")
        .expect("a promise")
        .unchecked_into()
}

#[wasm_bindgen_test]
async fn no_method_refuses_or_traps_whatever_it_is_given() {
    let world = world();
    let engine = engine(&world);
    let hostile = js_sys::eval(include_str!("boundary/hostile.js")).expect("a list");
    for garbage in Array::from(&hostile) {
        engine.event(&garbage);
        engine.tick();
        engine.journal_touched("../x");
        answer(engine.step(garbage.clone())).await;
        answer(engine.chat_message(garbage.clone())).await;
        answer(engine.compacting(garbage.clone(), garbage.clone())).await;
        answer(engine.command(garbage.clone())).await;
        for name in ["background_task", "background_output", "unknown"] {
            let told = answer(engine.tool(name.to_owned(), garbage.clone(), garbage.clone())).await;
            assert!(told.is_string());
        }
    }
    assert_eq!(world.traps(), 0);
}

#[wasm_bindgen_test]
fn a_wrong_start_and_a_wrong_request_are_named() {
    let world = world();
    let refused = engine_with(&world, parse("{}")).err();
    assert_eq!(refused.as_deref(), Some("the process must be named"));
    let refused = ask_line("r1".to_owned(), parse(r#"{ "explode": {} }"#), 1.0).err();
    assert_eq!(
        words(&refused.expect("refused").into()),
        "there is no such request"
    );
}

#[wasm_bindgen_test]
fn options_tools_and_views_are_plain_javascript() {
    let layers =
        parse(r#"[{ "source": "a", "text": "{ \"tasks\": { \"concurrency\": \"many\" } }" }]"#);
    let read = seen(&options(layers));
    assert_eq!(read["state_dir"], Value::Null);
    let problem = read["problems"][0].as_str().expect("a problem");
    assert!(problem.contains("tasks.concurrency"), "{problem}");
    assert_eq!(Array::from(&tools()).length(), 5);
    let nothing = seen(&view(parse("[]"), parse("[]"), 1.0));
    assert_eq!(nothing["indicator"], "");
}
