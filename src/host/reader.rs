//! Reads OpenCode's message lists from the end, so that a long history costs nothing, and so far
//! back as it takes: no number of messages decides what is found.

use super::opencode1::list::{List, Role};
use super::wire::{Message, Raw, WithParts};
use crate::core::event::{Assistant, Head, Identity, NewestUser, Status, Transcript};
use crate::core::ids::MessageId;
use crate::core::time::Time;
use crate::core::todo::Todo;

/// A message of a list, with who answers a person there if it is one's.
#[derive(Clone, Debug)]
pub struct Stored {
    /// The message, with its parts in their order.
    pub message: WithParts,
    /// Who answers it, where it is a user's.
    pub identity: Option<Identity>,
}

impl Stored {
    /// Reads a message of either role.
    pub fn read<R: Raw>(raw: &R) -> Option<Self> {
        let message = raw.read::<WithParts>()?;
        let identity = match message.info.role.as_str() {
            "user" => identity(&raw.field("info")?),
            _ => None,
        };
        Some(Self { message, identity })
    }
}

/// Fields of a user message that an automatic prompt copies verbatim.
const COPIED: [&str; 3] = ["system", "tools", "format"];

/// What a step's message list says about the turn.
#[derive(Clone, Debug)]
pub struct StepDigest {
    /// The newest user message.
    pub user: NewestUser,
    /// Who answers a person here.
    pub identity: Option<Identity>,
    /// The newest assistant message.
    pub assistant: Option<Assistant>,
}

/// What was found in a session's list before. A list grows at its end: of one that still begins as
/// it did, only the new messages are read.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    count: usize,
    last: Option<MessageId>,
    places: Places,
}

/// Where in a list the messages are that matter.
#[derive(Clone, Debug, Default)]
struct Places {
    /// The user message that OpenCode answers: the newest by time, then by id.
    user: Option<(Time, MessageId, usize)>,
    by_user: Option<usize>,
    assistant: Option<usize>,
    /// The newest message of somebody else's since the last answer.
    words: Option<MessageId>,
}

impl Places {
    /// Looks at a message, the newer ones having been looked at before.
    fn look(&mut self, at: usize, list: &impl List) {
        let Some(outline) = list.outline(at) else {
            return;
        };
        if outline.role == Role::Assistant {
            self.assistant = self.assistant.or(Some(at));
            return;
        }
        // A message of a form that we cannot read is not one that we could act upon.
        let Some(Stored { message, .. }) = list.read(at) else {
            return;
        };
        let id = &message.info.id;
        if self.assistant.is_none() && self.words.is_none() && !id.is_ours() {
            self.words = Some(id.clone());
        }
        if outline.role != Role::User {
            return;
        }
        let newest = (message.info.created(), id.clone(), at);
        self.user = self.user.take().max(Some(newest));
        if message.is_by_user() {
            self.by_user = self.by_user.or(Some(at));
        }
    }

    fn are_complete(&self) -> bool {
        self.user.is_some() && self.by_user.is_some() && self.assistant.is_some()
    }

    /// With what was found before among older messages.
    fn or(self, older: &Self) -> Self {
        Self {
            user: self.user.max(older.user.clone()),
            by_user: self.by_user.or(older.by_user),
            words: self.words,
            assistant: self.assistant,
        }
    }
}

/// Reads the end of a step's message list.
pub fn step(list: &impl List, seen: &mut Seen) -> Option<StepDigest> {
    let count = list.count();
    let id_at = |at: usize| list.outline(at).map(|found| found.id);
    let grew = seen.count > 0
        && seen.count <= count
        && seen.last.is_some()
        && id_at(seen.count - 1) == seen.last;
    let search = |from: usize| {
        let mut places = Places::default();
        for at in (from..count).rev() {
            places.look(at, list);
            if places.are_complete() {
                break;
            }
        }
        places
    };
    let mut places = Places::default();
    if grew {
        places = search(seen.count).or(&seen.places);
    }
    // Without an answer among the new messages all of it is looked at.
    if places.assistant.is_none() {
        places = search(0);
    }
    *seen = Seen {
        count,
        last: count.checked_sub(1).and_then(id_at),
        places: places.clone(),
    };
    let (_, id, at) = places.user?;
    let parked = id.is_ours() && list.read(at).is_some_and(|found| found.message.is_parked());
    let assistant = places.assistant.and_then(|at| list.read(at));
    Some(StepDigest {
        user: NewestUser {
            id,
            parked,
            words: places.words,
        },
        identity: places.by_user.and_then(|at| list.read(at)?.identity),
        assistant: assistant.map(|Stored { message, .. }| {
            let text = message.text();
            message.info.into_assistant(text)
        }),
    })
}

