//! A background task as the journal knows it.

#![cfg_attr(not(test), deny(clippy::too_many_lines))]

pub mod activity;
pub(in crate::core) mod index;
pub mod rights;

use serde::{Deserialize, Serialize};

use crate::core::task::activity::Activity;
use crate::core::values::ids::{MessageId, SessionId, TaskId};
use crate::core::values::time::{Span, Time};

/// A provider's model.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Model {
    /// The provider's id, `zai`.
    pub provider: String,
    /// The model's id within the provider, `glm-4.7`.
    pub model: String,
}

impl Model {
    /// The concurrency key: `provider/model`.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}/{}", self.provider, self.model)
    }
}

/// Who launched a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// The agent, through a tool.
    Agent,
    /// The user, through a slash command or the terminal UI.
    User,
    /// OpenCode: a native background subagent that is only watched.
    Native,
}

impl Origin {
    /// The origin's name, in the journal and for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::User => "user",
            Self::Native => "native",
        }
    }
}

/// How a task ended. Terminal is final: a resumed task is a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// Its agent finished its turn.
    Completed,
    /// An error or a timeout ended it.
    Failed,
    /// Somebody cancelled it.
    Cancelled,
    /// Its process died; it can be resumed.
    Interrupted,
}

/// Where a task is on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// In the queue.
    Pending,
    /// It holds a slot.
    Running,
    /// It is over.
    Ended(Outcome),
}

impl Outcome {
    /// The outcome's name, in the journal and for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Completed => "completed",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Interrupted => "interrupted",
        }
    }
}

impl Stage {
    /// The status as every interface shows it.
    #[must_use]
    pub fn status(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Running => "running",
            Self::Ended(outcome) => outcome.name(),
        }
    }

    /// Pending or running.
    #[must_use]
    pub fn is_active(self) -> bool {
        match self {
            Self::Pending | Self::Running => true,
            Self::Ended(_) => false,
        }
    }
}

/// Whether the result of an ended task has reached its agent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// Not yet.
    Owed,
    /// In the message named, which no assistant turn has followed yet.
    Sent(MessageId),
    /// An assistant turn has seen it.
    Done,
}

/// How a task takes up the one that it follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum How {
    /// With a further message, in the same session.
    Message,
    /// Where it stopped, in the same session.
    Resume,
    /// From its beginning.
    Retry,
}

/// The ended task that a task takes up, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Follows {
    /// The ended task.
    pub task: TaskId,
    /// How it is taken up.
    pub how: How,
}

/// What a launch says; the rest of a task follows from later records.
#[derive(Clone, Debug, PartialEq)]
pub struct Launch {
    /// The new task.
    pub task: TaskId,
    /// Three to five words.
    pub description: String,
    /// What its agent is to do. One that is resumed has been told so before.
    pub prompt: String,
    /// The agent that works on it.
    pub agent: String,
    /// The model, where it is known.
    pub model: Option<Model>,
    /// The model's variant.
    pub variant: Option<String>,
    /// The tool call that launched it: a repeated call launches nothing new.
    pub call: Option<String>,
    /// Who launched it.
    pub origin: Origin,
    /// The agent that launched it, whose denials bind it; none where the user did.
    pub caller: Option<String>,
    /// The ended task that it takes up.
    pub follows: Option<Follows>,
    /// The child session, where it exists already.
    pub session: Option<SessionId>,
}

impl Launch {
    /// The ended task that it takes up.
    #[must_use]
    pub fn takes_up(&self) -> Option<&TaskId> {
        self.follows.as_ref().map(|follows| &follows.task)
    }
}

/// A place among launches. Where others were forgotten it is another one, and the task the same.
#[derive(Clone, Copy, Debug, Default)]
pub struct Number(pub u64);

