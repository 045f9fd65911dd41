//! Feeds events to the core and carries its effects out.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use js_sys::{Array, Function, Promise};
use litemap::LiteMap as Map;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::boundary::{Process, Tail};
use super::js::{self, Port};
use super::opencode::OpenCode;
use super::reader::{self, Seen, StepDigest};
use super::wire::Raw;
use crate::core::effect::{Effect, Fill, Level, Parked};
use crate::core::event::{Done, Event, JournalFound, Leave, News, SessionFacts, Status};
use crate::core::ids::{CallId, PartId, SessionId};
use crate::core::rights::{self, Action, Rule};
use crate::core::time::Time;
use crate::core::{Core, Setup, journal, ledger};

/// The answer to a hook or tool call that waits.
pub(super) enum Reply {
    Step {
        fill: Option<Fill>,
        park: Option<Parked>,
    },
    Message(Option<(PartId, String)>),
    Tool(String),
    Command(String),
    Compaction(Option<String>),
}

/// Work that is under way. Boxed, so that what drives it is compiled once.
pub(super) type Work = Pin<Box<dyn Future<Output = Result<(), String>>>>;

/// Work of which every step runs in the shim's guard. A trap in it is answered with a fresh engine;
/// in the executor's own microtask it would end OpenCode's process, and the executor with it.
pub(super) struct Guarded<T> {
    port: Port,
    work: Rc<RefCell<Pin<Box<dyn Future<Output = T>>>>>,
}

impl<T: 'static> Future for Guarded<T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        let result = Rc::new(Cell::new(Poll::Pending));
        let (work, waker, ready) = (
            Rc::clone(&self.work),
            context.waker().clone(),
            Rc::clone(&result),
        );
        let step = Closure::once_into_js(move || {
            ready.set(
                work.borrow_mut()
                    .as_mut()
                    .poll(&mut Context::from_waker(&waker)),
            );
        });
        self.port.guard(step.unchecked_ref());
        result.replace(Poll::Pending)
    }
}

/// Sessions whose last step is remembered; it only saves time.
const SEEN_MAX: usize = 100;

pub(super) struct Driver {
    core: RefCell<Core>,
    pub(super) port: Port,
    pub(super) opencode: OpenCode,
    process: Process,
    inbox: RefCell<VecDeque<Event>>,
    draining: Cell<bool>,
    replies: RefCell<Map<CallId, Reply>>,
    resolvers: RefCell<Map<CallId, Function>>,
    calls: Cell<u64>,
    /// Sessions in whose chat something is being told, and the prompts that wait for it.
    telling: RefCell<Vec<(SessionId, Vec<Function>)>>,
    /// What was found in each session's list of messages at its last step.
    seen: RefCell<Map<SessionId, Seen>>,
    /// The contexts of tool calls that are open, by which OpenCode is asked for permissions.
    contexts: RefCell<Map<CallId, JsValue>>,
}

impl Driver {
    pub(super) fn new(port: Port, setup: &Setup, process: Process) -> Rc<Self> {
        Rc::new(Self {
            core: RefCell::new(Core::new(setup)),
            opencode: OpenCode::new(port.client()),
            port,
            process,
            inbox: RefCell::default(),
            draining: Cell::new(false),
            replies: RefCell::default(),
            resolvers: RefCell::default(),
            calls: Cell::new(0),
            telling: RefCell::default(),
            seen: RefCell::default(),
            contexts: RefCell::default(),
        })
    }

    /// Puts work under the shim's guard.
    pub(super) fn guarded<T>(&self, work: Pin<Box<dyn Future<Output = T>>>) -> Guarded<T> {
        Guarded {
            port: self.port.clone().unchecked_into(),
            work: Rc::new(RefCell::new(work)),
        }
    }

    /// Runs on its own; nobody waits for it.
    pub(super) fn spawn(&self, work: Pin<Box<dyn Future<Output = ()>>>) {
        spawn_local(self.guarded(work));
    }

    pub(super) fn knows(&self, session: &SessionId) -> bool {
        self.core.borrow().knows(session)
    }

