//! What `background_output` says of a task: its place in the queue, what it is doing, or its result.

use crate::core::task::Task;
use crate::core::task::activity::Activity;
use crate::core::texts::text;
use crate::core::values::plain::fenced;
use crate::core::values::time::Time;

/// Characters of a result per page.
const PAGE_CHARS: usize = 8000;
/// Notes on a running task, the newest ones.
const NOTES: usize = 5;

/// A task at this place in the queue.
pub(super) fn pending(task: &Task, place: usize) -> String {
    let head = head(task);
    format!(
        "{head}, number {place} in the queue. Its result is delivered automatically; do not poll."
    )
}

/// A running task, with its latest notes.
pub(super) fn running(task: &Task, live: &Activity, now: Time) -> String {
    let asking = task.asking.as_ref().map_or_else(String::new, |title| {
        let title = fenced(&text::one_line(title)).into_owned();
        format!(" It is waiting for permission: “{title}”.")
    });
    let waits = live.retry.as_ref().map_or_else(String::new, |retry| {
        format!(" It waits for its provider: {}.", retry.words(now))
    });
    let tool = live.tool.as_ref();
    let mut said = format!(
        "{} for {} ({} steps, {} tool calls{}; last activity {} ago).{asking}{waits} Its \
         result is delivered automatically; do not poll. Call with wait to wait for it.",
        head(task),
        task.run_time(now).human(),
        live.steps,
        live.tool_calls,
        tool.map_or_else(String::new, |tool| format!(", now in {tool}")),
        now.since(live.last.max(task.started.unwrap_or(now)))
            .human(),
    );
    let older = live.recent.len().saturating_sub(NOTES);
    let notes: Vec<String> = live
        .recent
        .iter()
        .skip(older)
        .map(|note| format!("- {} ago: {}", now.since(note.t).human(), note.text))
        .collect();
    if !notes.is_empty() {
        said.push_str("\n\n");
        said.push_str(&text::element(
            task.id(),
            task.stage.status(),
            &notes.join("\n"),
        ));
    }
    said
}

/// An ended task, with a page of what it said.
pub(super) fn ended(task: &Task, now: Time, offset: usize) -> String {
    let mut all = task.outcome_text();
    if all.is_empty() {
        "(It said nothing.)".clone_into(&mut all);
    }
    let mut page: String = all.chars().skip(offset).take(PAGE_CHARS).collect();
    if !task.leftovers.is_empty() {
        let left = task.leftovers.join("; ");
        page = format!("{page}\n(Its agent left these todos open: {left}.)");
    }
    let session = task
        .launch
        .session
        .as_ref()
        .map_or_else(String::new, |session| format!(" in session {session}"));
    format!(
        "{}{session} after {}.\n\n{}{}",
        head(task),
        task.run_time(now).human(),
        text::element(task.id(), task.stage.status(), &page),
        read_on(all.chars().count(), offset),
    )
}

/// How to read what comes after this page, if anything does.
fn read_on(total: usize, offset: usize) -> String {
    let next = offset.saturating_add(PAGE_CHARS);
    if next >= total {
        return String::new();
    }
    let last = total.saturating_sub(PAGE_CHARS);
    format!(
        "\n[{next} of {total} characters. Read on with offset {next}; the last page begins at offset {last}.]"
    )
}

fn head(task: &Task) -> String {
    let description = text::one_line(&task.launch.description);
    let (id, status) = (task.id(), task.stage.status());
    format!("Task {id} “{}” is {status}", fenced(&description))
}
