//! The simulated world: one clock, one queue of things to come, OpenCode, the disk and processes.

use std::collections::BTreeMap;
use std::rc::Rc;

use holdfast::core::event::Event;
use holdfast::core::ids::{MessageId, SessionId};

use super::agent::{Reply, Use};
use super::chance::Chance;
use super::checks::Checks;
use super::disk::Disk;
use super::host::Stage;
use super::opencode::OpenCode;
use super::plan::{Doing, Plan};
use super::process::Process;

/// Simulated time begins here.
pub(crate) const DAWN: u64 = 1_763_000_000_000;
/// No plan has so much to do; one that has does not end.
const ACTIONS_MAX: u64 = 300_000;
/// How long a calm world may take to settle.
const CALM: u64 = 4 * 3_600_000;

pub(crate) struct World {
    pub(crate) plan: Rc<Plan>,
    pub(crate) chance: Chance,
    pub(crate) now: u64,
    sequence: u64,
    /// When the machine slept, and for how long.
    nights: Vec<(u64, u64)>,
    queue: BTreeMap<(u64, u64), Action>,
    pub(crate) opencode: OpenCode,
    pub(crate) disk: Disk,
    pub(crate) processes: Vec<Process>,
    pub(crate) stage: Stage,
    pub(crate) checks: Checks,
    /// Mishaps have ceased, and agents finish what they began.
    pub(crate) calm: bool,
    /// OpenCode begins no turn for automatic prompts to root sessions.
    pub(crate) stubborn: bool,
    pub(crate) trace: Option<Vec<String>>,
    pub(crate) violation: Option<Violation>,
    /// What was seen to happen, so that a plan in which nothing does is noticed.
    pub(crate) tally: BTreeMap<&'static str, u64>,
}

/// An invariant that did not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Violation {
    /// Which.
    pub(crate) invariant: &'static str,
    pub(crate) detail: String,
}

/// Something to come. `at` names a loop: process, session and generation.
#[derive(Clone, Debug)]
pub(crate) enum Action {
    Do(Doing),
    /// An event of OpenCode's bus arrives.
    Feed {
        process: usize,
        event: Event,
    },
    Tick {
        process: usize,
        token: u64,
    },
    Touch {
        process: usize,
        root: SessionId,
    },
    Answered {
        process: usize,
        hook: super::host::Hook,
        answer: super::host::Answered,
    },
    /// A call of OpenCode's API is served.
    Serve {
        process: usize,
        epoch: u64,
        request: super::api::Request,
    },
    AnswerAsk {
        session: SessionId,
        ask: String,
        allow: bool,
    },
    Step {
        at: At,
    },
    Reply {
        at: At,
        reply: Reply,
    },
    RunTool {
        at: At,
        message: MessageId,
        index: usize,
        used: Use,
    },
    EndTool {
        at: At,
        message: MessageId,
        index: usize,
        used: Use,
        end: Result<String, String>,
    },
    Leave {
        at: At,
    },
    Exit {
        process: usize,
    },
    DiskWorks,
}

/// A loop, as it was when something was planned for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct At {
    pub(crate) process: usize,
    pub(crate) session: SessionId,
    pub(crate) generation: u64,
}

impl World {
    pub(crate) fn new(plan: Plan, traced: bool) -> Self {
        let mut world = Self {
            chance: Chance::new(plan.seed.wrapping_add(1)),
            now: DAWN,
            sequence: 0,
            nights: Vec::new(),
            queue: BTreeMap::new(),
            opencode: OpenCode::default(),
            disk: Disk::default(),
            processes: Vec::new(),
            checks: Checks::default(),
            calm: false,
            stubborn: false,
            trace: traced.then(Vec::new),
            violation: None,
            tally: BTreeMap::new(),
            plan: Rc::new(plan),
            stage: Stage::default(),
        };
        for (at, doing) in world.plan.doings.clone() {
            world
                .queue
                .insert((DAWN + at, world.sequence), Action::Do(doing));
            world.sequence += 1;
        }
        world
    }

    /// What stands in the world's place while it is on the stage.
    pub(crate) fn hollow(&self) -> Self {
        Self {
            plan: Rc::clone(&self.plan),
            chance: self.chance.clone(),
            now: self.now,
            sequence: 0,
            nights: Vec::new(),
            queue: BTreeMap::new(),
            opencode: OpenCode::default(),
            disk: Disk::default(),
            processes: Vec::new(),
            stage: Stage::default(),
            checks: Checks::default(),
            calm: self.calm,
            stubborn: self.stubborn,
            trace: None,
            violation: None,
            tally: BTreeMap::new(),
        }
    }

    /// Lives through the plan, then through a calm end at which all must settle.
    pub(crate) fn live(&mut self) {
        self.run_until(DAWN + self.plan.length);
        if self.plan.seed.is_multiple_of(2) {
            self.rest();
        }
        self.calm_down();
        let end = self.now + CALM;
        self.run_until(end);
        if self.violation.is_none() && self.speak_once_more() {
            self.run_until(end + CALM);
        }
        if self.violation.is_none() {
            self.check_settled();
        }
    }

