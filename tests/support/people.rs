//! The user, other programs and the world outside: what they do, at any moment.

use holdfast::core::event::{Event, Identity, News};
use holdfast::core::ids::SessionId;
use holdfast::core::journal::{Ask, Owner, Record, encode};
use holdfast::core::offline;
use holdfast::core::time::Time;

use super::host::Hook;
use super::opencode::{User, model};
use super::plan::{Doing, Kind};
use super::process::Doom;
use super::world::{Action, World};

impl World {
    pub(crate) fn carry_out_doing(&mut self, doing: Doing) {
        self.note(|| format!("--- {doing:?}"));
        match doing {
            Doing::Say => self.user_says(),
            Doing::Abort => self.user_aborts(),
            Doing::Command(name, arguments) => {
                if let (Some(process), Some(session)) = (self.some_process(), self.some_root()) {
                    self.user_commands(process, session, name, arguments);
                }
            }
            Doing::Ask(ask) => {
                if let Some(root) = self.some_root() {
                    self.ask_outside(&root, &ask);
                }
            }
            Doing::AskTask(roll) => self.ask_about_task(roll),
            Doing::AbortChild => {
                if let Some((process, session)) = self.some_loop(false) {
                    self.abort_session(process, &session);
                }
            }
            Doing::SayInChild => self.say_in_child(),
            Doing::Delete => self.delete(),
            Doing::Deny => {
                if let Some(root) = self.some_root() {
                    self.deny(&root);
                }
            }
            Doing::Crash => self.doom(Doom::Crash),
            Doing::Trap => self.doom(Doom::Trap),
            Doing::AnotherProcess => {
                let process = self.spawn(self.plan.kind);
                if let Some(root) = self
                    .some_root()
                    .filter(|_| self.plan.kind == Kind::Run || self.chance.percent(50))
                {
                    self.say(process, &root);
                }
            }
            Doing::Sleep(span) => self.sleep(span),
            Doing::Steal => {
                if let Some(root) = self.some_root() {
                    self.write_from_outside(&root, &Ask::CancelAll, false);
                }
            }
            Doing::TakeBack => self.user_takes_back(),
            Doing::DiskFull(span) => {
                self.disk.full = true;
                self.plan_in(span, Action::DiskWorks);
            }
        }
    }

    fn some_process(&mut self) -> Option<usize> {
        let living = self.living();
        (!living.is_empty()).then(|| *self.chance.pick(&living))
    }

    pub(crate) fn roots(&self) -> Vec<SessionId> {
        let roots = self
            .opencode
            .sessions
            .iter()
            .filter(|(_, session)| session.is_root());
        roots.map(|(id, _)| id.clone()).collect()
    }

    fn some_root(&mut self) -> Option<SessionId> {
        let roots = self.roots();
        (!roots.is_empty()).then(|| self.chance.pick(&roots).clone())
    }

    fn some_loop(&mut self, of_root: bool) -> Option<(usize, SessionId)> {
        let loops: Vec<(usize, SessionId)> = self
            .living()
            .into_iter()
            .flat_map(|index| {
                self.processes[index]
                    .loops
                    .keys()
                    .map(move |session| (index, session.clone()))
            })
            .filter(|(_, session)| {
                self.opencode
                    .session(session)
                    .is_some_and(|found| found.is_root() == of_root)
            })
            .collect();
        (!loops.is_empty()).then(|| self.chance.pick(&loops).clone())
    }

    /// Writes into a session, opening OpenCode and a session where need be.
    fn user_says(&mut self) {
        if self.plan.kind == Kind::Run && !self.living().is_empty() {
            return;
        }
        let process = self
            .some_process()
            .unwrap_or_else(|| self.spawn(self.plan.kind));
        let root = match self.some_root() {
            Some(root) if self.plan.kind == Kind::Run || self.chance.percent(85) => root,
            _ => self.opencode.create(None, self.plan.kind != Kind::Watched),
        };
        self.say(process, &root);
    }

