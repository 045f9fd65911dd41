//! What a core holds to be so: its ledger against the journal, its tasks and its slots.

use std::collections::BTreeMap;

use holdfast::core::ids::{SessionId, TaskId};
use holdfast::core::ledger::Ledger;
use holdfast::core::task::{Delivery, Outcome, Stage, Task};
use holdfast::core::time::Time;

use super::{Known, outcome_of};
use crate::support::world::World;

impl World {
    /// A task that ended is progress, also where nothing is written: it comes before what is sent
    /// on its account.
    pub(crate) fn note_unsaved_ends(&mut self, process: usize) {
        for root in self.processes[process].unsaved.clone() {
            let ends = |task: &Task| {
                let known = self.checks.tasks.get(task.id());
                !task.is_active() && known.is_none_or(|known| known.outcome.is_none())
            };
            let ledger = self.ledger(process, &root);
            if ledger.is_some_and(|ledger| ledger.in_order().any(ends)) {
                self.told(process, &root).progress();
            }
        }
    }

    /// After an event and all its effects.
    pub(crate) fn check_state(&mut self, process: usize, told: bool) {
        for root in self.roots() {
            let unsaved = self.processes[process].unsaved.contains(&root);
            if !unsaved && !self.owns(process, &root) {
                continue;
            }
            let Some(ledger) = self.ledger(process, &root).as_deref().cloned() else {
                continue;
            };
            // With an event in the inbox, what was claimed has not been read yet.
            if !unsaved && told {
                self.check_fold(process, &root, &ledger);
            }
            self.check_tasks(process, &root, &ledger);
            self.check_queue(process, &root, &ledger);
            self.check_sessions(&root, &ledger);
        }
    }

    /// Two tasks in one session would both end with the same answer.
    fn check_sessions(&mut self, root: &SessionId, ledger: &Ledger) {
        let mut at_work: BTreeMap<&SessionId, &TaskId> = BTreeMap::new();
        let mut both = None;
        for task in ledger.active_tasks() {
            let session = task.launch.session.as_ref();
            if let Some(session) = session
                && let Some(other) = at_work.insert(session, task.id())
            {
                both = Some(format!("{other} and {} in {session} of {root}", task.id()));
            }
        }
        if let Some(both) = both {
            self.fail("at most one active task per child session", both);
        }
    }

    pub(super) fn check_fold(&mut self, process: usize, root: &SessionId, ledger: &Ledger) {
        let Some(file) = self.disk.files.get(root) else {
            return;
        };
        let mut folded = file.ledger.clone();
        if file.visited {
            // What others asked for, the core may not have heard yet.
            (folded.asked, folded.answered) = (ledger.asked.clone(), ledger.answered.clone());
            for (id, task) in &mut folded.tasks {
                task.viewed = ledger.tasks.get(id).is_some_and(|task| task.viewed);
            }
        }
        if folded != *ledger && !file.was_begun_twice() {
            let differ = difference(&folded, ledger);
            self.fail(
                "the journal folds to the state",
                format!("P{process}, {root}: {differ}"),
            );
        }
    }

    pub(super) fn check_tasks(&mut self, process: usize, root: &SessionId, ledger: &Ledger) {
        let unsaved = self.processes[process].unsaved.contains(root);
        let mut late = Vec::new();
        for (id, task) in &ledger.tasks {
            let fresh = !self.checks.tasks.contains_key(id);
            let known = self
                .checks
                .tasks
                .entry(id.clone())
                .or_insert_with(|| Known {
                    root: root.clone(),
                    native: task.is_native(),
                    outcome: None,
                    delivered: None,
                    seen: false,
                    session: None,
                });
            if known.root != *root {
                let other = known.root.clone();
                self.fail(
                    "ids are unique",
                    format!("{id} is a task of {root} and of {other}"),
                );
                return;
            }
            let (before, after) = (known.outcome, outcome_of(task));
            known.outcome = after;
            if before.is_none() && after == Some(Outcome::Failed) {
                late.push(task.as_ref().clone());
            }
            // Where nothing is written nobody is told by which record it was done; what ended
            // within one event was told by its answer.
            let untold = unsaved || fresh;
            if task.delivery == Delivery::Done && untold && known.delivered.is_none() {
                known.seen = true;
            }
            if before.is_some() && before != after {
                self.fail(
                    "terminal is final",
                    format!("{id} was {before:?} and is {after:?}"),
                );
                return;
            }
        }
        for task in late {
            self.check_limits(process, &task);
        }
        for id in &ledger.evicted {
            // What came and went within one event was told by its answer.
            if let Some(task) = self
                .checks
                .tasks
                .get_mut(id)
                .filter(|task| task.delivered.is_none())
            {
                task.seen = true;
            }
        }
        let lost = self.checks.tasks.iter().find(|(id, task)| {
            task.root == *root && !ledger.tasks.contains_key(*id) && !ledger.evicted.contains(id)
        });
        if let Some((id, _)) = lost {
            let id = id.clone();
            self.fail("no task is lost", format!("{id} is unknown in {root}"));
        }
        let mut calls: Vec<&str> = ledger
            .tasks
            .values()
            .filter_map(|task| task.launch.call.as_deref())
            // The fault that renames calls appends to their name.
            .filter_map(|call| call.split('_').nth(1))
            .collect();
        calls.sort_unstable();
        if calls.windows(2).any(|pair| pair[0] == pair[1]) {
            self.fail("one tool call, one task", format!("{calls:?}"));
        }
    }

