//! The agent's tools as the model sees them: names, descriptions and arguments.

use serde::Serialize;

/// A tool.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Tool {
    /// Its name.
    pub name: &'static str,
    /// What it is for.
    pub description: &'static str,
    /// Its arguments.
    pub args: &'static [Argument],
}

/// An argument of a tool.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Argument {
    /// Its name.
    pub name: &'static str,
    /// `string`, `boolean` or `integer`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// What it is.
    pub description: &'static str,
    /// Whether it must be given.
    pub required: bool,
}

const fn argument(
    name: &'static str,
    kind: &'static str,
    required: bool,
    description: &'static str,
) -> Argument {
    Argument {
        name,
        kind,
        description,
        required,
    }
}

/// All of them.
pub const TOOLS: [Tool; 5] = [
    Tool {
        name: "background_task",
        description: "Launch a task that runs beside you, in a session of its own, and return at \
            once. Use it for work that needs no answer now: searches, test runs, independent \
            changes. Launch independent tasks together. The result is delivered automatically, \
            even after your turn ends: do not poll and do not wait.",
        args: &[
            argument("description", "string", true, "What it is, in 3 to 5 words"),
            argument(
                "prompt",
                "string",
                true,
                "Everything the task's agent must know; it sees nothing of this conversation",
            ),
            argument(
                "agent",
                "string",
                false,
                "The agent that works on it; general unless named",
            ),
        ],
    },
    Tool {
        name: "background_output",
        description: "Look at background tasks. Without task_id: the list. With one: its status, \
            what it is doing, or its result. Results are delivered automatically; call this only \
            to read on in a long one, to look into a task, or with wait when you can do nothing else.",
        args: &[
            argument("task_id", "string", false, "The task, bg_…"),
            argument(
                "wait",
                "boolean",
                false,
                "Return when the task has ended, at no token cost",
            ),
            argument("timeout_seconds", "integer", false, "The longest to wait"),
            argument(
                "offset",
                "integer",
                false,
                "Where in the result to read on, in characters",
            ),
        ],
    },
    Tool {
        name: "background_cancel",
        description: "Cancel a background task, or all. What it had said so far is kept.",
        args: &[
            argument("task_id", "string", false, "The task, bg_…"),
            argument(
                "all",
                "boolean",
                false,
                "Cancel every pending and running task",
            ),
        ],
    },
    Tool {
        name: "background_resume",
        description: "Let a queue that a failure stopped continue; with task_id, continue an \
            interrupted task; with retry, relaunch a failed task.",
        args: &[
            argument(
                "task_id",
                "string",
                false,
                "The task, bg_…; without it, the queue",
            ),
            argument(
                "retry",
                "boolean",
                false,
                "Relaunch the failed or cancelled task",
            ),
        ],
    },
    Tool {
        name: "background_message",
        description: "Send a text to a background task. A running one gets it at its next step; \
            an ended one takes it up as a new task, with all of its context.",
        args: &[
            argument("task_id", "string", true, "The task, bg_…"),
            argument("text", "string", true, "What to tell it"),
        ],
    },
];
