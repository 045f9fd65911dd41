//! Errors of OpenCode and its providers, by what follows from them.

use serde::{Deserialize, Serialize};

/// An error that ended a turn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    /// OpenCode's name for it, `APIError`.
    pub name: String,
    /// Its words.
    pub message: String,
    /// The HTTP status, where the provider answered with one.
    pub status: Option<u16>,
    /// Whether OpenCode thinks that trying again helps.
    pub retryable: Option<bool>,
}

/// What follows from an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Class {
    /// Somebody stopped the turn.
    Aborted,
    /// The context is full: a compaction may help, trying again does not.
    Overflow,
    /// Trying again cannot help: a key, a model or a request is wrong.
    Permanent,
    /// Trying again later may help.
    Retryable,
}

impl Trouble {
    /// What follows from it.
    #[must_use]
    pub fn class(&self) -> Class {
        match (self.name.as_str(), self.status) {
            ("MessageAbortedError" | "AbortError", _) => Class::Aborted,
            ("ContextOverflowError", _) => Class::Overflow,
            _ if self.speaks_of_overflow() => Class::Overflow,
            (_, Some(408 | 409 | 425 | 429 | 500..=599)) => Class::Retryable,
            ("ProviderAuthError" | "ProviderModelNotFoundError", _) | (_, Some(400..=499)) => {
                Class::Permanent
            }
            _ if self.retryable == Some(false) => Class::Permanent,
            _ => Class::Retryable,
        }
    }

    fn speaks_of_overflow(&self) -> bool {
        let message = self.message.to_ascii_lowercase();
        [
            "context length",
            "context window",
            "maximum context",
            "prompt is too long",
        ]
        .iter()
        .any(|words| message.contains(words))
    }

    /// Its words, or its name where it has none.
    #[must_use]
    pub fn words(&self) -> String {
        match (self.message.is_empty(), self.status) {
            (true, _) => self.name.clone(),
            (false, Some(status)) if !self.message.contains(&status.to_string()) => {
                format!("{} (HTTP {status})", self.message)
            }
            (false, _) => self.message.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_fall_into_classes_by_what_helps() {
        for (name, status, retryable, message, class) in [
            ("MessageAbortedError", None, None, "", Class::Aborted),
            ("ContextOverflowError", None, None, "", Class::Overflow),
            (
                "APIError",
                Some(400),
                Some(false),
                "prompt is too long: 9",
                Class::Overflow,
            ),
            (
                "APIError",
                Some(401),
                Some(false),
                "bad key",
                Class::Permanent,
            ),
            (
                "APIError",
                Some(429),
                Some(true),
                "slow down",
                Class::Retryable,
            ),
            ("APIError", Some(503), None, "", Class::Retryable),
            ("ProviderAuthError", None, None, "", Class::Permanent),
            (
                "ProviderModelNotFoundError",
                None,
                None,
                "",
                Class::Permanent,
            ),
            (
                "UnknownError",
                None,
                None,
                "socket hang up",
                Class::Retryable,
            ),
            ("APIError", None, Some(false), "no", Class::Permanent),
        ] {
            let trouble = Trouble {
                name: name.into(),
                message: message.into(),
                status,
                retryable,
            };
            assert_eq!(trouble.class(), class, "{trouble:?}");
        }
    }
}
