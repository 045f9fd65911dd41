//! Feeds events to the core and carries its effects out, whatever the world around it is.

use std::cell::{Cell, Ref, RefCell};
use std::collections::VecDeque;
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use litemap::LiteMap as Map;

use super::port::{Found, OpenCode, Port, Process, Tail, Work};
use crate::core::effect::{Effect, Fill, Level, Parked};
use crate::core::event::{Done, Event, JournalFound, Leave, News, SessionFacts};
use crate::core::ids::{CallId, PartId, SessionId};
use crate::core::rights::{Action, Rule};
use crate::core::{Core, Setup, journal, ledger};

/// The answer to a hook or tool call that waits.
#[derive(Clone, Debug)]
pub enum Reply {
    /// Lets a step go on.
    Step {
        /// What the parked message that it answers says at last.
        fill: Option<Fill>,
        /// The next message to park.
        park: Option<Parked>,
    },
    /// What is added to a user's message.
    Message(Option<(PartId, String)>),
    /// What the agent reads that called a tool.
    Tool(String),
    /// What the user reads who gave a command.
    Command(String),
    /// What a compaction must know.
    Compaction(Option<String>),
}

/// A call that waits: for its answer, or with it for whoever takes it.
enum Call {
    Open(Waker),
    Answered(Box<Reply>),
}

/// Work of which every step runs in the shim's guard. A trap in it is answered with a fresh engine;
/// in the executor's own microtask it would end OpenCode's process, and the executor with it.
pub struct Guarded<P: Port, T> {
    driver: Rc<Driver<P>>,
    work: Rc<RefCell<Pin<Box<dyn Future<Output = T>>>>>,
}

impl<P: Port, T: 'static> Future for Guarded<P, T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        let result = Rc::new(Cell::new(Poll::Pending));
        let (work, waker, ready) = (
            Rc::clone(&self.work),
            context.waker().clone(),
            Rc::clone(&result),
        );
        self.driver.port.guard(Box::new(move || {
            let step = work
                .borrow_mut()
                .as_mut()
                .poll(&mut Context::from_waker(&waker));
            ready.set(step);
        }));
        result.replace(Poll::Pending)
    }
}

/// The core with what it needs to be fed and obeyed.
pub struct Driver<P: Port> {
    core: RefCell<Core>,
    port: P,
    process: Process,
    inbox: RefCell<VecDeque<Event>>,
    draining: Cell<bool>,
    calls: RefCell<Map<CallId, Call>>,
    minted: Cell<u64>,
    /// Sessions in whose chat something is being told, and the prompts that wait for it.
    telling: RefCell<Vec<(SessionId, Vec<Waker>)>>,
    /// The tool calls that are open, by which OpenCode is asked for permissions.
    tools: RefCell<Map<CallId, <P::OpenCode as OpenCode>::Call>>,
}

impl<P: Port> Driver<P> {
    /// A driver whose core knows no session yet.
    pub fn new(port: P, setup: &Setup, process: Process) -> Rc<Self> {
        Rc::new(Self {
            core: RefCell::new(Core::new(setup)),
            port,
            process,
            inbox: RefCell::default(),
            draining: Cell::new(false),
            calls: RefCell::default(),
            minted: Cell::new(0),
            telling: RefCell::default(),
            tools: RefCell::default(),
        })
    }

