//! An OpenCode process with Holdfast in it: its life, its loops and what waits in its hooks.

use std::collections::{BTreeMap, BTreeSet};

use holdfast::core::Setup;
use holdfast::core::config::Layer;
use holdfast::core::event::Identity;
use holdfast::core::ids::{CallId, InspectId, MessageId, SessionId};
use holdfast::core::journal::Owner;

use super::host::{Engine, Waiting};
use super::plan::Kind;
use super::world::World;

pub(crate) struct Process {
    pub(crate) me: Owner,
    pub(crate) kind: Kind,
    pub(crate) alive: bool,
    pub(crate) setup: Setup,
    /// None once the process is dead or the plugin has turned itself off.
    pub(crate) engine: Option<Engine>,
    /// Grows with each trap: what an older engine waits for reaches nobody.
    pub(crate) epoch: u64,
    traps: u32,
    /// Ends at the effect after so many more.
    pub(crate) doom: Option<(u64, Doom)>,
    /// It trapped, and what waited for its engine is asked again.
    pub(crate) stumbled: bool,
    /// The core has taken an event since it was looked at.
    pub(crate) changed: bool,
    /// Hooks whose answer is on its way.
    pub(crate) calls: BTreeMap<u64, Waiting>,
    pub(crate) next_call: u64,
    /// What the core was asked and has not answered.
    pub(crate) open: BTreeSet<CallId>,
    /// Whom the core has looked at, until it knows.
    pub(crate) looks: BTreeMap<InspectId, SessionId>,
    pub(crate) loops: BTreeMap<SessionId, Loop>,
    /// The newest timer; older ones were cleared.
    pub(crate) token: u64,
    /// Bytes of each journal that were read.
    pub(crate) read: BTreeMap<SessionId, usize>,
    /// The session that `run` is about.
    pub(crate) main: Option<SessionId>,
    /// What the core was told of each root session.
    pub(crate) told: BTreeMap<SessionId, Told>,
    /// Journals that could not be written and were not rewritten since.
    pub(crate) unsaved: BTreeSet<SessionId>,
    pub(crate) idle_ticks: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doom {
    Crash,
    Trap,
}

/// A session's loop.
#[derive(Clone, Debug)]
pub(crate) struct Loop {
    pub(crate) generation: u64,
    pub(crate) answer: Option<MessageId>,
    /// Tool calls of the present step that have not ended.
    pub(crate) open_tools: usize,
    pub(crate) leaving: bool,
    /// It left, or leaves, by an error.
    pub(crate) failed: bool,
    /// A prompt of Holdfast's began it, and nobody else spoke in it.
    pub(crate) by_us: bool,
    /// Another process had a loop in the session at the same time.
    pub(crate) shared: bool,
    /// Tool calls that wait for a person.
    pub(crate) asks: BTreeMap<String, (MessageId, usize, super::agent::Use)>,
}

/// What a core was told of a root session: what it must act upon, or not act against.
#[derive(Clone, Debug, Default)]
pub(crate) struct Told {
    pub(crate) used: bool,
    /// The user aborted, and has not spoken since.
    pub(crate) aborted: bool,
    /// The user refused what the session asked for, and has not spoken since.
    pub(crate) refused: bool,
    /// The user took messages back, which OpenCode shows them, and has not gone on since in this
    /// process. It hears nothing of what they do in another.
    pub(crate) reverted: bool,
    /// Something looked like an abort, perhaps an old one.
    pub(crate) maybe_aborted: bool,
    pub(crate) troubled: bool,
    /// Too many steps answered an empty message: nothing is held until the user speaks.
    pub(crate) fused: bool,
    /// A notice said that results wait, and for what.
    pub(crate) named: bool,
    /// Somebody outside the turn launched or changed something while it ran.
    pub(crate) outside: bool,
    /// Open questions and permissions, and whose they are.
    pub(crate) asks: BTreeMap<String, SessionId>,
    pub(crate) open_todos: usize,
    pub(crate) completed: BTreeSet<String>,
    pub(crate) identity: Option<Identity>,
    /// Automatic prompts since the user last spoke.
    pub(crate) continuations: u32,
    pub(crate) stagnant: u32,
    /// Continuations without progress have reached their bound: from there on only progress, or the
    /// user, begins anew.
    pub(crate) spent: bool,
    /// A continuation that a process before this one sent: it counts where it is found.
    pub(crate) inherited: u32,
    pub(crate) deliveries: u32,
    /// The agent launched something since the last delivery, and how often that was so.
    pub(crate) launched: bool,
    pub(crate) rounds: u32,
    /// How often in a row work failed.
    pub(crate) failed: BTreeMap<String, u32>,
    pub(crate) counted: BTreeSet<MessageId>,
}

impl Told {
    /// A todo was completed, or a task settled.
    pub(crate) fn progress(&mut self) {
        (self.stagnant, self.spent) = (0, false);
    }
}

impl World {
    /// A new process in the project.
    pub(crate) fn spawn(&mut self, kind: Kind) -> usize {
        let index = self.processes.len();
        let me = Owner {
            pid: 1000 + index as u32,
            start: format!("boot {index}"),
            nonce: format!("n{index}"),
        };
        let setup = Setup {
            layers: vec![Layer {
                source: "the plan".to_owned(),
                text: self.plan.options.clone(),
                own: true,
            }],
            me: me.clone(),
            seed: self.plan.seed.wrapping_mul(31).wrapping_add(index as u64),
        };
        self.note(|| format!("P{index} {kind:?} starts"));
        self.count("processes");
        self.processes.push(Process {
            me,
            kind,
            alive: true,
            engine: None,
            setup,
            epoch: 0,
            traps: 0,
            doom: None,
            stumbled: false,
            changed: false,
            calls: BTreeMap::new(),
            next_call: 0,
            open: BTreeSet::new(),
            looks: BTreeMap::new(),
            loops: BTreeMap::new(),
            token: 0,
            read: BTreeMap::new(),
            main: None,
            told: BTreeMap::new(),
            unsaved: BTreeSet::new(),
            idle_ticks: 0,
        });
        self.start_engine(index);
        index
    }

