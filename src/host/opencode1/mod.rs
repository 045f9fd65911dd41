//! OpenCode 1, from 1.3.2 on: its API, its hooks, and the lists of messages that they change.

pub mod api;
pub mod hooks;
pub mod list;

#[cfg(target_arch = "wasm32")]
pub(super) mod client;
#[cfg(target_arch = "wasm32")]
pub(super) mod messages;

use std::cell::RefCell;

use litemap::LiteMap as Map;

use self::api::{Api, Page};
use super::port::{Found, OpenCode};
use super::reader::{self, Seen, StepDigest};
use crate::core::effect::{Level, Prompt, Variant};
use crate::core::event::{Agent, Leave, Transcript};
use crate::core::ids::SessionId;
use crate::core::rights::Rule;
use crate::core::time::{Span, Time};
use crate::core::todo::Todo;

/// Messages of a session that an inspection looks at first. Where they show no prompt, it looks
/// further back.
const MESSAGES_LOOKED_AT: usize = 40;

/// How long it may take OpenCode to begin a turn with a message.
const BEGINS_WITHIN: Span = Span::seconds(2);

/// Sessions whose last step is remembered; it only saves time.
const SEEN_MAX: usize = 100;

/// An OpenCode 1, behind its API.
pub struct OpenCode1<A> {
    api: A,
    /// What was found in each session's list of messages at its last step.
    seen: RefCell<Map<SessionId, Seen>>,
    /// When somebody last wrote into a session: its turn begins a moment later, and only then does
    /// OpenCode say that it works.
    spoken: RefCell<Map<SessionId, Time>>,
}

impl<A: Api> OpenCode1<A> {
    /// The OpenCode behind an API.
    pub fn new(api: A) -> Self {
        Self {
            api,
            seen: RefCell::default(),
            spoken: RefCell::default(),
        }
    }

    /// Somebody wrote into a session.
    fn spoken(&self, session: &SessionId, now: Time) {
        let mut spoken = self.spoken.borrow_mut();
        spoken.retain(|_, at| now.since(*at) < BEGINS_WITHIN);
        spoken.insert(session.clone(), now);
    }

    /// Whether a turn may begin at any moment.
    fn begins_a_turn(&self, session: &SessionId, now: Time) -> bool {
        let spoken = self.spoken.borrow();
        let at = spoken.get(session);
        at.is_some_and(|at| now.since(*at) < BEGINS_WITHIN)
    }

    /// Its API.
    pub fn api(&self) -> &A {
        &self.api
    }

    /// Reads the end of a step's message list, as far back as it takes. From here on OpenCode says
    /// that the session works.
    fn read_step(&self, session: &SessionId, list: &impl list::List) -> Option<StepDigest> {
        self.spoken.borrow_mut().remove(session);
        let mut all = self.seen.borrow_mut();
        if all.len() >= SEEN_MAX && !all.contains_key(session) {
            *all = Map::new();
        }
        let mut seen = all.remove(session).unwrap_or_default();
        let digest = reader::step(list, &mut seen);
        all.insert(session.clone(), seen);
        digest
    }
}

/// Whatever has an OpenCode 1 in it, as its hooks need it.
pub trait First: OpenCode {
    /// Its API.
    type Api: Api<Call = Self::Call>;

    /// The OpenCode 1.
    fn first(&self) -> &OpenCode1<Self::Api>;
}

impl<A: Api> First for OpenCode1<A> {
    type Api = A;

    fn first(&self) -> &Self {
        self
    }
}

impl<A: Api> OpenCode for OpenCode1<A> {
    type Call = A::Call;

    async fn session(&self, id: &SessionId) -> Result<Found, String> {
        let found = self.api.session(id).await?;
        Ok(Found {
            reverted: found.is_reverted(),
            id: found.id,
            parent: found.parent,
            rules: found.permission,
        })
    }

    async fn todos(&self, id: &SessionId) -> Result<Vec<Todo>, String> {
        self.api.todos(id).await
    }

    async fn agents(&self) -> Result<Vec<Agent>, String> {
        self.api.agents().await
    }

    async fn inspect(&self, id: &SessionId) -> Result<Transcript, String> {
        // The messages decide; the status only helps.
        let status = self.api.status(id).await.ok();
        let mut limit = MESSAGES_LOOKED_AT;
        let messages = loop {
            let Page { messages, whole } = self.api.messages(id, limit).await?;
            if whole || reader::shows_a_prompt(&messages) {
                break messages;
            }
            limit = limit.saturating_mul(4);
        };
        // Todos are told along with a result; that they cannot be read does not change it.
        let todos = self.api.todos(id).await.unwrap_or_default();
        Ok(reader::transcript(&messages, status, todos))
    }

    async fn create_child(
        &self,
        parent: &SessionId,
        title: &str,
        rules: &[Rule],
    ) -> Result<SessionId, String> {
        self.api.create(parent, title, rules).await
    }

    /// Older versions leave a session's rules as they are.
    async fn add_rules(&self, id: &SessionId, rules: &[Rule]) -> Result<Vec<Rule>, String> {
        self.api.update(id, rules).await?;
        Ok(self.api.session(id).await?.permission)
    }

    async fn ask_leave(&self, call: Self::Call, agent: &str, description: &str) -> Leave {
        match self.api.ask(call, agent, description).await {
            Leave::Refused(words) => {
                // OpenCode adds the rules, which can be many.
                let sentence = words.split(" Here are some of").next().unwrap_or_default();
                Leave::Refused(sentence.to_owned())
            }
            leave @ (Leave::Granted | Leave::NobodyAsked) => leave,
        }
    }

    async fn prompt(&self, id: &SessionId, prompt: &Prompt) -> Result<(), String> {
        self.api.prompt(id, prompt).await
    }

    async fn abort(&self, id: &SessionId) -> Result<(), String> {
        self.api.abort(id).await
    }

    async fn reject_permission(&self, id: &SessionId, ask: &str) -> Result<(), String> {
        self.api.reject_permission(id, ask).await
    }

    async fn toast(&self, variant: Variant, message: &str) -> Result<(), String> {
        self.api.toast(variant, message).await
    }

    async fn log(&self, level: Level, text: &str) -> Result<(), String> {
        self.api.log(level, text).await
    }
}
