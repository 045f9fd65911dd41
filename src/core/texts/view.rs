//! What people see of a journal: the model behind the terminal UI and the command line, so
//! that both show the same words.

use litemap::LiteMap as Map;
use serde::{Deserialize, Serialize};

use crate::core::config::Config;
use crate::core::journal::ledger::Ledger;
use crate::core::journal::stats::{Samples, Stats};
use crate::core::journal::{self, Owner};
use crate::core::task::activity::Note;
use crate::core::task::{Origin, Outcome, Stage, Task};
use crate::core::texts::people;
use crate::core::values::double;
use crate::core::values::ids::{SessionId, TaskId};
use crate::core::values::lenient;
use crate::core::values::plain::{clean, one_line};
use crate::core::values::time::{Span, Time};

/// A journal as it was read from disk.
#[derive(Clone, Debug, Deserialize)]
pub struct Source {
    /// The root session whose journal it is.
    pub root: SessionId,
    /// Its text.
    pub text: String,
    /// Whether the process that owns it still lives.
    #[serde(default, deserialize_with = "lenient::field")]
    pub alive: bool,
}

/// Everything to show of a project.
#[derive(Clone, Debug, Serialize)]
pub struct View {
    /// `2 running · 3 queued · 1 failed` over all sessions; empty when there is nothing.
    pub indicator: String,
    /// One entry per journal, in the order given.
    pub sessions: Vec<SessionView>,
    /// Counts and times over all sessions.
    pub stats: StatsView,
}

/// One root session.
#[derive(Clone, Debug, Serialize)]
pub struct SessionView {
    /// The root session.
    pub root: SessionId,
    /// The process that owns the journal.
    pub owner: Option<Owner>,
    /// Whether that process lives.
    pub alive: bool,
    /// `2 running · 3 queued · 1 failed`; empty when there is nothing.
    pub indicator: String,
    /// Whether the user stopped automatic prompts.
    pub stopped: bool,
    /// Why the queue stands still, as a sentence.
    pub halted: Option<String>,
    /// The task whose failure stopped it.
    pub halted_by: Option<TaskId>,
    /// Tasks: active first in the order of their launch, then ended ones, newest first.
    pub tasks: Vec<TaskView>,
    /// Requests that were answered lately: id and text, newest last.
    pub answers: Vec<(String, String)>,
    /// Requests that wait.
    pub waiting: Vec<String>,
    /// Counts and times.
    pub stats: StatsView,
    /// What is wrong with the journal, as sentences.
    pub problems: Vec<String>,
    /// The journal is of a newer format: nothing may be written into it.
    pub newer: bool,
    /// Records in the journal.
    pub records: usize,
}

/// One task.
#[derive(Clone, Debug, Serialize)]
pub struct TaskView {
    /// Its id.
    pub id: TaskId,
    /// The root session that it belongs to.
    pub root: SessionId,
    /// Its child session.
    pub session: Option<SessionId>,
    /// `pending`, `running`, `completed`, `failed`, `cancelled` or `interrupted`.
    pub status: &'static str,
    /// ● ○ ✓ ✗ ■ or !
    pub mark: &'static str,
    /// `Running`, `Queued`, `Failed`, `Interrupted`, `Completed` or `Cancelled`: the section of a list.
    pub section: &'static str,
    /// Three to five words, on one line.
    pub description: String,
    /// The agent that works on it.
    pub agent: String,
    /// `provider/model`.
    pub model: Option<String>,
    /// What its agent was told.
    pub prompt: String,
    /// `agent`, `user` or `native`.
    pub origin: Origin,
    /// The task that it takes up.
    pub follows: Option<TaskId>,
    /// The task that took it up: both are one piece of work.
    pub continued_by: Option<TaskId>,
    /// Its place in the queue from one, while pending.
    pub place: Option<usize>,
    /// Milliseconds since the epoch.
    pub queued: Time,
    /// Milliseconds since the epoch.
    pub started: Option<Time>,
    /// Milliseconds since the epoch.
    pub ended: Option<Time>,
    /// Milliseconds of work so far.
    pub run_time: Span,
    /// `started 2 min ago`, `queued 5s ago`, `completed 3 h ago`.
    pub age: String,
    /// Model steps that finished.
    pub steps: u32,
    /// Tool calls that ended.
    pub tool_calls: u32,
    /// Tokens read and written.
    #[serde(serialize_with = "double::serialize")]
    pub tokens: u64,
    /// Cost in the provider's currency.
    pub cost: f64,
    /// The tool that runs now.
    pub tool: Option<String>,
    /// The last things it did, oldest first.
    pub activity: Vec<Note>,
    /// The permission it waits for.
    pub asking: Option<String>,
    /// What it said.
    pub result: String,
    /// Why it failed.
    pub error: Option<String>,
    /// Todos that its agent left open.
    pub leftovers: Vec<String>,
    /// Whether the agent has been told.
    pub delivered: bool,
    /// Whether a person has seen its end.
    pub viewed: bool,
    /// Whether it can be resumed or retried.
    pub resumable: bool,
}

