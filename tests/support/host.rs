//! The host, as `src/host` is: makes sessions known before anything else about them, feeds one
//! event at a time, and carries its effects out in order.

use std::cell::OnceCell;

use holdfast::core::effect::{Effect, Fill, Parked, Prompt};
use holdfast::core::event::{self, Agent, Done, Event, JournalFound, News, SessionFacts, Status};
use holdfast::core::ids::{
    AbortId, CallId, ClaimId, CreateId, InspectId, MessageId, PartId, PromptId, SessionId,
};
use holdfast::core::rights::Rule;
use holdfast::core::task::Stage;
use holdfast::core::time::Time;
use holdfast::core::{Output, journal, ledger};
use holdfast::host::reader;
use serde_json::{Value, json};

use super::agent::Use;
use super::fault::Fault;
use super::opencode::{Body, User, model};
use super::process::Doom;
use super::rights::with_rules;
use super::world::{Action, At, World};

/// A hook of OpenCode's that waits for Holdfast.
#[allow(clippy::large_enum_variant, reason = "few, and short-lived")]
#[derive(Clone, Debug)]
pub(crate) enum Hook {
    /// `chat.message`: a message is about to be stored, and then perhaps answered.
    Message {
        session: SessionId,
        message: MessageId,
        user: Box<User>,
    },
    /// `experimental.chat.messages.transform`; a title request runs it as well.
    Step {
        at: At,
        title: bool,
    },
    Compaction {
        at: At,
    },
    Tool {
        at: At,
        message: MessageId,
        index: usize,
        used: Use,
    },
    Command {
        session: SessionId,
        name: &'static str,
        arguments: String,
    },
}

/// What a hook got for an answer; `Nothing` where the plugin is off.
#[derive(Clone, Debug)]
pub(crate) enum Answered {
    Nothing,
    Message(Option<(PartId, String)>),
    Step {
        fill: Option<Fill>,
        park: Option<Box<Parked>>,
    },
    Text(String),
}

impl World {
    /// Calls a hook. It is called again as often as the engine traps meanwhile.
    pub(crate) fn call_hook(&mut self, process: usize, hook: Hook) {
        let session = match &hook {
            Hook::Message { session, .. } | Hook::Command { session, .. } => session,
            Hook::Step { at, .. } | Hook::Compaction { at } | Hook::Tool { at, .. } => &at.session,
        }
        .clone();
        let plain = matches!(&hook, Hook::Compaction { .. });
        let known = plain || self.introduce(process, &session);
        let is_child = self.processes[process]
            .core
            .as_ref()
            .is_some_and(|core| core.is_child(&session));
        let step_of_child = is_child && matches!(hook, Hook::Step { .. });
        if !known || step_of_child || self.processes[process].core.is_none() {
            self.plan_in(
                0,
                Action::Answered {
                    process,
                    hook,
                    answer: Answered::Nothing,
                },
            );
            return;
        }
        if matches!(hook, Hook::Tool { .. }) {
            self.feed(process, Event::AgentsKnown { agents: agents() });
        }
        self.processes[process].next_call += 1;
        let call = CallId(self.processes[process].next_call);
        let Some(event) = self.hook_event(call, &hook) else {
            self.plan_in(
                0,
                Action::Answered {
                    process,
                    hook,
                    answer: Answered::Nothing,
                },
            );
            return;
        };
        self.processes[process].calls.insert(call, hook);
        self.feed(process, event);
    }

    fn hook_event(&mut self, call: CallId, hook: &Hook) -> Option<event::Hook> {
        Some(match hook {
            Hook::Message {
                session,
                message,
                user,
            } => event::Hook::UserMessage {
                call,
                session: session.clone(),
                message: message.clone(),
                synthetic: user.synthetic || self.plan.fault == Some(Fault::MuteUser),
                identity: user.identity.clone(),
            },
            Hook::Step { at, title } => return self.step_event(call, at, *title),
            Hook::Compaction { at } => event::Hook::CompactionStarted {
                call,
                session: at.session.clone(),
            },
            Hook::Tool { at, used, .. } => {
                let mut tool_call = used.call.clone();
                if self.plan.fault == Some(Fault::RenameToolCall) {
                    tool_call.push_str(&format!("_{}", self.chance.next()));
                }
                event::Hook::ToolCalled {
                    call,
                    session: at.session.clone(),
                    agent: Some(self.speaks_in(&at.session)),
                    tool_call,
                    tool: used.tool.to_owned(),
                    args: used.args.clone(),
                }
            }
            Hook::Command {
                session,
                name,
                arguments,
            } => event::Hook::CommandCalled {
                call,
                session: session.clone(),
                command: (*name).to_owned(),
                arguments: arguments.clone(),
            },
        })
    }