impl PartialEq for Number {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// A task: the fold of its records.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// What its launch said.
    pub launch: Launch,
    /// Its place among all launches.
    pub number: Number,
    /// When it entered the queue.
    pub queued: Time,
    /// When it took a slot.
    pub started: Option<Time>,
    /// Since when it works, while it does. What a process did before it died is in `worked`.
    pub since: Option<Time>,
    /// How long it worked before that.
    pub worked: Span,
    /// When it ended.
    pub ended: Option<Time>,
    /// Where it is on its way.
    pub stage: Stage,
    /// The message that prompts the child session, once it is to be sent.
    pub message: Option<MessageId>,
    /// What it has said: the result once completed, the text so far otherwise.
    pub result: String,
    /// Why it failed.
    pub error: Option<String>,
    /// Todos that its agent left open.
    pub leftovers: Vec<String>,
    /// Whether its agent knows.
    pub delivery: Delivery,
    /// Whether a person has looked at its end.
    pub viewed: bool,
    /// The permission it waits for.
    pub asking: Option<String>,
    /// What it is doing.
    pub activity: Activity,
}

/// No task works for longer. What a journal tells beyond that is no time.
pub(in crate::core) const RUN_TIME_MAX: Span = Span::minutes(100 * 365 * 24 * 60);

impl Task {
    /// A task that just entered the queue.
    #[must_use]
    pub fn new(launch: Launch, queued: Time) -> Self {
        Self {
            launch,
            number: Number::default(),
            queued,
            started: None,
            since: None,
            worked: Span(0),
            ended: None,
            stage: Stage::Pending,
            message: None,
            result: String::new(),
            error: None,
            leftovers: Vec::new(),
            delivery: Delivery::Owed,
            viewed: false,
            asking: None,
            activity: Activity::default(),
        }
    }

    /// It begins to work.
    pub(in crate::core) fn start(&mut self, t: Time) {
        self.stage = Stage::Running;
        self.started = Some(t);
        self.since = Some(t);
        self.activity.last = t;
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> &TaskId {
        &self.launch.task
    }

    /// Slots are counted per key; a task whose model is unknown shares one key with its like.
    #[must_use]
    pub fn key(&self) -> String {
        self.launch
            .model
            .as_ref()
            .map_or_else(|| "default".to_owned(), Model::key)
    }

    /// Pending or running.
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.stage.is_active()
    }

    /// A watched native subagent, whose queue and delivery are OpenCode's.
    #[must_use]
    pub fn is_native(&self) -> bool {
        self.launch.origin == Origin::Native
    }

    /// Whether its child session can take a follow-up.
    #[must_use]
    pub fn can_follow(&self) -> bool {
        !self.is_active() && !self.is_native() && self.launch.session.is_some()
    }

    /// Ended, and its agent has not been told.
    #[must_use]
    pub fn is_owed(&self) -> bool {
        !self.is_active() && self.delivery == Delivery::Owed
    }

    /// Ended, and no turn of its agent has shown that it knows.
    #[must_use]
    pub fn is_untold(&self) -> bool {
        !self.is_active() && self.delivery != Delivery::Done
    }

    /// Its result is in this message, which no assistant turn has followed yet.
    #[must_use]
    pub fn is_sent_in(&self, message: &MessageId) -> bool {
        matches!(&self.delivery, Delivery::Sent(sent) if sent == message)
    }

    /// Time spent working; neither time in the queue counts, nor time without a process.
    #[must_use]
    pub fn run_time(&self, now: Time) -> Span {
        let working = self.since.map_or(Span(0), |since| now.since(since));
        self.worked.plus(working).min(RUN_TIME_MAX)
    }

    /// It has worked until `last`, the last sign of life of a process that died. Another one
    /// takes it over at `t`.
    pub(in crate::core) fn change_hands(&mut self, last: Time, t: Time) {
        if self.stage == Stage::Running {
            self.worked = self.run_time(last);
            self.since = Some(t);
        }
    }

    /// It ends. One that was interrupted did nothing after its process had died.
    pub(in crate::core) fn finish(&mut self, outcome: Outcome, t: Time) {
        if outcome != Outcome::Interrupted {
            self.worked = self.run_time(t);
        }
        self.since = None;
        self.stage = Stage::Ended(outcome);
        self.ended = Some(t);
    }

    /// The result, or the error's words, or that there was nothing.
    #[must_use]
    pub fn outcome_text(&self) -> String {
        match (&self.error, self.result.is_empty()) {
            (Some(error), true) => error.clone(),
            (Some(error), false) => format!("{error}\n\nWhat it had said so far:\n{}", self.result),
            (None, _) => self.result.clone(),
        }
    }
}
