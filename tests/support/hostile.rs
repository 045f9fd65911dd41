//! What the core must survive: any bytes as a journal, any bytes as what the host tells. The fuzz
//! targets and the property tests call the same two functions.

use holdfast::core::config::Config;
use holdfast::core::effect::Effect;
use holdfast::core::event::{
    Agent, Assistant, Done, Event, Hook, Identity, JournalFound, Leave, News, SessionFacts, Status,
    ToolState, ToolUpdate, Transcript,
};
use holdfast::core::ids::{
    AbortId, CallId, ClaimId, CreateId, InspectId, MessageId, PromptId, SessionId,
};
use holdfast::core::journal::{Ask, Line, Owner, encode, read};
use holdfast::core::ledger::Ledger;
use holdfast::core::offline::offline;
use holdfast::core::task::{Model, Task};
use holdfast::core::time::{Span, Time};
use holdfast::core::view::{Source, view};
use holdfast::core::{Core, Setup};
use holdfast::host::wire::{AgentInfo, Bus, Raw, Session, WithParts};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// Any bytes as a journal: read, folded, shown, compacted, taken over, and changed from outside.
pub(crate) fn journal(data: &[u8]) {
    let text = String::from_utf8_lossy(data).into_owned();
    let reading = read(&text);
    let ledger = Ledger::fold(&reading.lines);
    let short: String = ledger
        .compact()
        .iter()
        .map(|(t, what)| encode(*t, what))
        .collect();
    let again = read(&short);
    assert!(again.foreign.is_empty() && !again.torn && again.newer.is_none());
    assert_same(&Ledger::fold(&again.lines), &ledger);
    shown(&text);
    changed_from_outside(&text, &reading.lines);
    taken_over(text);
}

/// A compaction loses nothing. Numbers that a double cannot hold may lose their last digits.
fn assert_same(a: &Ledger, b: &Ledger) {
    assert_eq!(
        (&a.owner, &a.order, &a.evicted, &a.stopping),
        (&b.owner, &b.order, &b.evicted, &b.stopping)
    );
    assert_eq!(
        (&a.halted, a.stopped, &a.source, &a.asked, &a.answered),
        (&b.halted, b.stopped, &b.source, &b.asked, &b.answered)
    );
    let row = |ledger: &Ledger| {
        ledger
            .outbox
            .as_ref()
            .map(|row| (row.message.clone(), row.kind))
    };
    assert_eq!(row(a), row(b));
    for (a, b) in a.in_order().zip(b.in_order()) {
        assert_eq!(
            (&a.launch, &a.stage, &a.delivery),
            (&b.launch, &b.stage, &b.delivery)
        );
        assert_eq!(
            (&a.result, &a.error, &a.leftovers),
            (&b.result, &b.error, &b.leftovers)
        );
        assert_eq!(
            (&a.message, &a.asking, a.viewed),
            (&b.message, &b.asking, b.viewed)
        );
    }
}

fn shown(text: &str) {
    let source = |alive| Source {
        root: SessionId::from("ses_root"),
        text: text.to_owned(),
        alive,
    };
    for now in [Time(0), Time(1_763_000_000_000), Time(u64::MAX)] {
        let view = view(&[source(true), source(false)], &Config::default(), now);
        assert!(serde_json::to_value(&view).is_ok_and(|view| view.is_object()));
    }
}

fn changed_from_outside(text: &str, lines: &[Line]) {
    let me = owner();
    for ask in [
        Ask::CancelAll,
        Ask::Resume {
            task: None,
            retry: false,
        },
    ] {
        let done = offline(text, "r", &ask, &me, Time(1_763_000_000_000));
        assert!(!done.answer.is_empty());
        let after = read(&format!("{text}{}", done.append));
        // A line feed that makes an end of a torn line makes a line of it.
        assert!(after.lines.len() >= lines.len(), "nothing is lost");
    }
}

/// The process is gone; the next one takes the journal over and goes on.
fn taken_over(text: String) {
    let mut play = Play::new();
    let found = JournalFound {
        text: text.clone(),
        alive: false,
    };
    play.knows("ses_root", None, Some(found));
    play.speaks("ses_root");
    play.answers(&text);
    play.tasks_go_on();
    for _ in 0..5 {
        play.now = play.now.plus(Span::seconds(20));
        play.feed(Event::Tick);
        play.answers(&text);
    }
}

