//! Points in time and spans, both in milliseconds. The core never asks a clock: `now` is an
//! argument of every event.

use serde::{Deserialize, Serialize};

use crate::core::values::double;

/// A point in time: milliseconds since the Unix epoch.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Time(#[serde(with = "double")] pub u64);

/// A length of time in milliseconds.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Span(#[serde(with = "double")] pub u64);

impl Time {
    /// The point `span` later.
    #[must_use]
    pub fn plus(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }

    /// How long ago `earlier` was; zero when it lies ahead, since clocks may be set back.
    #[must_use]
    pub fn since(self, earlier: Self) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
}

impl Span {
    /// A span of whole seconds.
    #[must_use]
    pub const fn seconds(n: u64) -> Self {
        Self(n.saturating_mul(1000))
    }

    /// A span of whole minutes.
    #[must_use]
    pub const fn minutes(n: u64) -> Self {
        Self::seconds(n.saturating_mul(60))
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// Whole seconds, rounded to the nearest.
    #[must_use]
    pub fn as_seconds(self) -> u64 {
        self.0.saturating_add(500) / 1000
    }

    /// `00:45`, `12:03` or `1:02:03`: for a running clock.
    #[must_use]
    pub fn clock(self) -> String {
        let all = self.0 / 1000;
        let (hours, minutes, seconds) = (all / 3600, all / 60 % 60, all % 60);
        if hours > 0 {
            format!("{hours}:{minutes:02}:{seconds:02}")
        } else {
            format!("{minutes:02}:{seconds:02}")
        }
    }

    /// `45s`, `2 min`, `3 h` or `4 d`: for a person who wants the order of magnitude.
    #[must_use]
    pub fn human(self) -> String {
        let seconds = self.as_seconds();
        match seconds {
            0..60 => format!("{seconds}s"),
            60..3600 => format!("{} min", seconds / 60),
            3600..86400 => format!("{} h", seconds / 3600),
            _ => format!("{} d", seconds / 86400),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_reads_as_a_clock_and_as_words() {
        for (ms, clock, human) in [
            (0, "00:00", "0s"),
            (45_400, "00:45", "45s"),
            (125_000, "02:05", "2 min"),
            (3_723_000, "1:02:03", "1 h"),
            (200_000_000, "55:33:20", "2 d"),
        ] {
            assert_eq!(
                (Span(ms).clock().as_str(), Span(ms).human().as_str()),
                (clock, human)
            );
        }
    }

    #[test]
    fn a_clock_set_back_yields_no_negative_span() {
        assert_eq!(Time(5).since(Time(9)), Span(0));
    }
}
