//! A running task, beyond its records: how far it is, and what was seen of its session.

use crate::core::config::Tasks as Options;
use crate::core::port::event::{ToolState, ToolUpdate};
use crate::core::session::tasks::limit::{Limit, Overdue, Progress};
use crate::core::session::tasks::look::Look;
use crate::core::session::tasks::signs::{Calls, Heard, Log, Speech};
use crate::core::session::timers::Timer;
use crate::core::task::activity::{Activity, Retry};
use crate::core::values::ids::MessageId;
use crate::core::values::plain::{one_line, short};
use crate::core::values::time::{Span, Time};

/// How long a doubtful end (an abort, a turn that broke off) may still turn out otherwise.
const DOUBT: Span = Span::seconds(2);
/// How long a child session has to stop before its task counts as stopped all the same.
const STOP_WITHIN: Span = Span::seconds(5);
/// How long OpenCode is asked again what became of a task after a crash, where it does not say.
const SEEK_FOR: Span = Span::seconds(2);
/// Characters of a note about what a task does.
const NOTE_CHARS: usize = 200;

/// How far a running task is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Phase {
    /// Its child session is being created.
    Creating,
    /// A prompt is on its way to its session: no answer there is one to it.
    Prompting(Errand),
    /// Its session works.
    Working,
    /// Its session rests, and its last answer looks broken off: until then it may go on. What
    /// began it may be a process that is gone.
    Doubtful { until: Time, recovering: bool },
    /// It ran in a process that is gone: its session is being looked at.
    Recovering,
    /// It is to stop: then it counts as stopped, whatever its session does.
    Stopping { by: Time, from: Before },
}

/// What a prompt on its way is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Errand {
    /// The task's own.
    Prompt,
    /// A further message to a task that runs.
    Steer(MessageId),
}

/// How far a task was when it was to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    Creating,
    Prompting,
    Working,
    Recovering,
}

/// What is due for a running task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Due {
    /// It counts as stopped.
    Stopped,
    /// Its session is to be looked at.
    Look,
}

/// A running task.
#[derive(Clone, Debug)]
pub(super) struct Live {
    phase: Phase,
    /// The newest message that it got while it ran: complete is what answers that.
    steered: Option<MessageId>,
    /// Its prompt was sent once more, since nothing answered it.
    redriven: bool,
    progress: Progress,
    speech: Speech,
    calls: Calls,
    log: Log,
    look: Look,
}

impl Live {
    fn new(phase: Phase, under: Limit, activity: Activity, now: Time) -> Self {
        Self {
            phase,
            steered: None,
            redriven: false,
            progress: Progress::new(under, now),
            speech: Speech::default(),
            calls: Calls::default(),
            log: Log::new(activity, now),
            look: Look::new(now),
        }
    }

    /// A task whose child session is to be created.
    pub(super) fn creating(activity: Activity, now: Time) -> Self {
        Self::new(Phase::Creating, Limit::Start, activity, now)
    }

    /// A task that is to be prompted in a session that exists.
    pub(super) fn prompting(activity: Activity, now: Time) -> Self {
        Self::new(
            Phase::Prompting(Errand::Prompt),
            Limit::Start,
            activity,
            now,
        )
    }

    /// A task that a process which is gone had running.
    pub(super) fn recovering(activity: Activity, native: bool, now: Time) -> Self {
        let under = if native {
            Limit::Activity
        } else {
            Limit::Start
        };
        Self::new(Phase::Recovering, under, activity, now)
    }

    /// A subagent of OpenCode's own, which works already.
    pub(super) fn watched(now: Time) -> Self {
        let activity = Activity {
            last: now,
            ..Activity::default()
        };
        Self::new(Phase::Working, Limit::Activity, activity, now)
    }

    /// What it does.
    pub(super) fn activity(&self) -> &Activity {
        &self.log.activity
    }

    /// The newest message that it got while it ran.
    pub(super) fn steered(&self) -> Option<&MessageId> {
        self.steered.as_ref()
    }