    pub(super) fn is_child(&self, session: &SessionId) -> bool {
        self.core.borrow().is_child(session)
    }

    /// Takes an event. A trap in here ends up in the shim's guard, whoever called.
    pub(super) fn feed(self: &Rc<Self>, event: impl Into<Event>) {
        self.inbox.borrow_mut().push_back(event.into());
        if self.draining.get() {
            return;
        }
        let this = Rc::clone(self);
        let run = Closure::once_into_js(move || this.drain());
        self.port.guard(run.unchecked_ref());
    }

    /// One event after the other, each with its effects before the next.
    fn drain(self: &Rc<Self>) {
        self.draining.set(true);
        loop {
            let next = self.inbox.borrow_mut().pop_front();
            let Some(event) = next else { break };
            let output = self
                .core
                .borrow_mut()
                .handle(event, Time(self.port.now() as u64));
            for effect in output.effects {
                self.carry_out(effect);
            }
            if let Some(wake_at) = output.wake_at {
                self.port
                    .timer((wake_at.0 as f64 - self.port.now()).max(0.0));
            }
        }
        self.draining.set(false);
    }

    /// A new call that waits for the core's answer.
    pub(super) fn next_call(&self) -> CallId {
        self.calls.set(self.calls.get() + 1);
        CallId(self.calls.get())
    }

    /// Reads the end of a step's message list, as far back as it takes.
    pub(super) fn read_step(&self, session: &SessionId, messages: &Array) -> Option<StepDigest> {
        let mut all = self.seen.borrow_mut();
        if all.len() >= SEEN_MAX && !all.contains_key(session) {
            *all = Map::new();
        }
        let mut seen = all.remove(session).unwrap_or_default();
        let at = |index: usize| messages.get(index as u32);
        let digest = reader::step(messages.length() as usize, at, &mut seen);
        all.insert(session.clone(), seen);
        digest
    }

    /// The core's answer to a tool call, for which it may ask permissions meanwhile.
    pub(super) async fn reply_in(
        &self,
        call: CallId,
        event: impl FnOnce(),
        context: &JsValue,
    ) -> Option<Reply> {
        self.contexts.borrow_mut().insert(call, context.clone());
        event();
        let reply = self.reply(call).await;
        self.contexts.borrow_mut().remove(&call);
        reply
    }

    /// The core's answer to a call, however long it takes.
    pub(super) async fn reply(&self, call: CallId) -> Option<Reply> {
        if !self.replies.borrow().contains_key(&call) {
            let answered = Promise::new(&mut |resolve, _| {
                self.resolvers.borrow_mut().insert(call, resolve);
            });
            JsFuture::from(answered).await.ok()?;
        }
        self.replies.borrow_mut().remove(&call)
    }

    fn answer(&self, call: CallId, reply: Reply) {
        self.replies.borrow_mut().insert(call, reply);
        if let Some(resolve) = self.resolvers.borrow_mut().remove(&call) {
            // Resolving a promise only schedules; it cannot fail.
            let _scheduled = resolve.call0(&wasm_bindgen::JsValue::NULL);
        }
    }

