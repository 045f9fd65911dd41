//! OpenCode's JSON, as far as it is read, and what it means to the core.
//!
//! Structs name only the fields that are used: what is not named never crosses the boundary. What a
//! type cannot do without is required; a field of a wrong type is otherwise as good as none.
//! Golden samples of each shape are in `tests/wire/`.

use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::{Map, Value};

use crate::core::event::{
    Agent, Assistant, Event, Head, Identity, Native, News, ToolState, ToolUpdate,
};
use crate::core::ids::{MessageId, PartId, SessionId};
use crate::core::rights::{Permission, Rule};
use crate::core::task::Model;
use crate::core::texts::agent;
use crate::core::time::Time;
use crate::core::todo::Todo;
use crate::core::trouble::Trouble;
use crate::core::values::double;
use crate::core::values::lenient::{self, Choice};

/// Bytes of a failed command's output by which its failure is known again.
const OUTPUT_BYTES: usize = 500;

/// A value of OpenCode's that has not been read yet: in JavaScript's heap or, in tests, in a text
/// that was parsed.
pub trait Raw: Sized {
    /// What it says, as far as `T` names it; none where something is missing that `T` requires.
    fn read<T: DeserializeOwned>(&self) -> Option<T>;
    /// What it says as the choice of a name.
    fn read_as<T: DeserializeOwned>(&self, name: String) -> Option<T>;
    /// A field; none where it is absent or null.
    fn field(&self, name: &str) -> Option<Self>;
    /// All of it, as it is.
    fn verbatim(&self) -> Value;
}

impl Raw for &Value {
    fn read<T: DeserializeOwned>(&self) -> Option<T> {
        T::deserialize(*self).ok()
    }

    fn read_as<T: DeserializeOwned>(&self, name: String) -> Option<T> {
        T::deserialize(Choice::new(name, *self)).ok()
    }

    fn field(&self, name: &str) -> Option<Self> {
        self.get(name).filter(|value| !value.is_null())
    }

    fn verbatim(&self) -> Value {
        (*self).clone()
    }
}

/// A list, as far as its items can be read.
#[derive(Clone, Debug, Deserialize)]
#[serde(bound = "T: DeserializeOwned")]
pub struct Each<T>(#[serde(deserialize_with = "lenient::list")] pub Vec<T>);

/// An event of OpenCode's bus. Types that are not listed are dropped by the shim.
#[derive(Clone, Debug, Deserialize)]
pub enum Bus {
    /// A session was created.
    #[serde(rename = "session.created")]
    SessionCreated {
        /// The session.
        info: Session,
    },
    /// A session changed: its user may have taken messages back.
    #[serde(rename = "session.updated")]
    SessionUpdated {
        /// The session.
        info: Session,
    },
    /// A session was deleted.
    #[serde(rename = "session.deleted")]
    SessionDeleted {
        /// The session.
        info: Session,
    },
    /// A session's loop ended.
    #[serde(rename = "session.idle")]
    SessionIdle {
        /// The session.
        #[serde(rename = "sessionID")]
        session: SessionId,
    },
    /// A session's loop began, waits or ended.
    #[serde(rename = "session.status")]
    SessionStatus {
        /// The session.
        #[serde(rename = "sessionID")]
        session: SessionId,
        /// What its loop does.
        status: StatusInfo,
    },
    /// A turn ended in an error.
    #[serde(rename = "session.error")]
    SessionError {
        /// The session, where the error has one.
        #[serde(rename = "sessionID", default, deserialize_with = "lenient::field")]
        session: Option<SessionId>,
        /// The error.
        #[serde(default, deserialize_with = "lenient::some")]
        error: Option<ErrorInfo>,
    },
    /// A compaction ended.
    #[serde(rename = "session.compacted")]
    SessionCompacted {
        /// The session.
        #[serde(rename = "sessionID")]
        session: SessionId,
    },
    /// A message changed.
    #[serde(rename = "message.updated")]
    MessageUpdated {
        /// The message.
        info: Message,
    },
    /// A part changed.
    #[serde(rename = "message.part.updated")]
    PartUpdated {
        /// The part.
        part: Part,
    },
    /// The todo list changed.
    #[serde(rename = "todo.updated")]
    TodoUpdated {
        /// The session.
        #[serde(rename = "sessionID")]
        session: SessionId,
        /// The whole list.
        #[serde(default, deserialize_with = "lenient::list")]
        todos: Vec<Todo>,
    },
    /// A permission is asked for.
    #[serde(rename = "permission.asked")]
    PermissionAsked(AskInfo),
    /// The question tool waits.
    #[serde(rename = "question.asked")]
    QuestionAsked(AskInfo),
    /// Either was answered.
    #[serde(rename = "permission.replied", alias = "question.replied")]
    Replied(ReplyInfo),
    /// A question was dismissed.
    #[serde(rename = "question.rejected")]
    QuestionRejected(ReplyInfo),
    /// What a session has changed so far.
    #[serde(rename = "session.diff")]
    Diff {
        /// The session.
        #[serde(rename = "sessionID")]
        session: SessionId,
        /// The files that it changed.
        #[serde(default, deserialize_with = "lenient::list")]
        diff: Vec<FileDiff>,
    },
}

/// A session.
#[derive(Clone, Debug, Deserialize)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// The session that it works for.
    #[serde(rename = "parentID", default, deserialize_with = "lenient::field")]
    pub parent: Option<SessionId>,
    /// Its permission rules.
    #[serde(default, deserialize_with = "lenient::list")]
    pub permission: Vec<Rule>,
    #[serde(default, deserialize_with = "lenient::field")]
    revert: Option<IgnoredAny>,
}

