//! Everything that can happen, as the host reports it.
//!
//! The one rule of order: [`Event::SessionKnown`] precedes every other event about a session.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::core::task::Model;
pub use crate::core::task::rights::Agent;
use crate::core::task::rights::Rule;
use crate::core::values::ids::{
    AbortId, CallId, ClaimId, CreateId, InspectId, LeaveId, MessageId, PromptId, RulesId, SessionId,
};
use crate::core::values::lenient;
use crate::core::values::time::Time;
use crate::core::values::todo::Todo;
use crate::core::values::trouble::Trouble;

/// Something that happened.
#[allow(
    clippy::large_enum_variant,
    reason = "taken apart at once, seldom kept"
)]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// A session and where it belongs.
    SessionKnown(SessionFacts),
    /// A session was deleted.
    SessionDeleted {
        /// The session.
        session: SessionId,
    },
    /// A hook or tool call that waits was abandoned by OpenCode.
    CallAborted {
        /// The call.
        call: CallId,
    },
    /// The agents that the project has.
    AgentsKnown {
        /// All of them.
        agents: Vec<Agent>,
    },
    /// OpenCode's options, as far as they bind a child session.
    OptionsKnown(HostOptions),
    /// The time asked for has come.
    Tick,
    /// OpenCode waits for an answer.
    #[serde(untagged)]
    Hook(Hook),
    /// News of a session, which nobody waits for.
    #[serde(untagged)]
    News(News),
    /// What became of an effect.
    #[serde(untagged)]
    Done(Done),
}

/// A hook or a call of OpenCode's that waits: each is answered exactly once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Hook {
    /// A user message is about to be stored. Answered by [`crate::core::Effect::ReplyMessage`].
    UserMessage {
        /// The hook that waits.
        call: CallId,
        /// The session.
        session: SessionId,
        /// The message.
        message: MessageId,
        /// Whether a program wrote it rather than a person.
        synthetic: bool,
        /// Who is to answer it.
        identity: Identity,
    },
    /// The model is about to be asked. Answered by [`crate::core::Effect::ReleaseStep`].
    StepStarted {
        /// The hook that waits.
        call: CallId,
        /// The session.
        session: SessionId,
        /// The newest user message, which this step answers.
        user: NewestUser,
        /// Who answers a person in this session.
        identity: Option<Identity>,
        /// The newest assistant message before this step.
        assistant: Option<Assistant>,
    },
    /// One of our tools was called. Answered by [`crate::core::Effect::ReplyTool`].
    ToolCalled {
        /// The call that waits.
        call: CallId,
        /// The session.
        session: SessionId,
        /// The agent that called.
        agent: Option<String>,
        /// OpenCode's id of the tool call; a repetition has the same.
        tool_call: String,
        /// The tool's name.
        tool: String,
        /// Its arguments as the model gave them.
        args: Value,
    },
    /// One of our slash commands. Answered by [`crate::core::Effect::ReplyCommand`].
    CommandCalled {
        /// The hook that waits.
        call: CallId,
        /// The session.
        session: SessionId,
        /// The command's name.
        command: String,
        /// What follows the name.
        arguments: String,
    },
    /// A compaction starts. Answered by [`crate::core::Effect::ReplyCompaction`].
    CompactionStarted {
        /// The hook that waits.
        call: CallId,
        /// The session.
        session: SessionId,
    },
}

/// News of a session that is known, and of its journal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum News {
    /// A session works.
    SessionBusy {
        /// The session.
        session: SessionId,
    },
    /// The provider is asked once more after an error.
    SessionRetrying {
        /// The session.
        session: SessionId,
        /// How many times so far.
        attempt: u32,
        /// Why.
        message: String,
        /// When it is asked again.
        next: Option<Time>,
    },
    /// A session stopped working. Proves nothing about how.
    SessionIdle {
        /// The session.
        session: SessionId,
    },
    /// A turn ended in an error.
    SessionFailed {
        /// The session.
        session: SessionId,
        /// The error.
        trouble: Trouble,
    },
    /// The user took messages back, or brought them back again.
    SessionReverted {
        /// The session.
        session: SessionId,
        /// Whether messages are taken back at present.
        reverted: bool,
    },
    /// A compaction ended.
    SessionCompacted {
        /// The session.
        session: SessionId,
    },
    /// An assistant message changed.
    AssistantUpdated {
        /// The session.
        session: SessionId,
        /// The message.
        message: Assistant,
    },
    /// A text part is complete.
    TextFinished {
        /// The session.
        session: SessionId,
        /// The message that it is part of.
        message: MessageId,
        /// The text.
        text: String,
    },
    /// A tool call changed its state.
    ToolUpdated(ToolUpdate),
    /// A model step ended.
    StepFinished {
        /// The session.
        session: SessionId,
        /// Tokens read and written.
        tokens: u64,
        /// Its cost.
        cost: f64,
    },
    /// The todo list changed.
    TodosUpdated {
        /// The session.
        session: SessionId,
        /// The whole list.
        todos: Vec<Todo>,
    },
    /// A permission or a question waits for a person.
    AskOpened {
        /// The session.
        session: SessionId,
        /// The request's id.
        ask: String,
        /// What it is about.
        title: String,
        /// Permissions can be rejected for want of a person; questions are not asked where
        /// nobody watches.
        permission: bool,
    },
    /// It was answered.
    AskClosed {
        /// The session.
        session: SessionId,
        /// The request's id.
        ask: String,
        /// Whether it was refused rather than granted or answered.
        rejected: bool,
    },
    /// Files were changed by a session.
    FilesChanged {
        /// The session.
        session: SessionId,
        /// What tells this change from another.
        change: String,
    },
    /// Lines that another process appended to a journal, and ours among them.
    JournalGrew {
        /// Whose journal.
        root: SessionId,
        /// The new text.
        text: String,
        /// Another process has replaced the journal: this is all of it.
        replaced: bool,
    },
    /// Writing a journal failed.
    JournalFailed {
        /// Whose journal.
        root: SessionId,
        /// The system's words.
        error: String,
    },
}

