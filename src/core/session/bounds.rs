//! What keeps continuation from going on for ever: progress, strikes and caps since the user
//! last spoke.

use std::collections::VecDeque;

use crate::core::config::Continuation;
use crate::core::journal::PromptKind;
use crate::core::port::event::Assistant;
use crate::core::values::time::{Span, Time};
use crate::core::values::todo::Todo;
use crate::core::values::trouble::Class;

/// Turns running in which the same call may fail the same way.
const SAME_FAILURES_MAX: u32 = 3;
/// Failures in a row of the same piece of work, after which it is not launched again.
const WORK_FAILURES_MAX: u32 = 3;
/// Changes that are remembered: the same change again is no progress.
const CHANGES_MAX: usize = 500;
/// The longest pause after a failure.
const BACKOFF_MAX: Span = Span::minutes(5);

/// The counters of a root session.
#[derive(Clone, Debug, Default)]
pub(in crate::core) struct Bounds {
    /// Continuations since the user last spoke.
    pub(in crate::core) continuations: u32,
    /// Continuations since the last progress.
    pub(in crate::core) stagnant: u32,
    /// Turns in a row that ended in an error.
    pub(in crate::core) failures: u32,
    pub(in crate::core) backoff_until: Time,
    pub(in crate::core) trouble: Option<Class>,
    pub(in crate::core) aborted: bool,
    /// The user refused what the session asked for.
    pub(in crate::core) refused: bool,
    /// The user refused what a session below it asked for.
    pub(in crate::core) refused_below: bool,
    pub(in crate::core) quiet: bool,
    pub(in crate::core) hushed: bool,
    /// The turn that runs, or ran last, is already counted as failed.
    counted: bool,
    /// The last continuation's turn has called no tool yet.
    nudged: bool,
    /// The turn after the last continuation called no tool.
    no_work: bool,
    /// The agent launched tasks since results were last delivered.
    launched: bool,
    /// Todos that were ever completed: progress is monotonic, a status that flips is none.
    completed: Vec<String>,
    /// Changes of files that were ever seen.
    changes: VecDeque<String>,
    /// Work that failed, and how often in a row.
    failed_work: Vec<(String, u32)>,
    /// Failed calls of this turn, and those of every turn so far with how long they repeat.
    failing: Vec<String>,
    repeated: Vec<(String, u32)>,
}

impl Bounds {
    /// The user spoke: everything may start anew.
    pub(in crate::core) fn user_spoke(&mut self) {
        let completed = std::mem::take(&mut self.completed);
        let changes = std::mem::take(&mut self.changes);
        *self = Self {
            completed,
            changes,
            ..Self::default()
        };
    }

    /// Looks at the todo list; returns whether there is progress in it.
    pub(in crate::core) fn see(&mut self, todos: &[Todo]) -> bool {
        let before = self.completed.len();
        for todo in todos.iter().filter(|todo| todo.is_completed()) {
            if !self.completed.contains(&todo.content) {
                self.completed.push(todo.content.clone());
            }
        }
        let progress = self.completed.len() > before;
        if progress {
            self.progress();
        }
        progress
    }

    /// A todo was completed or a result arrived.
    pub(in crate::core) fn progress(&mut self) {
        self.stagnant = 0;
        self.quiet = false;
        self.works();
    }

    /// Files were changed: strikes are forgiven, the cap is not. The same change once more, as
    /// of an agent that goes back and forth, is none.
    pub(in crate::core) fn files_changed(&mut self, change: &str) {
        if self.changes.iter().any(|known| known == change) {
            return;
        }
        if self.changes.len() == CHANGES_MAX {
            self.changes.pop_front();
        }
        self.changes.push_back(change.to_owned());
        self.stagnant = 0;
        self.works();
    }

    /// The agent called a tool that does something.
    pub(in crate::core) fn works(&mut self) {
        (self.nudged, self.no_work) = (false, false);
    }

    /// A piece of work ended.
    pub(in crate::core) fn work_ended(&mut self, work: String, failed: bool) {
        let before = self.failures_of(&work);
        self.failed_work.retain(|(known, _)| *known != work);
        if failed {
            self.failed_work.push((work, before.saturating_add(1)));
        }
    }

    /// How often in a row a piece of work failed since the user last spoke.
    pub(in crate::core) fn failures_of(&self, work: &str) -> u32 {
        let found = self.failed_work.iter().find(|(known, _)| known == work);
        found.map_or(0, |(_, count)| *count)
    }

    /// Whether a piece of work failed too often to be launched again.
    pub(in crate::core) fn is_hopeless(&self, work: &str) -> bool {
        self.failures_of(work) >= WORK_FAILURES_MAX
    }

    /// A continuation is sent.
    pub(in crate::core) fn continued(&mut self) {
        self.continuations = self.continuations.saturating_add(1);
        self.stagnant = self.stagnant.saturating_add(1);
        (self.nudged, self.no_work) = (true, false);
    }

    /// An automatic prompt is sent: what counts as a continuation is counted.
    pub(in crate::core) fn prompted(&mut self, kind: PromptKind) {
        match kind {
            PromptKind::Todos | PromptKind::HaltedQueue => self.continued(),
            PromptKind::WhileActive => {
                self.continuations = self.continuations.saturating_add(1);
            }
            PromptKind::Results => self.delivered(),
        }
    }

    /// The agent launched a task.
    pub(in crate::core) fn launched(&mut self) {
        self.launched = true;
    }

    /// Results are delivered. Counted where tasks were launched since the last time: an agent
    /// that answers each delivery with a new launch would never end.
    pub(in crate::core) fn delivered(&mut self) {
        if std::mem::take(&mut self.launched) {
            self.continuations = self.continuations.saturating_add(1);
        }
    }

