//! The pure core: a state machine without clock, I/O, randomness or async.
//!
//! One law: *feed one event, carry out the effects in order, come back at `wake_at`.*

// What overflows may come from outside: a number in a journal, an argument of a tool.
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]
// A new event, reason or phase must be thought of wherever it matters.
#![cfg_attr(not(test), deny(clippy::wildcard_enum_match_arm))]

pub mod config;
pub mod journal;
pub mod port;
pub mod session;
pub mod task;
pub mod texts;
pub mod tools;
pub mod values;

use std::collections::VecDeque;

// Sorted vectors: small, ordered, and a tenth of the code of a B-tree per type.
use litemap::LiteMap as Map;

use config::{Config, Layer};
use journal::Owner;
pub use journal::{ledger, stats};
pub use port::effect::Effect;
use port::effect::{Level, Variant};
pub use port::event::Event;
use port::event::{Agent, Done, Hook, HostOptions, News, SessionFacts};
pub use port::{effect, event};
pub use session::decision;
use session::news;
use session::pending::{
    AbortFor, Awaited, ClaimFor, CreateFor, InspectFor, LeaveFor, Outcomes, PromptFor, RulesFor,
};
use session::root::{Cx, Root};
use session::tasks::{check, end, inspect, queue, rights as bounds, start};
use session::timers::{self, Timer};
use session::{conversation, idle, situation, steps, verdict};
pub use task::{activity, rights};
use texts::agent;
pub use texts::view;
use tools::calls::{self, Call, Permission};
pub use tools::{commands, offline, toolbox};
use tools::{leave, output, requests};
use values::lived::Lived;
pub use values::{ids, plain, time, todo, trouble};

use ids::{CallId, IdSource, PromptId, SessionId};
use time::{Span, Time};

/// What the host must do, and when to come back.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Output {
    /// To be carried out in order.
    pub effects: Vec<Effect>,
    /// When to send [`Event::Tick`], unless another event comes before.
    pub wake_at: Option<Time>,
}

/// What the core must know from the beginning.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The options, from weakest to strongest.
    pub layers: Vec<Layer>,
    /// This process and instance.
    pub me: Owner,
    /// Chance, once.
    pub seed: u64,
}

impl Setup {
    /// A fresh instance after a trap has the seed of the one before, and a nonce of its own.
    fn chance(&self) -> u64 {
        let mix = |seed: u64, byte: u8| (seed ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        self.me.nonce.bytes().fold(self.seed, mix)
    }
}

/// When the core wants to be woken, and for what.
struct Wake {
    at: Time,
    session: SessionId,
    timer: Timer,
}

/// The state machine behind the plugin.
pub struct Core {
    config: Config,
    problems: Vec<String>,
    me: Owner,
    ids: IdSource,
    agents: Vec<Agent>,
    options: HostOptions,
    roots: Map<SessionId, Box<Root>>,
    home: Map<SessionId, SessionId>,
    pending: Outcomes,
    /// Hooks of sessions whose journal is being claimed.
    deferred: VecDeque<Hook>,
    lived: Lived,
    wake: Option<Wake>,
}

/// What a child session reads that calls one of our tools all the same.
const NOT_FROM_HERE: &str = "Background tasks cannot launch or steer background tasks; do the work \
    in this session.";

/// Root sessions kept in memory; of more than these, unused ones give way.
const ROOTS_MAX: usize = 500;

impl Core {
    /// A core that knows no session yet.
    #[must_use]
    pub fn new(setup: &Setup) -> Self {
        let (config, problems) = Config::from_layers(&setup.layers);
        Self {
            config,
            problems,
            me: setup.me.clone(),
            ids: IdSource::new(setup.chance()),
            agents: Vec::new(),
            options: HostOptions::default(),
            roots: Map::new(),
            home: Map::new(),
            pending: Outcomes::default(),
            deferred: VecDeque::new(),
            lived: Lived::default(),
            wake: None,
        }
    }

