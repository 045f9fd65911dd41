//! The automatic prompt on its way: written before it leaves, sent again until an answer proves it,
//! or along with the user's next message.

use crate::core::journal::ledger::Row;
use crate::core::journal::{PromptKind, Record};
use crate::core::port::effect::{Effect, Level, Prompt};
use crate::core::port::event::Assistant;
use crate::core::session::pending::PromptFor;
use crate::core::session::root::{Cx, Look, Root, Sending};
use crate::core::task::{Stage, Task};
use crate::core::texts::text;
use crate::core::values::ids::{MessageId, PartId, TaskId};
use crate::core::values::time::{Span, Time};
use crate::core::values::todo::Todo;

/// How long a prompt that was taken may go without an assistant turn before it is sent again.
const VERIFY_WITHIN: Span = Span::seconds(10);
/// How often a prompt is sent again before it waits for the user's next message.
const ATTEMPTS_MAX: u32 = 5;

impl Root {
    /// Results that could not be delivered, or were held back, go along with the user's message.
    pub(in crate::core) fn ride(
        &mut self,
        cx: &mut Cx<'_>,
        message: &MessageId,
    ) -> Option<(PartId, String)> {
        if let Some(row) = self
            .journal
            .ledger()
            .outbox
            .as_ref()
            .filter(|_| self.sending.stored.is_none() && !self.sending.in_flight)
            .filter(|_| self.seeking.is_none())
        {
            // It never got into the history.
            let message = row.message.clone();
            self.journal.note(cx, &Record::Unsent { message });
        }
        let may = self.journal.is_ours()
            && !self.journal.ledger().stopped
            && self.journal.ledger().outbox.is_none()
            && !self.may_settle();
        let owed: Vec<&Task> = self.journal.ledger().owed_tasks().collect();
        if !may || owed.is_empty() || self.step.is_some() {
            return None;
        }
        let (text, tasks) = (self.results_text(cx, &owed), ids(&owed));
        let part = cx.ids.part(cx.now);
        self.record(
            cx,
            Record::Sent {
                message: message.clone(),
                part: part.clone(),
                kind: PromptKind::Results,
                tasks,
                source: self
                    .assistant
                    .as_ref()
                    .map(|assistant| assistant.id.clone()),
            },
        );
        self.sending = Sending {
            stored: Some(cx.ids.message(cx.now)),
            ..Sending::default()
        };
        Some((part, text))
    }

    /// The user spoke: a continuation that has no answer yet is moot.
    pub(in crate::core) fn drop_continuation(&mut self, cx: &mut Cx<'_>) {
        let row = self.journal.ledger().outbox.as_ref();
        let Some(row) = row.filter(|row| row.kind != PromptKind::Results) else {
            return;
        };
        let message = row.message.clone();
        self.seeking = None;
        self.journal.note(cx, &Record::Unsent { message });
        self.sending = Sending::default();
    }

    /// What counts as a continuation is counted.
    pub(in crate::core) fn count(&mut self, kind: PromptKind) {
        match kind {
            PromptKind::Todos | PromptKind::HaltedQueue => self.bounds.continued(),
            PromptKind::WhileActive => {
                self.bounds.continuations = self.bounds.continuations.saturating_add(1);
            }
            PromptKind::Results => self.bounds.delivered(),
        }
    }

    fn results_text(&self, cx: &Cx<'_>, tasks: &[&Task]) -> String {
        text::results(
            self.journal.ledger(),
            tasks,
            cx.config.tasks.result_chars,
            cx.now,
        )
    }

    /// The newest assistant message is known: it may prove that a prompt arrived.
    pub(in crate::core) fn assistant_seen(&mut self, cx: &mut Cx<'_>, mut assistant: Assistant) {
        if let Some(row) = self
            .journal
            .ledger()
            .outbox
            .as_ref()
            .filter(|_| self.seeking.is_none())
        {
            let answers = assistant.parent.as_ref() == Some(&row.message);
            // One that OpenCode has not taken yet is in no turn.
            let newer =
                answers || (self.sending.stored.is_some() && self.is_after_storing(&assistant.id));
            if newer
                && self.is_after_source(&assistant.id)
                && assistant.error.is_none()
                && assistant.finish.is_some()
            {
                let message = row.message.clone();
                self.journal.note(cx, &Record::Delivered { message });
                self.sending = Sending::default();
            }
        }
        if assistant.text.is_empty()
            && let Some(known) = self
                .assistant
                .as_ref()
                .filter(|known| known.id == assistant.id)
        {
            assistant.text.clone_from(&known.text);
        }
        if assistant.is_summary() {
            self.compacted();
        }
        let fresh = self.assistant.as_ref().is_none_or(|known| {
            known.id < assistant.id || (known.id == assistant.id && known.error.is_none())
        });
        if fresh {
            let is_old = self
                .spoken
                .as_ref()
                .is_some_and(|spoken| assistant.id < *spoken);
            let trouble = assistant.error.clone().filter(|_| !is_old);
            self.assistant = Some(assistant);
            if let Some(trouble) = trouble {
                self.turn_failed(cx, &trouble);
            }
        }
    }

