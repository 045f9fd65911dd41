//! What the driver needs of the world: the shim, and an OpenCode of any version.
//!
//! The WebAssembly implements both with JavaScript values, the tests with what they play.

use std::cell::RefCell;
use std::pin::Pin;

use serde::Deserialize;

use crate::core::effect::{Effect, Level, Prompt, Variant};
use crate::core::event::{Agent, Event, Leave, Transcript};
use crate::core::ids::SessionId;
use crate::core::journal::Owner;
use crate::core::rights::Rule;
use crate::core::time::Time;
use crate::core::todo::Todo;
use crate::core::{Core, Output};

/// Work that nobody waits for. Boxed, so that what drives it is compiled once.
pub type Work = Pin<Box<dyn Future<Output = ()>>>;

/// What the shim lends: files, the clock, one timer, standard error and the process. Errors are
/// the system's words.
pub trait Port: 'static {
    /// The OpenCode that this instance is a plugin of.
    type OpenCode: OpenCode;

    /// OpenCode.
    fn opencode(&self) -> &Self::OpenCode;

    /// The time.
    fn now(&self) -> Time;
    /// The core is to be woken at this time, instead of at any that it asked for before.
    fn wake_at(&self, at: Time);
    /// Runs a step, and answers a trap in it with a fresh engine.
    fn guard(&self, step: Box<dyn FnOnce()>);
    /// Starts work.
    fn spawn(&self, work: Work);

    /// A journal's text; none where there is no journal.
    ///
    /// # Errors
    /// It is there and cannot be read.
    fn read_journal(&self, root: &SessionId) -> Result<Option<String>, String>;
    /// What appeared in a journal since the last reading.
    ///
    /// # Errors
    /// It is there and cannot be read.
    fn read_tail(&self, root: &SessionId) -> Result<Tail, String>;
    /// Appends a line.
    ///
    /// # Errors
    /// Nothing, or not all of it, was written.
    fn append_journal(&self, root: &SessionId, line: &str) -> Result<(), String>;
    /// Replaces a journal in one step.
    ///
    /// # Errors
    /// It is as it was.
    fn replace_journal(&self, root: &SessionId, text: &str) -> Result<(), String>;
    /// Removes a journal.
    ///
    /// # Errors
    /// It is still there.
    fn remove_journal(&self, root: &SessionId) -> Result<(), String>;
    /// Whether the owner of a journal lives.
    fn is_alive(&self, owner: &Owner) -> bool;

    /// Shows a line on standard error, in a headless process.
    fn progress(&self, line: &str);
    /// Tells people where nobody sees a toast.
    fn notice(&self, message: &str);
    /// Tells whoever watches the process that continuation has ended with work left.
    fn quieted(&self, session: &SessionId, why: &str);
    /// Sets the exit code of a process that would else exit with 0.
    fn exit_code(&self, code: u8);

    /// One turn of the core. Whoever looks on does so here.
    fn turn(&self, core: &RefCell<Core>, event: Event) -> Output {
        core.borrow_mut().handle(event, self.now())
    }

    /// An effect is about to be carried out. Whoever looks on does so here.
    fn watch(&self, _effect: &Effect) {}
}

/// What appeared in a journal.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Tail {
    /// The new text.
    pub text: String,
    /// Another process has replaced the journal: this is all of it.
    pub replaced: bool,
}

/// An OpenCode of any version, as the driver uses it. Errors are OpenCode's words.
pub trait OpenCode: 'static {
    /// A tool call that waits, by which OpenCode is asked for a permission.
    type Call: Clone + 'static;

    /// What a session is.
    fn session(&self, id: &SessionId) -> impl Future<Output = Result<Found, String>>;
    /// A session's todo list.
    fn todos(&self, id: &SessionId) -> impl Future<Output = Result<Vec<Todo>, String>>;
    /// The agents of the project.
    fn agents(&self) -> impl Future<Output = Result<Vec<Agent>, String>>;
    /// A session's state by its messages, not by events.
    fn inspect(&self, id: &SessionId) -> impl Future<Output = Result<Transcript, String>>;
    /// Creates a session that works for another.
    fn create_child(
        &self,
        parent: &SessionId,
        title: &str,
        rules: &[Rule],
    ) -> impl Future<Output = Result<SessionId, String>>;
    /// Puts rules after those that a session has; returns what it has then.
    fn add_rules(
        &self,
        id: &SessionId,
        rules: &[Rule],
    ) -> impl Future<Output = Result<Vec<Rule>, String>>;
    /// Asks for the permission that OpenCode's own `task` asks for.
    fn ask_leave(
        &self,
        call: Self::Call,
        agent: &str,
        description: &str,
    ) -> impl Future<Output = Leave>;
    /// Prompts a session.
    fn prompt(&self, id: &SessionId, prompt: &Prompt) -> impl Future<Output = Result<(), String>>;
    /// Aborts a session.
    fn abort(&self, id: &SessionId) -> impl Future<Output = Result<(), String>>;
    /// Rejects a permission.
    fn reject_permission(
        &self,
        id: &SessionId,
        ask: &str,
    ) -> impl Future<Output = Result<(), String>>;
    /// Shows a toast.
    fn toast(&self, variant: Variant, message: &str) -> impl Future<Output = Result<(), String>>;
    /// Writes to OpenCode's log.
    fn log(&self, level: Level, text: &str) -> impl Future<Output = Result<(), String>>;
}

/// A session as OpenCode tells of it.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its id.
    pub id: SessionId,
    /// The session that it works for.
    pub parent: Option<SessionId>,
    /// Its permission rules.
    pub rules: Vec<Rule>,
    /// Its user took messages back; the next prompt removes them for good.
    pub reverted: bool,
}

/// What kind of OpenCode process this is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Process {
    /// `opencode run`: nobody watches.
    Run,
    /// The terminal UI: somebody watches.
    Tui,
    /// A server, whose sessions tell by themselves.
    #[default]
    Server,
}