    fn carry_out(self: &Rc<Self>, effect: Effect) {
        match effect {
            Effect::Append { root, line } => {
                let result = self.port.append_journal(root.as_str(), &line);
                self.report_write(root, result);
            }
            Effect::Rewrite { root, text } => {
                let result = self.port.replace_journal(root.as_str(), &text);
                self.report_write(root, result);
            }
            Effect::Forget { root } => {
                let result = self.port.remove_journal(root.as_str());
                self.report_write(root, result);
            }
            Effect::Claim { effect, root, line } => {
                let found = match self.claim(&root, &line) {
                    Ok(text) => Ok(self.found(text.as_string().unwrap_or_default())),
                    Err(error) => Err(js::words(&error)),
                };
                self.feed(Done::Claimed { effect, found });
            }
            Effect::CreateSession {
                effect,
                parent,
                title,
                rules,
            } => {
                let opencode = self.opencode.clone();
                self.perform(Box::pin(async move {
                    let session = opencode.create_child(&parent, &title, &rules).await;
                    Done::Created { effect, session }
                }));
            }
            Effect::AskLeave {
                effect,
                call,
                agent,
                description,
            } => {
                let context = self.contexts.borrow().get(&call).cloned();
                self.perform(Box::pin(async move {
                    let leave = ask_leave(context, &agent, &description).await;
                    let leave = leave.unwrap_or_else(Leave::Refused);
                    Done::LeaveGiven { effect, leave }
                }));
            }
            Effect::ReadRules { effect, session } => {
                let opencode = self.opencode.clone();
                self.perform(Box::pin(async move {
                    let found = opencode.session(&session).await;
                    let rules = found.map(|found| found.permission);
                    Done::RulesRead { effect, rules }
                }));
            }
            Effect::AddRules {
                effect,
                session,
                rules,
            } => {
                let opencode = self.opencode.clone();
                self.perform(Box::pin(async move {
                    let rules = opencode.add_rules(&session, &rules).await;
                    Done::RulesRead { effect, rules }
                }));
            }
            Effect::Prompt {
                effect,
                session,
                prompt,
            } => {
                let this = Rc::clone(self);
                self.perform(Box::pin(async move {
                    this.told(&session).await;
                    let result = this.opencode.prompt(&session, &prompt).await;
                    Done::Prompted { effect, result }
                }));
            }
            Effect::Abort { effect, session } => {
                let opencode = self.opencode.clone();
                self.perform(Box::pin(async move {
                    let result = opencode.abort(&session).await;
                    Done::Aborted { effect, result }
                }));
            }
            Effect::Inspect { effect, session } => {
                let opencode = self.opencode.clone();
                self.perform(Box::pin(async move {
                    let transcript = opencode.inspect(&session).await;
                    Done::Inspected { effect, transcript }
                }));
            }
            Effect::RejectPermission { session, ask } => {
                let opencode = self.opencode.clone();
                let work = async move { opencode.reject_permission(&session, &ask).await };
                self.attempt(Box::pin(work));
            }
            Effect::ReleaseStep {
                call, fill, park, ..
            } => {
                self.answer(call, Reply::Step { fill, park });
            }
            Effect::ReplyMessage { call, add } => self.answer(call, Reply::Message(add)),
            Effect::ReplyTool { call, text } => self.answer(call, Reply::Tool(text)),
            Effect::ReplyCommand { call, text } => self.answer(call, Reply::Command(text)),
            Effect::ReplyCompaction { call, context } => {
                self.answer(call, Reply::Compaction(context));
            }
            Effect::Notice { message, .. } if self.process == Process::Run => {
                self.port.notice(&message);
            }
            Effect::Notice { toast: false, .. } => {}
            Effect::Notice {
                variant, message, ..
            } => {
                let opencode = self.opencode.clone();
                self.attempt(Box::pin(
                    async move { opencode.toast(variant, &message).await },
                ));
            }
            Effect::Progress { line } => self.port.progress(&line),
            Effect::Log { level, text } => self.log(level, text),
            Effect::Quieted { session, why } => self.port.quieted(session.as_str(), &why),
            Effect::ExitCode { code } => self.port.exit_code(code),
        }
    }

    pub(super) fn log(self: &Rc<Self>, level: Level, text: String) {
        let level = match level {
            Level::Debug => "debug",
            Level::Info => "info",
            Level::Warn => "warn",
            Level::Error => "error",
        };
        let this = Rc::clone(self);
        self.spawn(Box::pin(async move {
            // A log that cannot be written has nobody to tell.
            let _unwritten = this.opencode.log(level, &text).await;
        }));
    }

    fn report_write(self: &Rc<Self>, root: SessionId, result: Result<(), wasm_bindgen::JsValue>) {
        if let Err(error) = result {
            self.feed(News::JournalFailed {
                root,
                error: js::words(&error),
            });
        }
    }

    /// Carries out an effect whose outcome the core waits for.
    fn perform(self: &Rc<Self>, work: Pin<Box<dyn Future<Output = Done>>>) {
        let this = Rc::clone(self);
        self.spawn(Box::pin(async move { this.feed(work.await) }));
    }

