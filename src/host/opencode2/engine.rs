//! What the shim calls on OpenCode 2: one method per hook. No method throws or rejects but for a
//! trap, which the shim guards.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Function, Promise};
use litemap::LiteMap as Map;
use serde_json::Value;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::api::{Api, later};
use super::ids::parked_for;
use super::json::Json;
use super::reader;
use super::skip::empty_answer;
use super::turn::{Park, Step, Turn};
use super::wire::Open;
use crate::core::effect::{Fill, Level, Parked, Word};
use crate::core::event::{Event, Hook, Identity, News, SessionFacts};
use crate::core::ids::{MessageId, PartId, SessionId};
use crate::host::boundary::Start;
use crate::host::driver::{Driver, Reply};
use crate::host::engine::promise;
use crate::host::js::{self, Port, get};
use crate::host::port::Process;
use crate::host::shim::Shim;
use crate::host::wire::Raw;

/// How long events lag behind hooks, with room to spare.
const LAG_MS: i32 = 25;
/// Sessions whose turns are remembered.
const TURNS_MAX: usize = 500;

/// One plugin instance.
#[wasm_bindgen]
pub struct Engine2 {
    host: Rc<Host>,
}

struct Host {
    driver: Rc<Driver<Shim>>,
    api: Api,
    turns: RefCell<Map<SessionId, Turn>>,
    open: RefCell<Open>,
}

#[wasm_bindgen]
impl Engine2 {
    /// Starts an instance.
    #[wasm_bindgen(constructor)]
    pub fn new(
        port: Port,
        #[wasm_bindgen(unchecked_param_type = "Start")] start: JsValue,
    ) -> Result<Self, JsError> {
        console_error_panic_hook::set_once();
        let start = Start::read(&start)?;
        let api = Api::new(port.client());
        // Nothing proves yet that somebody watches.
        let driver = Driver::new(Shim::second(port), &start.setup(), Process::Run);
        driver.feed(Event::Tick);
        let host = Host {
            driver,
            api,
            turns: RefCell::default(),
            open: RefCell::default(),
        };
        Ok(Self {
            host: Rc::new(host),
        })
    }

    /// The time asked for has come.
    pub fn tick(&self) {
        self.host.driver.feed(Event::Tick);
    }

    /// An event of OpenCode's bus.
    pub fn event(&self, event: &JsValue) {
        let kind = js::text(event, "type").unwrap_or_default();
        self.host.event(&kind, &get(event, "data").verbatim());
    }

    /// Another process, or the terminal UI, wrote into a journal.
    #[wasm_bindgen(js_name = journalTouched)]
    pub fn journal_touched(&self, root: &str) {
        let root = SessionId::from(root);
        if !root.is_plain() {
            return;
        }
        let driver = Rc::clone(&self.host.driver);
        self.host
            .driver
            .spawn(Box::pin(async move { driver.journal_touched(&root).await }));
    }

    /// Whether a journal belongs to a session in use here.
    pub fn knows(&self, session: &str) -> bool {
        self.host.driver.knows(&SessionId::from(session))
    }

    /// The hook `context`: resolves when the model may be asked.
    pub fn context(&self, step: JsValue) -> Promise {
        let host = Rc::clone(&self.host);
        promise(
            &self.host.driver,
            Box::pin(async move {
                host.context(&step).await;
                JsValue::UNDEFINED
            }),
        )
    }

    /// The hook `http.request`: what the provider "answers" where it is not to be asked.
    #[wasm_bindgen(js_name = emptyAnswer)]
    pub fn empty_answer(&self, session: &str, kind: &str, path: &str) -> Option<String> {
        if kind != "primary" {
            return None;
        }
        let turns = self.host.turns.borrow();
        let skips = turns
            .get(&SessionId::from(session))
            .is_some_and(Turn::skips);
        empty_answer(path).filter(|_| skips).map(str::to_owned)
    }

    /// The hook `prompt`: resolves when the user's message may be stored.
    pub fn prompt(&self, message: JsValue) -> Promise {
        let host = Rc::clone(&self.host);
        promise(
            &self.host.driver,
            Box::pin(async move {
                host.prompt(&message).await;
                JsValue::UNDEFINED
            }),
        )
    }

    /// A call of one of our tools: resolves with what the agent reads.
    pub fn tool(&self, name: String, args: JsValue, context: JsValue) -> Promise {
        let host = Rc::clone(&self.host);
        promise(
            &self.host.driver,
            Box::pin(async move { host.tool(name, &args, &context).await.into() }),
        )
    }

    /// The hook `compaction`: resolves when what is to be compacted is complete.
    pub fn compaction(&self, compaction: JsValue) -> Promise {
        let host = Rc::clone(&self.host);
        promise(
            &self.host.driver,
            Box::pin(async move {
                host.compaction(&compaction).await;
                JsValue::UNDEFINED
            }),
        )
    }
}