/// Any bytes as what the host tells, one JSON value a line: an event of OpenCode's bus, or one of
/// the core's own.
pub(crate) fn host_event(data: &[u8]) {
    let mut play = Play::new();
    for line in String::from_utf8_lossy(data).lines() {
        let Ok(value) = serde_json::from_str::<Value>(line) else {
            continue;
        };
        let other = &value;
        _ = (
            other.read::<WithParts>(),
            other.read::<Session>(),
            other.read::<AgentInfo>().map(Agent::from),
        );
        let Some(event) = Event::deserialize(other).ok().or_else(|| of_bus(other)) else {
            continue;
        };
        play.now = play.now.plus(Span::seconds(3));
        if let Some(session) = event.session().filter(|id| !play.core.knows(id)).cloned() {
            play.meets(&session);
        }
        play.feed(event);
        play.answers("");
    }
    play.now = play.now.plus(Span::minutes(60));
    play.feed(Event::Tick);
}

fn of_bus(value: &Value) -> Option<Event> {
    let bus = Bus::read(&value)?;
    bus.into_event(|| value.to_string())
}

/// The core with a host that does what it is told.
struct Play {
    core: Core,
    now: Time,
    calls: u64,
    root: Option<SessionId>,
    /// The session that is created next.
    next: Option<SessionId>,
    assistant: Option<Assistant>,
    open: Vec<Asked>,
}

enum Asked {
    Claim(ClaimId),
    Create(CreateId),
    Inspect(InspectId),
    Prompt(PromptId),
    Abort(AbortId),
}

impl Play {
    fn new() -> Self {
        let setup = Setup {
            layers: Vec::new(),
            me: owner(),
            seed: 1,
        };
        Self {
            core: Core::new(&setup),
            now: Time(1_763_000_000_000),
            calls: 1 << 32,
            root: None,
            next: None,
            assistant: None,
            open: Vec::new(),
        }
    }

    /// The first session that is heard of is a root with tasks; the others are those they work in.
    fn meets(&mut self, session: &SessionId) {
        match self.root.clone() {
            None => {
                self.root = Some(session.clone());
                self.knows(session.as_str(), None, None);
                self.speaks(session.as_str());
                for name in ["one", "two", "three", "four"] {
                    self.launches(session, name);
                    self.answers("");
                }
            }
            Some(root) => {
                self.next = Some(session.clone());
                self.answers("");
                self.knows(session.as_str(), Some(root), None);
            }
        }
    }

    fn knows(&mut self, session: &str, parent: Option<SessionId>, journal: Option<JournalFound>) {
        self.feed(Event::SessionKnown(SessionFacts {
            session: session.into(),
            parent,
            headless: false,
            rules: Vec::new(),
            todos: Vec::new(),
            journal,
        }));
    }

    fn speaks(&mut self, session: &str) {
        let (model, provider) = ("m".to_owned(), "p".to_owned());
        let call = self.call();
        self.feed(Hook::UserMessage {
            call,
            session: session.into(),
            message: MessageId::from("msg_000000000001aaaaaaaaaaaaaa"),
            synthetic: false,
            identity: Identity {
                agent: "build".to_owned(),
                model: Model { provider, model },
                variant: None,
                rest: Map::new(),
            },
        });
    }

    fn launches(&mut self, session: &SessionId, name: &str) {
        let call = self.call();
        self.feed(Hook::ToolCalled {
            call,
            session: session.clone(),
            agent: Some("build".to_owned()),
            tool_call: name.to_owned(),
            tool: "background_task".to_owned(),
            args: json!({ "description": name, "prompt": name }),
        });
    }