/// Who answers a user message.
pub fn identity<R: Raw>(info: &R) -> Option<Identity> {
    let copied = |name: &str| Some((name.to_owned(), info.field(name)?.verbatim()));
    let rest = COPIED.into_iter().filter_map(copied).collect();
    info.read::<Message>()?.identity(rest)
}

/// Whether a message is among these that an agent answers.
pub fn shows_a_prompt(messages: &[Stored]) -> bool {
    let mut newest = messages.iter().rev().map(|stored| &stored.message);
    newest.any(|message| message.info.role == "user" && !message.is_silent())
}

/// Whether a session has answered whatever was said to it, by its newest messages. What people were
/// shown, and what is only parked, asks for no answer.
pub fn is_at_rest(newest: &[Stored]) -> bool {
    let messages = newest.iter().rev().map(|stored| &stored.message);
    let mut said = messages.filter(|message| !message.is_silent());
    said.next()
        .is_none_or(|message| message.info.role == "assistant" && status_by(newest) == Status::Idle)
}

/// What a session does by its messages, where OpenCode does not say.
fn status_by(all: &[Stored]) -> Status {
    let newest = all
        .iter()
        .rev()
        .map(|stored| &stored.message)
        .find(|message| message.info.role == "assistant");
    let ended = newest.is_some_and(|message| {
        let answer = message.info.clone().into_assistant(String::new());
        answer.error.is_some() || answer.is_final() || (answer.summary && answer.completed)
    });
    if ended { Status::Idle } else { Status::Busy }
}

