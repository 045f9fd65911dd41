//! What keeps continuation from going on for ever: progress, strikes and caps since the user
//! last spoke.

use std::collections::VecDeque;

use crate::core::config::Continuation;
use crate::core::journal::PromptKind;
use crate::core::port::event::Assistant;
use crate::core::session::decision::{Bound, Setback, Silence, Why};
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

/// What has happened in a root session since the user last spoke, as far as it bounds what may
/// still be done by itself.
#[derive(Clone, Debug, Default)]
pub(in crate::core) struct Bounds {
    /// Continuations since the user last spoke.
    continuations: u32,
    /// Continuations since the last progress.
    stagnant: u32,
    /// Turns in a row that ended in an error.
    failures: u32,
    setback: Option<Setback>,
    aborted: bool,
    /// The user refused what the session asked for.
    refused: bool,
    /// The user refused what a session below it asked for.
    refused_below: bool,
    /// The user was told that a bound is reached.
    quiet: bool,
    /// A key was pressed during the countdown.
    hushed: bool,
    /// Why results wait, as the user was last told.
    waits_for: Option<Why>,
    /// The longest hold has passed.
    hold_expired: bool,
    /// The session was continued about the active tasks as they were at this change.
    active_prompted: Option<u64>,
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
        *self = Self {
            completed: std::mem::take(&mut self.completed),
            changes: std::mem::take(&mut self.changes),
            hold_expired: self.hold_expired,
            active_prompted: self.active_prompted,
            ..Self::default()
        };
    }

    /// The user wrote a message, and a turn of its own begins with it.
    pub(in crate::core) fn user_wrote(&mut self) {
        self.user_spoke();
        (self.hold_expired, self.active_prompted) = (false, None);
    }

    /// What the user did that asks for silence.
    pub(in crate::core) fn silence(&self) -> Option<Silence> {
        match (self.aborted, self.refused) {
            (true, _) => Some(Silence::Aborted),
            (false, true) => Some(Silence::Refused),
            (false, false) => None,
        }
    }

    /// A person refused what the session, or one below it, asked for.
    pub(in crate::core) fn refuses(&mut self, own: bool) {
        if own {
            self.refused = true;
        } else {
            self.refused_below = true;
        }
    }

    /// The refusal came with a word to the agent: the user has spoken.
    pub(in crate::core) fn refused_with_feedback(&mut self) {
        self.refused = false;
    }

    /// Whether the user refused what a session below this one asked for.
    pub(in crate::core) fn is_refused_below(&self) -> bool {
        self.refused_below
    }

    /// How the last turn ended, if not well.
    pub(in crate::core) fn setback(&self) -> Option<Setback> {
        self.setback
    }

    /// Turns in a row that ended in an error.
    pub(in crate::core) fn failures(&self) -> u32 {
        self.failures
    }

    /// The end of the pause after an error, where one is waited for.
    pub(in crate::core) fn backoff_until(&self) -> Option<Time> {
        match self.setback {
            Some(Setback::Retryable { until }) if !self.quiet => Some(until),
            Some(Setback::Retryable { .. } | Setback::Permanent | Setback::Overflow) | None => None,
        }
    }

    /// A full context was compacted.
    pub(in crate::core) fn compacted(&mut self) {
        if self.setback == Some(Setback::Overflow) {
            self.setback = None;
        }
    }

    /// The user is told that a bound is reached. Whether that is news.
    pub(in crate::core) fn quiets(&mut self) -> bool {
        !std::mem::replace(&mut self.quiet, true)
    }

    /// Whether the user was told that a bound is reached.
    pub(in crate::core) fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// A key was pressed during the countdown, or the like.
    pub(in crate::core) fn hushes(&mut self) {
        self.hushed = true;
    }

    /// Whether a countdown was stopped.
    pub(in crate::core) fn is_hushed(&self) -> bool {
        self.hushed
    }

    /// The user is told why results wait. Whether that is news.
    pub(in crate::core) fn waits_for(&mut self, why: Why) -> bool {
        self.waits_for.replace(why) != Some(why)
    }

    /// The longest hold has passed.
    pub(in crate::core) fn hold_expires(&mut self) {
        self.hold_expired = true;
    }

    /// Whether the longest hold has passed.
    pub(in crate::core) fn is_hold_expired(&self) -> bool {
        self.hold_expired
    }

    /// Whether the session was continued about the active tasks as they are since a change.
    pub(in crate::core) fn is_active_prompted(&self, change: u64) -> bool {
        self.active_prompted == Some(change)
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
    /// `change` is the newest of the active tasks.
    pub(in crate::core) fn prompted(&mut self, kind: PromptKind, change: u64) {
        match kind {
            PromptKind::Todos | PromptKind::HaltedQueue => self.continued(),
            PromptKind::WhileActive => {
                self.active_prompted = Some(change);
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
        self.setback = None;
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
            Class::Permanent | Class::Retryable if self.setback == Some(Setback::Overflow) => {}
            Class::Overflow => self.setback = Some(Setback::Overflow),
            Class::Permanent => self.setback = Some(Setback::Permanent),
            Class::Retryable => {
                let factor = 1_u64 << self.failures.min(10);
                let pause = cooldown.0.saturating_mul(factor).min(BACKOFF_MAX.0);
                let until = now.plus(Span(pause));
                self.setback = Some(Setback::Retryable { until });
                self.failures = self.failures.saturating_add(1);
            }
        }
    }

    /// The bound that continuation has reached.
    pub(in crate::core) fn bound(&self, options: &Continuation, headless: bool) -> Option<Bound> {
        if self.is_exhausted(options) {
            return Some(Bound::Continuations);
        }
        if self.same_failure() {
            return Some(Bound::SameFailure);
        }
        if self.no_work && !headless {
            return Some(Bound::NoWork);
        }
        (self.stagnant >= options.max_stagnant).then_some(Bound::Stagnant)
    }

    pub(in crate::core) fn is_exhausted(&self, options: &Continuation) -> bool {
        self.continuations >= options.max_continuations
    }

    fn same_failure(&self) -> bool {
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
            assert_eq!(bounds.backoff_until(), Some(Time(seconds * 1000)));
        }
        bounds.turn_ended();
        bounds.turn_begins();
        bounds.turn_failed(Class::Retryable, Span::seconds(5), Time(0));
        bounds.turn_failed(Class::Retryable, Span::seconds(5), Time(0));
        assert_eq!(
            (bounds.backoff_until(), bounds.failures()),
            (Some(Time(5000)), 1)
        );
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
            assert_eq!(bounds.setback(), Some(Setback::Overflow));
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
