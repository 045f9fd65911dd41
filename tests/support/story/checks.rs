//! What a story looks at, and what it expects.

use holdfast::core::event::Status;
use holdfast::core::ids::TaskId;
use holdfast::core::ledger::Ledger;
use holdfast::core::task::Task;
use holdfast::core::time::{Span, Time};

use super::{Side, Story, Turn, Way};

impl Story {
    pub(crate) fn ledger(&self) -> Ledger {
        self.core.ledger(&self.root).cloned().unwrap_or_default()
    }

    pub(crate) fn task(&self, id: &TaskId) -> Task {
        let ledger = self.core.ledger(&self.root);
        ledger
            .and_then(|ledger| ledger.task(id))
            .cloned()
            .unwrap_or_else(|| panic!("no task {id}"))
    }

    pub(crate) fn status(&self, id: &TaskId) -> &'static str {
        self.task(id).stage.status()
    }

    /// Tasks by status, in the order of their launch.
    pub(crate) fn statuses(&self) -> Vec<&'static str> {
        self.ledger()
            .in_order()
            .map(|task| task.stage.status())
            .collect()
    }

    /// Tasks whose sessions work.
    pub(crate) fn running(&self) -> Vec<TaskId> {
        let ledger = self.ledger();
        let works = |task: &&Task| {
            let session = task.launch.session.as_ref().filter(|_| task.is_active());
            session.is_some_and(|id| self.sessions[id].status != Status::Idle)
        };
        ledger
            .in_order()
            .filter(works)
            .map(|task| task.id().clone())
            .collect()
    }

    pub(crate) fn wakes_at(&self) -> Option<Time> {
        self.wake_at
    }

    /// The next automatic text that the agent got.
    pub(crate) fn expect_prompt(&mut self) -> (Way, String) {
        self.heard
            .pop_front()
            .unwrap_or_else(|| panic!("the agent got no prompt: {}", self.said()))
    }

    pub(crate) fn expect_by(&mut self, way: Way) -> String {
        let (by, text) = self.expect_prompt();
        assert_eq!(by, way, "{text}");
        text
    }

    /// The agent got no automatic text that the story has not looked at.
    pub(crate) fn expect_silence(&self) {
        assert!(self.heard.is_empty(), "the agent got: {:?}", self.heard);
    }

    /// No automatic text however long one waits.
    pub(crate) fn expect_silence_for_a_day(&mut self) {
        self.passes(Span::minutes(24 * 60));
        self.expect_silence();
    }

    pub(crate) fn is_dead(&self) -> bool {
        self.dead
    }

    pub(crate) fn is_held(&self) -> bool {
        matches!(self.turn, Turn::Hook { .. })
    }

    pub(crate) fn is_idle(&self) -> bool {
        self.turn == Turn::Idle
    }

    /// The turn is kept open, without a model call.
    pub(crate) fn expect_held(&self) {
        assert!(self.is_held(), "not held: {:?}, {}", self.turn, self.said());
        self.expect_silence();
    }

    /// The turn is over and left alone.
    pub(crate) fn expect_idle(&self) {
        assert!(self.is_idle(), "not idle: {:?}", self.turn);
        self.expect_silence();
    }

    /// The reason of the last decision, by its name.
    pub(crate) fn expect_reason(&self, name: &str) {
        let last = self
            .logs
            .iter()
            .rev()
            .find_map(|text| text.strip_prefix("ses_root "));
        let named = last.and_then(|text| text.split(['(', ',', ')']).nth(1));
        assert_eq!(named, Some(name), "{last:?}");
    }

    /// How often a text stands where the agent can read it.
    pub(crate) fn times_told(&self, text: &str) -> usize {
        let visible =
            self.sessions[&self.root]
                .messages
                .iter()
                .filter(|message| match message.side {
                    Side::User { ignored, .. } => !ignored,
                    Side::Assistant { .. } => false,
                });
        visible
            .map(|message| message.text.matches(text).count())
            .sum()
    }

    pub(crate) fn expect_toast(&self, words: &str) {
        assert!(
            self.toasts.iter().any(|toast| toast.contains(words)),
            "{:?}",
            self.toasts
        );
    }
}
