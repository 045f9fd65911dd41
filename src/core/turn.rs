//! The root session's turn: steps, idles, the decision, and what is done about it.

use super::decision::{Situation, Verdict, Why, decide};
use super::effect::{Effect, Fill, Level, Parked, Prompt, Variant};
use super::event::{Assistant, Identity, NewestUser, Status, ToolState, ToolUpdate};
use super::ids::{CallId, MessageId, PartId, TaskId};
use super::journal::{PromptKind, Record};
use super::ledger::Row;
use super::session::{Cx, Ownership, Pending, Root, Sending, Step};
use super::task::{Stage, Task};
use super::text::{self, Released};
use super::time::{Span, Time};
use super::todo::Todo;
use super::trouble::{Class, Trouble};

/// How long a prompt that was taken may go without an assistant turn before it is sent again.
const VERIFY_WITHIN: Span = Span::seconds(10);
/// How often a prompt is sent again before it waits for the user's next message.
const ATTEMPTS_MAX: u32 = 5;
/// Idle events that repeat the end of a turn come this soon after it.
const REPEATED_WITHIN: Span = Span(100);
/// OpenCode calls a session idle until the loop of a message that it took has begun.
pub(super) const BEGINS_WITHIN: Span = Span::seconds(1);
/// How long the last message of an idle session may take to be finished or failed.
const DOUBT: Span = Span::seconds(2);
/// How often a held session says that it still waits.
const PROGRESS_EVERY: Span = Span::seconds(30);
/// Tools that change files: a turn that used one is not idle talk.
const EDITING_TOOLS: [&str; 6] = ["write", "edit", "multiedit", "patch", "apply_patch", "bash"];

impl Root {
    pub(super) fn step_started(
        &mut self,
        cx: &mut Cx<'_>,
        call: CallId,
        user: NewestUser,
        identity: Option<Identity>,
        assistant: Option<Assistant>,
    ) {
        self.root_busy();
        self.bounds.turn_begins();
        if !user.id.is_ours() {
            self.spoken = Some(user.id.clone());
        }
        if let Some(identity) = identity {
            self.identity = Some(identity);
        }
        let over = user.parked && assistant.as_ref().is_some_and(Assistant::is_final);
        let after = assistant.as_ref().map(|assistant| assistant.id.clone());
        if let Some(assistant) = assistant {
            self.assistant_seen(cx, assistant);
        }
        if self.compacting {
            self.release(cx, call, None, None);
            return;
        }
        if over {
            self.bounds.turn_ended();
        }
        let parked = user.parked.then_some(user.id);
        self.step = Some(Step {
            call,
            parked,
            over,
            after,
            since: cx.now,
            spoken: None,
        });
    }

    pub(super) fn root_busy(&mut self) {
        if self.idle {
            self.bounds.turn_begins();
        }
        self.idle = false;
        self.recheck.settle();
        self.doubt = None;
        self.countdown = None;
    }

    fn release(&mut self, cx: &mut Cx<'_>, call: CallId, fill: Option<Fill>, park: Option<Parked>) {
        self.step = None;
        self.progress = None;
        cx.out.push(Effect::ReleaseStep {
            call,
            session: self.id.clone(),
            fill,
            park,
        });
    }

    /// OpenCode abandoned a hook or tool call, as an abort does.
    pub(super) fn call_aborted(&mut self, call: CallId) {
        if self.step.as_ref().is_some_and(|step| step.call == call) {
            self.step = None;
            self.progress = None;
        }
        self.waiting.retain(|waiting| waiting.call != call);
    }

    /// The session stopped working.
    pub(super) fn root_idle(&mut self, cx: &mut Cx<'_>) {
        self.compacting = false;
        if self.idle {
            self.idle_again(cx);
            return;
        }
        self.idle = true;
        if self.step.is_some() {
            // A turn that waits in our hook ends by an abort alone, unless the event is an old one.
            self.recheck.again(cx.now);
            return;
        }
        self.bounds.turn_ended_if_well(self.assistant.as_ref());
        if self.has_business() {
            self.inspect_root(cx);
        }
    }

