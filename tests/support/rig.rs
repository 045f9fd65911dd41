//! The real core with a host that answers when it is told to: in any order, late, badly or never.
//! It keeps nothing that grows, but for the journal.

use std::collections::BTreeMap;

use holdfast::core::config::Layer;
use holdfast::core::effect::{Effect, Prompt};
use holdfast::core::event::{
    Agent, Assistant, Done, Event, Head, Hook, Identity, JournalFound, Leave, NewestUser, News,
    SessionFacts, Status, Transcript,
};
use holdfast::core::ids::{
    AbortId, CallId, ClaimId, CreateId, InspectId, MessageId, PromptId, RulesId, SessionId,
};
use holdfast::core::journal::{Owner, Record, read};
use holdfast::core::ledger::Ledger;
use holdfast::core::rights::{Action, Rule};
use holdfast::core::task::Model;
use holdfast::core::time::{Span, Time};
use holdfast::core::trouble::Trouble;
use holdfast::core::{Core, Setup};
use serde_json::{Value, json};

/// More than any test needs: a core that wants more runs in a circle.
const TICKS_MAX: usize = 10_000;

/// The core and its host.
pub(crate) struct Rig {
    core: Core,
    me: Owner,
    options: Value,
    now: Time,
    wake_at: Option<Time>,
    minted: u64,
    pub(crate) root: SessionId,
    pub(crate) journal: String,
    /// What was appended since somebody last looked.
    pub(crate) written: Vec<(Time, Record)>,
    /// Effects that have no outcome yet.
    open: Vec<Open>,
    sessions: BTreeMap<SessionId, Session>,
    reply: String,
}

/// What an effect without an outcome asks for.
enum Open {
    Claim(ClaimId),
    Create(CreateId),
    Prompt(PromptId, SessionId, Box<Prompt>),
    Abort(AbortId, SessionId),
    Inspect(InspectId, SessionId),
    Rules(RulesId),
}

/// The end of a session's history.
#[derive(Default)]
struct Session {
    busy: bool,
    prompt: Option<MessageId>,
    answer: Option<Assistant>,
}

impl Rig {
    pub(crate) fn new(options: Value) -> Self {
        let me = owner(1);
        let root = SessionId::from("ses_root");
        let mut rig = Self {
            core: core(&options, &me),
            me,
            options,
            now: Time(1_763_000_000_000),
            wake_at: None,
            minted: 0,
            sessions: BTreeMap::from([(root.clone(), Session::default())]),
            root,
            journal: String::new(),
            written: Vec::new(),
            open: Vec::new(),
            reply: String::new(),
        };
        rig.introduce();
        rig
    }

    /// The process dies and another one takes over, with these options.
    pub(crate) fn restarts(&mut self, options: Value) {
        self.me = owner(self.me.pid + 1);
        self.core = core(&options, &self.me);
        self.options = options;
        self.open.clear();
        self.wake_at = None;
        for session in self.sessions.values_mut() {
            session.busy = false;
        }
        self.introduce();
    }

    fn introduce(&mut self) {
        let agent = |name: &str, model: Option<&str>| Agent {
            name: name.to_owned(),
            edits: true,
            model: model.map(mock),
            hidden: false,
            rules: vec![Rule {
                permission: "*".to_owned(),
                pattern: "*".to_owned(),
                action: Action::Allow,
            }],
        };
        let agents = vec![agent("general", None), agent("slow", Some("slow"))];
        self.feed(Event::AgentsKnown { agents });
        let journal = (!self.journal.is_empty()).then(|| JournalFound {
            text: self.journal.clone(),
            alive: false,
        });
        self.feed(Event::SessionKnown(SessionFacts {
            session: self.root.clone(),
            parent: None,
            headless: false,
            rules: Vec::new(),
            todos: Vec::new(),
            journal,
        }));
        self.user_says();
    }

