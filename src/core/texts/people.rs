//! What people read, besides their journals.

use crate::core::journal::{Reading, VERSION};
use crate::core::task::Task;
use crate::core::values::ids::SessionId;
use crate::core::values::plain::one_line;

/// What people read when the fuse has blown.
#[must_use]
pub fn fuse_blown(steps: u32) -> String {
    format!(
        "Holdfast stopped keeping this turn open: {steps} model calls in a row answered only its \
         own empty message, probably because another plugin or this OpenCode version changes it. \
         Tasks keep running. Send a message to get their results."
    )
}

/// Why the queue stands still, for people.
#[must_use]
pub fn halted(task: Option<&Task>) -> String {
    match task {
        Some(task) => format!(
            "The queue stopped because “{}” failed: {}",
            one_line(&task.launch.description),
            one_line(task.error.as_deref().unwrap_or("no reason was given")),
        ),
        None => "The queue stopped because a task failed.".to_owned(),
    }
}

/// What is wrong with a journal, as sentences for a person.
#[must_use]
pub fn journal_problems(root: &SessionId, reading: &Reading) -> Vec<String> {
    let mut problems = Vec::new();
    if let Some(version) = reading.newer {
        problems.push(format!(
            "The journal {root}.jsonl has format {version}, which is newer than this Holdfast \
             (format {VERSION}) knows. It was left unchanged; update Holdfast to use it."
        ));
    }
    if !reading.foreign.is_empty() {
        let lines: Vec<String> = reading
            .foreign
            .iter()
            .take(5)
            .map(usize::to_string)
            .collect();
        problems.push(format!(
            "The journal {root}.jsonl has {} that no Holdfast wrote (line {}); skipped.",
            if reading.foreign.len() == 1 {
                "a line".to_owned()
            } else {
                format!("{} lines", reading.foreign.len())
            },
            lines.join(", ")
        ));
    }
    problems
}
