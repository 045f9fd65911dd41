//! The list of messages that OpenCode shows to a plugin before a step.

use std::cell::RefCell;

use holdfast::core::ids::{MessageId, PartId, SessionId};
use holdfast::host::opencode1::list::{List, Outline, OwnPart, Role};
use holdfast::host::reader::Stored;
use holdfast::host::wire::{Part, Raw};
use serde_json::{Value, json};

use super::opencode::{Body, Message};

/// The list. A message becomes JSON when somebody looks at it.
pub(crate) struct Shown(RefCell<Vec<Entry>>);

struct Entry {
    outline: Outline,
    message: Content,
}

enum Content {
    Stored(Box<Message>, SessionId),
    Json(Value),
}

impl Entry {
    fn json(&mut self) -> &mut Value {
        if let Content::Stored(message, session) = &self.message {
            self.message = Content::Json(message.to_json(session));
        }
        match &mut self.message {
            Content::Json(value) => value,
            Content::Stored(..) => unreachable!("it was just made JSON"),
        }
    }

    fn parts(&mut self) -> &mut Vec<Value> {
        self.json()["parts"].as_array_mut().expect("a list")
    }
}

impl Shown {
    pub(crate) fn new(session: &SessionId, messages: Vec<Message>) -> Self {
        let entry = |message: Message| Entry {
            outline: Outline {
                id: message.id.clone(),
                role: match &message.body {
                    Body::User(_) => Role::User,
                    Body::Assistant(_) => Role::Assistant,
                },
            },
            message: Content::Stored(Box::new(message), session.clone()),
        };
        Self(RefCell::new(messages.into_iter().map(entry).collect()))
    }

    /// Another plugin shows a message that OpenCode does not know.
    pub(crate) fn add_stranger(&self, session: &SessionId, now: u64) {
        let id = format!("msg_stranger{now}");
        let model = json!({ "providerID": "zai", "modelID": "large" });
        let info = json!({ "id": id, "sessionID": session.0, "role": "user", "agent": "build",
            "model": model, "time": { "created": now } });
        let part = json!({ "id": "prt_s", "type": "text", "synthetic": true, "text": "NB" });
        self.0.borrow_mut().push(Entry {
            outline: Outline {
                id: MessageId(id),
                role: Role::User,
            },
            message: Content::Json(json!({ "info": info, "parts": [part] })),
        });
    }

    /// What the model reads of our messages.
    pub(crate) fn said(&self) -> Vec<(MessageId, String)> {
        let mut all = self.0.borrow_mut();
        let users = all
            .iter_mut()
            .filter(|entry| entry.outline.role == Role::User && entry.outline.id.is_ours());
        let said = |entry: &mut Entry| {
            let stored = Stored::read(&&*entry.json())?;
            Some((stored.message.info.id.clone(), stored.message.text()))
        };
        users.filter_map(said).collect()
    }
}

fn own_part(own: &OwnPart<'_>) -> Value {
    json!({ "id": own.part.0, "sessionID": own.session.0, "messageID": own.message.0,
        "type": "text", "synthetic": true, "text": own.text })
}

impl List for Shown {
    fn count(&self) -> usize {
        self.0.borrow().len()
    }

    fn outline(&self, at: usize) -> Option<Outline> {
        self.0.borrow().get(at).map(|entry| entry.outline.clone())
    }

    fn read(&self, at: usize) -> Option<Stored> {
        Stored::read(&&*self.0.borrow_mut().get_mut(at)?.json())
    }

    fn say(&self, at: usize, part: &PartId, text: &str) -> bool {
        let mut all = self.0.borrow_mut();
        let parts = all[at].parts();
        let own = parts.iter_mut().find(|each| each["id"] == part.0.as_str());
        let is_there = own.is_some();
        if let Some(own) = own {
            (own["text"], own["ignored"]) = (text.into(), false.into());
        }
        is_there
    }

    fn put_first(&self, at: usize, own: &OwnPart<'_>) -> bool {
        self.0.borrow_mut()[at].parts().insert(0, own_part(own));
        true
    }

    fn push(&self, own: &OwnPart<'_>) {
        let info = json!({ "id": own.message.0, "sessionID": own.session.0, "role": "user" });
        self.0.borrow_mut().push(Entry {
            outline: Outline {
                id: own.message.clone(),
                role: Role::User,
            },
            message: Content::Json(json!({ "info": info, "parts": [own_part(own)] })),
        });
    }

    fn copy_parts(&self, from: usize, to: usize, mut wanted: impl FnMut(&Part) -> bool) {
        let mut all = self.0.borrow_mut();
        let parts = all[from].parts().clone().into_iter();
        let copies = parts.filter(|raw| raw.read().is_some_and(|part| wanted(&part)));
        all[to].parts().extend(copies);
    }

    fn remove(&self, places: &[usize]) {
        let mut place = 0;
        self.0.borrow_mut().retain(|_| {
            place += 1;
            !places.contains(&(place - 1))
        });
    }
}
