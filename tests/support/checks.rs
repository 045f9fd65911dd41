//! The invariants, by name, checked while the world goes on.

mod effects;
mod end;
mod messages;
mod state;
mod told;
mod turns;

use std::cell::Ref;
use std::collections::{BTreeMap, BTreeSet};

use holdfast::core::config::Config;
use holdfast::core::event::Identity;
use holdfast::core::ids::{MessageId, SessionId, TaskId};
use holdfast::core::journal::{self, Record};
use holdfast::core::ledger::Ledger;
use holdfast::core::rights::Rule;
use holdfast::core::task::{Delivery, Outcome, Stage, Task};

use super::opencode::{Message, OpenCode, model};
use super::rights::Granted;
use super::world::World;

/// What is known from outside of tasks, deliveries and sessions.
#[derive(Default)]
pub(crate) struct Checks {
    generation: u64,
    tasks: BTreeMap<TaskId, Known>,
    /// The task whose prompt a child session got last.
    working: BTreeMap<SessionId, TaskId>,
    /// Sessions that Holdfast asked to stop: until they have, they count as stopping.
    stopping: BTreeSet<SessionId>,
    /// Root sessions of which something died with a process that could not write: what was told
    /// may be told again, and what worked may work on.
    doubtful: BTreeSet<SessionId>,
    /// Prompts that were sent to idle root sessions, and who sent each.
    sent: BTreeMap<MessageId, Sender>,
    /// The automatic prompt that followed each assistant message.
    followed: BTreeMap<MessageId, MessageId>,
    /// Model calls of each root session, since the user last spoke, that nobody asked for.
    unasked: BTreeMap<SessionId, u32>,
    /// Root sessions of whose todos a process may know less than OpenCode does.
    misled: BTreeSet<SessionId>,
    /// Processes that have not seen yet what another one wrote into a session's todos: OpenCode
    /// tells that to the other alone.
    behind: BTreeSet<(usize, SessionId)>,
    /// Why continuation ended, since the user last spoke in each root session.
    quieted: BTreeMap<SessionId, BTreeSet<String>>,
    /// Tool calls that have leave to use an agent.
    pub(crate) granted: BTreeMap<(String, String), Granted>,
    /// Tool calls that were refused it.
    pub(crate) refused: BTreeSet<String>,
    /// The rules of root sessions as they were when somebody read them.
    pub(crate) read: BTreeMap<SessionId, Vec<(u64, Vec<Rule>)>>,
}

/// Who sent a prompt, and whether there was a journal that tells others of it.
#[derive(Clone, Copy, Debug)]
struct Sender {
    process: usize,
    written: bool,
}

#[derive(Clone, Debug)]
struct Known {
    root: SessionId,
    native: bool,
    outcome: Option<Outcome>,
    /// The message of the history that tells of its end.
    delivered: Option<MessageId>,
    /// The agent, or the user, learned of its end by their own doing.
    seen: bool,
    session: Option<SessionId>,
}

impl Checks {
    pub(crate) fn next_generation(&mut self) -> u64 {
        self.generation += 1;
        self.generation
    }

    /// News of a session's todos came late or not at all.
    pub(crate) fn mislead(&mut self, session: &SessionId) {
        self.misled.insert(session.clone());
    }

    /// Todos were written in one process: the others read of them when they look.
    pub(crate) fn leave_behind(&mut self, process: usize, session: &SessionId) {
        self.behind.insert((process, session.clone()));
    }

    /// Forgets a deleted root session.
    pub(crate) fn forget(&mut self, root: &SessionId) {
        self.tasks.retain(|_, task| task.root != *root);
    }

    /// Who answers in a session, for what OpenCode writes itself.
    pub(crate) fn some_identity(&self, opencode: &OpenCode, session: &SessionId) -> Identity {
        let users = opencode
            .session(session)
            .into_iter()
            .flat_map(|found| found.messages.iter().rev());
        let identity = users
            .filter_map(Message::user)
            .map(|user| user.identity.clone())
            .next();
        identity.unwrap_or_else(|| Identity {
            agent: "general".to_owned(),
            model: model("zai", "large"),
            variant: None,
            rest: serde_json::Map::new(),
        })
    }
}

