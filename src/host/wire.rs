//! OpenCode's JSON, as far as it is read, and what it means to the core.
//!
//! Structs name only the fields that are used: what is not named never crosses the boundary.
//! Golden samples of each shape are in `tests/wire/`.

use serde_json::Value;

use crate::core::event::{
    Agent, Assistant, Event, Head, Identity, Native, News, ToolState, ToolUpdate,
};
use crate::core::fields::Fields;
use crate::core::ids::{MessageId, PartId, SessionId};
use crate::core::rights::{Rule, read_rules};
use crate::core::task::Model;
use crate::core::time::Time;
use crate::core::todo::Todo;
use crate::core::trouble::Trouble;

/// Bytes of a failed command's output by which its failure is known again.
const OUTPUT_BYTES: usize = 500;

/// An event of OpenCode's bus. Types that are not listed are dropped by the shim.
#[derive(Clone, Debug)]
pub enum Bus {
    /// A session was created.
    SessionCreated(Session),
    /// A session changed: its user may have taken messages back.
    SessionUpdated(Session),
    /// A session was deleted.
    SessionDeleted(Session),
    /// A session's loop ended.
    SessionIdle(Of),
    /// A session's loop began, waits or ended.
    SessionStatus(StatusChange),
    /// A turn ended in an error.
    SessionError(SessionError),
    /// A compaction ended.
    SessionCompacted(Of),
    /// A message changed.
    MessageUpdated(Message),
    /// A part changed.
    PartUpdated(Part),
    /// The todo list changed.
    TodoUpdated(Todos),
    /// A permission is asked for.
    PermissionAsked(AskInfo),
    /// The question tool waits.
    QuestionAsked(AskInfo),
    /// Either was answered.
    Replied(ReplyInfo),
    /// What a session has changed so far.
    Diff(Diff),
}

impl Bus {
    /// Reads an event's properties by its type. None for a type that means nothing here; an inner
    /// none where a field that is needed is not there.
    pub fn read<F: Fields>(kind: &str, properties: &F) -> Option<Option<Self>> {
        let info = || properties.field("info");
        let of = || {
            Some(Of {
                session: properties.id("sessionID")?,
            })
        };
        Some(match kind {
            "session.created" => info()
                .and_then(|info| Session::read(&info))
                .map(Self::SessionCreated),
            "session.updated" => info()
                .and_then(|info| Session::read(&info))
                .map(Self::SessionUpdated),
            "session.deleted" => info()
                .and_then(|info| Session::read(&info))
                .map(Self::SessionDeleted),
            "session.idle" => of().map(Self::SessionIdle),
            "session.status" => StatusChange::read(properties).map(Self::SessionStatus),
            "session.error" => Some(Self::SessionError(SessionError {
                session: properties.id("sessionID"),
                error: properties.field("error").map(|error| trouble(&error)),
            })),
            "session.compacted" => of().map(Self::SessionCompacted),
            "message.updated" => info()
                .and_then(|info| Message::read(&info))
                .map(Self::MessageUpdated),
            "message.part.updated" => properties
                .field("part")
                .map(|part| Self::PartUpdated(Part::read(&part))),
            "todo.updated" => Todos::read(properties).map(Self::TodoUpdated),
            "permission.asked" => AskInfo::read(properties).map(Self::PermissionAsked),
            "question.asked" => AskInfo::read(properties).map(Self::QuestionAsked),
            "permission.replied" | "question.replied" => {
                ReplyInfo::read(properties, false).map(Self::Replied)
            }
            "question.rejected" => ReplyInfo::read(properties, true).map(Self::Replied),
            "session.diff" => Diff::read(properties).map(Self::Diff),
            _ => return None,
        })
    }
}

/// A change of a session's status.
#[derive(Clone, Debug)]
pub struct StatusChange {
    /// The session.
    pub session: SessionId,
    /// What its loop does.
    pub status: StatusInfo,
}