    /// Whether a prompt is on its way to its session: another might overtake it.
    pub(super) fn is_prompting(&self) -> bool {
        match self.phase {
            Phase::Prompting(_) => true,
            Phase::Stopping { from, .. } => from == Before::Prompting,
            Phase::Creating | Phase::Working | Phase::Doubtful { .. } | Phase::Recovering => false,
        }
    }

    /// Whether a further message is on its way to it.
    pub(super) fn is_steering(&self) -> bool {
        matches!(self.phase, Phase::Prompting(Errand::Steer(_)))
    }

    /// Whether it is not known yet what became of it when its process died.
    pub(super) fn is_recovering(&self) -> bool {
        match self.phase {
            Phase::Recovering => true,
            Phase::Doubtful { recovering, .. } => recovering,
            Phase::Stopping { from, .. } => from == Before::Recovering,
            Phase::Creating | Phase::Prompting(_) | Phase::Working => false,
        }
    }

    pub(super) fn is_stopping(&self) -> bool {
        matches!(self.phase, Phase::Stopping { .. })
    }

    fn has_session(&self) -> bool {
        match self.phase {
            Phase::Creating => false,
            Phase::Stopping { from, .. } => from != Before::Creating,
            Phase::Prompting(_) | Phase::Working | Phase::Doubtful { .. } | Phase::Recovering => {
                true
            }
        }
    }

    /// Its prompt is on its way to its session.
    pub(super) fn prompts(&mut self) {
        self.sets_out(Errand::Prompt);
    }

    /// A further message is on its way to its session.
    pub(super) fn steers(&mut self, message: MessageId) {
        self.sets_out(Errand::Steer(message));
    }

    fn sets_out(&mut self, errand: Errand) {
        match &mut self.phase {
            Phase::Stopping { from, .. } => *from = Before::Prompting,
            phase @ (Phase::Creating
            | Phase::Prompting(_)
            | Phase::Working
            | Phase::Doubtful { .. }
            | Phase::Recovering) => *phase = Phase::Prompting(errand),
        }
    }

    /// The prompt on its way has come to its session, or `taken` is false.
    pub(super) fn prompted(&mut self, taken: bool) {
        match std::mem::replace(&mut self.phase, Phase::Working) {
            Phase::Prompting(Errand::Steer(message)) if taken => self.steered = Some(message),
            Phase::Prompting(_) => {}
            Phase::Stopping {
                by,
                from: Before::Prompting,
            } => {
                let from = Before::Working;
                self.phase = Phase::Stopping { by, from };
            }
            other @ (Phase::Creating
            | Phase::Working
            | Phase::Doubtful { .. }
            | Phase::Recovering
            | Phase::Stopping { .. }) => self.phase = other,
        }
    }

    /// Its prompt has got no answer: whether it is to be sent again, once, and not too soon.
    pub(super) fn redrives(&mut self, after: Span, now: Time) -> bool {
        self.goes_on();
        let again =
            self.phase == Phase::Working && !self.redriven && self.progress.age(now) >= after;
        self.redriven |= again;
        again
    }

    /// It is to stop.
    pub(super) fn stop(&mut self, now: Time) {
        let from = match self.phase {
            Phase::Creating => Before::Creating,
            Phase::Prompting(_) => Before::Prompting,
            Phase::Doubtful {
                recovering: true, ..
            }
            | Phase::Recovering => Before::Recovering,
            Phase::Working | Phase::Doubtful { .. } => Before::Working,
            Phase::Stopping { .. } => return,
        };
        let by = now.plus(STOP_WITHIN);
        self.phase = Phase::Stopping { by, from };
    }
}

/// What was seen of its session.
impl Live {
    /// Its session works; told `again` it is no sign of life.
    pub(super) fn works(&mut self, again: bool, now: Time) {
        if !again || self.log.activity.retry.is_some() {
            self.acts(now);
        }
        self.goes_on();
        self.look.agrees();
    }