impl World {
    /// What was written while the disk failed died with its process.
    pub(crate) fn forget_unsaved(&mut self, roots: &BTreeSet<SessionId>) {
        self.checks.doubtful.extend(roots.iter().cloned());
        let files = &self.disk.files;
        self.checks.tasks.retain(|id, task| {
            !roots.contains(&task.root)
                || files
                    .get(&task.root)
                    .is_some_and(|file| file.ledger.is_taken(id))
        });
        for (id, task) in self
            .checks
            .tasks
            .iter_mut()
            .filter(|(_, task)| roots.contains(&task.root))
        {
            let ledger = &self.disk.files[&task.root].ledger;
            task.outcome = ledger.tasks.get(id).and_then(|task| outcome_of(task));
            task.session = ledger
                .tasks
                .get(id)
                .and_then(|task| task.launch.session.clone());
            // Whether its end was told is forgotten too: it may be told again.
            let told = ledger
                .tasks
                .get(id)
                .is_some_and(|task| task.delivery != Delivery::Owed);
            if !told {
                (task.delivered, task.seen) = (None, false);
            }
        }
    }

    pub(super) fn ledger(&self, process: usize, root: &SessionId) -> Option<Ref<'_, Ledger>> {
        Ref::filter_map(self.core(process)?, |core| core.ledger(root)).ok()
    }

    /// The options of a process.
    pub(super) fn config(&self, process: usize) -> Option<Config> {
        Some(self.core(process)?.config().clone())
    }

    /// What the acts of a process in a root session are held against: what its journal holds. Who
    /// has not heard yet that somebody else took it goes by what it knows itself.
    pub(super) fn held_against(&self, process: usize, root: &SessionId) -> Option<Ledger> {
        if self.is_robbed_unheard(process, root) {
            return self.ledger(process, root).as_deref().cloned();
        }
        self.disk.files.get(root).map(|file| file.ledger.clone())
    }

    /// Whether somebody took a process's journal, and the process cannot know it yet.
    fn is_robbed_unheard(&self, process: usize, root: &SessionId) -> bool {
        let Some(file) = self.disk.files.get(root) else {
            return false;
        };
        let robbed = &self.processes[process];
        let read = robbed.read.get(root).copied().unwrap_or_default();
        let heard = file.text.get(..read).unwrap_or_default();
        !self.owns(process, root)
            && Ledger::fold(&journal::read(heard).lines).owner.as_ref() == Some(&robbed.me)
    }

    /// Whether a process has read whose a journal is. Of two that begin one at a moment, the second
    /// writes until it has.
    pub(super) fn has_heard_of_owner(&self, process: usize, root: &SessionId) -> bool {
        let Some(file) = self
            .disk
            .files
            .get(root)
            .filter(|file| file.was_begun_twice())
        else {
            return true;
        };
        let read = self.processes[process]
            .read
            .get(root)
            .copied()
            .unwrap_or_default();
        let heard = file.text.get(..read).unwrap_or_default();
        Ledger::fold(&journal::read(heard).lines).owner == file.ledger.owner
    }

    /// Whether a journal holds that a task was started and how it is prompted, whoever owns it by
    /// now.
    pub(super) fn is_written(&self, root: &SessionId, task: &Task) -> bool {
        let text = self.disk.text(root).unwrap_or_default();
        let lines = journal::read(text).lines;
        let started = |record: &Record| matches!(record, Record::Started { task: started } if started == task.id());
        let prompted = |wanted: &MessageId, record: &Record| matches!(record, Record::Prompted { message, .. } if message == wanted);
        lines.iter().any(|line| started(&line.what))
            && task
                .message
                .as_ref()
                .is_none_or(|message| lines.iter().any(|line| prompted(message, &line.what)))
    }

    pub(super) fn owns(&self, process: usize, root: &SessionId) -> bool {
        self.disk
            .files
            .get(root)
            .is_some_and(|file| file.ledger.owner.as_ref() == Some(&self.processes[process].me))
    }
}

fn outcome_of(task: &Task) -> Option<Outcome> {
    match task.stage {
        Stage::Ended(outcome) => Some(outcome),
        Stage::Pending | Stage::Running => None,
    }
}
