//! What the shim calls: one method per hook, and the functions that the terminal UI and the
//! command line share. No method throws or rejects but for a trap, which the shim guards.

use std::pin::Pin;
use std::rc::Rc;

use js_sys::{Array, Promise};
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

use super::boundary::{Command, OfSession, Options, Start, ToolContext};
use super::driver::Driver;
use super::js::{self, Port, get};
use super::opencode1::hooks::{self, Carried, ToolCall, UserMessage};
use super::opencode1::list::OwnPart;
use super::opencode1::messages::{self, Messages};
use super::reader;
use super::shim::Shim;
use super::wire::{Bus, Each, Message, Part, Raw};
use crate::core::config::{Config, Layer};
use crate::core::effect::Level;
use crate::core::event::{Event, HostOptions};
use crate::core::ids::SessionId;
use crate::core::journal::{Ask, Owner, Record, encode, read};
use crate::core::ledger::Ledger;
use crate::core::plain;
use crate::core::texts::template;
use crate::core::time::Time;
use crate::core::{commands, offline as offline_core, toolbox, view as view_core};

#[wasm_bindgen(typescript_custom_section)]
const WIRE: &'static str = include_str!("wire.d.ts");

/// Characters of a tool call's input that are looked at.
const INPUT_CHARS: usize = 2000;

/// One plugin instance.
#[wasm_bindgen]
pub struct Engine {
    driver: Rc<Driver<Shim>>,
}

#[wasm_bindgen]
impl Engine {
    /// Starts an instance.
    #[wasm_bindgen(constructor)]
    pub fn new(
        port: Port,
        #[wasm_bindgen(unchecked_param_type = "Start")] start: JsValue,
    ) -> Result<Self, JsError> {
        console_error_panic_hook::set_once();
        let start = Start::read(&start)?;
        let driver = Driver::new(Shim::first(port), &start.setup(), start.process);
        if let Some(options) = start.options {
            driver.feed(Event::OptionsKnown(options));
        }
        driver.feed(Event::Tick);
        Ok(Self { driver })
    }

    /// OpenCode's options, as far as they bind child sessions.
    #[wasm_bindgen(js_name = hostOptions)]
    pub fn host_options(
        &self,
        #[wasm_bindgen(unchecked_param_type = "HostOptions")] options: &JsValue,
    ) {
        if let Some(options) = options.read::<HostOptions>() {
            self.driver.feed(Event::OptionsKnown(options));
        }
    }

    /// The time asked for has come.
    pub fn tick(&self) {
        self.driver.feed(Event::Tick);
    }

    /// An event of OpenCode's bus, of one of the types that the shim lets through.
    pub fn event(&self, event: &JsValue) {
        match Bus::read(event) {
            Some(bus) => hooks::event(&self.driver, bus, || input_of(event)),
            None => {
                let kind = js::text(event, "type").unwrap_or_default();
                let text = format!("an event {kind} could not be read");
                self.driver.log(Level::Debug, text);
            }
        }
    }

    /// Another process, or the terminal UI, wrote into a journal.
    #[wasm_bindgen(js_name = journalTouched)]
    pub fn journal_touched(&self, root: &str) {
        let root = SessionId::from(root);
        if !root.is_plain() {
            return;
        }
        let driver = Rc::clone(&self.driver);
        self.driver
            .spawn(Box::pin(async move { driver.journal_touched(&root).await }));
    }

    /// Whether a journal belongs to a session in use here.
    pub fn knows(&self, session: &str) -> bool {
        self.driver.knows(&SessionId::from(session))
    }

    /// Whether a session works for another one here.
    #[wasm_bindgen(js_name = isChild)]
    pub fn is_child(&self, session: &str) -> bool {
        self.driver.is_child(&SessionId::from(session))
    }

    /// `experimental.chat.messages.transform`: resolves when the model may be asked.
    pub fn step(&self, output: JsValue) -> Promise {
        let driver = Rc::clone(&self.driver);
        promise(
            &self.driver,
            Box::pin(async move {
                if let Ok(messages) = get(&output, "messages").dyn_into::<Array>() {
                    step(&driver, messages).await;
                }
                JsValue::UNDEFINED
            }),
        )
    }