    pub(crate) fn say(&mut self, process: usize, session: &SessionId) {
        if self.processes[process].kind == Kind::Run {
            self.processes[process].main = Some(session.clone());
        }
        let identity = self.user_identity();
        let message = self.opencode.message_id(self.now);
        let user = User::said(format!("the user says {message}"), identity);
        self.count("user messages");
        self.revert(process, session, false);
        self.call_hook(
            process,
            Hook::Message {
                session: session.clone(),
                message,
                user: Box::new(user),
            },
        );
    }

    fn user_identity(&mut self) -> Identity {
        Identity {
            agent: (*self.chance.pick(&[
                "build", "build", "build", "build", "plan", "review", "careful",
            ]))
            .to_owned(),
            model: self
                .chance
                .pick(&[model("zai", "large"), model("acme", "m1")])
                .clone(),
            variant: self.chance.pick(&[None, Some("max".to_owned())]).clone(),
            rest: serde_json::Map::new(),
        }
    }

    fn user_aborts(&mut self) {
        if let Some((process, session)) = self.some_loop(true) {
            self.abort_session(process, &session);
        }
    }

    /// `/undo` in an idle session.
    fn user_takes_back(&mut self) {
        let (Some(process), Some(root)) = (self.some_process(), self.some_root()) else {
            return;
        };
        let working = |index: &usize| self.processes[*index].loops.contains_key(&root);
        if self.living().iter().any(working) {
            return;
        }
        self.count("messages taken back");
        self.revert(process, &root, true);
    }

    /// The user's messages are taken back, or removed for good by the next one.
    pub(crate) fn revert(&mut self, process: usize, session: &SessionId, reverted: bool) {
        let Some(found) = self.opencode.sessions.get_mut(session) else {
            return;
        };
        if std::mem::replace(&mut found.reverted, reverted) != reverted {
            let session = session.clone();
            self.publish(process, News::SessionReverted { session, reverted });
        }
    }

    pub(crate) fn user_commands(
        &mut self,
        process: usize,
        session: SessionId,
        name: &'static str,
        arguments: &str,
    ) {
        if name == "stop" && self.plan.fault == Some(super::fault::Fault::HideStop) {
            self.told(process, &session).aborted = true;
            return;
        }
        self.call_hook(
            process,
            Hook::Command {
                session,
                name,
                arguments: arguments.to_owned(),
            },
        );
    }

    /// The command line, or the terminal UI, writes a request into a journal.
    pub(crate) fn ask_outside(&mut self, root: &SessionId, ask: &Ask) {
        let owner = self
            .disk
            .files
            .get(root)
            .and_then(|file| file.ledger.owner.clone());
        let alive = owner.is_some_and(|owner| {
            self.processes
                .iter()
                .any(|process| process.alive && process.me.pid == owner.pid)
        });
        self.write_from_outside(root, ask, alive);
    }

    fn write_from_outside(&mut self, root: &SessionId, ask: &Ask, alive: bool) {
        let Some(file) = self.disk.files.get(root).filter(|_| !self.disk.full) else {
            return;
        };
        let request = format!("r{}", self.chance.next());
        let text = if alive {
            {
                let torn = if file.text.ends_with('\n') { "" } else { "\n" };
                let asked = Record::Asked {
                    request,
                    ask: ask.clone(),
                };
                format!("{torn}{}", encode(Time(self.now), &asked))
            }
        } else {
            let me = Owner {
                pid: 9,
                start: "the command line".to_owned(),
                nonce: request.clone(),
            };
            offline::offline(&file.text, &request, ask, &me, Time(self.now)).append
        };
        self.note(|| format!("the command line writes {text}"));
        self.count("requests from outside");
        if let Some(file) = self.disk.files.get_mut(root) {
            file.visited = true;
        }
        self.disk.append(root, &text);
        self.touch(root);
    }

