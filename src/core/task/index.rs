//! What is looked up of a session's tasks at every event, kept so that no look at all of them is
//! needed: thousands may wait.

use std::collections::VecDeque;

use litemap::LiteMap as Map;

use crate::core::task::{Launch, Stage, Task};
use crate::core::values::ids::{SessionId, TaskId};

/// Tasks by what they have in common, in the order of their launch.
type Groups<K> = Map<K, Vec<TaskId>>;

/// It follows from the tasks alone.
#[derive(Clone, Debug, Default)]
pub(in crate::core) struct Index {
    /// Tasks that wait for a slot, by the key that slots are counted under.
    pending: Map<String, VecDeque<TaskId>>,
    waiting: usize,
    /// Tasks that hold a slot or are watched.
    running: Vec<TaskId>,
    ended: Vec<TaskId>,
    /// Ended tasks whose result is, or was, in a message on its way.
    sent: Vec<TaskId>,
    sessions: Groups<SessionId>,
    /// The one task that works, or waits to work, in a session.
    active: Map<SessionId, TaskId>,
    calls: Groups<String>,
    /// Tasks by the ended one that they take up.
    successors: Groups<TaskId>,
    /// Grows with every launch and every end.
    changes: u64,
}

/// Two states that agree in their tasks agree in this.
impl PartialEq for Index {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Index {
    pub(in crate::core) fn launched(&mut self, task: &Task) {
        let Launch { session, call, .. } = &task.launch;
        if let Some(session) = session {
            add(&mut self.sessions, session, task.id());
            self.active.insert(session.clone(), task.id().clone());
        }
        if let Some(call) = call {
            add(&mut self.calls, call, task.id());
        }
        if let Some(before) = task.launch.takes_up() {
            add(&mut self.successors, before, task.id());
        }
        self.enter(task);
        self.changes = self.changes.saturating_add(1);
    }

    /// A task has another stage than before.
    pub(in crate::core) fn moved(&mut self, task: &Task, before: Stage) {
        self.leave(task, before);
        self.enter(task);
        if !task.is_active() {
            self.changes = self.changes.saturating_add(1);
            if let Some(session) = &task.launch.session {
                self.active.remove(session);
            }
        }
    }

    /// A task works in another session than before.
    pub(in crate::core) fn works_in(
        &mut self,
        task: &TaskId,
        before: Option<&SessionId>,
        now: &SessionId,
    ) {
        if before != Some(now) {
            if let Some(before) = before {
                remove(&mut self.sessions, before, task);
                self.active.remove(before);
            }
            add(&mut self.sessions, now, task);
            self.active.insert(now.clone(), task.clone());
        }
    }

    /// The result of a task is in a message on its way.
    pub(in crate::core) fn sent(&mut self, task: &TaskId) {
        self.sent.push(task.clone());
    }

    /// Takes the tasks whose results were in messages on their way; those that still are come back.
    pub(in crate::core) fn take_sent(&mut self) -> Vec<TaskId> {
        std::mem::take(&mut self.sent)
    }

    pub(in crate::core) fn forgotten(&mut self, task: &Task) {
        let Launch { session, call, .. } = &task.launch;
        if let Some(session) = session {
            remove(&mut self.sessions, session, task.id());
        }
        if let Some(call) = call {
            remove(&mut self.calls, call, task.id());
        }
        if let Some(before) = task.launch.takes_up() {
            remove(&mut self.successors, before, task.id());
        }
        self.leave(task, task.stage);
    }

    fn enter(&mut self, task: &Task) {
        let id = task.id().clone();
        match task.stage {
            Stage::Pending => {
                self.waiting = self.waiting.saturating_add(1);
                self.pending.entry(task.key()).or_default().push_back(id);
            }
            Stage::Running => self.running.push(id),
            Stage::Ended(_) => self.ended.push(id),
        }
    }

    fn leave(&mut self, task: &Task, stage: Stage) {
        let id = task.id();
        match stage {
            Stage::Pending => {
                let key = task.key();
                let Some(queue) = self.pending.get_mut(&key) else {
                    return;
                };
                // What starts is first, what is cancelled is often last.
                if queue.front() == Some(id) {
                    queue.pop_front();
                } else if let Some(at) = queue.iter().rposition(|other| other == id) {
                    queue.remove(at);
                }
                if queue.is_empty() {
                    self.pending.remove(&key);
                }
                self.waiting = self.waiting.saturating_sub(1);
            }
            Stage::Running => self.running.retain(|other| other != id),
            Stage::Ended(_) => self.ended.retain(|other| other != id),
        }
    }

    /// The queues, by key; none is empty.
    pub(in crate::core) fn queues(&self) -> impl Iterator<Item = (&String, &VecDeque<TaskId>)> {
        self.pending.iter()
    }

    pub(in crate::core) fn waiting(&self) -> usize {
        self.waiting
    }

    pub(in crate::core) fn running(&self) -> &[TaskId] {
        &self.running
    }

    pub(in crate::core) fn ended(&self) -> &[TaskId] {
        &self.ended
    }

    pub(in crate::core) fn in_session(&self, session: &SessionId) -> &[TaskId] {
        self.sessions.get(session).map_or(&[], Vec::as_slice)
    }

    /// The task that works, or waits to work, in a session.
    pub(in crate::core) fn active_in(&self, session: &SessionId) -> Option<&TaskId> {
        self.active.get(session)
    }

    pub(in crate::core) fn by_call(&self, call: &str) -> &[TaskId] {
        self.calls.get(call).map_or(&[], Vec::as_slice)
    }

    pub(in crate::core) fn successors(&self, id: &TaskId) -> &[TaskId] {
        self.successors.get(id).map_or(&[], Vec::as_slice)
    }

    pub(in crate::core) fn changes(&self) -> u64 {
        self.changes
    }
}

fn add<K: Ord + Clone>(groups: &mut Groups<K>, key: &K, task: &TaskId) {
    match groups.get_mut(key) {
        Some(group) => group.push(task.clone()),
        None => drop(groups.insert(key.clone(), vec![task.clone()])),
    }
}

fn remove<K: Ord>(groups: &mut Groups<K>, key: &K, task: &TaskId) {
    if let Some(group) = groups.get_mut(key) {
        group.retain(|other| other != task);
        if group.is_empty() {
            groups.remove(key);
        }
    }
}
