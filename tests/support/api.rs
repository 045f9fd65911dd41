//! OpenCode's API, as the driver calls it: every call is a request, which is served a moment later.

use holdfast::core::Event;
use holdfast::core::effect::{Fill, Level, Parked, Prompt, Variant, Word};
use holdfast::core::event::{Agent, Leave, SessionFacts, Status};
use holdfast::core::ids::{MessageId, PartId, SessionId};
use holdfast::core::rights::Rule;
use holdfast::core::todo::Todo;
use holdfast::host::opencode1::api::{Api, Page};
use holdfast::host::reader::Stored;
use holdfast::host::wire::{Raw, Session};
use serde_json::json;

use super::executor::Slot;
use super::fault::Fault;
use super::host::{Stage, agents};
use super::opencode::{Body, Message, User, model};
use super::world::{Action, World};

/// An answer of OpenCode's.
type Answer<T> = Slot<Result<T, String>>;

/// A call of OpenCode's API, with the place for its answer.
#[derive(Clone, Debug)]
pub(crate) enum Request {
    Session(SessionId, Answer<Session>),
    Todos(SessionId, Answer<Vec<Todo>>),
    Agents(Answer<Vec<Agent>>),
    Status(SessionId, Answer<Status>),
    Messages(SessionId, usize, Answer<Page>),
    Create(SessionId, Vec<Rule>, Answer<SessionId>),
    Update(SessionId, Vec<Rule>, Answer<()>),
    Prompt(SessionId, Box<Prompt>, Answer<()>),
    Park(SessionId, Box<Parked>, Answer<()>),
    Fill(SessionId, Fill, Answer<()>),
    Show(SessionId, MessageId, PartId, String, Answer<()>),
    Abort(SessionId, Answer<()>),
    Reject(SessionId, String, Answer<()>),
    Ask(Asking, String, Slot<Leave>),
}

/// A tool call, by which OpenCode is asked for a permission.
#[derive(Clone, Debug)]
pub(crate) struct Asking {
    pub(crate) session: SessionId,
    pub(crate) call: String,
}

/// The client of one engine.
pub(crate) struct Client {
    pub(crate) stage: Stage,
    pub(crate) process: usize,
    pub(crate) epoch: u64,
}

impl Client {
    /// Asks for something; an engine that is gone gets no answer.
    async fn request<T>(&self, request: impl FnOnce(Slot<T>) -> Request) -> T {
        let slot = Slot::new();
        let request = request(slot.clone());
        let (process, epoch) = (self.process, self.epoch);
        self.stage.with(process, epoch, |world| {
            world.take_request(process, epoch, request);
        });
        slot.await
    }
}

impl Api for Client {
    type Call = Asking;

    async fn session(&self, id: &SessionId) -> Result<Session, String> {
        self.request(|slot| Request::Session(id.clone(), slot))
            .await
    }

    async fn todos(&self, id: &SessionId) -> Result<Vec<Todo>, String> {
        self.request(|slot| Request::Todos(id.clone(), slot)).await
    }

    async fn agents(&self) -> Result<Vec<Agent>, String> {
        self.request(Request::Agents).await
    }

    async fn commands(&self) -> Result<Vec<(String, String)>, String> {
        Ok(Vec::new())
    }

    async fn status(&self, id: &SessionId) -> Result<Status, String> {
        self.request(|slot| Request::Status(id.clone(), slot)).await
    }

    async fn messages(&self, id: &SessionId, limit: usize) -> Result<Page, String> {
        self.request(|slot| Request::Messages(id.clone(), limit, slot))
            .await
    }

    async fn create(
        &self,
        parent: &SessionId,
        _: &str,
        rules: &[Rule],
    ) -> Result<SessionId, String> {
        self.request(|slot| Request::Create(parent.clone(), rules.to_vec(), slot))
            .await
    }