    /// The options in force.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Whether a session is known, so that events about it may be sent.
    #[must_use]
    pub fn knows(&self, session: &SessionId) -> bool {
        self.home.contains_key(session)
    }

    /// Whether a session works for another one.
    #[must_use]
    pub fn is_child(&self, session: &SessionId) -> bool {
        self.home.get(session).is_some_and(|root| root != session)
    }

    /// Whether another process had a root session's journal when it was last read: before the
    /// session is used it is worth another look.
    #[must_use]
    pub fn is_foreign(&self, root: &SessionId) -> bool {
        self.roots
            .get(root)
            .is_some_and(|root| root.journal.is_foreign())
    }

    /// The ledger of a root session, for tests and for looking in.
    #[must_use]
    pub fn ledger(&self, root: &SessionId) -> Option<&ledger::Ledger> {
        self.roots.get(root).map(|root| root.journal.ledger())
    }

    /// Takes one event. Cannot fail: bad news is an event.
    pub fn handle(&mut self, event: impl Into<Event>, now: Time) -> Output {
        let mut out = Vec::new();
        for problem in std::mem::take(&mut self.problems) {
            out.push(Effect::Log {
                level: Level::Warn,
                text: problem.clone(),
            });
            out.push(Effect::Notice {
                variant: Variant::Warning,
                message: problem,
                toast: self.config.toasts,
            });
        }
        if let Some(span) = self.lived.slept(now) {
            self.roots.iter_mut().for_each(|(_, root)| root.slept(span));
        }
        let event = event.into();
        if let (Event::Tick, Some(wake)) = (&event, &self.wake)
            && now >= wake.at
        {
            out.push(Effect::Log {
                level: Level::Debug,
                text: format!("woken for {:?} in {}", wake.timer, wake.session),
            });
        }
        self.dispatch(event, now, &mut out);
        self.settle(now, &mut out);
        self.wake = self.next_wake(now);
        // A time that has passed means: at once, but never in a circle without time.
        let soonest = now.plus(Span(1));
        let wake_at = self.wake.as_ref().map(|wake| wake.at.max(soonest));
        self.lived.expect(wake_at);
        Output {
            effects: out,
            wake_at,
        }
    }

    fn note_use(&mut self, session: &SessionId, now: Time) {
        let root = self.home.get(session);
        if let Some(root) = root.and_then(|root| self.roots.get_mut(root)) {
            root.used_at = now;
        }
    }

    /// Whether the hook uses a session whose journal must be claimed first: what happens in it
    /// before the claim was read would be lost by reading it.
    fn must_wait(&mut self, hook: &Hook, now: Time, out: &mut Vec<Effect>) -> bool {
        let session = hook.session();
        let (uses, founds) = match hook {
            Hook::UserMessage { .. } | Hook::StepStarted { .. } => (!self.is_child(session), false),
            Hook::ToolCalled { tool, .. } => (!self.is_child(session), tool == "background_task"),
            Hook::CommandCalled { command, .. } => {
                (true, matches!(command.as_str(), "bg" | "stop"))
            }
            Hook::CompactionStarted { .. } => (false, false),
        };
        let Some((root, mut cx)) = self.enter(session, now, out).filter(|_| uses) else {
            return false;
        };
        root.begin_use(&mut cx);
        if founds && root.journal.is_unwritten() {
            root.journal.claim(&mut cx);
        }
        root.journal.is_claiming()
    }

    fn dispatch(&mut self, event: Event, now: Time, out: &mut Vec<Effect>) {
        match event {
            Event::Tick => {}
            Event::AgentsKnown { agents } => self.agents = agents,
            Event::OptionsKnown(options) => self.options = options,
            Event::SessionKnown(facts) => {
                self.note_use(&facts.session, now);
                self.session_known(facts, now, out);
            }
            Event::SessionDeleted { session } => self.session_deleted(&session, now, out),
            Event::CallAborted { call } => self.call_aborted(call, now, out),
            Event::Hook(hook) => self.hook(hook, now, out),
            Event::News(news) => {
                self.note_use(news.session(), now);
                self.news(news, now, out);
            }
            Event::Done(done) => self.done(done, now, out),
        }
    }