    fn ask_about_task(&mut self, roll: u64) {
        let Some(root) = self.some_root() else { return };
        let Some(file) = self.disk.files.get(&root) else {
            return;
        };
        let ids: Vec<_> = file.ledger.tasks.keys().cloned().collect();
        if ids.is_empty() {
            return;
        }
        let task = ids[(roll % ids.len() as u64) as usize].clone();
        let ask = match roll / 1000 % 4 {
            0 | 1 => Ask::Cancel { task },
            2 => Ask::Resume {
                task: Some(task),
                retry: roll.is_multiple_of(7),
            },
            _ => Ask::Viewed { tasks: vec![task] },
        };
        self.ask_outside(&root, &ask);
    }

    fn say_in_child(&mut self) {
        let children: Vec<SessionId> = self
            .opencode
            .sessions
            .iter()
            .filter(|(_, session)| !session.is_root())
            .map(|(id, _)| id.clone())
            .collect();
        if let Some(process) = self.some_process().filter(|_| !children.is_empty()) {
            let child = self.chance.pick(&children).clone();
            let identity = self.user_identity();
            let message = self.opencode.message_id(self.now);
            let user = User::said("the user looks in".to_owned(), identity);
            self.call_hook(
                process,
                Hook::Message {
                    session: child,
                    message,
                    user: Box::new(user),
                },
            );
        }
    }

    /// A root session is deleted, those below it first.
    fn delete(&mut self) {
        let (Some(process), Some(root)) = (self.some_process(), self.some_root()) else {
            return;
        };
        let mut tree: Vec<SessionId> = self
            .opencode
            .sessions
            .keys()
            .filter(|id| self.opencode.root_of(id) == root)
            .cloned()
            .collect();
        tree.sort_by_key(|id| *id == root);
        self.count("deletions");
        for session in tree {
            for index in self.living() {
                self.processes[index].loops.remove(&session);
            }
            self.opencode.sessions.remove(&session);
            self.publish(process, Event::SessionDeleted { session });
        }
        self.checks.forget(&root);
    }

    /// The process ends or traps at one of its next effects, or at once.
    fn doom(&mut self, doom: Doom) {
        let Some(process) = self.some_process() else {
            return;
        };
        let after = self.chance.between(0, 8);
        if after == 8 && doom == Doom::Crash {
            self.die(process, "is killed");
        } else {
            self.processes[process].doom = Some((after, doom));
        }
    }

    /// Mishaps cease. The user comes back, lets everything go on and says something.
    pub(crate) fn calm_down(&mut self) {
        self.note(|| "=== from here on all is well".to_owned());
        self.calm = true;
        self.disk.full = false;
        for index in self.living() {
            self.processes[index].doom = None;
        }
        let roots = self.roots();
        // A plugin that turned itself off comes back with the next process.
        let off = self
            .living()
            .iter()
            .any(|index| self.processes[*index].engine.is_none());
        if self.plan.fresh_end || self.living().len() > 1 || off || self.plan.kind == Kind::Run {
            for index in self.living() {
                self.die(index, "is closed");
            }
        }
        for root in &roots {
            self.ask_outside(root, &Ask::Continue);
        }
        let kind = self.plan.kind;
        let mut process = self.living().first().copied();
        for root in &roots {
            let process = match process {
                Some(process) if kind != Kind::Run => process,
                _ => *process.insert(self.spawn(kind)),
            };
            // A model that never answers is given up by the user, who then writes again.
            self.abort_session(process, root);
            if kind != Kind::Run {
                self.user_commands(process, root.clone(), "go", "");
            }
            self.say(process, root);
        }
    }

    /// Writes once more where a prompt waits for that. Whether it does anywhere.
    pub(crate) fn speak_once_more(&mut self) -> bool {
        let roots = self.roots();
        let waiting: Vec<SessionId> = roots
            .into_iter()
            .filter(|root| self.waits_for_user(root))
            .collect();
        for root in &waiting {
            self.count("prompts that waited for the user");
            let process = match self.living().first() {
                Some(process) if self.plan.kind != Kind::Run => *process,
                _ => self.spawn(self.plan.kind),
            };
            self.say(process, root);
        }
        !waiting.is_empty()
    }
}
