//! The fold of a journal: all that is known of a root session's tasks, deliveries and wishes.

use std::borrow::Cow;
use std::collections::VecDeque;

use litemap::LiteMap as Map;

use crate::core::journal::stats::Stats;
use crate::core::journal::{Ask, Line, Owner, PromptKind, Record};
use crate::core::task::activity::Activity;
use crate::core::task::index::Index;
use crate::core::task::{Delivery, Launch, Number, Origin, Outcome, RUN_TIME_MAX, Stage, Task};
use crate::core::values::ids::{MessageId, PartId, SessionId, TaskId};
use crate::core::values::plain::{clean, one_line};
use crate::core::values::time::{Span, Time};

/// Forgotten ids that are still told apart from unknown ones.
const EVICTED_MAX: usize = 500;

/// Reasons that are remembered; there are fewer.
const QUIETED_MAX: usize = 20;

/// Answers that are remembered, so that a request that is read twice is carried out once.
const ANSWERED_MAX: usize = 50;

/// An automatic prompt on its way: it stays until an assistant turn proves that it arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The prompt's message.
    pub message: MessageId,
    /// The part that holds its text.
    pub part: PartId,
    /// Why it is sent.
    pub kind: PromptKind,
    /// When it was written.
    pub t: Time,
}

/// The state of one root session that outlives the process.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ledger {
    /// The process that may append on its own account.
    pub owner: Option<Owner>,
    /// Tasks by id.
    pub tasks: Map<TaskId, Box<Task>>,
    /// Task ids in the order of their launch.
    pub order: Vec<TaskId>,
    /// How running tasks are to end once their child session has stopped.
    pub stopping: Map<TaskId, (Outcome, Option<String>)>,
    /// The failed task that stopped the queue.
    pub halted: Option<TaskId>,
    /// The user stopped automatic prompts.
    pub stopped: bool,
    /// Why continuation ended since the user last spoke: each reason is told once.
    pub quieted: Vec<String>,
    /// The one automatic prompt on its way.
    pub outbox: Option<Row>,
    /// The assistant message after which the last automatic prompt was sent.
    pub source: Option<MessageId>,
    /// Requests from outside that wait for an answer, in the order in which they came.
    pub asked: Vec<(String, Ask)>,
    /// The last answers, newest last.
    pub answered: VecDeque<(String, String)>,
    /// Ids that were forgotten.
    pub evicted: VecDeque<TaskId>,
    /// Counts and times, over everything that ever happened.
    pub stats: Stats,
    /// The last sign of life of a process that owned the journal.
    pub last: Time,
    launches: Number,
    index: Index,
}

impl Ledger {
    /// Folds records into the state that they lead to.
    #[must_use]
    pub fn fold(lines: &[Line]) -> Self {
        let mut ledger = Self::default();
        for line in lines {
            ledger.apply(line.t, &line.what);
        }
        ledger
    }

    /// Applies one record. Total: a record about something unknown changes nothing, and what
    /// is terminal stays as it is. Texts from outside are cleaned here: whatever they came from,
    /// nobody reads them in another form.
    pub fn apply(&mut self, t: Time, record: &Record) {
        self.apply_alone(t, record);
        // Others may ask for something, look, or claim in vain, whether or not a process lives.
        let by_others = matches!(
            record,
            Record::Asked { .. } | Record::Viewed { .. } | Record::Claimed { .. }
        );
        if !by_others {
            self.last = self.last.max(t);
        }
    }