    /// What the hook reads from the list of messages, as the real host reads it.
    fn step_event(&mut self, call: CallId, at: &At, title: bool) -> Option<event::Hook> {
        let session = self.opencode.session(&at.session)?;
        // The answer that this step begins is not in the list yet.
        let begun = |message: &&super::opencode::Message| {
            message
                .answer()
                .is_none_or(|answer| answer.completed || answer.error.is_some())
        };
        let in_sight = session.in_sight();
        let before = if title { in_sight.get(..1)? } else { in_sight };
        let before: Vec<_> = before.iter().filter(begun).collect();
        let company = self.plan.company;
        let is_user = |message: &&super::opencode::Message| message.user().is_some();
        let newest = before
            .iter()
            .rposition(is_user)
            .filter(|_| company.reminders);
        let stranger = stranger(&at.session, self.now);
        let cells: Vec<OnceCell<Value>> = vec![OnceCell::new(); before.len()];
        let look = |index: usize| match before.get(index) {
            Some(message) => cells[index].get_or_init(|| {
                let mut message = (*message).clone();
                if let Body::User(user) = &mut message.body
                    && newest == Some(index)
                {
                    user.beside.push("Plan mode: read only.".to_owned());
                }
                message.to_json(&at.session)
            }),
            None => &stranger,
        };
        let seen = self.processes[at.process]
            .seen
            .entry(at.session.clone())
            .or_default();
        let count = before.len() + usize::from(company.strangers && !title);
        let mut digest = reader::step(count, look, seen)?;
        if self.plan.fault == Some(Fault::HideParked) && digest.user.id.is_ours() {
            digest.user.parked = false;
            digest.user.id.0.push('?');
            digest.user.words = Some(digest.user.id.clone());
        }
        Some(event::Hook::StepStarted {
            call,
            session: at.session.clone(),
            user: digest.user,
            identity: digest.identity,
            assistant: digest.assistant,
        })
    }

    /// Makes a session known to the core, its parents first. Whether that was possible.
    pub(crate) fn introduce(&mut self, process: usize, session: &SessionId) -> bool {
        if self.plan.fault == Some(Fault::LoseSession) {
            return true;
        }
        let mut chain = Vec::new();
        let mut at = Some(session.clone());
        while let Some(id) = at {
            let Some(core) = &self.processes[process].core else {
                return false;
            };
            if core.knows(&id) {
                self.revisit(process, &id);
                break;
            }
            let Some(found) = self.opencode.session(&id) else {
                return false;
            };
            at = found.parent.clone();
            chain.push(id);
        }
        for id in chain.into_iter().rev() {
            let found = self.opencode.sessions[&id].clone();
            let is_root = found.is_root();
            let facts = SessionFacts {
                session: id.clone(),
                parent: found.parent,
                headless: self.is_headless(process, &id),
                rules: found.rules,
                todos: if is_root { found.todos } else { Vec::new() },
                journal: self.journal_found(process, &id).filter(|_| is_root),
            };
            if is_root {
                self.feed(process, Event::AgentsKnown { agents: agents() });
            }
            let reverted = self.opencode.sessions[&id].reverted;
            self.feed(process, Event::SessionKnown(facts));
            if reverted {
                let session = id.clone();
                self.feed(process, News::SessionReverted { session, reverted });
            }
        }
        true
    }

    fn journal_found(&mut self, process: usize, root: &SessionId) -> Option<JournalFound> {
        let text = self.disk.text(root)?.to_owned();
        let found = self.found(process, root, text);
        (self.plan.fault != Some(Fault::LoseJournal)).then_some(found)
    }

