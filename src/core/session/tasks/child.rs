//! Child sessions: what they are doing, and when a task is over.
//!
//! Idle alone proves nothing: the transcript, the sessions below and the error decide.

use crate::core::journal::Record;
use crate::core::port::effect::{Effect, Level, Variant};
use crate::core::port::event::{Head, Status, ToolState, ToolUpdate, Transcript};
use crate::core::session::pending::{AbortFor, InspectFor};
use crate::core::session::recovery::SEEK_FOR;
use crate::core::session::root::{Cx, Heard, Live, Phase, Root};
use crate::core::session::tasks::asks;
use crate::core::session::tasks::permit::Purpose;
use crate::core::task::activity::Retry;
use crate::core::task::{Origin, Outcome, Stage, Task};
use crate::core::texts::text;
use crate::core::values::ids::{MessageId, SessionId, TaskId};
use crate::core::values::time::{Span, Time};
use crate::core::values::trouble::{Class, Trouble};

/// How long a doubtful end (an abort, a turn that broke off) may still turn out otherwise.
const DOUBT: Span = Span::seconds(2);
/// How often a running task is looked at whose events may have been lost.
pub(in crate::core) const RECONCILE_EVERY: Span = Span::seconds(15);
/// Characters of a note about what a task does.
const NOTE_CHARS: usize = 200;
/// OpenCode pauses no longer than half of this between tries by itself: a longer pause is one that
/// the provider named, as for a quota that is reset at a certain time.
const OWN_PAUSE_MAX: Span = Span::seconds(60);
/// Activity is written to the journal at most so often.
const ACTIVITY_EVERY: Span = Span::seconds(1);

impl Root {
    pub(in crate::core) fn child_busy(&mut self, cx: &mut Cx<'_>, session: &SessionId) {
        self.tasks.tree.works(session);
        if let Some(id) = self.running_in(session)
            && let Some(live) = self.live.get_mut(&id)
        {
            // Told again it is no sign of life.
            if !live.busy || live.activity.retry.is_some() {
                live.acts(cx.now);
            }
            live.busy = true;
            live.doubt = None;
            live.recheck.settle();
        }
    }

    pub(in crate::core) fn child_idle(&mut self, cx: &mut Cx<'_>, session: &SessionId) {
        self.tasks.tree.rests(session);
        if let Some(id) = self.running_in(session) {
            if let Some(live) = self.live.get_mut(&id) {
                live.busy = false;
            }
            self.inspect_child(cx, &id);
        } else if let Some(id) = self.task_above(session) {
            // A session below a task's own became quiet: the task may be complete by that.
            self.inspect_child(cx, &id);
        }
    }

    pub(in crate::core) fn child_failed(
        &mut self,
        cx: &mut Cx<'_>,
        session: &SessionId,
        trouble: &Trouble,
    ) {
        let Some(id) = self.running_in(session) else {
            return;
        };
        match trouble.class() {
            // An abort may be followed by a new prompt, an overflow by a compaction.
            Class::Aborted | Class::Overflow => self.inspect_child(cx, &id),
            // What failed before a word that is on its way is over by that.
            Class::Permanent | Class::Retryable
                if self.journal.ledger().stopping.contains_key(&id) || self.is_steering(&id) =>
            {
                self.inspect_child(cx, &id);
            }
            Class::Permanent | Class::Retryable => {
                self.fail(cx, &id, trouble.words());
            }
        }
    }

    pub(in crate::core) fn child_retrying(
        &mut self,
        cx: &mut Cx<'_>,
        session: &SessionId,
        retry: Retry,
        message: &str,
    ) {
        let Some(id) = self.running_in(session) else {
            return;
        };
        let limit = cx.config.tasks.retry_limit;
        let attempt = retry.attempt;
        let pause = retry.next.map(|next| next.since(cx.now));
        let named = pause.is_some_and(|pause| pause > OWN_PAUSE_MAX);
        if attempt > limit && !named {
            let error = format!(
                "The provider was asked {attempt} times without success, more than \
                 tasks.retryLimit ({limit}) allows. It said: {message}"
            );
            self.stop_task(cx, &id, Outcome::Failed, Some(error));
        } else if let Some(live) = self.live.get_mut(&id)
            && live.activity.retry.as_ref() != Some(&retry)
        {
            live.acts(cx.now);
            let next = pause.map_or_else(String::new, |pause| {
                format!(", next try in {}", pause.human())
            });
            live.activity.note(
                cx.now,
                format!(
                    "provider retry {attempt}{next}: {}",
                    text::short(&text::one_line(message), NOTE_CHARS)
                ),
            );
            live.activity.retry = Some(retry);
            self.note_activity(cx, &id);
        }
    }