    /// Repeated idles say nothing new, but for one thing: an abort of an idle session shows in
    /// nothing else. Those that merely repeat the turn's end come with it.
    fn idle_again(&mut self, cx: &Cx<'_>) {
        let span = cx.config.continuation.countdown;
        if self
            .countdown
            .is_some_and(|until| cx.now.plus(span).since(until) >= REPEATED_WITHIN)
        {
            self.countdown = None;
            self.bounds.hushed = true;
        }
    }

    /// What OpenCode says of a session that an event called idle.
    pub(super) fn idle_inspected(
        &mut self,
        cx: &mut Cx<'_>,
        status: Status,
        last: Option<&Assistant>,
    ) {
        let works = status != Status::Idle;
        if self.step.is_some() {
            // The event was an old one, or the turn was aborted where nothing else shows it.
            self.idle = !works;
            if self.idle {
                self.broken_off(cx);
            }
        } else if works {
            self.recheck.again(cx.now);
        } else if last
            .is_none_or(|last| last.completed || last.finish.is_some() || last.error.is_some())
        {
            self.doubt = None;
            self.recheck.settle();
        } else {
            // An abort tells of an idle session before it has ended the message.
            let until = *self.doubt.get_or_insert(cx.now.plus(DOUBT));
            if cx.now < until {
                self.recheck.again(cx.now);
            } else {
                self.broken_off(cx);
            }
        }
    }

    /// The turn ended, and not by itself.
    fn broken_off(&mut self, cx: &mut Cx<'_>) {
        self.bounds
            .turn_failed(Class::Aborted, cx.config.continuation.cooldown, cx.now);
        self.aborted(cx);
    }

    /// Whether there is anything that a decision could be about.
    fn has_business(&self) -> bool {
        self.ledger.outbox.is_some()
            || self.ledger.active_tasks().next().is_some()
            || self.ledger.owed_tasks().next().is_some()
            || self.todos.iter().any(Todo::is_open)
    }

    pub(super) fn root_failed(&mut self, cx: &mut Cx<'_>, trouble: &Trouble) {
        self.compacting = false;
        self.turn_failed(cx, trouble);
    }

    /// A compaction ended: a full context is no trouble any more.
    pub(super) fn compacted(&mut self) {
        self.compacting = false;
        if self.bounds.trouble == Some(Class::Overflow) {
            self.bounds.trouble = None;
        }
    }

    /// Whether the session could be forgotten without losing anything.
    pub(super) fn is_spare(&self) -> bool {
        self.step.is_none() && self.idle && !self.has_business()
    }

    fn turn_failed(&mut self, cx: &mut Cx<'_>, trouble: &Trouble) {
        let class = trouble.class();
        self.bounds
            .turn_failed(class, cx.config.continuation.cooldown, cx.now);
        if class == Class::Aborted {
            self.aborted(cx);
        }
    }

    /// The user aborted the turn: silence until they speak.
    fn aborted(&mut self, cx: &mut Cx<'_>) {
        self.countdown = None;
        self.step = None;
        self.progress = None;
        self.end_waiting(cx, "the user stopped the turn");
        if cx.config.tasks.on_abort == super::config::OnAbort::Cancel {
            self.cancel_all(cx);
        }
    }

    /// A message of the user's, or of another program.
    pub(super) fn user_message(
        &mut self,
        cx: &mut Cx<'_>,
        call: CallId,
        message: &MessageId,
        synthetic: bool,
        identity: Identity,
    ) {
        if message.is_ours() {
            cx.out.push(Effect::ReplyMessage { call, add: None });
            return;
        }
        self.spoken = Some(message.clone());
        let spoken = if synthetic {
            Released::Native
        } else {
            Released::UserSpoke
        };
        if let Some(step) = &mut self.step {
            step.spoken = Some(spoken);
        }
        self.root_busy();
        // Until the message is stored OpenCode's word would be that of a moment ago.
        self.checked = cx.now;
        if synthetic {
            if self.native_until.take().is_none() && self.ledger.active_tasks().any(Task::is_native)
            {
                self.natives_told += 1;
            }
            cx.out.push(Effect::ReplyMessage { call, add: None });
            return;
        }
        self.identity = Some(identity);
        self.bounds.user_spoke();
        self.active_prompted = None;
        self.expired = false;
        self.end_waiting(cx, "the user wrote something");
        let add = self.ride(cx, message);
        cx.out.push(Effect::ReplyMessage { call, add });
    }

