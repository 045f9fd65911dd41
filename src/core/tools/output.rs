//! `background_output`: the list of tasks, or one of them: its place in the queue, what it is doing,
//! or its result. A call may wait for the end of a task.

use crate::core::journal::Record;
use crate::core::port::effect::Effect;
use crate::core::session::root::{Cx, Root};
use crate::core::session::tasks::queue;
use crate::core::session::tasks::waits::Wait;
use crate::core::task::activity::Activity;
use crate::core::task::{Stage, Task};
use crate::core::texts::{agent, people};
use crate::core::tools::args::{count, flag, optional};
use crate::core::tools::calls::{Call, Reader, Reply, find};
use crate::core::values::ids::TaskId;
use crate::core::values::plain::{fenced, one_line};
use crate::core::values::time::{Span, Time};

/// The longest that one call waits.
const WAIT_MAX: Span = Span::minutes(60);
/// Characters of a result per page.
const PAGE_CHARS: usize = 8000;
/// Notes on a running task, the newest ones.
const NOTES: usize = 5;

pub(super) fn called(root: &mut Root, cx: &mut Cx<'_>, call: &Call<'_>) -> Result<Reply, String> {
    let args = call.args;
    let id = optional(args, "task_id")?;
    let wait = flag(args, "wait")?;
    let timeout = count(args, "timeout_seconds")?;
    let offset = count(args, "offset")?;
    let Some(id) = id else {
        let text = list(root, cx, Reader::Agent(call.launcher()));
        return Ok(Reply::Now(text));
    };
    let id = find(root, id)?;
    let task = root.journal.ledger().task(&id);
    if wait && task.is_some_and(Task::is_active) {
        let span = timeout.map_or(WAIT_MAX, |seconds| {
            Span::seconds(seconds as u64).min(WAIT_MAX)
        });
        root.tasks.waits.add(Wait {
            call: call.call,
            task: id,
            until: cx.now.plus(span),
        });
        return Ok(Reply::Later);
    }
    Ok(Reply::Now(show(root, cx, &id, offset.unwrap_or(0))))
}

/// Answers calls whose task ended or whose time is over.
pub(in crate::core) fn answer_waiting(root: &mut Root, cx: &mut Cx<'_>) {
    let ledger = root.journal.ledger();
    let is_over = |id: &TaskId| !ledger.task(id).is_some_and(Task::is_active);
    for Wait { call, task, .. } in root.tasks.waits.take_due(cx.now, is_over) {
        let text = show(root, cx, &task, 0);
        cx.out.push(Effect::ReplyTool { call, text });
    }
}

/// What is said of one task. A result that is read so counts as delivered.
fn show(root: &mut Root, cx: &mut Cx<'_>, id: &TaskId, offset: usize) -> String {
    let ledger = root.journal.ledger();
    let Some(task) = ledger.task(id) else {
        return String::new();
    };
    let said = match task.stage {
        Stage::Pending => pending(task, ledger.place(id).unwrap_or(1)),
        Stage::Running => running(task, &root.tasks.activity(id), cx.now),
        Stage::Ended(_) => ended(task, cx.now, offset),
    };
    if task.is_owed() {
        let tasks = vec![id.clone()];
        root.record(cx, Record::Seen { tasks });
        queue::lift_when_moot(root, cx);
    }
    said
}

/// All tasks of the session, a line each.
pub(super) fn list(root: &Root, cx: &Cx<'_>, reader: Reader<'_>) -> String {
    let ledger = root.journal.ledger();
    if ledger.tasks.is_empty() {
        return "This session has no background tasks.".to_owned();
    }
    let line = |task: &Task| {
        let when = match task.stage {
            Stage::Pending => {
                let place = ledger.place(task.id()).unwrap_or(1);
                format!("number {place} in the queue")
            }
            Stage::Running => format!("for {}", task.run_time(cx.now).human()),
            Stage::Ended(_) => format!("after {}", task.run_time(cx.now).human()),
        };
        let asking = task.asking.as_ref();
        let asking = asking.map_or("", |_| ", waiting for permission");
        let status = task.stage.status();
        let description = &task.launch.description;
        match reader {
            Reader::Agent(_) => {
                let (id, description) = (task.id(), fenced(description));
                format!("{id} {status} {when}{asking}: {description}")
            }
            Reader::Person => format!("{description}: {status} {when}{asking}"),
        }
    };
    let mut lines: Vec<String> = ledger.in_order().map(line).collect();
    if let Some(id) = &ledger.halted {
        let task = ledger.task(id);
        lines.push(match reader {
            Reader::Agent(_) => agent::queue_stopped(task, id),
            Reader::Person => people::halted(task),
        });
    }
    lines.join("\n")
}

/// A task at this place in the queue.
fn pending(task: &Task, place: usize) -> String {
    let head = head(task);
    format!(
        "{head}, number {place} in the queue. Its result is delivered automatically; do not poll."
    )
}

/// A running task, with its latest notes.
fn running(task: &Task, live: &Activity, now: Time) -> String {
    let asking = task.asking.as_ref().map_or_else(String::new, |title| {
        let title = fenced(&one_line(title)).into_owned();
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
        said.push_str(&agent::element(
            task.id(),
            task.stage.status(),
            &notes.join("\n"),
        ));
    }
    said
}

/// An ended task, with a page of what it said.
fn ended(task: &Task, now: Time, offset: usize) -> String {
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
        agent::element(task.id(), task.stage.status(), &page),
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
    let description = one_line(&task.launch.description);
    let (id, status) = (task.id(), task.stage.status());
    format!("Task {id} “{}” is {status}", fenced(&description))
}
