//! OpenCode 2's API for plugins, as far as it is used.

use std::pin::Pin;

use js_sys::{Function, Promise};
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::json::Json;
use super::reader;
use super::wire::{Session, agent, link, written};
use crate::core::effect::Prompt;
use crate::core::event::{Agent, Status, Transcript};
use crate::core::ids::{MessageId, SessionId};
use crate::core::rights::Rule;
use crate::host::js::{self, get, object};
use crate::host::wire::Raw;

/// What people see of a message of ours in the chat.
const PARKED: &str = "Background tasks";
const RESULTS: &str = "Results of background tasks";
const GO_ON: &str = "Holdfast continues";
/// What the model would read of a parked item, should it ever see one.
const PARKED_TEXT: &str = "Background tasks are under way. Their results follow.";
/// Why a permission is refused.
const NOBODY: &str =
    "Nobody is there to grant this permission: it was refused automatically. Go on without it.";

/// How long a session that does not work may take to say so.
const WAIT_MS: i32 = 50;

/// How a message that is added to a session is delivered.
#[derive(Clone, Copy)]
enum Delivery {
    /// With the next step.
    Steer,
    /// When the turn would end.
    Queue,
}

/// OpenCode's context of one plugin instance.
#[derive(Clone)]
pub(in crate::host) struct Api {
    context: JsValue,
}

impl Api {
    pub(in crate::host) fn new(context: JsValue) -> Self {
        Self { context }
    }

    fn session_call(&self, name: &str, argument: &JsValue) -> Answer {
        invoke(&get(&self.context, "session"), name, argument)
    }

    pub(in crate::host) async fn session(&self, id: &SessionId) -> Result<Session, String> {
        let info = self.session_call("get", &by_id(id, &[])).await?;
        Ok(Session::read(&info))
    }

    pub(in crate::host) async fn agents(&self) -> Result<Vec<Agent>, String> {
        let list = invoke(&get(&self.context, "agent"), "list", &object(&[])).await?;
        Ok(list.list("data").iter().filter_map(agent).collect())
    }

    /// A session's state by its history, but for whether it works: after a crash, a history may end
    /// in the middle of a turn that nobody goes on with.
    pub(in crate::host) async fn inspect(&self, id: &SessionId) -> Result<Transcript, String> {
        let works = self.works(id).await;
        let history = self.session_call("context", &by_id(id, &[])).await?;
        let status = if works { Status::Busy } else { Status::Idle };
        Ok(reader::transcript(
            status,
            history.as_array().map_or(&[], Vec::as_slice),
        ))
    }

    /// Whether a session works: OpenCode waits at once for one that does not.
    async fn works(&self, id: &SessionId) -> bool {
        let sessions = get(&self.context, "session");
        let Ok(wait) = get(&sessions, "wait").dyn_into::<Function>() else {
            return false;
        };
        let Ok(over) = wait.call1(&sessions, &by_id(id, &[])) else {
            return false;
        };
        // The promise of one that works stays; it resolves at the end of the turn, unheard.
        let late = later(WAIT_MS);
        let first = Promise::race(&js_sys::Array::of2(&over, &late));
        let late = JsFuture::from(first).await;
        late.is_ok_and(|late| late.is_truthy())
    }

    pub(in crate::host) async fn create_child(
        &self,
        parent: &SessionId,
        title: &str,
        rules: &[Rule],
    ) -> Result<SessionId, String> {
        let info = self.session_call("get", &by_id(parent, &[])).await?;
        let location = info
            .field("location")
            .map_or(JsValue::UNDEFINED, js::copied);
        let about = object(&[
            ("title", title.into()),
            ("location", location),
            ("metadata", js::write(&link(parent))),
            ("permissions", js::write(&written(rules))),
        ]);
        let session = self.session_call("create", &about).await?;
        session
            .id("id")
            .ok_or_else(|| "OpenCode named no session".to_owned())
    }

    /// Puts rules after those that a session has: an update replaces them all.
    pub(in crate::host) async fn add_rules(
        &self,
        id: &SessionId,
        rules: &[Rule],
    ) -> Result<Vec<Rule>, String> {
        let mut all = self.session(id).await?.rules;
        all.extend(rules.iter().cloned());
        let update = by_id(id, &[("permissions", js::write(&written(&all)))]);
        self.session_call("update", &update).await?;
        Ok(self.session(id).await?.rules)
    }

    /// Prompts a session: as a program where the text is one's, else as whoever gives a task.
    pub(in crate::host) async fn prompt(
        &self,
        id: &SessionId,
        prompt: &Prompt,
    ) -> Result<(), String> {
        if prompt.synthetic {
            let description = describe(&prompt.text);
            return self
                .post(
                    id,
                    &prompt.message,
                    &prompt.text,
                    description,
                    Delivery::Steer,
                    true,
                )
                .await;
        }
        self.switch(id, prompt).await?;
        let words = by_id(
            id,
            &[
                ("id", prompt.message.as_str().into()),
                ("text", prompt.text.as_str().into()),
            ],
        );
        self.session_call("prompt", &words).await.map(|_| ())
    }

