//! What follows from a verdict: a step is parked, held or let go; an idle session is prompted, or
//! told why not.

use crate::core::journal::{PromptKind, Record};
use crate::core::port::effect::{Effect, Fill, Level, Parked, Variant};
use crate::core::session::decision::{Verdict, Why, decide};
use crate::core::session::fuse::STEPS_MAX;
use crate::core::session::pending::AbortFor;
use crate::core::session::prompting;
use crate::core::session::root::{Cx, Root, Step};
use crate::core::task::{Outcome, Stage};
use crate::core::texts::text::{self, Released};
use crate::core::values::ids::{CallId, MessageId};
use crate::core::values::time::{Span, Time};
use crate::core::values::trouble::Class;

/// How often a held session says that it still waits.
const PROGRESS_EVERY: Span = Span::seconds(30);

impl Root {
    /// Evaluates the decision and acts on it.
    pub(in crate::core) fn act(&mut self, cx: &mut Cx<'_>) {
        if !self.used || self.journal.is_claiming() || self.is_recovering() {
            return;
        }
        if self.step.is_none() && !self.idle {
            return;
        }
        prompting::drop_stale(self, cx);
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

    pub(in crate::core) fn release(
        &mut self,
        cx: &mut Cx<'_>,
        call: CallId,
        fill: Option<Fill>,
        park: Option<Parked>,
    ) {
        if self.step.as_ref().is_some_and(|step| step.call == call) {
            self.step = None;
            self.progress = None;
        }
        cx.out.push(Effect::ReleaseStep {
            call,
            session: self.id.clone(),
            fill,
            park,
        });
    }

    /// Before a step that somebody asked for: reason to go on now is reason at its end, so the
    /// message that will take the turn on is parked now.
    fn at_step_start(&mut self, cx: &mut Cx<'_>, step: &Step, verdict: Verdict) {
        if let (Verdict::Deliver(_), Some(parked), true) =
            (verdict, &step.parked, self.outbox.is_empty())
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
            Verdict::Deliver(_) => self.journal.ledger().owed_tasks().next().is_some(),
            Verdict::Hold(_) => true,
            Verdict::Continue(_) => self.headless,
            Verdict::Wait(_) | Verdict::Nothing(_) | Verdict::Stop(_) => false,
        };
        let may = reason && !self.fuse.is_blown();
        let identity = self.identity.clone().filter(|_| may)?;
        let message = cx.ids.message(cx.now);
        self.fuse.parks(&message);
        Some(Parked {
            part: message.part(),
            message,
            identity,
        })
    }

