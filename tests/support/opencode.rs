//! OpenCode's own data: sessions, messages and todos, as its database keeps them over crashes.

use std::collections::BTreeMap;

use holdfast::core::event::{Assistant, Identity};
use holdfast::core::ids::{MessageId, PartId, SessionId};
use holdfast::core::rights::Rule;
use holdfast::core::task::Model;
use holdfast::core::todo::Todo;
use holdfast::core::trouble::Trouble;
use serde_json::{Value, json};

#[derive(Default)]
pub(crate) struct OpenCode {
    pub(crate) sessions: BTreeMap<SessionId, Session>,
    minted: u64,
}

#[derive(Clone, Debug)]
pub(crate) struct Session {
    pub(crate) parent: Option<SessionId>,
    /// Nobody watches it: it denies questions.
    pub(crate) headless: bool,
    /// A native background subagent works in it.
    pub(crate) native: bool,
    /// Its user took messages back: the next message removes them for good.
    pub(crate) reverted: bool,
    pub(crate) messages: Vec<Message>,
    pub(crate) todos: Vec<Todo>,
    /// What it may not do.
    pub(crate) rules: Vec<Rule>,
    /// Open permissions and questions: id, and whether it is a permission.
    pub(crate) asks: BTreeMap<String, bool>,
}

#[derive(Clone, Debug)]
pub(crate) struct Message {
    pub(crate) id: MessageId,
    pub(crate) created: u64,
    pub(crate) body: Body,
}

#[derive(Clone, Debug)]
pub(crate) enum Body {
    User(User),
    Assistant(Answer),
}

#[derive(Clone, Debug)]
pub(crate) struct User {
    pub(crate) text: String,
    pub(crate) synthetic: bool,
    /// The model does not see it.
    pub(crate) ignored: bool,
    /// Holdfast says something in it, alone or beside its author.
    pub(crate) ours: bool,
    /// What OpenCode and other plugins put into it: texts that the model sees.
    pub(crate) beside: Vec<String>,
    /// The part of Holdfast's that it has.
    pub(crate) part: Option<PartId>,
    /// It marks a compaction: what is before it is not sent any more.
    pub(crate) compaction: bool,
    pub(crate) identity: Identity,
}

#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) parent: MessageId,
    pub(crate) text: String,
    pub(crate) finish: Option<&'static str>,
    pub(crate) completed: bool,
    pub(crate) error: Option<Trouble>,
    pub(crate) summary: bool,
    pub(crate) tools: Vec<ToolPart>,
}

#[derive(Clone, Debug)]
pub(crate) struct ToolPart {
    /// Its output or its error; none while it runs.
    pub(crate) end: Option<Result<String, String>>,
}

impl OpenCode {
    pub(crate) fn session(&self, id: &SessionId) -> Option<&Session> {
        self.sessions.get(id)
    }

    pub(crate) fn create(&mut self, parent: Option<SessionId>, headless: bool) -> SessionId {
        self.minted += 1;
        let id = SessionId(format!("ses_{:04}", self.minted));
        let session = Session {
            parent,
            headless,
            native: false,
            reverted: false,
            messages: Vec::new(),
            todos: Vec::new(),
            rules: Vec::new(),
            asks: BTreeMap::new(),
        };
        self.sessions.insert(id.clone(), session);
        id
    }

    /// 48 bits of milliseconds and a counter, then what would be chance.
    pub(crate) fn message_id(&mut self, now: u64) -> MessageId {
        self.minted += 1;
        let stamp = ((now << 12) | (self.minted % 0x400)) & 0xffff_ffff_ffff;
        MessageId(format!("msg_{stamp:012x}{:014}", self.minted))
    }

    pub(crate) fn call_id(&mut self) -> String {
        self.minted += 1;
        format!("call_{}", self.minted)
    }

    /// The root of a session's tree.
    pub(crate) fn root_of(&self, session: &SessionId) -> SessionId {
        let mut at = session;
        while let Some(parent) = self
            .sessions
            .get(at)
            .and_then(|found| found.parent.as_ref())
        {
            at = parent;
        }
        at.clone()
    }
}

impl Session {
    pub(crate) fn is_root(&self) -> bool {
        self.parent.is_none()
    }

    /// The messages that are sent to the model: from the last compaction on.
    pub(crate) fn in_sight(&self) -> &[Message] {
        let from = self
            .messages
            .iter()
            .rposition(|message| message.is_compaction())
            .unwrap_or(0);
        &self.messages[from..]
    }

    pub(crate) fn newest_user(&self, by_id: bool) -> Option<&Message> {
        let users = self
            .messages
            .iter()
            .filter(|message| message.user().is_some());
        users.max_by_key(|message| (if by_id { 0 } else { message.created }, message.id.clone()))
    }

    pub(crate) fn newest_answer(&self) -> Option<&Message> {
        self.messages
            .iter()
            .rev()
            .find(|message| message.answer().is_some())
    }

    /// Whether the loop leaves: the newest answer is final and answers the newest user message.
    pub(crate) fn is_answered(&self, by_id: bool) -> bool {
        let (Some(user), Some(newest)) = (self.newest_user(by_id), self.newest_answer()) else {
            return false;
        };
        let Some(answer) = newest.answer() else {
            return false;
        };
        let answers = if by_id {
            user.id < newest.id
        } else {
            answer.parent == user.id
        };
        answers
            && answer.finish == Some("stop")
            && !answer.summary
            && answer.tools.iter().all(|tool| tool.end.is_some())
    }

    pub(crate) fn message_mut(&mut self, id: &MessageId) -> Option<&mut Message> {
        self.messages.iter_mut().find(|message| message.id == *id)
    }