    /// A turn or a further step of it begins.
    pub(in crate::core) fn turn_begins(&mut self) {
        self.counted = false;
    }

    /// The session is idle; its last message tells whether the turn ended well.
    pub(in crate::core) fn turn_ended_if_well(&mut self, assistant: Option<&Assistant>) {
        if assistant.is_some_and(Assistant::is_final) {
            self.turn_ended();
        }
    }

    /// A tool call failed in the turn that runs.
    pub(in crate::core) fn call_failed(&mut self, signature: String) {
        if !self.failing.contains(&signature) {
            self.failing.push(signature);
        }
    }

    /// A turn ended well.
    pub(in crate::core) fn turn_ended(&mut self) {
        self.failures = 0;
        self.trouble = None;
        self.no_work = std::mem::take(&mut self.nudged);
        let failing = std::mem::take(&mut self.failing);
        self.repeated = failing
            .into_iter()
            .map(|signature| {
                let before = self.repeated.iter().find(|(known, _)| *known == signature);
                let count = before.map_or(0, |(_, count)| *count).saturating_add(1);
                (signature, count)
            })
            .collect();
    }

    /// A turn ended in an error.
    ///
    /// Several events tell of one failure; it counts once.
    pub(in crate::core) fn turn_failed(&mut self, class: Class, cooldown: Span, now: Time) {
        if std::mem::replace(&mut self.counted, true) && class == Class::Retryable {
            return;
        }
        match class {
            Class::Aborted => self.aborted = true,
            // A full context stays full, whatever else fails about it.
            Class::Permanent | Class::Retryable if self.trouble == Some(Class::Overflow) => {}
            Class::Overflow | Class::Permanent => self.trouble = Some(class),
            Class::Retryable => {
                self.trouble = Some(class);
                let factor = 1_u64 << self.failures.min(10);
                let pause = cooldown.0.saturating_mul(factor).min(BACKOFF_MAX.0);
                self.failures = self.failures.saturating_add(1);
                self.backoff_until = now.plus(Span(pause));
            }
        }
    }

    pub(in crate::core) fn is_stagnant(&self, options: &Continuation) -> bool {
        self.stagnant >= options.max_stagnant
    }

    pub(in crate::core) fn is_exhausted(&self, options: &Continuation) -> bool {
        self.continuations >= options.max_continuations
    }

    /// The turn after the last continuation called no tool.
    pub(in crate::core) fn did_no_work(&self) -> bool {
        self.no_work
    }

    pub(in crate::core) fn same_failure(&self) -> bool {
        self.repeated
            .iter()
            .any(|(_, count)| *count >= SAME_FAILURES_MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn todo(content: &str, status: &str) -> Todo {
        Todo {
            content: content.into(),
            status: status.into(),
        }
    }

    #[test]
    fn a_status_that_flips_is_no_progress() {
        let mut bounds = Bounds::default();
        assert!(bounds.see(&[todo("a", "completed"), todo("b", "pending")]));
        for status in ["in_progress", "pending", "in_progress"] {
            assert!(!bounds.see(&[todo("a", "pending"), todo("b", status)]));
        }
        assert!(!bounds.see(&[todo("a", "completed")]));
        assert!(bounds.see(&[todo("b", "completed")]));
    }

    #[test]
    fn the_pause_doubles_with_each_failure_in_a_row() {
        let mut bounds = Bounds::default();
        for seconds in [5, 10, 20] {
            bounds.turn_begins();
            bounds.turn_failed(Class::Retryable, Span::seconds(5), Time(0));
            assert_eq!(bounds.backoff_until, Time(seconds * 1000));
        }
        bounds.turn_ended();
        bounds.turn_begins();
        bounds.turn_failed(Class::Retryable, Span::seconds(5), Time(0));
        bounds.turn_failed(Class::Retryable, Span::seconds(5), Time(0));
        assert_eq!((bounds.backoff_until, bounds.failures), (Time(5000), 1));
    }

    #[test]
    fn the_same_failure_counts_only_in_turns_running() {
        let mut bounds = Bounds::default();
        for (call, expected) in [
            ("x", false),
            ("x", false),
            ("y", false),
            ("x", false),
            ("x", false),
            ("x", true),
        ] {
            bounds.call_failed(call.to_owned());
            bounds.turn_ended();
            assert_eq!(bounds.same_failure(), expected);
        }
    }

    #[test]
    fn a_changed_file_forgives_strikes_but_not_the_cap() {
        let mut bounds = Bounds::default();
        for change in 0..5_u32 {
            bounds.continued();
            bounds.files_changed(&change.to_string());
        }
        assert_eq!((bounds.stagnant, bounds.continuations), (0, 5));
    }

    #[test]
    fn the_same_change_once_more_forgives_nothing() {
        let mut bounds = Bounds::default();
        for _ in 0..2 {
            for change in ["a", "b"] {
                bounds.continued();
                bounds.files_changed(change);
            }
        }
        assert_eq!(bounds.stagnant, 2);
    }

    #[test]
    fn a_full_context_stays_full_whatever_fails_after_it() {
        let mut bounds = Bounds::default();
        for class in [Class::Overflow, Class::Retryable, Class::Permanent] {
            bounds.turn_begins();
            bounds.turn_failed(class, Span::seconds(5), Time(0));
            assert_eq!(bounds.trouble, Some(Class::Overflow));
        }
    }

    #[test]
    fn work_is_hopeless_after_three_failures_in_a_row() {
        let mut bounds = Bounds::default();
        for (failed, hopeless) in [
            (true, false),
            (true, false),
            (false, false),
            (true, false),
            (true, false),
            (true, true),
        ] {
            bounds.work_ended("w".to_owned(), failed);
            assert_eq!(bounds.is_hopeless("w"), hopeless);
        }
    }
}