    /// `chat.message`: resolves when the message may be stored.
    #[wasm_bindgen(js_name = chatMessage)]
    pub fn chat_message(&self, output: JsValue) -> Promise {
        let driver = Rc::clone(&self.driver);
        promise(
            &self.driver,
            Box::pin(async move {
                chat_message(&driver, &output).await;
                JsValue::UNDEFINED
            }),
        )
    }

    /// A call of one of our tools: resolves with what the agent reads.
    pub fn tool(&self, name: String, args: JsValue, context: JsValue) -> Promise {
        let driver = Rc::clone(&self.driver);
        promise(
            &self.driver,
            Box::pin(async move { tool(&driver, name, args, context).await.into() }),
        )
    }

    /// `command.execute.before`: resolves with whether the command was ours.
    pub fn command(&self, input: JsValue) -> Promise {
        let driver = Rc::clone(&self.driver);
        promise(
            &self.driver,
            Box::pin(async move { command(&driver, &input).await }),
        )
    }

    /// `experimental.session.compacting`: resolves when the context is complete.
    pub fn compacting(&self, input: JsValue, output: JsValue) -> Promise {
        let driver = Rc::clone(&self.driver);
        promise(
            &self.driver,
            Box::pin(async move {
                compacting(&driver, &input, &output).await;
                JsValue::UNDEFINED
            }),
        )
    }
}

/// The beginning of a tool call's input, as text: enough to know a repeated call by.
fn input_of(event: &JsValue) -> String {
    let part = get(&get(event, "properties"), "part");
    let input = get(&get(&part, "state"), "input");
    js::json(&input).chars().take(INPUT_CHARS).collect()
}

/// A promise of what the future makes. Boxed, so that what drives it is compiled once.
pub(super) fn promise(
    driver: &Rc<Driver<Shim>>,
    future: Pin<Box<dyn Future<Output = JsValue>>>,
) -> Promise {
    let future = driver.guarded(future);
    future_to_promise(async move { Ok(future.await) })
}

async fn step(driver: &Rc<Driver<Shim>>, messages: Array) {
    let session = js::text(&get(&messages.get(0), "info"), "sessionID").map(SessionId);
    if let Some(session) = session {
        hooks::step(driver, &session, &Messages(messages)).await;
    }
}

async fn chat_message(driver: &Rc<Driver<Shim>>, output: &JsValue) {
    let info = get(output, "message");
    let (Some(message), Some(identity)) = (info.read::<Message>(), reader::identity(&info)) else {
        return;
    };
    let Ok(parts) = get(output, "parts").dyn_into::<Array>() else {
        return;
    };
    let is_synthetic = |part: Part| part.kind == "text" && part.synthetic;
    let synthetic = js::items(&parts)
        .iter()
        .all(|part| part.read().is_some_and(is_synthetic));
    let user = UserMessage {
        session: message.session.clone(),
        message: message.id.clone(),
        identity,
        synthetic,
    };
    if let Some((part, text)) = hooks::chat_message(driver, user).await {
        parts.push(&messages::part(&OwnPart {
            session: &message.session,
            message: &message.id,
            part: &part,
            text: &text,
        }));
    }
}

async fn compacting(driver: &Rc<Driver<Shim>>, input: &JsValue, output: &JsValue) {
    let Some(OfSession { session }) = input.read() else {
        return;
    };
    if let Some(context) = hooks::compacting(driver, session).await
        && let Ok(list) = get(output, "context").dyn_into::<Array>()
    {
        list.push(&context.into());
    }
}

async fn tool(driver: &Rc<Driver<Shim>>, name: String, args: JsValue, context: JsValue) -> String {
    let Some(at) = context.read::<ToolContext>() else {
        return hooks::STRANGE.to_owned();
    };
    let called = ToolCall {
        session: at.session,
        agent: at.agent,
        tool_call: at.call,
        tool: name,
        args: args.verbatim(),
    };
    let signal = get(&context, "abort");
    let until_abort = |act: Box<dyn FnOnce()>| {
        if let Ok(listen) = get(&signal, "addEventListener").dyn_into::<js_sys::Function>() {
            let aborted = Closure::once_into_js(act);
            // Without the signal the answer just comes later.
            let _unheard = listen.call2(&signal, &"abort".into(), &aborted);
        }
    };
    hooks::tool(driver, called, context, until_abort).await
}

