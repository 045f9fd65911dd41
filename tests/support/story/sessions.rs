//! A tiny OpenCode: sessions with their messages, as far as a story needs them.

use holdfast::core::event::{Assistant, Head, Identity, NewestUser, Status, Transcript};
use holdfast::core::ids::{MessageId, SessionId};
use holdfast::core::rights::Rule;
use holdfast::core::time::Time;
use holdfast::core::todo::Todo;
use holdfast::core::trouble::Trouble;

/// A message of either side.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    pub(crate) id: MessageId,
    pub(crate) created: Time,
    pub(crate) text: String,
    pub(crate) side: Side,
}

#[derive(Clone, Debug)]
pub(crate) enum Side {
    /// With the identity where a person wrote it; `ignored` while it is parked.
    User {
        identity: Option<Identity>,
        ignored: bool,
    },
    Assistant {
        answers: MessageId,
        finish: Option<String>,
        error: Option<Trouble>,
    },
}

impl Message {
    pub(crate) fn assistant(&self) -> Option<Assistant> {
        let Side::Assistant {
            answers,
            finish,
            error,
        } = &self.side
        else {
            return None;
        };
        Some(Assistant {
            id: self.id.clone(),
            parent: Some(answers.clone()),
            finish: finish.clone(),
            completed: finish.is_some() || error.is_some(),
            error: error.clone(),
            summary: false,
            text: self.text.clone(),
        })
    }

    fn is_parked(&self) -> bool {
        matches!(self.side, Side::User { ignored: true, .. })
    }

    fn head(&self) -> Head {
        let assistant = self.assistant();
        Head {
            id: self.id.clone(),
            assistant: assistant.is_some(),
            created: self.created,
            ours: assistant.is_none() && self.id.is_ours(),
            finished: assistant.is_some_and(|a| a.finish.is_some() && a.error.is_none()),
        }
    }
}

/// A session.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    pub(crate) parent: Option<SessionId>,
    pub(crate) status: Status,
    pub(crate) messages: Vec<Message>,
    pub(crate) todos: Vec<Todo>,
    pub(crate) tool_output: Option<String>,
    pub(crate) rules: Vec<Rule>,
}

impl Session {
    pub(crate) fn with_rules(parent: Option<SessionId>, rules: Vec<Rule>) -> Self {
        Self {
            rules,
            ..Self::new(parent)
        }
    }

    pub(crate) fn new(parent: Option<SessionId>) -> Self {
        Self {
            parent,
            status: Status::Idle,
            messages: Vec::new(),
            todos: Vec::new(),
            tool_output: None,
            rules: Vec::new(),
        }
    }

    /// Stores a message. One whose id is known is changed in place.
    pub(crate) fn store(&mut self, message: Message) {
        match self
            .messages
            .iter_mut()
            .find(|known| known.id == message.id)
        {
            Some(known) => *known = message,
            None => self.messages.push(message),
        }
    }

    pub(crate) fn has(&self, id: &MessageId) -> bool {
        self.messages.iter().any(|message| message.id == *id)
    }

    pub(crate) fn message(&mut self, id: &MessageId) -> &mut Message {
        self.messages
            .iter_mut()
            .find(|message| message.id == *id)
            .expect("a stored message")
    }

    /// The user message that OpenCode's loop answers next.
    pub(crate) fn newest_user(&self) -> NewestUser {
        let since = self.messages.iter().rev();
        let mut since = since.take_while(|message| message.assistant().is_none());
        let words = since.find(|message| !message.id.is_ours());
        let words = words.map(|message| message.id.clone());
        self.messages
            .iter()
            .filter_map(|message| match message.side {
                Side::User { ignored, .. } => Some((message, ignored)),
                Side::Assistant { .. } => None,
            })
            .max_by_key(|(message, _)| (message.created, message.id.clone()))
            .map(|(message, parked)| NewestUser {
                id: message.id.clone(),
                parked,
                words,
            })
            .expect("a user message")
    }

    /// Who answers a person here, by the messages.
    pub(crate) fn identity(&self) -> Option<Identity> {
        self.messages
            .iter()
            .rev()
            .find_map(|message| match &message.side {
                Side::User { identity, .. } => identity.clone(),
                Side::Assistant { .. } => None,
            })
    }

    pub(crate) fn newest_assistant(&self) -> Option<Assistant> {
        self.messages.iter().rev().find_map(Message::assistant)
    }

    pub(crate) fn transcript(&self) -> Transcript {
        let said = self
            .messages
            .iter()
            .rev()
            .filter_map(Message::assistant)
            .find(|answer| !answer.text.is_empty());
        Transcript {
            status: self.status,
            messages: self
                .messages
                .iter()
                .filter(|m| !m.is_parked())
                .map(Message::head)
                .collect(),
            identity: self.identity(),
            assistant: self.newest_assistant(),
            said_in: said.as_ref().map(|answer| answer.id.clone()),
            said: said.map_or_else(String::new, |answer| answer.text),
            tool_output: self.tool_output.clone(),
            tool_error: None,
            todos: self.todos.clone(),
        }
    }
}
