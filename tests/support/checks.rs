//! The invariants, by name, checked while the world goes on.

use std::collections::{BTreeMap, BTreeSet};

use holdfast::core::effect::{Effect, Fill, Prompt};
use holdfast::core::event::{Event, Identity, Transcript};
use holdfast::core::ids::{MessageId, SessionId, TaskId};
use holdfast::core::journal::{Ask, PromptKind, Record};
use holdfast::core::ledger::Ledger;
use holdfast::core::task::{Delivery, Outcome, Stage, Task};
use holdfast::core::time::Time;
use holdfast::core::todo::Todo;
use holdfast::core::trouble::Class;

use super::opencode::{Body, Message, OpenCode, User, model};
use super::process::Told;
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
    /// Prompts that were sent to idle root sessions.
    sent: BTreeSet<MessageId>,
    /// The automatic prompt that followed each assistant message.
    followed: BTreeMap<MessageId, MessageId>,
    /// Root sessions of whose todos a process may know less than OpenCode does.
    misled: BTreeSet<SessionId>,
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

    /// An event is about to reach a core: from here on it must act on it.
    pub(crate) fn take_note(&mut self, process: usize, event: &Event) {
        match event {
            Event::UserMessage {
                session,
                synthetic,
                identity,
                message,
                ..
            } if !message.is_ours() => {
                let told = self.told(process, session);
                told.used = true;
                let by_user = self.plan.fault == Some(super::fault::Fault::MuteUser) || !synthetic;
                if by_user {
                    self.user_spoke(process, session, Some(identity.clone()));
                }
            }
            Event::StepStarted {
                session,
                identity,
                assistant,
                ..
            } => {
                let told = self.told(process, session);
                told.used = true;
                if assistant.as_ref().is_some_and(|last| last.error.is_some()) {
                    (told.maybe_aborted, told.troubled) = (true, true);
                }
                if let Some(identity) = identity {
                    told.identity = Some(identity.clone());
                }
            }
            Event::ToolCalled { session, .. } => self.told(process, session).used = true,
            Event::CommandCalled {
                session,
                command,
                arguments,
                ..
            } => {
                let all = arguments == "all" && matches!(command.as_str(), "stop" | "go");
                let roots: Vec<SessionId> = if all {
                    self.roots()
                } else {
                    vec![self.opencode.root_of(session)]
                };
                for root in roots {
                    if command == "go" {
                        self.user_spoke(process, &root, None);
                    }
                    let told = self.told(process, &root);
                    (told.used, told.outside) = (true, true);
                }
            }
            Event::SessionFailed { session, trouble } => {
                let told = self.told(process, session);
                match trouble.class() {
                    Class::Aborted => (told.aborted, told.maybe_aborted) = (true, true),
                    Class::Overflow | Class::Permanent | Class::Retryable => told.troubled = true,
                }
            }
            Event::AssistantUpdated { session, message } => {
                let told = self.told(process, session);
                if message.error.is_some() {
                    (told.maybe_aborted, told.troubled) = (true, true);
                }
            }
            Event::TodosUpdated { session, todos } => self.note_todos(process, session, todos),
            Event::SessionKnown(facts) => self.note_todos(process, &facts.session, &facts.todos),
            Event::ToolUpdated(update) => {
                let edits = ["write", "edit", "multiedit", "patch", "apply_patch", "bash"]
                    .contains(&update.tool.as_str());
                if edits && update.state == holdfast::core::event::ToolState::Completed {
                    self.told(process, &update.session).stagnant = 0;
                }
            }
            Event::AskOpened {
                session,
                ask,
                permission,
                ..
            } => {
                let root = self.opencode.root_of(session);
                let rejected = *permission && root != *session && self.is_headless(process, &root);
                let known = self.processes[process]
                    .core
                    .as_ref()
                    .is_some_and(|core| core.knows(session));
                if known && !rejected {
                    self.told(process, &root)
                        .asks
                        .insert(ask.clone(), session.clone());
                }
            }
            Event::AskClosed { session, ask } => {
                let root = self.opencode.root_of(session);
                self.told(process, &root).asks.remove(ask);
            }
            Event::SessionDeleted { session } => {
                for told in self.processes[process].told.values_mut() {
                    told.asks.retain(|_, asking| asking != session);
                }
            }
            Event::JournalGrew { root, text } => {
                for line in holdfast::core::journal::read(text).lines {
                    let asked = matches!(line.what, Record::Asked { .. });
                    match line.what {
                        Record::Asked {
                            ask: Ask::Continue, ..
                        } => self.user_spoke(process, root, None),
                        Record::Asked { ask, .. }
                            if !matches!(ask, Ask::Viewed { .. } | Ask::Stop | Ask::Hush) =>
                        {
                            self.told(process, root).used = true;
                        }
                        _ => {}
                    }
                    self.told(process, root).outside |= asked;
                }
            }
            _ => {}
        }
    }

    fn user_spoke(&mut self, process: usize, session: &SessionId, identity: Option<Identity>) {
        let told = self.told(process, session);
        let before = std::mem::take(told);
        *told = Told {
            used: true,
            identity: identity.or(before.identity),
            asks: before.asks,
            open_todos: before.open_todos,
            completed: before.completed,
            counted: before.counted,
            ..Told::default()
        };
    }

    fn note_todos(&mut self, process: usize, session: &SessionId, todos: &[Todo]) {
        let told = self.told(process, session);
        told.open_todos = todos.iter().filter(|todo| todo.is_open()).count();
        for todo in todos.iter().filter(|todo| todo.is_completed()) {
            if told.completed.insert(todo.content.clone()) {
                told.progress();
            }
        }
    }

    pub(crate) fn note_transcript(
        &mut self,
        process: usize,
        session: &SessionId,
        transcript: &Transcript,
    ) {
        let todos = transcript.todos.clone();
        self.note_todos(process, session, &todos);
        if transcript
            .assistant
            .as_ref()
            .is_some_and(|assistant| assistant.error.is_some())
        {
            let told = self.told(process, session);
            (told.maybe_aborted, told.troubled) = (true, true);
        }
    }

    pub(crate) fn check_wake(
        &mut self,
        process: usize,
        is_tick: bool,
        quiet: bool,
        wake_at: Option<Time>,
    ) {
        if let Some(wake_at) = wake_at.filter(|wake_at| wake_at.0 <= self.now) {
            self.fail(
                "wake_at lies in the future",
                format!("P{process} wants to be woken at {wake_at:?}"),
            );
        }
        let circles = is_tick && quiet && wake_at.is_some_and(|wake_at| wake_at.0 <= self.now + 1);
        let ticks = &mut self.processes[process].idle_ticks;
        *ticks = if circles { *ticks + 1 } else { 0 };
        if *ticks > 5 {
            self.fail(
                "a tick makes progress",
                format!("P{process} is woken every millisecond and does nothing"),
            );
        }
    }

    /// Before an effect is carried out.
    pub(crate) fn check_effect(&mut self, process: usize, effect: &Effect) {
        match effect {
            Effect::Append { root, line } => self.check_append(process, root, line),
            Effect::CreateSession { parent, .. } => {
                self.check_used(process, parent);
                let started = self.disk.files.get(parent).is_some_and(|file| {
                    file.ledger
                        .tasks
                        .values()
                        .any(|task| task.stage == Stage::Running && task.launch.session.is_none())
                });
                if !started && !self.processes[process].unsaved.contains(parent) {
                    self.fail("written before it is acted upon", format!("a session is created in {parent} for a task that the journal does not show running"));
                }
            }
            Effect::ReleaseStep {
                call,
                session,
                fill: Some(fill),
                park,
            } => {
                let parks = park.as_ref().map(|park| park.identity.clone());
                // Where the hook was abandoned, nobody hears it.
                let heard = self.processes[process]
                    .calls
                    .get(call)
                    .is_some_and(|(hook, _)| match hook {
                        super::host::Hook::Step { at, .. } => self.processes[process]
                            .loops
                            .get(&at.session)
                            .is_some_and(|found| found.generation == at.generation),
                        _ => false,
                    });
                if heard {
                    self.check_fill(process, session, fill);
                }
                if let Some(identity) = parks {
                    self.check_identity(process, session, &identity);
                }
            }
            Effect::ReleaseStep {
                session,
                park: Some(park),
                ..
            } => {
                let identity = park.identity.clone();
                self.check_identity(process, session, &identity);
            }
            Effect::Abort { session, .. } => {
                self.checks.stopping.insert(session.clone());
            }
            Effect::Toast { .. } => {
                let core = self.processes[process].core.as_ref();
                if core.is_some_and(|core| !core.config().toasts) {
                    self.fail("toasts can be turned off", "a toast is shown".to_owned());
                }
            }
            _ => {}
        }
    }

    fn check_append(&mut self, process: usize, root: &SessionId, line: &str) {
        let me = self.processes[process].me.clone();
        let Some(record) = holdfast::core::journal::read(line).lines.pop() else {
            self.fail("a journal holds whole records", format!("{line} is none"));
            return;
        };
        let owner = self
            .disk
            .files
            .get(root)
            .and_then(|file| file.ledger.owner.clone());
        let lives = owner.as_ref().is_some_and(|owner| {
            self.processes
                .iter()
                .any(|other| other.alive && other.core.is_some() && other.me == *owner)
        });
        match record.what {
            Record::Claimed { owner: by, after } if by == me && after == owner && lives => {
                self.fail(
                    "a living process's tasks are not adopted",
                    format!("P{process} claims {root} from {owner:?}"),
                );
            }
            Record::Claimed { .. } => {}
            // What was given up got no answer by definition.
            Record::Unsent { message } => {
                self.checks.sent.remove(&message);
                self.checks.followed.retain(|_, known| *known != message);
            }
            Record::Sent {
                message,
                source: Some(source),
                ..
            } if message.is_ours() => {
                let before = self.checks.followed.insert(source.clone(), message.clone());
                if before.as_ref().is_some_and(|before| *before != message) {
                    self.fail(
                        "one automatic prompt per answer",
                        format!("{before:?} and {message} follow {source} of {root}"),
                    );
                }
            }
            Record::Seen { tasks } => {
                for task in &tasks {
                    if let Some(known) = self.checks.tasks.get_mut(task) {
                        known.seen |= known.delivered.is_none();
                    }
                }
            }
            Record::Lifted | Record::Ended { .. } if owner.as_ref() == Some(&me) => {
                self.told(process, root).progress();
            }
            _ if owner.as_ref() != Some(&me) && lives => {
                self.fail(
                    "only its owner writes a journal",
                    format!("P{process} writes into {root} of {owner:?}: {line}"),
                );
            }
            _ => {}
        }
    }

    /// A prompt is about to go to OpenCode.
    pub(crate) fn check_prompt(&mut self, process: usize, session: &SessionId, prompt: &Prompt) {
        if self.opencode.session(session).is_none() {
            // It was deleted a moment ago; OpenCode will refuse.
            return;
        }
        let root = self.opencode.root_of(session);
        self.check_used(process, &root);
        let saved = !self.processes[process].unsaved.contains(&root);
        // Of a journal that somebody else began a process may not have heard yet.
        let heard = self.processes[process].read.contains_key(&root) || self.owns(process, &root);
        let on_disk = self.disk.files.get(&root).map(|file| &file.ledger);
        if root != *session {
            // A word to a running task goes to its session under an id of its own.
            let task = on_disk.and_then(|ledger| {
                let mut tasks = ledger.tasks.values();
                tasks.find(|task| {
                    task.message.as_ref() == Some(&prompt.message)
                        || (prompt.text.starts_with("more of")
                            && task.is_active()
                            && task.launch.session.as_ref() == Some(session))
                })
            });
            if saved && !task.is_some_and(|task| task.is_active()) {
                self.fail(
                    "written before it is acted upon",
                    format!(
                        "{session} is prompted by {} for no active task of the journal",
                        prompt.message
                    ),
                );
            }
            return;
        }
        let row = on_disk
            .and_then(|ledger| ledger.outbox.as_ref())
            .is_some_and(|row| row.message == prompt.message);
        if saved && heard && on_disk.is_some() && !row {
            self.fail(
                "written before it is acted upon",
                format!(
                    "{root} is prompted by {} without a row in the journal",
                    prompt.message
                ),
            );
        }
        let identity = Identity {
            agent: prompt.agent.clone(),
            model: prompt.model.clone().unwrap_or_else(|| model("", "")),
            variant: prompt.variant.clone(),
            rest: prompt.rest.clone(),
        };
        self.check_identity(process, session, &identity);
        self.check_automatic(process, session, &prompt.message, &prompt.text);
        if prompt.message.is_ours() {
            self.checks.sent.insert(prompt.message.clone());
        }
    }

    fn check_fill(&mut self, process: usize, session: &SessionId, fill: &Fill) {
        // A word that ends a hold for somebody else's message is no prompt of ours.
        let words = [
            "The user has written",
            "A subagent of OpenCode has ended",
            "The results above are for you",
        ];
        if words.iter().any(|words| fill.text.contains(words)) {
            return;
        }
        self.check_automatic(process, session, &fill.message, &fill.text);
    }

    fn check_used(&mut self, process: usize, root: &SessionId) {
        if !self.told(process, root).used {
            self.fail(
                "nothing runs before the session is used",
                format!("P{process} acts in {root}"),
            );
        }
    }

    /// Every automatic prompt: the user's word goes first, there is a reason, and bounds hold.
    fn check_automatic(
        &mut self,
        process: usize,
        root: &SessionId,
        message: &MessageId,
        text: &str,
    ) {
        let ledger = self.ledger(process, root).cloned().unwrap_or_default();
        let told = self.told(process, root).clone();
        let silence = [
            (told.aborted, "the user aborted"),
            (ledger.stopped, "the user said /stop"),
            (!told.asks.is_empty(), "a question is open"),
        ];
        if let Some((_, why)) = silence.iter().find(|(silent, _)| *silent) {
            self.fail(
                "silence after abort, stop and question",
                format!("{root} gets {message} although {why}: {text}"),
            );
        }
        let Some(row) = ledger.outbox.as_ref().filter(|row| row.message == *message) else {
            return;
        };
        let active = ledger.active_tasks().count();
        let misled = self.checks.misled.contains(root);
        let todos = &self.opencode.sessions[root].todos;
        let reason = match row.kind {
            PromptKind::Results => !row.tasks.is_empty(),
            PromptKind::Todos => told.open_todos > 0 && (misled || todos.iter().any(Todo::is_open)),
            PromptKind::WhileActive => active > 0,
            PromptKind::HaltedQueue => ledger.halted.is_some() && active > 0,
            PromptKind::Release => true,
        };
        if !reason {
            self.fail(
                "nothing is injected in a settled session",
                format!("{root} gets {message}: {text}"),
            );
        }
        let kind = row.kind;
        let limits = self.processes[process]
            .core
            .as_ref()
            .map(|core| core.config().continuation.clone());
        let told = self.told(process, root);
        if !told.counted.insert(message.clone()) {
            return;
        }
        if kind == PromptKind::Results {
            told.deliveries += 1;
            return;
        }
        told.continuations += 1;
        told.stagnant += u32::from(kind != PromptKind::WhileActive);
        let (continuations, stagnant) = (told.continuations, told.stagnant);
        told.spent |= limits
            .as_ref()
            .is_some_and(|limits| stagnant >= limits.max_stagnant);
        if limits.is_some_and(|limits| {
            continuations > limits.max_continuations || stagnant > limits.max_stagnant
        }) {
            self.fail(
                "continuations are bounded",
                format!("{root} gets its {continuations}th, the {stagnant}th without progress"),
            );
        }
    }

    fn check_identity(&mut self, process: usize, root: &SessionId, identity: &Identity) {
        let expected = self.told(process, root).identity.clone();
        if expected
            .as_ref()
            .is_some_and(|expected| expected != identity)
        {
            self.fail(
                "identity is kept",
                format!("{root} is continued as {identity:?}, its user wrote to {expected:?}"),
            );
        }
    }

    fn ledger(&self, process: usize, root: &SessionId) -> Option<&Ledger> {
        self.processes[process].core.as_ref()?.ledger(root)
    }

    fn owns(&self, process: usize, root: &SessionId) -> bool {
        self.disk
            .files
            .get(root)
            .is_some_and(|file| file.ledger.owner.as_ref() == Some(&self.processes[process].me))
    }

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
    pub(crate) fn check_state(&mut self, process: usize) {
        for root in self.roots() {
            let unsaved = self.processes[process].unsaved.contains(&root);
            if !unsaved && !self.owns(process, &root) {
                continue;
            }
            let Some(ledger) = self.ledger(process, &root).cloned() else {
                continue;
            };
            // With an event in the inbox, what was claimed has not been read yet.
            if !unsaved && self.processes[process].inbox.is_empty() {
                self.check_fold(process, &root, &ledger);
            }
            self.check_tasks(process, &root, &ledger);
            self.check_queue(process, &root, &ledger);
        }
    }

    fn check_fold(&mut self, process: usize, root: &SessionId, ledger: &Ledger) {
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
        if folded != *ledger {
            let differ = difference(&folded, ledger);
            self.fail(
                "the journal folds to the state",
                format!("P{process}, {root}: {differ}"),
            );
        }
    }

    fn check_tasks(&mut self, process: usize, root: &SessionId, ledger: &Ledger) {
        let unsaved = self.processes[process].unsaved.contains(root);
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

    fn check_queue(&mut self, process: usize, root: &SessionId, ledger: &Ledger) {
        let Some(concurrency) = self.processes[process]
            .core
            .as_ref()
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
            if task.stage == Stage::Pending {
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

    /// A child session begins to work: as many of its kind as there are slots, and no more.
    pub(crate) fn check_loop_begins(&mut self, process: usize, session: &SessionId, by_us: bool) {
        self.checks.stopping.remove(session);
        let root = self.opencode.root_of(session);
        let Some(core) = self.processes[process]
            .core
            .as_ref()
            .filter(|_| by_us && root != *session)
        else {
            return;
        };
        let concurrency = core.config().tasks.concurrency.clone();
        let Some(ledger) = core.ledger(&root) else {
            return;
        };
        let key_of = |session: &SessionId| ledger.task_in(session).map(Task::key);
        let Some(key) = key_of(session) else { return };
        let working = self.processes[process]
            .loops
            .iter()
            .filter(|(child, found)| {
                found.by_us
                    && !found.leaving
                    && **child != root
                    && self.opencode.root_of(child) == root
            })
            .filter(|(child, _)| {
                !self.checks.stopping.contains(*child) && key_of(child).as_ref() == Some(&key)
            })
            .count();
        if working > concurrency.slots(&key) {
            self.fail(
                "never more than concurrency running",
                format!("{working} sessions of {key} work at once in {root}"),
            );
        }
    }

    /// A root session's turn ends: where nobody watches, only with nothing left to do.
    pub(crate) fn check_loop_leaves(&mut self, process: usize, session: &SessionId, failed: bool) {
        let is_root = self
            .opencode
            .session(session)
            .is_some_and(super::opencode::Session::is_root);
        if !is_root || failed || !self.is_headless(process, session) {
            return;
        }
        let Some(core) = self.processes[process].core.as_ref() else {
            return;
        };
        let config = core.config().clone();
        let ledger = core.ledger(session).cloned().unwrap_or_default();
        let foreign = self.disk.files.get(session).is_some_and(|file| {
            file.ledger
                .owner
                .as_ref()
                .is_some_and(|owner| *owner != self.processes[process].me)
        });
        // Two processes that talk in one session at a time end each other's turns.
        let shared = self.processes[process]
            .loops
            .get(session)
            .is_some_and(|found| found.shared);
        let told = self.told(process, session).clone();
        let excused = foreign
            || shared
            || ledger.stopped
            || told.maybe_aborted
            || told.outside
            || told.identity.is_none()
            || told.troubled
            || !told.asks.is_empty();
        let held = config.hold.mode != holdfast::core::config::HoldMode::Never
            && config.hold.max.is_none();
        if excused || !held {
            return;
        }
        let active = ledger
            .active_tasks()
            .filter(|task| !task.is_native())
            .count();
        let running = ledger
            .active_tasks()
            .any(|task| task.stage == Stage::Running);
        let bounded = told.continuations + told.deliveries >= config.continuation.max_continuations
            || told.spent;
        let undecided = ledger.halted.is_some() && !running && bounded;
        if active > 0 && !undecided {
            self.fail(
                "a headless session is held while a task is active",
                format!("{session} ends its turn with {active} active tasks"),
            );
        } else if active == 0 && ledger.owed_tasks().next().is_some() {
            self.fail(
                "a headless session is held while a result is owed",
                format!("{session} ends its turn"),
            );
        }
        let open = self.opencode.sessions[session]
            .todos
            .iter()
            .filter(|todo| todo.is_open())
            .count();
        let may_go_on = config.continuation.todos
            && told
                .identity
                .as_ref()
                .is_some_and(|who| who.agent == "build");
        if active == 0
            && open > 0
            && told.open_todos > 0
            && may_go_on
            && !bounded
            && !self.fails_alike(session)
        {
            self.fail(
                "a headless session goes on while todos are open",
                format!("{session} ends its turn with {open} open todos"),
            );
        }
    }

    /// Whether the same tool calls failed again and again, which ends continuation as well.
    fn fails_alike(&self, session: &SessionId) -> bool {
        let messages = &self.opencode.sessions[session].messages;
        let failed = messages
            .iter()
            .filter_map(Message::answer)
            .flat_map(|answer| &answer.tools);
        failed
            .filter(|tool| matches!(tool.end, Some(Err(_))))
            .count()
            >= 3
    }

    pub(crate) fn store_user(&mut self, session: &SessionId, id: &MessageId, user: User) {
        let Some(found) = self.opencode.sessions.get_mut(session) else {
            return;
        };
        if let Some(message) = found.message_mut(id) {
            if message.id.is_ours() {
                message.body = Body::User(user);
            } else if let Body::User(theirs) = &mut message.body {
                // What somebody else wrote keeps its own parts beside ours.
                theirs.add(&user.text);
                self.note_visible(session, id, &user.text);
            }
            return;
        }
        let text = user.text.clone();
        // A word to a running task may come twice where a trap tore its call in two.
        let twin = id.is_ours()
            && !text.is_empty()
            && !text.starts_with("more of")
            && found.messages.iter().any(|message| {
                message.id.is_ours() && message.user().is_some_and(|user| user.text == text)
            });
        found.messages.push(Message {
            id: id.clone(),
            created: self.now,
            body: Body::User(user),
        });
        let is_root = found.is_root();
        if !is_root {
            if twin {
                self.fail(
                    "a task is prompted once",
                    format!("{session} holds the same prompt twice: {text}"),
                );
            }
            self.note_child_prompt(session, id);
        }
        self.note_visible(session, id, &text);
    }

    pub(crate) fn fill_message(&mut self, session: &SessionId, fill: &Fill) {
        let message = self
            .opencode
            .sessions
            .get_mut(session)
            .and_then(|found| found.message_mut(&fill.message));
        if let Some(Body::User(user)) = message.map(|message| &mut message.body) {
            user.text.clone_from(&fill.text);
            (user.ignored, user.ours) = (false, true);
            self.note_visible(session, &fill.message, &fill.text);
        }
    }

    fn note_child_prompt(&mut self, session: &SessionId, id: &MessageId) {
        let root = self.opencode.root_of(session);
        let cores = self
            .processes
            .iter()
            .filter_map(|process| process.core.as_ref());
        let tasks = cores
            .filter_map(|core| core.ledger(&root))
            .flat_map(|ledger| ledger.tasks.values());
        let Some(task) = tasks
            .filter(|task| task.message.as_ref() == Some(id))
            .map(|task| task.id().clone())
            .next()
        else {
            return;
        };
        self.checks.working.insert(session.clone(), task.clone());
        if let Some(known) = self.checks.tasks.get_mut(&task) {
            let before = known.session.replace(session.clone());
            if before.as_ref().is_some_and(|before| before != session) {
                self.fail(
                    "a task is launched once",
                    format!("{task} works in {before:?} and in {session}"),
                );
            }
        }
    }

    /// A message of a root session says something: the results in it are told by that.
    fn note_visible(&mut self, session: &SessionId, id: &MessageId, text: &str) {
        for piece in text.split("<task id=\"bg_").skip(1) {
            let Some(name) = piece.split('"').next() else {
                continue;
            };
            let task = TaskId(format!("bg_{name}"));
            self.count("deliveries");
            let sure = !self.checks.doubtful.contains(session);
            let Some(known) = self.checks.tasks.get_mut(&task) else {
                continue;
            };
            let before = known.delivered.replace(id.clone()).filter(|_| sure);
            let seen = known.seen && sure;
            if before.as_ref().is_some_and(|before| before != id) || (seen && before.is_none()) {
                self.fail("every result is delivered once", format!("{task} is told of in {before:?} and in {id} of {session}, read before: {seen}"));
            }
        }
    }

    pub(crate) fn note_tool_reply(&mut self, _session: &SessionId, text: &str) {
        if text.contains("This call had launched it already") {
            self.count("repeated launches");
        }
    }

    /// Up to 1.3.2 a prompt that met another turn on its way is history to the next one, and alone
    /// begins none: then it waits for the user's next message.
    pub(crate) fn waits_for_user(&self, root: &SessionId) -> bool {
        let file = self.disk.files.get(root).filter(|_| self.plan.by_id);
        file.and_then(|file| file.ledger.outbox.as_ref())
            .is_some_and(|row| self.checks.sent.contains(&row.message))
    }

    /// At the end of a calm time: everything is settled.
    pub(crate) fn check_settled(&mut self) {
        let mut stuck = Vec::new();
        for index in self.living() {
            for (session, found) in &self.processes[index].loops {
                let is_root = self
                    .opencode
                    .session(session)
                    .is_some_and(super::opencode::Session::is_root);
                // What a person began in a child session is their own affair.
                let root = self.opencode.root_of(session);
                let known = self
                    .ledger(index, &root)
                    .is_some_and(|ledger| ledger.task_in(session).is_some());
                if is_root || (found.by_us && known) {
                    stuck.push(format!("P{index} {session}"));
                }
            }
        }
        if !stuck.is_empty() {
            self.fail(
                "no hold without an end",
                format!("still at work: {}", stuck.join(", ")),
            );
        }
        for root in self.roots() {
            let Some(file) = self.disk.files.get(&root) else {
                continue;
            };
            let ledger = file.ledger.clone();
            if let Some(task) = ledger.active_tasks().next() {
                self.fail(
                    "everything settles",
                    format!("{} of {root} is {:?}", task.id(), task.stage),
                );
            }
            if let Some(task) = ledger.owed_tasks().next() {
                self.fail(
                    "every result is delivered",
                    format!("{} of {root} is still owed", task.id()),
                );
            }
            if let Some(row) = &ledger.outbox {
                self.fail(
                    "every result is delivered",
                    format!("{row:?} of {root} is still on its way"),
                );
            }
        }
        let silent = self.checks.tasks.iter().find(|(_, task)| {
            !task.native
                && task.delivered.is_none()
                && !task.seen
                && self.opencode.session(&task.root).is_some()
        });
        if let Some((id, task)) = silent {
            let detail = format!("{id}: {task:?}");
            self.fail("every result is delivered", detail);
        }
        self.check_history();
    }

    /// Between two prompts that were sent to an idle session somebody answered.
    fn check_history(&mut self) {
        for root in self.roots() {
            let mut last: Option<MessageId> = None;
            for message in self.opencode.sessions[&root].messages.clone() {
                if self.checks.sent.contains(&message.id) {
                    if let Some(before) = last.replace(message.id.clone()) {
                        let detail =
                            format!("nothing answers {before} of {root} before {}", message.id);
                        self.fail("one automatic prompt per answer", detail);
                    }
                } else if message.answer().is_some() || message.is_by_user() {
                    last = None;
                }
            }
        }
    }
}

fn outcome_of(task: &Task) -> Option<Outcome> {
    match task.stage {
        Stage::Ended(outcome) => Some(outcome),
        Stage::Pending | Stage::Running => None,
    }
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