/// Counts and times.
#[derive(Clone, Debug, Serialize)]
pub struct StatsView {
    /// Ended tasks by status.
    #[serde(serialize_with = "double::entries")]
    pub outcomes: Map<String, u64>,
    /// From launch to slot, in milliseconds.
    pub queue: Quantiles,
    /// From slot to end, in milliseconds.
    pub run: Quantiles,
    /// From a task's end to the prompt that delivers it, in milliseconds.
    pub wake: Quantiles,
    /// Automatic prompts by kind.
    #[serde(serialize_with = "double::entries")]
    pub prompts: Map<String, u64>,
    /// Why continuation ended, by reason.
    #[serde(serialize_with = "double::entries")]
    pub quieted: Map<String, u64>,
}

/// Median and 95th percentile of the newest samples.
#[derive(Clone, Debug, Serialize)]
pub struct Quantiles {
    /// None without samples.
    pub median: Option<Span>,
    /// None without samples.
    pub p95: Option<Span>,
}

impl Quantiles {
    fn of(samples: &Samples) -> Self {
        Self {
            median: samples.percentile(50),
            p95: samples.percentile(95),
        }
    }
}

impl StatsView {
    fn of(stats: &Stats) -> Self {
        Self {
            outcomes: stats.outcomes.clone(),
            queue: Quantiles::of(&stats.queue),
            run: Quantiles::of(&stats.run),
            wake: Quantiles::of(&stats.wake),
            prompts: stats.prompts.clone(),
            quieted: stats.quieted.clone(),
        }
    }
}

/// Folds journals into what people see at `now`.
#[must_use]
pub fn view(sources: &[Source], config: &Config, now: Time) -> View {
    let mut stats = Stats::default();
    let mut counts = Counts::default();
    let sessions = sources
        .iter()
        .map(|source| {
            let reading = journal::read(&source.text);
            let ledger = Ledger::fold(&reading.lines);
            stats.merge(&ledger.stats);
            counts.add(&ledger, source.alive, config, now);
            session_view(source, &reading, &ledger, config, now)
        })
        .collect();
    View {
        indicator: counts.indicator(),
        sessions,
        stats: StatsView::of(&stats),
    }
}

fn session_view(
    source: &Source,
    reading: &journal::Reading,
    ledger: &Ledger,
    config: &Config,
    now: Time,
) -> SessionView {
    let mut counts = Counts::default();
    counts.add(ledger, source.alive, config, now);
    let tasks = ledger
        .active_tasks()
        .chain(ledger.ended_tasks())
        .map(|task| {
            let place = ledger.place(task.id());
            let next = ledger.taken_up_by(task.id()).map(Task::id);
            let times = (ledger.last, now);
            task_view(task, &source.root, source.alive, (place, next), times)
        })
        .collect();
    SessionView {
        root: source.root.clone(),
        owner: ledger.owner.clone(),
        alive: source.alive,
        indicator: counts.indicator(),
        stopped: ledger.stopped,
        halted: ledger
            .halted
            .as_ref()
            .map(|id| people::halted(ledger.task(id))),
        halted_by: ledger.halted.clone(),
        tasks,
        answers: ledger.answered.iter().cloned().collect(),
        waiting: ledger
            .asked
            .iter()
            .map(|(request, _)| request.clone())
            .collect(),
        stats: StatsView::of(&ledger.stats),
        problems: people::journal_problems(&source.root, reading),
        newer: reading.newer.is_some(),
        records: reading.lines.len(),
    }
}

/// The stage as it is, or what it amounts to when the process that ran the task is gone.
fn shown_stage(task: &Task, alive: bool) -> Stage {
    match task.stage {
        Stage::Running if !alive => Stage::Ended(Outcome::Interrupted),
        stage @ (Stage::Pending | Stage::Running | Stage::Ended(_)) => stage,
    }
}

