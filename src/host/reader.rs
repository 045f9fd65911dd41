//! Reads OpenCode's message lists from the end, so that a long history costs nothing.

use js_sys::Array;
use serde_json::{Map, Value};
use wasm_bindgen::JsValue;

use super::js;
use super::wire::WithParts;
use crate::core::event::{Assistant, Head, Identity, NewestUser, Status, Transcript};
use crate::core::fields::Fields;
use crate::core::ids::SessionId;
use crate::core::todo::Todo;

/// Fields of a user message that an automatic prompt copies verbatim.
const COPIED: [&str; 3] = ["system", "tools", "format"];
/// Messages at the end of the list among which the newest of each role is looked for.
const TAIL: u32 = 60;

/// What a step's message list says about the turn.
pub(super) struct StepDigest {
    pub(super) user: NewestUser,
    pub(super) identity: Option<Identity>,
    pub(super) assistant: Option<Assistant>,
}

/// The session of a message list; none for an empty one.
pub(super) fn session_of(messages: &Array) -> Option<SessionId> {
    js::text(&js::get(&messages.get(0), "info"), "sessionID").map(SessionId)
}

/// Reads the end of a step's message list.
pub(super) fn step(messages: &Array) -> Option<StepDigest> {
    let tail: Vec<(JsValue, WithParts)> = tail(messages);
    // OpenCode answers the user message that is newest by time, then by id.
    let newest = tail
        .iter()
        .filter(|(_, message)| message.info.role == "user")
        .max_by_key(|(_, message)| (message.info.created(), message.info.id.clone()))?;
    let by_user = tail.iter().rev().find(|(_, message)| message.is_by_user());
    let assistant = tail
        .iter()
        .rev()
        .find(|(_, message)| message.info.role == "assistant");
    // Words that came while a message was being parked are answered by this step, whichever of
    // the two is newer.
    let mut since = tail
        .iter()
        .rev()
        .take_while(|(_, message)| message.info.role != "assistant");
    let unanswered = since.any(|(_, message)| !message.info.id.is_ours());
    let user = newest.1.newest_user();
    Some(StepDigest {
        user: NewestUser {
            parked: user.parked && !unanswered,
            ..user
        },
        identity: by_user
            .and_then(|(raw, message)| message.info.identity(rest_of(&js::get(raw, "info")))),
        assistant: assistant
            .map(|(_, message)| message.info.clone().into_assistant(message.text())),
    })
}

fn tail(messages: &Array) -> Vec<(JsValue, WithParts)> {
    let from = messages.length().saturating_sub(TAIL);
    (from..messages.length())
        .filter_map(|index| {
            let raw = messages.get(index);
            // A message of a form that we cannot read is not one that we could act upon.
            WithParts::read(&raw).map(|message| (raw, message))
        })
        .collect()
}

/// The fields of a user message that are copied, as they are.
pub(super) fn rest_of(info: &JsValue) -> Map<String, Value> {
    let mut rest = Map::new();
    for name in COPIED {
        if let Some(value) = info.field(name) {
            rest.insert(name.to_owned(), value.to_value());
        }
    }
    rest
}

/// What a session's last messages say.
pub(super) fn transcript(messages: &JsValue, status: Status, todos: Vec<Todo>) -> Transcript {
    let tail = tail(&messages.items().into_iter().collect());
    let by_user = tail.iter().rev().find(|(_, message)| message.is_by_user());
    let identity =
        by_user.and_then(|(raw, message)| message.info.identity(rest_of(&js::get(raw, "info"))));
    let all: Vec<WithParts> = tail.into_iter().map(|(_, message)| message).collect();
    let assistants = || {
        all.iter()
            .rev()
            .filter(|message| message.info.role == "assistant")
    };
    let tools = || {
        let parts = assistants().flat_map(|message| message.parts.iter().rev());
        parts
            .filter(|part| part.kind == "tool")
            .filter_map(|part| part.state.as_ref())
    };
    let said = assistants()
        .map(|message| (&message.info.id, message.text()))
        .find(|(_, text)| !text.trim().is_empty());
    Transcript {
        status,
        messages: all
            .iter()
            .filter(|message| !message.is_parked())
            .map(WithParts::head)
            .collect::<Vec<Head>>(),
        identity,
        assistant: assistants()
            .next()
            .map(|message| message.info.clone().into_assistant(message.text())),
        said_in: said.as_ref().map(|(id, _)| (*id).clone()),
        said: said.map(|(_, text)| text).unwrap_or_default(),
        tool_output: tools().find_map(|state| {
            state
                .output
                .clone()
                .filter(|output| !output.trim().is_empty())
        }),
        tool_error: tools().next().and_then(|state| state.error.clone()),
        todos,
    }
}
