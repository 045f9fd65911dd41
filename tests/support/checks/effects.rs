//! What a core asks for: each effect, before it is carried out.

use holdfast::core::effect::{Effect, Fill, Prompt};
use holdfast::core::event::Identity;
use holdfast::core::ids::{MessageId, SessionId};
use holdfast::core::journal::{PromptKind, Record};
use holdfast::core::task::{Launch, Origin, Outcome, Stage, Task};
use holdfast::core::time::Time;
use holdfast::core::todo::Todo;

use super::Sender;
use crate::support::fault::Fault;
use crate::support::host::Hook;
use crate::support::opencode::model;
use crate::support::world::World;

impl World {
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

    /// Whoever has read that a journal is another's acts on nothing of it.
    fn check_ownership(&mut self, process: usize, effect: &Effect) {
        let root = match effect {
            Effect::CreateSession { parent, .. } => parent.clone(),
            Effect::Prompt { session, .. } => self.opencode.root_of(session),
            Effect::Rewrite { root, .. } | Effect::Forget { root } => root.clone(),
            // A word that ends a hold is no act.
            Effect::ReleaseStep {
                session,
                fill,
                park,
                ..
            } if park.is_some()
                || fill
                    .as_ref()
                    .is_some_and(|fill| fill.text.contains("<background-tasks")) =>
            {
                session.clone()
            }
            _ => return,
        };
        let Some(file) = self.disk.files.get(&root) else {
            return;
        };
        let me = &self.processes[process];
        // Where nothing can be written, tasks go on in memory.
        let knows = !me.unsaved.contains(&root)
            && me
                .read
                .get(&root)
                .is_some_and(|read| *read >= file.text.len());
        if knows
            && !self.is_behind(process)
            && file
                .ledger
                .owner
                .as_ref()
                .is_some_and(|owner| *owner != me.me)
        {
            let owner = file.ledger.owner.clone();
            self.fail(
                "who is not the owner of a journal acts on nothing of it",
                format!("P{process} acts in {root} of {owner:?}: {effect:?}"),
            );
        }
    }