/// A turn's error.
#[derive(Clone, Debug)]
pub struct SessionError {
    /// The session, where the error has one.
    pub session: Option<SessionId>,
    /// The error.
    pub error: Option<Trouble>,
}

/// A session's todos.
#[derive(Clone, Debug)]
pub struct Todos {
    /// The session.
    pub session: SessionId,
    /// The whole list.
    pub todos: Vec<Todo>,
}

/// Properties that are a session's id.
#[derive(Clone, Debug)]
pub struct Of {
    /// The session.
    pub session: SessionId,
}

/// A session.
#[derive(Clone, Debug)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// The session that it works for.
    pub parent: Option<SessionId>,
    /// Its permission rules.
    pub permission: Vec<Rule>,
    /// Its user took messages back; the next prompt removes them for good.
    pub reverted: bool,
}

/// A session's status.
#[derive(Clone, Debug)]
pub struct StatusInfo {
    /// `idle`, `busy` or `retry`.
    pub kind: String,
    /// Retries so far.
    pub attempt: u32,
    /// Why it is retried.
    pub message: String,
    /// When it is tried next.
    pub next: Option<Time>,
}

/// An error as OpenCode stores it.
pub fn trouble<F: Fields>(error: &F) -> Trouble {
    let data = error.field("data");
    let data = data.as_ref();
    Trouble {
        name: error.text("name").unwrap_or_default(),
        message: data
            .and_then(|data| data.text("message"))
            .unwrap_or_default(),
        status: data
            .and_then(|data| data.number("statusCode"))
            .map(|status| status as u16),
        retryable: data.and_then(|data| data.field("isRetryable")?.as_flag()),
    }
}

/// A message of either role.
#[derive(Clone, Debug)]
pub struct Message {
    /// Its id.
    pub id: MessageId,
    /// Its session.
    pub session: SessionId,
    /// `user` or `assistant`.
    pub role: String,
    /// When.
    pub time: Times,
    /// Assistant: the user message that it answers.
    pub parent: Option<MessageId>,
    /// Assistant: why the model stopped.
    pub finish: Option<String>,
    /// Assistant: what went wrong.
    pub error: Option<Trouble>,
    /// The agent's key.
    pub agent: Option<String>,
    /// Assistant: its agent, in older versions.
    pub mode: Option<String>,
    /// User: the model.
    pub model: Option<Model>,
    /// User: the model's variant.
    pub variant: Option<String>,
}

/// Times of a message or a part, in milliseconds since the epoch.
#[derive(Clone, Copy, Debug, Default)]
pub struct Times {
    /// When a message was created.
    pub created: Option<u64>,
    /// When it was complete.
    pub completed: Option<u64>,
    /// When a part was complete.
    pub end: Option<u64>,
}

impl Times {
    fn read<F: Fields>(of: &F) -> Self {
        let time = of.field("time");
        let at = |name| time.as_ref().and_then(|time| time.number(name));
        Self {
            created: at("created"),
            completed: at("completed"),
            end: at("end"),
        }
    }
}

/// A model as user messages and agents name it.
fn model<F: Fields>(value: &F) -> Option<Model> {
    Some(Model {
        provider: value.text("providerID")?,
        model: value.text("modelID")?,
    })
}

/// A part of a message, any type.
#[derive(Clone, Debug)]
pub struct Part {
    /// `text`, `tool`, `step-finish` and others.
    pub kind: String,
    /// Its session.
    pub session: Option<SessionId>,
    /// Its message.
    pub message: Option<MessageId>,
    /// Text parts.
    pub text: Option<String>,
    /// Text parts that a program wrote.
    pub synthetic: bool,
    /// Text parts that the model does not see.
    pub ignored: bool,
    /// Text parts that Holdfast wrote.
    pub ours: bool,
    /// Text parts.
    pub time: Times,
    /// Tool parts: the call's id.
    pub call: Option<String>,
    /// Tool parts: the tool's name.
    pub tool: Option<String>,
    /// Tool parts: the state of the call.
    pub state: Option<ToolStateInfo>,
    /// Step ends: tokens read, written and thought.
    pub tokens: u64,
    /// Step ends: what it cost.
    pub cost: f64,
    /// Patches: a digest of what a step changed.
    pub patch: Option<String>,
}