    fn call_aborted(&mut self, call: CallId, now: Time, out: &mut Vec<Effect>) {
        self.pending.give_up(call, out);
        let ids: Vec<SessionId> = self.roots.keys().cloned().collect();
        for id in ids {
            if let Some((root, mut cx)) = self.enter(&id, now, out) {
                steps::call_aborted(root, &mut cx, call);
            }
        }
    }

    /// News about a session, which nobody waits for.
    fn news(&mut self, news: News, now: Time, out: &mut Vec<Effect>) {
        let session = news.session().clone();
        let Some((root, mut cx)) = self.enter(&session, now, out) else {
            return;
        };
        if root.id == session {
            news::of_root(root, &mut cx, news);
        } else {
            news::of_child(root, &mut cx, &session, news);
        }
    }

    /// Hooks and calls that wait for an answer: each gets one, whatever happens.
    fn hook(&mut self, hook: Hook, now: Time, out: &mut Vec<Effect>) {
        if self.must_wait(&hook, now, out) {
            self.deferred.push_back(hook);
            return;
        }
        let session = hook.session().clone();
        self.note_use(&session, now);
        let own = self.knows(&session) && !self.is_child(&session);
        match hook {
            Hook::UserMessage {
                call,
                message,
                synthetic,
                identity,
                ..
            } => match self.enter(&session, now, out) {
                Some((root, mut cx)) if own => {
                    conversation::user_message(root, &mut cx, call, &message, synthetic, identity);
                }
                Some(_) | None => out.push(Effect::ReplyMessage { call, add: None }),
            },
            Hook::StepStarted {
                call,
                user,
                identity,
                assistant,
                ..
            } => match self.enter(&session, now, out) {
                Some((root, mut cx)) if own => {
                    steps::started(root, &mut cx, call, user, identity, assistant);
                }
                Some(_) | None => out.push(Effect::ReleaseStep {
                    call,
                    session,
                    fill: None,
                    park: None,
                }),
            },
            Hook::ToolCalled {
                call,
                agent,
                tool_call,
                tool,
                args,
                ..
            } => {
                let call = Call {
                    call,
                    tool_call: &tool_call,
                    tool: &tool,
                    args: &args,
                    agent: agent.as_deref(),
                    permission: Permission::Unasked,
                };
                self.tool_called(&session, &call, now, out);
            }
            Hook::CommandCalled {
                call,
                command,
                arguments,
                ..
            } => {
                let text = self.command(&session, &command, &arguments, now, out);
                out.push(Effect::ReplyCommand { call, text });
            }
            Hook::CompactionStarted { call, .. } => {
                let context = self.compaction(&session, now, out);
                out.push(Effect::ReplyCompaction { call, context });
            }
        }
    }

    /// What a compaction is to keep of a session.
    fn compaction(
        &mut self,
        session: &SessionId,
        now: Time,
        out: &mut Vec<Effect>,
    ) -> Option<String> {
        let own = self.knows(session) && !self.is_child(session);
        let (root, _) = self.enter(session, now, out).filter(|_| own)?;
        root.turn.compacts(true);
        agent::compaction(root.journal.ledger(), &root.todos)
    }

    fn tool_called(
        &mut self,
        session: &SessionId,
        call: &Call<'_>,
        now: Time,
        out: &mut Vec<Effect>,
    ) {
        let own = self.knows(session) && !self.is_child(session);
        match self.enter(session, now, out) {
            Some((root, mut cx)) if own => calls::called(root, &mut cx, call),
            Some(_) | None => out.push(Effect::ReplyTool {
                call: call.call,
                text: NOT_FROM_HERE.to_owned(),
            }),
        }
    }