    fn apply_alone(&mut self, t: Time, record: &Record) {
        match record {
            Record::Claimed { owner, after } => self.fold_claimed(t, owner, after.as_ref()),
            Record::Worked { task, span } => self.fold_worked(t, task, *span),
            Record::Launched(launch) => self.fold_launched(t, launch),
            Record::Started { task } => self.fold_started(t, task),
            Record::Prompted {
                task,
                session,
                message,
            } => self.fold_prompted(task, session, message),
            Record::Active { task, activity } => {
                if let Some(task) = self.active(task) {
                    task.activity = activity.cleaned();
                }
            }
            Record::Asking { task, title } => {
                if let Some(task) = self.active(task) {
                    task.asking = title.as_deref().map(one_line);
                }
            }
            Record::Stopping {
                task,
                outcome,
                error,
            } => {
                if self.active(task).is_some() {
                    let end = (*outcome, error.clone());
                    self.stopping.insert(task.clone(), end);
                }
            }
            Record::Ended {
                task,
                outcome,
                result,
                error,
                leftovers,
            } => self.fold_ended(t, task, *outcome, result, error.as_deref(), leftovers),
            Record::Sent {
                message,
                part,
                kind,
                tasks,
                source,
            } => {
                let (message, part, kind) = (message.clone(), part.clone(), *kind);
                let row = Row {
                    message,
                    part,
                    kind,
                    t,
                };
                self.fold_sent(row, tasks, source.as_ref());
            }
            Record::Delivered { message } => self.settle(message, &Delivery::Done),
            Record::Unsent { message } => self.fold_unsent(message),
            Record::Seen { tasks } => self.fold_seen(tasks),
            Record::Viewed { tasks } => self.fold_viewed(tasks),
            Record::Evicted { tasks } => self.evict(tasks),
            Record::Halted { task } => self.halted = Some(task.clone()),
            Record::Lifted => self.halted = None,
            Record::Stopped => self.stopped = true,
            Record::Resumed => self.stopped = false,
            Record::Quieted { why } => self.fold_quieted(why),
            Record::Spoke => self.quieted.clear(),
            Record::Asked { request, ask } => self.fold_asked(request, ask),
            Record::Answered { request, text } => self.fold_answered(request, text),
            Record::Totals { stats, source } => self.fold_totals(stats, source.as_ref()),
        }
    }

    fn fold_claimed(&mut self, t: Time, owner: &Owner, after: Option<&Owner>) {
        if self.owner.as_ref() != after {
            return;
        }
        self.owner = Some(owner.clone());
        let last = self.last;
        for (_, task) in self.tasks.iter_mut() {
            task.change_hands(last, t);
        }
        self.last = last.max(t);
    }

    fn fold_worked(&mut self, t: Time, task: &TaskId, span: Span) {
        if let Some(task) = self.active(task) {
            task.worked = span.min(RUN_TIME_MAX);
            task.since = Some(t);
        }
    }

    fn fold_launched(&mut self, t: Time, launch: &Launch) {
        // A forgotten id stands for its task still: it could never be forgotten again.
        if self.is_taken(&launch.task) {
            return;
        }
        self.order.push(launch.task.clone());
        let mut task = Task::new(launch.clone(), t);
        task.launch.description = one_line(&launch.description);
        // In a session at work it would give the other task's answer: it gets one of its own.
        task.launch.session = task
            .launch
            .session
            .filter(|session| self.index.active_in(session).is_none());
        if task.is_native() {
            // It works already: there is no queue that it could wait in.
            task.start(t);
        }
        self.launches = Number(self.launches.0.saturating_add(1));
        task.number = self.launches;
        self.index.launched(&task);
        self.tasks.insert(launch.task.clone(), Box::new(task));
    }

    fn fold_started(&mut self, t: Time, task: &TaskId) {
        if let Some((task, index)) = self.active_indexed(task) {
            let before = task.stage;
            task.start(t);
            index.moved(task, before);
        }
    }

    fn fold_prompted(&mut self, task: &TaskId, session: &SessionId, message: &MessageId) {
        if let Some((task, index)) = self.active_indexed(task)
            && index.active_in(session).is_none_or(|by| by == task.id())
        {
            index.works_in(task.id(), task.launch.session.as_ref(), session);
            task.launch.session = Some(session.clone());
            task.message = Some(message.clone());
        }
    }