    fn found(&mut self, process: usize, root: &SessionId, text: String) -> JournalFound {
        self.processes[process]
            .read
            .insert(root.clone(), text.len());
        let owner = ledger::Ledger::fold(&journal::read(&text).lines).owner;
        let alive = owner.is_some_and(|owner| {
            self.processes.iter().enumerate().any(|(index, other)| {
                index != process
                    && other.alive
                    && other.me.pid == owner.pid
                    && other.me.start == owner.start
            })
        });
        let alive = match self.plan.fault {
            Some(Fault::DeclareOwnerDead) => false,
            Some(Fault::DeclareOwnerAlive) => true,
            _ => alive,
        };
        JournalFound { text, alive }
    }

    /// Looks again at a session that another process had: that process may be gone.
    fn revisit(&mut self, process: usize, root: &SessionId) {
        let core = self.processes[process].core.as_ref();
        if !core.is_some_and(|core| core.is_foreign(root)) {
            return;
        }
        if let Some(found) = self.journal_found(process, root) {
            let facts = SessionFacts {
                session: root.clone(),
                parent: None,
                headless: false,
                rules: Vec::new(),
                todos: self.opencode.sessions[root].todos.clone(),
                journal: Some(found),
            };
            self.feed(process, Event::SessionKnown(facts));
        }
    }

    /// An event of the bus or an outcome reaches a process.
    pub(crate) fn arrive(&mut self, process: usize, epoch: Option<u64>, event: Event) {
        let target = &self.processes[process];
        let Some(core) = &target.core else { return };
        if epoch.is_some_and(|epoch| epoch != target.epoch) {
            return;
        }
        if let Event::SessionKnown(facts) = &event
            && !facts
                .parent
                .as_ref()
                .is_some_and(|parent| core.knows(parent))
        {
            return;
        }
        self.feed(process, event);
    }

    /// One event after the other, each with its effects before the next.
    pub(crate) fn feed(&mut self, process: usize, event: impl Into<Event>) {
        let target = &mut self.processes[process];
        if target.core.is_none() {
            return;
        }
        target.inbox.push_back(event.into());
        if std::mem::replace(&mut target.draining, true) {
            return;
        }
        let epoch = target.epoch;
        while self.violation.is_none() {
            let target = &mut self.processes[process];
            if target.epoch != epoch {
                // It died or trapped while its effects were carried out.
                return;
            }
            let Some(event) = target.inbox.pop_front() else {
                break;
            };
            self.note(|| format!("P{process} ← {event:?}"));
            self.take_note(process, &event);
            if self.hidden(&event) {
                continue;
            }
            let is_tick = event == Event::Tick;
            let now = Time(self.now);
            let Some(core) = self.processes[process].core.as_mut() else {
                return;
            };
            let output = core.handle(event, now);
            self.carry_out_all(process, epoch, output, is_tick);
        }
        if self.processes[process].epoch == epoch {
            self.processes[process].draining = false;
        }
    }

    fn carry_out_all(&mut self, process: usize, epoch: u64, output: Output, is_tick: bool) {
        let Output {
            mut effects,
            wake_at,
        } = output;
        self.check_wake(process, is_tick, effects.is_empty(), wake_at);
        if self.plan.fault == Some(Fault::ActFirst) {
            effects.sort_by_key(|effect| matches!(effect, Effect::Append { .. }));
        }
        self.note_unsaved_ends(process);
        for effect in effects {
            if self.strikes(process, &effect) {
                return;
            }
            self.note(|| format!("P{process} → {effect:?}"));
            self.check_effect(process, &effect);
            self.carry_out(process, epoch, effect);
            if self.processes[process].epoch != epoch || self.violation.is_some() {
                return;
            }
        }
        self.check_state(process);
        if let Some(wake_at) = wake_at.filter(|_| self.plan.fault != Some(Fault::LoseTick)) {
            self.processes[process].token += 1;
            let token = self.processes[process].token;
            self.plan_at(wake_at.0, Action::Tick { process, token });
        }
    }

    /// Whether tasks of the session's tree are pending, and none runs.
    fn has_only_pending(&self, process: usize, session: &SessionId) -> bool {
        let root = self.opencode.root_of(session);
        self.ledger(process, &root).is_some_and(|ledger| {
            let mut active = ledger.active_tasks().peekable();
            active.peek().is_some() && active.all(|task| task.stage == Stage::Pending)
        })
    }