    fn goes_on(&mut self) {
        if let Phase::Doubtful { recovering, .. } = self.phase {
            self.phase = if recovering {
                Phase::Recovering
            } else {
                Phase::Working
            };
        }
    }

    /// It did something.
    pub(super) fn acts(&mut self, now: Time) {
        self.progress.acts(now);
        self.log.activity.last = now;
        self.log.activity.retry = None;
    }

    /// Its provider is to be asked again, after what it said.
    pub(super) fn retries(&mut self, retry: Retry, note: &str, said: &str, now: Time) {
        if self.log.activity.retry.as_ref() != Some(&retry) {
            self.acts(now);
            let said = short(&one_line(said), NOTE_CHARS);
            self.log.activity.note(now, format!("{note}: {said}"));
            self.log.activity.retry = Some(retry);
            self.log.changes();
        }
    }

    /// A message of its agent is known. Tool calls of an older one are over, also where the event
    /// that says so was lost.
    fn begins(&mut self, message: &MessageId) -> bool {
        let newer = self.speech.begins(message);
        if newer {
            self.calls.all_end();
        }
        newer
    }

    /// Takes news of a message of its agent.
    pub(super) fn hears(&mut self, message: &MessageId, heard: Heard<'_>, now: Time) {
        self.progress.starts();
        let begun = self.begins(message);
        if self.speech.hears(message, heard) || begun {
            self.acts(now);
            self.log.changes();
        }
    }

    /// A model step in its session, or below it, ended.
    pub(super) fn steps(&mut self, tokens: u64, cost: f64, now: Time) {
        let activity = &mut self.log.activity;
        activity.steps = activity.steps.saturating_add(1);
        activity.tokens = activity.tokens.saturating_add(tokens);
        activity.cost += cost;
        self.acts(now);
        self.log.changes();
    }

    /// A tool call in its session, or below it.
    pub(super) fn calls(&mut self, update: &ToolUpdate, now: Time) {
        let what = one_line(&format!("{} {}", update.tool, update.title));
        let what = short(&what, NOTE_CHARS);
        let note = match &update.state {
            ToolState::Running => {
                if self.calls.begins(&update.call, one_line(&update.tool)) {
                    self.acts(now);
                }
                None
            }
            ToolState::Completed | ToolState::Failed(_) if !self.calls.ends(&update.call) => {
                return;
            }
            ToolState::Completed => Some(what),
            ToolState::Failed(error) => {
                let error = short(&one_line(error), NOTE_CHARS);
                Some(format!("{what} failed: {error}"))
            }
        };
        if let Some(note) = note {
            self.acts(now);
            let activity = &mut self.log.activity;
            activity.tool_calls = activity.tool_calls.saturating_add(1);
            activity.note(now, note);
        }
        self.log.activity.tool = self.calls.tool().cloned();
        self.log.changes();
    }

    /// OpenCode is to be asked for the state of its session; whether it has not been already.
    pub(super) fn asks(&mut self) -> bool {
        self.look.ask()
    }

    /// OpenCode has answered, or could not.
    pub(super) fn answered(&mut self, now: Time) {
        self.look.answered(now);
    }

    /// OpenCode could not tell of its session; whether that was after a crash, and for too long:
    /// the task may be at work.
    pub(super) fn stays_unseen(&mut self, now: Time) -> bool {
        let over = self.is_recovering() && self.progress.age(now) >= SEEK_FOR;
        if !over && (self.is_recovering() || self.doubted_until().is_some()) {
            self.look.again(now);
        }
        over
    }

    /// OpenCode says that it is at work. `agrees` is whether events say so too.
    pub(super) fn seen_at_work(&mut self, message: Option<&MessageId>, agrees: bool, now: Time) {
        if let Some(message) = message {
            self.begins(message);
        }
        if !agrees {
            self.look.again(now);
        }
        match &mut self.phase {
            Phase::Stopping {
                from: from @ Before::Recovering,
                ..
            } => *from = Before::Working,
            phase @ (Phase::Recovering | Phase::Doubtful { .. }) => *phase = Phase::Working,
            Phase::Creating | Phase::Prompting(_) | Phase::Working | Phase::Stopping { .. } => {}
        }
    }

