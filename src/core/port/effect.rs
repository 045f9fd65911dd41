//! Everything the core may ask of the host. Effects are carried out in order; a journal record
//! stands before what it announces.

use serde_json::Value;

use crate::core::port::event::Identity;
use crate::core::task::Model;
use crate::core::task::rights::Rule;
use crate::core::values::ids::{
    AbortId, CallId, ClaimId, CreateId, InspectId, LeaveId, MessageId, PartId, PromptId, RulesId,
    SessionId,
};

/// Something to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Append a line to a journal.
    Append {
        /// Whose journal.
        root: SessionId,
        /// The line, with its newline.
        line: String,
    },
    /// Append a claim, and report the whole journal.
    Claim {
        /// Reported back.
        effect: ClaimId,
        /// Whose journal.
        root: SessionId,
        /// The line, with its newline.
        line: String,
    },
    /// Replace a journal in one step.
    Rewrite {
        /// Whose journal.
        root: SessionId,
        /// Its new text.
        text: String,
    },
    /// Remove a journal.
    Forget {
        /// Whose journal.
        root: SessionId,
    },
    /// Create a child session.
    CreateSession {
        /// Reported back with the session.
        effect: CreateId,
        /// Its parent.
        parent: SessionId,
        /// Its title.
        title: String,
        /// Its permission rules.
        rules: Vec<Rule>,
    },
    /// Ask for the permission to use an agent, as OpenCode's own `task` does.
    AskLeave {
        /// Reported back: granted, or the reason why not.
        effect: LeaveId,
        /// The tool call for which it is asked.
        call: CallId,
        /// The agent that is to work.
        agent: String,
        /// What it is to do, in a few words.
        description: String,
    },
    /// Read a session's permission rules.
    ReadRules {
        /// Reported back with the rules.
        effect: RulesId,
        /// The session.
        session: SessionId,
    },
    /// Add permission rules to a session.
    AddRules {
        /// Reported back with the rules that the session has then.
        effect: RulesId,
        /// The session.
        session: SessionId,
        /// The rules, to be put after those that there are.
        rules: Vec<Rule>,
    },
    /// Prompt a session.
    Prompt {
        /// Reported back when OpenCode took it or refused it.
        effect: PromptId,
        /// The session.
        session: SessionId,
        /// The prompt.
        prompt: Prompt,
    },
    /// Abort a session.
    Abort {
        /// Reported back.
        effect: AbortId,
        /// The session.
        session: SessionId,
    },
    /// Ask OpenCode for a session's state.
    Inspect {
        /// Reported back with a transcript.
        effect: InspectId,
        /// The session.
        session: SessionId,
    },
    /// Reject a permission that nobody is there to grant.
    RejectPermission {
        /// The session that asks.
        session: SessionId,
        /// The request.
        ask: String,
    },
    /// Let a step go on, after filling its parked message and parking the next one.
    ReleaseStep {
        /// The hook that waits.
        call: CallId,
        /// The session.
        session: SessionId,
        /// What the parked message that this step answers is to say.
        fill: Option<Fill>,
        /// The next message to park.
        park: Option<Parked>,
    },
    /// Answer `UserMessage`, adding a text to the message for the model.
    ReplyMessage {
        /// The hook that waits.
        call: CallId,
        /// The text and the part to hold it.
        add: Option<(PartId, String)>,
    },
    /// Answer `ToolCalled`.
    ReplyTool {
        /// The call that waits.
        call: CallId,
        /// What the agent reads.
        text: String,
    },
    /// Answer `CommandCalled`: show the text to the user, ask no model.
    ReplyCommand {
        /// The hook that waits.
        call: CallId,
        /// What the user reads.
        text: String,
    },
    /// Answer `CompactionStarted`.
    ReplyCompaction {
        /// The hook that waits.
        call: CallId,
        /// What the compaction must know.
        context: Option<String>,
    },
    /// Tell people: in a toast, or on standard error where nobody could see one.
    Notice {
        /// How it looks.
        variant: Variant,
        /// A whole sentence.
        message: String,
        /// Whether they want toasts.
        toast: bool,
    },
    /// Show a line on standard error, in a headless process.
    Progress {
        /// The line.
        line: String,
    },
    /// Write to OpenCode's log.
    Log {
        /// How grave.
        level: Level,
        /// The text.
        text: String,
    },
    /// Continuation has ended by itself with work left: whoever watches the process must know,
    /// also where the session has no journal.
    Quieted {
        /// The root session.
        session: SessionId,
        /// The bound's name.
        why: String,
    },
    /// The exit code of a headless process that would else exit with 0.
    ExitCode {
        /// The code.
        code: u8,
    },
}

/// A prompt for a session.
#[derive(Clone, Debug, PartialEq)]
pub struct Prompt {
    /// The message's id. Sent again, it is the same message.
    pub message: MessageId,
    /// The text part's id.
    pub part: PartId,
    /// The text.
    pub text: String,
    /// Whether the text is shown as a program's.
    pub synthetic: bool,
    /// The agent.
    pub agent: String,
    /// The model; none leaves the choice to the agent.
    pub model: Option<Model>,
    /// The model's variant.
    pub variant: Option<String>,
    /// `system`, `tools` and `format` where they are to be copied.
    pub rest: serde_json::Map<String, Value>,
}

/// What a parked message says at last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fill {
    /// What it is for.
    pub word: Word,
    /// The parked message.
    pub message: MessageId,
    /// Its part that holds the text.
    pub part: PartId,
    /// The text.
    pub text: String,
}

/// What a text in a held step is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// The agent is to act upon it.
    News,
    /// It only ends the hold. A host that can end one without a word does so.
    Farewell,
}

/// A message that is stored now and may say something later. The model never sees it before.
#[derive(Clone, Debug, PartialEq)]
pub struct Parked {
    /// The message's id.
    pub message: MessageId,
    /// The part that will hold a text.
    pub part: PartId,
    /// Who will answer it.
    pub identity: Identity,
}

/// How a notice looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variant {
    /// News.
    Info,
    /// Something needs attention.
    Warning,
    /// Something broke.
    Error,
}

/// How grave a log entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// For whoever looks for a cause.
    Debug,
    /// Worth knowing.
    Info,
    /// Something was wrong and was handled.
    Warn,
    /// Something was wrong and was not.
    Error,
}