    async fn update(&self, id: &SessionId, rules: &[Rule]) -> Result<(), String> {
        self.request(|slot| Request::Update(id.clone(), rules.to_vec(), slot))
            .await
    }

    async fn prompt(&self, id: &SessionId, prompt: &Prompt) -> Result<(), String> {
        let prompt = Box::new(prompt.clone());
        self.request(|slot| Request::Prompt(id.clone(), prompt, slot))
            .await
    }

    async fn park(&self, id: &SessionId, parked: &Parked) -> Result<(), String> {
        let parked = Box::new(parked.clone());
        self.request(|slot| Request::Park(id.clone(), parked, slot))
            .await
    }

    async fn fill(
        &self,
        id: &SessionId,
        message: &MessageId,
        part: &PartId,
        text: &str,
    ) -> Result<(), String> {
        let fill = Fill {
            message: message.clone(),
            part: part.clone(),
            text: text.to_owned(),
            word: Word::News,
        };
        self.request(|slot| Request::Fill(id.clone(), fill, slot))
            .await
    }

    async fn show(
        &self,
        id: &SessionId,
        message: &MessageId,
        part: &PartId,
        text: &str,
    ) -> Result<(), String> {
        let (message, part, text) = (message.clone(), part.clone(), text.to_owned());
        self.request(|slot| Request::Show(id.clone(), message, part, text, slot))
            .await
    }

    async fn abort(&self, id: &SessionId) -> Result<(), String> {
        self.request(|slot| Request::Abort(id.clone(), slot)).await
    }

    async fn reject_permission(&self, id: &SessionId, ask: &str) -> Result<(), String> {
        self.request(|slot| Request::Reject(id.clone(), ask.to_owned(), slot))
            .await
    }

    async fn ask(&self, call: Asking, agent: &str, _: &str) -> Leave {
        self.request(|slot| Request::Ask(call, agent.to_owned(), slot))
            .await
    }

    async fn toast(&self, _: Variant, _: &str) -> Result<(), String> {
        Ok(())
    }

    async fn log(&self, _: Level, _: &str) -> Result<(), String> {
        Ok(())
    }
}

/// A session as OpenCode describes it.
pub(crate) fn described(
    id: &SessionId,
    parent: Option<&SessionId>,
    rules: &[Rule],
    reverted: bool,
) -> Session {
    let revert = reverted.then(|| json!({ "messageID": "msg" }));
    let info = json!({ "id": id, "parentID": parent, "permission": rules, "revert": revert });
    (&info).read().expect("a session")
}

impl World {
    /// OpenCode is asked for something, and serves it in a moment.
    fn take_request(&mut self, process: usize, epoch: u64, request: Request) {
        self.note(|| format!("P{process} asks for {request:?}"));
        let after = match &request {
            Request::Session(..) | Request::Todos(..) | Request::Agents(_) => {
                self.chance.between(1, 3)
            }
            Request::Ask(..) => self.chance.span(1, 5_000),
            Request::Prompt(..)
            | Request::Status(..)
            | Request::Messages(..)
            | Request::Create(..)
            | Request::Update(..)
            | Request::Park(..)
            | Request::Fill(..)
            | Request::Show(..)
            | Request::Abort(..)
            | Request::Reject(..) => self.latency(),
        };
        self.plan_in(
            after,
            Action::Serve {
                process,
                epoch,
                request,
            },
        );
    }