impl Host {
    /// Uses what is kept of a session's turn.
    fn turn<T>(&self, session: &SessionId, run: impl FnOnce(&mut Turn) -> T) -> T {
        let mut turns = self.turns.borrow_mut();
        if turns.len() >= TURNS_MAX && !turns.contains_key(session) {
            *turns = Map::new();
        }
        let mut turn = turns.remove(session).unwrap_or_default();
        let result = run(&mut turn);
        turns.insert(session.clone(), turn);
        result
    }

    fn event(self: &Rc<Self>, kind: &str, data: &Value) {
        let Some(session) = data.id::<SessionId>("sessionID") else {
            return;
        };
        match kind {
            "session.created" => self.created(session),
            "session.deleted" => self.driver.feed(Event::SessionDeleted { session }),
            "session.inbox.delivered" => {
                if let Some(item) = data.id::<MessageId>("inboxID") {
                    self.turn(&session, |turn| turn.delivered(&item));
                }
            }
            "session.execution.succeeded"
            | "session.execution.failed"
            | "session.execution.interrupted" => self.turn(&session, Turn::ended),
            _ => {}
        }
        let all = self.open.borrow_mut().read(kind, data);
        for news in all {
            if let News::AssistantUpdated { session, message } = &news {
                self.turn(session, |turn| turn.answered(message));
            }
            self.driver.feed(news);
        }
    }

    /// A session that works for one of ours is told to the core.
    fn created(self: &Rc<Self>, session: SessionId) {
        let host = Rc::clone(self);
        self.driver.spawn(Box::pin(async move {
            let Ok(found) = host.api.session(&session).await else {
                return;
            };
            if let Some(parent) = found.parent.filter(|parent| host.driver.knows(parent)) {
                host.driver.feed(Event::SessionKnown(SessionFacts {
                    session,
                    parent: Some(parent),
                    headless: false,
                    rules: found.rules,
                    todos: Vec::new(),
                    journal: None,
                }));
            }
        }));
    }

    async fn context(self: &Rc<Self>, step: &JsValue) {
        let Some(session) = js::text(step, "sessionID").map(SessionId) else {
            return;
        };
        let Ok(messages) = get(step, "messages").dyn_into::<Array>() else {
            return;
        };
        let generation = self.turn(&session, |turn| turn.generation);
        if !self.driver.introduce(&session).await || self.driver.is_child(&session) {
            return;
        }
        let Some(digest) = reader::step(&newest(&messages)) else {
            return;
        };
        drop_parked(&messages);
        let identity = reader::identity(&named(step));
        if self.turn(&session, |turn| turn.is_in_doubt(&digest)) {
            let _passed = JsFuture::from(later(LAG_MS)).await;
        }
        let compacted = self.turn(&session, |turn| {
            turn.identity = identity.clone().or(turn.identity.take());
            std::mem::take(&mut turn.compacting)
        });
        if compacted {
            let session = session.clone();
            self.driver.feed(News::SessionCompacted { session });
        }
        let begun = self.turn(&session, |turn| turn.begins(digest));
        let Some(Step {
            user,
            assistant,
            over,
        }) = begun
        else {
            return;
        };
        let call = self.driver.next_call();
        self.driver.feed(Hook::StepStarted {
            call,
            session: session.clone(),
            user,
            identity,
            assistant,
        });
        let Reply::Step { fill, park } = self.driver.reply(call).await else {
            return;
        };
        // An interrupt does not end the hook's promise: nobody waits for this one any more.
        if self.turn(&session, |turn| turn.generation) == generation {
            self.release(&session, over, fill, park).await;
        }
    }

    async fn release(
        &self,
        session: &SessionId,
        over: bool,
        fill: Option<Fill>,
        park: Option<Parked>,
    ) {
        if over {
            self.turn(session, Turn::skip);
        }
        let news = fill.filter(|fill| fill.word == Word::News);
        if let Some(Fill { message, text, .. }) = news {
            match self.api.say(session, &message, &text).await {
                Ok(()) => self.turn(session, |turn| turn.says(message)),
                Err(error) => self.log(format!("{message} could not be said: {error}")),
            }
        }
        let Some(Parked { message, .. }) = park else {
            return;
        };
        let Park::Post(item) = self.turn(session, |turn| turn.parks(&message)) else {
            return;
        };
        if let Err(error) = self.api.park(session, &item).await {
            self.turn(session, Turn::lost);
            self.log(format!(
                "a message could not be parked in {session}: {error}"
            ));
        }
    }

    fn log(&self, text: String) {
        self.driver.log(Level::Error, text);
    }