    /// Before an effect is carried out.
    pub(crate) fn check_effect(&mut self, process: usize, effect: &Effect) {
        self.check_ownership(process, effect);
        match effect {
            Effect::Append { root, line } => self.check_append(process, root, line),
            Effect::CreateSession { parent, .. } => {
                self.check_used(process, parent);
                let started = self.held_against(process, parent).is_some_and(|ledger| {
                    ledger.tasks.values().any(|task| {
                        task.stage == Stage::Running
                            && task.launch.session.is_none()
                            && self.is_written(parent, task)
                    })
                });
                if !started && !self.processes[process].unsaved.contains(parent) {
                    self.fail("written before it is acted upon", format!("a session is created in {parent} for a task that the journal does not show running"));
                }
            }
            Effect::ReleaseStep {
                session,
                fill: Some(fill),
                park,
                ..
            } => {
                let parks = park.as_ref().map(|park| park.identity.clone());
                // Where the hook was abandoned, nobody hears it.
                let heard = self.processes[process].calls.values().any(|waiting| {
                    let Hook::Step { at, .. } = &waiting.hook else {
                        return false;
                    };
                    let running = self.processes[process].loops.get(session);
                    at.session == *session
                        && running.is_some_and(|found| found.generation == at.generation)
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
            Effect::Prompt {
                session, prompt, ..
            } => {
                self.check_prompt(process, session, prompt);
                self.check_not_reverted(process, session);
            }
            Effect::Abort { session, .. } => {
                self.checks.stopping.insert(session.clone());
            }
            // Told again it is not written again.
            Effect::Quieted { session, .. } => self.told(process, session).spent = true,
            Effect::Notice { message, .. }
                if self.plan.fault != Some(Fault::HideNotice)
                    && ["result waits: ", "results wait: "]
                        .iter()
                        .any(|words| message.contains(words)) =>
            {
                for told in self.processes[process].told.values_mut() {
                    told.named = true;
                }
            }
            Effect::Notice { message, .. }
                if message.contains("stopped keeping this turn open") =>
            {
                self.fuse_blown(process);
            }
            Effect::Notice { toast: true, .. } => {
                let core = self.core(process);
                if core.is_some_and(|core| !core.config().toasts) {
                    self.fail("toasts can be turned off", "a toast is shown".to_owned());
                }
            }
            _ => {}
        }
    }

    pub(crate) fn check_append(&mut self, process: usize, root: &SessionId, line: &str) {
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
                .any(|other| other.alive && other.engine.is_some() && other.me == *owner)
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
            Record::Launched(launch) => {
                if owner.as_ref() == Some(&me) {
                    self.check_launch(&launch);
                }
                if launch.call.is_some() && launch.origin == Origin::Agent {
                    self.check_launch_counts(process, root, &launch);
                }
            }
            Record::Quieted { why } => {
                let quieted = self.checks.quieted.entry(root.clone()).or_default();
                if !quieted.insert(why.clone()) {
                    self.fail(
                        "one notice per bound until the user speaks",
                        format!("{root} tells of {why} again"),
                    );
                }
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
            Record::Ended {
                task,
                outcome: Outcome::Failed,
                ..
            } => {
                let ledger = self.ledger(process, root);
                if let Some(work) = ledger.and_then(|ledger| ledger.task(&task).map(work_of)) {
                    *self.told(process, root).failed.entry(work).or_default() += 1;
                }
            }
            Record::Seen { tasks } => {
                for task in &tasks {
                    if let Some(known) = self.checks.tasks.get_mut(task) {
                        known.seen |= known.delivered.is_none();
                    }
                }
            }
            Record::Lifted
            | Record::Ended {
                outcome: Outcome::Completed,
                ..
            } if owner.as_ref() == Some(&me) => {
                let told = self.told(process, root);
                told.progress();
                told.failed.clear();
            }
            _ if owner.as_ref() != Some(&me) && lives && self.has_heard_of_owner(process, root) => {
                self.fail(
                    "only its owner writes a journal",
                    format!("P{process} writes into {root} of {owner:?}: {line}"),
                );
            }
            _ => {}
        }
    }

    /// An agent launches a task, in whatever way: that is bounded, and what fails again and again
    /// is not launched any more.
    fn check_launch_counts(&mut self, process: usize, root: &SessionId, launch: &Launch) {
        let core = self.core(process);
        let max = core.map_or(0, |core| core.config().continuation.max_continuations);
        let told = self.told(process, root);
        told.launched = true;
        let rounds = told.continuations + told.rounds;
        let work = format!("{} {}", launch.agent, launch.prompt);
        let failed = told.failed.get(&work).copied().unwrap_or_default();
        if rounds >= max {
            let detail = format!("{} of {root} is launched in round {rounds}", launch.task);
            self.fail("every launch counts", detail);
        }
        if failed >= 3 {
            let detail = format!("{} of {root} failed {failed} times: {work}", launch.task);
            self.fail("work that fails again and again ends", detail);
        }
    }

    /// A prompt is about to go to OpenCode.
    pub(crate) fn check_prompt(&mut self, process: usize, session: &SessionId, prompt: &Prompt) {
        if self.opencode.session(session).is_none() {
            // It was deleted a moment ago; OpenCode will refuse.
            return;
        }
        self.checks.stopping.remove(session);
        let root = self.opencode.root_of(session);
        self.check_used(process, &root);
        let saved = !self.processes[process].unsaved.contains(&root);
        // Of a journal that somebody else began a process may not have heard yet.
        let heard = self.processes[process].read.contains_key(&root) || self.owns(process, &root);
        let on_disk = self.disk.files.get(&root).map(|file| &file.ledger);
        if root != *session {
            // A word to a running task goes to its session under an id of its own.
            let known = self.held_against(process, &root);
            let mut tasks = known.iter().flat_map(|ledger| ledger.tasks.values());
            let task = tasks.find(|task| {
                (task.message.as_ref() == Some(&prompt.message) && self.is_written(&root, task))
                    || (prompt.text.starts_with("more of")
                        && task.is_active()
                        && task.launch.session.as_ref() == Some(session))
            });
            if let Some(task) = task.filter(|_| saved).cloned() {
                self.check_rights(session, prompt, &task);
            } else if saved {
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
        if !saved {
            // That the one before it was given up could not be written.
            for message in &self.opencode.sessions[session].messages {
                self.checks.sent.remove(&message.id);
            }
        }
        if prompt.message.is_ours() {
            let sender = Sender {
                process,
                written: self.disk.files.contains_key(&root),
            };
            let message = prompt.message.clone();
            self.checks.sent.entry(message).or_insert(sender);
        }
    }

    pub(super) fn check_fill(&mut self, process: usize, session: &SessionId, fill: &Fill) {
        // A word that ends a hold for somebody else's message is no prompt of ours.
        let words = [
            "The user has written",
            "A subagent of OpenCode has ended",
            "The results above are for you",
        ];
        if words.iter().any(|words| fill.text.contains(words)) {
            return;
        }
        // Nor is the word of a process that lost the journal: it has to let go of the turn, also
        // while a question is open. Where nothing can be written the journal is nobody else's.
        let written = !self.processes[process].unsaved.contains(session);
        if written && self.disk.files.contains_key(session) && !self.owns(process, session) {
            return;
        }
        self.check_automatic(process, session, &fill.message, &fill.text);
    }

    pub(super) fn check_used(&mut self, process: usize, root: &SessionId) {
        if !self.told(process, root).used {
            self.fail(
                "nothing runs before the session is used",
                format!("P{process} acts in {root}"),
            );
        }
    }

    /// Every automatic prompt: the user's word goes first, there is a reason, and bounds hold.
    pub(super) fn check_automatic(
        &mut self,
        process: usize,
        root: &SessionId,
        message: &MessageId,
        text: &str,
    ) {
        let ledger = self
            .ledger(process, root)
            .as_deref()
            .cloned()
            .unwrap_or_default();
        let told = self.told(process, root).clone();
        let silence = [
            (told.aborted, "the user aborted"),
            (told.refused, "the user refused"),
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
        // Another process's turn may have ended the todos meanwhile. What is sent once more is
        // looked for before, and the todos with it.
        let again = self.checks.sent.contains_key(message);
        let behind = self.checks.behind.contains(&(process, root.clone())) && !again;
        let misled = behind || self.checks.misled.contains(root);
        let todos = &self.opencode.sessions[root].todos;
        let reason = match row.kind {
            PromptKind::Results => ledger.sent_in(message).next().is_some(),
            PromptKind::Todos => told.open_todos > 0 && (misled || todos.iter().any(Todo::is_open)),
            PromptKind::WhileActive => active > 0,
            PromptKind::HaltedQueue => ledger.halted.is_some() && active > 0,
        };
        if !reason {
            self.fail(
                "nothing is injected in a settled session",
                format!("{root} gets {message}: {text}"),
            );
        }
        let kind = row.kind;
        let limits = self
            .core(process)
            .map(|core| core.config().continuation.clone());
        let told = self.told(process, root);
        if !told.counted.insert(message.clone()) {
            return;
        }
        if kind == PromptKind::Results {
            told.deliveries += 1;
            told.rounds += u32::from(std::mem::take(&mut told.launched));
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

    pub(super) fn check_identity(&mut self, process: usize, root: &SessionId, identity: &Identity) {
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
}

fn work_of(task: &Task) -> String {
    format!("{} {}", task.launch.agent, task.launch.prompt)
}