    /// Whatever runs does something more.
    fn tasks_go_on(&mut self) {
        let ledger = self.core.ledger(&SessionId::from("ses_root"));
        let session = |task: &Task| task.launch.session.clone();
        let sessions: Vec<SessionId> = ledger
            .into_iter()
            .flat_map(|ledger| ledger.active_tasks().filter_map(session))
            .collect();
        for session in sessions {
            self.feed(News::ToolUpdated(ToolUpdate {
                session: session.clone(),
                call: "c".to_owned(),
                tool: "bash".to_owned(),
                title: String::new(),
                input: String::new(),
                state: ToolState::Completed,
                change: None,
                native: None,
            }));
            let (tokens, cost) = (1, 1.0);
            self.feed(News::StepFinished {
                session,
                tokens,
                cost,
            });
        }
    }

    fn call(&mut self) -> CallId {
        self.calls += 1;
        CallId(self.calls)
    }

    fn feed(&mut self, event: impl Into<Event>) {
        let event = event.into();
        if let Event::News(News::AssistantUpdated { message, .. }) = &event {
            self.assistant = Some(message.clone());
        }
        let output = self.core.handle(event, self.now);
        assert!(
            output.wake_at.is_none_or(|at| at > self.now),
            "a wake-up lies ahead"
        );
        for effect in output.effects {
            self.take(effect);
        }
    }

    fn take(&mut self, effect: Effect) {
        match effect {
            Effect::Append { root, line } => {
                assert!(root.is_plain(), "{root} became a path");
                assert!(
                    line.ends_with('\n') && read(&line).lines.len() == 1,
                    "{line}"
                );
            }
            Effect::Rewrite { root, .. } | Effect::Forget { root } => {
                assert!(root.is_plain(), "{root} became a path");
            }
            Effect::Claim { effect, root, .. } => {
                assert!(root.is_plain(), "{root} became a path");
                self.open.push(Asked::Claim(effect));
            }
            Effect::CreateSession { effect, .. } => self.open.push(Asked::Create(effect)),
            Effect::AskLeave { effect, .. } => {
                let leave = Leave::Granted;
                self.feed(Done::LeaveGiven { effect, leave });
            }
            Effect::ReadRules { effect, .. } | Effect::AddRules { effect, .. } => {
                let rules = Ok(Vec::new());
                self.feed(Done::RulesRead { effect, rules });
            }
            Effect::Inspect { effect, .. } => self.open.push(Asked::Inspect(effect)),
            Effect::Prompt { effect, .. } => self.open.push(Asked::Prompt(effect)),
            Effect::Abort { effect, .. } => self.open.push(Asked::Abort(effect)),
            _ => {}
        }
    }

    /// Tells what became of the effects so far. Those that follow are for the next time.
    fn answers(&mut self, journal: &str) {
        for asked in std::mem::take(&mut self.open) {
            let result = Ok(());
            let done = match asked {
                Asked::Claim(effect) => Done::Claimed {
                    effect,
                    found: Ok(self.claimed(journal)),
                },
                Asked::Create(effect) => match self.next.take() {
                    Some(session) => Done::Created {
                        effect,
                        session: Ok(session),
                    },
                    None => {
                        self.open.push(asked);
                        continue;
                    }
                },
                Asked::Inspect(effect) => Done::Inspected {
                    effect,
                    transcript: Ok(self.transcript()),
                },
                Asked::Prompt(effect) => Done::Prompted { effect, result },
                Asked::Abort(effect) => Done::Aborted { effect, result },
            };
            self.feed(done);
        }
    }

    /// The journal with our claim in it.
    fn claimed(&self, before: &str) -> JournalFound {
        let claim = holdfast::core::journal::Record::Claimed {
            owner: owner(),
            after: Ledger::fold(&read(before).lines).owner,
        };
        JournalFound {
            text: format!("{before}\n{}", encode(self.now, &claim)),
            alive: false,
        }
    }

    fn transcript(&self) -> Transcript {
        Transcript {
            status: Status::Idle,
            messages: Vec::new(),
            identity: None,
            assistant: self.assistant.clone(),
            said: "so far".to_owned(),
            said_in: self.assistant.as_ref().map(|answer| answer.id.clone()),
            tool_output: None,
            tool_error: None,
            todos: Vec::new(),
        }
    }
}

fn owner() -> Owner {
    Owner {
        pid: 1,
        start: "then".to_owned(),
        nonce: "n".to_owned(),
    }
}