    /// The state in memory.
    pub(crate) fn ledger(&self) -> &Ledger {
        self.core.ledger(&self.root).expect("the root is known")
    }

    /// Whether the core knows that the journal is its own.
    pub(crate) fn owns(&self) -> bool {
        let claims = |open: &Open| matches!(open, Open::Claim(_));
        self.ledger().owner.as_ref() == Some(&self.me) && !self.open.iter().any(claims)
    }

    pub(crate) fn slots(&self, key: &str) -> usize {
        self.core.config().tasks.concurrency.slots(key)
    }

    pub(crate) fn user_says(&mut self) {
        let (call, message) = (self.call(), self.mint());
        self.sessions.entry(self.root.clone()).or_default().busy = true;
        self.feed(Hook::UserMessage {
            call,
            session: self.root.clone(),
            message,
            synthetic: false,
            identity: identity(),
        });
    }

    /// The agent calls one of our tools; what it reads at once.
    pub(crate) fn tool(&mut self, tool: &str, args: Value) -> String {
        let call = self.call();
        self.reply.clear();
        self.feed(Hook::ToolCalled {
            call,
            session: self.root.clone(),
            agent: Some("build".to_owned()),
            tool_call: format!("call_{}", call.0),
            tool: tool.to_owned(),
            args,
        });
        std::mem::take(&mut self.reply)
    }

    /// The session's agent answers, and its turn is over.
    pub(crate) fn finishes(&mut self, session: &SessionId) {
        self.answers(session, "Done.", None);
    }

    /// The session's turn ends in an error.
    pub(crate) fn fails(&mut self, session: &SessionId) {
        let trouble = trouble("APIError", Some(401));
        self.answers(session, "", Some(trouble.clone()));
        self.feed(News::SessionFailed {
            session: session.clone(),
            trouble,
        });
    }

    fn answers(&mut self, id: &SessionId, text: &str, error: Option<Trouble>) {
        let message = self.mint();
        let Some(session) = self.sessions.get_mut(id).filter(|session| session.busy) else {
            return;
        };
        session.busy = false;
        let answer = Assistant {
            id: message,
            parent: session.prompt.clone(),
            finish: error.is_none().then(|| "stop".to_owned()),
            completed: true,
            error,
            summary: false,
            text: text.to_owned(),
        };
        session.answer = Some(answer.clone());
        let session = id.clone();
        self.feed(News::AssistantUpdated {
            session: session.clone(),
            message: answer,
        });
        self.feed(News::SessionIdle { session });
    }

    /// OpenCode says of a session that it is idle, whether it is or not.
    pub(crate) fn is_called_idle(&mut self, session: &SessionId) {
        let session = session.clone();
        self.feed(News::SessionIdle { session });
    }

    /// A task from its launch to the agent's answer to its result, and all goes well.
    pub(crate) fn a_task_comes_and_goes(&mut self, description: &str) {
        self.a_task_runs(description);
        let child = self.child();
        self.finishes(&child);
        self.all_goes_well();
        self.forgets_children();
    }

    /// The same, and the task fails.
    pub(crate) fn a_task_comes_and_fails(&mut self, description: &str) {
        self.a_task_runs(description);
        let child = self.child();
        self.fails(&child);
        self.all_goes_well();
        self.forgets_children();
    }

    /// A task is launched and runs, and its agent waits for it.
    fn a_task_runs(&mut self, description: &str) {
        self.user_says();
        let prompt = "Do it, and do it well. ".repeat(15);
        let args = json!({ "description": description, "prompt": prompt });
        self.tool("background_task", args);
        self.all_goes_well();
        let root = self.root.clone();
        self.finishes(&root);
        self.all_goes_well();
        self.passes(Span::seconds(3));
    }

    /// The session of the first task that runs.
    fn child(&self) -> SessionId {
        let task = self.ledger().active_tasks().next().expect("a task runs");
        task.launch.session.clone().expect("in a session")
    }

