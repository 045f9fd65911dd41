//! OpenCode's API, as far as it is used, through the client that OpenCode hands to plugins.

use js_sys::{Function, Promise};
use serde::de::DeserializeOwned;
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::api::{Api, Page};
use crate::core::effect::{Level, Parked, Prompt, Variant};
use crate::core::event::{Agent, Leave, Status};
use crate::core::ids::{MessageId, PartId, SessionId};
use crate::core::rights::{self, Rule};
use crate::core::todo::Todo;
use crate::host::js::{self, call, get, object};
use crate::host::reader::Stored;
use crate::host::wire::{AgentInfo, CommandInfo, Each, Raw, Session, StatusInfo};

/// An answer of OpenCode's without the fields that it had in the versions that were tried.
const UNREADABLE: &str = "OpenCode answered with something that could not be read";

/// The client of one OpenCode instance.
pub(in crate::host) struct Client {
    client: JsValue,
}

impl Client {
    pub(in crate::host) fn new(client: JsValue) -> Self {
        Self { client }
    }

    fn sessions(&self) -> JsValue {
        get(&self.client, "session")
    }
}

impl Api for Client {
    /// The context that OpenCode gives a tool.
    type Call = JsValue;

    async fn session(&self, id: &SessionId) -> Result<Session, String> {
        let found = call(&self.sessions(), "get", &by_id(id, &[])).await?;
        found.read().ok_or_else(|| UNREADABLE.to_owned())
    }

    async fn todos(&self, id: &SessionId) -> Result<Vec<Todo>, String> {
        listed(&call(&self.sessions(), "todo", &by_id(id, &[])).await?)
    }

    async fn agents(&self) -> Result<Vec<Agent>, String> {
        let agents = call(&get(&self.client, "app"), "agents", &object(&[])).await?;
        let agents: Vec<AgentInfo> = listed(&agents)?;
        Ok(agents.into_iter().map(Agent::from).collect())
    }

    /// The commands of the project: name and template.
    async fn commands(&self) -> Result<Vec<(String, String)>, String> {
        let commands = call(&get(&self.client, "command"), "list", &object(&[])).await?;
        let commands: Vec<CommandInfo> = listed(&commands)?;
        let pair = |command: CommandInfo| (command.name, command.template);
        Ok(commands.into_iter().map(pair).collect())
    }

    async fn status(&self, id: &SessionId) -> Result<Status, String> {
        let all = call(&self.sessions(), "status", &object(&[])).await?;
        let of: Option<StatusInfo> = get(&all, id.as_str()).read();
        Ok(match of.as_ref().map(|status| status.kind.as_str()) {
            Some("busy") => Status::Busy,
            Some("retry") => Status::Retrying,
            _ => Status::Idle,
        })
    }

    async fn messages(&self, id: &SessionId, limit: usize) -> Result<Page, String> {
        let query = object(&[("limit", (limit as u32).into())]);
        let query = by_id(id, &[("query", query)]);
        let found = js::items(&call(&self.sessions(), "messages", &query).await?);
        Ok(Page {
            messages: found.iter().filter_map(Stored::read).collect(),
            whole: found.len() < limit,
        })
    }

    async fn create(
        &self,
        parent: &SessionId,
        title: &str,
        rules: &[Rule],
    ) -> Result<SessionId, String> {
        let body = object(&[
            ("parentID", parent.as_str().into()),
            ("title", title.into()),
            ("permission", written(rules)),
        ]);
        let session = call(&self.sessions(), "create", &object(&[("body", body)])).await?;
        let session: Option<Session> = session.read();
        session
            .map(|session| session.id)
            .ok_or_else(|| UNREADABLE.to_owned())
    }

    async fn update(&self, id: &SessionId, rules: &[Rule]) -> Result<(), String> {
        let body = object(&[("permission", written(rules))]);
        call(&self.sessions(), "update", &by_id(id, &[("body", body)])).await?;
        Ok(())
    }

    async fn prompt(&self, id: &SessionId, prompt: &Prompt) -> Result<(), String> {
        let mut part = vec![
            ("id", prompt.part.as_str().into()),
            ("type", "text".into()),
            ("text", prompt.text.as_str().into()),
        ];
        if prompt.synthetic {
            part.push(("synthetic", true.into()));
        }
        let body = object(&[
            ("messageID", prompt.message.as_str().into()),
            ("agent", prompt.agent.as_str().into()),
            (
                "model",
                prompt.model.as_ref().map_or(JsValue::UNDEFINED, model),
            ),
            ("variant", optional(prompt.variant.as_deref())),
            ("parts", list(object(&part))),
        ]);
        copy(&prompt.rest, &body);
        call(
            &self.sessions(),
            "promptAsync",
            &by_id(id, &[("body", body)]),
        )
        .await
        .map(|_| ())
    }

    /// Stores a message that the model does not see, and starts nothing.
    async fn park(&self, id: &SessionId, parked: &Parked) -> Result<(), String> {
        let part = text_part(&parked.part, "", true);
        let identity = &parked.identity;
        let body = object(&[
            ("noReply", true.into()),
            ("messageID", parked.message.as_str().into()),
            ("agent", identity.agent.as_str().into()),
            ("model", model(&identity.model)),
            ("variant", optional(identity.variant.as_deref())),
            ("parts", list(part)),
        ]);
        copy(&identity.rest, &body);
        call(&self.sessions(), "prompt", &by_id(id, &[("body", body)]))
            .await
            .map(|_| ())
    }