impl Session {
    /// Whether its user took messages back; the next prompt removes them for good.
    #[must_use]
    pub fn is_reverted(&self) -> bool {
        self.revert.is_some()
    }
}

/// A session's status.
#[derive(Clone, Debug, Deserialize)]
pub struct StatusInfo {
    /// `idle`, `busy` or `retry`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Retries so far.
    #[serde(default, deserialize_with = "double::or_zero")]
    pub attempt: u32,
    /// Why it is retried.
    #[serde(default, deserialize_with = "lenient::field")]
    pub message: String,
    /// When it is tried next.
    #[serde(default, deserialize_with = "lenient::field")]
    pub next: Option<Time>,
}

/// An error as OpenCode stores it.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct ErrorInfo {
    #[serde(default, deserialize_with = "lenient::field")]
    name: String,
    #[serde(default, deserialize_with = "lenient::field")]
    data: ErrorData,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ErrorData {
    #[serde(default, deserialize_with = "lenient::field")]
    message: String,
    #[serde(default, deserialize_with = "lenient::field")]
    status_code: Option<f64>,
    #[serde(default, deserialize_with = "lenient::field")]
    is_retryable: Option<bool>,
}

impl From<ErrorInfo> for Trouble {
    fn from(ErrorInfo { name, data }: ErrorInfo) -> Self {
        Self {
            name,
            message: data.message,
            status: data.status_code.map(|status| status as u16),
            retryable: data.is_retryable,
        }
    }
}

/// A message of either role.
#[derive(Clone, Debug, Deserialize)]
pub struct Message {
    /// Its id.
    pub id: MessageId,
    /// Its session.
    #[serde(rename = "sessionID")]
    pub session: SessionId,
    /// `user` or `assistant`.
    pub role: String,
    #[serde(default, deserialize_with = "lenient::field")]
    time: Times,
    /// Assistant: the user message that it answers.
    #[serde(rename = "parentID", default, deserialize_with = "lenient::field")]
    parent: Option<MessageId>,
    /// Assistant: why the model stopped.
    #[serde(default, deserialize_with = "lenient::field")]
    finish: Option<String>,
    /// Assistant: what went wrong.
    #[serde(default, deserialize_with = "lenient::some")]
    error: Option<ErrorInfo>,
    /// The agent's key.
    #[serde(default, deserialize_with = "lenient::field")]
    agent: Option<String>,
    /// Assistant: its agent, in older versions.
    #[serde(default, deserialize_with = "lenient::field")]
    mode: Option<String>,
    /// User: the model.
    #[serde(default, deserialize_with = "lenient::field")]
    model: ModelInfo,
    /// User: the model's variant, in older versions.
    #[serde(default, deserialize_with = "lenient::field")]
    variant: Option<String>,
}