    /// The agent and the model belong to the session, not to a prompt.
    async fn switch(&self, id: &SessionId, prompt: &Prompt) -> Result<(), String> {
        if self.session(id).await?.agent.as_deref() != Some(prompt.agent.as_str()) {
            let agent = by_id(id, &[("agent", prompt.agent.as_str().into())]);
            self.session_call("switchAgent", &agent).await?;
        }
        let Some(model) = &prompt.model else {
            return Ok(());
        };
        let variant = prompt.variant.as_deref();
        let model = object(&[
            ("providerID", model.provider.as_str().into()),
            ("id", model.model.as_str().into()),
            (
                "variant",
                variant.map_or(JsValue::UNDEFINED, JsValue::from_str),
            ),
        ]);
        self.session_call("switchModel", &by_id(id, &[("model", model)]))
            .await
            .map(|_| ())
    }

    /// Puts an item into the queue. It starts nothing.
    pub(in crate::host) async fn park(
        &self,
        id: &SessionId,
        item: &MessageId,
    ) -> Result<(), String> {
        self.post(id, item, PARKED_TEXT, PARKED, Delivery::Queue, false)
            .await
    }

    /// Says something with the next step, or with the user's next message. It starts nothing.
    pub(in crate::host) async fn say(
        &self,
        id: &SessionId,
        message: &MessageId,
        text: &str,
    ) -> Result<(), String> {
        self.post(id, message, text, describe(text), Delivery::Steer, false)
            .await
    }

    async fn post(
        &self,
        id: &SessionId,
        message: &MessageId,
        text: &str,
        description: &str,
        delivery: Delivery,
        resume: bool,
    ) -> Result<(), String> {
        let delivery = match delivery {
            Delivery::Steer => "steer",
            Delivery::Queue => "queue",
        };
        let item = by_id(
            id,
            &[
                ("id", message.as_str().into()),
                ("text", text.into()),
                ("description", description.into()),
                ("delivery", delivery.into()),
                ("resume", resume.into()),
            ],
        );
        self.session_call("synthetic", &item).await.map(|_| ())
    }

    pub(in crate::host) async fn abort(&self, id: &SessionId) -> Result<(), String> {
        self.session_call("interrupt", &by_id(id, &[]))
            .await
            .map(|_| ())
    }

    pub(in crate::host) async fn reject_permission(
        &self,
        id: &SessionId,
        ask: &str,
    ) -> Result<(), String> {
        let answer = by_id(
            id,
            &[
                ("requestID", ask.into()),
                ("decision", "reject".into()),
                ("message", NOBODY.into()),
            ],
        );
        invoke(&get(&self.context, "permission"), "reply", &answer)
            .await
            .map(|_| ())
    }
}

fn describe(text: &str) -> &'static str {
    if text.starts_with("<background-tasks") {
        RESULTS
    } else {
        GO_ON
    }
}

fn by_id(id: &SessionId, more: &[(&str, JsValue)]) -> JsValue {
    let argument = object(more);
    js::set(&argument, "sessionID", &id.as_str().into());
    argument
}

/// What OpenCode will answer, as JSON: what is read of it is compiled once, for that alone. Boxed,
/// so that what drives it is compiled once as well.
type Answer = Pin<Box<dyn Future<Output = Result<Value, String>>>>;

/// True after some time.
pub(super) fn later(ms: i32) -> Promise {
    Promise::new(&mut |resolve, _| {
        let timer = get(&js_sys::global(), "setTimeout").dyn_into::<Function>();
        if let Ok(timer) = timer {
            // A timer that cannot be set leaves what waits for it waiting.
            let _timer = timer.call3(&JsValue::UNDEFINED, &resolve, &ms.into(), &JsValue::TRUE);
        }
    })
}

/// Calls `object.name(argument)` and awaits what it promises.
fn invoke(object: &JsValue, name: &str, argument: &JsValue) -> Answer {
    let called = match get(object, name).dyn_into::<Function>() {
        Ok(function) => function
            .call1(object, argument)
            .map_err(|error| words(&error)),
        Err(_) => Err(format!("this OpenCode has no method {name}")),
    };
    Box::pin(async move {
        let answer = JsFuture::from(Promise::resolve(&called?)).await;
        match answer {
            Ok(value) => Ok(value.verbatim()),
            Err(error) => Err(words(&error)),
        }
    })
}

/// An error's words. Many have none but their name.
fn words(error: &JsValue) -> String {
    let message = js::text(error, "message").filter(|text| !text.is_empty());
    message
        .or_else(|| js::text(error, "_tag"))
        .unwrap_or_else(|| js::words(error))
}