    pub(crate) fn tick(&mut self, process: usize, token: u64) {
        if self.processes[process].token == token {
            self.feed(process, Event::Tick);
        }
    }

    /// Whether the process ends or traps before this effect; a line may be torn by that.
    fn strikes(&mut self, process: usize, effect: &Effect) -> bool {
        match self.processes[process].doom {
            Some((0, doom)) => {
                self.processes[process].doom = None;
                if doom == Doom::Trap {
                    self.trap(process);
                    return true;
                }
                if let Effect::Append { root, line } = effect
                    && !self.disk.full
                    && self.chance.percent(50)
                {
                    let cut = (self.chance.next() % line.len() as u64) as usize;
                    let cut = (0..=cut)
                        .rev()
                        .find(|at| line.is_char_boundary(*at))
                        .unwrap_or(0);
                    self.disk.append(root, &line[..cut]);
                    self.count("torn lines");
                }
                self.die(process, "is killed between two effects");
                true
            }
            Some((left, doom)) => {
                self.processes[process].doom = Some((left - 1, doom));
                false
            }
            None => false,
        }
    }

    fn carry_out(&mut self, process: usize, epoch: u64, effect: Effect) {
        let soon = self.latency();
        match effect {
            Effect::Append { root, line } => {
                self.write(process, &root, &line, false);
                if self.plan.fault == Some(Fault::TellTwice) && line.contains("quieted") {
                    self.check_append(process, &root, &line);
                }
            }
            Effect::Rewrite { root, text } => self.write(process, &root, &text, true),
            Effect::Forget { root } => {
                self.disk.files.remove(&root);
            }
            Effect::Claim { effect, root, line } => self.claim(process, effect, &root, &line),
            Effect::CreateSession {
                effect,
                parent,
                rules,
                ..
            } => {
                self.plan_in(
                    soon,
                    Action::Create {
                        process,
                        epoch,
                        effect,
                        parent,
                        rules,
                    },
                );
            }
            Effect::AskLeave {
                effect,
                call,
                agent,
                ..
            } => self.give_leave(process, epoch, effect, call, agent),
            Effect::ReadRules { effect, session } => {
                self.plan_in(
                    soon,
                    Action::ReadRules {
                        process,
                        epoch,
                        effect,
                        session,
                        added: Vec::new(),
                    },
                );
            }
            Effect::AddRules {
                effect,
                session,
                rules,
            } => {
                self.plan_in(
                    soon,
                    Action::ReadRules {
                        process,
                        epoch,
                        effect,
                        session,
                        added: rules,
                    },
                );
            }
            Effect::Prompt {
                effect,
                session,
                mut prompt,
            } => {
                if self.plan.fault == Some(Fault::StripVariant) {
                    prompt.variant = None;
                }
                self.check_prompt(process, &session, &prompt);
                self.check_not_reverted(process, &session);
                self.plan_in(
                    soon,
                    Action::Prompt {
                        process,
                        epoch,
                        effect,
                        session,
                        prompt: Box::new(prompt),
                    },
                );
            }
            Effect::Abort { effect, session } => {
                self.plan_in(
                    soon,
                    Action::Abort {
                        process,
                        epoch,
                        effect,
                        session,
                    },
                );
            }
            Effect::Inspect { effect, session } => {
                self.plan_in(
                    soon,
                    Action::AskStatus {
                        process,
                        epoch,
                        effect,
                        session,
                    },
                );
            }
            Effect::RejectPermission { session, ask } => {
                self.plan_in(
                    soon,
                    Action::AnswerAsk {
                        session,
                        ask,
                        allow: false,
                    },
                );
            }
            Effect::ReleaseStep {
                call,
                session,
                fill,
                park,
            } => {
                let forgotten = self.plan.fault == Some(Fault::ForgetPending)
                    && self.has_only_pending(process, &session);
                let park = park.filter(|_| !forgotten);
                self.answer(
                    process,
                    call,
                    Answered::Step {
                        fill,
                        park: park.map(Box::new),
                    },
                );
            }
            Effect::ReplyMessage { call, add } => {
                self.answer(process, call, Answered::Message(add));
            }
            // The loop of an abort is gone: nobody misses the answer but who keeps the call.
            Effect::ReplyTool { call, .. } if self.loses_answer(process, call) => {}
            Effect::ReplyTool { call, text } | Effect::ReplyCommand { call, text } => {
                self.answer(process, call, Answered::Text(text));
            }
            Effect::ReplyCompaction { call, .. } => self.answer(process, call, Answered::Nothing),
            Effect::Notice { .. }
            | Effect::Progress { .. }
            | Effect::Log { .. }
            | Effect::Quieted { .. }
            | Effect::ExitCode { .. } => {}
        }
    }