/// What a session's last messages say.
pub fn transcript(all: &[Stored], status: Option<Status>, todos: Vec<Todo>) -> Transcript {
    let by_user = |stored: &&Stored| stored.message.is_by_user();
    let mut users = all.iter().rev().filter(by_user);
    let identity = users.find_map(|stored| stored.identity.clone());
    let messages = || all.iter().map(|stored| &stored.message);
    let assistants = || {
        messages()
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
        status: status.unwrap_or_else(|| status_by(all)),
        messages: messages()
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

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use serde_json::{Value, json};

    use super::*;
    use crate::core::ids::PartId;
    use crate::host::opencode1::list::{Outline, OwnPart};
    use crate::host::wire::Part;

    fn message(index: usize, role: &str, finish: &str) -> Value {
        json!({
            "info": { "id": format!("msg_{index:012x}a"), "sessionID": "ses_root", "role": role,
                "finish": finish, "agent": "build", "time": { "created": index },
                "model": { "providerID": "p", "modelID": "m" } },
            "parts": [{ "id": "prt_1", "type": "text", "text": "hello" }]
        })
    }

    fn parked(index: usize) -> Value {
        let mut message = message(index, "user", "");
        message["info"]["id"] = json!(format!("msg_{index:012x}Holdfast000000"));
        message["parts"] = json!([{ "id": format!("prt_{index:012x}Holdfast000000"), "type": "text",
            "text": "", "synthetic": true, "ignored": true }]);
        message
    }

    /// A list that is looked at, and how often it was.
    struct Looked<'a>(&'a [Value], Cell<usize>);

    impl Looked<'_> {
        fn at(&self, at: usize) -> &Value {
            self.1.set(self.1.get() + 1);
            &self.0[at]
        }
    }

    impl List for Looked<'_> {
        fn count(&self) -> usize {
            self.0.len()
        }

        fn outline(&self, at: usize) -> Option<Outline> {
            self.at(at).field("info")?.read()
        }

        fn read(&self, at: usize) -> Option<Stored> {
            Stored::read(&self.at(at))
        }

        fn say(&self, _: usize, _: &PartId, _: &str) -> bool {
            false
        }

        fn put_first(&self, _: usize, _: &OwnPart<'_>) -> bool {
            false
        }

        fn push(&self, _: &OwnPart<'_>) {}

        fn copy_parts(&self, _: usize, _: usize, _: impl FnMut(&Part) -> bool) {}

        fn remove(&self, _: &[usize]) {}
    }

    /// Reads a list, and counts the messages that were looked at.
    fn read(list: &[Value], seen: &mut Seen) -> (StepDigest, usize) {
        let looked = Looked(list, Cell::new(0));
        let digest = step(&looked, seen).expect("a user message");
        (digest, looked.1.get())
    }

    fn stored(list: &[Value]) -> Vec<Stored> {
        list.iter().filter_map(|raw| Stored::read(&raw)).collect()
    }

    #[test]
    fn the_users_message_is_found_however_long_the_turn() {
        for steps in [0, 20, 59, 60, 200, 1000] {
            let mut list = vec![message(1, "user", "")];
            list.extend((0..steps).map(|step| message(step + 2, "assistant", "tool-calls")));
            let (digest, _) = read(&list, &mut Seen::default());
            assert_eq!(digest.user.id.as_str(), "msg_000000000001a", "{steps}");
            assert!(digest.identity.is_some(), "{steps}");
            assert_eq!(digest.assistant.is_some(), steps > 0);
        }
    }

    #[test]
    fn what_a_step_costs_does_not_grow_with_the_turn() {
        let (mut list, mut seen) = (vec![message(1, "user", "")], Seen::default());
        for step in 0..1000 {
            list.push(message(step + 2, "assistant", "tool-calls"));
            let (digest, looks) = read(&list, &mut seen);
            assert_eq!(digest.user.id.as_str(), "msg_000000000001a");
            assert!(looks < 10, "{looks} looks at step {step}");
        }
        list.push(parked(2000));
        let (digest, _) = read(&list, &mut seen);
        assert!(digest.user.parked);
        assert_eq!(
            digest.assistant.expect("an answer").id.as_str(),
            "msg_0000000003e9a"
        );
        assert!(digest.identity.is_some());
    }

    #[test]
    fn a_list_that_was_rewritten_is_read_anew() {
        let mut seen = Seen::default();
        let mut list = vec![message(1, "user", ""), message(2, "assistant", "stop")];
        list.push(message(3, "user", ""));
        read(&list, &mut seen);
        // A compaction, an undo: the list ends otherwise.
        list.truncate(2);
        let (digest, _) = read(&list, &mut seen);
        assert_eq!(digest.user.id.as_str(), "msg_000000000001a");
        list.push(message(7, "user", ""));
        let (digest, _) = read(&list, &mut seen);
        assert_eq!(digest.user.id.as_str(), "msg_000000000007a");
        assert_eq!(digest.user.words, Some(digest.user.id));
    }

    #[test]
    fn without_a_status_the_messages_tell_whether_a_session_works() {
        let at = |finish: &str| {
            let list = [message(1, "user", ""), message(2, "assistant", finish)];
            transcript(&stored(&list), None, Vec::new()).status
        };
        assert_eq!(at("stop"), Status::Idle);
        assert_eq!(at("tool-calls"), Status::Busy);
        let prompted = [message(1, "user", "")];
        let read = transcript(&stored(&prompted), None, Vec::new());
        assert_eq!(read.status, Status::Busy);
        let told = transcript(&stored(&prompted), Some(Status::Idle), Vec::new());
        assert_eq!(told.status, Status::Idle);
    }

    #[test]
    fn a_session_is_at_rest_whose_newest_words_are_an_answer_that_ended() {
        let rests = |list: &[Value]| is_at_rest(&stored(list));
        let (asked, answered) = (message(1, "user", ""), message(2, "assistant", "stop"));
        assert!(rests(&[]));
        assert!(!rests(std::slice::from_ref(&asked)));
        assert!(!rests(&[
            asked.clone(),
            message(2, "assistant", "tool-calls")
        ]));
        assert!(rests(&[asked.clone(), answered.clone()]));
        assert!(rests(&[asked, answered.clone(), parked(3)]));
        assert!(!rests(&[answered, message(3, "user", "")]));
    }

    #[test]
    fn an_inspection_looks_back_until_it_sees_a_prompt() {
        let steps: Vec<Value> = (0..40)
            .map(|step| message(step + 2, "assistant", "tool-calls"))
            .collect();
        let mut list = steps;
        list.push(parked(100));
        assert!(!shows_a_prompt(&stored(&list)));
        list.insert(0, message(1, "user", ""));
        assert!(shows_a_prompt(&stored(&list)));
    }

    #[test]
    fn a_parked_message_is_known_whatever_stands_beside_it() {
        let mut seen = Seen::default();
        let mut list = vec![
            message(1, "user", ""),
            message(2, "assistant", "stop"),
            parked(3),
        ];
        let reminder =
            json!({ "id": "prt_r", "type": "text", "text": "REMINDER", "synthetic": true });
        list[2]["parts"]
            .as_array_mut()
            .expect("parts")
            .push(reminder);
        assert!(read(&list, &mut seen).0.user.parked);
        list[2]["parts"].as_array_mut().expect("parts").swap(0, 1);
        assert!(read(&list, &mut seen).0.user.parked);
        // What people were shown in the chat is ignored as well, and has a text.
        list[2]["parts"][1]["text"] = json!("Automatic continuation is on.");
        assert!(!read(&list, &mut seen).0.user.parked);
    }
}