/// The state of a tool call.
#[derive(Clone, Debug)]
pub struct ToolStateInfo {
    /// `pending`, `running`, `completed` or `error`.
    pub status: String,
    /// What it does, in words.
    pub title: Option<String>,
    /// What it returned.
    pub output: Option<String>,
    /// What went wrong.
    pub error: Option<String>,
    /// What the tool tells of itself.
    pub metadata: Option<ToolMetadata>,
    /// A digest of what it changed, where it tells.
    pub change: Option<String>,
}

/// What the `task` tool tells of a background subagent.
#[derive(Clone, Debug)]
pub struct ToolMetadata {
    /// The session that it works in.
    pub session: Option<SessionId>,
    /// Whether it runs beside the turn.
    pub background: bool,
    /// A command's exit code.
    pub exit: Option<i64>,
}

/// The input of a tool call, read only where it is needed.
#[derive(Clone, Debug, Default)]
pub struct ToolInput {
    /// The `task` tool's.
    pub description: Option<String>,
    /// The `task` tool's.
    pub prompt: Option<String>,
    /// The `task` tool's.
    pub subagent_type: Option<String>,
}

/// An open permission or question.
#[derive(Clone, Debug)]
pub struct AskInfo {
    /// Its id.
    pub id: String,
    /// Its session.
    pub session: SessionId,
    /// Permissions: `bash`, `edit`.
    pub permission: Option<String>,
    /// Permissions: what exactly.
    pub patterns: Vec<String>,
    /// Questions: the first one's words.
    pub question: Option<String>,
}

impl AskInfo {
    fn words(&self) -> String {
        match &self.permission {
            Some(kind) => format!("{kind} {}", self.patterns.join(" "))
                .trim_end()
                .to_owned(),
            None => self
                .question
                .clone()
                .unwrap_or_else(|| "a question".to_owned()),
        }
    }
}

/// An answer to a permission or question.
#[derive(Clone, Debug)]
pub struct ReplyInfo {
    /// Its session.
    pub session: SessionId,
    /// What was answered.
    pub request: String,
    /// Whether it was refused.
    pub rejected: bool,
}

/// All that a session has changed so far.
#[derive(Clone, Debug)]
pub struct Diff {
    /// The session.
    pub session: SessionId,
    /// A digest of it; none where nothing was changed.
    pub digest: Option<String>,
}

impl Bus {
    /// What the event means to the core; none where it means nothing. `input` reads the input
    /// of the tool call that the event is about.
    pub fn into_event(self, input: impl Fn() -> (ToolInput, String)) -> Option<Event> {
        Some(Event::News(match self {
            Self::SessionCreated(_) => return None,
            Self::SessionUpdated(session) => News::SessionReverted {
                session: session.id,
                reverted: session.reverted,
            },
            Self::SessionDeleted(session) => {
                let session = session.id;
                return Some(Event::SessionDeleted { session });
            }
            Self::SessionIdle(of) => News::SessionIdle {
                session: of.session,
            },
            Self::SessionStatus(StatusChange { session, status }) => match status.kind.as_str() {
                "idle" => News::SessionIdle { session },
                "retry" => News::SessionRetrying {
                    session,
                    attempt: status.attempt,
                    message: status.message,
                    next: status.next,
                },
                _ => News::SessionBusy { session },
            },
            Self::SessionError(SessionError { session, error }) => News::SessionFailed {
                session: session?,
                trouble: error?,
            },
            Self::SessionCompacted(of) => News::SessionCompacted {
                session: of.session,
            },
            Self::MessageUpdated(message) if message.role == "assistant" => {
                News::AssistantUpdated {
                    session: message.session.clone(),
                    message: message.into_assistant(String::new()),
                }
            }
            Self::MessageUpdated(_) => return None,
            Self::PartUpdated(part) => part.into_news(input)?,
            Self::TodoUpdated(Todos { session, todos }) => News::TodosUpdated { session, todos },
            Self::PermissionAsked(ask) => ask.into_news(true),
            Self::QuestionAsked(ask) => ask.into_news(false),
            Self::Replied(reply) => News::AskClosed {
                session: reply.session,
                ask: reply.request,
                rejected: reply.rejected,
            },
            Self::Diff(Diff { session, digest }) => News::FilesChanged {
                session,
                change: digest?,
            },
        }))
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
            error: self.error,
            summary,
            text,
        }
    }

    /// When it was created.
    #[must_use]
    pub fn created(&self) -> Time {
        Time(self.time.created.unwrap_or_default())
    }

    /// Who answers this user message. `rest` holds the fields that are copied verbatim.
    #[must_use]
    pub fn identity(&self, rest: serde_json::Map<String, Value>) -> Option<Identity> {
        Some(Identity {
            agent: self.agent.clone()?,
            model: self.model.clone()?,
            variant: self.variant.clone(),
            rest,
        })
    }
}

