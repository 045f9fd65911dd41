//! The shim, as the driver uses it.

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;

use super::js;
use super::opencode1::client::Client;
use super::opencode1::{First, OpenCode1};
use super::opencode2::api::Api;
use super::port::{Found, OpenCode, Port, Tail, Work};
use super::wire::Raw;
use crate::core::effect::{Level, Prompt, Variant};
use crate::core::event::{Agent, Leave, Transcript};
use crate::core::ids::SessionId;
use crate::core::journal::Owner;
use crate::core::rights::Rule;
use crate::core::time::Time;
use crate::core::todo::Todo;

/// What the shim lends, and the OpenCode that it is a plugin of.
pub(super) struct Shim {
    lent: js::Port,
    opencode: Either,
}

impl Shim {
    /// Of a plugin of OpenCode 1.
    pub(super) fn first(lent: js::Port) -> Self {
        Self {
            opencode: Either {
                first: OpenCode1::new(Client::new(lent.client())),
                second: None,
            },
            lent,
        }
    }

    /// Of a plugin of OpenCode 2.
    pub(super) fn second(lent: js::Port) -> Self {
        let second = Some(Api::new(lent.client()));
        let first = Self::first(lent);
        Self {
            opencode: Either {
                second,
                ..first.opencode
            },
            ..first
        }
    }
}

/// An OpenCode of either version. One type for both, since what drives it would be compiled twice.
pub(super) struct Either {
    /// Toasts and the log are asked for in the same way.
    first: OpenCode1<Client>,
    /// Where it is an OpenCode 2.
    second: Option<Api>,
}

impl First for Either {
    type Api = Client;

    fn first(&self) -> &OpenCode1<Client> {
        &self.first
    }
}

impl OpenCode for Either {
    type Call = JsValue;

    async fn session(&self, id: &SessionId) -> Result<Found, String> {
        let Some(second) = &self.second else {
            return self.first.session(id).await;
        };
        let found = second.session(id).await?;
        Ok(Found {
            id: id.clone(),
            parent: found.parent,
            rules: found.rules,
            reverted: found.reverted,
        })
    }

    async fn todos(&self, id: &SessionId) -> Result<Vec<Todo>, String> {
        match &self.second {
            // It has none.
            Some(_) => Ok(Vec::new()),
            None => self.first.todos(id).await,
        }
    }

    async fn agents(&self) -> Result<Vec<Agent>, String> {
        match &self.second {
            Some(second) => second.agents().await,
            None => self.first.agents().await,
        }
    }

    async fn inspect(&self, id: &SessionId) -> Result<Transcript, String> {
        match &self.second {
            Some(second) => second.inspect(id).await,
            None => self.first.inspect(id).await,
        }
    }

    async fn create_child(
        &self,
        parent: &SessionId,
        title: &str,
        rules: &[Rule],
    ) -> Result<SessionId, String> {
        match &self.second {
            Some(second) => second.create_child(parent, title, rules).await,
            None => self.first.create_child(parent, title, rules).await,
        }
    }

    async fn add_rules(&self, id: &SessionId, rules: &[Rule]) -> Result<Vec<Rule>, String> {
        match &self.second {
            Some(second) => second.add_rules(id, rules).await,
            None => self.first.add_rules(id, rules).await,
        }
    }

    async fn ask_leave(&self, call: JsValue, agent: &str, description: &str) -> Leave {
        self.first.ask_leave(call, agent, description).await
    }

    async fn prompt(&self, id: &SessionId, prompt: &Prompt) -> Result<(), String> {
        match &self.second {
            Some(second) => second.prompt(id, prompt).await,
            None => self.first.prompt(id, prompt).await,
        }
    }

    async fn abort(&self, id: &SessionId) -> Result<(), String> {
        match &self.second {
            Some(second) => second.abort(id).await,
            None => self.first.abort(id).await,
        }
    }

    async fn reject_permission(&self, id: &SessionId, ask: &str) -> Result<(), String> {
        match &self.second {
            Some(second) => second.reject_permission(id, ask).await,
            None => self.first.reject_permission(id, ask).await,
        }
    }

    async fn toast(&self, variant: Variant, message: &str) -> Result<(), String> {
        self.first.toast(variant, message).await
    }

    async fn log(&self, level: Level, text: &str) -> Result<(), String> {
        self.first.log(level, text).await
    }
}

fn in_words<T>(result: Result<T, JsValue>) -> Result<T, String> {
    result.map_err(|error| js::words(&error))
}

impl Port for Shim {
    type OpenCode = Either;

    fn opencode(&self) -> &Self::OpenCode {
        &self.opencode
    }

    fn now(&self) -> Time {
        Time(self.lent.now() as u64)
    }

    fn wake_at(&self, at: Time) {
        self.lent.timer((at.0 as f64 - self.lent.now()).max(0.0));
    }

    fn guard(&self, step: Box<dyn FnOnce()>) {
        let step = Closure::once_into_js(step);
        self.lent.guard(step.unchecked_ref());
    }

    fn spawn(&self, work: Work) {
        spawn_local(work);
    }

    fn read_journal(&self, root: &SessionId) -> Result<Option<String>, String> {
        let text = in_words(self.lent.read_journal(root.as_str()))?;
        Ok(text.as_string())
    }

    fn read_tail(&self, root: &SessionId) -> Result<Tail, String> {
        let tail = in_words(self.lent.read_tail(root.as_str()))?;
        tail.read().ok_or_else(|| "it could not be read".to_owned())
    }

    fn append_journal(&self, root: &SessionId, line: &str) -> Result<(), String> {
        in_words(self.lent.append_journal(root.as_str(), line))
    }

    fn replace_journal(&self, root: &SessionId, text: &str) -> Result<(), String> {
        in_words(self.lent.replace_journal(root.as_str(), text))
    }

    fn remove_journal(&self, root: &SessionId) -> Result<(), String> {
        in_words(self.lent.remove_journal(root.as_str()))
    }

    fn is_alive(&self, owner: &Owner) -> bool {
        self.lent.is_alive(js::write(owner))
    }

    fn progress(&self, line: &str) {
        self.lent.progress(line);
    }

    fn notice(&self, message: &str) {
        self.lent.notice(message);
    }

    fn quieted(&self, session: &SessionId, why: &str) {
        self.lent.quieted(session.as_str(), why);
    }

    fn exit_code(&self, code: u8) {
        self.lent.exit_code(code);
    }
}
