//! The list of messages that a step sends to the model. It is OpenCode's own, and is changed in
//! place: what is stored stays as it is.

use serde::Deserialize;

use crate::core::effect::Fill;
use crate::core::ids::{MessageId, PartId, SessionId};
use crate::host::reader::Stored;
use crate::host::wire::Part;

/// A list of messages, with what a plugin may change in it.
pub trait List {
    /// How many messages there are.
    fn count(&self) -> usize;
    /// Which message is at a place, and whose; none where that cannot be read.
    fn outline(&self, at: usize) -> Option<Outline>;
    /// The message at a place, with its parts in their order.
    fn read(&self, at: usize) -> Option<Stored>;
    /// Gives a part its text, for the model to read. Whether the message has that part.
    fn say(&self, at: usize, part: &PartId, text: &str) -> bool;
    /// Puts a part of ours before all others of its message. Whether the message can have parts.
    fn put_first(&self, at: usize, part: &OwnPart<'_>) -> bool;
    /// Puts a message of ours at the end.
    fn push(&self, part: &OwnPart<'_>);
    /// Copies those parts of a message that are wanted to the end of another.
    fn copy_parts(&self, from: usize, to: usize, wanted: impl FnMut(&Part) -> bool);
    /// Takes the messages at these places out.
    fn remove(&self, places: &[usize]);
}

/// A message in outline.
#[derive(Clone, Debug, Deserialize)]
pub struct Outline {
    /// Its id.
    pub id: MessageId,
    /// Who wrote it.
    pub role: Role,
}

/// Who wrote a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// A person, or a program in their place.
    User,
    /// The agent.
    Assistant,
    /// Somebody that we know nothing of.
    #[serde(other)]
    Other,
}

/// A text of ours, and where it belongs.
#[derive(Clone, Copy, Debug)]
pub struct OwnPart<'a> {
    /// The session.
    pub session: &'a SessionId,
    /// The message.
    pub message: &'a MessageId,
    /// The part.
    pub part: &'a PartId,
    /// The text.
    pub text: &'a str,
}

/// Gives our part of a parked message its text. One that somebody took out of the list, or out of
/// the message, is put back: the model must see it in this very step.
pub(super) fn show(list: &impl List, session: &SessionId, fill: &Fill) {
    let Fill {
        message,
        part,
        text,
        word: _,
    } = fill;
    let is_it = |at: &usize| list.outline(*at).is_some_and(|found| found.id == *message);
    let found = (0..list.count()).find(is_it);
    if found.is_some_and(|at| list.say(at, part, text)) {
        return;
    }
    let own = OwnPart {
        session,
        message,
        part,
        text,
    };
    if !found.is_some_and(|at| list.put_first(at, &own)) {
        list.push(&own);
    }
}

/// Takes messages of ours that say nothing out of the list, so that the model sees no trace. What
/// OpenCode or another plugin put into the newest of them goes where it would have gone without us.
pub(super) fn drop_silent(list: &impl List) {
    let outlines: Vec<Option<Outline>> = (0..list.count()).map(|at| list.outline(at)).collect();
    let ours = |(at, outline): (usize, &Option<Outline>)| {
        outline.as_ref().filter(|found| found.id.is_ours())?;
        list.read(at)?.message.is_silent().then_some(at)
    };
    let silent: Vec<usize> = outlines.iter().enumerate().filter_map(ours).collect();
    if silent.is_empty() {
        return;
    }
    let by_user = |(at, outline): (usize, &Option<Outline>)| {
        let is_user = outline
            .as_ref()
            .is_some_and(|found| found.role == Role::User);
        is_user.then_some(at)
    };
    let mut users = outlines.iter().enumerate().rev().filter_map(by_user);
    let newest = users.next().filter(|at| silent.contains(at));
    if let Some(newest) = newest
        && let Some(home) = users.find(|at| !silent.contains(at))
    {
        move_added(list, newest, home);
    }
    list.remove(&silent);
}

/// Moves what is not ours, once: another plugin may have added the same to both messages.
fn move_added(list: &impl List, from: usize, to: usize) {
    let Some(home) = list.read(to) else {
        return;
    };
    let parts = home.message.parts.into_iter();
    let mut texts: Vec<_> = parts.map(|part| part.text).collect();
    list.copy_parts(from, to, |part| {
        let added = !part.is_ours() && part.is_visible_text() && !texts.contains(&part.text);
        if added {
            texts.push(part.text.clone());
        }
        added
    });
}
