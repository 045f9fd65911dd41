//! Identifiers: newtypes for what OpenCode names, and the source of the ones that we mint.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::core::values::time::Time;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id!(
    /// An OpenCode session, `ses_…`.
    SessionId
);
id!(
    /// An OpenCode message, `msg_…`.
    MessageId
);
id!(
    /// A part of an OpenCode message, `prt_…`.
    PartId
);
id!(
    /// A background task, `bg_` and six characters.
    TaskId
);

/// Pairs an effect with the event that reports its outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EffectId(pub u64);

/// The id of an effect of one kind: only an outcome of that kind can answer it.
macro_rules! effect_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub EffectId);

        impl From<EffectId> for $name {
            fn from(id: EffectId) -> Self {
                Self(id)
            }
        }

        impl From<$name> for EffectId {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    };
}

effect_id!(
    /// A claim of a journal.
    ClaimId
);
effect_id!(
    /// The creation of a child session.
    CreateId
);
effect_id!(
    /// A request for the permission to use an agent.
    LeaveId
);
effect_id!(
    /// A look at a session's permission rules, perhaps after adding some.
    RulesId
);
effect_id!(
    /// A prompt to a session.
    PromptId
);
effect_id!(
    /// An abort of a session.
    AbortId
);
effect_id!(
    /// A look at what a session does.
    InspectId
);

/// A hook or tool call of the host that waits for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CallId(pub u64);

impl SessionId {
    /// Whether the id can be part of a file name. OpenCode's always can; one from elsewhere
    /// must not become a path.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        (1..=128).contains(&self.0.len())
            && self
                .0
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
    }
}

impl TaskId {
    /// Whether an id that somebody outside chose has the form of ours.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.0.strip_prefix("bg_").is_some_and(|rest| {
            (6..=32).contains(&rest.len()) && rest.bytes().all(|b| BASE36.contains(&b))
        })
    }
}

/// Stands in every message and part id that we mint, so that our own words are known as ours
/// after a restart and on every OpenCode version.
const SIGNATURE: &str = "Holdfast";

impl MessageId {
    /// Whether Holdfast wrote the message.
    #[must_use]
    pub fn is_ours(&self) -> bool {
        is_signed(&self.0)
    }

    /// The part that holds the text of a message of ours, whoever asks and however often it is
    /// sent.
    #[must_use]
    pub fn part(&self) -> PartId {
        PartId(self.0.replacen("msg_", "prt_", 1))
    }
}

impl PartId {
    /// Whether Holdfast wrote the part.
    #[must_use]
    pub fn is_ours(&self) -> bool {
        is_signed(&self.0)
    }
}

fn is_signed(id: &str) -> bool {
    id.get(16..24) == Some(SIGNATURE)
}

/// Mints ids from a seed that the host chose. The sequence is a function of the seed alone.
#[derive(Clone, Debug)]
pub struct IdSource {
    state: u64,
    sequence: u64,
    /// Time and counter of the last ascending id.
    stamp: u64,
}

const BASE36: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";

impl IdSource {
    /// A source whose whole sequence follows from `seed`.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self {
            state: seed,
            sequence: 0,
            stamp: 0,
        }
    }

    /// A task id that is not taken.
    pub fn task(&mut self, taken: impl Fn(&TaskId) -> bool) -> TaskId {
        loop {
            let id = TaskId(format!("bg_{}", self.characters(6)));
            if !taken(&id) {
                return id;
            }
        }
    }

    /// A message id that OpenCode sorts after all that it minted up to `now`.
    pub fn message(&mut self, now: Time) -> MessageId {
        MessageId(self.ascending("msg", now))
    }

    /// A part id that OpenCode sorts after all that it minted up to `now`.
    pub fn part(&mut self, now: Time) -> PartId {
        PartId(self.ascending("prt", now))
    }

    /// The next effect id.
    pub fn effect(&mut self) -> EffectId {
        self.sequence = self.sequence.saturating_add(1);
        EffectId(self.sequence)
    }

    /// OpenCode's own form: 48 bits of `milliseconds << 12 | counter` in hexadecimal, then 14
    /// characters of chance. It counts from zero within a millisecond; we count from the middle.
    /// A clock that is set back is followed, as OpenCode follows it: ids that ran ahead of its
    /// own would be the newest for as long.
    fn ascending(&mut self, prefix: &str, now: Time) -> String {
        let first = now.0 << 12 | 0x800;
        self.stamp = match self.stamp.checked_sub(first) {
            Some(0..0x7ff) => self.stamp.saturating_add(1),
            _ => first,
        };
        let stamp = self.stamp & 0xffff_ffff_ffff;
        format!("{prefix}_{stamp:012x}{SIGNATURE}{}", self.characters(6))
    }

    fn characters(&mut self, count: usize) -> String {
        (0..count)
            .filter_map(|_| {
                BASE36
                    .get((self.next() % 36) as usize)
                    .map(|&b| char::from(b))
            })
            .collect()
    }

    /// `SplitMix64` (Steele, Lea, Flood 2014).
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_id_of_ours_is_known_and_sorts_after_opencodes_of_the_same_millisecond() {
        let now = Time(1_763_000_000_123);
        let ours = IdSource::new(1).message(now);
        let theirs = format!(
            "msg_{:012x}zzzzzzzzzzzzzz",
            (now.0 << 12 | 7) & 0xffff_ffff_ffff
        );
        assert!(ours.is_ours());
        assert!(!MessageId(theirs.clone()).is_ours());
        assert!(ours.0 > theirs);
        assert_eq!(ours.0.len(), theirs.len());
    }

    #[test]
    fn a_taken_task_id_is_never_minted_again() {
        let first = IdSource::new(7).task(|_| false);
        let second = IdSource::new(7).task(|id| *id == first);
        assert_ne!(first, second);
        assert!(first.0.starts_with("bg_") && first.0.len() == 9);
    }

    #[test]
    fn only_plain_session_ids_become_file_names() {
        assert!(SessionId::from("ses_0aB-9").is_plain());
        for bad in ["", "../x", "a/b", "a\\b", "a.b", "a\0b"] {
            assert!(!SessionId::from(bad).is_plain(), "{bad:?}");
        }
    }
}