    /// Too many steps in a row answered nothing but an empty message of ours.
    pub(in crate::core) fn fuse_blown(&mut self, cx: &mut Cx<'_>) {
        let notice = text::fuse_blown(STEPS_MAX);
        cx.log(Level::Error, notice.clone());
        cx.notify(Variant::Error, notice);
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
        if speaks && prompting::results_on_their_way(self, cx) {
            if !self.outbox.is_in_flight() {
                self.let_go(cx, step.call, parked, Released::Told);
            }
            return;
        }
        match verdict {
            Verdict::Deliver(_) => self.fill(cx, step.call, parked, PromptKind::Results),
            Verdict::Continue(why) => self.fill(cx, step.call, parked, kind_of(why)),
            Verdict::Hold(_) | Verdict::Wait(_) => self.show_progress(cx, step.since),
            Verdict::Nothing(Why::Stopped | Why::Aborted | Why::Refused) => {
                let effect = cx.expect(&self.id, AbortFor::Root);
                cx.out.push(Effect::Abort {
                    effect,
                    session: self.id.clone(),
                });
                self.abandon_step();
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

    /// Gives the parked message its text, and parks the next where there is reason to.
    fn fill(&mut self, cx: &mut Cx<'_>, call: CallId, parked: MessageId, kind: PromptKind) {
        let Some(text) = prompting::fill(self, cx, &parked, kind) else {
            self.let_go(cx, call, parked, Released::Nothing);
            return;
        };
        self.fuse.filled();
        let next = decide(&self.situation(cx), cx.now);
        let park = self.park(cx, next);
        self.release(
            cx,
            call,
            Some(Fill {
                part: parked.part(),
                message: parked,
                text,
            }),
            park,
        );
    }

    /// Ends a hold with a word, since a step must have something to answer.
    fn let_go(&mut self, cx: &mut Cx<'_>, call: CallId, message: MessageId, why: Released) {
        let text = text::release(why);
        self.fuse.let_go();
        let next = decide(&self.situation(cx), cx.now);
        let park = if matches!(why, Released::UserSpoke | Released::Native | Released::Told) {
            self.park(cx, next)
        } else {
            None
        };
        let part = message.part();
        self.release(
            cx,
            call,
            Some(Fill {
                message,
                part,
                text,
            }),
            park,
        );
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
        self.name_the_wait(cx, verdict);
        match verdict {
            Verdict::Deliver(_) => prompting::send(self, cx, PromptKind::Results),
            Verdict::Continue(why) => self.count_down(cx, why),
            Verdict::Hold(_) | Verdict::Stop(_) | Verdict::Wait(_) | Verdict::Nothing(_) => {}
        }
    }

    /// Results never wait in silence: where it is not the user's own word that they wait for, the
    /// user reads once why, and what brings them.
    fn name_the_wait(&mut self, cx: &mut Cx<'_>, verdict: Verdict) {
        let Verdict::Nothing(why) = verdict else {
            return;
        };
        if why == Why::NotTaken && self.outbox.kind() != Some(PromptKind::Results) {
            self.stop(cx, why);
        }
        let reason = match why {
            Why::NotTaken => "OpenCode did not begin a turn for them",
            Why::PermanentError => "the last turn ended in an error",
            Why::Quiet if self.bounds.trouble.is_some() => "the last turns ended in an error",
            Why::ContextOverflow => "the context is full and could not be compacted",
            Why::IdentityUnknown => "the agent and model of your last message are not known",
            _ => return,
        };
        let waiting = self
            .journal
            .ledger()
            .in_order()
            .filter(|task| task.is_untold())
            .count();
        if waiting == 0 || self.waits_for == Some(why) {
            return;
        }
        self.waits_for = Some(why);
        let (what, them) = match waiting {
            1 => ("1 result waits".to_owned(), "it"),
            count => (format!("{count} results wait"), "them"),
        };
        let notice = format!("{what}: {reason}. Send a message to deliver {them}.");
        cx.log(Level::Warn, notice.clone());
        cx.notify(Variant::Warning, notice);
    }

    fn count_down(&mut self, cx: &mut Cx<'_>, why: Why) {
        let span = cx.config.continuation.countdown;
        if self.headless || span.0 == 0 || self.countdown.is_some() || why != Why::TodosOpen {
            // What was cancelled is no news, and goes along.
            let owed = why == Why::TodosOpen && self.journal.ledger().owed_tasks().next().is_some();
            let kind = if owed {
                PromptKind::Results
            } else {
                kind_of(why)
            };
            prompting::send(self, cx, kind);
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
                "Continuing in {}s: {open} open {}, next “{}”. Send a message, press a key or abort to stop it.",
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
        let name = format!("{why:?}");
        cx.out.push(Effect::Quieted {
            session: self.id.clone(),
            why: name.clone(),
        });
        if self.journal.ledger().quieted.contains(&name) {
            cx.log(
                Level::Info,
                format!("{} stopped continuing again ({name})", self.id),
            );
            return;
        }
        let reason = match why {
            Why::Stagnant => "the last continuations made no progress (continuation.maxStagnant)",
            Why::TooManyContinuations => {
                "the most continuations since your last message were sent (continuation.maxContinuations)"
            }
            Why::SameFailure => "the same tool call failed the same way in three turns running",
            Why::NoWork => "the turn after the last continuation called no tool",
            Why::NotTaken => "OpenCode did not begin a turn for the last continuation",
            _ => "too many turns in a row ended in an error",
        };
        let open = self.todos.iter().filter(|todo| todo.is_open()).count();
        let left = match (open, self.journal.ledger().active_count()) {
            (0, 1) => "1 background task waiting".to_owned(),
            (0, tasks @ 2..) => format!("{tasks} background tasks waiting"),
            (1, _) => "1 open todo".to_owned(),
            (todos, _) => format!("{todos} open todos"),
        };
        let notice = format!(
            "Holdfast stopped continuing with {left}: {reason}. Send a message to continue."
        );
        cx.log(Level::Warn, notice.clone());
        cx.notify(Variant::Warning, notice);
        self.journal.note(cx, &Record::Quieted { why: name });
    }

    /// One line on standard error when what is waited for changes, and one now and then.
    fn show_progress(&mut self, cx: &mut Cx<'_>, since: Time) {
        if !self.headless {
            return;
        }
        let running = self.journal.ledger().running_tasks().count();
        let queued = self.journal.ledger().pending_count();
        let ended = |outcome: Outcome| {
            let owed = self.journal.ledger().owed_tasks();
            let ended = owed.filter(|task| task.stage == Stage::Ended(outcome));
            (ended.count(), outcome.name())
        };
        let parts = [
            (running, "running"),
            (queued, "queued"),
            ended(Outcome::Completed),
            ended(Outcome::Failed),
            ended(Outcome::Cancelled),
            ended(Outcome::Interrupted),
        ];
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

    /// Whether to look again although nothing happened, and when.
    pub(in crate::core) fn next_act(&self, cx: &Cx<'_>) -> Option<Time> {
        if !self.used {
            return None;
        }
        let mut times: Vec<Time> = self.recheck.at.into_iter().chain(self.seek_at()).collect();
        times.extend(self.tasks.next_act(cx.now));
        if let Some(step) = self.step.as_ref().filter(|step| step.over) {
            times.extend(self.progress.as_ref().map(|(_, next)| *next));
            times.extend(cx.config.hold.max.map(|max| step.since.plus(max)));
        }
        if !self.idle && self.step.is_none() && self.has_business() {
            // Should the idle event have been lost.
            times.push(
                self.checked
                    .plus(crate::core::session::tasks::look::RECONCILE_EVERY),
            );
        }
        if self.idle {
            times.extend(self.countdown);
            if self.bounds.trouble == Some(Class::Retryable)
                && !self.bounds.quiet
                && self.has_business()
            {
                times.push(self.bounds.backoff_until);
            }
            times.extend(self.outbox.resend_at());
        }
        times.retain(|time| *time > cx.now);
        times.into_iter().min()
    }
}

fn kind_of(why: Why) -> PromptKind {
    match why {
        Why::TasksActive => PromptKind::WhileActive,
        Why::QueueUndecided => PromptKind::HaltedQueue,
        _ => PromptKind::Todos,
    }
}