    fn fold_ended(
        &mut self,
        t: Time,
        task: &TaskId,
        outcome: Outcome,
        result: &str,
        error: Option<&str>,
        leftovers: &[String],
    ) {
        let Some((task, index)) = self.active_indexed(task) else {
            return;
        };
        let before = task.stage;
        task.finish(outcome, t);
        index.moved(task, before);
        task.result = clean(result).into_owned();
        task.error = error.map(clean).map(Cow::into_owned);
        task.leftovers = leftovers.iter().map(|todo| one_line(todo)).collect();
        task.asking = None;
        task.activity.tool = None;
        if task.launch.origin == Origin::Native {
            task.delivery = Delivery::Done;
        }
        let ended = task.clone();
        self.stopping.remove(ended.id());
        self.stats.ended(&ended, outcome);
    }

    fn fold_sent(&mut self, row: Row, tasks: &[TaskId], source: Option<&MessageId>) {
        let other = self
            .outbox
            .take()
            .filter(|other| other.message != row.message);
        if let Some(other) = other {
            self.settle(&other.message, &Delivery::Owed);
        }
        for id in tasks {
            if let Some(task) = self.tasks.get_mut(id)
                && task.is_owed()
            {
                if let Some(ended) = task.ended {
                    self.stats.waked(row.t.since(ended));
                }
                task.delivery = Delivery::Sent(row.message.clone());
                self.index.sent(id);
            }
        }
        self.stats.sent(row.kind);
        self.source = source.cloned();
        self.outbox = Some(row);
    }

    fn fold_unsent(&mut self, message: &MessageId) {
        let row = self.outbox.as_ref();
        if row.is_some_and(|row| row.message == *message) {
            // Nothing followed that answer: another prompt may.
            self.source = None;
        }
        self.settle(message, &Delivery::Owed);
    }

    fn fold_seen(&mut self, tasks: &[TaskId]) {
        for id in tasks {
            let stops = self.stopping.contains_key(id);
            if let Some(task) = self.tasks.get_mut(id)
                && (stops || !task.is_active())
            {
                task.delivery = Delivery::Done;
            }
        }
    }

    fn fold_viewed(&mut self, tasks: &[TaskId]) {
        for id in tasks {
            if let Some(task) = self.tasks.get_mut(id) {
                task.viewed = true;
            }
        }
    }

    fn fold_quieted(&mut self, why: &str) {
        self.stats.quieted(why);
        let is_known = self.quieted.iter().any(|known| known == why);
        if !is_known && self.quieted.len() < QUIETED_MAX {
            self.quieted.push(why.to_owned());
        }
    }

    fn fold_asked(&mut self, request: &str, ask: &Ask) {
        let mut known = self.answered.iter().map(|(id, _)| id);
        let waits = self.asked.iter().any(|(id, _)| id == request);
        if !waits && !known.any(|id| id == request) {
            self.asked.push((request.to_owned(), ask.clone()));
        }
    }

    fn fold_answered(&mut self, request: &str, text: &str) {
        self.asked.retain(|(id, _)| id != request);
        if self.answered.len() == ANSWERED_MAX {
            self.answered.pop_front();
        }
        let answer = (request.to_owned(), clean(text).into_owned());
        self.answered.push_back(answer);
    }

    fn fold_totals(&mut self, stats: &Stats, source: Option<&MessageId>) {
        self.stats = stats.clone();
        self.source = source.cloned();
    }

    fn active_indexed(&mut self, id: &TaskId) -> Option<(&mut Task, &mut Index)> {
        let task = self.tasks.get_mut(id).map(Box::as_mut);
        Some((task.filter(|task| task.is_active())?, &mut self.index))
    }

    fn active(&mut self, id: &TaskId) -> Option<&mut Task> {
        self.tasks
            .get_mut(id)
            .map(Box::as_mut)
            .filter(|task| task.is_active())
    }

    fn settle(&mut self, message: &MessageId, delivery: &Delivery) {
        for id in self.index.take_sent() {
            let Some(task) = self.tasks.get_mut(&id) else {
                continue;
            };
            if task.is_sent_in(message) {
                task.delivery.clone_from(delivery);
            } else if matches!(task.delivery, Delivery::Sent(_)) {
                self.index.sent(&id);
            }
        }
        if self
            .outbox
            .as_ref()
            .is_some_and(|row| row.message == *message)
        {
            self.outbox = None;
        }
    }

