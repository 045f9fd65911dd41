//! What a running task is doing, bounded in memory.

use std::collections::VecDeque;

use crate::core::values::json::Object;
use crate::core::values::plain::one_line;
use crate::core::values::time::Time;

/// Notes kept per task; older ones give way.
const NOTES_MAX: usize = 20;

/// Something a task did, for people to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// When.
    pub t: Time,
    /// What: a tool's name with its title, or a step.
    pub text: String,
}

impl Note {
    /// The note as JSON.
    #[must_use]
    pub fn to_value(&self) -> serde_json::Value {
        Object::new()
            .number("t", self.t.0)
            .text("text", &self.text)
            .done()
    }
}

/// A provider that is to be asked again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retry {
    /// How many times it was asked so far.
    pub attempt: u32,
    /// When it is asked next, where that is known.
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

    /// The retry as JSON.
    #[must_use]
    pub fn to_value(&self) -> serde_json::Value {
        Object::new()
            .number("attempt", u64::from(self.attempt))
            .time("next", self.next)
            .done()
    }
}

/// The counters of a task and the last things it did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Activity {
    /// When something last happened.
    pub last: Time,
    /// Model steps that finished.
    pub steps: u32,
    /// Tool calls that ended.
    pub tool_calls: u32,
    /// Tokens read and written, all steps.
    pub tokens: u64,
    /// Cost in the provider's currency, all steps.
    pub cost: f64,
    /// The tool that runs now.
    pub tool: Option<String>,
    /// The provider that it waits for.
    pub retry: Option<Retry>,
    /// The last things it did, oldest first.
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