    /// The core, for looking in.
    pub fn core(&self) -> Ref<'_, Core> {
        self.core.borrow()
    }

    /// What the driver needs of the world.
    pub fn port(&self) -> &P {
        &self.port
    }

    /// OpenCode.
    pub fn opencode(&self) -> &P::OpenCode {
        self.port.opencode()
    }

    /// What kind of process this is.
    pub fn process(&self) -> Process {
        self.process
    }

    /// Whether a session is known to the core.
    pub fn knows(&self, session: &SessionId) -> bool {
        self.core.borrow().knows(session)
    }

    /// Whether a session works for another one.
    pub fn is_child(&self, session: &SessionId) -> bool {
        self.core.borrow().is_child(session)
    }

    /// Whether events wait that the core has not seen.
    pub fn is_behind(&self) -> bool {
        !self.inbox.borrow().is_empty()
    }

    /// Puts work under the shim's guard.
    pub fn guarded<T>(self: &Rc<Self>, work: Pin<Box<dyn Future<Output = T>>>) -> Guarded<P, T> {
        Guarded {
            driver: Rc::clone(self),
            work: Rc::new(RefCell::new(work)),
        }
    }

    /// Runs on its own; nobody waits for it.
    pub fn spawn(self: &Rc<Self>, work: Work) {
        self.port.spawn(Box::pin(self.guarded(work)));
    }

    /// Takes an event. A trap in here ends up in the shim's guard, whoever called.
    pub fn feed(self: &Rc<Self>, event: impl Into<Event>) {
        self.inbox.borrow_mut().push_back(event.into());
        if self.draining.get() {
            return;
        }
        let this = Rc::clone(self);
        self.port.guard(Box::new(move || this.drain()));
    }

    /// One event after the other, each with its effects before the next.
    fn drain(self: &Rc<Self>) {
        self.draining.set(true);
        loop {
            let next = self.inbox.borrow_mut().pop_front();
            let Some(event) = next else { break };
            let output = self.port.turn(&self.core, event);
            for effect in output.effects {
                self.port.watch(&effect);
                self.carry_out(effect);
            }
            if let Some(at) = output.wake_at {
                self.port.wake_at(at);
            }
        }
        self.draining.set(false);
    }

    /// A new call that waits for the core's answer.
    pub fn next_call(&self) -> CallId {
        self.minted.set(self.minted.get() + 1);
        CallId(self.minted.get())
    }

    /// The core's answer to a tool call, for which it may ask permissions meanwhile.
    pub async fn reply_to_tool(
        self: &Rc<Self>,
        call: CallId,
        event: impl Into<Event>,
        context: <P::OpenCode as OpenCode>::Call,
    ) -> Reply {
        self.tools.borrow_mut().insert(call, context);
        self.feed(event);
        let reply = self.reply(call).await;
        self.tools.borrow_mut().remove(&call);
        reply
    }

    /// The core's answer to a call, however long it takes.
    pub async fn reply(&self, call: CallId) -> Reply {
        poll_fn(|context| {
            let mut calls = self.calls.borrow_mut();
            if let Some(Call::Answered(reply)) = calls.remove(&call) {
                return Poll::Ready(*reply);
            }
            calls.insert(call, Call::Open(context.waker().clone()));
            Poll::Pending
        })
        .await
    }

    fn answer(&self, call: CallId, reply: Reply) {
        let before = self
            .calls
            .borrow_mut()
            .insert(call, Call::Answered(Box::new(reply)));
        if let Some(Call::Open(waker)) = before {
            waker.wake();
        }
    }

    fn carry_out(self: &Rc<Self>, effect: Effect) {
        match effect {
            Effect::Append { root, line } => {
                let result = self.port.append_journal(&root, &line);
                self.report_write(root, result);
            }
            Effect::Rewrite { root, text } => {
                let result = self.port.replace_journal(&root, &text);
                self.report_write(root, result);
            }
            Effect::Forget { root } => {
                let result = self.port.remove_journal(&root);
                self.report_write(root, result);
            }
            Effect::Claim { effect, root, line } => {
                let found = self.claim(&root, &line).map(|text| self.found(text));
                self.feed(Done::Claimed { effect, found });
            }
            Effect::ReleaseStep {
                call, fill, park, ..
            } => self.answer(call, Reply::Step { fill, park }),
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
            Effect::Progress { line } => self.port.progress(&line),
            Effect::Quieted { session, why } => self.port.quieted(&session, &why),
            Effect::ExitCode { code } => self.port.exit_code(code),
            Effect::Log { level, text } => self.log(level, text),
            Effect::CreateSession { .. }
            | Effect::AskLeave { .. }
            | Effect::ReadRules { .. }
            | Effect::AddRules { .. }
            | Effect::Prompt { .. }
            | Effect::Abort { .. }
            | Effect::Inspect { .. }
            | Effect::RejectPermission { .. }
            | Effect::Notice { .. } => {
                let this = Rc::clone(self);
                self.spawn(Box::pin(this.ask_opencode(effect)));
            }
        }
    }

    /// Carries out what OpenCode is asked for, and tells what became of it.
    async fn ask_opencode(self: Rc<Self>, effect: Effect) {
        let opencode = self.opencode();
        let done = match effect {
            Effect::CreateSession {
                effect,
                parent,
                title,
                rules,
            } => Done::Created {
                effect,
                session: opencode.create_child(&parent, &title, &rules).await,
            },
            Effect::AskLeave {
                effect,
                call,
                agent,
                description,
            } => {
                let call = self.tools.borrow().get(&call).cloned();
                let leave = match call {
                    Some(call) => opencode.ask_leave(call, &agent, &description).await,
                    None => Leave::NobodyAsked,
                };
                Done::LeaveGiven { effect, leave }
            }
            Effect::ReadRules { effect, session } => Done::RulesRead {
                effect,
                rules: opencode.session(&session).await.map(|found| found.rules),
            },
            Effect::AddRules {
                effect,
                session,
                rules,
            } => Done::RulesRead {
                effect,
                rules: opencode.add_rules(&session, &rules).await,
            },
            Effect::Prompt {
                effect,
                session,
                prompt,
            } => {
                self.told(&session).await;
                let result = opencode.prompt(&session, &prompt).await;
                Done::Prompted { effect, result }
            }
            Effect::Abort { effect, session } => Done::Aborted {
                effect,
                result: opencode.abort(&session).await,
            },
            Effect::Inspect { effect, session } => Done::Inspected {
                effect,
                transcript: opencode.inspect(&session).await,
            },
            Effect::RejectPermission { session, ask } => {
                return self.mention(opencode.reject_permission(&session, &ask).await);
            }
            Effect::Notice {
                variant, message, ..
            } => return self.mention(opencode.toast(variant, &message).await),
            Effect::Append { .. }
            | Effect::Claim { .. }
            | Effect::Rewrite { .. }
            | Effect::Forget { .. }
            | Effect::ReleaseStep { .. }
            | Effect::ReplyMessage { .. }
            | Effect::ReplyTool { .. }
            | Effect::ReplyCommand { .. }
            | Effect::ReplyCompaction { .. }
            | Effect::Progress { .. }
            | Effect::Log { .. }
            | Effect::Quieted { .. }
            | Effect::ExitCode { .. } => return,
        };
        self.feed(done);
    }

    /// A failure that only the log needs to know.
    fn mention(self: &Rc<Self>, result: Result<(), String>) {
        if let Err(error) = result {
            self.log(Level::Warn, error);
        }
    }

    /// Writes to OpenCode's log.
    pub fn log(self: &Rc<Self>, level: Level, text: String) {
        let this = Rc::clone(self);
        self.spawn(Box::pin(async move {
            // A log that cannot be written has nobody to tell.
            let _unwritten = this.opencode().log(level, &text).await;
        }));
    }

    fn report_write(self: &Rc<Self>, root: SessionId, result: Result<(), String>) {
        if let Err(error) = result {
            self.feed(News::JournalFailed { root, error });
        }
    }

    /// Looks again at a session that another process had: that process may be gone.
    async fn revisit(self: &Rc<Self>, root: &SessionId) {
        let foreign = self.core.borrow().is_foreign(root);
        let Some(found) = foreign.then(|| self.journal(root)).flatten() else {
            return;
        };
        let todos = self.opencode().todos(root).await.unwrap_or_default();
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
    pub async fn introduce(self: &Rc<Self>, session: &SessionId) -> bool {
        let mut chain = Vec::new();
        let mut at = session.clone();
        // A tree of sessions is shallow; the bound is against a cycle.
        for _ in 0..32 {
            if self.knows(&at) {
                self.revisit(&at).await;
                break;
            }
            let Ok(found) = self.opencode().session(&at).await else {
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
            self.present(found).await;
        }
        true
    }

    /// Makes a session known of which the parents are.
    async fn present(self: &Rc<Self>, found: Found) {
        let Found {
            id,
            parent,
            rules,
            reverted,
        } = found;
        let mut facts = SessionFacts {
            session: id.clone(),
            parent,
            headless: self.is_headless(&rules),
            rules,
            todos: Vec::new(),
            journal: None,
        };
        if facts.parent.is_none() {
            facts.todos = self.opencode().todos(&id).await.unwrap_or_default();
            facts.journal = self.journal(&id);
            self.learn_agents().await;
        }
        self.feed(Event::SessionKnown(facts));
        if reverted {
            let session = id;
            self.feed(News::SessionReverted { session, reverted });
        }
    }

    /// Tells the core which agents there are.
    pub async fn learn_agents(self: &Rc<Self>) {
        match self.opencode().agents().await {
            Ok(agents) => self.feed(Event::AgentsKnown { agents }),
            Err(error) => {
                let text = format!("the agents could not be listed: {error}");
                self.log(Level::Warn, text);
            }
        }
    }

    fn is_headless(&self, rules: &[Rule]) -> bool {
        let denies = |rule: &Rule| rule.permission == "question" && rule.action == Action::Deny;
        match self.process {
            Process::Run => true,
            Process::Tui => false,
            Process::Server => rules.iter().any(denies),
        }
    }

    fn journal(self: &Rc<Self>, root: &SessionId) -> Option<JournalFound> {
        if !root.is_plain() {
            return None;
        }
        match self.port.read_journal(root) {
            Ok(text) => Some(self.found(text?)),
            Err(error) => {
                let text = format!("the journal of {root} cannot be read: {error}");
                self.log(Level::Error, text);
                None
            }
        }
    }

    fn found(&self, text: String) -> JournalFound {
        let owner = ledger::Ledger::fold(&journal::read(&text).lines).owner;
        let alive = owner.is_some_and(|owner| self.port.is_alive(&owner));
        JournalFound { text, alive }
    }

    /// Appends a claim, and reads what the journal is after it. One of a newer format is not
    /// written: it may have become one since it was read.
    fn claim(&self, root: &SessionId, line: &str) -> Result<String, String> {
        let before = self.port.read_journal(root)?;
        if let Some(before) = before.filter(|text| journal::read(text).newer.is_some()) {
            return Ok(before);
        }
        self.port.append_journal(root, line)?;
        Ok(self.port.read_journal(root)?.unwrap_or_default())
    }

    /// Another process, or the terminal UI, wrote into a journal.
    pub async fn journal_touched(self: &Rc<Self>, root: &SessionId) {
        let known = self.knows(root);
        if !self.introduce(root).await {
            return;
        }
        if known {
            self.journal_grew(root);
        } else {
            self.journal_opened(root);
        }
    }

    /// Lines appeared in a journal; ours among them, which the core knows.
    fn journal_grew(self: &Rc<Self>, root: &SessionId) {
        if let Ok(Tail { text, replaced }) = self.port.read_tail(root) {
            self.feed(News::JournalGrew {
                root: root.clone(),
                text,
                replaced,
            });
        }
    }

    /// A journal was opened because somebody wrote into it: what its last line asks for is new,
    /// though it has been read with the rest.
    fn journal_opened(self: &Rc<Self>, root: &SessionId) {
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

    /// A user is being told something in a session's chat: prompts to it, and what they write, wait,
    /// since a message that is stored while a turn begins would be taken for what it answers.
    pub fn begin_telling(&self, session: &SessionId) {
        self.telling
            .borrow_mut()
            .push((session.clone(), Vec::new()));
    }

    /// They have been told: what waited goes on.
    pub fn end_telling(&self, session: &SessionId) {
        let mut telling = self.telling.borrow_mut();
        let Some(at) = telling.iter().position(|(of, _)| of == session) else {
            return;
        };
        let (_, waiting) = telling.remove(at);
        drop(telling);
        waiting.into_iter().for_each(Waker::wake);
    }

    /// Waits until nothing is being told in a session's chat.
    pub async fn told(&self, session: &SessionId) {
        poll_fn(|context| {
            let mut telling = self.telling.borrow_mut();
            match telling.iter_mut().find(|(of, _)| of == session) {
                Some((_, waiting)) => {
                    waiting.push(context.waker().clone());
                    Poll::Pending
                }
                None => Poll::Ready(()),
            }
        })
        .await;
    }
}