/// Times of a message or a part.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
struct Times {
    /// When a message was created.
    #[serde(default, deserialize_with = "lenient::field")]
    created: Time,
    /// When it was complete.
    #[serde(default, deserialize_with = "lenient::field")]
    completed: Option<Time>,
    /// When a part was complete.
    #[serde(default, deserialize_with = "lenient::field")]
    end: Option<Time>,
}

/// A model as user messages and agents name it.
#[derive(Clone, Debug, Default, Deserialize)]
struct ModelInfo {
    #[serde(rename = "providerID", default, deserialize_with = "lenient::field")]
    provider: Option<String>,
    #[serde(rename = "modelID", default, deserialize_with = "lenient::field")]
    model: Option<String>,
    #[serde(default, deserialize_with = "lenient::field")]
    variant: Option<String>,
}

impl ModelInfo {
    fn model(&self) -> Option<Model> {
        Some(Model {
            provider: self.provider.clone()?,
            model: self.model.clone()?,
        })
    }
}

/// A part of a message, any type.
#[derive(Clone, Debug, Deserialize)]
pub struct Part {
    /// `text`, `tool`, `step-finish` and others.
    #[serde(rename = "type", default, deserialize_with = "lenient::field")]
    pub kind: String,
    #[serde(default, deserialize_with = "lenient::field")]
    id: Option<PartId>,
    #[serde(rename = "sessionID", default, deserialize_with = "lenient::field")]
    session: Option<SessionId>,
    #[serde(rename = "messageID", default, deserialize_with = "lenient::field")]
    message: Option<MessageId>,
    /// Text parts.
    #[serde(default, deserialize_with = "lenient::field")]
    pub text: Option<String>,
    /// Text parts that a program wrote.
    #[serde(default, deserialize_with = "lenient::field")]
    pub synthetic: bool,
    /// Text parts that the model does not see.
    #[serde(default, deserialize_with = "lenient::field")]
    pub ignored: bool,
    #[serde(default, deserialize_with = "lenient::field")]
    time: Times,
    /// Tool parts: the call's id.
    #[serde(rename = "callID", default, deserialize_with = "lenient::field")]
    call: String,
    /// Tool parts: the tool's name.
    #[serde(default, deserialize_with = "lenient::field")]
    tool: Option<String>,
    /// Tool parts: the state of the call.
    #[serde(default, deserialize_with = "lenient::field")]
    pub state: Option<ToolStateInfo>,
    /// Step ends: tokens read, written and thought.
    #[serde(default, deserialize_with = "lenient::field")]
    tokens: Tokens,
    /// Step ends: what it cost.
    #[serde(default, deserialize_with = "lenient::field")]
    cost: f64,
    /// Patches: what tells one from another.
    #[serde(default, deserialize_with = "lenient::field")]
    hash: Option<String>,
    /// Patches: the files that a step changed.
    #[serde(default, deserialize_with = "lenient::list")]
    files: Vec<String>,
}

/// What a step took.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
struct Tokens {
    #[serde(default, deserialize_with = "double::or_zero")]
    input: u64,
    #[serde(default, deserialize_with = "double::or_zero")]
    output: u64,
    #[serde(default, deserialize_with = "double::or_zero")]
    reasoning: u64,
}

impl Tokens {
    fn sum(self) -> u64 {
        self.input
            .saturating_add(self.output)
            .saturating_add(self.reasoning)
    }
}