    /// Serves a request, also of an engine that is gone by now; not of a process that is.
    pub(crate) fn serve(&mut self, process: usize, epoch: u64, request: Request) {
        if !self.processes[process].alive {
            return;
        }
        let told =
            self.processes[process].epoch == epoch && self.plan.fault != Some(Fault::LoseOutcome);
        match request {
            Request::Session(session, answer) => answer.fill(self.tell_session(process, &session)),
            Request::Todos(session, answer) => answer.fill(self.tell_todos(&session)),
            Request::Agents(answer) => answer.fill(Ok(agents())),
            Request::Status(session, answer) => answer.fill(self.tell_status(process, &session)),
            Request::Messages(session, limit, answer) => {
                answer.fill(self.tell_messages(&session, limit));
            }
            Request::Create(parent, rules, answer) => {
                let created = self.create_child(process, &parent, rules);
                if told {
                    answer.fill(created);
                }
            }
            Request::Update(session, rules, answer) => {
                answer.fill(self.add_rules(&session, &rules));
            }
            Request::Prompt(session, prompt, answer) => {
                let taken = self.take_prompt(process, &session, &prompt);
                if told {
                    answer.fill(taken);
                }
            }
            Request::Park(session, parked, answer) => {
                answer.fill(self.park(process, &session, *parked));
            }
            Request::Fill(session, fill, answer) => {
                if self.plan.fault != Some(Fault::IgnoreFill) {
                    self.fill_message(&session, &fill);
                }
                answer.fill(Ok(()));
            }
            Request::Show(session, message, part, text, answer) => {
                answer.fill(self.show(&session, message, part, text));
            }
            Request::Abort(session, answer) => {
                if self.plan.fault != Some(Fault::SwallowAbort) {
                    self.abort_session(process, &session);
                }
                if told {
                    answer.fill(Ok(()));
                }
            }
            Request::Reject(session, ask, answer) => {
                self.close_ask(&session, &ask, false);
                answer.fill(Ok(()));
            }
            Request::Ask(asking, agent, answer) => answer.fill(self.give_leave(&asking, agent)),
        }
    }

    fn tell_session(&mut self, process: usize, id: &SessionId) -> Result<Session, String> {
        // What is asked of a session that is known is its rules.
        let known = self.core(process).is_some_and(|core| core.knows(id));
        let refused = known && self.mishap(self.plan.chaos.refused);
        let Some(found) = self.opencode.session(id).filter(|_| !refused) else {
            return Err("it could not be read".to_owned());
        };
        let mut rules = found.rules.clone();
        if found.is_root() {
            let read = self.checks.read.entry(id.clone()).or_default();
            read.push((self.now, rules.clone()));
            if self.plan.fault == Some(Fault::HideRules) {
                rules.clear();
            }
        }
        if found.headless {
            rules.insert(0, Rule::deny("question"));
        }
        Ok(described(id, found.parent.as_ref(), &rules, found.reverted))
    }

    fn tell_todos(&self, id: &SessionId) -> Result<Vec<Todo>, String> {
        let found = self.opencode.session(id);
        let todos = found.map(|found| found.todos.clone());
        todos.ok_or_else(|| "it is gone".to_owned())
    }

    fn tell_status(&mut self, process: usize, id: &SessionId) -> Result<Status, String> {
        if self.mishap(self.plan.chaos.refused) {
            return Err("it could not be read".to_owned());
        }
        let works = self.processes[process].loops.contains_key(id);
        Ok(if works { Status::Busy } else { Status::Idle })
    }

    fn tell_messages(&mut self, id: &SessionId, limit: usize) -> Result<Page, String> {
        let refused = self.mishap(self.plan.chaos.refused);
        let Some(found) = self.opencode.session(id).filter(|_| !refused) else {
            return Err("it could not be read".to_owned());
        };
        let from = found.messages.len().saturating_sub(limit);
        let read = |message: &Message| Stored::read(&&message.to_json(id));
        Ok(Page {
            messages: found.messages[from..].iter().filter_map(read).collect(),
            whole: found.messages.len() < limit,
        })
    }

