//! Looks at a task's session: OpenCode is asked for the state of it, one question at a time.

use crate::core::values::time::{Span, Time};

/// OpenCode tells of an idle session a moment before its status says so.
const AGAIN_AFTER: Span = Span(30);
/// Events and status that disagree for longer are asked about no more often than this.
const AGAIN_EVERY: Span = Span::seconds(15);
/// How often a session is looked at whose events may have been lost.
pub(in crate::core) const RECONCILE_EVERY: Span = Span::seconds(15);

/// What was asked of OpenCode, and when it is asked next.
#[derive(Clone, Debug)]
pub(super) struct Look {
    state: State,
    /// How often in a row OpenCode's events and its status disagreed.
    disagreed: u32,
    /// When the session's state was last known for certain.
    known: Time,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Its answer is waited for.
    Asked,
    /// It is asked when there is reason to.
    Rests,
    /// It is asked again then, since its events and its status disagree.
    Again(Time),
}

impl Look {
    pub(super) fn new(now: Time) -> Self {
        Self {
            state: State::Rests,
            disagreed: 0,
            known: now,
        }
    }

    /// OpenCode is to be asked; whether it has not been already.
    pub(super) fn ask(&mut self) -> bool {
        std::mem::replace(&mut self.state, State::Asked) != State::Asked
    }

    /// OpenCode has answered, or could not.
    pub(super) fn answered(&mut self, now: Time) {
        self.state = State::Rests;
        self.known = now;
    }

    /// The answer does not agree with the events: it is asked again, soon at first, then ever more
    /// seldom.
    pub(super) fn again(&mut self, now: Time) {
        let pause = Span(AGAIN_AFTER.0 << self.disagreed.min(9)).min(AGAIN_EVERY);
        self.disagreed = self.disagreed.saturating_add(1);
        if self.state != State::Asked {
            self.state = State::Again(now.plus(pause));
        }
    }

    /// Events and status agree.
    pub(super) fn agrees(&mut self) {
        self.disagreed = 0;
        if self.state != State::Asked {
            self.state = State::Rests;
        }
    }

    /// When OpenCode is asked, where nothing happens after `last`. `doubt` is when there is reason
    /// to ask by itself.
    pub(super) fn next(&self, last: Time, doubt: Option<Time>) -> Option<Time> {
        let regular = self.known.max(last).plus(RECONCILE_EVERY);
        // A look that could not be had is no reason for the next.
        let doubt = doubt.filter(|doubt| *doubt > self.known);
        match self.state {
            State::Asked => None,
            State::Rests => Some(regular.min(doubt.unwrap_or(regular))),
            State::Again(at) => Some(regular.min(doubt.unwrap_or(regular)).min(at)),
        }
    }
}