/// The state of a tool call.
#[derive(Clone, Debug, Deserialize)]
pub struct ToolStateInfo {
    /// `pending`, `running`, `completed` or `error`.
    status: String,
    /// What it does, in words.
    #[serde(default, deserialize_with = "lenient::field")]
    title: String,
    /// What it returned.
    #[serde(default, deserialize_with = "lenient::field")]
    pub output: Option<String>,
    /// What went wrong.
    #[serde(default, deserialize_with = "lenient::field")]
    pub error: Option<String>,
    #[serde(default, deserialize_with = "lenient::field")]
    metadata: ToolMetadata,
    #[serde(default, deserialize_with = "lenient::field")]
    input: ToolInput,
}

/// What a tool tells of a call.
#[derive(Clone, Debug, Default, Deserialize)]
struct ToolMetadata {
    /// The `task` tool: the session that a subagent works in.
    #[serde(rename = "sessionId", default, deserialize_with = "lenient::field")]
    session: Option<SessionId>,
    /// The `task` tool: whether it runs beside the turn.
    #[serde(default, deserialize_with = "lenient::field")]
    background: bool,
    /// A command's exit code.
    #[serde(default, deserialize_with = "lenient::field")]
    exit: f64,
    /// An edit's diff.
    #[serde(default, deserialize_with = "lenient::field")]
    diff: String,
    /// The file that was written.
    #[serde(default, deserialize_with = "lenient::field")]
    filepath: Option<String>,
    /// There where a file was written: whether it was there before.
    #[serde(default, deserialize_with = "lenient::field")]
    exists: Option<IgnoredAny>,
}

/// The input of a tool call, as far as it is read.
#[derive(Clone, Debug, Default, Deserialize)]
struct ToolInput {
    /// The `task` tool's.
    #[serde(default, deserialize_with = "lenient::field")]
    description: Option<String>,
    /// The `task` tool's.
    #[serde(default, deserialize_with = "lenient::field")]
    prompt: Option<String>,
    /// The `task` tool's.
    #[serde(default, deserialize_with = "lenient::field")]
    subagent_type: Option<String>,
    /// The `write` tool's.
    #[serde(default, deserialize_with = "lenient::field")]
    content: Option<String>,
}

/// An open permission or question.
#[derive(Clone, Debug, Deserialize)]
pub struct AskInfo {
    id: String,
    #[serde(rename = "sessionID")]
    session: SessionId,
    /// Permissions: `bash`, `edit`.
    #[serde(default, deserialize_with = "lenient::field")]
    permission: Option<String>,
    /// Permissions: what exactly.
    #[serde(default, deserialize_with = "lenient::list")]
    patterns: Vec<String>,
    #[serde(default, deserialize_with = "lenient::list")]
    questions: Vec<Question>,
}

#[derive(Clone, Debug, Deserialize)]
struct Question {
    #[serde(default, deserialize_with = "lenient::field")]
    question: Option<String>,
}

impl AskInfo {
    fn words(&self) -> String {
        let first = || self.questions.first()?.question.clone();
        match &self.permission {
            Some(kind) => format!("{kind} {}", self.patterns.join(" "))
                .trim_end()
                .to_owned(),
            None => first().unwrap_or_else(|| "a question".to_owned()),
        }
    }
}

/// An answer to a permission or question.
#[derive(Clone, Debug, Deserialize)]
pub struct ReplyInfo {
    #[serde(rename = "sessionID")]
    session: SessionId,
    /// What was answered.
    #[serde(rename = "requestID")]
    request: String,
    #[serde(default, deserialize_with = "lenient::field")]
    reply: Option<String>,
}

/// A file that a session has changed.
#[derive(Clone, Debug, Deserialize)]
pub struct FileDiff {
    #[serde(default, deserialize_with = "lenient::field")]
    file: String,
    #[serde(default, deserialize_with = "double::or_zero")]
    additions: u64,
    #[serde(default, deserialize_with = "double::or_zero")]
    deletions: u64,
}

