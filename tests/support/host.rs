//! The driver that ships, in a played world: what it asks of the shim and of OpenCode is served by
//! the world, and everything that its core is told and asks for is looked at.

use std::cell::{Ref, RefCell};
use std::rc::{Rc, Weak};

use holdfast::core::effect::Effect;
use holdfast::core::event::{self, Agent, Done, Event, News, Status};
use holdfast::core::ids::{InspectId, MessageId, PartId, SessionId};
use holdfast::core::journal::Owner;
use holdfast::core::task::Stage as TaskStage;
use holdfast::core::time::Time;
use holdfast::core::trouble::Class;
use holdfast::core::{Core, Output};
use holdfast::host::driver::Driver;
use holdfast::host::opencode1::OpenCode1;
use holdfast::host::opencode1::hooks::{self, ToolCall, UserMessage};
use holdfast::host::port::{self, Port, Tail, Work};
use holdfast::host::wire::Bus;

use super::agent::Use;
use super::api::{Asking, Client, described};
use super::executor::Executor;
use super::fault::Fault;
use super::opencode::{User, model};
use super::plan::Kind;
use super::process::Doom;
use super::rights::with_rules;
use super::shown::Shown;
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
    /// The model may be asked, and reads this of the user's side.
    Step(Vec<(MessageId, String)>),
    Text(String),
}

/// A hook whose answer is on its way.
pub(crate) struct Waiting {
    pub(crate) hook: Hook,
    /// What happens when OpenCode abandons it.
    pub(crate) abort: Option<Box<dyn FnOnce()>>,
}

/// Where the world stands while a driver works: a driver asks for things while it is being called.
#[derive(Clone, Default)]
pub(crate) struct Stage(Rc<RefCell<Option<Box<World>>>>);

impl Stage {
    /// Something is asked of the world by an engine; of one that is gone, nothing.
    pub(crate) fn with<T>(
        &self,
        process: usize,
        epoch: u64,
        act: impl FnOnce(&mut World) -> T,
    ) -> Option<T> {
        let mut world = self.0.borrow_mut().take().expect("a world on the stage");
        let lives = world.processes[process].epoch == epoch;
        let result = lives.then(|| act(&mut world));
        *self.0.borrow_mut() = Some(world);
        result
    }
}

/// A driver with the work that it has begun.
pub(crate) struct Engine {
    pub(crate) driver: Rc<Driver<Host>>,
    pub(crate) executor: Rc<Executor>,
}

/// What an engine has of the world.
pub(crate) struct Host {
    stage: Stage,
    process: usize,
    epoch: u64,
    executor: Weak<Executor>,
    opencode: OpenCode1<Client>,
}

impl Host {
    fn with<T>(&self, act: impl FnOnce(&mut World) -> T) -> Option<T> {
        self.stage.with(self.process, self.epoch, act)
    }
}

impl Port for Host {
    type OpenCode = OpenCode1<Client>;

    fn opencode(&self) -> &Self::OpenCode {
        &self.opencode
    }

    fn now(&self) -> Time {
        self.with(|world| Time(world.now)).unwrap_or(Time(0))
    }

    fn wake_at(&self, at: Time) {
        let process = self.process;
        self.with(|world| {
            world.processes[process].token += 1;
            let token = world.processes[process].token;
            world.plan_at(at.0, Action::Tick { process, token });
        });
    }

    fn guard(&self, step: Box<dyn FnOnce()>) {
        if self.with(|_| ()).is_some() {
            step();
        }
    }

    fn spawn(&self, work: Work) {
        if let Some(executor) = self.executor.upgrade() {
            executor.spawn(work);
        }
    }

    fn read_journal(&self, root: &SessionId) -> Result<Option<String>, String> {
        let process = self.process;
        let read = self.with(|world| {
            let text = world.disk.text(root)?.to_owned();
            let read = &mut world.processes[process].read;
            read.insert(root.clone(), text.len());
            Some(text)
        });
        Ok(read.flatten())
    }

    fn read_tail(&self, root: &SessionId) -> Result<Tail, String> {
        let tail = self.with(|world| world.read_tail(self.process, root));
        tail.flatten().ok_or_else(|| "ENOENT".to_owned())
    }

    fn append_journal(&self, root: &SessionId, line: &str) -> Result<(), String> {
        let written = self.with(|world| {
            let written = world.write(self.process, root, line, false);
            if world.plan.fault == Some(Fault::TellTwice) && line.contains("quieted") {
                world.check_append(self.process, root, line);
            }
            written
        });
        written.unwrap_or(Ok(()))
    }