/// Carries out a slash command: true where it was answered, the text for the agent where only its
/// turn can answer, false where it is not ours.
async fn command(driver: &Rc<Driver<Shim>>, input: &JsValue) -> JsValue {
    let Some(Command {
        name,
        session,
        arguments,
    }) = input.read()
    else {
        return JsValue::FALSE;
    };
    match hooks::command(driver, session, name, arguments).await {
        Carried::NotOurs => JsValue::FALSE,
        Carried::Done => JsValue::TRUE,
        Carried::Say(words) => words.into(),
    }
}

/// The items of a list from JavaScript.
fn listed<T: DeserializeOwned>(list: &JsValue) -> Vec<T> {
    list.read().map_or_else(Vec::new, |Each(items)| items)
}

fn read_ask(ask: &JsValue) -> Result<Ask, JsError> {
    let ask: Option<Ask> = ask.read();
    ask.ok_or_else(|| JsError::new("there is no such request"))
}

/// The options that the shim, the terminal UI and the command line need, and what is wrong.
#[wasm_bindgen(unchecked_return_type = "Options")]
pub fn options(#[wasm_bindgen(unchecked_param_type = "Layer[]")] given: JsValue) -> JsValue {
    let (config, problems) = Config::from_layers(&listed::<Layer>(&given));
    js::write(&Options {
        state_dir: config.state_dir,
        toasts: config.toasts,
        flush: config.flush,
        tui: config.tui,
        problems,
    })
}

/// The tools to register.
#[wasm_bindgen(unchecked_return_type = "Tool[]")]
pub fn tools() -> JsValue {
    js::write(&toolbox::TOOLS)
}

/// The slash commands to register: name and description.
#[wasm_bindgen(unchecked_return_type = "[string, string][]", js_name = slashCommands)]
pub fn slash_commands() -> JsValue {
    js::write(&commands::COMMANDS)
}

/// What people see of journals.
#[wasm_bindgen(unchecked_return_type = "View")]
pub fn view(
    #[wasm_bindgen(unchecked_param_type = "Source[]")] sources: JsValue,
    #[wasm_bindgen(unchecked_param_type = "Layer[]")] given: JsValue,
    now: f64,
) -> JsValue {
    let sources: Vec<view_core::Source> = listed(&sources);
    let (config, _) = Config::from_layers(&listed::<Layer>(&given));
    js::write(&view_core::view(&sources, &config, Time(now as u64)))
}

/// Who owns a journal; null where nobody does.
#[wasm_bindgen(unchecked_return_type = "Owner | null")]
pub fn owner(text: &str) -> JsValue {
    js::write(&Ledger::fold(&read(text).lines).owner)
}

/// The journal line that asks the owner for something.
#[wasm_bindgen(js_name = askLine)]
pub fn ask_line(
    request: String,
    #[wasm_bindgen(unchecked_param_type = "Ask")] ask: JsValue,
    now: f64,
) -> Result<String, JsError> {
    let ask = read_ask(&ask)?;
    Ok(encode(Time(now as u64), &Record::Asked { request, ask }))
}

/// Carries a request out on a journal that no living process owns.
#[wasm_bindgen(unchecked_return_type = "Offline")]
pub fn offline(
    text: &str,
    request: &str,
    #[wasm_bindgen(unchecked_param_type = "Ask")] ask: JsValue,
    #[wasm_bindgen(unchecked_param_type = "Owner")] me: JsValue,
    now: f64,
) -> Result<JsValue, JsError> {
    let ask = read_ask(&ask)?;
    let me: Owner = me
        .read()
        .ok_or_else(|| JsError::new("the process must be named"))?;
    let offline = offline_core::offline(text, request, &ask, &me, Time(now as u64));
    Ok(js::write(&offline))
}

/// The candidate that a misspelt word most likely meant.
#[wasm_bindgen]
pub fn nearest(word: &str, candidates: Vec<String>) -> Option<String> {
    plain::nearest(word, candidates.iter().map(String::as_str)).map(str::to_owned)
}

/// Fills a command template as OpenCode does.
#[wasm_bindgen(js_name = expandTemplate)]
pub fn expand_template(template: &str, arguments: &str) -> String {
    template::expand(template, arguments)
}