    /// Whether a message came after the one that the prompt on its way follows. A message that
    /// was parked ahead is older than the turn which it speaks after.
    pub(in crate::core) fn is_after_source(&self, id: &MessageId) -> bool {
        self.journal
            .ledger()
            .source
            .as_ref()
            .is_none_or(|source| id > source)
    }

    /// Whether a message began after OpenCode had taken the prompt on its way. One that began
    /// before has not seen it.
    pub(in crate::core) fn is_after_storing(&self, id: &MessageId) -> bool {
        self.sending
            .stored
            .as_ref()
            .is_none_or(|stored| id > stored)
    }

    /// A prompt that got no answer, and whose reason is gone by now, is given up.
    pub(in crate::core) fn drop_stale(&mut self, cx: &mut Cx<'_>) {
        let row = self.journal.ledger().outbox.as_ref();
        let Some(row) = row.filter(|_| self.step.is_none() && !self.sending.in_flight) else {
            return;
        };
        // Results do not wait behind a prompt that gets no answer.
        let in_the_way = row.kind != PromptKind::Results
            && self.journal.ledger().owed_tasks().next().is_some()
            && !self.may_settle()
            && cx.now >= self.sending.next;
        if in_the_way || self.text_again(cx, row).is_none() {
            let message = row.message.clone();
            self.journal.note(cx, &Record::Unsent { message });
        }
    }

    /// Whether results were sent to the session while it was idle, and its turn has not shown
    /// that it saw them: until then there is no other prompt. What OpenCode did not take is owed.
    pub(in crate::core) fn results_on_their_way(&mut self, cx: &mut Cx<'_>) -> bool {
        let row = self.journal.ledger().outbox.as_ref();
        let Some(row) = row.filter(|row| row.kind == PromptKind::Results) else {
            return false;
        };
        let taken = self.sending.in_flight || self.sending.stored.is_some();
        if !taken {
            let message = row.message.clone();
            self.journal.note(cx, &Record::Unsent { message });
        }
        taken
    }

    /// The text of an automatic prompt and the tasks whose results it holds.
    pub(in crate::core) fn prompt_text(
        &self,
        cx: &Cx<'_>,
        kind: PromptKind,
    ) -> Option<(String, Vec<TaskId>)> {
        let active = self.journal.ledger().active_count() > 0;
        match kind {
            PromptKind::Results => {
                let owed: Vec<&Task> = self.journal.ledger().owed_tasks().collect();
                (!owed.is_empty()).then(|| (self.results_text(cx, &owed), ids(&owed)))
            }
            PromptKind::Todos => {
                let open: Vec<&Todo> = self.todos.iter().filter(|todo| todo.is_open()).collect();
                (!open.is_empty()).then(|| (text::todos(&open), Vec::new()))
            }
            PromptKind::WhileActive => {
                active.then(|| (text::while_active(self.journal.ledger()), Vec::new()))
            }
            PromptKind::HaltedQueue => (active && self.journal.ledger().halted.is_some())
                .then(|| (text::halted_queue(self.journal.ledger()), Vec::new())),
        }
    }

    /// Writes the row of an automatic prompt: from here on it is owed until proven.
    pub(in crate::core) fn begin_sending(
        &mut self,
        cx: &mut Cx<'_>,
        message: MessageId,
        kind: PromptKind,
        tasks: Vec<TaskId>,
    ) {
        let source = match &self.step {
            Some(step) => step.after.clone(),
            None => self
                .assistant
                .as_ref()
                .map(|assistant| assistant.id.clone()),
        };
        let part = message.part();
        self.count(kind);
        if kind == PromptKind::WhileActive {
            self.active_prompted = Some(self.journal.ledger().changes());
        }
        self.journal.note(
            cx,
            &Record::Sent {
                message,
                part,
                kind,
                tasks,
                source,
            },
        );
        self.sending = Sending {
            next: cx.now.plus(VERIFY_WITHIN),
            ..Sending::default()
        };
        self.countdown = None;
    }

    /// Sends an automatic prompt to the idle session, or the one on its way once more.
    pub(in crate::core) fn send(&mut self, cx: &mut Cx<'_>, kind: PromptKind) {
        if let Some(row) = self.journal.ledger().outbox.clone() {
            self.resend(cx, &row);
            return;
        }
        let Some((text, tasks)) = self.prompt_text(cx, kind) else {
            return;
        };
        let message = cx.ids.message(cx.now);
        self.begin_sending(cx, message, kind, tasks);
        self.deliver(cx, text);
    }

