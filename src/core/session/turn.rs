//! The root session's turn: what is seen of it, and the situation that it makes.

use crate::core::port::effect::Effect;
use crate::core::port::event::{Assistant, Identity, NewestUser, Status, ToolState, ToolUpdate};
use crate::core::session::decision::Situation;
use crate::core::session::outbox::Outbox;
use crate::core::session::prompting;
use crate::core::session::root::{Cx, Root, Step};
use crate::core::session::tasks::{end, news};
use crate::core::task::{Outcome, Stage, Task};
use crate::core::texts::text::{self, Released};
use crate::core::values::ids::{CallId, MessageId};
use crate::core::values::time::{Span, Time};
use crate::core::values::todo::Todo;
use crate::core::values::trouble::{Class, Trouble};

/// Idle events that repeat the end of a turn come this soon after it.
const REPEATED_WITHIN: Span = Span(100);
/// OpenCode calls a session idle until the loop of a message that it took has begun.
pub(in crate::core) const BEGINS_WITHIN: Span = Span::seconds(1);
/// How often a prompt that is not there is looked for.
const SEEK_EVERY: Span = Span(100);
/// How long the last message of an idle session may take to be finished or failed.
const DOUBT: Span = Span::seconds(2);
/// Tools that do nothing but plan and ask: an agent that calls no other does no work.
const IDLE_TOOLS: [&str; 3] = ["todowrite", "todoread", "question"];
/// In the error of a tool call that a person refused with a word to the agent: they have spoken.
const WITH_FEEDBACK: &str = "with the following feedback";

impl Root {
    pub(in crate::core) fn step_started(
        &mut self,
        cx: &mut Cx<'_>,
        call: CallId,
        user: NewestUser,
        identity: Option<Identity>,
        assistant: Option<Assistant>,
    ) {
        if self.step.is_some() && assistant.is_none() {
            // The request for a title runs the hook beside the first step's.
            self.release(cx, call, None, None);
            return;
        }
        self.root_busy();
        self.bounds.turn_begins();
        self.reverted = false;
        let parked = self.fuse.answered_by(&user, self.assistant.as_ref());
        // A compaction's own step parks nothing and comes once.
        if !self.compacting && self.fuse.step(assistant.as_ref(), self.assistant.as_ref()) {
            self.fuse_blown(cx);
        }
        if parked.is_none() && !user.id.is_ours() {
            self.spoken = Some(user.id);
        }
        if let Some(identity) = identity {
            self.identity = Some(identity);
        }
        let over = parked.is_some() && assistant.as_ref().is_some_and(Assistant::is_final);
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
        // OpenCode waits for one step at a time: an older one was abandoned.
        self.abandon_step();
        self.let_abandoned_go(cx);
        self.step = Some(Step {
            call,
            parked,
            over,
            after,
            since: cx.now,
            spoken: None,
        });
    }

    pub(in crate::core) fn root_busy(&mut self) {
        if self.idle {
            self.bounds.turn_begins();
        }
        self.idle = false;
        self.recheck.settle();
        self.doubt = None;
        self.countdown = None;
    }

    /// The step that waits is not gone on with. Its hook is answered all the same, once OpenCode
    /// has stopped waiting for it: what holds an answer open is kept for ever.
    pub(in crate::core) fn abandon_step(&mut self) {
        self.progress = None;
        self.abandoned
            .extend(self.step.take().map(|step| step.call));
    }

    /// Answers the hooks of abandoned steps. Where OpenCode waits for one all the same, its turn
    /// ends.
    pub(in crate::core) fn let_abandoned_go(&mut self, cx: &mut Cx<'_>) {
        for call in std::mem::take(&mut self.abandoned) {
            self.release(cx, call, None, None);
        }
    }