    pub(crate) fn answer_mut(&mut self, id: &MessageId) -> Option<&mut Answer> {
        match self.message_mut(id).map(|message| &mut message.body) {
            Some(Body::Assistant(answer)) => Some(answer),
            _ => None,
        }
    }

    /// Who answers a person here, as far as the model's list tells.
    pub(crate) fn identity(&self) -> Option<Identity> {
        self.in_sight()
            .iter()
            .rev()
            .find(|message| message.is_by_user())
            .and_then(|message| message.user())
            .map(|user| user.identity.clone())
    }
}

impl Message {
    pub(crate) fn user(&self) -> Option<&User> {
        match &self.body {
            Body::User(user) => Some(user),
            Body::Assistant(_) => None,
        }
    }

    pub(crate) fn user_mut(&mut self) -> Option<&mut User> {
        match &mut self.body {
            Body::User(user) => Some(user),
            Body::Assistant(_) => None,
        }
    }

    pub(crate) fn answer(&self) -> Option<&Answer> {
        match &self.body {
            Body::Assistant(answer) => Some(answer),
            Body::User(_) => None,
        }
    }

    fn is_compaction(&self) -> bool {
        self.user().is_some_and(|user| user.compaction)
    }

    pub(crate) fn is_by_user(&self) -> bool {
        !self.id.is_ours()
            && self
                .user()
                .is_some_and(|user| !user.synthetic && !user.compaction)
    }

    /// As OpenCode shows it to a plugin before a step.
    pub(crate) fn to_json(&self, session: &SessionId) -> Value {
        let time = json!({ "created": self.created });
        let (id, part) = (&self.id.0, self.id.0.replacen("msg_", "prt_", 1));
        match &self.body {
            Body::User(user) => {
                let said = json!({ "id": part, "type": "text", "text": user.text,
                    "synthetic": user.synthetic, "ignored": user.ignored });
                let kind = json!({ "id": part, "type": "compaction" });
                let mut parts = vec![if user.compaction { kind } else { said }];
                parts.extend(user.beside.iter().map(|text| added(text)));
                // What Holdfast said beside somebody else's words.
                if let Some(own) = user.part.as_ref().filter(|_| !self.id.is_ours()) {
                    parts.push(
                        json!({ "id": own.0, "type": "text", "text": "", "synthetic": true }),
                    );
                }
                let Identity {
                    agent,
                    model,
                    variant,
                    ..
                } = &user.identity;
                let model = json!({ "providerID": model.provider, "modelID": model.model,
                    "variant": variant });
                let info = json!({ "id": id, "sessionID": session.0, "role": "user", "time": time,
                    "agent": agent, "model": model });
                json!({ "info": info, "parts": parts })
            }
            Body::Assistant(answer) => {
                let completed = answer.completed.then_some(self.created + 1);
                let error = answer.error.as_ref().map(|error| {
                    let data = json!({ "message": error.message, "statusCode": error.status,
                        "isRetryable": error.retryable });
                    json!({ "name": error.name, "data": data })
                });
                let info = json!({ "id": id, "sessionID": session.0, "role": "assistant",
                    "time": { "created": self.created, "completed": completed },
                    "parentID": answer.parent.0, "finish": answer.finish, "error": error,
                    "agent": answer.summary.then_some("compaction") });
                let text = json!({ "id": part, "type": "text", "text": answer.text });
                let mut parts = vec![text];
                parts.extend(answer.tools.iter().map(ToolPart::to_json));
                json!({ "info": info, "parts": parts })
            }
        }
    }

    pub(crate) fn as_assistant(&self) -> Assistant {
        let answer = self.answer().expect("an assistant message");
        Assistant {
            id: self.id.clone(),
            parent: Some(answer.parent.clone()),
            finish: answer.finish.map(str::to_owned),
            completed: answer.completed,
            error: answer.error.clone(),
            summary: answer.summary,
            text: answer.text.clone(),
        }
    }
}

impl ToolPart {
    fn to_json(&self) -> Value {
        let state = match &self.end {
            None => json!({ "status": "running" }),
            Some(Ok(output)) => json!({ "status": "completed", "output": output }),
            Some(Err(error)) => json!({ "status": "error", "error": error }),
        };
        json!({ "id": "prt_tool", "type": "tool", "tool": "bash", "callID": "call", "state": state })
    }
}

impl Answer {
    pub(crate) fn new(parent: MessageId) -> Self {
        Self {
            parent,
            text: String::new(),
            finish: None,
            completed: false,
            error: None,
            summary: false,
            tools: Vec::new(),
        }
    }
}

impl User {
    /// Puts words of Holdfast's beside what somebody else wrote.
    pub(crate) fn add(&mut self, text: &str) {
        if !std::mem::replace(&mut self.ours, true) {
            self.text.push_str("\n\n");
            self.text.push_str(text);
        }
    }

    pub(crate) fn said(text: String, identity: Identity) -> Self {
        Self {
            text,
            synthetic: false,
            ignored: false,
            ours: false,
            part: None,
            beside: Vec::new(),
            compaction: false,
            identity,
        }
    }
}

/// A part that somebody put into a message.
fn added(text: &str) -> Value {
    json!({ "id": "prt_added", "type": "text", "synthetic": true, "text": text })
}

pub(crate) fn trouble(name: &str, status: Option<u16>) -> Trouble {
    Trouble {
        name: name.to_owned(),
        message: format!("{name} happened"),
        status,
        retryable: None,
    }
}

pub(crate) fn model(provider: &str, model: &str) -> Model {
    Model {
        provider: provider.to_owned(),
        model: model.to_owned(),
    }
}