    fn replace_journal(&self, root: &SessionId, text: &str) -> Result<(), String> {
        let written = self.with(|world| world.write(self.process, root, text, true));
        written.unwrap_or(Ok(()))
    }

    fn remove_journal(&self, root: &SessionId) -> Result<(), String> {
        self.with(|world| world.disk.files.remove(root));
        Ok(())
    }

    fn is_alive(&self, owner: &Owner) -> bool {
        let process = self.process;
        let alive = self.with(|world| match world.plan.fault {
            Some(Fault::DeclareOwnerDead) => false,
            Some(Fault::DeclareOwnerAlive) => true,
            _ => world.processes.iter().enumerate().any(|(index, other)| {
                index != process
                    && other.alive
                    && other.me.pid == owner.pid
                    && other.me.start == owner.start
            }),
        });
        alive.unwrap_or_default()
    }

    fn progress(&self, _: &str) {}

    fn notice(&self, _: &str) {}

    fn quieted(&self, _: &SessionId, _: &str) {}

    fn exit_code(&self, _: u8) {}

    fn turn(&self, core: &RefCell<Core>, event: Event) -> Output {
        let output = self.with(|world| world.turn(self.process, core, event));
        output.unwrap_or_default()
    }

    fn watch(&self, effect: &Effect) {
        self.with(|world| world.watch(self.process, effect));
    }
}

impl World {
    /// The world stands on the stage while a driver works.
    fn on_stage<T>(&mut self, act: impl FnOnce() -> T) -> T {
        let stage = self.stage.clone();
        let hollow = self.hollow();
        let world = std::mem::replace(self, hollow);
        *stage.0.borrow_mut() = Some(Box::new(world));
        let result = act();
        let world = stage.0.borrow_mut().take();
        *self = *world.expect("the world is still on the stage");
        result
    }

    /// A fresh engine in a process.
    pub(crate) fn start_engine(&mut self, process: usize) {
        let executor = Rc::new(Executor::default());
        let target = &self.processes[process];
        let epoch = target.epoch;
        let kind = match target.kind {
            Kind::Run => port::Process::Run,
            Kind::Watched => port::Process::Tui,
            Kind::Headless => port::Process::Server,
        };
        let client = Client {
            stage: self.stage.clone(),
            process,
            epoch,
        };
        let host = Host {
            stage: self.stage.clone(),
            process,
            epoch,
            executor: Rc::downgrade(&executor),
            opencode: OpenCode1::new(client),
        };
        let driver = Driver::new(host, &target.setup, kind);
        self.processes[process].engine = Some(Engine { driver, executor });
        self.feed(process, Event::Tick);
    }

    fn driver(&self, process: usize) -> Option<Rc<Driver<Host>>> {
        let engine = self.processes[process].engine.as_ref()?;
        Some(Rc::clone(&engine.driver))
    }