/// What became of an effect. Each kind has an outcome of its own; errors are in words.
#[allow(clippy::large_enum_variant, reason = "taken apart at once, never kept")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Done {
    /// A journal was claimed: what it is now, and whether the owner that it names lives.
    Claimed {
        /// Which claim.
        effect: ClaimId,
        /// The journal, read again after claiming it.
        found: Result<JournalFound, String>,
    },
    /// A child session was created.
    Created {
        /// Which one.
        effect: CreateId,
        /// The session.
        session: Result<SessionId, String>,
    },
    /// Somebody was asked whether an agent may be used.
    LeaveGiven {
        /// Which request.
        effect: LeaveId,
        /// The answer.
        leave: Leave,
    },
    /// A session's permission rules were read, after adding those that were to be added.
    RulesRead {
        /// Which look.
        effect: RulesId,
        /// The rules that the session has.
        rules: Result<Vec<Rule>, String>,
    },
    /// OpenCode took a prompt, or did not.
    Prompted {
        /// Which prompt.
        effect: PromptId,
        /// Whether it took it.
        result: Result<(), String>,
    },
    /// A session was aborted.
    Aborted {
        /// Which abort.
        effect: AbortId,
        /// Whether that could be asked for.
        result: Result<(), String>,
    },
    /// OpenCode was asked for a session's state.
    Inspected {
        /// Which look.
        effect: InspectId,
        /// What its messages say.
        transcript: Result<Transcript, String>,
    },
}

/// The answer to whether an agent may be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Leave {
    /// It may.
    Granted,
    /// It may not, for this reason.
    Refused(String),
    /// This OpenCode gives tools no way to ask for a permission.
    NobodyAsked,
}

impl From<Hook> for Event {
    fn from(hook: Hook) -> Self {
        Self::Hook(hook)
    }
}

impl From<News> for Event {
    fn from(news: News) -> Self {
        Self::News(news)
    }
}

impl From<Done> for Event {
    fn from(done: Done) -> Self {
        Self::Done(done)
    }
}

impl Event {
    /// The session that it is about, where it is about one.
    #[must_use]
    pub fn session(&self) -> Option<&SessionId> {
        match self {
            Self::SessionKnown(facts) => Some(&facts.session),
            Self::SessionDeleted { session } => Some(session),
            Self::Hook(hook) => Some(hook.session()),
            Self::News(news) => Some(news.session()),
            Self::CallAborted { .. }
            | Self::AgentsKnown { .. }
            | Self::OptionsKnown(_)
            | Self::Done(_)
            | Self::Tick => None,
        }
    }
}

impl Hook {
    /// The call that waits.
    #[must_use]
    pub fn call(&self) -> CallId {
        match self {
            Self::UserMessage { call, .. }
            | Self::StepStarted { call, .. }
            | Self::ToolCalled { call, .. }
            | Self::CommandCalled { call, .. }
            | Self::CompactionStarted { call, .. } => *call,
        }
    }

    /// The session that it is about.
    #[must_use]
    pub fn session(&self) -> &SessionId {
        match self {
            Self::UserMessage { session, .. }
            | Self::StepStarted { session, .. }
            | Self::ToolCalled { session, .. }
            | Self::CommandCalled { session, .. }
            | Self::CompactionStarted { session, .. } => session,
        }
    }
}

impl News {
    /// The session that it is about.
    #[must_use]
    pub fn session(&self) -> &SessionId {
        match self {
            Self::ToolUpdated(update) => &update.session,
            Self::JournalGrew { root: session, .. }
            | Self::JournalFailed { root: session, .. }
            | Self::SessionBusy { session, .. }
            | Self::SessionRetrying { session, .. }
            | Self::SessionIdle { session, .. }
            | Self::SessionFailed { session, .. }
            | Self::SessionReverted { session, .. }
            | Self::SessionCompacted { session, .. }
            | Self::AssistantUpdated { session, .. }
            | Self::TextFinished { session, .. }
            | Self::StepFinished { session, .. }
            | Self::TodosUpdated { session, .. }
            | Self::AskOpened { session, .. }
            | Self::AskClosed { session, .. }
            | Self::FilesChanged { session, .. } => session,
        }
    }
}