#[derive(Deserialize)]
struct Kind {
    #[serde(rename = "type")]
    name: String,
}

impl Bus {
    /// Reads an event; none where something is missing that one of its type has.
    ///
    /// The type and the properties stand side by side. serde's own decoder of such a pair keeps a
    /// second copy of all that it could read, for the case that the properties come first.
    pub fn read<R: Raw>(event: &R) -> Option<Self> {
        let Kind { name } = event.read()?;
        event.field("properties")?.read_as(name)
    }

    /// What the event means to the core; none where it means nothing. `input` gives the input of
    /// the tool call that the event is about, as text.
    pub fn into_event(self, input: impl Fn() -> String) -> Option<Event> {
        Some(Event::News(match self {
            Self::SessionCreated { .. } => return None,
            Self::SessionUpdated { info } => News::SessionReverted {
                reverted: info.is_reverted(),
                session: info.id,
            },
            Self::SessionDeleted { info } => {
                return Some(Event::SessionDeleted { session: info.id });
            }
            Self::SessionIdle { session } => News::SessionIdle { session },
            Self::SessionStatus { session, status } => status.into_news(session),
            Self::SessionError { session, error } => News::SessionFailed {
                session: session?,
                trouble: error?.into(),
            },
            Self::SessionCompacted { session } => News::SessionCompacted { session },
            Self::MessageUpdated { info } if info.role == "assistant" => News::AssistantUpdated {
                session: info.session.clone(),
                message: info.into_assistant(String::new()),
            },
            Self::MessageUpdated { .. } => return None,
            Self::PartUpdated { part } => part.into_news(input)?,
            Self::TodoUpdated { session, todos } => News::TodosUpdated { session, todos },
            Self::PermissionAsked(ask) => ask.into_news(true),
            Self::QuestionAsked(ask) => ask.into_news(false),
            Self::Replied(reply) => {
                let rejected = reply.reply.as_deref() == Some("reject");
                reply.into_news(rejected)
            }
            Self::QuestionRejected(reply) => reply.into_news(true),
            Self::Diff { session, diff } => News::FilesChanged {
                session,
                change: digest_of(&diff)?,
            },
        }))
    }
}

impl StatusInfo {
    fn into_news(self, session: SessionId) -> News {
        match self.kind.as_str() {
            "idle" => News::SessionIdle { session },
            "retry" => News::SessionRetrying {
                session,
                attempt: self.attempt,
                message: self.message,
                next: self.next,
            },
            _ => News::SessionBusy { session },
        }
    }
}

impl ReplyInfo {
    fn into_news(self, rejected: bool) -> News {
        News::AskClosed {
            session: self.session,
            ask: self.request,
            rejected,
        }
    }
}

impl AskInfo {
    fn into_news(self, permission: bool) -> News {
        let title = self.words();
        News::AskOpened {
            session: self.session,
            ask: self.id,
            title,
            permission,
        }
    }
}

impl Message {
    /// The message as the core sees it. A summary is no answer.
    #[must_use]
    pub fn into_assistant(self, text: String) -> Assistant {
        let summary = [&self.mode, &self.agent]
            .into_iter()
            .any(|by| by.as_deref() == Some("compaction"));
        Assistant {
            id: self.id,
            parent: self.parent,
            finish: self.finish,
            completed: self.time.completed.is_some(),
            error: self.error.map(Trouble::from),
            summary,
            text,
        }
    }

    /// When it was created.
    #[must_use]
    pub fn created(&self) -> Time {
        self.time.created
    }

    /// Who answers this user message. `rest` holds the fields that are copied verbatim.
    #[must_use]
    pub fn identity(&self, rest: Map<String, Value>) -> Option<Identity> {
        // Newer versions keep the variant within the model.
        let variant = self.model.variant.as_ref().or(self.variant.as_ref());
        Some(Identity {
            agent: self.agent.clone()?,
            model: self.model.model()?,
            variant: variant.cloned(),
            rest,
        })
    }
}