    /// Results that could not be delivered, or were held back, go along with the user's message.
    fn ride(&mut self, cx: &mut Cx<'_>, message: &MessageId) -> Option<(PartId, String)> {
        if let Some(row) = self
            .ledger
            .outbox
            .as_ref()
            .filter(|_| self.sending.stored.is_none() && !self.sending.in_flight)
            .filter(|_| self.seeking.is_none())
        {
            // It never got into the history.
            let message = row.message.clone();
            self.note(cx, Record::Unsent { message });
        }
        let may = self.ownership == Ownership::Ours
            && !self.ledger.stopped
            && self.ledger.outbox.is_none()
            && self.ledger.active_tasks().next().is_none();
        let owed: Vec<&Task> = self.ledger.owed_tasks().collect();
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

    fn results_text(&self, cx: &Cx<'_>, tasks: &[&Task]) -> String {
        text::results(&self.ledger, tasks, cx.config.tasks.result_chars, cx.now)
    }

    /// The newest assistant message is known: it may prove that a prompt arrived.
    pub(super) fn assistant_seen(&mut self, cx: &mut Cx<'_>, mut assistant: Assistant) {
        if let Some(row) = self
            .ledger
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
                self.note(cx, Record::Delivered { message });
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
        if assistant.summary && assistant.finish.is_some() {
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
    pub(super) fn is_after_source(&self, id: &MessageId) -> bool {
        self.ledger.source.as_ref().is_none_or(|source| id > source)
    }

    /// Whether a message began after OpenCode had taken the prompt on its way. One that began
    /// before has not seen it.
    pub(super) fn is_after_storing(&self, id: &MessageId) -> bool {
        self.sending
            .stored
            .as_ref()
            .is_none_or(|stored| id > stored)
    }

    pub(super) fn text_finished(&mut self, message: &MessageId, text: &str) {
        if let Some(assistant) = self.assistant.as_mut().filter(|known| known.id == *message) {
            assistant.text = text.to_owned();
        }
    }

    pub(super) fn root_tool(&mut self, cx: &mut Cx<'_>, update: &ToolUpdate) {
        self.native_seen(cx, update);
        match &update.state {
            ToolState::Completed if EDITING_TOOLS.contains(&update.tool.as_str()) => {
                self.bounds.soft_progress();
            }
            ToolState::Failed(error) => {
                self.bounds
                    .call_failed(format!("{} {} {error}", update.tool, update.input));
            }
            ToolState::Completed | ToolState::Running => {}
        }
    }

    pub(super) fn todos_updated(&mut self, todos: Vec<Todo>) {
        self.bounds.see(&todos);
        self.todos = todos;
    }

    /// All that the decision looks at, as it is now.
    fn situation(&self, cx: &Cx<'_>) -> Situation {
        let options = &cx.config.continuation;
        let owed: Vec<&Task> = self.ledger.owed_tasks().collect();
        let halted = self.ledger.halted.is_some();
        let active: Vec<TaskId> = self.ledger.active_tasks().map(Task::id).cloned().collect();
        let since = self.step.as_ref().map(|step| step.since);
        let idle = self.step.is_none();
        let source = self.assistant.as_ref().map(|assistant| &assistant.id);
        let text = self
            .assistant
            .as_ref()
            .map_or("", |assistant| assistant.text.as_str());
        Situation {
            child: false,
            ours: self.ownership != Ownership::Foreign,
            stopped: self.ledger.stopped,
            aborted: self.bounds.aborted,
            quiet: self.bounds.quiet,
            asking: self.asking(),
            trouble: self.bounds.trouble,
            backoff_until: self.bounds.backoff_until,
            failures: self.bounds.failures,
            compacting: self.compacting,
            idle,
            // In a step, a prompt on its way is being answered; at idle it may need another push.
            unanswered: idle && self.ledger.outbox.is_some(),
            answered: idle && source.is_some() && source == self.ledger.source.as_ref(),
            // A parked message has its identity already.
            identified: self.identity.is_some()
                || self.step.as_ref().is_some_and(|step| step.parked.is_some()),
            owed: owed.len(),
            halt_owed: halted
                && owed
                    .iter()
                    .any(|task| Some(task.id()) == self.ledger.halted.as_ref()),
            halted,
            running: self
                .ledger
                .active_tasks()
                .filter(|task| task.stage == Stage::Running)
                .count(),
            deliver: cx.config.tasks.deliver,
            holds: self.holds(cx),
            headless: self.headless,
            hold_expired: self.expired
                || matches!((cx.config.hold.max, since), (Some(max), Some(since)) if cx.now.since(since) >= max),
            while_active: options.while_active,
            active_changed: !active.is_empty() && self.active_prompted.as_ref() != Some(&active),
            active: active.len()
                + usize::from(self.native_until.is_some_and(|until| cx.now < until)),
            open_todos: self.todos.iter().filter(|todo| todo.is_open()).count(),
            todos_on: options.todos,
            agent_may: self.agent_may(cx),
            text_asks: options.wait_on_questions && !self.headless && text::asks_user(text),
            stagnant: self.bounds.is_stagnant(options),
            exhausted: self.bounds.is_exhausted(options),
            same_failure: self.bounds.same_failure(),
            hushed: self.bounds.hushed,
            countdown_until: self.countdown,
        }
    }

    /// Evaluates the decision and acts on it.
    pub(super) fn act(&mut self, cx: &mut Cx<'_>) {
        if !self.used || self.ownership == Ownership::Claiming || self.is_recovering() {
            return;
        }
        if self.step.is_none() && !self.idle {
            return;
        }
        self.drop_stale(cx);
        let verdict = decide(&self.situation(cx), cx.now);
        if self.decided != Some(verdict) {
            self.decided = Some(verdict);
            cx.log(Level::Debug, format!("{} {verdict:?}", self.id));
        }
        match self.step.clone() {
            Some(step) if step.over => self.at_turn_end(cx, &step, verdict),
            Some(step) => self.at_step_start(cx, &step, verdict),
            None => self.at_idle(cx, verdict),
        }
    }

    /// A prompt that got no answer, and whose reason is gone by now, is given up.
    fn drop_stale(&mut self, cx: &mut Cx<'_>) {
        let row = self.ledger.outbox.as_ref();
        let Some(row) = row.filter(|_| self.step.is_none() && !self.sending.in_flight) else {
            return;
        };
        if self.text_again(cx, row).is_none() {
            let message = row.message.clone();
            self.note(cx, Record::Unsent { message });
        }
    }

    /// Before a step that somebody asked for: reason to go on now is reason at its end, so the
    /// message that will take the turn on is parked now.
    fn at_step_start(&mut self, cx: &mut Cx<'_>, step: &Step, verdict: Verdict) {
        if let (Verdict::Deliver(_), Some(parked), None) =
            (verdict, &step.parked, &self.ledger.outbox)
        {
            // The turn went on by itself, and there is an empty message to speak in: no need to
            // wait for its end.
            self.fill(cx, step.call, parked.clone(), PromptKind::Results);
            return;
        }
        let park = self.park(cx, verdict);
        self.release(cx, step.call, None, park);
    }

    fn park(&mut self, cx: &mut Cx<'_>, verdict: Verdict) -> Option<Parked> {
        let reason = match verdict {
            // An automatic prompt on its way is answered by this very step.
            Verdict::Deliver(_) => self.ledger.owed_tasks().next().is_some(),
            Verdict::Hold(_) => true,
            Verdict::Continue(_) => self.headless,
            Verdict::Wait(..) | Verdict::Nothing(_) | Verdict::Stop(_) => false,
        };
        let identity = self.identity.clone().filter(|_| reason)?;
        Some(Parked {
            message: cx.ids.message(cx.now),
            part: cx.ids.part(cx.now),
            identity,
        })
    }

    /// The turn is over but for the parked message: hold, or speak.
    fn at_turn_end(&mut self, cx: &mut Cx<'_>, step: &Step, verdict: Verdict) {
        let Some(parked) = step.parked.clone() else {
            return;
        };
        if let Some(why) = step.spoken {
            self.let_go(cx, step.call, parked, why);
            return;
        }
        let speaks = matches!(
            verdict,
            Verdict::Deliver(_) | Verdict::Continue(_) | Verdict::Hold(_)
        );
        if speaks && self.results_on_their_way(cx) {
            if !self.sending.in_flight {
                self.let_go(cx, step.call, parked, Released::Told);
            }
            return;
        }
        match verdict {
            Verdict::Deliver(_) => self.fill(cx, step.call, parked, PromptKind::Results),
            Verdict::Continue(why) => self.fill(cx, step.call, parked, kind_of(why)),
            Verdict::Hold(_) | Verdict::Wait(..) => self.show_progress(cx, step.since),
            Verdict::Nothing(Why::Stopped | Why::Aborted) => {
                let effect = cx.expect(&self.id, Pending::AbortRoot);
                cx.out.push(Effect::Abort {
                    effect,
                    session: self.id.clone(),
                });
                self.step = None;
            }
            Verdict::Nothing(Why::HoldExpired) => {
                self.expired = true;
                self.let_go(cx, step.call, parked, Released::Expired);
            }
            Verdict::Stop(why) => {
                self.stop(cx, why);
                self.let_go(cx, step.call, parked, Released::Nothing);
            }
            Verdict::Nothing(_) => self.let_go(cx, step.call, parked, Released::Nothing),
        }
    }

    /// Whether results were sent to the session while it was idle, and its turn has not shown
    /// that it saw them: until then there is no other prompt. What OpenCode did not take is owed.
    fn results_on_their_way(&mut self, cx: &mut Cx<'_>) -> bool {
        let row = self.ledger.outbox.as_ref();
        let Some(row) = row.filter(|row| row.kind == PromptKind::Results) else {
            return false;
        };
        let taken = self.sending.in_flight || self.sending.stored.is_some();
        if !taken {
            let message = row.message.clone();
            self.note(cx, Record::Unsent { message });
        }
        taken
    }

    /// Gives the parked message its text, and parks the next where there is reason to.
    fn fill(&mut self, cx: &mut Cx<'_>, call: CallId, parked: MessageId, kind: PromptKind) {
        let Some((text, tasks)) = self.prompt_text(cx, kind) else {
            self.let_go(cx, call, parked, Released::Nothing);
            return;
        };
        self.begin_sending(cx, parked.clone(), kind, tasks);
        // The answer that has begun already is the one that sees it.
        self.sending.stored = Some(parked.clone());
        let next = decide(&self.situation(cx), cx.now);
        let park = self.park(cx, next);
        self.release(
            cx,
            call,
            Some(Fill {
                message: parked,
                text,
            }),
            park,
        );
    }

    /// Ends a hold with a word, since a step must have something to answer.
    fn let_go(&mut self, cx: &mut Cx<'_>, call: CallId, message: MessageId, why: Released) {
        let text = text::release(why);
        let next = decide(&self.situation(cx), cx.now);
        let park = if matches!(why, Released::UserSpoke | Released::Native | Released::Told) {
            self.park(cx, next)
        } else {
            None
        };
        self.release(cx, call, Some(Fill { message, text }), park);
    }

    /// The text of an automatic prompt and the tasks whose results it holds.
    fn prompt_text(&self, cx: &Cx<'_>, kind: PromptKind) -> Option<(String, Vec<TaskId>)> {
        let active = self.ledger.active_tasks().next().is_some();
        match kind {
            PromptKind::Results => {
                let owed: Vec<&Task> = self.ledger.owed_tasks().collect();
                (!owed.is_empty()).then(|| (self.results_text(cx, &owed), ids(&owed)))
            }
            PromptKind::Todos => {
                let open: Vec<&Todo> = self.todos.iter().filter(|todo| todo.is_open()).collect();
                (!open.is_empty()).then(|| (text::todos(&open), Vec::new()))
            }
            PromptKind::WhileActive => {
                active.then(|| (text::while_active(&self.ledger), Vec::new()))
            }
            PromptKind::HaltedQueue => (active && self.ledger.halted.is_some())
                .then(|| (text::halted_queue(&self.ledger), Vec::new())),
            PromptKind::Release => None,
        }
    }

    /// Writes the row of an automatic prompt: from here on it is owed until proven.
    fn begin_sending(
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
        let part = PartId(message.0.replacen("msg_", "prt_", 1));
        match kind {
            PromptKind::Todos | PromptKind::HaltedQueue => self.bounds.continued(),
            PromptKind::WhileActive => {
                self.bounds.continuations += 1;
                self.active_prompted =
                    Some(self.ledger.active_tasks().map(Task::id).cloned().collect());
            }
            PromptKind::Results => self.bounds.delivered(),
            PromptKind::Release => {}
        }
        self.note(
            cx,
            Record::Sent {
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

    /// The session is idle: a prompt of its own is the only way to go on.
    fn at_idle(&mut self, cx: &mut Cx<'_>, verdict: Verdict) {
        if let Verdict::Stop(why) = verdict {
            // A notice needs no look at OpenCode, and `opencode run` is about to exit.
            self.stop(cx, why);
        }
        if self.inspecting || self.recheck.at.is_some() {
            return;
        }
        match verdict {
            Verdict::Deliver(_) => self.send(cx, PromptKind::Results),
            Verdict::Continue(why) => self.count_down(cx, why),
            Verdict::Hold(_) | Verdict::Stop(_) | Verdict::Wait(..) | Verdict::Nothing(_) => {}
        }
    }

    fn count_down(&mut self, cx: &mut Cx<'_>, why: Why) {
        let span = cx.config.continuation.countdown;
        if self.headless || span.0 == 0 || self.countdown.is_some() || why != Why::TodosOpen {
            self.send(cx, kind_of(why));
            return;
        }
        self.countdown = Some(cx.now.plus(span));
        let open = self.todos.iter().filter(|todo| todo.is_open()).count();
        let first = self
            .todos
            .iter()
            .find(|todo| todo.is_open())
            .map(|todo| text::one_line(&todo.content));
        cx.notify(
            Variant::Info,
            format!(
                "Continuing in {}s: {open} open {}, next “{}”. Write, press a key or abort to stop it.",
                span.as_seconds().max(1),
                if open == 1 { "todo" } else { "todos" },
                first.unwrap_or_default(),
            ),
        );
    }

    /// Ends continuation: one notice with the reason, then silence until the user speaks.
    fn stop(&mut self, cx: &mut Cx<'_>, why: Why) {
        if self.bounds.quiet {
            return;
        }
        self.bounds.quiet = true;
        let reason = match why {
            Why::Stagnant => "the last continuations made no progress (continuation.maxStagnant)",
            Why::TooManyContinuations => {
                "the most continuations since your last message were sent (continuation.maxContinuations)"
            }
            Why::SameFailure => "the same tool call failed the same way in three turns running",
            _ => "too many turns in a row ended in an error",
        };
        let open = self.todos.iter().filter(|todo| todo.is_open()).count();
        let left = match (open, self.ledger.active_tasks().count()) {
            (0, 1) => "1 background task waiting".to_owned(),
            (0, tasks @ 2..) => format!("{tasks} background tasks waiting"),
            (1, _) => "1 open todo".to_owned(),
            (todos, _) => format!("{todos} open todos"),
        };
        let notice =
            format!("Holdfast stopped continuing with {left}: {reason}. Write something to go on.");
        cx.log(Level::Warn, notice.clone());
        cx.notify(Variant::Warning, notice);
        if self.ownership != Ownership::Foreign {
            self.record(
                cx,
                Record::Quieted {
                    why: format!("{why:?}"),
                },
            );
        }
    }

    /// Sends an automatic prompt to the idle session, or the one on its way once more.
    fn send(&mut self, cx: &mut Cx<'_>, kind: PromptKind) {
        if let Some(row) = self.ledger.outbox.clone() {
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
        let (Some(row), Some(identity)) = (self.ledger.outbox.clone(), self.identity.clone())
        else {
            return;
        };
        self.sending.in_flight = true;
        self.sending.attempts += 1;
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
        let effect = cx.expect(&self.id, Pending::Deliver(row.message));
        cx.out.push(Effect::Prompt {
            effect,
            session: self.id.clone(),
            prompt,
        });
    }

    /// The prompt has no answer yet. In the history it is the same message, never a second copy.
    fn resend(&mut self, cx: &mut Cx<'_>, row: &Row) {
        if self.sending.in_flight || cx.now < self.sending.next {
            return;
        }
        if self.sending.attempts >= ATTEMPTS_MAX {
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
        let tasks: Vec<&Task> = self.ledger.sent_in(&row.message).collect();
        (!tasks.is_empty()).then(|| self.results_text(cx, &tasks))
    }

    pub(super) fn delivered(
        &mut self,
        cx: &mut Cx<'_>,
        message: &MessageId,
        result: Result<(), String>,
    ) {
        if self
            .ledger
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

    /// One line on standard error when what is waited for changes, and one now and then.
    fn show_progress(&mut self, cx: &mut Cx<'_>, since: Time) {
        if !self.headless {
            return;
        }
        let running = self
            .ledger
            .active_tasks()
            .filter(|task| task.stage == Stage::Running)
            .count();
        let queued = self.ledger.active_tasks().count() - running;
        let done = self.ledger.owed_tasks().count();
        let parts = [(running, "running"), (queued, "queued"), (done, "done")];
        let what = parts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| format!("{count} {word}"))
            .collect::<Vec<_>>()
            .join(" · ");
        if self
            .progress
            .as_ref()
            .is_some_and(|(shown, next)| *shown == what && cx.now < *next)
        {
            return;
        }
        self.progress = Some((what.clone(), cx.now.plus(PROGRESS_EVERY)));
        if !what.is_empty() {
            cx.out.push(Effect::Progress {
                line: format!("{what} ({})", cx.now.since(since).clock()),
            });
        }
    }

    /// Asks OpenCode for the truth where an event may have been lost.
    pub(super) fn reconcile(&mut self, cx: &mut Cx<'_>) {
        let disagrees = self.recheck.at.is_some_and(|at| cx.now >= at)
            || self.seek_at().is_some_and(|at| cx.now >= at);
        let is_late = cx.now.since(self.checked) >= super::child::RECONCILE_EVERY;
        let is_watched = self.used && !self.idle && self.step.is_none() && !self.headless;
        if disagrees || (is_late && is_watched && self.has_business()) {
            self.inspect_root(cx);
        }
    }

    /// When a prompt that was on its way is looked for once more.
    fn seek_at(&self) -> Option<Time> {
        (self.seeking.is_some() && !self.inspecting)
            .then(|| self.checked.plus(super::recovery::SEEK_EVERY))
    }

    /// Whether to look again although nothing happened, and when.
    pub(super) fn next_act(&self, cx: &Cx<'_>) -> Option<Time> {
        if !self.used {
            return None;
        }
        let mut times: Vec<Time> = self.recheck.at.into_iter().chain(self.seek_at()).collect();
        times.extend(self.native_until);
        if let Some(step) = self.step.as_ref().filter(|step| step.over) {
            times.extend(self.progress.as_ref().map(|(_, next)| *next));
            times.extend(cx.config.hold.max.map(|max| step.since.plus(max)));
        }
        if !self.idle && self.step.is_none() && !self.headless && self.has_business() {
            // Should the idle event have been lost.
            times.push(self.checked.plus(super::child::RECONCILE_EVERY));
        }
        if self.idle {
            times.extend(self.countdown);
            if self.bounds.trouble == Some(Class::Retryable)
                && !self.bounds.quiet
                && self.has_business()
            {
                times.push(self.bounds.backoff_until);
            }
            if self.ledger.outbox.is_some()
                && !self.sending.in_flight
                && self.sending.attempts < ATTEMPTS_MAX
            {
                times.push(self.sending.next);
            }
        }
        times.retain(|time| *time > cx.now);
        times.into_iter().min()
    }
}

fn ids(tasks: &[&Task]) -> Vec<TaskId> {
    tasks.iter().map(|task| task.id().clone()).collect()
}

fn kind_of(why: Why) -> PromptKind {
    match why {
        Why::TasksActive => PromptKind::WhileActive,
        Why::QueueUndecided => PromptKind::HaltedQueue,
        _ => PromptKind::Todos,
    }
}