    /// Carries out an effect whose failure only the log needs to know.
    fn attempt(self: &Rc<Self>, work: Work) {
        let this = Rc::clone(self);
        self.spawn(Box::pin(async move {
            if let Err(error) = work.await {
                this.log(Level::Warn, error);
            }
        }));
    }

    /// Looks again at a session that another process had: that process may be gone.
    async fn revisit(self: &Rc<Self>, root: &SessionId) {
        let foreign = self.core.borrow().is_foreign(root);
        let Some(found) = foreign.then(|| self.journal(root)).flatten() else {
            return;
        };
        let todos = self.opencode.todos(root).await.unwrap_or_default();
        self.feed(Event::SessionKnown(SessionFacts {
            session: root.clone(),
            parent: None,
            headless: false,
            rules: Vec::new(),
            todos,
            journal: Some(found),
        }));
    }

    /// Makes a session known to the core, its parents first. Whether that was possible.
    pub(super) async fn introduce(self: &Rc<Self>, session: &SessionId) -> bool {
        let mut chain = Vec::new();
        let mut at = session.clone();
        // A tree of sessions is shallow; the bound is against a cycle.
        for _ in 0..32 {
            if self.knows(&at) {
                self.revisit(&at).await;
                break;
            }
            let Ok(found) = self.opencode.session(&at).await else {
                return false;
            };
            let parent = found.parent.clone();
            chain.push(found);
            match parent {
                Some(parent) => at = parent,
                None => break,
            }
        }
        for found in chain.into_iter().rev() {
            let rules = found.permission.clone();
            let (id, reverted) = (found.id.clone(), found.is_reverted());
            let mut facts = SessionFacts {
                session: found.id.clone(),
                parent: found.parent,
                headless: self.is_headless(&rules),
                rules,
                todos: Vec::new(),
                journal: None,
            };
            if facts.parent.is_none() {
                facts.todos = self.opencode.todos(&found.id).await.unwrap_or_default();
                facts.journal = self.journal(&found.id);
                self.learn_agents().await;
            }
            self.feed(Event::SessionKnown(facts));
            if reverted {
                self.feed(News::SessionReverted {
                    session: id,
                    reverted,
                });
            }
        }
        true
    }

    pub(super) async fn learn_agents(self: &Rc<Self>) {
        match self.opencode.agents().await {
            Ok(agents) => self.feed(Event::AgentsKnown { agents }),
            Err(error) => self.log(
                Level::Warn,
                format!("the agents could not be listed: {error}"),
            ),
        }
    }

    fn is_headless(&self, rules: &[Rule]) -> bool {
        let denies_questions = || {
            rules
                .iter()
                .any(|rule| rule.permission == "question" && rule.action == Action::Deny)
        };
        match self.process {
            Process::Run => true,
            Process::Tui => false,
            Process::Server => denies_questions(),
        }
    }

    fn journal(self: &Rc<Self>, root: &SessionId) -> Option<JournalFound> {
        if !root.is_plain() {
            return None;
        }
        let text = match self.port.read_journal(root.as_str()) {
            Ok(text) => text.as_string()?,
            Err(error) => {
                let root = root.clone();
                self.log(
                    Level::Error,
                    format!(
                        "the journal of {root} cannot be read: {}",
                        js::words(&error)
                    ),
                );
                return None;
            }
        };
        Some(self.found(text))
    }

    fn found(&self, text: String) -> JournalFound {
        let owner = ledger::Ledger::fold(&journal::read(&text).lines).owner;
        let alive = owner.is_some_and(|owner| self.port.is_alive(js::write(&owner)));
        JournalFound { text, alive }
    }

    /// Appends a claim, and reads what the journal is after it. One of a newer format is not
    /// written: it may have become one since it was read.
    fn claim(
        &self,
        root: &SessionId,
        line: &str,
    ) -> Result<wasm_bindgen::JsValue, wasm_bindgen::JsValue> {
        let before = self.port.read_journal(root.as_str())?;
        let newer = |text: String| journal::read(&text).newer.is_some();
        if before.as_string().is_some_and(newer) {
            return Ok(before);
        }
        self.port.append_journal(root.as_str(), line)?;
        self.port.read_journal(root.as_str())
    }