impl Part {
    /// Whether Holdfast wrote it.
    #[must_use]
    pub fn is_ours(&self) -> bool {
        self.id.as_ref().is_some_and(PartId::is_ours)
    }

    fn into_news(self, input: impl Fn() -> String) -> Option<News> {
        let session = self.session?;
        match self.kind.as_str() {
            "text" if self.time.end.is_some() => Some(News::TextFinished {
                session,
                message: self.message?,
                text: self.text.unwrap_or_default(),
            }),
            "step-finish" => Some(News::StepFinished {
                session,
                tokens: self.tokens.sum(),
                cost: self.cost,
            }),
            "patch" => Some(News::FilesChanged {
                session,
                change: digest(&["patch", &self.hash?, &self.files.join("\n")]),
            }),
            "tool" => {
                let (tool, state) = (self.tool?, self.state?);
                let (told, input) = state.told(input);
                Some(News::ToolUpdated(ToolUpdate {
                    session,
                    call: self.call,
                    change: state.change(),
                    native: state.native(&tool),
                    tool,
                    title: state.title,
                    input,
                    state: told,
                }))
            }
            _ => None,
        }
    }

    /// Whether the model reads the part as text.
    #[must_use]
    pub fn is_visible_text(&self) -> bool {
        self.kind == "text" && !self.ignored
    }

    /// Whether it is the word that ends a hold, and tells nothing.
    fn ends_a_hold(&self) -> bool {
        self.text.as_deref().is_some_and(agent::is_release)
    }
}

impl ToolStateInfo {
    /// Where the call is, and its input where it failed.
    fn told(&self, input: impl Fn() -> String) -> (ToolState, String) {
        let exit = self.metadata.exit as i64;
        match (self.status.as_str(), &self.error) {
            // For OpenCode a command that failed is a call that went well.
            ("completed", _) if exit != 0 => {
                let output = tail_of(self.output.as_deref().unwrap_or_default());
                let error = format!("exit code {exit}: {output}");
                (ToolState::Failed(error), input())
            }
            ("completed", _) => (ToolState::Completed, String::new()),
            ("error", error) => (
                ToolState::Failed(error.clone().unwrap_or_default()),
                input(),
            ),
            _ => (ToolState::Running, String::new()),
        }
    }

    /// The background subagent that the call started.
    fn native(&self, tool: &str) -> Option<Native> {
        if tool != "task" || !self.metadata.background {
            return None;
        }
        let input = self.input.clone();
        Some(Native {
            session: self.metadata.session.clone()?,
            description: input.description.unwrap_or_else(|| "subagent".to_owned()),
            agent: input.subagent_type.unwrap_or_else(|| "general".to_owned()),
            prompt: input.prompt.unwrap_or_default(),
        })
    }

    /// What the call changed, as far as it tells: a diff, or a file that it wrote.
    fn change(&self) -> Option<String> {
        let metadata = &self.metadata;
        if self.status != "completed" {
            return None;
        }
        if !metadata.diff.is_empty() {
            return Some(digest(&["edit", &metadata.diff]));
        }
        metadata.exists?;
        let (file, content) = (metadata.filepath.as_ref()?, self.input.content.as_ref()?);
        Some(digest(&["write", file, content]))
    }
}

/// A message with its parts.
#[derive(Clone, Debug, Deserialize)]
pub struct WithParts {
    /// The message.
    pub info: Message,
    /// Its parts.
    #[serde(default, deserialize_with = "lenient::list")]
    pub parts: Vec<Part>,
}

impl WithParts {
    /// A message of ours that says nothing yet: it is known by its id and our own part, whatever
    /// OpenCode or another plugin put beside it. What people were shown has a text.
    #[must_use]
    pub fn is_parked(&self) -> bool {
        let says = |part: &Part| part.text.as_deref().is_some_and(|text| !text.is_empty());
        let mut own = self.parts.iter().filter(|part| part.is_ours()).peekable();
        self.info.role == "user"
            && self.info.id.is_ours()
            && (own.peek().is_some() || self.parts.is_empty())
            && own.all(|part| part.kind == "text" && part.ignored && !says(part))
    }

