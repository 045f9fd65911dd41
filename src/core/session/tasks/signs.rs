//! Signs of life of a task: what its agent says, the tools that it calls, and what of it goes into
//! the journal. What is told a second time is no sign of life.

use std::collections::VecDeque;

use litemap::LiteMap as Map;

use crate::core::task::activity::Activity;
use crate::core::values::ids::MessageId;
use crate::core::values::time::{Span, Time};

/// Ended tool calls of a task that are remembered.
const ENDED_MAX: usize = 50;
/// Activity is written to the journal at most so often.
const WRITTEN_EVERY: Span = Span::seconds(1);

/// What is told of a message of a task's agent.
#[derive(Clone, Copy, Debug)]
pub(in crate::core) enum Heard<'a> {
    /// The message, which may be whole.
    Message { complete: bool },
    /// A text in it.
    Text(&'a str),
}

/// The newest message of a task's agent.
#[derive(Clone, Debug, Default)]
pub(super) struct Speech {
    newest: Option<(MessageId, Words)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Words {
    /// The newest text of a message that is still written.
    SoFar(String),
    /// The message is whole.
    Whole,
}

impl Speech {
    /// A message is known; whether it is newer than those before.
    pub(super) fn begins(&mut self, message: &MessageId) -> bool {
        let newer = self.newest.as_ref().is_none_or(|(id, _)| id < message);
        if newer {
            self.newest = Some((message.clone(), Words::SoFar(String::new())));
        }
        newer
    }

    /// Takes news of a message; whether they are news.
    pub(super) fn hears(&mut self, message: &MessageId, heard: Heard<'_>) -> bool {
        let Some((_, words)) = self.newest.as_mut().filter(|(id, _)| id == message) else {
            return false;
        };
        let now = match (&*words, heard) {
            (Words::Whole, _) | (Words::SoFar(_), Heard::Message { complete: false }) => {
                return false;
            }
            (Words::SoFar(_), Heard::Message { complete: true }) => Words::Whole,
            (Words::SoFar(_), Heard::Text(text)) => Words::SoFar(text.to_owned()),
        };
        let news = *words != now;
        *words = now;
        news
    }
}

/// The tool calls of a task.
#[derive(Clone, Debug, Default)]
pub(super) struct Calls {
    /// Those in flight: id and name.
    running: Map<String, String>,
    /// The newest that ended.
    ended: VecDeque<String>,
}

impl Calls {
    /// A call runs; whether that is news.
    pub(super) fn begins(&mut self, call: &str, tool: String) -> bool {
        self.running.insert(call.to_owned(), tool).is_none()
    }

    /// A call ended; whether that is news.
    pub(super) fn ends(&mut self, call: &str) -> bool {
        let ran = self.running.remove(call).is_some();
        if !ran && self.ended.iter().any(|ended| ended == call) {
            return false;
        }
        if self.ended.len() == ENDED_MAX {
            self.ended.pop_front();
        }
        self.ended.push_back(call.to_owned());
        true
    }

    /// None runs any more, whether or not anything told of its end.
    pub(super) fn all_end(&mut self) {
        self.running.clear();
    }

    /// The tool that runs.
    pub(super) fn tool(&self) -> Option<&String> {
        self.running.values().next()
    }
}

/// What a task does, and whether the journal knows.
#[derive(Clone, Debug)]
pub(super) struct Log {
    pub(super) activity: Activity,
    written: Time,
    changed: bool,
}

impl Log {
    pub(super) fn new(activity: Activity, now: Time) -> Self {
        Self {
            activity,
            written: now,
            changed: false,
        }
    }

    /// The activity has changed.
    pub(super) fn changes(&mut self) {
        self.changed = true;
    }

    /// When the journal is to know what it does not.
    pub(super) fn next(&self) -> Option<Time> {
        self.changed.then(|| self.written.plus(WRITTEN_EVERY))
    }

    /// What is written to the journal.
    pub(super) fn write(&mut self, now: Time) -> Activity {
        self.written = now;
        self.changed = false;
        self.activity.clone()
    }
}
