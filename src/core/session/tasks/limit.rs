//! How long a running task may take to start, and to do something.

use crate::core::config::Tasks as Options;
use crate::core::values::time::{Span, Time};

/// The limit that a running task is under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Limit {
    /// Its agent is to begin an answer.
    Start,
    /// Its agent is to do something.
    Activity,
}

/// A task that has done nothing for half of its limit, or more.
#[derive(Clone, Copy, Debug)]
pub(super) struct Overdue {
    pub(super) name: Limit,
    pub(super) limit: Span,
    pub(super) passed: Span,
}

impl Overdue {
    pub(super) fn is_over(&self) -> bool {
        self.passed >= self.limit
    }
}

impl Limit {
    pub(super) fn span(self, options: &Options) -> Span {
        match self {
            Self::Start => options.start_timeout,
            Self::Activity => options.inactivity_timeout,
        }
    }

    pub(super) fn setting(self) -> &'static str {
        match self {
            Self::Start => "tasks.startTimeoutSeconds",
            Self::Activity => "tasks.inactivityTimeoutMinutes",
        }
    }

    pub(super) fn verb(self) -> &'static str {
        match self {
            Self::Start => "did not start",
            Self::Activity => "did nothing",
        }
    }

    pub(super) fn state(self) -> &'static str {
        match self {
            Self::Start => "has not started",
            Self::Activity => "has done nothing",
        }
    }
}

/// What a task has done so far, as its limits see it: in lived time, which a machine that sleeps
/// moves.
#[derive(Clone, Copy, Debug)]
pub(super) struct Progress {
    under: Limit,
    /// When it was last brought on its way: limits count from here, not from before a crash.
    begun: Time,
    /// When it last did something.
    alive: Time,
    /// The user knows that it is late.
    warned: bool,
}

impl Progress {
    pub(super) fn new(under: Limit, now: Time) -> Self {
        Self {
            under,
            begun: now,
            alive: now,
            warned: false,
        }
    }

    /// How long ago it was brought on its way.
    pub(super) fn age(&self, now: Time) -> Span {
        now.since(self.begun)
    }

    pub(super) fn acts(&mut self, now: Time) {
        self.alive = now;
    }

    /// Its agent has begun an answer.
    pub(super) fn starts(&mut self) {
        self.under = Limit::Activity;
    }

    /// Since when it does nothing. Waiting for a provider, until `tried`, is no inactivity.
    fn since(&self, tried: Option<Time>) -> Time {
        let last = match self.under {
            Limit::Start => self.begun,
            Limit::Activity => self.alive,
        };
        last.max(tried.unwrap_or_default())
    }

    /// Whether it is late: told once at half of the limit, and always when that has passed.
    pub(super) fn overdue(
        &mut self,
        options: &Options,
        tried: Option<Time>,
        now: Time,
    ) -> Option<Overdue> {
        let overdue = Overdue {
            name: self.under,
            limit: self.under.span(options),
            passed: now.since(self.since(tried)),
        };
        let late = overdue.passed.0 >= overdue.limit.0 / 2;
        let told = late && std::mem::replace(&mut self.warned, true);
        (overdue.is_over() || (late && !told)).then_some(overdue)
    }

    /// When it is late, or later than it may be.
    pub(super) fn next(&self, options: &Options, tried: Option<Time>) -> Time {
        let limit = self.under.span(options);
        self.since(tried).plus(if self.warned {
            limit
        } else {
            Span(limit.0.div_ceil(2))
        })
    }

    /// The machine slept.
    pub(super) fn slept(&mut self, span: Span) {
        self.begun = self.begun.plus(span);
        self.alive = self.alive.plus(span);
    }
}
