//! Reads OpenCode 2's two lists of messages: the one that a step shows the model, and the history.

use serde_json::Value;

use crate::core::event::{Assistant, Head, Identity, NewestUser, Status, Transcript};
use crate::core::ids::MessageId;
use crate::core::task::Model;
use crate::core::time::Time;

use super::ids::parked_for;
use super::json::Json;
use super::wire::{tokens, trouble};

/// What the messages of a step say about the turn.
#[derive(Clone, Debug)]
pub struct StepDigest {
    /// The newest user message.
    pub user: Newest,
    /// The newest message of somebody else's since the last answer.
    pub words: Option<MessageId>,
    /// The newest assistant message.
    pub assistant: Option<Assistant>,
}

impl StepDigest {
    /// Whether a message is the newest user message.
    #[must_use]
    pub fn shows(&self, message: &MessageId) -> bool {
        self.user == Newest::Message(message.clone())
    }
}

/// The newest user message of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Newest {
    /// A message that says something.
    Message(MessageId),
    /// An item that was parked for this message.
    Parked(MessageId),
}

impl Newest {
    /// As the core takes it.
    #[must_use]
    pub fn into_user(self, words: Option<MessageId>) -> NewestUser {
        let (id, parked) = match self {
            Self::Message(id) => (id, false),
            Self::Parked(id) => (id, true),
        };
        NewestUser { id, parked, words }
    }
}

/// Who answers in a step.
pub fn identity(step: &Value) -> Option<Identity> {
    let (model, variant) = model(step.field("model")?)?;
    Some(Identity {
        agent: step.text("agent")?,
        model,
        variant,
        rest: serde_json::Map::new(),
    })
}

/// A model and its variant; `default` is no variant.
fn model(model: &Value) -> Option<(Model, Option<String>)> {
    let named = Model {
        provider: model.text("providerID")?,
        model: model.text("id")?,
    };
    let variant = model.text("variant").filter(|name| name != "default");
    Some((named, variant))
}

/// Reads the messages of a step from their end. None where no message has an id.
pub fn step(messages: &[Value]) -> Option<StepDigest> {
    let mut user = None;
    let mut words = None;
    for message in messages.iter().rev() {
        let role = message.text("role").unwrap_or_default();
        let Some(id) = message.id::<MessageId>("id") else {
            continue;
        };
        if role == "assistant" {
            let assistant = Some(answer(message, id));
            // A turn that a program began has no message of a person's in front of it.
            let user = user.or_else(|| newest_user(messages))?;
            return Some(StepDigest {
                user,
                words,
                assistant,
            });
        }
        if role != "user" {
            continue;
        }
        if words.is_none() && !id.is_ours() {
            words = Some(id.clone());
        }
        user = user.or_else(|| Some(newest(id)));
    }
    Some(StepDigest {
        user: user?,
        words,
        assistant: None,
    })
}

fn newest(id: MessageId) -> Newest {
    parked_for(&id).map_or(Newest::Message(id), Newest::Parked)
}

fn newest_user(messages: &[Value]) -> Option<Newest> {
    let mut users = messages
        .iter()
        .rev()
        .filter(|message| message.text("role").as_deref() == Some("user"));
    users.find_map(|message| Some(newest(message.id("id")?)))
}

/// An answer in a step's list. It does not say how it finished: one that calls tools did not end
/// the turn.
fn answer(message: &Value, id: MessageId) -> Assistant {
    let content = message.list("content");
    let is = |part: &Value, kind: &str| part.text("type").as_deref() == Some(kind);
    let calls = content.iter().any(|part| is(part, "tool-call"));
    let text: Vec<String> = content
        .iter()
        .filter(|part| is(part, "text"))
        .filter_map(|part| part.text("text"))
        .collect();
    Assistant {
        id,
        parent: None,
        finish: Some(if calls { "tool-calls" } else { "stop" }.to_owned()),
        completed: true,
        error: None,
        summary: false,
        text: text.join("\n\n"),
    }
}

/// An entry of a session's history.
struct Entry {
    id: MessageId,
    kind: String,
    created: Time,
    /// An answer, where it is one that counts.
    answer: Option<Assistant>,
}

impl Entry {
    fn read(entry: &Value) -> Option<Self> {
        let id: MessageId = entry.id("id")?;
        let kind = entry.text("type")?;
        let created = entry.field("time").and_then(|time| time.number("created"));
        let answer = (kind == "assistant" && !is_skipped(entry)).then(|| stored(entry, id.clone()));
        Some(Self {
            id,
            kind,
            created: Time(created.unwrap_or_default()),
            answer,
        })
    }