    /// A message of ours in which we say nothing to the model.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        let own = |part: &&Part| part.is_ours() || !part.is_visible_text();
        self.info.role == "user"
            && self.info.id.is_ours()
            && !self
                .parts
                .iter()
                .filter(own)
                .any(|part| part.kind != "text" || part.is_visible_text())
    }

    /// Whether a person wrote it.
    #[must_use]
    pub fn is_by_user(&self) -> bool {
        self.info.role == "user"
            && !self.info.id.is_ours()
            && self.parts.iter().any(|part| match part.kind.as_str() {
                "text" => !part.synthetic,
                "file" | "agent" | "subtask" => true,
                _ => false,
            })
    }

    /// The text of all its text parts.
    #[must_use]
    pub fn text(&self) -> String {
        let texts = self.parts.iter().filter(|part| part.is_visible_text());
        texts
            .filter_map(|part| part.text.as_deref())
            .collect::<Vec<_>>()
            .join("\n\n")
    }

    /// The message in outline.
    #[must_use]
    pub fn head(&self) -> Head {
        Head {
            id: self.info.id.clone(),
            assistant: self.info.role == "assistant",
            created: self.info.created(),
            finished: self.info.finish.is_some() && self.info.error.is_none(),
            ours: self
                .parts
                .iter()
                .any(|part| part.is_ours() && part.is_visible_text() && !part.ends_a_hold()),
        }
    }
}

/// An agent as OpenCode lists it.
#[derive(Clone, Debug, Deserialize)]
pub struct AgentInfo {
    name: String,
    #[serde(default, deserialize_with = "lenient::field")]
    permission: Permission,
    #[serde(default, deserialize_with = "lenient::field")]
    tools: AgentTools,
    #[serde(default, deserialize_with = "lenient::field")]
    model: ModelInfo,
    #[serde(default, deserialize_with = "lenient::field")]
    hidden: bool,
}

/// Tools that an agent has or has not, in older versions.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
struct AgentTools {
    #[serde(default, deserialize_with = "lenient::field")]
    edit: Option<bool>,
    #[serde(default, deserialize_with = "lenient::field")]
    write: Option<bool>,
}

impl From<AgentInfo> for Agent {
    fn from(info: AgentInfo) -> Self {
        let denied = info.tools.edit == Some(false) || info.tools.write == Some(false);
        Self {
            edits: info.permission.lets_edit() && !denied,
            name: info.name,
            model: info.model.model(),
            hidden: info.hidden,
            rules: info.permission.into_rules(),
        }
    }
}

/// A slash command of the project.
#[derive(Clone, Debug, Deserialize)]
pub struct CommandInfo {
    /// Its name.
    pub name: String,
    /// What it says, with places for its arguments.
    #[serde(default, deserialize_with = "lenient::field")]
    pub template: String,
}

/// A short name for what a session has changed so far; none where that is nothing.
fn digest_of(diff: &[FileDiff]) -> Option<String> {
    let of = |file: &FileDiff| {
        let FileDiff {
            file,
            additions,
            deletions,
        } = file;
        format!("{file} +{additions} -{deletions}\n")
    };
    let files: String = diff.iter().map(of).collect();
    (!files.is_empty()).then(|| digest(&["diff", &files]))
}

/// A short name for a change of any length.
fn digest(texts: &[&str]) -> String {
    let bytes = texts.iter().flat_map(|text| text.bytes().chain([0]));
    let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    format!("{:x}", bytes.fold(0xcbf2_9ce4_8422_2325, mix))
}

/// The end of what a command wrote: there its failure is told.
fn tail_of(output: &str) -> &str {
    let from = output.len().saturating_sub(OUTPUT_BYTES);
    let from = (from..output.len()).find(|at| output.is_char_boundary(*at));
    from.and_then(|from| output.get(from..)).unwrap_or_default()
}