    /// The running task whose own session this is.
    pub(in crate::core) fn running_in(&self, session: &SessionId) -> Option<TaskId> {
        self.journal
            .ledger()
            .task_in(session)
            .filter(|task| task.stage == Stage::Running)
            .map(|task| task.id().clone())
    }

    pub(in crate::core) fn child_answered(
        &mut self,
        cx: &mut Cx<'_>,
        session: &SessionId,
        message: &MessageId,
        news: &Heard<'_>,
    ) {
        if let Some(id) = self.running_in(session)
            && let Some(live) = self.live.get_mut(&id)
        {
            live.answered = true;
            if live.hears(message, news) {
                live.acts(cx.now);
                self.note_activity(cx, &id);
            }
        }
    }

    pub(in crate::core) fn child_stepped(
        &mut self,
        cx: &mut Cx<'_>,
        session: &SessionId,
        tokens: u64,
        cost: f64,
    ) {
        let Some(id) = self.task_above(session) else {
            return;
        };
        let Some(live) = self.live.get_mut(&id) else {
            return;
        };
        live.activity.steps = live.activity.steps.saturating_add(1);
        live.activity.tokens = live.activity.tokens.saturating_add(tokens);
        live.activity.cost += cost;
        live.acts(cx.now);
        self.note_activity(cx, &id);
    }

    pub(in crate::core) fn child_tool(&mut self, cx: &mut Cx<'_>, update: &ToolUpdate) {
        let Some(id) = self.task_above(&update.session) else {
            return;
        };
        let Some(live) = self.live.get_mut(&id) else {
            return;
        };
        let what = text::one_line(&format!("{} {}", update.tool, update.title));
        let what = text::short(&what, NOTE_CHARS);
        match &update.state {
            ToolState::Running => {
                if live
                    .tools
                    .insert(update.call.clone(), text::one_line(&update.tool))
                    .is_none()
                {
                    live.acts(cx.now);
                }
            }
            ToolState::Completed | ToolState::Failed(_) if !live.call_ended(&update.call) => {
                return;
            }
            ToolState::Completed => {
                live.acts(cx.now);
                live.activity.tool_calls = live.activity.tool_calls.saturating_add(1);
                live.activity.note(cx.now, what);
            }
            ToolState::Failed(error) => {
                live.acts(cx.now);
                live.activity.tool_calls = live.activity.tool_calls.saturating_add(1);
                let error = text::short(&text::one_line(error), NOTE_CHARS);
                live.activity
                    .note(cx.now, format!("{what} failed: {error}"));
            }
        }
        live.activity.tool = live.tools.values().next().cloned();
        self.note_activity(cx, &id);
    }

    /// The activity has changed. It is written now, or when it may be written again.
    fn note_activity(&mut self, cx: &mut Cx<'_>, id: &TaskId) {
        if let Some(live) = self.live.get_mut(id) {
            live.unwritten = true;
            self.write_due_activity(cx, id);
        }
    }

    fn write_due_activity(&mut self, cx: &mut Cx<'_>, id: &TaskId) {
        let due = |live: &Live| live.unwritten && cx.now.since(live.noted) >= ACTIVITY_EVERY;
        if self.live.get(id).is_some_and(due) {
            self.write_activity(cx, id);
        }
    }

    /// Writes a task's activity, where it has changed.
    pub(in crate::core) fn write_activity(&mut self, cx: &mut Cx<'_>, id: &TaskId) {
        let Some(live) = self.live.get_mut(id) else {
            return;
        };
        live.noted = cx.now;
        live.unwritten = false;
        let activity = live.activity.clone();
        if self
            .journal
            .ledger()
            .task(id)
            .is_some_and(|task| task.activity != activity)
        {
            self.record(
                cx,
                Record::Active {
                    task: id.clone(),
                    activity,
                },
            );
        }
    }

    /// Asks OpenCode for the state of a task's session.
    pub(in crate::core) fn inspect_child(&mut self, cx: &mut Cx<'_>, id: &TaskId) {
        let Some(session) = self
            .journal
            .ledger()
            .task(id)
            .and_then(|task| task.launch.session.clone())
        else {
            return;
        };
        let Some(live) = self.live.get_mut(id) else {
            return;
        };
        if live.inspecting {
            return;
        }
        live.inspecting = true;
        live.recheck.at = None;
        let effect = cx.expect(&self.id, InspectFor::Child(id.clone()));
        cx.out.push(Effect::Inspect { effect, session });
    }