    fn loses_answer(&self, process: usize, call: CallId) -> bool {
        let hook = self.processes[process].calls.get(&call);
        let gone = hook.is_some_and(|hook| match hook {
            Hook::Tool { at, .. } => !self.processes[process].loops.contains_key(&at.session),
            Hook::Step { .. }
            | Hook::Message { .. }
            | Hook::Compaction { .. }
            | Hook::Command { .. } => false,
        });
        self.plan.fault == Some(Fault::LoseAnswer) && gone
    }

    fn answer(&mut self, process: usize, call: CallId, answer: Answered) {
        match self.processes[process].calls.remove(&call) {
            Some(hook) => self.plan_in(
                0,
                Action::Answered {
                    process,
                    hook,
                    answer,
                },
            ),
            None => self.fail(
                "a hook is answered once",
                format!("P{process} answers {call:?} again: {answer:?}"),
            ),
        }
    }

    fn latency(&mut self) -> u64 {
        if self.mishap(5) {
            self.chance.span(20, 3000)
        } else {
            self.chance.between(1, 12)
        }
    }

    /// Writes a journal; the watchers of the folder hear of it.
    fn write(&mut self, process: usize, root: &SessionId, text: &str, whole: bool) {
        if self.disk.full {
            if !whole && self.chance.percent(20) {
                let cut = (0..text.len() / 2)
                    .rev()
                    .find(|at| text.is_char_boundary(*at))
                    .unwrap_or(0);
                self.disk.append(root, &text[..cut]);
            }
            self.processes[process].unsaved.insert(root.clone());
            self.count("failed writes");
            let error = "ENOSPC: no space left on device".to_owned();
            self.feed(
                process,
                News::JournalFailed {
                    root: root.clone(),
                    error,
                },
            );
            return;
        }
        if whole {
            self.disk.replace(root, text);
            self.processes[process].unsaved.remove(root);
            self.processes[process]
                .read
                .insert(root.clone(), text.len());
        } else if !(self.plan.fault == Some(Fault::DropAppend) && self.chance.percent(20)) {
            self.disk.append(root, text);
        }
        self.touch(root);
    }

    fn claim(&mut self, process: usize, effect: ClaimId, root: &SessionId, line: &str) {
        if self.disk.full {
            self.processes[process].unsaved.insert(root.clone());
            let found = Err("ENOSPC: no space left on device".to_owned());
            self.feed(process, Done::Claimed { effect, found });
            return;
        }
        self.disk.append(root, line);
        self.touch(root);
        let text = self.disk.text(root).unwrap_or_default().to_owned();
        let found = Ok(self.found(process, root, text));
        self.feed(process, Done::Claimed { effect, found });
    }

    /// Every process that knows the session notices, sooner or later or never.
    pub(crate) fn touch(&mut self, root: &SessionId) {
        for process in self.living() {
            let knows = self.processes[process]
                .core
                .as_ref()
                .is_some_and(|core| core.knows(root));
            // A process alone with its own lines learns nothing from them.
            if !knows
                || (self.living().len() == 1
                    && !self.disk.files.get(root).is_some_and(|file| file.visited))
            {
                continue;
            }
            let lost = self.plan.chaos.lost;
            if !self.mishap(lost) {
                let after = self.chance.between(1, 30);
                self.plan_in(
                    after,
                    Action::Touch {
                        process,
                        root: root.clone(),
                    },
                );
            }
        }
    }