    /// OpenCode abandoned a hook or tool call, as an abort does.
    pub(in crate::core) fn call_aborted(&mut self, cx: &mut Cx<'_>, call: CallId) {
        if self.step.as_ref().is_some_and(|step| step.call == call) {
            self.abandon_step();
            self.let_abandoned_go(cx);
        }
        if self.tasks.waits.take(call).is_some() {
            let text = "The call was stopped.".to_owned();
            cx.out.push(Effect::ReplyTool { call, text });
        }
    }

    /// The session stopped working.
    pub(in crate::core) fn root_idle(&mut self, cx: &mut Cx<'_>) {
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
    pub(in crate::core) fn idle_inspected(
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
        } else if last.is_none_or(|last| {
            let ended = last.completed || last.finish.is_some() || last.error.is_some();
            ended || last.id < self.since
        }) {
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
    pub(in crate::core) fn has_business(&self) -> bool {
        !self.outbox.is_empty()
            || self.journal.ledger().active_count() > 0
            || self.journal.ledger().owed_tasks().next().is_some()
            || self.todos.iter().any(Todo::is_open)
    }

    pub(in crate::core) fn root_failed(&mut self, cx: &mut Cx<'_>, trouble: &Trouble) {
        self.compacting = false;
        self.turn_failed(cx, trouble);
    }

    /// A compaction ended: a full context is no trouble any more.
    pub(in crate::core) fn compacted(&mut self) {
        self.compacting = false;
        if self.bounds.trouble == Some(Class::Overflow) {
            self.bounds.trouble = None;
        }
    }

    /// Whether the session could be forgotten without losing anything.
    pub(in crate::core) fn is_spare(&self) -> bool {
        self.step.is_none() && self.idle && !self.has_business()
    }

    pub(in crate::core) fn turn_failed(&mut self, cx: &mut Cx<'_>, trouble: &Trouble) {
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
        self.abandon_step();
        self.let_abandoned_go(cx);
        self.end_waiting(cx, "the user stopped the turn");
        if cx.config.tasks.on_abort == crate::core::config::OnAbort::Cancel {
            end::cancel_all(self, cx);
        }
    }

    /// A message of the user's, or of another program.
    pub(in crate::core) fn user_message(
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
        self.fuse.asked(message);
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
            let running = self.journal.ledger().running_tasks().any(Task::is_native);
            self.tasks.native_told(running);
            cx.out.push(Effect::ReplyMessage { call, add: None });
            return;
        }
        self.identity = Some(identity);
        self.user_spoke(cx);
        self.reverted = false;
        self.active_prompted = None;
        self.expired = false;
        self.end_waiting(cx, "the user wrote something");
        prompting::drop_continuation(self, cx);
        let add = prompting::ride(self, cx, message);
        cx.out.push(Effect::ReplyMessage { call, add });
    }

    /// The newest assistant message is known: it may prove that a prompt arrived.
    pub(in crate::core) fn assistant_seen(&mut self, cx: &mut Cx<'_>, mut assistant: Assistant) {
        self.outbox.hears(cx, &mut self.journal, &assistant);
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

    pub(in crate::core) fn text_finished(&mut self, message: &MessageId, text: &str) {
        if let Some(assistant) = self.assistant.as_mut().filter(|known| known.id == *message) {
            assistant.text = text.to_owned();
        }
    }

    pub(in crate::core) fn root_tool(&mut self, cx: &mut Cx<'_>, update: &ToolUpdate) {
        news::native_seen(self, cx, update);
        if !IDLE_TOOLS.contains(&update.tool.as_str()) {
            self.bounds.works();
        }
        if let Some(change) = &update.change {
            self.bounds.files_changed(change);
        }
        match &update.state {
            ToolState::Failed(error) => {
                if error.contains(WITH_FEEDBACK) {
                    self.bounds.refused = false;
                }
                self.bounds
                    .call_failed(format!("{} {} {error}", update.tool, update.input));
            }
            ToolState::Completed | ToolState::Running => {}
        }
    }

    pub(in crate::core) fn todos_updated(&mut self, todos: Vec<Todo>) {
        self.bounds.see(&todos);
        self.todos = todos;
    }

    /// All that the decision looks at, as it is now.
    pub(in crate::core) fn situation(&self, cx: &Cx<'_>) -> Situation {
        let options = &cx.config.continuation;
        let owed: Vec<&Task> = self.journal.ledger().owed_tasks().collect();
        let halted = self.journal.ledger().halted.is_some();
        let active = self.journal.ledger().active_count();
        let since = self.step.as_ref().map(|step| step.since);
        let idle = self.step.is_none();
        let source = self.assistant.as_ref().map(|assistant| &assistant.id);
        let text = self
            .assistant
            .as_ref()
            .map_or("", |assistant| assistant.text.as_str());
        Situation {
            ours: !self.journal.is_foreign(),
            stopped: self.journal.ledger().stopped,
            aborted: self.bounds.aborted,
            refused: self.bounds.refused,
            refused_below: self.bounds.refused_below,
            reverted: self.reverted && self.step.is_none(),
            quiet: self.bounds.quiet,
            asking: self.tasks.tree.asks_a_person(),
            trouble: self.bounds.trouble,
            backoff_until: self.bounds.backoff_until,
            failures: self.bounds.failures,
            compacting: self.compacting,
            idle,
            // In a step, a prompt on its way is being answered; at idle it may need another push.
            unanswered: idle && !self.outbox.is_empty(),
            answered: idle && Outbox::followed(self.journal.ledger(), source),
            // A parked message has its identity already.
            identified: self.identity.is_some()
                || self.step.as_ref().is_some_and(|step| step.parked.is_some()),
            owed: owed.iter().filter(|task| self.is_news(task)).count(),
            halt_owed: halted
                && owed
                    .iter()
                    .any(|task| Some(task.id()) == self.journal.ledger().halted.as_ref()),
            halted,
            running: self.journal.ledger().running_tasks().count(),
            deliver: cx.config.tasks.deliver,
            holds: self.holds(cx),
            headless: self.headless,
            hold_expired: self.expired
                || matches!((cx.config.hold.max, since), (Some(max), Some(since)) if cx.now.since(since) >= max),
            while_active: options.while_active,
            active_changed: active > 0
                && self.active_prompted != Some(self.journal.ledger().changes()),
            active: active.saturating_add(usize::from(self.tasks.expects_native(cx.now))),
            open_todos: self.todos.iter().filter(|todo| todo.is_open()).count(),
            todos_on: options.todos,
            agent_may: self.agent_may(cx),
            text_asks: options.wait_on_questions && !self.headless && text::asks_user(text),
            stagnant: self.bounds.is_stagnant(options),
            no_work: !self.headless && self.bounds.did_no_work(),
            not_taken: self.outbox.is_not_taken(cx.now),
            exhausted: self.bounds.is_exhausted(options),
            same_failure: self.bounds.same_failure(),
            hushed: self.bounds.hushed,
            countdown_until: self.countdown,
        }
    }

    /// Whether a result is worth a turn of its own. Who watches and cancels a task knows of it: it
    /// goes along with the next message.
    fn is_news(&self, task: &Task) -> bool {
        self.headless || task.stage != Stage::Ended(Outcome::Cancelled)
    }

    /// When a prompt that was on its way is looked for once more.
    pub(in crate::core) fn seek_at(&self) -> Option<Time> {
        (self.outbox.is_sought() && !self.inspecting).then(|| self.checked.plus(SEEK_EVERY))
    }

    /// Asks OpenCode for the truth where an event may have been lost.
    pub(in crate::core) fn reconcile(&mut self, cx: &mut Cx<'_>) {
        let disagrees = self.recheck.at.is_some_and(|at| cx.now >= at)
            || self.seek_at().is_some_and(|at| cx.now >= at);
        let is_late =
            cx.now.since(self.checked) >= crate::core::session::tasks::look::RECONCILE_EVERY;
        let is_watched = self.used && !self.idle && self.step.is_none();
        if disagrees || (is_late && is_watched && self.has_business()) {
            self.inspect_root(cx);
        }
    }
}