    /// Gives a stored part its text. The message stays where it is.
    async fn fill(
        &self,
        id: &SessionId,
        message: &MessageId,
        part: &PartId,
        text: &str,
    ) -> Result<(), String> {
        let body = text_part(part, text, false);
        js::set(&body, "sessionID", &id.as_str().into());
        js::set(&body, "messageID", &message.as_str().into());
        let path = object(&[
            ("id", id.as_str().into()),
            ("messageID", message.as_str().into()),
            ("partID", part.as_str().into()),
        ]);
        let headers = object(&[("Content-Type", "application/json".into())]);
        let options = object(&[
            (
                "url",
                "/session/{id}/message/{messageID}/part/{partID}".into(),
            ),
            ("path", path),
            ("body", body),
            ("headers", headers),
        ]);
        // The v1 client has no method for this route; the one below it takes any route.
        call(&get(&self.client, "_client"), "patch", &options)
            .await
            .map(|_| ())
    }

    /// Shows a text in the chat that the model does not see.
    async fn show(
        &self,
        id: &SessionId,
        message: &MessageId,
        part: &PartId,
        text: &str,
    ) -> Result<(), String> {
        let part = object(&[
            ("id", part.as_str().into()),
            ("type", "text".into()),
            ("text", text.into()),
            ("ignored", true.into()),
        ]);
        let body = object(&[
            ("noReply", true.into()),
            ("messageID", message.as_str().into()),
            ("parts", list(part)),
        ]);
        call(&self.sessions(), "prompt", &by_id(id, &[("body", body)]))
            .await
            .map(|_| ())
    }

    async fn abort(&self, id: &SessionId) -> Result<(), String> {
        call(&self.sessions(), "abort", &by_id(id, &[]))
            .await
            .map(|_| ())
    }

    async fn reject_permission(&self, id: &SessionId, ask: &str) -> Result<(), String> {
        let path = object(&[("id", id.as_str().into()), ("permissionID", ask.into())]);
        let body = object(&[("response", "reject".into())]);
        let options = object(&[("path", path), ("body", body)]);
        call(
            &self.client,
            "postSessionIdPermissionsPermissionId",
            &options,
        )
        .await
        .map(|_| ())
    }

    async fn ask(&self, context: JsValue, agent: &str, description: &str) -> Leave {
        let Ok(ask) = get(&context, "ask").dyn_into::<Function>() else {
            return Leave::NobodyAsked;
        };
        let metadata = object(&[
            ("description", description.into()),
            ("subagent_type", agent.into()),
        ]);
        let request = object(&[
            ("permission", rights::TASK.into()),
            ("patterns", list(agent.into())),
            ("always", list("*".into())),
            ("metadata", metadata),
        ]);
        let asked = match ask.call1(&context, &request) {
            Ok(asked) => asked,
            Err(error) => return Leave::Refused(js::words(&error)),
        };
        // Some versions return a description of the work rather than its promise: nobody was asked.
        let Ok(answer) = asked.dyn_into::<Promise>() else {
            return Leave::NobodyAsked;
        };
        match JsFuture::from(answer).await {
            Ok(_) => Leave::Granted,
            Err(error) => Leave::Refused(js::words(&error)),
        }
    }

    async fn toast(&self, variant: Variant, message: &str) -> Result<(), String> {
        let variant = match variant {
            Variant::Info => "info",
            Variant::Warning => "warning",
            Variant::Error => "error",
        };
        let body = object(&[
            ("title", "Holdfast".into()),
            ("message", message.into()),
            ("variant", variant.into()),
        ]);
        call(
            &get(&self.client, "tui"),
            "showToast",
            &object(&[("body", body)]),
        )
        .await
        .map(|_| ())
    }

    async fn log(&self, level: Level, text: &str) -> Result<(), String> {
        let level = match level {
            Level::Debug => "debug",
            Level::Info => "info",
            Level::Warn => "warn",
            Level::Error => "error",
        };
        let body = object(&[
            ("service", "holdfast".into()),
            ("level", level.into()),
            ("message", text.into()),
        ]);
        call(&get(&self.client, "app"), "log", &object(&[("body", body)]))
            .await
            .map(|_| ())
    }
}

/// The items of an answer that can be read.
fn listed<T: DeserializeOwned>(answer: &JsValue) -> Result<Vec<T>, String> {
    let Each(items) = answer.read().ok_or_else(|| UNREADABLE.to_owned())?;
    Ok(items)
}

fn by_id(id: &SessionId, more: &[(&str, JsValue)]) -> JsValue {
    let argument = object(more);
    js::set(&argument, "path", &object(&[("id", id.as_str().into())]));
    argument
}

fn text_part(id: &PartId, text: &str, ignored: bool) -> JsValue {
    let part = object(&[
        ("id", id.as_str().into()),
        ("type", "text".into()),
        ("text", text.into()),
        ("synthetic", true.into()),
    ]);
    if ignored {
        js::set(&part, "ignored", &true.into());
    }
    part
}

fn model(model: &crate::core::task::Model) -> JsValue {
    object(&[
        ("providerID", model.provider.as_str().into()),
        ("modelID", model.model.as_str().into()),
    ])
}

fn optional(text: Option<&str>) -> JsValue {
    text.map_or(JsValue::UNDEFINED, JsValue::from_str)
}

fn written(rules: &[Rule]) -> JsValue {
    js::write(rules)
}

fn list(item: JsValue) -> JsValue {
    js_sys::Array::of1(&item).into()
}

fn copy(rest: &serde_json::Map<String, Value>, body: &JsValue) {
    for (name, value) in rest {
        js::set(body, name, &js::copied(value));
    }
}