    /// How many effects wait for their outcome.
    pub(crate) fn open(&self) -> usize {
        self.open.len()
    }

    /// Tells what became of one of them; twice where that is to be. The disk always does well.
    pub(crate) fn outcome(&mut self, index: usize, well: bool, twice: bool) {
        let open = self.open.remove(index);
        let done = self.carry_out(&open, well);
        if twice {
            self.feed(done.clone());
        }
        self.feed(done);
        if let Open::Prompt(_, session, prompt) = open
            && well
            && session == self.root
        {
            self.root_turn(prompt.message);
        }
    }

    /// OpenCode is quick and everything goes well.
    pub(crate) fn all_goes_well(&mut self) {
        for _ in 0..TICKS_MAX {
            if self.open.is_empty() {
                return;
            }
            self.outcome(0, true, false);
        }
        panic!("every outcome leads to another effect");
    }

    /// A turn of the root session that an automatic prompt began.
    fn root_turn(&mut self, message: MessageId) {
        let call = self.call();
        let assistant = self.sessions[&self.root].answer.clone();
        self.feed(Hook::StepStarted {
            call,
            session: self.root.clone(),
            user: NewestUser {
                id: message,
                parked: false,
                words: None,
            },
            identity: Some(identity()),
            assistant,
        });
        let root = self.root.clone();
        self.finishes(&root);
    }

    fn carry_out(&mut self, open: &Open, well: bool) -> Done {
        let no = || "no".to_owned();
        match open {
            Open::Claim(effect) => Done::Claimed {
                effect: *effect,
                found: Ok(JournalFound {
                    text: self.journal.clone(),
                    alive: false,
                }),
            },
            Open::Create(effect) => Done::Created {
                effect: *effect,
                session: well.then(|| self.create()).ok_or_else(no),
            },
            Open::Rules(effect) => Done::RulesRead {
                effect: *effect,
                rules: well.then(Vec::new).ok_or_else(no),
            },
            Open::Prompt(effect, session, prompt) => {
                if well {
                    let session = self.sessions.entry(session.clone()).or_default();
                    session.busy = true;
                    session.prompt = Some(prompt.message.clone());
                }
                Done::Prompted {
                    effect: *effect,
                    result: well.then_some(()).ok_or_else(no),
                }
            }
            Open::Abort(effect, session) => {
                if well {
                    let error = trouble("MessageAbortedError", None);
                    self.answers(session, "Half of", Some(error));
                }
                Done::Aborted {
                    effect: *effect,
                    result: well.then_some(()).ok_or_else(no),
                }
            }
            Open::Inspect(effect, session) => {
                let session = self.sessions.get(session).filter(|_| well);
                Done::Inspected {
                    effect: *effect,
                    transcript: session.map(Session::transcript).ok_or_else(no),
                }
            }
        }
    }

    fn create(&mut self) -> SessionId {
        self.minted += 1;
        let session = SessionId(format!("ses_{:010}", self.minted));
        self.sessions.insert(session.clone(), Session::default());
        session
    }

    /// The rig's own memory is not to grow.
    fn forgets_children(&mut self) {
        self.sessions.retain(|id, _| *id == self.root);
    }

    /// Time goes by; the core is woken whenever it asked to be.
    pub(crate) fn passes(&mut self, span: Span) {
        let end = self.now.plus(span);
        for _ in 0..TICKS_MAX {
            match self.wake_at.filter(|at| *at <= end) {
                Some(at) => {
                    self.now = at.max(self.now);
                    self.feed(Event::Tick);
                }
                None => {
                    self.now = end;
                    return;
                }
            }
        }
        panic!(
            "the core asks to be woken again and again: {:?}",
            self.wake_at
        );
    }

    fn feed(&mut self, event: impl Into<Event>) {
        let output = self.core.handle(event, self.now);
        self.wake_at = output.wake_at;
        for effect in output.effects {
            self.take(effect);
        }
    }

