//! What the shim calls: one method per hook, and the functions that the terminal UI and the
//! command line share. No method throws or rejects but for a trap, which the shim guards.

use std::pin::Pin;
use std::rc::Rc;

use js_sys::{Array, Promise};
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

use super::boundary::{Command, OfSession, Options, Process, Start, ToolContext};
use super::driver::{Driver, Reply};
use super::js::{self, Port, get};
use super::reader;
use super::wire::{Bus, Each, Message, Part, Raw, WithParts};
use crate::core::config::{Config, Layer};
use crate::core::effect::{Fill, Level, Parked};
use crate::core::event::{Event, Hook, HostOptions, SessionFacts};
use crate::core::ids::{IdSource, MessageId, PartId, SessionId};
use crate::core::journal::{Ask, Owner, Record, encode, read};
use crate::core::ledger::Ledger;
use crate::core::plain;
use crate::core::texts::{agent, template};
use crate::core::time::Time;
use crate::core::{Setup, commands, offline as offline_core, toolbox, view as view_core};

#[wasm_bindgen(typescript_custom_section)]
const WIRE: &'static str = include_str!("wire.d.ts");

/// Characters of a tool call's input that are looked at.
const INPUT_CHARS: usize = 2000;

/// One plugin instance.
#[wasm_bindgen]
pub struct Engine {
    driver: Rc<Driver>,
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
        let start: Start = start
            .read()
            .ok_or_else(|| JsError::new("the process must be named"))?;
        let setup = Setup {
            layers: start.layers,
            me: start.me,
            seed: start.seed.to_bits(),
        };
        let driver = Driver::new(port, &setup, start.process);
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
            Some(Bus::SessionCreated { info }) => {
                if let Some(parent) = info.parent.filter(|parent| self.driver.knows(parent)) {
                    self.driver.feed(Event::SessionKnown(SessionFacts {
                        session: info.id,
                        parent: Some(parent),
                        headless: false,
                        rules: Vec::new(),
                        todos: Vec::new(),
                        journal: None,
                    }));
                }
            }
            Some(bus) => {
                if let Some(event) = bus.into_event(|| input_of(event)) {
                    self.driver.feed(event);
                }
            }
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
        self.driver.spawn(Box::pin(async move {
            let known = driver.knows(&root);
            if driver.introduce(&root).await {
                if known {
                    driver.journal_touched(&root);
                } else {
                    driver.journal_opened(&root);
                }
            }
        }));
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
                    step(&driver, &messages).await;
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
            Box::pin(async move { tool(&driver, name, args, &context).await.into() }),
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
pub(super) fn promise(driver: &Driver, future: Pin<Box<dyn Future<Output = JsValue>>>) -> Promise {
    let future = driver.guarded(future);
    future_to_promise(async move { Ok(future.await) })
}

/// The session of a message list; none for an empty one.
fn session_of(messages: &Array) -> Option<SessionId> {
    js::text(&get(&messages.get(0), "info"), "sessionID").map(SessionId)
}

async fn step(driver: &Rc<Driver>, messages: &Array) {
    let Some(session) = session_of(messages) else {
        return;
    };
    if !driver.introduce(&session).await || driver.is_child(&session) {
        return;
    }
    let Some(digest) = driver.read_step(&session, messages) else {
        return;
    };
    let call = driver.next_call();
    driver.feed(Hook::StepStarted {
        call,
        session: session.clone(),
        user: digest.user,
        identity: digest.identity,
        assistant: digest.assistant,
    });
    let Some(Reply::Step { fill, park }) = driver.reply(call).await else {
        return;
    };
    if let Some(Fill {
        message,
        part,
        text,
        word: _,
    }) = &fill
    {
        show_in(messages, &session, message, part, text);
        // The list is for this one step; stored, the text stays for all that follow.
        if let Err(error) = driver.opencode.fill(&session, message, part, text).await {
            driver.log(
                Level::Error,
                format!("{message} could not be stored: {error}"),
            );
        }
    }
    if let Some(parked) = &park {
        store_parked(driver, &session, parked).await;
    }
    drop_silent(messages);
}

async fn store_parked(driver: &Rc<Driver>, session: &SessionId, parked: &Parked) {
    if let Err(error) = driver.opencode.park(session, parked).await {
        driver.log(
            Level::Error,
            format!("a message could not be parked in {session}: {error}"),
        );
    }
}

/// Gives our part of a parked message in the list its text. One that somebody took out of the list,
/// or out of the message, is put back: the model must see it in this very step.
fn show_in(messages: &Array, session: &SessionId, id: &MessageId, part: &PartId, words: &str) {
    let found = messages
        .iter()
        .find(|message| js::text(&get(message, "info"), "id").as_deref() == Some(id.as_str()));
    let own = |message: &JsValue| {
        let mut parts = js::items(&get(message, "parts")).into_iter();
        parts.find(|each| js::text(each, "id").as_deref() == Some(part.as_str()))
    };
    if let Some(own) = found.as_ref().and_then(own) {
        js::set(&own, "text", &words.into());
        js::set(&own, "ignored", &false.into());
        return;
    }
    let fresh = js::object(&[
        ("id", part.as_str().into()),
        ("sessionID", session.as_str().into()),
        ("messageID", id.as_str().into()),
        ("type", "text".into()),
        ("synthetic", true.into()),
        ("text", words.into()),
    ]);
    match found.and_then(|message| get(&message, "parts").dyn_into::<Array>().ok()) {
        Some(parts) => parts.unshift(&fresh),
        None => {
            let info = js::object(&[
                ("id", id.as_str().into()),
                ("sessionID", session.as_str().into()),
                ("role", "user".into()),
            ]);
            let parts = Array::of1(&fresh).into();
            messages.push(&js::object(&[("info", info), ("parts", parts)]))
        }
    };
}

/// Takes messages of ours that say nothing out of the list, so that the model sees no trace. What
/// OpenCode or another plugin put into the newest of them goes where it would have gone without us.
fn drop_silent(messages: &Array) {
    let is_silent = |message: &JsValue| {
        let ours = js::text(&get(message, "info"), "id").is_some_and(|id| MessageId(id).is_ours());
        ours && message
            .read()
            .is_some_and(|message: WithParts| message.is_silent())
    };
    let all: Vec<(JsValue, bool)> = messages
        .iter()
        .map(|message| (message.clone(), is_silent(&message)))
        .collect();
    if !all.iter().any(|(_, silent)| *silent) {
        return;
    }
    let is_user =
        |message: &JsValue| js::text(&get(message, "info"), "role").as_deref() == Some("user");
    let newest = all.iter().rev().find(|(message, _)| is_user(message));
    if let Some((added_to, true)) = newest {
        let mut older = all.iter().rev().filter(|(_, silent)| !silent);
        if let Some((home, _)) = older.find(|(message, _)| is_user(message)) {
            move_added(added_to, home);
        }
    }
    // The list is OpenCode's own: it is changed in place.
    messages.set_length(0);
    for (message, _) in all.iter().filter(|(_, silent)| !silent) {
        messages.push(message);
    }
}

/// Moves what is not ours, once: another plugin may have added the same to both messages.
fn move_added(from: &JsValue, to: &JsValue) {
    let Ok(parts) = get(to, "parts").dyn_into::<Array>() else {
        return;
    };
    for raw in js::items(&get(from, "parts")) {
        let Some(part) = raw.read::<Part>() else {
            continue;
        };
        let is_there = parts
            .iter()
            .any(|known| js::text(&known, "text") == part.text);
        if !part.is_ours() && part.is_visible_text() && !is_there {
            parts.push(&raw);
        }
    }
}

async fn chat_message(driver: &Rc<Driver>, output: &JsValue) {
    let info = get(output, "message");
    let Some(message) = info.read::<Message>() else {
        return;
    };
    if message.id.is_ours() || !driver.introduce(&message.session).await {
        return;
    }
    let Some(identity) = reader::identity(&info) else {
        return;
    };
    let Ok(parts) = get(output, "parts").dyn_into::<Array>() else {
        return;
    };
    let is_synthetic = |part: Part| part.kind == "text" && part.synthetic;
    let synthetic = js::items(&parts)
        .iter()
        .all(|part| part.read().is_some_and(is_synthetic));
    let call = driver.next_call();
    driver.feed(Hook::UserMessage {
        call,
        session: message.session.clone(),
        message: message.id.clone(),
        synthetic,
        identity,
    });
    if let Some(Reply::Message(Some((part, words)))) = driver.reply(call).await {
        parts.push(&js::object(&[
            ("id", part.as_str().into()),
            ("sessionID", message.session.as_str().into()),
            ("messageID", message.id.as_str().into()),
            ("type", "text".into()),
            ("synthetic", true.into()),
            ("text", words.into()),
        ]));
    }
}

async fn compacting(driver: &Rc<Driver>, input: &JsValue, output: &JsValue) {
    let Some(OfSession { session }) = input.read() else {
        return;
    };
    let call = driver.next_call();
    driver.feed(Hook::CompactionStarted { call, session });
    if let Some(Reply::Compaction(Some(context))) = driver.reply(call).await
        && let Ok(list) = get(output, "context").dyn_into::<Array>()
    {
        list.push(&context.into());
    }
}

async fn tool(driver: &Rc<Driver>, name: String, args: JsValue, context: &JsValue) -> String {
    const STRANGE: &str = "Holdfast does not know this session; nothing was done.";
    let Some(at) = context.read::<ToolContext>() else {
        return STRANGE.to_owned();
    };
    if !driver.introduce(&at.session).await {
        return STRANGE.to_owned();
    }
    driver.learn_agents().await;
    let call = driver.next_call();
    let event = Hook::ToolCalled {
        call,
        session: at.session,
        agent: at.agent,
        tool_call: at.call,
        tool: name,
        args: args.verbatim(),
    };
    let aborted = {
        let driver = Rc::clone(driver);
        Closure::once_into_js(move || driver.feed(Event::CallAborted { call }))
    };
    let signal = get(context, "abort");
    if let Ok(listen) = get(&signal, "addEventListener").dyn_into::<js_sys::Function>() {
        // Without the signal the answer just comes later.
        let _unheard = listen.call2(&signal, &"abort".into(), &aborted);
    }
    match driver.reply_in(call, || driver.feed(event), context).await {
        Some(Reply::Tool(text)) => text,
        _ => "No response from Holdfast; try again.".to_owned(),
    }
}

/// Carries out a slash command: true where it was answered, the text for the agent where only its
/// turn can answer, false where it is not ours.
async fn command(driver: &Rc<Driver>, input: &JsValue) -> JsValue {
    let Some(Command {
        name,
        session,
        mut arguments,
    }) = input.read()
    else {
        return JsValue::FALSE;
    };
    if !commands::COMMANDS.iter().any(|(ours, _)| *ours == name) {
        return JsValue::FALSE;
    }
    if driver.process() == Process::Run {
        arguments = commands::unquoted(&arguments);
    }
    if !driver.introduce(&session).await {
        return JsValue::FALSE;
    }
    if name == "bg" {
        driver.learn_agents().await;
        let known = driver.opencode.commands().await.unwrap_or_default();
        match commands::resolve_workflow(&arguments, &known) {
            Ok((_, prompt)) => arguments = prompt,
            Err(problem) => return answer(driver, &session, &name, &problem).await,
        }
    }
    let call = driver.next_call();
    driver.begin_telling(&session);
    driver.feed(Hook::CommandCalled {
        call,
        session: session.clone(),
        command: name.clone(),
        arguments,
    });
    let answer = match driver.reply(call).await {
        Some(Reply::Command(words)) => answer(driver, &session, &name, &words).await,
        _ => JsValue::TRUE,
    };
    driver.end_telling(&session);
    answer
}

/// Answers a slash command without a model; in `opencode run` nobody sees a chat or a toast, and
/// the process ends with the turn: there the agent says it, and its turn is held for the work.
async fn answer(driver: &Rc<Driver>, session: &SessionId, name: &str, words: &str) -> JsValue {
    if driver.process() == Process::Run {
        return agent::carried_out(name, words).into();
    }
    tell(driver, session, words).await;
    JsValue::TRUE
}

/// Tells the user something: in the chat where no loop would take it for a turn, else as a toast.
async fn tell(driver: &Rc<Driver>, session: &SessionId, words: &str) {
    if driver.is_quiet(session).await {
        let now = Time(driver.port.now() as u64);
        // What follows from it, a prompt, is the newer of the two.
        let message = IdSource::new(now.0).message(Time(now.0.saturating_sub(1)));
        let part = message.part();
        if let Err(error) = driver.opencode.show(session, &message, &part, words).await {
            driver.log(Level::Warn, error);
        }
    } else if let Err(error) = driver
        .opencode
        .toast(crate::core::effect::Variant::Info, words)
        .await
    {
        driver.log(Level::Warn, error);
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