    /// Whole lines that appeared in a journal; our own among them.
    pub(crate) fn journal_touched(&mut self, process: usize, root: &SessionId) {
        let Some(text) = self.disk.text(root) else {
            return;
        };
        let from = self.processes[process].read.get(root).copied().unwrap_or(0);
        let end = text.rfind('\n').map_or(0, |at| at + 1);
        if end <= from {
            return;
        }
        let mut text = text[from..end].to_owned();
        self.processes[process].read.insert(root.clone(), end);
        if self.plan.fault == Some(Fault::HideClaim) {
            let others = |line: &&str| !line.contains("\"claimed\"");
            text = text.split_inclusive('\n').filter(others).collect();
        }
        if self.processes[process]
            .core
            .as_ref()
            .is_some_and(|core| core.knows(root))
        {
            self.feed(
                process,
                News::JournalGrew {
                    root: root.clone(),
                    text,
                    replaced: false,
                },
            );
        }
    }

    /// The outcome of an effect, for the engine that asked for it.
    pub(crate) fn done(&mut self, process: usize, epoch: u64, done: Done) {
        if self.plan.fault != Some(Fault::LoseOutcome) {
            self.arrive(process, Some(epoch), done.into());
        }
    }

    pub(crate) fn create_child(
        &mut self,
        process: usize,
        epoch: u64,
        effect: CreateId,
        parent: &SessionId,
        rules: Vec<Rule>,
    ) {
        if !self.processes[process].alive {
            return;
        }
        let refused = self.plan.chaos.refused;
        if self.opencode.session(parent).is_none() || self.mishap(refused) {
            let session = Err("could not be created".to_owned());
            self.done(process, epoch, Done::Created { effect, session });
            return;
        }
        let shares = self.plan.fault == Some(Fault::ShareSession);
        let sibling = self.opencode.sessions.iter().filter(|_| shares);
        let sibling = sibling
            .filter(|(_, session)| session.parent.as_ref() == Some(parent))
            .map(|(id, _)| id.clone())
            .next();
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
        let session = Ok(child);
        self.done(process, epoch, Done::Created { effect, session });
    }

    /// `promptAsync`: stores the message and sees to it that a loop runs.
    pub(crate) fn take_prompt(
        &mut self,
        process: usize,
        epoch: u64,
        effect: PromptId,
        session: &SessionId,
        prompt: &Prompt,
    ) {
        if !self.processes[process].alive {
            return;
        }
        let chaos = self.plan.chaos;
        let stubborn = self.stubborn && self.opencode.root_of(session) == *session;
        let refused = self.mishap(chaos.refused) || (stubborn && self.plan.seed.is_multiple_of(8));
        if self.opencode.session(session).is_none() || refused {
            let result = Err("it was refused".to_owned());
            self.done(process, epoch, Done::Prompted { effect, result });
            return;
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
            text: prompt.text.clone(),
            synthetic: prompt.synthetic,
            ignored: false,
            ours: true,
            part: Some(prompt.part.clone()),
            beside: Vec::new(),
            compaction: false,
            identity,
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
            self.note(|| {
                format!(
                    "P{process} OpenCode: {} is stored, and its turn never runs",
                    prompt.message
                )
            });
            self.count("prompts that never ran");
        } else {
            self.start_loop(process, session, true);
        }
        let result = Ok(());
        self.done(process, epoch, Done::Prompted { effect, result });
    }

    pub(crate) fn take_abort(
        &mut self,
        process: usize,
        epoch: u64,
        effect: AbortId,
        session: &SessionId,
    ) {
        if self.plan.fault != Some(Fault::SwallowAbort) {
            self.abort_session(process, session);
        }
        let result = Ok(());
        self.done(process, epoch, Done::Aborted { effect, result });
    }

    pub(crate) fn tell_status(
        &mut self,
        process: usize,
        epoch: u64,
        effect: InspectId,
        session: SessionId,
    ) {
        let refused = self.plan.chaos.refused;
        if self.opencode.session(&session).is_none() || self.mishap(refused) {
            let transcript = Err("it could not be read".to_owned());
            self.done(process, epoch, Done::Inspected { effect, transcript });
            return;
        }
        let running = self.processes[process].loops.contains_key(&session);
        let status = if running { Status::Busy } else { Status::Idle };
        let soon = self.latency();
        self.plan_in(
            soon,
            Action::AskMessages {
                process,
                epoch,
                effect,
                session,
                status,
            },
        );
    }

