//! OpenCode's own background subagents. OpenCode brings their results itself, before or after it
//! tells of their end: only what is still to come keeps a turn open.

use std::num::NonZeroU32;

use crate::core::values::time::{Span, Time};

/// How long OpenCode may take to bring the result of a native subagent that ended.
const RESULT_WITHIN: Span = Span::seconds(2);

/// Ends and results of native subagents, which come in any order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Natives {
    /// As many results as ends.
    #[default]
    Even,
    /// One ended; OpenCode brings its result until then.
    ResultUntil(Time),
    /// So many results came before we knew of their end.
    EndsToCome(NonZeroU32),
}

impl Natives {
    /// A native subagent ended.
    pub(super) fn ended(&mut self, now: Time) {
        *self = match *self {
            Self::Even | Self::ResultUntil(_) => Self::ResultUntil(now.plus(RESULT_WITHIN)),
            Self::EndsToCome(results) => {
                let rest = NonZeroU32::new(results.get().saturating_sub(1));
                rest.map_or(Self::Even, Self::EndsToCome)
            }
        };
    }

    /// A result, or something like it, came. `running` says whether one could be of a subagent
    /// that runs as far as we know.
    pub(super) fn told(&mut self, running: bool) {
        *self = match *self {
            Self::ResultUntil(_) => Self::Even,
            Self::Even if running => Self::EndsToCome(NonZeroU32::MIN),
            Self::EndsToCome(results) if running => Self::EndsToCome(results.saturating_add(1)),
            same @ (Self::Even | Self::EndsToCome(_)) => same,
        };
    }

    /// When the result that is to come is not waited for any more.
    pub(super) fn until(self) -> Option<Time> {
        match self {
            Self::ResultUntil(until) => Some(until),
            Self::Even | Self::EndsToCome(_) => None,
        }
    }

    /// The machine slept.
    pub(super) fn slept(&mut self, span: Span) {
        if let Self::ResultUntil(until) = self {
            *until = until.plus(span);
        }
    }
}