    fn deliver(&mut self, cx: &mut Cx<'_>, text: String) {
        let (Some(row), Some(identity)) =
            (self.journal.ledger().outbox.clone(), self.identity.clone())
        else {
            return;
        };
        self.sending.in_flight = true;
        self.sending.look = Look::Due;
        self.sending.attempts = self.sending.attempts.saturating_add(1);
        let pause = VERIFY_WITHIN.0 << self.sending.attempts.saturating_sub(1).min(5);
        self.sending.next = cx.now.plus(Span(pause));
        let prompt = Prompt {
            message: row.message.clone(),
            part: row.part,
            text,
            synthetic: true,
            agent: identity.agent,
            model: Some(identity.model),
            variant: identity.variant,
            rest: identity.rest,
        };
        let effect = cx.expect(&self.id, PromptFor::Root(row.message));
        cx.out.push(Effect::Prompt {
            effect,
            session: self.id.clone(),
            prompt,
        });
    }

    /// The prompt has no answer yet. In the history it is the same message, never a second copy.
    /// What answered it in another process is told to that process alone, and so are the todos
    /// that this one ended: hence the look before.
    fn resend(&mut self, cx: &mut Cx<'_>, row: &Row) {
        if self.sending.in_flight || cx.now < self.sending.next {
            return;
        }
        if self.sending.look != Look::Done {
            self.sending.look = Look::Asked;
            self.inspect_root(cx);
            return;
        }
        let Some(text) = self.text_again(cx, row) else {
            return;
        };
        cx.log(
            Level::Info,
            format!("{} has no answer yet; it is sent again", row.message),
        );
        self.deliver(cx, text);
    }

    /// What a prompt on its way says when it is sent again; none where it has nothing to say any
    /// more, as when the agent has read all its results by itself.
    fn text_again(&self, cx: &Cx<'_>, row: &Row) -> Option<String> {
        if row.kind != PromptKind::Results {
            return self.prompt_text(cx, row.kind).map(|(text, _)| text);
        }
        let tasks: Vec<&Task> = self.journal.ledger().sent_in(&row.message).collect();
        (!tasks.is_empty()).then(|| self.results_text(cx, &tasks))
    }

    pub(in crate::core) fn delivered(
        &mut self,
        cx: &mut Cx<'_>,
        message: &MessageId,
        result: Result<(), String>,
    ) {
        if self
            .journal
            .ledger()
            .outbox
            .as_ref()
            .is_none_or(|row| row.message != *message)
        {
            return;
        }
        self.sending.in_flight = false;
        match result {
            Ok(()) => {
                self.sending
                    .stored
                    .get_or_insert_with(|| cx.ids.message(cx.now));
            }
            Err(error) => {
                cx.log(
                    Level::Warn,
                    format!("{message} was not taken by OpenCode: {error}"),
                );
            }
        }
    }

    /// Whether the prompt on its way was sent as often as it may be, and no turn began. Something
    /// new is worth new attempts.
    pub(in crate::core) fn is_not_taken(&self, cx: &Cx<'_>) -> bool {
        let tried = self.journal.ledger().outbox.is_some() && !self.sending.in_flight;
        tried && self.sending.attempts >= ATTEMPTS_MAX && cx.now >= self.sending.next
    }

    /// A result arrived: a prompt that was not taken is tried again.
    pub(in crate::core) fn try_sending_again(&mut self, cx: &Cx<'_>) {
        if self.is_not_taken(cx) {
            (self.sending.attempts, self.sending.next) = (0, cx.now);
        }
    }

    /// Whether tasks may end by themselves: those that wait in a stopped queue do not.
    pub(in crate::core) fn may_settle(&self) -> bool {
        let halted = self.journal.ledger().halted.is_some();
        let mut active = self.journal.ledger().active_tasks();
        active.any(|task| !halted || task.stage == Stage::Running)
    }

    /// When the prompt on its way is sent again.
    pub(in crate::core) fn resend_at(&self) -> Option<Time> {
        let waits = self.journal.ledger().outbox.is_some() && !self.sending.in_flight;
        waits.then_some(self.sending.next)
    }

    /// When a prompt that was on its way is looked for once more.
    pub(in crate::core) fn seek_at(&self) -> Option<Time> {
        (self.seeking.is_some() && !self.inspecting).then(|| {
            self.checked
                .plus(crate::core::session::recovery::SEEK_EVERY)
        })
    }
}

fn ids(tasks: &[&Task]) -> Vec<TaskId> {
    tasks.iter().map(|task| task.id().clone()).collect()
}