impl Part {
    fn into_news(self, input: impl Fn() -> (ToolInput, String)) -> Option<News> {
        let session = self.session?;
        match self.kind.as_str() {
            "text" if self.time.end.is_some() => Some(News::TextFinished {
                session,
                message: self.message?,
                text: self.text.unwrap_or_default(),
            }),
            "step-finish" => Some(News::StepFinished {
                session,
                tokens: self.tokens,
                cost: self.cost,
            }),
            "patch" => Some(News::FilesChanged {
                session,
                change: self.patch?,
            }),
            "tool" => {
                let state = self.state?;
                let tool = self.tool?;
                let title = state.title.clone().unwrap_or_default();
                let background = state
                    .metadata
                    .as_ref()
                    .filter(|metadata| tool == "task" && metadata.background);
                let native = background
                    .and_then(|metadata| metadata.session.clone())
                    .map(|session| {
                        let (input, _) = input();
                        Native {
                            session,
                            description: input.description.unwrap_or_else(|| "subagent".to_owned()),
                            agent: input.subagent_type.unwrap_or_else(|| "general".to_owned()),
                            prompt: input.prompt.unwrap_or_default(),
                        }
                    });
                let failed = state
                    .metadata
                    .as_ref()
                    .and_then(|metadata| metadata.exit)
                    .filter(|exit| *exit != 0);
                let change = state.change.filter(|_| state.status == "completed");
                let (state, input) = match (state.status.as_str(), state.error) {
                    // For OpenCode a command that failed is a call that went well.
                    ("completed", _) if failed.is_some() => {
                        let output = state.output.unwrap_or_default();
                        let exit = failed.unwrap_or_default();
                        let error = format!("exit code {exit}: {}", tail_of(&output));
                        (ToolState::Failed(error), input().1)
                    }
                    ("completed", _) => (ToolState::Completed, String::new()),
                    ("error", error) => (ToolState::Failed(error.unwrap_or_default()), input().1),
                    _ => (ToolState::Running, String::new()),
                };
                Some(News::ToolUpdated(ToolUpdate {
                    session,
                    call: self.call.unwrap_or_default(),
                    tool,
                    title,
                    input,
                    state,
                    change,
                    native,
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
}

/// A message with its parts.
#[derive(Clone, Debug)]
pub struct WithParts {
    /// The message.
    pub info: Message,
    /// Its parts.
    pub parts: Vec<Part>,
}

impl WithParts {
    /// A message of ours that says nothing yet: it is known by its id and our own part, whatever
    /// OpenCode or another plugin put beside it. What people were shown has a text.
    #[must_use]
    pub fn is_parked(&self) -> bool {
        let says = |part: &Part| part.text.as_deref().is_some_and(|text| !text.is_empty());
        let mut own = self.parts.iter().filter(|part| part.ours).peekable();
        self.info.role == "user"
            && self.info.id.is_ours()
            && (own.peek().is_some() || self.parts.is_empty())
            && own.all(|part| part.kind == "text" && part.ignored && !says(part))
    }

    /// A message of ours in which we say nothing to the model.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        let own = |part: &&Part| part.ours || !part.is_visible_text();
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
                .any(|part| part.ours && part.is_visible_text()),
        }
    }
}

/// An agent as OpenCode lists it.
pub fn agent<F: Fields>(info: &F) -> Option<Agent> {
    let denied = |tool| {
        info.field("tools")
            .and_then(|tools| tools.field(tool)?.as_flag())
            == Some(false)
    };
    let permission = info
        .field("permission")
        .map(|rules| rules.to_value())
        .unwrap_or_default();
    Some(Agent {
        name: info.text("name")?,
        edits: may_edit(&permission) && !denied("edit") && !denied("write"),
        model: info.field("model").and_then(|value| model(&value)),
        hidden: info.flag("hidden"),
        rules: read_rules(&permission),
    })
}

/// Whether permission rules let an agent edit at all: the last rule for every file decides.
fn may_edit(permission: &Value) -> bool {
    match permission {
        Value::Array(rules) => {
            let field = |rule: &Value, name: &str| {
                rule.get(name).and_then(Value::as_str).map(str::to_owned)
            };
            let verdict = rules.iter().rfind(|rule| {
                matches!(field(rule, "permission").as_deref(), Some("edit" | "*"))
                    && field(rule, "pattern").as_deref() == Some("*")
            });
            verdict.is_none_or(|rule| field(rule, "action").as_deref() != Some("deny"))
        }
        Value::Object(rules) => rules.get("edit").and_then(Value::as_str) != Some("deny"),
        _ => true,
    }
}

impl Session {
    /// Reads a session.
    pub fn read<F: Fields>(info: &F) -> Option<Self> {
        let permission = info
            .list("permission")
            .iter()
            .filter_map(|rule| Rule::read(&rule.to_value()))
            .collect();
        Some(Self {
            id: info.id("id")?,
            parent: info.id("parentID"),
            permission,
            reverted: info.field("revert").is_some(),
        })
    }
}

impl StatusChange {
    fn read<F: Fields>(properties: &F) -> Option<Self> {
        let status = properties.field("status")?;
        Some(Self {
            session: properties.id("sessionID")?,
            status: StatusInfo {
                kind: status.text("type")?,
                attempt: status.number("attempt").unwrap_or_default() as u32,
                message: status.text("message").unwrap_or_default(),
                next: status.number("next").map(Time),
            },
        })
    }
}

/// Reads a todo list.
pub fn todos<F: Fields>(items: &[F]) -> Vec<Todo> {
    let todo = |item: &F| {
        Some(Todo {
            content: item.text("content")?,
            status: item.text("status")?,
        })
    };
    items.iter().filter_map(todo).collect()
}

impl Todos {
    fn read<F: Fields>(properties: &F) -> Option<Self> {
        Some(Self {
            session: properties.id("sessionID")?,
            todos: todos(&properties.list("todos")),
        })
    }
}

impl AskInfo {
    fn read<F: Fields>(properties: &F) -> Option<Self> {
        Some(Self {
            id: properties.text("id")?,
            session: properties.id("sessionID")?,
            permission: properties.text("permission"),
            patterns: properties.texts("patterns"),
            question: properties
                .list("questions")
                .first()
                .and_then(|first| first.text("question")),
        })
    }
}

impl ReplyInfo {
    fn read<F: Fields>(properties: &F, dismissed: bool) -> Option<Self> {
        let request = properties.text("requestID")?;
        Some(Self {
            session: properties.id("sessionID")?,
            request,
            rejected: dismissed || properties.text("reply").as_deref() == Some("reject"),
        })
    }
}

impl Message {
    /// Reads a message of either role.
    pub fn read<F: Fields>(info: &F) -> Option<Self> {
        let model_field = info.field("model");
        // Newer versions keep the variant within the model.
        let variant = model_field.as_ref().and_then(|model| model.text("variant"));
        Some(Self {
            id: info.id("id")?,
            session: info.id("sessionID")?,
            role: info.text("role")?,
            time: Times::read(info),
            parent: info.id("parentID"),
            finish: info.text("finish"),
            error: info.field("error").map(|error| trouble(&error)),
            agent: info.text("agent"),
            mode: info.text("mode"),
            model: model_field.as_ref().and_then(model),
            variant: variant.or_else(|| info.text("variant")),
        })
    }
}

impl Part {
    /// Reads a part of any type.
    pub fn read<F: Fields>(part: &F) -> Self {
        let tokens = part.field("tokens");
        let count = |name| {
            tokens
                .as_ref()
                .and_then(|tokens| tokens.number(name))
                .unwrap_or_default()
        };
        Self {
            kind: part.text("type").unwrap_or_default(),
            session: part.id("sessionID"),
            message: part.id("messageID"),
            text: part.text("text"),
            synthetic: part.flag("synthetic"),
            ignored: part.flag("ignored"),
            ours: part.id("id").is_some_and(|id| PartId(id).is_ours()),
            time: Times::read(part),
            call: part.text("callID"),
            tool: part.text("tool"),
            state: part
                .field("state")
                .and_then(|state| ToolStateInfo::read(&state)),
            tokens: count("input")
                .saturating_add(count("output"))
                .saturating_add(count("reasoning")),
            cost: part
                .field("cost")
                .and_then(|cost| cost.to_number())
                .unwrap_or_default(),
            patch: part.text("hash").map(|hash| {
                let files: Vec<String> = part.texts("files");
                digest(&["patch", &hash, &files.join("\n")])
            }),
        }
    }
}

impl ToolStateInfo {
    fn read<F: Fields>(state: &F) -> Option<Self> {
        let metadata = |metadata: F| ToolMetadata {
            session: metadata.id("sessionId"),
            background: metadata.flag("background"),
            exit: metadata
                .field("exit")
                .and_then(|exit| exit.to_number())
                .map(|exit| exit as i64),
        };
        Some(Self {
            status: state.text("status")?,
            title: state.text("title"),
            output: state.text("output"),
            error: state.text("error"),
            metadata: state.field("metadata").map(metadata),
            change: change_of(state),
        })
    }
}

impl Diff {
    fn read<F: Fields>(properties: &F) -> Option<Self> {
        let mut files = String::new();
        for file in properties.list("diff") {
            let count = |name| file.number(name).unwrap_or_default();
            let name = file.text("file").unwrap_or_default();
            files.push_str(&format!(
                "{name} +{} -{}\n",
                count("additions"),
                count("deletions")
            ));
        }
        Some(Self {
            session: properties.id("sessionID")?,
            digest: (!files.is_empty()).then(|| digest(&["diff", &files])),
        })
    }
}

/// What a tool call changed, as far as it tells: a diff, or a file that it wrote.
fn change_of<F: Fields>(state: &F) -> Option<String> {
    let metadata = state.field("metadata")?;
    if let Some(diff) = metadata.text("diff").filter(|diff| !diff.is_empty()) {
        return Some(digest(&["edit", &diff]));
    }
    let written = metadata.text("filepath")?;
    metadata.field("exists")?;
    let content = state.field("input")?.text("content")?;
    Some(digest(&["write", &written, &content]))
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

impl ToolInput {
    /// Reads the input of a `task` call.
    pub fn read<F: Fields>(input: &F) -> Self {
        Self {
            description: input.text("description"),
            prompt: input.text("prompt"),
            subagent_type: input.text("subagent_type"),
        }
    }
}

impl WithParts {
    /// Reads a message with its parts.
    pub fn read<F: Fields>(message: &F) -> Option<Self> {
        Some(Self {
            info: Message::read(&message.field("info")?)?,
            parts: message.list("parts").iter().map(Part::read).collect(),
        })
    }
}
