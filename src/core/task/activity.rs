//! What a running task is doing, bounded in memory.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::core::values::double;
use crate::core::values::lenient;
use crate::core::values::plain::one_line;
use crate::core::values::time::Time;

/// Notes kept per task; older ones give way.
const NOTES_MAX: usize = 20;

/// Something a task did, for people to read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// When.
    pub t: Time,
    /// What: a tool's name with its title, or a step.
    pub text: String,
}

/// A provider that is to be asked again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retry {
    /// How many times it was asked so far.
    #[serde(with = "double")]
    pub attempt: u32,
    /// When it is asked next, where that is known.
    #[serde(default, deserialize_with = "lenient::field")]
    pub next: Option<Time>,
}

impl Retry {
    /// `retrying 3, next try in 12 min`: for people and agents.
    #[must_use]
    pub fn words(&self, now: Time) -> String {
        let Self { attempt, next } = self;
        match next.filter(|next| *next > now) {
            Some(next) => {
                let pause = next.since(now).human();
                format!("retrying {attempt}, next try in {pause}")
            }
            None => format!("retrying {attempt}"),
        }
    }
}

/// The counters of a task and the last things it did.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Activity {
    /// When something last happened.
    #[serde(default, deserialize_with = "lenient::field")]
    pub last: Time,
    /// Model steps that finished.
    #[serde(
        default,
        serialize_with = "double::serialize",
        deserialize_with = "double::or_zero"
    )]
    pub steps: u32,
    /// Tool calls that ended.
    #[serde(
        default,
        serialize_with = "double::serialize",
        deserialize_with = "double::or_zero"
    )]
    pub tool_calls: u32,
    /// Tokens read and written, all steps.
    #[serde(
        default,
        serialize_with = "double::serialize",
        deserialize_with = "double::or_zero"
    )]
    pub tokens: u64,
    /// Cost in the provider's currency, all steps.
    #[serde(default, deserialize_with = "lenient::field")]
    pub cost: f64,
    /// The tool that runs now.
    #[serde(default, deserialize_with = "lenient::field")]
    pub tool: Option<String>,
    /// The provider that it waits for.
    #[serde(default, deserialize_with = "lenient::field")]
    pub retry: Option<Retry>,
    /// The last things it did, oldest first.
    #[serde(default, deserialize_with = "lenient::list")]
    pub recent: VecDeque<Note>,
}

impl Activity {
    /// The same with its texts cleaned.
    #[must_use]
    pub fn cleaned(&self) -> Self {
        let note = |note: &Note| Note {
            t: note.t,
            text: one_line(&note.text),
        };
        Self {
            tool: self.tool.as_deref().map(one_line),
            retry: self.retry.clone(),
            recent: self.recent.iter().map(note).collect(),
            ..*self
        }
    }

    /// Adds a note; the oldest gives way when there are too many.
    pub fn note(&mut self, t: Time, text: String) {
        self.last = self.last.max(t);
        if self.recent.len() == NOTES_MAX {
            self.recent.pop_front();
        }
        self.recent.push_back(Note { t, text });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_newest_notes_are_kept() {
        let mut activity = Activity::default();
        for n in 0..100 {
            activity.note(Time(n), format!("call {n}"));
        }
        assert_eq!(activity.recent.len(), NOTES_MAX);
        assert_eq!(activity.recent.back().unwrap().text, "call 99");
        assert_eq!(activity.last, Time(99));
    }
}