    /// A task that fails by a limit has lived so long: a machine that slept fails none.
    fn check_limits(&mut self, process: usize, task: &Task) {
        let config = self.core(process).map(|core| core.config().clone());
        let (Some(config), Some(started), Some(error)) = (config, task.started, &task.error) else {
            return;
        };
        let limits = &config.tasks;
        let limit = if error.contains("tasks.startTimeoutSeconds") {
            limits.start_timeout
        } else if error.contains("tasks.inactivityTimeoutMinutes") {
            limits.inactivity_timeout
        } else {
            return;
        };
        let lived = self.lived_between(started.0, self.now);
        if lived < limit.0 {
            let detail = format!("{} lived {lived} ms: {error}", task.id());
            self.fail("limits count time that was lived", detail);
        }
    }

    pub(super) fn check_queue(&mut self, process: usize, root: &SessionId, ledger: &Ledger) {
        let Some(concurrency) = self
            .core(process)
            .map(|core| core.config().tasks.concurrency.clone())
        else {
            return;
        };
        let mut running: BTreeMap<String, usize> = BTreeMap::new();
        for task in ledger
            .tasks
            .values()
            .filter(|task| task.stage == Stage::Running && !task.is_native())
        {
            *running.entry(task.key()).or_default() += 1;
        }
        if let Some((key, count)) = running
            .iter()
            .find(|(key, count)| **count > concurrency.slots(key))
        {
            let detail = format!("{count} tasks of {key} hold slots in {root}");
            self.fail("never more than concurrency running", detail);
        }
        let just_started = |task: &Task| {
            task.stage == Stage::Running
                && !task.is_native()
                && task.started == Some(Time(self.now))
        };
        let mut waiting: BTreeMap<String, TaskId> = BTreeMap::new();
        let mut overtaken = None;
        for task in ledger.in_order() {
            if task.stage == Stage::Pending && follows_failure(ledger, task) {
                // It is tried again a little later; others may go before it.
            } else if task.stage == Stage::Pending {
                waiting
                    .entry(task.key())
                    .or_insert_with(|| task.id().clone());
            } else if just_started(task)
                && let Some(first) = waiting.get(&task.key())
            {
                overtaken = Some(format!("{} starts before {first}", task.id()));
            }
        }
        if let Some(overtaken) = overtaken {
            self.fail("first come, first served", overtaken);
        }
    }
}

/// Whether work failed before, or may have: what it goes on from may be forgotten by now.
fn follows_failure(ledger: &Ledger, task: &Task) -> bool {
    let mut first = task;
    while let Some(before) = &first.launch.follows {
        match ledger.task(&before.task) {
            Some(before) => first = before,
            None => return true,
        }
    }
    let same = |other: &Task| {
        let work = |task: &Task| (task.launch.agent.clone(), task.launch.prompt.clone());
        other.launch.follows.is_some() || work(other) == work(first)
    };
    let failed = |other: &&Task| other.stage == Stage::Ended(Outcome::Failed);
    ledger.in_order().filter(failed).any(same)
}

/// The first part in which two ledgers differ.
fn difference(folded: &Ledger, ledger: &Ledger) -> String {
    let parts = |ledger: &Ledger| {
        vec![
            format!("owner {:?}", ledger.owner),
            format!("tasks {:?}", ledger.tasks),
            format!("order {:?}", ledger.order),
            format!("stopping {:?}", ledger.stopping),
            format!("halted {:?} stopped {}", ledger.halted, ledger.stopped),
            format!("outbox {:?}", ledger.outbox),
            format!("source {:?}", ledger.source),
            format!("asked {:?} answered {:?}", ledger.asked, ledger.answered),
            format!("evicted {:?}", ledger.evicted),
            format!("stats {:?}", ledger.stats),
        ]
    };
    let pairs = parts(folded).into_iter().zip(parts(ledger));
    pairs
        .into_iter()
        .find(|(a, b)| a != b)
        .map_or_else(String::new, |(a, b)| format!("journal {a}, core {b}"))
}