    fn create_child(
        &mut self,
        process: usize,
        parent: &SessionId,
        rules: Vec<Rule>,
    ) -> Result<SessionId, String> {
        let refused = self.plan.chaos.refused;
        if self.opencode.session(parent).is_none() || self.mishap(refused) {
            return Err("could not be created".to_owned());
        }
        let shares = self.plan.fault == Some(Fault::ShareSession);
        let mut siblings = self.opencode.sessions.iter().filter(|_| shares);
        let sibling = siblings
            .find(|(_, session)| session.parent.as_ref() == Some(parent))
            .map(|(id, _)| id.clone());
        let child = sibling.unwrap_or_else(|| self.opencode.create(Some(parent.clone()), false));
        if let Some(found) = self.opencode.sessions.get_mut(&child) {
            found.rules = rules;
        }
        self.note(|| format!("P{process} OpenCode: {child} is created for {parent}"));
        let facts = SessionFacts {
            session: child.clone(),
            parent: Some(parent.clone()),
            headless: false,
            rules: Vec::new(),
            todos: Vec::new(),
            journal: None,
        };
        self.publish(process, Event::SessionKnown(facts));
        Ok(child)
    }

    /// `promptAsync`: stores the message and sees to it that a loop runs.
    fn take_prompt(
        &mut self,
        process: usize,
        session: &SessionId,
        prompt: &Prompt,
    ) -> Result<(), String> {
        let chaos = self.plan.chaos;
        let stubborn = self.stubborn && self.opencode.root_of(session) == *session;
        let refused = self.mishap(chaos.refused) || (stubborn && self.plan.seed.is_multiple_of(8));
        if self.opencode.session(session).is_none() || refused {
            return Err("it was refused".to_owned());
        }
        let identity = holdfast::core::event::Identity {
            agent: prompt.agent.clone(),
            model: prompt
                .model
                .clone()
                .unwrap_or_else(|| model("zai", "large")),
            variant: prompt.variant.clone(),
            rest: prompt.rest.clone(),
        };
        let user = User {
            synthetic: prompt.synthetic,
            ours: true,
            part: Some(prompt.part.clone()),
            ..User::said(prompt.text.clone(), identity)
        };
        self.take_tools(session, prompt);
        let is_root = self.opencode.sessions[session].is_root();
        let again = match self.plan.fault {
            Some(Fault::PromptTwice) => is_root,
            Some(Fault::LaunchTwice) => !is_root,
            _ => false,
        };
        self.revert(process, session, false);
        self.store_user(session, &prompt.message, user.clone());
        if again {
            let mut copy = prompt.message.clone();
            copy.0.push('2');
            let part = Some(copy.part());
            self.store_user(session, &copy, User { part, ..user });
        }
        if self.mishap(chaos.never_run) || stubborn {
            let message = &prompt.message;
            self.note(|| {
                format!("P{process} OpenCode: {message} is stored, and its turn never runs")
            });
            self.count("prompts that never ran");
        } else {
            self.start_loop(process, session, true);
        }
        Ok(())
    }

    /// The message that keeps a turn open is stored, also where the loop is gone by now.
    fn park(&mut self, process: usize, session: &SessionId, parked: Parked) -> Result<(), String> {
        let forgotten = self.plan.fault == Some(Fault::ForgetPending)
            && self.has_only_pending(process, session);
        if !forgotten && self.plan.fault != Some(Fault::IgnorePark) {
            let user = User {
                synthetic: true,
                ignored: true,
                part: Some(parked.part),
                ..User::said(String::new(), parked.identity)
            };
            self.store_user(session, &parked.message, user);
        }
        Ok(())
    }

    /// People read a text in the chat that no model sees.
    fn show(
        &mut self,
        session: &SessionId,
        message: MessageId,
        part: PartId,
        text: String,
    ) -> Result<(), String> {
        let identity = self.checks.some_identity(&self.opencode, session);
        let created = self.now;
        let user = User {
            ignored: true,
            part: Some(part),
            ..User::said(text, identity)
        };
        let Some(found) = self.opencode.sessions.get_mut(session) else {
            return Err("it is gone".to_owned());
        };
        found.messages.push(Message {
            id: message,
            created,
            body: Body::User(user),
        });
        self.count("texts shown in the chat");
        Ok(())
    }
}