    async fn prompt(&self, message: &JsValue) {
        let (Some(session), Some(id)) = (
            js::text(message, "sessionID").map(SessionId),
            js::text(message, "messageID").map(MessageId),
        ) else {
            return;
        };
        if id.is_ours() || !self.driver.introduce(&session).await {
            return;
        }
        let Some(identity) = self.identity(&session).await else {
            return;
        };
        let call = self.driver.next_call();
        self.driver.feed(Hook::UserMessage {
            call,
            session: session.clone(),
            message: id,
            synthetic: false,
            identity,
        });
        if let Reply::Message(Some((part, text))) = self.driver.reply(call).await
            && let Err(error) = self.api.say(&session, &message_of(&part), &text).await
        {
            self.log(format!("results could not go along: {error}"));
        }
    }

    /// Who answers in a session, by its last step or else by its history.
    async fn identity(&self, session: &SessionId) -> Option<Identity> {
        let known = self.turn(session, |turn| turn.identity.clone());
        match known {
            Some(known) => Some(known),
            None => self.api.inspect(session).await.ok()?.identity,
        }
    }

    async fn tool(&self, name: String, args: &JsValue, context: &JsValue) -> String {
        let session = SessionId(js::text(context, "sessionID").unwrap_or_default());
        if !self.driver.introduce(&session).await {
            return "Holdfast does not know this session; nothing was done.".to_owned();
        }
        self.driver.learn_agents().await;
        let call = self.driver.next_call();
        let event = Hook::ToolCalled {
            call,
            session,
            agent: js::text(context, "agent"),
            tool_call: js::text(context, "id").unwrap_or_default(),
            tool: name,
            args: args.verbatim(),
        };
        let aborted = {
            let driver = Rc::clone(&self.driver);
            Closure::once_into_js(move || driver.feed(Event::CallAborted { call }))
        };
        let signal = get(context, "signal");
        if let Ok(listen) = get(&signal, "addEventListener").dyn_into::<Function>() {
            // Without the signal the answer just comes later.
            let _unheard = listen.call2(&signal, &"abort".into(), &aborted);
        }
        let answer = self.driver.reply_to_tool(call, event, context.clone());
        match answer.await {
            Reply::Tool(text) => text,
            Reply::Step { .. } | Reply::Message(_) | Reply::Command(_) | Reply::Compaction(_) => {
                "No response from Holdfast; try again.".to_owned()
            }
        }
    }

    async fn compaction(&self, compaction: &JsValue) {
        let Some(session) = js::text(compaction, "sessionID").map(SessionId) else {
            return;
        };
        if let Ok(messages) = get(compaction, "messages").dyn_into::<Array>() {
            drop_parked(&messages);
        }
        self.turn(&session, |turn| turn.compacting = true);
        let call = self.driver.next_call();
        self.driver.feed(Hook::CompactionStarted { call, session });
        let Reply::Compaction(Some(context)) = self.driver.reply(call).await else {
            return;
        };
        if let Ok(system) = get(compaction, "system").dyn_into::<Array>() {
            system.push(&js::object(&[
                ("type", "text".into()),
                ("text", context.into()),
            ]));
        }
    }
}

/// The message of its own in which a text goes along that was meant as a part of another.
fn message_of(part: &PartId) -> MessageId {
    MessageId(part.as_str().replacen("prt_", "msg_", 1))
}

/// Who answers in a step, apart from its messages, which can be many.
fn named(step: &JsValue) -> Value {
    let (agent, model) = (get(step, "agent"), get(step, "model"));
    js::object(&[("agent", agent), ("model", model)]).verbatim()
}

/// The messages of a step that tell where the turn is, oldest first: they can be many, so only
/// these cross, and what a tool returned does not.
fn newest(messages: &Array) -> Vec<Value> {
    let (mut found, mut answered, mut asked) = (Vec::new(), false, false);
    for index in (0..messages.length()).rev() {
        let message = messages.get(index);
        let role = js::text(&message, "role");
        let (is_answer, is_user) = (
            role.as_deref() == Some("assistant"),
            role.as_deref() == Some("user"),
        );
        if (is_answer && !answered) || is_user {
            found.push(message.verbatim());
        }
        (answered, asked) = (answered || is_answer, asked || is_user);
        if answered && asked {
            break;
        }
    }
    found.reverse();
    found
}

/// Takes parked items out of what a model is shown. The list is OpenCode's own: it is changed in
/// place.
fn drop_parked(messages: &Array) {
    let is_parked = |message: &JsValue| {
        let id = js::text(message, "id").map(MessageId);
        id.is_some_and(|id| parked_for(&id).is_some())
    };
    let all = messages.to_vec();
    if !all.iter().any(is_parked) {
        return;
    }
    messages.set_length(0);
    for message in all.iter().filter(|message| !is_parked(message)) {
        messages.push(message);
    }
}