    fn evict(&mut self, tasks: &[TaskId]) {
        for id in tasks {
            // What is known is not forgotten: only an unknown id is worth the long look.
            let skipped = match self.task(id) {
                Some(task) => task.is_active(),
                None => self.evicted.contains(id),
            };
            if skipped {
                continue;
            }
            if let Some(task) = self.tasks.remove(id) {
                self.index.forgotten(&task);
            }
            if self.evicted.len() == EVICTED_MAX {
                self.evicted.pop_front();
            }
            self.evicted.push_back(id.clone());
        }
        match tasks {
            // One after the other, as tasks end: the oldest is first.
            [id] if self.task(id).is_none() => {
                if let Some(at) = self.order.iter().position(|other| other == id) {
                    self.order.remove(at);
                }
            }
            _ => self.order.retain(|id| self.tasks.contains_key(id)),
        }
    }

    /// The shortest journal that folds into this state: fold(compact(j)) = fold(j).
    #[must_use]
    pub fn compact(&self) -> Vec<(Time, Record)> {
        let mut records = Vec::new();
        if let Some(owner) = &self.owner {
            records.push((
                Time(0),
                Record::Claimed {
                    owner: owner.clone(),
                    after: None,
                },
            ));
        }
        let evicted: Vec<TaskId> = self.evicted.iter().cloned().collect();
        records.push((Time(0), Record::Evicted { tasks: evicted }));
        for task in self.in_order() {
            self.compact_task(task, &mut records);
        }
        // Only then: a session may be one that tasks launched later had ended in before.
        let active = self.active_tasks().filter_map(prompted);
        records.extend(active);
        records.push((Time(0), self.compact_seen()));
        let tasks = self.ids(|task| task.viewed);
        records.push((Time(0), Record::Viewed { tasks }));
        records.extend(self.compact_outbox());
        if let Some(task) = &self.halted {
            records.push((Time(0), Record::Halted { task: task.clone() }));
        }
        if self.stopped {
            records.push((Time(0), Record::Stopped));
        }
        for why in &self.quieted {
            records.push((Time(0), Record::Quieted { why: why.clone() }));
        }
        for (request, text) in &self.answered {
            let (request, text) = (request.clone(), text.clone());
            records.push((Time(0), Record::Answered { request, text }));
        }
        for (request, ask) in self.asked.iter() {
            let (request, ask) = (request.clone(), ask.clone());
            records.push((Time(0), Record::Asked { request, ask }));
        }
        let totals = Record::Totals {
            stats: Box::new(self.stats.clone()),
            source: self.source.clone(),
        };
        records.push((self.last, totals));
        records
    }

    /// What its agent knows, or what will end without being told.
    fn compact_seen(&self) -> Record {
        let may_be_done = |task: &Task| !task.is_active() || self.stopping.contains_key(task.id());
        let tasks = self.ids(|task| may_be_done(task) && task.delivery == Delivery::Done);
        Record::Seen { tasks }
    }

    fn compact_outbox(&self) -> Option<(Time, Record)> {
        let row = self.outbox.clone()?;
        let tasks = self.sent_in(&row.message).map(Task::id).cloned().collect();
        let sent = Record::Sent {
            message: row.message,
            part: row.part,
            kind: row.kind,
            tasks,
            source: None,
        };
        Some((row.t, sent))
    }

    fn ids(&self, wanted: impl Fn(&Task) -> bool) -> Vec<TaskId> {
        let wanted = self.in_order().filter(|task| wanted(task));
        wanted.map(Task::id).cloned().collect()
    }