    fn is_message(&self) -> bool {
        match self.kind.as_str() {
            "assistant" => self.answer.is_some(),
            "user" | "synthetic" => parked_for(&self.id).is_none(),
            _ => false,
        }
    }

    fn head(&self) -> Head {
        Head {
            id: self.id.clone(),
            assistant: self.answer.is_some(),
            created: self.created,
            finished: self
                .answer
                .as_ref()
                .is_some_and(|answer| answer.finish.is_some() && answer.error.is_none()),
            ours: self.id.is_ours(),
        }
    }
}

/// Whether an answer is that of a model call that was skipped: it says nothing, and cost nothing.
fn is_skipped(answer: &Value) -> bool {
    answer.field("finish").is_some() && answer.list("content").is_empty() && tokens(answer) == 0
}

/// An answer as the history has it.
fn stored(entry: &Value, id: MessageId) -> Assistant {
    let time = entry.field("time");
    let completed = time.is_some_and(|time| time.field("completed").is_some());
    Assistant {
        finish: entry.text("finish"),
        completed,
        error: entry.field("error").map(trouble),
        ..answer(entry, id)
    }
}

/// The answer that a message of the user's side got no further than: OpenCode 2 stores an answer only
/// once the provider has begun one, and asks no model again for what it has delivered.
fn broken_off(entries: &[Entry]) -> Option<Entry> {
    let mut messages = entries.iter().rev().filter(|entry| entry.is_message());
    let prompt = messages.next().filter(|newest| newest.kind == "user")?;
    let id = MessageId(format!("{}unanswered", prompt.id));
    Some(Entry {
        answer: Some(Assistant {
            id: id.clone(),
            parent: Some(prompt.id.clone()),
            finish: None,
            completed: false,
            error: None,
            summary: false,
            text: String::new(),
        }),
        id,
        kind: "assistant".to_owned(),
        created: prompt.created,
    })
}

/// What a session's history says.
pub fn transcript(status: Status, history: &[Value]) -> Transcript {
    let mut entries: Vec<Entry> = history.iter().filter_map(Entry::read).collect();
    if status == Status::Idle {
        entries.extend(broken_off(&entries));
    }
    let answers = || {
        entries
            .iter()
            .rev()
            .filter_map(|entry| entry.answer.as_ref())
    };
    let said = answers().find(|answer| !answer.text.trim().is_empty());
    let tools = || {
        let parts = history.iter().rev().flat_map(|entry| {
            let parts = entry.list("content");
            parts.iter().rev()
        });
        parts.filter(|part| part.text("type").as_deref() == Some("tool"))
    };
    Transcript {
        status,
        messages: entries
            .iter()
            .filter(|entry| entry.is_message())
            .map(Entry::head)
            .collect(),
        identity: history
            .iter()
            .rev()
            .filter(|entry| entry.text("type").as_deref() == Some("assistant"))
            .find_map(identity),
        assistant: answers().next().cloned(),
        said: said.map(|answer| answer.text.clone()).unwrap_or_default(),
        said_in: said.map(|answer| answer.id.clone()),
        tool_output: tools().find_map(|part| output(part.field("state")?)),
        tool_error: tools().next().and_then(|part| {
            let error = part.field("state")?.field("error")?;
            error.text("message")
        }),
        todos: Vec::new(),
    }
}

/// What a tool returned, as text.
fn output(state: &Value) -> Option<String> {
    let texts: Vec<String> = state
        .list("content")
        .iter()
        .filter_map(|part| part.text("text"))
        .collect();
    let text = texts.join("\n");
    (!text.trim().is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_prompt_whose_process_died_has_an_answer_that_broke_off() {
        let prompt =
            json!({ "id": "msg_2", "type": "user", "text": "Go", "time": { "created": 2 } });
        let answer = json!({ "id": "msg_3", "type": "assistant", "finish": "stop",
            "content": [{ "type": "text", "text": "Done." }], "time": { "created": 3, "completed": 4 } });
        let broken = transcript(Status::Idle, std::slice::from_ref(&prompt));
        let unanswered = broken.assistant.expect("an answer");
        assert!(unanswered.id > MessageId::from("msg_2") && !unanswered.is_final());
        let works = transcript(Status::Busy, std::slice::from_ref(&prompt));
        assert!(works.assistant.is_none());
        let whole = transcript(Status::Idle, &[prompt, answer]);
        assert!(whole.assistant.is_some_and(|answer| answer.is_final()));
    }
}
