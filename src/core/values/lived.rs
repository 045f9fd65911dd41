//! Lived time: a machine that slept has not lived, and no limit counts it.
//!
//! The core names the time at which it wants to be woken. When nothing at all happens until long
//! after, nothing could happen: the machine slept, or the process stood still.

use crate::core::values::time::{Span, Time};

/// A wake-up that is later than this was slept through. A busy event loop is late by less.
const LATE: Span = Span::seconds(5);

/// Knows when the core was to be woken.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::core) struct Lived {
    due: Option<Time>,
}

impl Lived {
    /// How much of the time until `now` was not lived.
    pub(in crate::core) fn slept(&mut self, now: Time) -> Option<Span> {
        let late = now.since(self.due.take()?);
        (late > LATE).then_some(late)
    }

    /// The core is to be woken then.
    pub(in crate::core) fn expect(&mut self, due: Option<Time>) {
        self.due = due;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_wake_up_that_is_much_too_late_was_slept_through() {
        for (due, now, slept) in [
            (None, 100_000, None),
            (Some(10_000), 9_000, None),
            (Some(10_000), 14_000, None),
            (Some(10_000), 70_000, Some(Span(60_000))),
        ] {
            let mut lived = Lived::default();
            lived.expect(due.map(Time));
            assert_eq!(lived.slept(Time(now)), slept);
            assert_eq!(lived.slept(Time(now)), None, "it is counted once");
        }
    }
}