fn task_view(
    task: &Task,
    root: &SessionId,
    alive: bool,
    (place, continued_by): (Option<usize>, Option<&TaskId>),
    (last, now): (Time, Time),
) -> TaskView {
    let stage = shown_stage(task, alive);
    let (mark, section) = match stage {
        Stage::Running => ("●", "Running"),
        Stage::Pending => ("○", "Queued"),
        Stage::Ended(Outcome::Completed) => ("✓", "Completed"),
        Stage::Ended(Outcome::Failed) => ("✗", "Failed"),
        Stage::Ended(Outcome::Cancelled) => ("■", "Cancelled"),
        Stage::Ended(Outcome::Interrupted) => ("!", "Interrupted"),
    };
    let retry = task.activity.retry.as_ref();
    let age = match (stage, task.started, task.ended) {
        (Stage::Running, ..) if retry.is_some() => {
            retry.map_or_else(String::new, |retry| retry.words(now))
        }
        (Stage::Running, Some(started), _) => format!("started {} ago", now.since(started).human()),
        (Stage::Ended(_), _, Some(ended)) => {
            format!("{} {} ago", stage.status(), now.since(ended).human())
        }
        _ => format!("queued {} ago", now.since(task.queued).human()),
    };
    let until = if alive || task.ended.is_some() {
        now
    } else {
        last
    };
    TaskView {
        id: task.id().clone(),
        root: root.clone(),
        session: task.launch.session.clone(),
        status: stage.status(),
        mark,
        section,
        description: task.launch.description.clone(),
        agent: one_line(&task.launch.agent),
        model: task
            .launch
            .model
            .as_ref()
            .map(|model| one_line(&model.key())),
        prompt: clean(&task.launch.prompt).into_owned(),
        origin: task.launch.origin,
        follows: task.launch.takes_up().cloned(),
        continued_by: continued_by.cloned(),
        place,
        queued: task.queued,
        started: task.started,
        ended: task.ended,
        run_time: task.run_time(until),
        age,
        steps: task.activity.steps,
        tool_calls: task.activity.tool_calls,
        tokens: task.activity.tokens,
        cost: task.activity.cost,
        tool: task.activity.tool.clone(),
        activity: task.activity.recent.iter().cloned().collect(),
        asking: task.asking.clone(),
        result: task.result.clone(),
        error: task.error.clone(),
        leftovers: task.leftovers.clone(),
        delivered: task.delivery == crate::core::task::Delivery::Done,
        viewed: task.viewed,
        resumable: !task.is_native()
            && continued_by.is_none()
            && matches!(stage, Stage::Ended(Outcome::Interrupted | Outcome::Failed)),
    }
}

/// The counts behind the indicator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Tasks that hold a slot.
    pub running: usize,
    /// Tasks that wait for one.
    pub queued: usize,
    /// Failures that nobody has seen, that are not old, and that nobody took up again.
    pub failed: usize,
    /// The same of interrupted tasks.
    pub interrupted: usize,
}

fn add_one(count: &mut usize) {
    *count = count.saturating_add(1);
}

impl Counts {
    /// Counts the tasks of a ledger.
    pub fn add(&mut self, ledger: &Ledger, alive: bool, config: &Config, now: Time) {
        for task in ledger.tasks.values() {
            let fresh = !task.viewed
                && ledger.taken_up_by(task.id()).is_none()
                && task
                    .ended
                    .is_none_or(|ended| now.since(ended) < config.tasks.failed_indicator);
            match shown_stage(task, alive) {
                Stage::Running => add_one(&mut self.running),
                Stage::Pending => add_one(&mut self.queued),
                Stage::Ended(Outcome::Failed) if fresh => add_one(&mut self.failed),
                Stage::Ended(Outcome::Interrupted) if fresh => add_one(&mut self.interrupted),
                Stage::Ended(_) => {}
            }
        }
    }

    /// `2 running · 3 queued · 1 failed · 1 interrupted`: parts that are zero are left out.
    #[must_use]
    pub fn indicator(self) -> String {
        let Self {
            running,
            queued,
            failed,
            interrupted,
        } = self;
        let parts = [
            (running, "running"),
            (queued, "queued"),
            (failed, "failed"),
            (interrupted, "interrupted"),
        ];
        parts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| format!("{count} {word}"))
            .collect::<Vec<_>>()
            .join(" · ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_indicator_leaves_out_what_is_zero() {
        for (running, queued, failed, interrupted, shown) in [
            (0, 0, 0, 0, ""),
            (2, 3, 1, 0, "2 running · 3 queued · 1 failed"),
            (0, 0, 1, 0, "1 failed"),
            (1, 0, 0, 0, "1 running"),
            (0, 0, 1, 2, "1 failed · 2 interrupted"),
        ] {
            assert_eq!(
                Counts {
                    running,
                    queued,
                    failed,
                    interrupted
                }
                .indicator(),
                shown
            );
        }
    }
}