    /// Carries out a slash command; returns what the user reads.
    fn command(
        &mut self,
        session: &SessionId,
        command: &str,
        arguments: &str,
        now: Time,
        out: &mut Vec<Effect>,
    ) -> String {
        let unknown =
            || "This session is not known to Holdfast yet; send a message first.".to_owned();
        let Some(own) = self.home.get(session).cloned() else {
            return unknown();
        };
        if let Some(text) = commands::wrong_argument(command, arguments) {
            return text;
        }
        let all = arguments.trim() == "all" && matches!(command, "stop" | "go");
        let others: Vec<SessionId> = self
            .roots
            .keys()
            .filter(|root| all && **root != own)
            .cloned()
            .collect();
        for other in others {
            if let Some((root, mut cx)) = self.enter(&other, now, out) {
                commands::command_from_afar(root, &mut cx, command);
            }
        }
        match self.enter(&own, now, out) {
            Some((root, mut cx)) => commands::command(root, &mut cx, command, arguments),
            None => unknown(),
        }
    }

    fn session_known(&mut self, facts: SessionFacts, now: Time, out: &mut Vec<Effect>) {
        // The host makes a path of a root session's id.
        if !facts.session.is_plain() {
            return;
        }
        if self.knows(&facts.session) {
            if let Some((root, mut cx)) = self.enter(&facts.session, now, out) {
                root.revisit(&mut cx, facts);
            }
            return;
        }
        let root = facts
            .parent
            .as_ref()
            .and_then(|parent| self.home.get(parent))
            .cloned();
        match (root, facts.parent.clone()) {
            (Some(root), Some(parent)) => {
                if let Some((root, mut cx)) = self.enter(&root, now, out) {
                    root.add_node(&mut cx, &facts.session, &parent);
                }
            }
            // A child whose root nobody has told of: its own affair.
            (None, Some(_)) => {}
            (_, None) => {
                self.make_room();
                let id = facts.session.clone();
                let mut cx = Cx {
                    now,
                    config: &self.config,
                    agents: &self.agents,
                    options: &self.options,
                    me: &self.me,
                    ids: &mut self.ids,
                    out,
                    pending: &mut self.pending,
                    home: &mut self.home,
                };
                let root = Root::new(&mut cx, facts);
                self.home.insert(id.clone(), id.clone());
                self.roots.insert(id, Box::new(root));
            }
        }
    }

    /// Forgets the session that was used the longest ago and has nothing going on, where there are
    /// too many.
    fn make_room(&mut self) {
        if self.roots.len() < ROOTS_MAX {
            return;
        }
        let spare = self
            .roots
            .values()
            .filter(|root| situation::is_spare(root))
            .min_by_key(|root| root.used_at)
            .map(|root| root.id.clone());
        if let Some(spare) = spare {
            self.roots.remove(&spare);
            self.home.retain(|_, root| *root != spare);
        }
    }

    fn session_deleted(&mut self, session: &SessionId, now: Time, out: &mut Vec<Effect>) {
        let Some((root, mut cx)) = self.enter(session, now, out) else {
            return;
        };
        if root.id == *session {
            root.deleted(&mut cx);
            root.forget_pending(&mut cx);
            self.roots.remove(session);
            self.home.retain(|_, root| root != session);
            // What waited for its journal is answered without it.
            let mut deferred = std::mem::take(&mut self.deferred);
            let (theirs, others) = deferred
                .drain(..)
                .partition(|hook| !self.knows(hook.session()));
            self.deferred = others;
            let theirs: VecDeque<Hook> = theirs;
            for hook in theirs {
                self.hook(hook, now, out);
            }
        } else {
            session::tasks::news::deleted(root, &mut cx, session);
        }
    }