/// What a session is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SessionFacts {
    /// The session.
    pub session: SessionId,
    /// The session that it works for.
    pub parent: Option<SessionId>,
    /// Whether nobody watches it.
    pub headless: bool,
    /// Its permission rules.
    pub rules: Vec<Rule>,
    /// Its todo list.
    pub todos: Vec<Todo>,
    /// Its journal, where one exists.
    pub journal: Option<JournalFound>,
}

/// A journal as it was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JournalFound {
    /// Its text.
    pub text: String,
    /// Whether the process that owns it lives.
    pub alive: bool,
}

/// Who answers a user message; copied into every automatic prompt, verbatim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Identity {
    /// The agent's key.
    pub agent: String,
    /// The model.
    pub model: Model,
    /// The model's variant.
    pub variant: Option<String>,
    /// `system`, `tools` and `format` where the message has them.
    pub rest: serde_json::Map<String, Value>,
}

/// An assistant message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Assistant {
    /// Its id.
    pub id: MessageId,
    /// The user message that it answers.
    pub parent: Option<MessageId>,
    /// Why the model stopped; none while it works.
    pub finish: Option<String>,
    /// Whether the message is complete, also by an error.
    pub completed: bool,
    /// The error that ended it.
    pub error: Option<Trouble>,
    /// Whether it is a compaction's summary.
    pub summary: bool,
    /// Its text, all parts.
    pub text: String,
}

impl Assistant {
    /// Whether the turn ends with this message: the model stopped, and not for a tool call.
    #[must_use]
    pub fn is_final(&self) -> bool {
        self.error.is_none()
            && !self.summary
            && self
                .finish
                .as_deref()
                .is_some_and(|finish| !matches!(finish, "tool-calls" | "unknown" | "error"))
    }

    /// Whether nothing more is added to it, however it ended.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.completed || self.finish.is_some() || self.error.is_some()
    }

    /// Whether it is the summary of a compaction that succeeded.
    #[must_use]
    pub fn is_summary(&self) -> bool {
        self.error.is_none()
            && self.summary
            && self
                .finish
                .as_deref()
                .is_some_and(|finish| finish != "error")
    }
}

/// The newest user message of a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewestUser {
    /// Its id.
    pub id: MessageId,
    /// Whether it is a parked message of ours that says nothing yet.
    pub parked: bool,
    /// The newest message of somebody else's since the last answer, whichever of the two is newer:
    /// words that came while a message was being parked are answered by this step.
    pub words: Option<MessageId>,
}

/// A tool call's state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ToolUpdate {
    /// The session.
    pub session: SessionId,
    /// The tool call.
    pub call: String,
    /// The tool's name.
    pub tool: String,
    /// What it does, in words.
    pub title: String,
    /// Its input as text, for telling a repeated call.
    pub input: String,
    /// Where it is.
    pub state: ToolState,
    /// What tells the change that it made to files from another; none where it made none.
    pub change: Option<String>,
    /// Set when the call started a native background subagent.
    pub native: Option<Native>,
}

/// Where a tool call is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ToolState {
    /// It runs.
    Running,
    /// It ended well.
    Completed,
    /// It ended with an error, as a command also does whose exit code is not 0.
    Failed(String),
}

/// A native background subagent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Native {
    /// The session that it works in.
    pub session: SessionId,
    /// What it is for.
    pub description: String,
    /// Its agent.
    pub agent: String,
    /// What it was told.
    pub prompt: String,
}

/// OpenCode's options, as far as they bind a child session.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostOptions {
    /// Tools that only primary agents have (`experimental.primary_tools`).
    #[serde(default, deserialize_with = "lenient::list")]
    pub primary_tools: Vec<String>,
    /// Subagents are turned off (`subagent_depth: 0`).
    #[serde(default, deserialize_with = "lenient::field")]
    pub no_subagents: bool,
}

/// What OpenCode does with a session at present.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    /// Nothing.
    Idle,
    /// Its loop runs.
    Busy,
    /// Its loop waits for the provider.
    Retrying,
}

/// A session's state, asked of OpenCode rather than gathered from events.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Transcript {
    /// What OpenCode does with it.
    pub status: Status,
    /// Its last messages, oldest first, without parked ones that say nothing.
    pub messages: Vec<Head>,
    /// Who answers a person there, by the newest message of a person.
    pub identity: Option<Identity>,
    /// The newest assistant message.
    pub assistant: Option<Assistant>,
    /// The newest text of the assistant that is not empty.
    pub said: String,
    /// The message that says it.
    pub said_in: Option<MessageId>,
    /// The last thing that a tool returned.
    pub tool_output: Option<String>,
    /// The last error of a tool call.
    pub tool_error: Option<String>,
    /// Its todo list.
    pub todos: Vec<Todo>,
}

/// A message in outline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Its id.
    pub id: MessageId,
    /// Whether the assistant wrote it.
    pub assistant: bool,
    /// When it was created.
    pub created: Time,
    /// Whether the assistant ended it well.
    pub finished: bool,
    /// Whether Holdfast tells something in it, alone or beside its author. The word that ends a
    /// hold tells nothing.
    pub ours: bool,
}
