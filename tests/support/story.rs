//! Stories: a root session with its user, its agent and its tasks, told in virtual time against
//! the real core. A story plays the host: it answers every effect from a tiny model of OpenCode.

#[path = "story/checks.rs"]
mod checks;
#[path = "story/effects.rs"]
mod effects;
#[path = "story/people.rs"]
mod people;
#[path = "story/sessions.rs"]
mod sessions;
#[path = "story/tasks.rs"]
mod tasks;
#[path = "story/turns.rs"]
mod turns;

use std::collections::{BTreeMap, VecDeque};

use holdfast::core::config::Layer;
use holdfast::core::effect::{Effect, Parked, Prompt};
use holdfast::core::event::{
    Agent, Done, Event, Identity, JournalFound, News, SessionFacts, Status,
};
use holdfast::core::ids::{CallId, MessageId, SessionId};
use holdfast::core::journal::Owner;
use holdfast::core::rights::{Action, Rule};
use holdfast::core::task::Model;
use holdfast::core::time::{Span, Time};
use holdfast::core::todo::Todo;
use holdfast::core::trouble::Trouble;
use holdfast::core::{Core, Setup};
use serde_json::{Map, Value, json};

pub(crate) use sessions::{Message, Session, Side};

/// More ticks than any stretch of a story needs: a core that wants more runs in a circle.
const TICKS_MAX: usize = 20_000;

/// How an automatic text reached the agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// A parked message got a text.
    Filled,
    /// The idle session was prompted.
    Wake,
    /// It went along with the user's message.
    Rider,
}

/// Where the root session's loop is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Turn {
    Idle,
    /// In the hook before the model is asked.
    Hook {
        call: CallId,
        answers: MessageId,
    },
    /// The model works.
    Model {
        answers: MessageId,
        tools: bool,
    },
}

/// What goes wrong around the core.
#[derive(Clone, Debug, Default)]
pub(crate) struct Faults {
    /// OpenCode refuses prompts to the root with these words.
    pub(crate) refuses: Option<String>,
    /// A parked message is not stored.
    pub(crate) drops_parked: bool,
    /// Another plugin shows a message of its own as the newest.
    pub(crate) stranger: bool,
    /// OpenCode tells of the answer that a step begins.
    pub(crate) tells_begun: bool,
    /// OpenCode says that the root session is busy although its loop has ended.
    pub(crate) stale_status: bool,
    /// OpenCode stores prompts to the root and starts no turn.
    pub(crate) forgets: bool,
    /// Child sessions store their prompt and never ask their model.
    pub(crate) mute: bool,
    /// Child sessions do not stop when they are told to.
    pub(crate) deaf: bool,
    /// No child session can be created, for this reason.
    pub(crate) barren: Option<String>,
    /// A person refuses every permission that is asked for.
    pub(crate) refusing: bool,
    /// OpenCode takes long to take a prompt to a child.
    pub(crate) slow_prompt: bool,
    /// OpenCode takes long to tell a session's rules.
    pub(crate) slow_rules: bool,
    /// OpenCode takes long to abort a session.
    pub(crate) slow_abort: bool,
    /// Nobody answers when a permission is asked for.
    pub(crate) silent: bool,
    /// Tools have no way to ask for a permission.
    pub(crate) no_ask: bool,
    /// A session's rules can only be replaced, by a prompt's `tools`, as in OpenCode 1.3.2.
    pub(crate) rigid: bool,
    /// No session's messages can be read.
    pub(crate) unread: bool,
    /// A session's rules cannot be read, for this reason.
    pub(crate) secretive: Option<String>,
    /// The journal cannot be written, for this reason.
    pub(crate) disk: Option<String>,
    /// The process dies before this effect is carried out.
    pub(crate) dies_before: Option<fn(&Effect) -> bool>,
    /// The process dies after so many more effects.
    effects_left: Option<usize>,
}