    /// Takes the outcome of an effect. Unknown and repeated ones change nothing.
    fn done(&mut self, done: Done, now: Time, out: &mut Vec<Effect>) {
        match done {
            Done::Claimed { effect, found } => {
                let claimed = self.awaited(effect, now, out, |root, cx, ClaimFor| match found {
                    Ok(found) => root.claimed(cx, &found),
                    Err(error) => root.claim_failed(cx, &error),
                });
                if claimed {
                    for hook in std::mem::take(&mut self.deferred) {
                        self.hook(hook, now, out);
                    }
                }
            }
            Done::Created { effect, session } => {
                self.awaited(effect, now, out, |root, cx, CreateFor(task)| {
                    start::created(root, cx, &task, session);
                });
            }
            Done::LeaveGiven { effect, leave } => {
                self.awaited(effect, now, out, |root, cx, LeaveFor(asked)| {
                    leave::given(root, cx, &asked, leave);
                });
            }
            Done::RulesRead { effect, rules } => {
                self.awaited(effect, now, out, |root, cx, what| match what {
                    RulesFor::Root(task, purpose) => {
                        bounds::root_rules(root, cx, &task, purpose, rules);
                    }
                    RulesFor::Child(task, purpose) => {
                        bounds::child_rules(root, cx, &task, purpose, rules);
                    }
                    RulesFor::Limited(task, purpose) => {
                        bounds::child_limited(root, cx, &task, purpose, rules);
                    }
                });
            }
            Done::Prompted { effect, result } => self.prompted(effect, result, now, out),
            Done::Aborted { effect, result } => {
                self.awaited(effect, now, out, |root, cx, what| match what {
                    AbortFor::Child(task) => end::aborted(root, cx, &task, result),
                    AbortFor::Root => steps::let_abandoned_go(root, cx),
                    AbortFor::Nobody => {}
                });
            }
            Done::Inspected { effect, transcript } => {
                self.awaited(effect, now, out, |root, cx, what| match what {
                    InspectFor::Child(task) => inspect::inspected(root, cx, &task, transcript),
                    InspectFor::Root => idle::inspected(root, cx, transcript),
                });
            }
        }
    }

