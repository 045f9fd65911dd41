//! What each core was told, and so must act upon or not act against.

use holdfast::core::event::{self, Event, Identity, News, SessionFacts, Transcript};
use holdfast::core::ids::SessionId;
use holdfast::core::journal::{self, Ask, PromptKind, Record};
use holdfast::core::ledger::Ledger;
use holdfast::core::todo::Todo;
use holdfast::core::trouble::Class;

use crate::support::host::Hook;
use crate::support::process::Told;
use crate::support::world::World;

impl World {
    /// An event is about to reach a core: from here on it must act on it.
    pub(crate) fn take_note(&mut self, process: usize, event: &Event) {
        match event {
            Event::Hook(hook) => self.note_hook(process, hook),
            Event::News(news) => self.note_news(process, news),
            Event::SessionKnown(facts) => {
                self.note_todos(process, &facts.session, &facts.todos);
                self.note_inheritance(process, facts);
            }
            Event::SessionDeleted { session } => {
                for told in self.processes[process].told.values_mut() {
                    told.asks.retain(|_, asking| asking != session);
                }
            }
            Event::CallAborted { .. }
            | Event::AgentsKnown { .. }
            | Event::OptionsKnown(_)
            | Event::Done(_)
            | Event::Tick => {}
        }
    }

    fn note_hook(&mut self, process: usize, hook: &event::Hook) {
        match hook {
            event::Hook::UserMessage {
                session,
                synthetic,
                identity,
                message,
                ..
            } if !message.is_ours() => {
                let told = self.told(process, session);
                told.used = true;
                told.reverted &= *synthetic;
                let by_user =
                    self.plan.fault == Some(crate::support::fault::Fault::MuteUser) || !synthetic;
                if by_user {
                    self.user_spoke(process, session, Some(identity.clone()));
                }
            }
            event::Hook::StepStarted {
                session,
                identity,
                assistant,
                ..
            } => {
                let told = self.told(process, session);
                (told.used, told.reverted) = (true, false);
                if assistant.as_ref().is_some_and(|last| last.error.is_some()) {
                    (told.maybe_aborted, told.troubled) = (true, true);
                }
                if let Some(identity) = identity {
                    told.identity = Some(identity.clone());
                }
            }
            event::Hook::ToolCalled { session, .. } => self.told(process, session).used = true,
            event::Hook::CommandCalled {
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
            event::Hook::UserMessage { .. } | event::Hook::CompactionStarted { .. } => {}
        }
    }

    fn note_news(&mut self, process: usize, news: &News) {
        match news {
            News::SessionFailed { session, trouble } => {
                // Who has just come back from a trap reads of it when the session is used.
                let known = self.knows(process, session);
                let told = self.told(process, session);
                match trouble.class() {
                    Class::Aborted => {
                        (told.aborted, told.maybe_aborted) = (told.aborted || known, true);
                    }
                    Class::Overflow | Class::Permanent | Class::Retryable => told.troubled = true,
                }
            }
            News::SessionReverted { session, reverted } => {
                self.told(process, session).reverted = *reverted;
            }
            News::AssistantUpdated { session, message } => {
                let told = self.told(process, session);
                if message.error.is_some() {
                    (told.maybe_aborted, told.troubled) = (true, true);
                }
            }
            News::TodosUpdated { session, todos } => self.note_todos(process, session, todos),
            News::ToolUpdated(update) if update.change.is_some() => {
                self.told(process, &update.session).stagnant = 0;
            }
            News::AskOpened {
                session,
                ask,
                permission,
                ..
            } => {
                let root = self.opencode.root_of(session);
                let rejected = *permission && root != *session && self.is_headless(process, &root);
                if self.knows(process, session) && !rejected {
                    self.told(process, &root)
                        .asks
                        .insert(ask.clone(), session.clone());
                }
            }
            News::AskClosed {
                session,
                ask,
                rejected,
            } => {
                let root = self.opencode.root_of(session);
                let by_person = *rejected && !self.is_headless(process, &root);
                let known = self.knows(process, session);
                let told = self.told(process, &root);
                told.asks.remove(ask);
                told.refused |= by_person && root == *session && known;
            }
            News::JournalGrew { root, text, .. } => {
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

    /// Whether events about a session reach a core: after a trap it begins anew.
    fn knows(&self, process: usize, session: &SessionId) -> bool {
        self.core(process).is_some_and(|core| core.knows(session))
    }

    /// What a process before this one left in the journal binds this one as well.
    fn note_inheritance(&mut self, process: usize, facts: &SessionFacts) {
        let Some(found) = &facts.journal else { return };
        let ledger = Ledger::fold(&journal::read(&found.text).lines);
        let told = self.told(process, &facts.session);
        told.spent |= !ledger.quieted.is_empty();
        let row = ledger.outbox.filter(|row| row.kind != PromptKind::Results);
        told.inherited = u32::from(row.is_some());
        told.counted.extend(row.map(|row| row.message));
    }

    /// The fuse has blown in a step: its session is not held any more until the user speaks.
    pub(super) fn fuse_blown(&mut self, process: usize) {
        let calls = &self.processes[process].calls;
        let roots: Vec<SessionId> = calls
            .values()
            .filter_map(|waiting| match &waiting.hook {
                Hook::Step { at, .. } => Some(at.session.clone()),
                Hook::Message { .. }
                | Hook::Compaction { .. }
                | Hook::Tool { .. }
                | Hook::Command { .. } => None,
            })
            .collect();
        for root in roots {
            self.told(process, &root).fused = true;
        }
    }

    pub(super) fn user_spoke(
        &mut self,
        process: usize,
        session: &SessionId,
        identity: Option<Identity>,
    ) {
        self.checks.quieted.remove(session);
        let works = self.processes[process].loops.contains_key(session);
        let told = self.told(process, session);
        let before = std::mem::take(told);
        *told = Told {
            used: true,
            // What the turn that may just be ending was told, and acted upon, is forgotten.
            outside: works,
            identity: identity.or(before.identity),
            // A word to Holdfast alone brings nothing back.
            reverted: before.reverted,
            asks: before.asks,
            open_todos: before.open_todos,
            completed: before.completed,
            counted: before.counted,
            ..Told::default()
        };
    }

    pub(super) fn note_todos(&mut self, process: usize, session: &SessionId, todos: &[Todo]) {
        let told = self.told(process, session);
        told.open_todos = todos.iter().filter(|todo| todo.is_open()).count();
        let real = self
            .opencode
            .sessions
            .get(session)
            .map(|found| &found.todos);
        if real.is_some_and(|real| real == todos) {
            self.checks.behind.remove(&(process, session.clone()));
        }
        let told = self.told(process, session);
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
}
