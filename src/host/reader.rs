//! Reads OpenCode's message lists from the end, so that a long history costs nothing, and so far
//! back as it takes: no number of messages decides what is found.

use serde::Deserialize;

use super::wire::{Message, Raw, WithParts};
use crate::core::event::{Assistant, Head, Identity, NewestUser, Status, Transcript};
use crate::core::ids::MessageId;
use crate::core::time::Time;
use crate::core::todo::Todo;

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

/// What is looked at of every message.
#[derive(Deserialize)]
struct Outline {
    id: MessageId,
    role: String,
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
    fn look<R: Raw>(&mut self, index: usize, message: &R) {
        let outline: Option<Outline> = message.field("info").and_then(|info| info.read());
        if outline.is_some_and(|outline| outline.role == "assistant") {
            self.assistant = self.assistant.or(Some(index));
            return;
        }
        // A message of a form that we cannot read is not one that we could act upon.
        let Some(message) = message.read::<WithParts>() else {
            return;
        };
        let Message { id, role, .. } = &message.info;
        if self.assistant.is_none() && self.words.is_none() && !id.is_ours() {
            self.words = Some(id.clone());
        }
        if role != "user" {
            return;
        }
        let newest = (message.info.created(), id.clone(), index);
        self.user = self.user.take().max(Some(newest));
        if message.is_by_user() {
            self.by_user = self.by_user.or(Some(index));
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

/// Reads the end of a step's message list: `at` gives a message by its place.
pub fn step<R: Raw>(count: usize, at: impl Fn(usize) -> R, seen: &mut Seen) -> Option<StepDigest> {
    let id_at = |index: usize| Some(at(index).field("info")?.read::<Outline>()?.id);
    let grew = seen.count > 0
        && seen.count <= count
        && seen.last.is_some()
        && id_at(seen.count - 1) == seen.last;
    let search = |from: usize| {
        let mut places = Places::default();
        for index in (from..count).rev() {
            places.look(index, &at(index));
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
    let (_, id, index) = places.user?;
    let parked = id.is_ours()
        && at(index)
            .read()
            .is_some_and(|found: WithParts| found.is_parked());
    let identity = places
        .by_user
        .and_then(|index| identity(&at(index).field("info")?));
    let assistant = places
        .assistant
        .and_then(|index| at(index).read::<WithParts>());
    Some(StepDigest {
        user: NewestUser {
            id,
            parked,
            words: places.words,
        },
        identity,
        assistant: assistant.map(|message| message.info.clone().into_assistant(message.text())),
    })
}

/// Who answers a user message.
pub fn identity<R: Raw>(info: &R) -> Option<Identity> {
    let copied = |name: &str| Some((name.to_owned(), info.field(name)?.verbatim()));
    let rest = COPIED.into_iter().filter_map(copied).collect();
    info.read::<Message>()?.identity(rest)
}

/// Whether a message is among these that an agent answers.
pub fn shows_a_prompt<R: Raw>(messages: &[R]) -> bool {
    let mut read = messages.iter().rev().filter_map(R::read::<WithParts>);
    read.any(|message| message.info.role == "user" && !message.is_silent())
}

/// What a session does by its messages, where OpenCode does not say.
fn status_by(all: &[WithParts]) -> Status {
    let newest = all
        .iter()
        .rev()
        .find(|message| message.info.role == "assistant");
    let ended = newest.is_some_and(|message| {
        let answer = message.info.clone().into_assistant(String::new());
        answer.error.is_some() || answer.is_final() || (answer.summary && answer.completed)
    });
    if ended { Status::Idle } else { Status::Busy }
}

/// What a session's last messages say.
pub fn transcript<R: Raw>(messages: &[R], status: Option<Status>, todos: Vec<Todo>) -> Transcript {
    let identity = messages.iter().rev().find_map(|raw| {
        raw.read().filter(WithParts::is_by_user)?;
        identity(&raw.field("info")?)
    });
    let all: Vec<WithParts> = messages.iter().filter_map(R::read).collect();
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
        status: status.unwrap_or_else(|| status_by(&all)),
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

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use serde_json::{Value, json};

    use super::*;

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

    /// Reads a list, and counts the messages that were looked at.
    fn read(list: &[Value], seen: &mut Seen) -> (StepDigest, usize) {
        let looks = Cell::new(0);
        let at = |index: usize| {
            looks.set(looks.get() + 1);
            &list[index]
        };
        let digest = step(list.len(), at, seen).expect("a user message");
        (digest, looks.get())
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
            transcript(&list.each_ref(), None, Vec::new()).status
        };
        assert_eq!(at("stop"), Status::Idle);
        assert_eq!(at("tool-calls"), Status::Busy);
        let prompted = [message(1, "user", "")];
        let read = transcript(&prompted.each_ref(), None, Vec::new());
        assert_eq!(read.status, Status::Busy);
        let told = transcript(&prompted.each_ref(), Some(Status::Idle), Vec::new());
        assert_eq!(told.status, Status::Idle);
    }

    #[test]
    fn an_inspection_looks_back_until_it_sees_a_prompt() {
        let steps: Vec<Value> = (0..40)
            .map(|step| message(step + 2, "assistant", "tool-calls"))
            .collect();
        let mut list: Vec<&Value> = steps.iter().collect();
        let (parked, prompt) = (parked(100), message(1, "user", ""));
        list.push(&parked);
        assert!(!shows_a_prompt(&list));
        list.insert(0, &prompt);
        assert!(shows_a_prompt(&list));
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