    fn compact_task(&self, task: &Task, records: &mut Vec<(Time, Record)>) {
        let id = || task.id().clone();
        let prompted = prompted(task);
        let mut launch = task.launch.clone();
        if task.is_active() && prompted.is_some() {
            launch.session = None;
        }
        records.push((task.queued, Record::Launched(launch)));
        if let Some(started) = task.started {
            records.push((started, Record::Started { task: id() }));
        }
        records.extend(prompted.filter(|_| !task.is_active()));
        // What the records so far lead to by themselves.
        let begun = Activity {
            last: task.started.unwrap_or_default(),
            ..Activity::default()
        };
        if task.activity != begun {
            let activity = task.activity.clone();
            records.push((
                task.activity.last.min(self.last),
                Record::Active {
                    task: id(),
                    activity,
                },
            ));
        }
        if task.asking.is_some() {
            records.push((
                task.queued,
                Record::Asking {
                    task: id(),
                    title: task.asking.clone(),
                },
            ));
        }
        if let Some((t, span)) = worked_otherwise(task) {
            records.push((t, Record::Worked { task: id(), span }));
        }
        if let Some((outcome, error)) = self.stopping.get(task.id()).cloned() {
            records.push((
                task.queued,
                Record::Stopping {
                    task: id(),
                    outcome,
                    error,
                },
            ));
        }
        if let (Stage::Ended(outcome), Some(ended)) = (task.stage, task.ended) {
            let (result, error) = (task.result.clone(), task.error.clone());
            let leftovers = task.leftovers.clone();
            records.push((
                ended,
                Record::Ended {
                    task: id(),
                    outcome,
                    result,
                    error,
                    leftovers,
                },
            ));
        }
    }

    /// A task by its id.
    #[must_use]
    pub fn task(&self, id: &TaskId) -> Option<&Task> {
        self.tasks.get(id).map(Box::as_ref)
    }

    /// Tasks in the order of their launch.
    pub fn in_order(&self) -> impl Iterator<Item = &Task> {
        self.order.iter().filter_map(|id| self.task(id))
    }

    /// Tasks that are pending or running, in the order of their launch.
    pub fn active_tasks(&self) -> impl Iterator<Item = &Task> {
        self.in_order().filter(|task| task.is_active())
    }

    /// How many tasks are pending or running.
    #[must_use]
    pub fn active_count(&self) -> usize {
        self.pending_count()
            .saturating_add(self.index.running().len())
    }

    /// How many tasks are pending.
    #[must_use]
    pub fn pending_count(&self) -> usize {
        self.index.waiting()
    }

    /// Tasks that are running.
    pub fn running_tasks(&self) -> impl Iterator<Item = &Task> {
        self.index.running().iter().filter_map(|id| self.task(id))
    }

    /// Grows whenever a task is launched or ends.
    #[must_use]
    pub fn changes(&self) -> u64 {
        self.index.changes()
    }

    /// The first pending task whose slot is free.
    pub(in crate::core) fn next_to_start(
        &self,
        slots: impl Fn(&str) -> usize,
        is_delayed: impl Fn(&TaskId) -> bool,
    ) -> Option<&Task> {
        let has_slot = |key: &str| {
            let running = self.running_tasks();
            let taken = running.filter(|task| !task.is_native() && task.key() == *key);
            taken.count() < slots(key)
        };
        let is_free = |task: &&Task| !is_delayed(task.id());
        self.index
            .queues()
            .filter(|(key, _)| has_slot(key))
            .filter_map(|(_, queue)| queue.iter().filter_map(|id| self.task(id)).find(is_free))
            .min_by_key(|task| task.number.0)
    }

    /// A task's place in the queue from one; none when it does not wait.
    #[must_use]
    pub fn place(&self, id: &TaskId) -> Option<usize> {
        let task = self.task(id).filter(|task| task.stage == Stage::Pending)?;
        let is_before = |id: &TaskId| {
            self.task(id)
                .is_some_and(|other| other.number.0 < task.number.0)
        };
        let before = self
            .index
            .queues()
            .map(|(_, queue)| queue.partition_point(is_before));
        Some(before.sum::<usize>().saturating_add(1))
    }

    /// The task that a tool call launched.
    #[must_use]
    pub fn launched_by(&self, call: &str) -> Option<&Task> {
        self.index
            .by_call(call)
            .first()
            .and_then(|id| self.task(id))
    }