    /// Nothing happens while the machine sleeps; then all is later.
    pub(crate) fn sleep(&mut self, span: u64) {
        self.count("nights");
        self.nights.push((self.now, span));
        self.now += span;
        let queue = std::mem::take(&mut self.queue).into_iter();
        self.queue = queue
            .map(|((at, sequence), action)| ((at + span, sequence), action))
            .collect();
    }

    /// How much of a time the machine was awake.
    pub(crate) fn awake_between(&self, from: u64, to: u64) -> u64 {
        let nights = self.nights.iter();
        let slept = nights.filter(|(at, span)| *at >= from && at + span <= to);
        let slept: u64 = slept.map(|(_, span)| span).sum();
        to.saturating_sub(from).saturating_sub(slept)
    }

    /// How much of a time was lived, with what may pass before a core notices that it slept.
    pub(crate) fn lived_between(&self, from: u64, to: u64) -> u64 {
        const UNNOTICED: u64 = 31_000;
        let nights = self.nights.iter();
        let slept = nights
            .filter(|(at, span)| *at >= from && at + span <= to)
            .map(|(_, span)| span.saturating_sub(UNNOTICED));
        to.saturating_sub(from).saturating_sub(slept.sum())
    }

    /// Mishaps cease, and nobody says or does anything: but in some plans OpenCode goes on refusing
    /// automatic prompts, or takes them and begins no turn.
    fn rest(&mut self) {
        self.note(|| "=== from here on nobody does anything".to_owned());
        (self.calm, self.disk.full) = (true, false);
        self.stubborn = self.plan.seed.is_multiple_of(4);
        for index in self.living() {
            self.processes[index].doom = None;
        }
        let end = self.now + CALM;
        self.run_until(end);
        if self.violation.is_none() {
            self.check_rest();
        }
        self.stubborn = false;
    }

    fn run_until(&mut self, end: u64) {
        let mut left = ACTIONS_MAX;
        let nights = self.nights.len();
        self.take_steps();
        while self.violation.is_none() {
            let slept = self.nights.iter().skip(nights).map(|(_, span)| span);
            let end = end + slept.sum::<u64>();
            let Some((&(at, sequence), _)) = self
                .queue
                .first_key_value()
                .filter(|((at, _), _)| *at <= end)
            else {
                return;
            };
            let action = self
                .queue
                .remove(&(at, sequence))
                .expect("it was just seen");
            self.now = at;
            self.carry_on(action);
            self.take_steps();
            left -= 1;
            if left == 0 {
                self.fail(
                    "everything ends",
                    format!("{ACTIONS_MAX} actions were not enough"),
                );
            }
        }
    }

    /// Something happens in `after` milliseconds.
    pub(crate) fn plan_in(&mut self, after: u64, action: Action) {
        self.sequence += 1;
        self.queue.insert((self.now + after, self.sequence), action);
    }

    /// Something happens at a time.
    pub(crate) fn plan_at(&mut self, at: u64, action: Action) {
        let after = at.saturating_sub(self.now);
        self.plan_in(after, action);
    }

    fn carry_on(&mut self, action: Action) {
        match action {
            Action::Do(doing) => self.carry_out_doing(doing),
            Action::Feed { process, event } => self.arrive(process, event),
            Action::Tick { process, token } => self.tick(process, token),
            Action::Touch { process, root } => self.journal_touched(process, root),
            Action::Answered {
                process,
                hook,
                answer,
            } => self.hook_answered(process, hook, answer),
            Action::Serve {
                process,
                epoch,
                request,
            } => self.serve(process, epoch, request),
            Action::AnswerAsk {
                session,
                ask,
                allow,
            } => self.close_ask(&session, &ask, allow),
            Action::Step { at } => self.step(at),
            Action::Reply { at, reply } => self.reply(at, reply),
            Action::RunTool {
                at,
                message,
                index,
                used,
            } => self.run_tool(at, message, index, used),
            Action::EndTool {
                at,
                message,
                index,
                used,
                end,
            } => self.end_tool(&at, &message, index, &used, end),
            Action::Leave { at } => self.leave(&at),
            Action::Exit { process } => self.die(process, "exits"),
            Action::DiskWorks => self.disk.full = false,
        }
    }

    pub(crate) fn fail(&mut self, invariant: &'static str, detail: String) {
        self.note(|| format!("VIOLATION of “{invariant}”: {detail}"));
        self.violation
            .get_or_insert(Violation { invariant, detail });
    }

    pub(crate) fn count(&mut self, what: &'static str) {
        *self.tally.entry(what).or_default() += 1;
    }

    /// Adds a line to the trace, where there is one.
    pub(crate) fn note(&mut self, line: impl FnOnce() -> String) {
        if let Some(trace) = &mut self.trace {
            let at = self.now - DAWN;
            let line = line();
            let mut line: String = line.chars().take(400).collect();
            line = line.replace('\n', "⏎");
            trace.push(format!("{:>8}.{:03} {line}", at / 1000, at % 1000));
        }
    }

    /// Whether a mishap that befalls `percent` of its kind happens now.
    pub(crate) fn mishap(&mut self, percent: u64) -> bool {
        !self.calm && self.chance.percent(percent)
    }
}