    /// OpenCode says that its session rests. Nothing runs there: the end of a tool call was lost.
    pub(super) fn seen_at_rest(&mut self) {
        self.look.agrees();
        self.calls.all_end();
    }

    /// It looks over, and may still go on; whether it has had the time to.
    pub(super) fn doubts(&mut self, now: Time) -> bool {
        match self.phase {
            Phase::Doubtful { until, .. } => now >= until,
            Phase::Working | Phase::Recovering => {
                self.phase = Phase::Doubtful {
                    until: now.plus(DOUBT),
                    recovering: self.phase == Phase::Recovering,
                };
                false
            }
            Phase::Creating | Phase::Prompting(_) | Phase::Stopping { .. } => false,
        }
    }
}

/// What is due, and when.
impl Live {
    /// Whether its activity is to be written to the journal.
    pub(super) fn is_unwritten(&self, now: Time) -> bool {
        self.log.next().is_some_and(|at| now >= at)
    }

    /// Its activity, to be written.
    pub(super) fn write(&mut self, now: Time) -> Activity {
        self.log.write(now)
    }

    /// Whether it does nothing for too long. No limit counts while a tool call is in flight, nor
    /// while it is to stop.
    pub(super) fn overdue(&mut self, options: &Options, now: Time) -> Option<Overdue> {
        let tried = self.tried();
        let limited = self.is_limited();
        limited.then(|| self.progress.overdue(options, tried, now))?
    }

    fn is_limited(&self) -> bool {
        !self.is_stopping() && self.calls.tool().is_none()
    }

    fn tried(&self) -> Option<Time> {
        self.log.activity.retry.as_ref()?.next
    }

    /// What is due.
    pub(super) fn due(&self, now: Time) -> Option<Due> {
        if self.stops_by().is_some_and(|by| now >= by) {
            return Some(Due::Stopped);
        }
        (self.next_look()? <= now).then_some(Due::Look)
    }

    fn stops_by(&self) -> Option<Time> {
        match self.phase {
            Phase::Stopping { by, .. } => Some(by),
            Phase::Creating
            | Phase::Prompting(_)
            | Phase::Working
            | Phase::Doubtful { .. }
            | Phase::Recovering => None,
        }
    }

    fn doubted_until(&self) -> Option<Time> {
        match self.phase {
            Phase::Doubtful { until, .. } => Some(until),
            Phase::Creating
            | Phase::Prompting(_)
            | Phase::Working
            | Phase::Recovering
            | Phase::Stopping { .. } => None,
        }
    }

    fn next_look(&self) -> Option<Time> {
        let next = self.look.next(self.log.activity.last, self.doubted_until());
        next.filter(|_| self.has_session())
    }

    /// When something is due, and what. Its limits are those of `options`, where it is under any.
    pub(super) fn timers(&self, options: Option<&Options>) -> [(Timer, Option<Time>); 4] {
        let limit = options
            .filter(|_| self.is_limited())
            .map(|options| self.progress.next(options, self.tried()));
        [
            (Timer::TaskStop, self.stops_by()),
            (Timer::TaskLook, self.next_look()),
            (Timer::TaskLimit, limit),
            (Timer::TaskActivity, self.log.next()),
        ]
    }

    /// The machine slept: what is waited for is due as much later.
    pub(super) fn slept(&mut self, span: Span) {
        self.progress.slept(span);
        match &mut self.phase {
            Phase::Doubtful { until: at, .. } | Phase::Stopping { by: at, .. } => {
                *at = at.plus(span);
            }
            Phase::Creating | Phase::Prompting(_) | Phase::Working | Phase::Recovering => {}
        }
    }
}