    /// The process ends at once, and everything in its memory with it.
    pub(crate) fn die(&mut self, process: usize, how: &str) {
        let dead = &mut self.processes[process];
        if !dead.alive {
            return;
        }
        dead.alive = false;
        dead.engine = None;
        dead.stumbled = false;
        dead.epoch += 1;
        dead.calls.clear();
        let loops = std::mem::take(&mut dead.loops);
        let unsaved = std::mem::take(&mut dead.unsaved);
        for session in loops.keys() {
            if let Some(session) = self.opencode.sessions.get_mut(session) {
                session.asks.clear();
            }
        }
        self.note(|| format!("P{process} {how}"));
        self.count("deaths");
        self.forget_unsaved(&unsaved);
        if self.plan.fault == Some(super::fault::Fault::LoseWrittenLines) {
            self.disk.lose_lines(2);
        }
    }

    /// The engine traps: it does nothing more.
    pub(crate) fn trap(&mut self, process: usize) {
        let hit = &mut self.processes[process];
        if hit.engine.take().is_none() {
            return;
        }
        hit.stumbled = true;
        hit.epoch += 1;
        hit.traps += 1;
        hit.token += 1;
        hit.changed = false;
        hit.told.clear();
        hit.open.clear();
        hit.looks.clear();
        let unsaved = std::mem::take(&mut hit.unsaved);
        hit.me.nonce.push('+');
        hit.setup.me = hit.me.clone();
        self.note(|| format!("P{process} traps"));
        self.count("traps");
        self.forget_unsaved(&unsaved);
    }

    /// A fresh engine takes the place of one that trapped, the third time none; what waited is
    /// asked again.
    pub(crate) fn restart_engine(&mut self, process: usize) {
        if !std::mem::take(&mut self.processes[process].stumbled) {
            return;
        }
        let waiting = std::mem::take(&mut self.processes[process].calls);
        if self.processes[process].traps < 3 {
            self.start_engine(process);
        }
        for Waiting { hook, .. } in waiting.into_values() {
            self.call_hook(process, hook);
        }
    }

    pub(crate) fn told(&mut self, process: usize, root: &SessionId) -> &mut Told {
        self.processes[process]
            .told
            .entry(root.clone())
            .or_default()
    }

    pub(crate) fn is_headless(&self, process: usize, root: &SessionId) -> bool {
        match self.processes[process].kind {
            Kind::Run => true,
            Kind::Watched => false,
            Kind::Headless => self
                .opencode
                .session(root)
                .is_some_and(|session| session.headless),
        }
    }

    pub(crate) fn living(&self) -> Vec<usize> {
        (0..self.processes.len())
            .filter(|index| self.processes[*index].alive)
            .collect()
    }
}
