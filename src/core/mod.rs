//! The pure core: a state machine without clock, I/O, randomness or async.
//!
//! One law: *feed one event, carry out the effects in order, come back at `wake_at`.*

// What overflows may come from outside: a number in a journal, an argument of a tool.
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

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
use port::event::{Agent, Assistant, EffectOutcome, HostOptions, SessionFacts};
pub use port::{effect, event};
pub use session::decision;
use session::root::{Cx, Heard, Pending, Root};
use session::tasks::asks;
use task::activity::Retry;
pub use task::{activity, rights};
pub use texts::{text, view};
use tools::calls::{Call, Leave};
pub use tools::{commands, offline, toolbox};
use values::lived::Lived;
pub use values::{fields, ids, plain, time, todo, trouble};

use ids::{CallId, EffectId, IdSource, SessionId};
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
    pending: Map<EffectId, (SessionId, Pending)>,
    /// Events of sessions whose journal is being claimed.
    deferred: VecDeque<Event>,
    lived: Lived,
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
            pending: Map::new(),
            deferred: VecDeque::new(),
            lived: Lived::default(),
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
    pub fn handle(&mut self, event: Event, now: Time) -> Output {
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
        let mut queue = VecDeque::from([event]);
        while let Some(event) = queue.pop_front() {
            if self.must_wait(&event, now, &mut out) {
                self.deferred.push_back(event);
                continue;
            }
            self.note_use(&event, now);
            let claimed = matches!(&event, Event::Done { effect, .. }
                if self.pending.get(effect).is_some_and(|(_, pending)| *pending == Pending::Claim));
            self.dispatch(event, now, &mut out);
            if claimed {
                queue.extend(std::mem::take(&mut self.deferred));
            }
        }
        self.settle(now, &mut out);
        let wake_at = self.wake_at(now);
        self.lived.expect(wake_at);
        Output {
            effects: out,
            wake_at,
        }
    }

    fn note_use(&mut self, event: &Event, now: Time) {
        let root = event.session().and_then(|session| self.home.get(session));
        if let Some(root) = root.and_then(|root| self.roots.get_mut(root)) {
            root.used_at = now;
        }
    }

    /// Whether the event uses a session whose journal must be claimed first: what happens in it
    /// before the claim was read would be lost by reading it.
    fn must_wait(&mut self, event: &Event, now: Time, out: &mut Vec<Effect>) -> bool {
        let Some(session) = event.session() else {
            return false;
        };
        let uses = match event {
            Event::UserMessage { .. } | Event::StepStarted { .. } | Event::ToolCalled { .. } => {
                !self.is_child(session)
            }
            Event::CommandCalled { .. } => true,
            _ => false,
        };
        let founds = match event {
            Event::ToolCalled { tool, .. } => tool == "background_task",
            Event::CommandCalled { command, .. } => matches!(command.as_str(), "bg" | "stop"),
            _ => false,
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
            Event::SessionKnown(facts) => self.session_known(facts, now, out),
            Event::SessionDeleted { session } => self.session_deleted(&session, now, out),
            Event::Done { effect, outcome } => self.done(effect, outcome, now, out),
            Event::CallAborted { call } => {
                self.drop_leave(call, out);
                let ids: Vec<SessionId> = self.roots.keys().cloned().collect();
                for id in ids {
                    if let Some((root, mut cx)) = self.enter(&id, now, out) {
                        root.call_aborted(&mut cx, call);
                    }
                }
            }
            Event::UserMessage { .. }
            | Event::StepStarted { .. }
            | Event::ToolCalled { .. }
            | Event::CommandCalled { .. }
            | Event::CompactionStarted { .. } => self.hook(event, now, out),
            Event::JournalGrew { .. }
            | Event::JournalFailed { .. }
            | Event::SessionBusy { .. }
            | Event::SessionRetrying { .. }
            | Event::SessionIdle { .. }
            | Event::SessionFailed { .. }
            | Event::SessionReverted { .. }
            | Event::SessionCompacted { .. }
            | Event::AssistantUpdated { .. }
            | Event::TextFinished { .. }
            | Event::ToolUpdated(_)
            | Event::StepFinished { .. }
            | Event::TodosUpdated { .. }
            | Event::AskOpened { .. }
            | Event::AskClosed { .. }
            | Event::FilesChanged { .. } => self.news(event, now, out),
        }
    }

    /// News about a session, which nobody waits for.
    fn news(&mut self, event: Event, now: Time, out: &mut Vec<Effect>) {
        let Some(session) = event.session().cloned() else {
            return;
        };
        let Some((root, mut cx)) = self.enter(&session, now, out) else {
            return;
        };
        let cx = &mut cx;
        let own = root.id == session;
        match event {
            Event::JournalGrew { text, replaced, .. } => root.journal_grew(cx, &text, replaced),
            Event::JournalFailed { error, .. } => root.journal.failed(cx, &error),
            Event::SessionBusy { .. } | Event::SessionRetrying { .. } if own => root.root_busy(),
            Event::SessionBusy { .. } => root.child_busy(cx, &session),
            Event::SessionRetrying {
                attempt,
                message,
                next,
                ..
            } => {
                let retry = Retry { attempt, next };
                root.child_retrying(cx, &session, retry, &message);
            }
            Event::SessionIdle { .. } if own => root.root_idle(cx),
            Event::SessionIdle { .. } => root.child_idle(cx, &session),
            Event::SessionFailed { trouble, .. } if own => root.root_failed(cx, &trouble),
            Event::SessionFailed { trouble, .. } => root.child_failed(cx, &session, &trouble),
            Event::SessionReverted { reverted, .. } if own => root.reverted = reverted,
            Event::SessionCompacted { .. } if own => root.compacted(),
            Event::FilesChanged { change, .. } if own => root.bounds.files_changed(&change),
            Event::AssistantUpdated { message, .. } if own => root.assistant_seen(cx, message),
            Event::TextFinished { message, text, .. } if own => root.text_finished(&message, &text),
            Event::AssistantUpdated {
                message: Assistant { id, completed, .. },
                ..
            } => {
                let complete = completed;
                root.child_answered(cx, &session, &id, &Heard::Message { complete });
            }
            Event::TextFinished { message, text, .. } => {
                root.child_answered(cx, &session, &message, &Heard::Text(&text));
            }
            Event::ToolUpdated(update) if own => root.root_tool(cx, &update),
            Event::ToolUpdated(update) => root.child_tool(cx, &update),
            Event::StepFinished { tokens, cost, .. } if !own => {
                root.child_stepped(cx, &session, tokens, cost);
            }
            Event::TodosUpdated { todos, .. } if own => root.todos_updated(todos),
            Event::AskOpened {
                ask,
                title,
                permission,
                ..
            } => {
                asks::opened(root, cx, &session, &ask, &title, permission);
            }
            Event::AskClosed { ask, rejected, .. } => {
                asks::closed(root, cx, &session, &ask, rejected);
            }
            _ => {}
        }
    }

    /// Hooks and calls that wait for an answer: each gets one, whatever happens.
    fn hook(&mut self, event: Event, now: Time, out: &mut Vec<Effect>) {
        let Some(session) = event.session().cloned() else {
            return;
        };
        let own = self.knows(&session) && !self.is_child(&session);
        match event {
            Event::UserMessage {
                call,
                message,
                synthetic,
                identity,
                ..
            } => match self.enter(&session, now, out) {
                Some((root, mut cx)) if own => {
                    root.user_message(&mut cx, call, &message, synthetic, identity);
                }
                _ => out.push(Effect::ReplyMessage { call, add: None }),
            },
            Event::StepStarted {
                call,
                user,
                identity,
                assistant,
                ..
            } => match self.enter(&session, now, out) {
                Some((root, mut cx)) if own => {
                    root.step_started(&mut cx, call, user, identity, assistant);
                }
                _ => out.push(Effect::ReleaseStep {
                    call,
                    session,
                    fill: None,
                    park: None,
                }),
            },
            Event::ToolCalled {
                call,
                agent,
                tool_call,
                tool,
                args,
                ..
            } => match self.enter(&session, now, out) {
                Some((root, mut cx)) if own => {
                    let call = Call {
                        call,
                        tool_call: &tool_call,
                        tool: &tool,
                        args: &args,
                        agent: agent.as_deref(),
                        leave: Leave::Unasked,
                    };
                    root.tool_called(&mut cx, &call);
                }
                _ => out.push(Effect::ReplyTool {
                    call,
                    text: NOT_FROM_HERE.to_owned(),
                }),
            },
            Event::CommandCalled {
                call,
                command,
                arguments,
                ..
            } => {
                self.command(call, &session, &command, &arguments, now, out);
            }
            Event::CompactionStarted { call, .. } => {
                let mut context = None;
                if let Some((root, _)) = self.enter(&session, now, out).filter(|_| own) {
                    root.compacting = true;
                    context = text::compaction(root.journal.ledger(), &root.todos);
                }
                out.push(Effect::ReplyCompaction { call, context });
            }
            _ => {}
        }
    }

    fn command(
        &mut self,
        call: CallId,
        session: &SessionId,
        command: &str,
        arguments: &str,
        now: Time,
        out: &mut Vec<Effect>,
    ) {
        let Some(own) = self.home.get(session).cloned() else {
            let text =
                "This session is not known to Holdfast yet; send a message first.".to_owned();
            out.push(Effect::ReplyCommand { call, text });
            return;
        };
        if let Some(text) = commands::wrong_argument(command, arguments) {
            out.push(Effect::ReplyCommand { call, text });
            return;
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
                root.command_from_afar(&mut cx, command);
            }
        }
        if let Some((root, mut cx)) = self.enter(&own, now, out) {
            let text = root.command(&mut cx, command, arguments);
            out.push(Effect::ReplyCommand { call, text });
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
            .filter(|root| root.is_spare())
            .min_by_key(|root| root.used_at)
            .map(|root| root.id.clone());
        if let Some(spare) = spare {
            self.roots.remove(&spare);
            self.home.retain(|_, root| *root != spare);
        }
    }

    /// Answers a tool call that waits for a permission and is given up: granted or not, it is of
    /// no use any more.
    fn drop_leave(&mut self, call: CallId, out: &mut Vec<Effect>) {
        self.pending.retain(|_, (_, pending)| match pending {
            Pending::Leave(asked) if asked.call == call => {
                let text = "The call was stopped.".to_owned();
                out.push(Effect::ReplyTool { call, text });
                false
            }
            _ => true,
        });
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
                .partition(|event| event.session().is_some_and(|of| !self.knows(of)));
            self.deferred = others;
            let theirs: VecDeque<Event> = theirs;
            for event in theirs {
                self.dispatch(event, now, out);
            }
        } else {
            root.child_deleted(&mut cx, session);
        }
    }

    /// Takes the outcome of an effect. Unknown and repeated ones change nothing.
    fn done(&mut self, effect: EffectId, outcome: EffectOutcome, now: Time, out: &mut Vec<Effect>) {
        let Some((root, pending)) = self.pending.remove(&effect) else {
            return;
        };
        if let Pending::LostPrompt(session) = pending {
            let effect = self.ids.effect();
            out.push(Effect::Abort { effect, session });
            return;
        }
        let result = |outcome: &EffectOutcome| match outcome {
            EffectOutcome::Failed(error) => Err(error.clone()),
            _ => Ok(()),
        };
        let Some((root, mut cx)) = self.enter(&root, now, out) else {
            return;
        };
        let cx = &mut cx;
        match pending {
            Pending::Claim => match outcome {
                EffectOutcome::Journal(found) => root.claimed(cx, &found),
                EffectOutcome::Failed(error) => root.claim_failed(cx, &error),
                _ => root.claim_failed(cx, "the journal was not read back"),
            },
            Pending::Create(task) => {
                let created = match outcome {
                    EffectOutcome::Created(session) => Ok(session),
                    EffectOutcome::Failed(error) => Err(error),
                    _ => Err("no session was named".to_owned()),
                };
                root.child_created(cx, &task, created);
            }
            Pending::Leave(asked) => root.leave_given(cx, &asked, outcome),
            Pending::RootRules(task, purpose) => root.root_rules(cx, &task, purpose, outcome),
            Pending::ChildRules(task, purpose) => root.child_rules(cx, &task, purpose, outcome),
            Pending::Limited(task, purpose) => root.child_limited(cx, &task, purpose, outcome),
            Pending::PromptChild(task) => root.child_prompted(cx, &task, result(&outcome)),
            Pending::SteerChild(task) => root.child_steered(cx, &task, result(&outcome)),
            Pending::InspectChild(task) => root.child_inspected(cx, &task, outcome),
            Pending::AbortChild(task) => root.child_aborted(cx, &task, result(&outcome)),
            Pending::InspectRoot => root.root_inspected(cx, outcome),
            Pending::Deliver(message) => root.delivered(cx, &message, result(&outcome)),
            Pending::AbortRoot => root.let_abandoned_go(cx),
            Pending::AbortDeleted | Pending::LostPrompt(_) => {}
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
            root.answer_requests(cx);
            if root.used && !root.journal.is_claiming() {
                root.check_running(cx);
                root.lift_when_moot(cx);
                root.start_pending(cx);
                root.reconcile(cx);
                root.act(cx);
                root.answer_waiting(cx);
                root.tidy(cx);
            }
        }
    }

    fn wake_at(&mut self, now: Time) -> Option<Time> {
        let ids: Vec<SessionId> = self.roots.keys().cloned().collect();
        let mut wake = None::<Time>;
        let mut unused = Vec::new();
        for id in ids {
            let Some((root, cx)) = self.enter(&id, now, &mut unused) else {
                continue;
            };
            let times = [
                root.next_check(&cx),
                root.next_act(&cx),
                root.next_answer(),
                root.journal.write_again_at(),
            ];
            wake = wake
                .into_iter()
                .chain(times.into_iter().flatten().min())
                .min();
        }
        // A time that has passed means: at once, but never in a circle without time.
        wake.map(|wake| wake.max(now.plus(Span(1))))
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
        let idle = Event::SessionIdle {
            session: session.clone(),
        };
        core.handle(idle, now);
        session
    }

    #[test]
    fn of_too_many_sessions_the_one_unused_the_longest_is_forgotten() {
        let mut core = core();
        let sessions: Vec<SessionId> = (0..ROOTS_MAX).map(|n| rests(&mut core, n)).collect();
        let first = Event::SessionIdle {
            session: sessions[0].clone(),
        };
        core.handle(first, Time(5000));
        let newest = rests(&mut core, 6000);
        assert!(core.knows(&sessions[0]) && core.knows(&newest));
        assert!(!core.knows(&sessions[1]) && core.knows(&sessions[2]));
    }

    #[test]
    fn a_claim_whose_outcome_is_of_another_kind_leaves_no_session_waiting() {
        let mut core = core();
        let session = rests(&mut core, 1);
        let call = Event::CommandCalled {
            call: CallId(1),
            session,
            command: "stop".into(),
            arguments: String::new(),
        };
        let claimed =
            core.handle(call, Time(10))
                .effects
                .into_iter()
                .find_map(|effect| match effect {
                    Effect::Claim { effect, .. } => Some(effect),
                    _ => None,
                });
        let outcome = Event::Done {
            effect: claimed.expect("the journal is claimed"),
            outcome: EffectOutcome::Ok,
        };
        let effects = core.handle(outcome, Time(11)).effects;
        assert!(
            effects
                .iter()
                .any(|effect| matches!(effect, Effect::ReplyCommand { .. }))
        );
    }
}