    /// Ended tasks whose agent has not been told, in the order of their launch.
    pub fn owed_tasks(&self) -> impl Iterator<Item = &Task> {
        let ended = self.index.ended().iter().filter_map(|id| self.task(id));
        let mut owed: Vec<&Task> = ended.filter(|task| task.is_owed()).collect();
        owed.sort_unstable_by_key(|task| task.number.0);
        owed.into_iter()
    }

    /// Tasks whose results are in a prompt on its way, in the order of their launch.
    pub fn sent_in(&self, message: &MessageId) -> impl Iterator<Item = &Task> {
        self.in_order().filter(|task| task.is_sent_in(message))
    }

    /// The task that works in a child session: the newest, since a session may be used again.
    #[must_use]
    pub fn task_in(&self, session: &SessionId) -> Option<&Task> {
        let tasks = self.index.in_session(session).iter();
        let tasks = tasks.filter_map(|id| self.task(id));
        tasks.max_by_key(|task| task.number.0)
    }

    /// The task that works, or waits to work, in a child session: at most one at a time.
    #[must_use]
    pub fn active_in(&self, session: &SessionId) -> Option<&Task> {
        self.index.active_in(session).and_then(|id| self.task(id))
    }

    /// The newest task that took an ended one up.
    #[must_use]
    pub fn taken_up_by(&self, id: &TaskId) -> Option<&Task> {
        self.index
            .successors(id)
            .last()
            .and_then(|id| self.task(id))
    }

    /// Whether an id may not be minted again.
    #[must_use]
    pub fn is_taken(&self, id: &TaskId) -> bool {
        self.tasks.contains_key(id) || self.evicted.contains(id)
    }

    /// Ended tasks, the newest first.
    #[must_use]
    pub fn ended_tasks(&self) -> Vec<&Task> {
        let ended = self.index.ended().iter();
        let mut ended: Vec<&Task> = ended.filter_map(|id| self.task(id)).collect();
        ended.sort_unstable_by_key(|task| std::cmp::Reverse((task.ended, task.queued, task.id())));
        ended
    }

    /// Ended and delivered tasks beyond the newest `completed` completed, `failed` failed, and as
    /// many others: what was cancelled, interrupted or taken up again pushes no failure out.
    #[must_use]
    pub fn beyond(&self, completed: usize, failed: usize) -> Vec<TaskId> {
        let (mut completed, mut failed, mut others) = (completed, failed, failed);
        self.ended_tasks()
            .iter()
            .filter(|task| task.delivery == Delivery::Done)
            .filter(|task| {
                let left = match task.stage {
                    Stage::Ended(Outcome::Completed) => &mut completed,
                    Stage::Ended(Outcome::Failed) if self.taken_up_by(task.id()).is_none() => {
                        &mut failed
                    }
                    Stage::Ended(Outcome::Failed | Outcome::Cancelled | Outcome::Interrupted)
                    | Stage::Pending
                    | Stage::Running => &mut others,
                };
                let kept = *left > 0;
                *left = left.saturating_sub(1);
                !kept
            })
            .map(|task| task.id().clone())
            .collect()
    }
}

/// The record that tells of a task's prompt, once there is one.
fn prompted(task: &Task) -> Option<(Time, Record)> {
    let prompted = Record::Prompted {
        task: task.id().clone(),
        session: task.launch.session.clone()?,
        message: task.message.clone()?,
    };
    Some((task.queued, prompted))
}

/// The record that must tell how long a task worked, where its start and its end do not.
fn worked_otherwise(task: &Task) -> Option<(Time, Span)> {
    let mut plain = Task::new(task.launch.clone(), task.queued);
    if let Some(started) = task.started {
        plain.start(started);
    }
    if let (Stage::Ended(outcome), Some(ended)) = (task.stage, task.ended) {
        plain.finish(outcome, ended);
    }
    let as_it_is = (plain.since, plain.worked) == (task.since, task.worked);
    (!as_it_is).then(|| (task.since.or(task.ended).unwrap_or_default(), task.worked))
}
