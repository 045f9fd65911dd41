//! Counts and times of everything that a journal has seen, bounded in memory.

use std::collections::VecDeque;

use litemap::LiteMap as Map;
use serde::{Deserialize, Serialize, Serializer};

use crate::core::journal::PromptKind;
use crate::core::task::{Outcome, Task};
use crate::core::values::lenient;
use crate::core::values::time::Span;

/// Samples kept per time; medians are those of the newest.
const SAMPLES_MAX: usize = 200;

/// The newest samples of a time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Samples(VecDeque<Span>);

impl From<Vec<Span>> for Samples {
    fn from(spans: Vec<Span>) -> Self {
        Self::of(spans.into_iter())
    }
}

impl Samples {
    fn add(&mut self, span: Span) {
        if self.0.len() == SAMPLES_MAX {
            self.0.pop_front();
        }
        self.0.push_back(span);
    }

    /// Samples as they were added.
    #[must_use]
    pub fn of(spans: impl Iterator<Item = Span>) -> Self {
        let mut samples = Self::default();
        spans.for_each(|span| samples.add(span));
        samples
    }

    /// The samples, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = Span> {
        self.0.iter().copied()
    }

    /// The sample below which `percent` of all lie; none without samples.
    #[must_use]
    pub fn percentile(&self, percent: usize) -> Option<Span> {
        // Few samples, and rarely asked for: a sort would be more code than it saves time.
        let rank = self.0.len().saturating_mul(percent).div_ceil(100).max(1);
        let below = |span: &Span| self.0.iter().filter(|other| *other <= span).count();
        self.iter().filter(|span| below(span) >= rank).min()
    }

    /// Adds the samples of another.
    pub fn merge(&mut self, other: &Self) {
        other.iter().for_each(|span| self.add(span));
    }
}

/// What happened in a root session, or in a project when merged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stats {
    /// Ended tasks by status.
    #[serde(default, serialize_with = "entries", deserialize_with = "lenient::map")]
    pub outcomes: Map<String, u64>,
    /// From launch to slot.
    #[serde(default, deserialize_with = "lenient::list")]
    pub queue: Samples,
    /// From slot to end.
    #[serde(default, deserialize_with = "lenient::list")]
    pub run: Samples,
    /// From a task's end to the prompt that delivers it.
    #[serde(default, deserialize_with = "lenient::list")]
    pub wake: Samples,
    /// Automatic prompts by kind.
    #[serde(default, serialize_with = "entries", deserialize_with = "lenient::map")]
    pub prompts: Map<String, u64>,
    /// Why continuation ended, by reason.
    #[serde(default, serialize_with = "entries", deserialize_with = "lenient::map")]
    pub quieted: Map<String, u64>,
}

/// An object also where there are none.
fn entries<S: Serializer>(counts: &Map<String, u64>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(counts.iter())
}

impl Stats {
    pub(in crate::core) fn ended(&mut self, task: &Task, outcome: Outcome) {
        add(&mut self.outcomes, outcome.name().to_owned(), 1);
        if let Some(started) = task.started {
            self.queue.add(started.since(task.queued));
            self.run.add(task.worked);
        }
    }

    pub(in crate::core) fn waked(&mut self, delay: Span) {
        self.wake.add(delay);
    }

    pub(in crate::core) fn sent(&mut self, kind: PromptKind) {
        add(&mut self.prompts, kind.name().to_owned(), 1);
    }

    pub(in crate::core) fn quieted(&mut self, why: &str) {
        add(&mut self.quieted, why.to_owned(), 1);
    }

    /// Adds the counts and samples of another session.
    pub fn merge(&mut self, other: &Self) {
        for (status, count) in other.outcomes.iter() {
            add(&mut self.outcomes, status.clone(), *count);
        }
        for (kind, count) in other.prompts.iter() {
            add(&mut self.prompts, kind.clone(), *count);
        }
        for (why, count) in other.quieted.iter() {
            add(&mut self.quieted, why.clone(), *count);
        }
        self.queue.merge(&other.queue);
        self.run.merge(&other.run);
        self.wake.merge(&other.wake);
    }
}

fn add(counts: &mut Map<String, u64>, key: String, count: u64) {
    let before = counts.get(&key).copied().unwrap_or_default();
    // A count may come from a journal that anybody could have written to.
    counts.insert(key, before.saturating_add(count));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_of_the_samples_themselves() {
        let mut samples = Samples::default();
        assert_eq!(samples.percentile(50), None);
        for n in 1..=10 {
            samples.add(Span(n));
        }
        assert_eq!(samples.percentile(50), Some(Span(5)));
        assert_eq!(samples.percentile(95), Some(Span(10)));
    }
}