    pub(in crate::core) fn child_inspected(
        &mut self,
        cx: &mut Cx<'_>,
        id: &TaskId,
        transcript: Result<Transcript, String>,
    ) {
        let Some(live) = self.live.get_mut(id) else {
            return;
        };
        live.inspecting = false;
        live.checked = cx.now;
        match transcript {
            Ok(transcript) => self.judge(cx, id, &transcript),
            Err(error) => {
                cx.log(Level::Warn, format!("{id} could not be inspected: {error}"));
                self.seek_child(cx, id, error);
            }
        }
    }

    /// What became of a task after a crash could not be read. It is tried again, and then stopped:
    /// it may be at work.
    fn seek_child(&mut self, cx: &mut Cx<'_>, id: &TaskId, error: String) {
        let Some(live) = self
            .live
            .get_mut(id)
            .filter(|live| live.phase == Phase::Recovering)
        else {
            return;
        };
        if cx.now.since(live.begun) < SEEK_FOR {
            live.recheck.again(cx.now);
        } else {
            self.stop_task(cx, id, Outcome::Interrupted, Some(error));
        }
    }

    /// Decides from its transcript whether a running task is over, and how.
    fn judge(&mut self, cx: &mut Cx<'_>, id: &TaskId, transcript: &Transcript) {
        let Some(task) = self.journal.ledger().task(id) else {
            return;
        };
        let recovering = self
            .live
            .get(id)
            .is_some_and(|live| live.phase == Phase::Recovering);
        let steered = self.live.get(id).and_then(|live| live.steered.clone());
        let (session, prompt) = (
            task.launch.session.clone(),
            steered.or(task.message.clone()),
        );
        let below = session
            .as_ref()
            .is_some_and(|session| self.tasks.tree.is_busy_below(session));
        if transcript.status != Status::Idle || below {
            if let Some(live) = self.live.get_mut(id) {
                if let Some(assistant) = &transcript.assistant {
                    live.speaks(&assistant.id);
                }
                if !live.busy && !below {
                    live.recheck.again(cx.now);
                }
                live.doubt = None;
                if live.phase == Phase::Recovering {
                    live.phase = Phase::Working;
                }
            }
            return;
        }
        if let Some(live) = self.live.get_mut(id) {
            live.recheck.settle();
            // Nothing runs in an idle session: the end of a tool call was lost.
            live.tools.clear();
        }
        if self.is_prompting(id) {
            // What is on its way may begin a turn yet.
            return;
        }
        let said = self.said_since_prompt(id, transcript);
        if self.journal.ledger().stopping.contains_key(id) {
            self.finish_stopping(cx, id, said);
            return;
        }
        let native = task.is_native();
        let answer = transcript.assistant.as_ref().filter(|answer| {
            let started = task.started.unwrap_or(task.queued);
            native || is_newer(&transcript.messages, &answer.id, prompt.as_ref(), started)
        });
        let stored = prompt
            .as_ref()
            .is_some_and(|prompt| transcript.messages.iter().any(|head| head.id == *prompt));
        let verdict = match answer {
            None if recovering && !stored && !native => Judged::NeverPrompted,
            None if recovering && !native => Judged::NeverAnswered,
            None if recovering => Judged::Interrupted,
            None => Judged::Unanswered,
            Some(answer) if answer.is_final() => Judged::Completed,
            Some(answer) => match &answer.error {
                Some(trouble) => match trouble.class() {
                    Class::Aborted if recovering => Judged::Interrupted,
                    Class::Aborted => Judged::Doubtful(
                        Outcome::Cancelled,
                        "It was stopped in its own session.".to_owned(),
                    ),
                    Class::Overflow => Judged::Doubtful(Outcome::Failed, trouble.words()),
                    Class::Permanent | Class::Retryable => Judged::Failed(trouble.words()),
                },
                None if recovering => Judged::Interrupted,
                None => Judged::Doubtful(
                    Outcome::Failed,
                    transcript.tool_error.as_ref().map_or_else(
                        || "Its turn broke off before it had answered.".to_owned(),
                        |error| format!("Its turn ended at a tool call: {error}"),
                    ),
                ),
            },
        };
        self.carry_out(cx, id, verdict, transcript);
    }