/// A story.
pub(crate) struct Story {
    core: Core,
    options: Value,
    headless: bool,
    owner: Owner,
    pub(crate) owner_alive: bool,
    pub(crate) now: Time,
    wake_at: Option<Time>,
    minted: u64,
    known: bool,
    dead: bool,
    pub(crate) root: SessionId,
    pub(crate) identity: Identity,
    pub(crate) agents: Vec<Agent>,
    pub(crate) sessions: BTreeMap<SessionId, Session>,
    pub(crate) journals: BTreeMap<SessionId, String>,
    pub(crate) faults: Faults,
    turn: Turn,
    calls: u64,
    answers: BTreeMap<CallId, String>,
    /// Tool calls that wait for their answer.
    open_calls: Vec<CallId>,
    /// Steps whose hook has not been answered.
    open_steps: Vec<CallId>,
    closed_steps: Vec<CallId>,
    /// What of the automatic texts the story has not looked at yet.
    heard: VecDeque<(Way, String)>,
    /// Every prompt that OpenCode was given for the root session, repetitions too.
    pub(crate) prompts: Vec<Prompt>,
    pub(crate) parked: Vec<Parked>,
    pub(crate) toasts: Vec<String>,
    pub(crate) notices: Vec<String>,
    pub(crate) progress: Vec<String>,
    pub(crate) logs: Vec<String>,
    pub(crate) rejected: Vec<String>,
    pub(crate) created: Vec<SessionId>,
    /// The agents that somebody was asked whether they may be used, by the agent that asked.
    pub(crate) leaves: Vec<(String, String)>,
    /// What OpenCode is slow to answer.
    unanswered: Option<Done>,
    /// Every prompt that OpenCode was given for a child session, repetitions too.
    pub(crate) child_prompts: Vec<(SessionId, Prompt)>,
    pub(crate) aborted: Vec<SessionId>,
    pub(crate) exit_code: Option<u8>,
    /// Why continuation ended by itself, each time.
    pub(crate) quieted: Vec<String>,
}

impl Story {
    /// A session that somebody watches.
    pub(crate) fn watched() -> Self {
        Self::new(false, json!({}))
    }

    /// A session of `opencode run`.
    pub(crate) fn headless() -> Self {
        Self::new(true, json!({}))
    }

    pub(crate) fn watched_with(options: Value) -> Self {
        Self::new(false, options)
    }

    pub(crate) fn headless_with(options: Value) -> Self {
        Self::new(true, options)
    }

    fn new(headless: bool, options: Value) -> Self {
        let root = SessionId::from("ses_root");
        let owner = Owner {
            pid: 1,
            start: "first".into(),
            nonce: "a".into(),
        };
        Self {
            core: core(&options, &owner),
            options,
            headless,
            owner,
            owner_alive: false,
            now: Time(1_763_000_000_000),
            wake_at: None,
            minted: 0,
            known: false,
            dead: false,
            identity: identity("build", "m1", None),
            agents: vec![
                agent("build", true, false),
                agent("plan", false, false),
                agent("general", true, false),
                agent("title", false, true),
            ],
            sessions: BTreeMap::from([(
                root.clone(),
                Session::with_rules(None, vec![rule("webfetch", "*", Action::Deny)]),
            )]),
            root,
            journals: BTreeMap::new(),
            faults: Faults::default(),
            turn: Turn::Idle,
            calls: 0,
            answers: BTreeMap::new(),
            open_calls: Vec::new(),
            open_steps: Vec::new(),
            closed_steps: Vec::new(),
            heard: VecDeque::new(),
            prompts: Vec::new(),
            parked: Vec::new(),
            toasts: Vec::new(),
            notices: Vec::new(),
            progress: Vec::new(),
            logs: Vec::new(),
            rejected: Vec::new(),
            created: Vec::new(),
            leaves: Vec::new(),
            unanswered: None,
            child_prompts: Vec::new(),
            aborted: Vec::new(),
            exit_code: None,
            quieted: Vec::new(),
        }
    }

    pub(crate) fn todos_become(&mut self, todos: &[(&str, &str)]) {
        let todos: Vec<Todo> = todos
            .iter()
            .map(|(content, status)| Todo {
                content: (*content).into(),
                status: (*status).into(),
            })
            .collect();
        self.root_session().todos.clone_from(&todos);
        self.feed(News::TodosUpdated {
            session: self.root.clone(),
            todos,
        });
    }

