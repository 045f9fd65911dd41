//! Todos as OpenCode keeps them.

use serde::{Deserialize, Serialize};

/// An entry of a session's todo list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Todo {
    /// What is to be done.
    pub content: String,
    /// OpenCode's word: `pending`, `in_progress`, `completed`, `cancelled`; agents write others.
    pub status: String,
}

impl Todo {
    /// Whether the agent can act on it. Blocked and unknown states wait for somebody else.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.status.as_str(), "pending" | "in_progress")
    }

    /// Whether it is done.
    #[must_use]
    pub fn is_completed(&self) -> bool {
        self.status == "completed"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pending_and_in_progress_todos_are_open() {
        for (status, open) in [
            ("pending", true),
            ("in_progress", true),
            ("completed", false),
            ("cancelled", false),
            ("blocked", false),
            ("awaiting_input", false),
            ("", false),
        ] {
            let todo = Todo {
                content: String::new(),
                status: status.to_owned(),
            };
            assert_eq!(todo.is_open(), open, "{status}");
        }
    }
}