    /// Lines appeared in a journal; ours among them, which the core knows. A journal that was
    /// opened just now has been read already, with what was asked for in it.
    pub(super) fn journal_touched(self: &Rc<Self>, root: &SessionId) {
        let tail = self.port.read_tail(root.as_str());
        if let Some(Tail { text, replaced }) = tail.ok().and_then(|tail| tail.read()) {
            self.feed(News::JournalGrew {
                root: root.clone(),
                text,
                replaced,
            });
        }
    }

    /// A journal was opened because somebody wrote into it: what its last line asks for is new,
    /// though it has been read with the rest.
    pub(super) fn journal_opened(self: &Rc<Self>, root: &SessionId) {
        let Some(found) = self.journal(root) else {
            return;
        };
        let last = found.text.lines().next_back().unwrap_or_default();
        self.feed(News::JournalGrew {
            root: root.clone(),
            text: format!("{last}\n"),
            replaced: false,
        });
    }

    /// A user is being told something in a session's chat: prompts to it wait, since a message
    /// that is stored while a turn begins would be taken for what the turn answers.
    pub(super) fn begin_telling(&self, session: &SessionId) {
        self.telling
            .borrow_mut()
            .push((session.clone(), Vec::new()));
    }

    /// They have been told: prompts that waited leave.
    pub(super) fn end_telling(&self, session: &SessionId) {
        let mut telling = self.telling.borrow_mut();
        let Some(at) = telling.iter().position(|(of, _)| of == session) else {
            return;
        };
        let (_, waiting) = telling.remove(at);
        drop(telling);
        for resolve in waiting {
            // Resolving a promise only schedules; it cannot fail.
            let _scheduled = resolve.call0(&wasm_bindgen::JsValue::NULL);
        }
    }

    async fn told(&self, session: &SessionId) {
        let told = {
            let mut telling = self.telling.borrow_mut();
            let of = telling.iter_mut().find(|(of, _)| of == session);
            of.map(|(_, waiting)| Promise::new(&mut |resolve, _| waiting.push(resolve)))
        };
        if let Some(told) = told {
            // It is only ever resolved.
            let _told = JsFuture::from(told).await;
        }
    }

    /// Whether a message can be put into the chat without a loop taking it for a turn.
    pub(super) fn process(&self) -> Process {
        self.process
    }

    pub(super) async fn is_quiet(&self, session: &SessionId) -> bool {
        let found = self.opencode.session(session).await;
        // Any message removes for good what the user has taken back.
        let reverted = found.is_ok_and(|found| found.is_reverted());
        !reverted && self.opencode.status(session).await == Ok(Status::Idle)
    }
}

/// Asks OpenCode for the permission that its own `task` asks for.
async fn ask_leave(
    context: Option<JsValue>,
    agent: &str,
    description: &str,
) -> Result<Leave, String> {
    let context = context.unwrap_or_default();
    let Ok(ask) = js::get(&context, "ask").dyn_into::<Function>() else {
        return Ok(Leave::NobodyAsked);
    };
    let metadata = js::object(&[
        ("description", description.into()),
        ("subagent_type", agent.into()),
    ]);
    let request = js::object(&[
        ("permission", rights::TASK.into()),
        ("patterns", js_sys::Array::of1(&agent.into()).into()),
        ("always", js_sys::Array::of1(&"*".into()).into()),
        ("metadata", metadata),
    ]);
    let asked = ask
        .call1(&context, &request)
        .map_err(|error| js::words(&error))?;
    // Some versions return a description of the work rather than its promise: nobody was asked.
    let Ok(answer) = asked.dyn_into::<Promise>() else {
        return Ok(Leave::NobodyAsked);
    };
    match JsFuture::from(answer).await {
        Ok(_) => Ok(Leave::Granted),
        Err(error) => {
            let words = js::words(&error);
            // OpenCode adds the rules, which can be many.
            let sentence = words.split(" Here are some of").next().unwrap_or_default();
            Err(sentence.to_owned())
        }
    }
}