    /// Hands an outcome to the root session that waits for it. Whether it was waited for.
    fn awaited<W: Awaited>(
        &mut self,
        effect: W::Id,
        now: Time,
        out: &mut Vec<Effect>,
        take: impl FnOnce(&mut Root, &mut Cx<'_>, W),
    ) -> bool {
        let Some((root, what)) = self.pending.take::<W>(effect) else {
            return false;
        };
        self.within(&root, now, out, |root, cx| take(root, cx, what));
        true
    }

    /// Does something in a root session, if it is still there.
    fn within(
        &mut self,
        session: &SessionId,
        now: Time,
        out: &mut Vec<Effect>,
        act: impl FnOnce(&mut Root, &mut Cx<'_>),
    ) {
        if let Some((root, mut cx)) = self.enter(session, now, out) {
            act(root, &mut cx);
        }
    }

    fn prompted(
        &mut self,
        effect: PromptId,
        result: Result<(), String>,
        now: Time,
        out: &mut Vec<Effect>,
    ) {
        let Some((root, what)) = self.pending.take::<PromptFor>(effect) else {
            return;
        };
        match what {
            PromptFor::Child(task) => self.within(&root, now, out, |root, cx| {
                start::prompted(root, cx, &task, result);
            }),
            PromptFor::Steer(task) => self.within(&root, now, out, |root, cx| {
                start::steered(root, cx, &task, result);
            }),
            PromptFor::Root(message) => self.within(&root, now, out, |root, cx| {
                root.outbox.delivered(cx, &message, result);
            }),
            PromptFor::Lost(session) => {
                let effect = self.ids.effect().into();
                out.push(Effect::Abort { effect, session });
            }
        }
    }

    /// After every event: starts what may start, carries out what is due, decides.
    fn settle(&mut self, now: Time, out: &mut Vec<Effect>) {
        let ids: Vec<SessionId> = self.roots.keys().cloned().collect();
        for id in ids {
            let Some((root, mut cx)) = self.enter(&id, now, out) else {
                continue;
            };
            let cx = &mut cx;
            requests::answer(root, cx);
            if root.is_tended() {
                check::check(root, cx);
                queue::lift_when_moot(root, cx);
                queue::start_pending(root, cx);
                idle::reconcile(root, cx);
                verdict::act(root, cx);
                output::answer_waiting(root, cx);
                root.tidy(cx);
            }
        }
    }

    /// The earliest deadline of all sessions.
    fn next_wake(&mut self, now: Time) -> Option<Wake> {
        let ids: Vec<SessionId> = self.roots.keys().cloned().collect();
        let mut unused = Vec::new();
        let mut wake = None::<Wake>;
        for session in ids {
            let Some((root, cx)) = self.enter(&session, now, &mut unused) else {
                continue;
            };
            if !root.is_tended() {
                continue;
            }
            if let Some((at, timer)) = timers::next(root, &cx)
                && wake.as_ref().is_none_or(|wake| at < wake.at)
            {
                wake = Some(Wake { at, session, timer });
            }
        }
        wake
    }

    /// The root of any session of its tree, with what its handlers need.
    fn enter<'a>(
        &'a mut self,
        session: &SessionId,
        now: Time,
        out: &'a mut Vec<Effect>,
    ) -> Option<(&'a mut Root, Cx<'a>)> {
        let root = self.roots.get_mut(self.home.get(session)?)?;
        let cx = Cx {
            now,
            config: &self.config,
            agents: &self.agents,
            options: &self.options,
            me: &self.me,
            ids: &mut self.ids,
            out,
            pending: &mut self.pending,
            home: &mut self.home,
        };
        Some((root, cx))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn core() -> Core {
        let me = Owner {
            pid: 1,
            start: "1".into(),
            nonce: "n".into(),
        };
        Core::new(&Setup {
            layers: Vec::new(),
            me,
            seed: 7,
        })
    }

    /// A session that becomes known and rests; OpenCode's ids descend with time.
    fn rests(core: &mut Core, n: usize) -> SessionId {
        let session = SessionId(format!("ses_{:04}", 9999 - n));
        let now = Time(n as u64);
        core.handle(
            Event::SessionKnown(SessionFacts {
                session: session.clone(),
                parent: None,
                headless: false,
                rules: Vec::new(),
                todos: Vec::new(),
                journal: None,
            }),
            now,
        );
        let idle = News::SessionIdle {
            session: session.clone(),
        };
        core.handle(idle, now);
        session
    }

    #[test]
    fn of_too_many_sessions_the_one_unused_the_longest_is_forgotten() {
        let mut core = core();
        let sessions: Vec<SessionId> = (0..ROOTS_MAX).map(|n| rests(&mut core, n)).collect();
        let first = News::SessionIdle {
            session: sessions[0].clone(),
        };
        core.handle(first, Time(5000));
        let newest = rests(&mut core, 6000);
        assert!(core.knows(&sessions[0]) && core.knows(&newest));
        assert!(!core.knows(&sessions[1]) && core.knows(&sessions[2]));
    }

    #[test]
    fn an_outcome_of_another_kind_is_not_taken_for_a_claims() {
        let mut core = core();
        let session = rests(&mut core, 1);
        let call = Hook::CommandCalled {
            call: CallId(1),
            session,
            command: "stop".into(),
            arguments: String::new(),
        };
        let effects = core.handle(call, Time(10)).effects;
        let claimed = effects.into_iter().find_map(|effect| match effect {
            Effect::Claim { effect, .. } => Some(effect),
            _ => None,
        });
        let claim = claimed.expect("the journal is claimed");
        let answers = |core: &mut Core, done: Done| {
            let effects = core.handle(done, Time(11)).effects;
            let reply = |effect: &Effect| matches!(effect, Effect::ReplyCommand { .. });
            effects.iter().filter(|effect| reply(effect)).count()
        };
        let forged = Done::Prompted {
            effect: claim.0.into(),
            result: Ok(()),
        };
        assert_eq!(answers(&mut core, forged), 0);
        let found = || Err("the disk is full".to_owned());
        let (effect, first) = (claim, found());
        let claimed = Done::Claimed {
            effect,
            found: first,
        };
        assert_eq!(answers(&mut core, claimed), 1);
        let again = Done::Claimed {
            effect,
            found: found(),
        };
        assert_eq!(answers(&mut core, again), 0);
    }
}