    /// The core of a process.
    pub(crate) fn core(&self, process: usize) -> Option<Ref<'_, Core>> {
        let engine = self.processes[process].engine.as_ref()?;
        Some(engine.driver.core())
    }

    /// Everything takes the steps that it can, as JavaScript's microtasks do before anything else
    /// happens; in which order, chance decides.
    pub(crate) fn take_steps(&mut self) {
        for process in 0..self.processes.len() {
            self.restart_engine(process);
            while self.violation.is_none() {
                let Some(engine) = &self.processes[process].engine else {
                    break;
                };
                let executor = Rc::clone(&engine.executor);
                let which = match executor.ready() {
                    0 => break,
                    1 => 0,
                    ready => (self.chance.next() % ready as u64) as usize,
                };
                self.on_stage(|| executor.step(which));
                self.restart_engine(process);
            }
            self.check_state_of(process, true);
        }
    }

    /// Calls a hook. It is called again as often as the engine traps meanwhile.
    pub(crate) fn call_hook(&mut self, process: usize, hook: Hook) {
        let Some(driver) = self.driver(process) else {
            let answer = Answered::Nothing;
            let action = Action::Answered {
                process,
                hook,
                answer,
            };
            return self.plan_in(0, action);
        };
        self.processes[process].next_call += 1;
        let number = self.processes[process].next_call;
        let waiting = Waiting {
            hook: hook.clone(),
            abort: None,
        };
        self.processes[process].calls.insert(number, waiting);
        let work = self.work_of(process, number, hook, Rc::clone(&driver));
        driver.spawn(work);
    }

    /// What the shim does for a hook: it has the engine look at it, and takes the answer back.
    fn work_of(
        &mut self,
        process: usize,
        number: u64,
        hook: Hook,
        driver: Rc<Driver<Host>>,
    ) -> Work {
        let epoch = self.processes[process].epoch;
        let stage = self.stage.clone();
        let done = {
            let stage = stage.clone();
            move |answer| {
                stage.with(process, epoch, |world| {
                    world.take_answer(process, number, answer);
                });
            }
        };
        match hook {
            Hook::Message {
                session,
                message,
                user,
            } => {
                let mute = self.plan.fault == Some(Fault::MuteUser);
                let user = UserMessage {
                    session,
                    message,
                    synthetic: user.synthetic || mute,
                    identity: user.identity,
                };
                Box::pin(async move {
                    let add = hooks::chat_message(&driver, user).await;
                    done(Answered::Message(add));
                })
            }
            Hook::Step { at, title } => {
                let list = self.shown(&at.session, title);
                Box::pin(async move {
                    hooks::step(&driver, &at.session, &list).await;
                    done(Answered::Step(list.said()));
                })
            }
            Hook::Compaction { at } => Box::pin(async move {
                // What the compaction must know is its agent's affair.
                let _context = hooks::compacting(&driver, at.session).await;
                done(Answered::Nothing);
            }),
            Hook::Tool { at, used, .. } => {
                let mut tool_call = used.call.clone();
                if self.plan.fault == Some(Fault::RenameToolCall) {
                    tool_call.push_str(&format!("_{}", self.chance.next()));
                }
                let call = ToolCall {
                    session: at.session.clone(),
                    agent: Some(self.speaks_in(&at.session)),
                    tool_call,
                    tool: used.tool.to_owned(),
                    args: used.args,
                };
                let asking = Asking {
                    session: at.session,
                    call: used.call,
                };
                let until_abort = move |act| {
                    stage.with(process, epoch, |world| {
                        if let Some(waiting) = world.processes[process].calls.get_mut(&number) {
                            waiting.abort = Some(act);
                        }
                    });
                };
                Box::pin(async move {
                    let text = hooks::tool(&driver, call, asking, until_abort).await;
                    done(Answered::Text(text));
                })
            }
            Hook::Command {
                session,
                name,
                arguments,
            } => Box::pin(async move {
                hooks::command(&driver, session, name.to_owned(), arguments).await;
                done(Answered::Nothing);
            }),
        }
    }

    /// The list of messages of a step. The answer that it begins is not in the list yet.
    fn shown(&self, session: &SessionId, title: bool) -> Shown {
        let begun = |message: &&super::opencode::Message| {
            message
                .answer()
                .is_none_or(|answer| answer.completed || answer.error.is_some())
        };
        let found = self.opencode.session(session);
        let in_sight = found.map_or(&[][..], super::opencode::Session::in_sight);
        let before = if title {
            in_sight.get(..1).unwrap_or_default()
        } else {
            in_sight
        };
        let mut before: Vec<_> = before.iter().filter(begun).cloned().collect();
        let company = self.plan.company;
        let mut users = before
            .iter_mut()
            .rev()
            .filter_map(super::opencode::Message::user_mut);
        if let Some(newest) = users.next().filter(|_| company.reminders) {
            newest.beside.push("Plan mode: read only.".to_owned());
        }
        let list = Shown::new(session, before);
        if company.strangers && !title {
            list.add_stranger(session, self.now);
        }
        list
    }

    /// The engine has answered a hook.
    fn take_answer(&mut self, process: usize, number: u64, answer: Answered) {
        // The loop of an abort is gone: nobody misses the answer but who keeps the call.
        if self.loses_answer(process, number) {
            return;
        }
        let waiting = self.processes[process].calls.remove(&number);
        let Some(Waiting { hook, .. }) = waiting else {
            return;
        };
        let action = Action::Answered {
            process,
            hook,
            answer,
        };
        self.plan_in(0, action);
    }

    fn loses_answer(&self, process: usize, number: u64) -> bool {
        let waiting = self.processes[process].calls.get(&number);
        let gone = waiting.is_some_and(|waiting| match &waiting.hook {
            Hook::Tool { at, .. } => !self.processes[process].loops.contains_key(&at.session),
            Hook::Step { .. }
            | Hook::Message { .. }
            | Hook::Compaction { .. }
            | Hook::Command { .. } => false,
        });
        self.plan.fault == Some(Fault::LoseAnswer) && gone
    }

    /// OpenCode abandons the tool calls of a session.
    pub(crate) fn abandon_calls(&mut self, process: usize, session: &SessionId) {
        let calls = self.processes[process].calls.values_mut();
        let theirs = calls.filter(
            |waiting| matches!(&waiting.hook, Hook::Tool { at, .. } if at.session == *session),
        );
        let aborts: Vec<_> = theirs.filter_map(|waiting| waiting.abort.take()).collect();
        for abort in aborts {
            self.on_stage(abort);
        }
    }

    /// An event of the bus reaches a process.
    pub(crate) fn arrive(&mut self, process: usize, event: Event) {
        let Event::SessionKnown(facts) = event else {
            return self.feed(process, event);
        };
        if let Some(driver) = self.driver(process) {
            let info = described(&facts.session, facts.parent.as_ref(), &[], false);
            let created = Bus::SessionCreated { info };
            self.on_stage(|| hooks::event(&driver, created, String::new));
        }
    }

    /// A driver takes an event.
    pub(crate) fn feed(&mut self, process: usize, event: impl Into<Event>) {
        if let Some(driver) = self.driver(process) {
            let event = event.into();
            self.on_stage(|| driver.feed(event));
        }
    }

    /// A core takes an event.
    fn turn(&mut self, process: usize, core: &RefCell<Core>, event: Event) -> Output {
        self.check_state_of(process, false);
        self.note(|| format!("P{process} ← {event:?}"));
        self.take_note(process, &event);
        let Some(event) = self.falsified(process, event) else {
            return Output::default();
        };
        if let Event::Hook(hook) = &event {
            self.processes[process].open.insert(hook.call());
        }
        let is_tick = event == Event::Tick;
        let mut output = core.borrow_mut().handle(event, Time(self.now));
        self.processes[process].changed = true;
        let quiet = output.effects.is_empty();
        self.check_wake(process, is_tick, quiet, output.wake_at);
        if self.plan.fault == Some(Fault::ActFirst) {
            let effects = &mut output.effects;
            effects.sort_by_key(|effect| matches!(effect, Effect::Append { .. }));
        }
        if self.plan.fault == Some(Fault::StripVariant) {
            for effect in &mut output.effects {
                if let Effect::Prompt { prompt, .. } = effect {
                    prompt.variant = None;
                }
            }
        }
        self.note_unsaved_ends(process);
        output.wake_at = output
            .wake_at
            .filter(|_| self.plan.fault != Some(Fault::LoseTick));
        output
    }

    /// An effect is about to be carried out.
    fn watch(&mut self, process: usize, effect: &Effect) {
        if self.violation.is_some() || self.strikes(process, effect) {
            return;
        }
        self.note(|| format!("P{process} → {effect:?}"));
        self.check_effect(process, effect);
        if let Effect::Inspect { effect, session } = effect {
            let looks = &mut self.processes[process].looks;
            looks.insert(*effect, session.clone());
        }
        let call = match effect {
            Effect::ReleaseStep { call, .. }
            | Effect::ReplyMessage { call, .. }
            | Effect::ReplyTool { call, .. }
            | Effect::ReplyCommand { call, .. }
            | Effect::ReplyCompaction { call, .. } => *call,
            _ => return,
        };
        if !self.processes[process].open.remove(&call) {
            self.fail(
                "a hook is answered once",
                format!("P{process} answers {call:?} again: {effect:?}"),
            );
        }
    }

    /// `told` says that the core knows what became of all that it wrote.
    fn check_state_of(&mut self, process: usize, told: bool) {
        if std::mem::take(&mut self.processes[process].changed) && self.violation.is_none() {
            self.check_state(process, told);
        }
    }

    /// Whether events wait that the core of a process has not seen.
    pub(crate) fn is_behind(&self, process: usize) -> bool {
        let engine = self.processes[process].engine.as_ref();
        engine.is_some_and(|engine| engine.driver.is_behind())
    }

    /// Whether tasks of the session's tree are pending, and none runs.
    pub(crate) fn has_only_pending(&self, process: usize, session: &SessionId) -> bool {
        let root = self.opencode.root_of(session);
        self.ledger(process, &root).is_some_and(|ledger| {
            let mut active = ledger.active_tasks().peekable();
            active.peek().is_some() && active.all(|task| task.stage == TaskStage::Pending)
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

    pub(crate) fn latency(&mut self) -> u64 {
        if self.mishap(5) {
            self.chance.span(20, 3000)
        } else {
            self.chance.between(1, 12)
        }
    }

    /// Writes a journal; the watchers of the folder hear of it.
    fn write(
        &mut self,
        process: usize,
        root: &SessionId,
        text: &str,
        whole: bool,
    ) -> Result<(), String> {
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
            return Err("ENOSPC: no space left on device".to_owned());
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
        Ok(())
    }

    /// Every process that knows the session notices, sooner or later or never.
    pub(crate) fn touch(&mut self, root: &SessionId) {
        for process in self.living() {
            let knows = self.core(process).is_some_and(|core| core.knows(root));
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
                let root = root.clone();
                self.plan_in(after, Action::Touch { process, root });
            }
        }
    }

    /// A process is told that a journal was written to.
    pub(crate) fn journal_touched(&mut self, process: usize, root: SessionId) {
        if let Some(driver) = self.driver(process) {
            let this = Rc::clone(&driver);
            driver.spawn(Box::pin(async move { this.journal_touched(&root).await }));
        }
    }

    /// Whole lines that appeared in a journal; a process's own among them.
    fn read_tail(&mut self, process: usize, root: &SessionId) -> Option<Tail> {
        let text = self.disk.text(root)?;
        let read = &mut self.processes[process].read;
        let from = read.get(root).copied().unwrap_or(0).min(text.len());
        let end = text.rfind('\n').map_or(0, |at| at + 1).max(from);
        let mut text = text[from..end].to_owned();
        read.insert(root.clone(), end);
        if self.plan.fault == Some(Fault::HideClaim) {
            let others = |line: &&str| !line.contains("\"claimed\"");
            text = text.split_inclusive('\n').filter(others).collect();
        }
        Some(Tail {
            text,
            replaced: false,
        })
    }

    /// What a deliberate fault makes of an event that is about to reach a core; it may keep it
    /// away.
    fn falsified(&mut self, process: usize, mut event: Event) -> Option<Event> {
        let Some(fault) = self.plan.fault else {
            if let Event::Done(Done::Inspected { effect, .. }) = &event {
                self.note_look(process, *effect, &event);
            }
            return Some(event);
        };
        let is_root = |world: &Self, session: &SessionId| {
            let found = world.opencode.session(session);
            found.is_none_or(super::opencode::Session::is_root)
        };
        match (fault, &mut event) {
            (Fault::LoseSession, Event::SessionKnown(_)) => return None,
            (Fault::LoseJournal, Event::SessionKnown(facts)) => facts.journal = None,
            (Fault::LoseOutcome, Event::Done(Done::RulesRead { .. } | Done::Inspected { .. })) => {
                return None;
            }
            (Fault::HideParked, Event::Hook(event::Hook::StepStarted { user, .. }))
                if user.id.is_ours() =>
            {
                user.parked = false;
                user.id.0.push('?');
                user.words = Some(user.id.clone());
            }
            (Fault::HideAbort, Event::News(News::SessionFailed { session, trouble }))
                if is_root(self, session) && trouble.class() == Class::Aborted =>
            {
                return None;
            }
            (Fault::HideAbort, Event::News(News::AssistantUpdated { session, message }))
                if is_root(self, session) && message.error.is_some() =>
            {
                return None;
            }
            (Fault::HideParked, Event::News(News::AssistantUpdated { session, message }))
                if is_root(self, session) && !message.completed =>
            {
                return None;
            }
            (Fault::HideAsk, Event::News(News::AskOpened { .. }))
            | (Fault::HideTakenBack, Event::News(News::SessionReverted { .. })) => return None,
            (Fault::KeepSlot, Event::News(News::SessionIdle { session }))
                if !is_root(self, session) =>
            {
                return None;
            }
            (
                _,
                Event::Done(Done::Inspected {
                    effect,
                    transcript: Ok(transcript),
                }),
            ) => {
                let session = self.processes[process].looks.get(effect);
                let below = session.is_some_and(|session| !is_root(self, session));
                match fault {
                    Fault::FreeSlotEarly if below => {
                        transcript.status = Status::Idle;
                        if let (Some(assistant), Some(head)) =
                            (&mut transcript.assistant, transcript.messages.last_mut())
                        {
                            assistant.finish = Some("stop".to_owned());
                            head.finished = true;
                        }
                    }
                    Fault::KeepSlot if below => transcript.status = Status::Busy,
                    Fault::HideAbort => {
                        if let Some(assistant) = &mut transcript.assistant {
                            assistant.error = None;
                        }
                    }
                    _ => {}
                }
            }
            _ => {}
        }
        if let Event::Done(Done::Inspected { effect, .. }) = &event {
            self.note_look(process, *effect, &event);
        }
        Some(event)
    }

    fn note_look(&mut self, process: usize, effect: InspectId, event: &Event) {
        let session = self.processes[process].looks.remove(&effect);
        if let Event::Done(Done::Inspected {
            transcript: Ok(transcript),
            ..
        }) = event
            && let Some(session) = session
        {
            self.note_transcript(process, &session, transcript);
        }
    }
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