    /// The last text of a task's agent that is not empty, since its prompt.
    fn said_since_prompt<'a>(&self, id: &TaskId, transcript: &'a Transcript) -> &'a str {
        let newer = |task: &Task, message: &MessageId| {
            let started = task.started.unwrap_or(task.queued);
            task.is_native()
                || is_newer(
                    &transcript.messages,
                    message,
                    task.message.as_ref(),
                    started,
                )
        };
        match (self.journal.ledger().task(id), &transcript.said_in) {
            (Some(task), Some(message)) if newer(task, message) => transcript.said.trim(),
            _ => "",
        }
    }

    fn carry_out(
        &mut self,
        cx: &mut Cx<'_>,
        id: &TaskId,
        verdict: Judged,
        transcript: &Transcript,
    ) {
        let leftovers: Vec<String> = transcript
            .todos
            .iter()
            .filter(|todo| todo.is_open())
            .map(|todo| text::one_line(&todo.content))
            .collect();
        let said = self.said_since_prompt(id, transcript).to_owned();
        match verdict {
            Judged::Completed => {
                let result = if said.is_empty() {
                    text::empty_result(transcript.tool_output.as_deref())
                } else {
                    said
                };
                self.end(cx, id, Outcome::Completed, result, None, leftovers);
            }
            Judged::Failed(error) => {
                self.end(cx, id, Outcome::Failed, said, Some(error), leftovers);
            }
            Judged::Interrupted => {
                self.end(cx, id, Outcome::Interrupted, said, None, leftovers);
            }
            Judged::NeverPrompted => self.bring_up_again(cx, id),
            Judged::NeverAnswered => self.redrive_child(cx, id),
            Judged::Doubtful(outcome, error) => {
                let Some(live) = self.live.get_mut(id) else {
                    return;
                };
                match live.doubt {
                    Some(until) if cx.now >= until => {
                        self.end(cx, id, outcome, said, Some(error), leftovers);
                    }
                    Some(_) => {}
                    None => live.doubt = Some(cx.now.plus(DOUBT)),
                }
            }
            Judged::Unanswered => {
                let half = Span(cx.config.tasks.start_timeout.0 / 2);
                let Some(live) = self.live.get_mut(id) else {
                    return;
                };
                if cx.now.since(live.begun) >= half
                    && !live.redriven
                    && live.phase == Phase::Working
                {
                    live.redriven = true;
                    self.redrive_child(cx, id);
                }
            }
        }
    }

    /// The prompt never reached the child session: it is safe to send it.
    fn bring_up_again(&mut self, cx: &mut Cx<'_>, id: &TaskId) {
        cx.log(
            Level::Info,
            format!("{id} had not been prompted; it goes on"),
        );
        if self
            .journal
            .ledger()
            .task(id)
            .is_some_and(|task| task.message.is_none())
        {
            // It has no prompt of its own yet: a follow-up that had just been started.
            self.bring_up(cx, id);
            return;
        }
        self.redrive_child(cx, id);
    }

    /// Sends the prompt once more: the same message, in which OpenCode sees no second copy.
    fn redrive_child(&mut self, cx: &mut Cx<'_>, id: &TaskId) {
        if let Some(live) = self.live.get_mut(id) {
            live.acts(cx.now);
        }
        self.prompting(id);
        self.with_rights(cx, id, Purpose::Again);
    }

    /// Carries out what is due for running tasks: limits, doubts, fallbacks, lost events.
    pub(in crate::core) fn check_running(&mut self, cx: &mut Cx<'_>) {
        asks::reject_overdue(self, cx);
        let ids: Vec<TaskId> = self.live.keys().cloned().collect();
        for id in ids {
            self.write_due_activity(cx, &id);
            if self.asking_of(&id).is_none() || self.headless {
                self.check_limits(cx, &id);
            }
            let Some(live) = self.live.get(&id) else {
                continue;
            };
            let due = |at: Option<Time>| at.is_some_and(|at| cx.now >= at);
            if due(live.stop_by) {
                self.finish_stopping(cx, &id, "");
            } else if due(live.recheck.at)
                || due(live.doubt)
                || cx.now.since(live.checked.max(live.activity.last)) >= RECONCILE_EVERY
            {
                self.inspect_child(cx, &id);
            }
        }
    }

    fn asking_of(&self, id: &TaskId) -> Option<&String> {
        self.journal
            .ledger()
            .task(id)
            .and_then(|task| task.asking.as_ref())
    }

    fn check_limits(&mut self, cx: &mut Cx<'_>, id: &TaskId) {
        let Some((limit, since, name)) = self.limit(cx, id) else {
            return;
        };
        let passed = cx.now.since(since);
        let Some(task) = self.journal.ledger().task(id) else {
            return;
        };
        let label = format!("“{}”", text::one_line(&task.launch.description));
        if passed >= limit {
            let error = format!(
                "The task {} within {} ({}s).",
                name.verb(),
                name.setting(),
                limit.as_seconds()
            );
            self.stop_task(cx, id, Outcome::Failed, Some(error));
        } else if passed.0 >= limit.0 / 2 {
            let Some(live) = self.live.get_mut(id) else {
                return;
            };
            if !live.warned {
                live.warned = true;
                let message = format!(
                    "{label} {} for {}; it fails after {} ({}).",
                    name.state(),
                    passed.human(),
                    limit.human(),
                    name.setting()
                );
                cx.log(Level::Warn, message.clone());
                cx.notify(Variant::Warning, message);
                self.inspect_child(cx, id);
            }
        }
    }

    /// The limit that a running task is under: to start, or to do something. None while a tool
    /// call is in flight, while it is being stopped, and for what OpenCode runs itself where
    /// somebody watches.
    fn limit(&self, cx: &Cx<'_>, id: &TaskId) -> Option<(Span, Time, Limit)> {
        let task = self.journal.ledger().task(id)?;
        let live = self.live.get(id)?;
        let watched = task.is_native() && !self.headless;
        let stopping = self.journal.ledger().stopping.contains_key(id);
        if stopping || watched || !live.tools.is_empty() {
            return None;
        }
        // Waiting for a provider is no inactivity.
        let retry = live.activity.retry.as_ref();
        let tried = retry.and_then(|retry| retry.next).unwrap_or_default();
        if live.answered {
            let since = live.alive.max(live.begun).max(tried);
            Some((cx.config.tasks.inactivity_timeout, since, Limit::Activity))
        } else {
            let since = live.begun.max(tried);
            Some((cx.config.tasks.start_timeout, since, Limit::Start))
        }
    }

    /// When `check_running` next has something to do.
    pub(in crate::core) fn next_check(&self, cx: &Cx<'_>) -> Option<Time> {
        let asking = |id: &TaskId| self.asking_of(id).is_some() && !self.headless;
        self.live
            .iter()
            .flat_map(|(id, live)| {
                let limit = self
                    .limit(cx, id)
                    .filter(|_| !asking(id))
                    .map(|(limit, since, _)| {
                        since.plus(if live.warned {
                            limit
                        } else {
                            Span(limit.0.div_ceil(2))
                        })
                    });
                // Without a session there is nothing to look at yet.
                let visible = !live.inspecting && live.phase != Phase::Creating;
                let reconcile =
                    visible.then(|| live.checked.max(live.activity.last).plus(RECONCILE_EVERY));
                let doubt = live.doubt.filter(|_| !live.inspecting);
                let write = live.unwritten.then(|| live.noted.plus(ACTIVITY_EVERY));
                [
                    live.stop_by,
                    live.recheck.at,
                    doubt,
                    limit,
                    reconcile,
                    write,
                ]
            })
            .flatten()
            .chain(self.tasks.tree.next())
            .min()
    }

    /// A tool call of the root started a native background subagent: it is watched from now on.
    pub(in crate::core) fn native_seen(&mut self, cx: &mut Cx<'_>, update: &ToolUpdate) {
        let Some(native) = &update.native else { return };
        if !self.journal.is_open() || self.journal.ledger().task_in(&native.session).is_some() {
            return;
        }
        let task = cx.ids.task(|id| self.journal.ledger().is_taken(id));
        let (root, session) = (self.id.clone(), native.session.clone());
        self.add_node(cx, &session, &root);
        self.record(
            cx,
            Record::Launched(crate::core::task::Launch {
                task: task.clone(),
                description: native.description.clone(),
                prompt: native.prompt.clone(),
                agent: native.agent.clone(),
                model: None,
                variant: None,
                call: Some(update.call.clone()),
                origin: Origin::Native,
                caller: None,
                follows: None,
                session: Some(session),
            }),
        );
        let activity = crate::core::task::activity::Activity {
            last: cx.now,
            ..Default::default()
        };
        let mut live = crate::core::session::root::Live::new(Phase::Working, activity, cx.now);
        live.busy = true;
        live.answered = true;
        self.live.insert(task, live);
    }

    /// Aborts every session of the tree that works and forgets the journal: the root was deleted.
    pub(in crate::core) fn deleted(&mut self, cx: &mut Cx<'_>) {
        self.abandon_step();
        self.let_abandoned_go(cx);
        self.end_waiting(cx, "the session was deleted");
        let mut sessions: Vec<SessionId> = self
            .journal
            .ledger()
            .active_tasks()
            .filter_map(|task| task.launch.session.clone())
            .collect();
        let busy = self.tasks.tree.busy();
        sessions.extend(busy.filter(|id| **id != self.id).cloned());
        sessions.sort();
        sessions.dedup();
        for session in sessions {
            self.abort_below(cx, session);
        }
        self.journal.forget(cx);
    }

    fn abort_below(&self, cx: &mut Cx<'_>, session: SessionId) {
        let effect = cx.expect(&self.id, AbortFor::Nobody);
        cx.out.push(Effect::Abort { effect, session });
    }

    /// A session below the root was deleted. Its loop goes on all the same until it is aborted:
    /// only then is a task's slot free.
    pub(in crate::core) fn child_deleted(&mut self, cx: &mut Cx<'_>, session: &SessionId) {
        let Some(id) = self.running_in(session) else {
            if self.tasks.tree.is_busy(session) {
                self.abort_below(cx, session.clone());
            }
            self.forget_session(cx, session);
            return;
        };
        self.tasks.tree.delete(session);
        if self.journal.ledger().stopping.contains_key(&id) {
            self.abort_child(cx, &id);
        } else {
            let error = Some("Its session was deleted.".to_owned());
            self.stop_task(cx, &id, Outcome::Cancelled, error);
        }
    }

    fn forget_session(&mut self, cx: &mut Cx<'_>, session: &SessionId) {
        self.tasks.tree.forget(session);
        cx.home.remove(session);
    }

    /// Whether a task's session was deleted: nothing can be read of it any more.
    fn is_gone(&self, id: &TaskId) -> bool {
        let session = self
            .journal
            .ledger()
            .task(id)
            .and_then(|task| task.launch.session.as_ref());
        session.is_some_and(|session| self.tasks.tree.is_deleted(session))
    }

    /// OpenCode has aborted a task's session, or could not.
    pub(in crate::core) fn child_aborted(
        &mut self,
        cx: &mut Cx<'_>,
        id: &TaskId,
        result: Result<(), String>,
    ) {
        if !self.is_gone(id) {
            self.inspect_child(cx, id);
        } else if result.is_ok() {
            self.finish_gone(cx, id);
        }
    }

    fn finish_gone(&mut self, cx: &mut Cx<'_>, id: &TaskId) {
        self.finish_stopping(cx, id, "");
        if let Some(session) = self.session_of(id) {
            self.forget_session(cx, &session);
        }
    }
}