    fn take(&mut self, effect: Effect) {
        match effect {
            Effect::Append { line, .. } => self.append(&line),
            Effect::Claim { effect, line, .. } => {
                self.append(&line);
                self.open.push(Open::Claim(effect));
            }
            Effect::Rewrite { text, .. } => self.journal = text,
            Effect::CreateSession { effect, .. } => self.open.push(Open::Create(effect)),
            Effect::ReadRules { effect, .. } | Effect::AddRules { effect, .. } => {
                self.open.push(Open::Rules(effect));
            }
            // The permission is granted; what is read of the call is what it comes to.
            Effect::AskLeave { effect, .. } => {
                let leave = Leave::Granted;
                self.feed(Done::LeaveGiven { effect, leave });
            }
            Effect::Prompt {
                effect,
                session,
                prompt,
            } => self
                .open
                .push(Open::Prompt(effect, session, Box::new(prompt))),
            Effect::Abort { effect, session } => self.open.push(Open::Abort(effect, session)),
            Effect::Inspect { effect, session } => {
                self.open.push(Open::Inspect(effect, session));
            }
            Effect::ReplyTool { text, .. } => self.reply = text,
            _ => {}
        }
    }

    fn append(&mut self, line: &str) {
        self.journal.push_str(line);
        let lines = read(line).lines;
        self.written
            .extend(lines.into_iter().map(|line| (line.t, line.what)));
    }

    fn call(&mut self) -> CallId {
        self.minted += 1;
        CallId(self.minted)
    }

    /// A message id as OpenCode mints it; things take time.
    fn mint(&mut self) -> MessageId {
        self.now = self.now.plus(Span(1));
        self.minted += 1;
        let stamp = ((self.now.0 << 12) | 1) & 0xffff_ffff_ffff;
        MessageId(format!("msg_{stamp:012x}{:014}", self.minted))
    }
}

impl Session {
    fn transcript(&self) -> Transcript {
        let head = |id: &MessageId, assistant: bool| Head {
            id: id.clone(),
            assistant,
            created: Time(0),
            finished: assistant,
            ours: id.is_ours(),
        };
        // The prompt that nobody has answered yet is the newest message.
        let prompt = self.prompt.as_ref().map(|id| head(id, false));
        let answer = self.answer.as_ref().map(|answer| head(&answer.id, true));
        let answered = self
            .answer
            .as_ref()
            .is_some_and(|answer| answer.parent == self.prompt);
        let messages = if answered {
            [prompt, answer]
        } else {
            [answer, prompt]
        };
        Transcript {
            status: if self.busy {
                Status::Busy
            } else {
                Status::Idle
            },
            messages: messages.into_iter().flatten().collect(),
            identity: None,
            assistant: self.answer.clone(),
            said: self
                .answer
                .as_ref()
                .map_or_else(String::new, |answer| answer.text.clone()),
            said_in: self.answer.as_ref().map(|answer| answer.id.clone()),
            tool_output: None,
            tool_error: None,
            todos: Vec::new(),
        }
    }
}

fn core(options: &Value, me: &Owner) -> Core {
    Core::new(&Setup {
        layers: vec![Layer {
            source: "test".into(),
            text: options.to_string(),
            own: true,
        }],
        me: me.clone(),
        seed: u64::from(me.pid),
    })
}

fn owner(pid: u32) -> Owner {
    Owner {
        pid,
        start: "then".into(),
        nonce: "a".into(),
    }
}

fn mock(model: &str) -> Model {
    Model {
        provider: "mock".into(),
        model: model.to_owned(),
    }
}

fn identity() -> Identity {
    Identity {
        agent: "build".into(),
        model: mock("fast"),
        variant: None,
        rest: serde_json::Map::new(),
    }
}

fn trouble(name: &str, status: Option<u16>) -> Trouble {
    Trouble {
        name: name.to_owned(),
        message: "it went wrong".to_owned(),
        status,
        retryable: None,
    }
}