    /// Time goes by; the core is woken whenever it asked to be.
    pub(crate) fn passes(&mut self, span: Span) {
        let end = self.now.plus(span);
        for _ in 0..TICKS_MAX {
            match self.wake_at {
                Some(at) if at <= end && !self.dead => {
                    assert!(at > self.now, "a wake-up must lie ahead");
                    self.now = at;
                    self.feed(Event::Tick);
                }
                Some(_) | None => {
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

    /// The machine sleeps: nothing happens, and then it is later.
    pub(crate) fn machine_sleeps(&mut self, span: Span) {
        self.now = self.now.plus(span);
        self.wake_at = self.wake_at.map(|at| at.max(self.now.plus(Span(1))));
    }

    /// The process dies: loops stop where they are, and what was in memory is gone.
    pub(crate) fn crashes(&mut self) {
        for session in self.sessions.values_mut() {
            session.status = Status::Idle;
        }
        self.turn = Turn::Idle;
        self.dead = false;
        self.known = false;
        self.wake_at = None;
        self.faults.dies_before = None;
        self.faults.effects_left = None;
        self.answers.clear();
        self.open_calls.clear();
        self.open_steps.clear();
        self.owner = Owner {
            pid: self.owner.pid + 1,
            ..self.owner.clone()
        };
        self.core = core(&self.options, &self.owner);
        self.now = self.now.plus(Span::seconds(60));
    }

    /// The process is to die after so many more effects.
    pub(crate) fn dies_after(&mut self, effects: usize) {
        self.faults.effects_left = Some(effects);
    }

    /// The session is opened, and not used.
    pub(crate) fn introduce(&mut self) {
        let known = std::mem::replace(&mut self.known, true);
        if known && !self.core.is_foreign(&self.root) {
            return;
        }
        self.feed(Event::AgentsKnown {
            agents: self.agents.clone(),
        });
        let journal = self.journals.get(&self.root).map(|text| JournalFound {
            text: text.clone(),
            alive: self.owner_alive,
        });
        self.feed(Event::SessionKnown(SessionFacts {
            session: self.root.clone(),
            parent: None,
            headless: self.headless,
            rules: self.sessions[&self.root].rules.clone(),
            todos: self.sessions[&self.root].todos.clone(),
            journal,
        }));
    }

    pub(crate) fn feed(&mut self, event: impl Into<Event>) {
        let mut queue = VecDeque::from([event.into()]);
        while let Some(event) = queue.pop_front().filter(|_| !self.dead) {
            let output = self.core.handle(event, self.now);
            self.wake_at = output.wake_at;
            for effect in output.effects {
                self.dead |= self.faults.dies_before.is_some_and(|dies| dies(&effect));
                self.dead |= self.faults.effects_left == Some(0);
                if !self.dead {
                    self.faults.effects_left = self.faults.effects_left.map(|left| left - 1);
                    self.carry_out(effect, &mut queue);
                }
            }
        }
    }

    fn next_call(&mut self) -> CallId {
        self.calls += 1;
        CallId(self.calls)
    }

    /// A message id as OpenCode mints it; things take time.
    fn mint(&mut self) -> MessageId {
        self.now = self.now.plus(Span(1));
        self.minted += 1;
        let stamp = ((self.now.0 << 12) | 1) & 0xffff_ffff_ffff;
        MessageId(format!("msg_{stamp:012x}{:014}", self.minted))
    }

    pub(crate) fn root_session(&mut self) -> &mut Session {
        let root = self.root.clone();
        self.session(&root)
    }

    pub(crate) fn session(&mut self, id: &SessionId) -> &mut Session {
        self.sessions
            .get_mut(id)
            .unwrap_or_else(|| panic!("no session {id}"))
    }

    fn said(&self) -> String {
        self.logs
            .iter()
            .rev()
            .take(5)
            .cloned()
            .collect::<Vec<_>>()
            .join(" | ")
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

pub(crate) fn identity(agent: &str, model: &str, variant: Option<&str>) -> Identity {
    Identity {
        agent: agent.to_owned(),
        model: Model {
            provider: "mock".into(),
            model: model.to_owned(),
        },
        variant: variant.map(str::to_owned),
        rest: Map::new(),
    }
}

pub(crate) fn rule(permission: &str, pattern: &str, action: Action) -> Rule {
    Rule {
        permission: permission.to_owned(),
        pattern: pattern.to_owned(),
        action,
    }
}

pub(crate) fn agent(name: &str, edits: bool, hidden: bool) -> Agent {
    Agent {
        name: name.to_owned(),
        edits,
        model: None,
        hidden,
        rules: vec![rule("*", "*", Action::Allow)],
    }
}

pub(crate) fn trouble(name: &str, status: Option<u16>, message: &str) -> Trouble {
    Trouble {
        name: name.to_owned(),
        message: message.to_owned(),
        status,
        retryable: None,
    }
}

/// A provider that is busy: trying again may help.
pub(crate) fn overloaded() -> Trouble {
    trouble("APIError", Some(529), "overloaded")
}

/// A key that is wrong: trying again cannot help.
pub(crate) fn unauthorized() -> Trouble {
    trouble("APIError", Some(401), "invalid api key")
}