/// What a transcript proves.
enum Judged {
    Completed,
    Failed(String),
    Interrupted,
    /// After a crash: the prompt is not in the session.
    NeverPrompted,
    /// After a crash: the prompt is in the session, and the model was never asked.
    NeverAnswered,
    /// It looks over, and may still go on.
    Doubtful(Outcome, String),
    /// No answer yet: the start limit decides.
    Unanswered,
}

#[derive(Clone, Copy)]
enum Limit {
    Start,
    Activity,
}

impl Limit {
    fn setting(self) -> &'static str {
        match self {
            Self::Start => "tasks.startTimeoutSeconds",
            Self::Activity => "tasks.inactivityTimeoutMinutes",
        }
    }

    fn verb(self) -> &'static str {
        match self {
            Self::Start => "did not start",
            Self::Activity => "did nothing",
        }
    }

    fn state(self) -> &'static str {
        match self {
            Self::Start => "has not started",
            Self::Activity => "has done nothing",
        }
    }
}

/// Whether a message came after the prompt, or where the prompt is out of sight, after `since`.
fn is_newer(messages: &[Head], id: &MessageId, prompt: Option<&MessageId>, since: Time) -> bool {
    let at = |id: &MessageId| messages.iter().position(|head| head.id == *id);
    match (at(id), prompt.and_then(at)) {
        (Some(answer), Some(prompt)) => answer > prompt,
        (Some(answer), None) => messages
            .get(answer)
            .is_some_and(|head| head.created >= since),
        (None, _) => false,
    }
}

impl Task {
    /// Whether the task's child session can take a follow-up.
    #[must_use]
    pub fn can_follow(&self) -> bool {
        !self.is_active() && !self.is_native() && self.launch.session.is_some()
    }
}
