//! OpenCode's API, as far as it is used, through the client that OpenCode hands to plugins.

use serde::de::DeserializeOwned;
use serde::de::IgnoredAny;
use serde_json::Value;
use wasm_bindgen::JsValue;

use super::js::{self, call, get, object};
use super::opencode2::api::Api;
use super::reader;
use super::wire::{AgentInfo, CommandInfo, Each, Raw, Session, StatusInfo};
use crate::core::effect::{Parked, Prompt, Variant};
use crate::core::event::{Agent, Status, Transcript};
use crate::core::ids::{MessageId, PartId, SessionId};
use crate::core::rights::Rule;
use crate::core::todo::Todo;

/// Messages of a session that an inspection looks at first. Where they show no prompt, it looks
/// further back.
const MESSAGES_LOOKED_AT: u32 = 40;

/// An answer of OpenCode's without the fields that it had in the versions that were tried.
const UNREADABLE: &str = "OpenCode answered with something that could not be read";

/// The client of one OpenCode instance.
#[derive(Clone)]
pub(super) struct OpenCode {
    client: JsValue,
    /// Where it is an OpenCode 2.
    pub(super) second: Option<Api>,
}

impl OpenCode {
    pub(super) fn new(client: JsValue) -> Self {
        let is_second = get(&get(&client, "session"), "synthetic").is_function();
        Self {
            second: is_second.then(|| Api::new(client.clone())),
            client,
        }
    }

    fn sessions(&self) -> JsValue {
        get(&self.client, "session")
    }

    pub(super) async fn session(&self, id: &SessionId) -> Result<Session, String> {
        if let Some(second) = &self.second {
            let found = second.session(id).await?;
            return Ok(Session {
                id: id.clone(),
                parent: found.parent,
                permission: found.rules,
                revert: found.reverted.then_some(IgnoredAny),
            });
        }
        let found = call(&self.sessions(), "get", &by_id(id, &[])).await?;
        found.read().ok_or_else(|| UNREADABLE.to_owned())
    }

    pub(super) async fn todos(&self, id: &SessionId) -> Result<Vec<Todo>, String> {
        if self.second.is_some() {
            return Ok(Vec::new());
        }
        listed(&call(&self.sessions(), "todo", &by_id(id, &[])).await?)
    }

    pub(super) async fn agents(&self) -> Result<Vec<Agent>, String> {
        if let Some(second) = &self.second {
            return second.agents().await;
        }
        let agents = call(&get(&self.client, "app"), "agents", &object(&[])).await?;
        let agents: Vec<AgentInfo> = listed(&agents)?;
        Ok(agents.into_iter().map(Agent::from).collect())
    }

    /// The commands of the project: name and template.
    pub(super) async fn commands(&self) -> Result<Vec<(String, String)>, String> {
        let commands = call(&get(&self.client, "command"), "list", &object(&[])).await?;
        let commands: Vec<CommandInfo> = listed(&commands)?;
        let pair = |command: CommandInfo| (command.name, command.template);
        Ok(commands.into_iter().map(pair).collect())
    }

    pub(super) async fn status(&self, id: &SessionId) -> Result<Status, String> {
        let all = call(&self.sessions(), "status", &object(&[])).await?;
        let of: Option<StatusInfo> = get(&all, id.as_str()).read();
        Ok(match of.as_ref().map(|status| status.kind.as_str()) {
            Some("busy") => Status::Busy,
            Some("retry") => Status::Retrying,
            _ => Status::Idle,
        })
    }

    /// A session's state by its messages, not by events.
    pub(super) async fn inspect(&self, id: &SessionId) -> Result<Transcript, String> {
        if let Some(second) = &self.second {
            return second.inspect(id).await;
        }
        // The messages decide; the status only helps.
        let status = self.status(id).await.ok();
        let mut limit = MESSAGES_LOOKED_AT;
        let messages = loop {
            let query = object(&[("limit", limit.into())]);
            let query = by_id(id, &[("query", query)]);
            let found = js::items(&call(&self.sessions(), "messages", &query).await?);
            if (found.len() as u32) < limit || reader::shows_a_prompt(&found) {
                break found;
            }
            limit = limit.saturating_mul(4);
        };
        // Todos are told along with a result; that they cannot be read does not change it.
        let todos = self.todos(id).await.unwrap_or_default();
        Ok(reader::transcript(&messages, status, todos))
    }

    pub(super) async fn create_child(
        &self,
        parent: &SessionId,
        title: &str,
        rules: &[Rule],
    ) -> Result<SessionId, String> {
        if let Some(second) = &self.second {
            return second.create_child(parent, title, rules).await;
        }
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

    /// Puts rules after those that a session has; returns what it has then. Older versions leave
    /// them as they are.
    pub(super) async fn add_rules(
        &self,
        id: &SessionId,
        rules: &[Rule],
    ) -> Result<Vec<Rule>, String> {
        if let Some(second) = &self.second {
            return second.add_rules(id, rules).await;
        }
        let body = object(&[("permission", written(rules))]);
        call(&self.sessions(), "update", &by_id(id, &[("body", body)])).await?;
        Ok(self.session(id).await?.permission)
    }

    pub(super) async fn prompt(&self, id: &SessionId, prompt: &Prompt) -> Result<(), String> {
        if let Some(second) = &self.second {
            return second.prompt(id, prompt).await;
        }
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
    pub(super) async fn park(&self, id: &SessionId, parked: &Parked) -> Result<(), String> {
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
    pub(super) async fn fill(
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
    pub(super) async fn show(
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

    pub(super) async fn abort(&self, id: &SessionId) -> Result<(), String> {
        if let Some(second) = &self.second {
            return second.abort(id).await;
        }
        call(&self.sessions(), "abort", &by_id(id, &[]))
            .await
            .map(|_| ())
    }

    pub(super) async fn reject_permission(&self, id: &SessionId, ask: &str) -> Result<(), String> {
        if let Some(second) = &self.second {
            return second.reject_permission(id, ask).await;
        }
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

    pub(super) async fn toast(&self, variant: Variant, message: &str) -> Result<(), String> {
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

    pub(super) async fn log(&self, level: &str, message: &str) -> Result<(), String> {
        let body = object(&[
            ("service", "holdfast".into()),
            ("level", level.into()),
            ("message", message.into()),
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
