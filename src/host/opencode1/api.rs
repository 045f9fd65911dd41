//! OpenCode's API, as far as it is used: what the client does that OpenCode hands to plugins.

use crate::core::effect::{Level, Parked, Prompt, Variant};
use crate::core::event::{Agent, Leave, Status};
use crate::core::ids::{MessageId, PartId, SessionId};
use crate::core::rights::Rule;
use crate::core::todo::Todo;
use crate::host::reader::Stored;
use crate::host::wire::Session;

/// What became of a call; errors are OpenCode's words.
pub trait Answer<T>: Future<Output = Result<T, String>> {}
impl<T, F: Future<Output = Result<T, String>>> Answer<T> for F {}

/// The end of a session's history.
#[derive(Clone, Debug)]
pub struct Page {
    /// The messages that could be read, oldest first.
    pub messages: Vec<Stored>,
    /// Whether there are none before them.
    pub whole: bool,
}

/// OpenCode's API.
pub trait Api: 'static {
    /// A tool call that waits, by which OpenCode is asked for a permission.
    type Call: Clone + 'static;

    /// A session.
    fn session(&self, id: &SessionId) -> impl Answer<Session>;
    /// A session's todo list.
    fn todos(&self, id: &SessionId) -> impl Answer<Vec<Todo>>;
    /// The agents of the project.
    fn agents(&self) -> impl Answer<Vec<Agent>>;
    /// The commands of the project: name and template.
    fn commands(&self) -> impl Answer<Vec<(String, String)>>;
    /// What a session does at present.
    fn status(&self, id: &SessionId) -> impl Answer<Status>;
    /// A session's newest messages, so many at most.
    fn messages(&self, id: &SessionId, limit: usize) -> impl Answer<Page>;
    /// Creates a session below another.
    fn create(&self, parent: &SessionId, title: &str, rules: &[Rule]) -> impl Answer<SessionId>;
    /// Puts rules after those that a session has.
    fn update(&self, id: &SessionId, rules: &[Rule]) -> impl Answer<()>;
    /// Stores a prompt, and begins a turn if none runs.
    fn prompt(&self, id: &SessionId, prompt: &Prompt) -> impl Answer<()>;
    /// Stores a message that the model does not see, and starts nothing.
    fn park(&self, id: &SessionId, parked: &Parked) -> impl Answer<()>;
    /// Gives a stored part its text. The message stays where it is.
    fn fill(
        &self,
        id: &SessionId,
        message: &MessageId,
        part: &PartId,
        text: &str,
    ) -> impl Answer<()>;
    /// Shows a text in the chat that the model does not see.
    fn show(
        &self,
        id: &SessionId,
        message: &MessageId,
        part: &PartId,
        text: &str,
    ) -> impl Answer<()>;
    /// Ends a session's turn.
    fn abort(&self, id: &SessionId) -> impl Answer<()>;
    /// Rejects a permission.
    fn reject_permission(&self, id: &SessionId, ask: &str) -> impl Answer<()>;
    /// Asks for the permission that OpenCode's own `task` asks for.
    fn ask(&self, call: Self::Call, agent: &str, description: &str) -> impl Future<Output = Leave>;
    /// Shows a toast.
    fn toast(&self, variant: Variant, message: &str) -> impl Answer<()>;
    /// Writes to OpenCode's log.
    fn log(&self, level: Level, text: &str) -> impl Answer<()>;
}