    pub(crate) fn tell_messages(
        &mut self,
        process: usize,
        epoch: u64,
        effect: InspectId,
        session: &SessionId,
        status: Status,
    ) {
        let Some(found) = self.opencode.session(session) else {
            let transcript = Err("it is gone".to_owned());
            self.done(process, epoch, Done::Inspected { effect, transcript });
            return;
        };
        let mut transcript = found.transcript(status);
        if self.plan.fault == Some(Fault::FreeSlotEarly) && !found.is_root() {
            transcript.status = Status::Idle;
            if let (Some(assistant), Some(head)) =
                (&mut transcript.assistant, transcript.messages.last_mut())
            {
                assistant.finish = Some("stop".to_owned());
                head.finished = true;
            }
        }
        if self.plan.fault == Some(Fault::KeepSlot) && !found.is_root() {
            transcript.status = Status::Busy;
        }
        if self.plan.fault == Some(Fault::HideAbort)
            && let Some(assistant) = &mut transcript.assistant
        {
            assistant.error = None;
        }
        self.note_transcript(process, session, &transcript);
        let transcript = Ok(transcript);
        self.done(process, epoch, Done::Inspected { effect, transcript });
    }

    /// Whether a deliberate fault keeps an event from the core.
    fn hidden(&self, event: &Event) -> bool {
        let is_root = |session: &SessionId| {
            self.opencode
                .session(session)
                .is_none_or(super::opencode::Session::is_root)
        };
        let Event::News(news) = event else {
            return false;
        };
        match (self.plan.fault, news) {
            (Some(Fault::HideAbort), News::SessionFailed { session, trouble }) => {
                is_root(session) && trouble.class() == holdfast::core::trouble::Class::Aborted
            }
            (Some(Fault::HideParked), News::AssistantUpdated { session, message }) => {
                is_root(session) && !message.completed
            }
            (Some(Fault::HideAbort), News::AssistantUpdated { session, message }) => {
                is_root(session) && message.error.is_some()
            }
            (Some(Fault::HideAsk), News::AskOpened { .. })
            | (Some(Fault::HideTakenBack), News::SessionReverted { .. }) => true,
            (Some(Fault::KeepSlot), News::SessionIdle { session }) => !is_root(session),
            _ => false,
        }
    }

    /// The steps' messages go into the history: what a parked one says at last, and the next.
    pub(crate) fn store_step(
        &mut self,
        at: At,
        fill: Option<Fill>,
        park: Option<Parked>,
        go_on: bool,
    ) {
        if let Some(fill) = fill.filter(|_| self.plan.fault != Some(Fault::IgnoreFill)) {
            self.fill_message(&at.session, &fill);
        }
        if let Some(park) = park.filter(|_| self.plan.fault != Some(Fault::IgnorePark)) {
            let user = User {
                text: String::new(),
                synthetic: true,
                ignored: true,
                ours: false,
                part: Some(park.part.clone()),
                beside: Vec::new(),
                compaction: false,
                identity: park.identity,
            };
            self.store_user(&at.session, &park.message, user);
        }
        if go_on {
            self.ask_model(at);
        }
    }
}

/// A message that another plugin shows to the model, and that OpenCode does not know.
fn stranger(session: &SessionId, now: u64) -> Value {
    let model = json!({ "providerID": "zai", "modelID": "large" });
    let info = json!({ "id": format!("msg_stranger{now}"), "sessionID": session.0, "role": "user",
        "agent": "build", "model": model, "time": { "created": now } });
    json!({ "info": info, "parts": [{ "id": "prt_s", "type": "text", "synthetic": true, "text": "NB" }] })
}

/// The agents of the project.
pub(crate) fn agents() -> Vec<Agent> {
    let agent = |name: &str, edits, own: Option<(&str, &str)>| Agent {
        name: name.to_owned(),
        edits,
        model: own.map(|(provider, name)| model(provider, name)),
        hidden: false,
        rules: Vec::new(),
    };
    with_rules(vec![
        agent("build", true, None),
        agent("plan", false, None),
        agent("review", false, None),
        agent("general", true, None),
        agent("careful", false, None),
        agent("explore", false, Some(("zai", "small"))),
    ])
}
