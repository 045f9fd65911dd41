//! What follows from a verdict: a step is parked, held or let go; an idle session is prompted, or
//! told why not.

use crate::core::journal::{PromptKind, Record};
use crate::core::port::effect::{Effect, Fill, Level, Parked, Variant, Word};
use crate::core::session::decision::{End, Go, Verdict, Why, decide};
use crate::core::session::pending::AbortFor;
use crate::core::session::prompting;
use crate::core::session::root::{Cx, Root};
use crate::core::session::turn::Step;
use crate::core::session::{recovery, situation, steps};
use crate::core::task::{Outcome, Stage};
use crate::core::texts::agent::{self, Released};
use crate::core::values::ids::{CallId, MessageId};
use crate::core::values::plain::one_line;
use crate::core::values::time::Time;

/// Evaluates the decision and acts on it.
pub(in crate::core) fn act(root: &mut Root, cx: &mut Cx<'_>) {
    if !root.is_tended() || recovery::is_under_way(root) {
        return;
    }
    if root.turn.is_working() {
        return;
    }
    prompting::drop_stale(root, cx);
    let verdict = decide(&situation::of(root, cx), cx.now);
    if root.decided != Some(verdict) {
        root.decided = Some(verdict);
        cx.log(Level::Debug, format!("{} {verdict:?}", root.id));
    }
    match root.turn.held().cloned() {
        Some(step) if step.over => at_turn_end(root, cx, &step, verdict),
        Some(step) => at_step_start(root, cx, &step, verdict),
        None => at_idle(root, cx, verdict),
    }
}

/// Before a step that somebody asked for: reason to go on now is reason at its end, so the
/// message that will take the turn on is parked now.
fn at_step_start(root: &mut Root, cx: &mut Cx<'_>, step: &Step, verdict: Verdict) {
    if let (Verdict::Deliver(_), Some(parked), true) =
        (verdict, &step.parked, root.outbox.is_empty())
    {
        // The turn went on by itself, and there is an empty message to speak in: no need to
        // wait for its end.
        fill(root, cx, step.call, parked.clone(), PromptKind::Results);
        return;
    }
    let park = park(root, cx, verdict);
    steps::release(root, cx, step.call, None, park);
}

fn park(root: &mut Root, cx: &mut Cx<'_>, verdict: Verdict) -> Option<Parked> {
    let reason = match verdict {
        // An automatic prompt on its way is answered by this very step.
        Verdict::Deliver(_) => root.journal.ledger().owed_tasks().next().is_some(),
        Verdict::Hold(_) => true,
        Verdict::Continue(_) => root.headless,
        Verdict::Wait(_) | Verdict::Nothing(_) | Verdict::Stop(_) => false,
    };
    let may = reason && !root.fuse.is_blown();
    let identity = root.identity.clone().filter(|_| may)?;
    let message = cx.ids.message(cx.now);
    root.fuse.parks(&message);
    Some(Parked {
        part: message.part(),
        message,
        identity,
    })
}

/// The turn is over but for the parked message: hold, or speak.
fn at_turn_end(root: &mut Root, cx: &mut Cx<'_>, step: &Step, verdict: Verdict) {
    let Some(parked) = step.parked.clone() else {
        return;
    };
    if let Some(why) = step.spoken {
        let_go(root, cx, step.call, parked, why);
        return;
    }
    let speaks = matches!(
        verdict,
        Verdict::Deliver(_) | Verdict::Continue(_) | Verdict::Hold(_)
    );
    if speaks && prompting::results_on_their_way(root, cx) {
        if !root.outbox.is_in_flight() {
            let_go(root, cx, step.call, parked, Released::Told);
        }
        return;
    }
    match verdict {
        Verdict::Deliver(_) => fill(root, cx, step.call, parked, PromptKind::Results),
        Verdict::Continue(why) => fill(root, cx, step.call, parked, kind_of(why)),
        Verdict::Hold(_) | Verdict::Wait(_) => show_progress(root, cx, step.since),
        Verdict::Nothing(Why::Stopped | Why::Aborted | Why::Refused) => {
            let effect = cx.expect(&root.id, AbortFor::Root);
            cx.out.push(Effect::Abort {
                effect,
                session: root.id.clone(),
            });
            root.turn.abandon();
        }
        Verdict::Nothing(Why::HoldExpired) => {
            root.bounds.hold_expires();
            let_go(root, cx, step.call, parked, Released::Expired);
        }
        Verdict::Stop(why) => {
            stop(root, cx, why);
            let_go(root, cx, step.call, parked, Released::Nothing);
        }
        Verdict::Nothing(_) => let_go(root, cx, step.call, parked, Released::Nothing),
    }
}

/// Gives the parked message its text, and parks the next where there is reason to.
fn fill(root: &mut Root, cx: &mut Cx<'_>, call: CallId, parked: MessageId, kind: PromptKind) {
    let Some(text) = prompting::fill(root, cx, &parked, kind) else {
        let_go(root, cx, call, parked, Released::Nothing);
        return;
    };
    root.fuse.filled();
    let next = decide(&situation::of(root, cx), cx.now);
    let park = park(root, cx, next);
    steps::release(
        root,
        cx,
        call,
        Some(Fill {
            word: Word::News,
            part: parked.part(),
            message: parked,
            text,
        }),
        park,
    );
}

/// Ends a hold with a word, since a step must have something to answer.
fn let_go(root: &mut Root, cx: &mut Cx<'_>, call: CallId, message: MessageId, why: Released) {
    let text = agent::release(why);
    root.fuse.let_go();
    let next = decide(&situation::of(root, cx), cx.now);
    let park = if matches!(why, Released::UserSpoke | Released::Native | Released::Told) {
        park(root, cx, next)
    } else {
        None
    };
    let part = message.part();
    steps::release(
        root,
        cx,
        call,
        Some(Fill {
            word: Word::Farewell,
            message,
            part,
            text,
        }),
        park,
    );
}

/// The session is idle: a prompt of its own is the only way to go on.
fn at_idle(root: &mut Root, cx: &mut Cx<'_>, verdict: Verdict) {
    if let Verdict::Stop(why) = verdict {
        // A notice needs no look at OpenCode, and `opencode run` is about to exit.
        stop(root, cx, why);
    }
    if root.turn.is_unsure() {
        return;
    }
    name_the_wait(root, cx, verdict);
    match verdict {
        Verdict::Deliver(_) => prompting::send(root, cx, PromptKind::Results),
        Verdict::Continue(why) => count_down(root, cx, why),
        Verdict::Hold(_) | Verdict::Stop(_) | Verdict::Wait(_) | Verdict::Nothing(_) => {}
    }
}

/// Results never wait in silence: where it is not the user's own word that they wait for, the
/// user reads once why, and what brings them.
fn name_the_wait(root: &mut Root, cx: &mut Cx<'_>, verdict: Verdict) {
    let Verdict::Nothing(why) = verdict else {
        return;
    };
    if why == Why::NotTaken && root.outbox.kind() != Some(PromptKind::Results) {
        stop(root, cx, End::NotTaken);
    }
    let reason = match why {
        Why::NotTaken => "OpenCode did not begin a turn for them",
        Why::PermanentError => "the last turn ended in an error",
        Why::Quiet if root.bounds.setback().is_some() => "the last turns ended in an error",
        Why::ContextOverflow => "the context is full and could not be compacted",
        Why::IdentityUnknown => "the agent and model of your last message are not known",
        Why::NotOurs
        | Why::Stopped
        | Why::Aborted
        | Why::Refused
        | Why::Reverted
        | Why::Quiet
        | Why::Asking
        | Why::Backoff
        | Why::Compacting
        | Why::ResultsOwed
        | Why::ResultOwed
        | Why::QueueHalted
        | Why::QueueUndecided
        | Why::TasksActive
        | Why::HoldExpired
        | Why::Sending
        | Why::AnsweredAlready
        | Why::TodosOff
        | Why::AgentSkipped
        | Why::TextAsks
        | Why::Countdown
        | Why::Hushed
        | Why::Settled => return,
    };
    let waiting = root
        .journal
        .ledger()
        .in_order()
        .filter(|task| task.is_untold())
        .count();
    if waiting == 0 || !root.bounds.waits_for(why) {
        return;
    }
    let (what, them) = match waiting {
        1 => ("1 result waits".to_owned(), "it"),
        count => (format!("{count} results wait"), "them"),
    };
    let notice = format!("{what}: {reason}. Send a message to deliver {them}.");
    cx.log(Level::Warn, notice.clone());
    cx.notify(Variant::Warning, notice);
}

fn count_down(root: &mut Root, cx: &mut Cx<'_>, why: Go) {
    let span = cx.config.continuation.countdown;
    if root.headless || span.0 == 0 || root.turn.countdown().is_some() || why != Go::TodosOpen {
        // What was cancelled is no news, and goes along.
        let owed = why == Go::TodosOpen && root.journal.ledger().owed_tasks().next().is_some();
        let kind = if owed {
            PromptKind::Results
        } else {
            kind_of(why)
        };
        prompting::send(root, cx, kind);
        return;
    }
    root.turn.count_down(cx.now.plus(span));
    let open = root.todos.iter().filter(|todo| todo.is_open()).count();
    let first = root
        .todos
        .iter()
        .find(|todo| todo.is_open())
        .map(|todo| one_line(&todo.content));
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
fn stop(root: &mut Root, cx: &mut Cx<'_>, why: End) {
    if !root.bounds.quiets() {
        return;
    }
    let name = format!("{why:?}");
    cx.out.push(Effect::Quieted {
        session: root.id.clone(),
        why: name.clone(),
    });
    if root.journal.ledger().quieted.contains(&name) {
        cx.log(
            Level::Info,
            format!("{} stopped continuing again ({name})", root.id),
        );
        return;
    }
    let reason = match why {
        End::Stagnant => "the last continuations made no progress (continuation.maxStagnant)",
        End::TooManyContinuations => {
            "the most continuations since your last message were sent (continuation.maxContinuations)"
        }
        End::SameFailure => "the same tool call failed the same way in three turns running",
        End::NoWork => "the turn after the last continuation called no tool",
        End::NotTaken => "OpenCode did not begin a turn for the last continuation",
        End::TooManyErrors => "too many turns in a row ended in an error",
    };
    let open = root.todos.iter().filter(|todo| todo.is_open()).count();
    let left = match (open, root.journal.ledger().active_count()) {
        (0, 1) => "1 background task waiting".to_owned(),
        (0, tasks @ 2..) => format!("{tasks} background tasks waiting"),
        (1, _) => "1 open todo".to_owned(),
        (todos, _) => format!("{todos} open todos"),
    };
    let notice =
        format!("Holdfast stopped continuing with {left}: {reason}. Send a message to continue.");
    cx.log(Level::Warn, notice.clone());
    cx.notify(Variant::Warning, notice);
    root.journal.note(cx, &Record::Quieted { why: name });
}

/// One line on standard error when what is waited for changes, and one now and then.
fn show_progress(root: &mut Root, cx: &mut Cx<'_>, since: Time) {
    if !root.headless {
        return;
    }
    let running = root.journal.ledger().running_tasks().count();
    let queued = root.journal.ledger().pending_count();
    let ended = |outcome: Outcome| {
        let owed = root.journal.ledger().owed_tasks();
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
    if !root.turn.shows(&what, cx.now) {
        return;
    }
    if !what.is_empty() {
        cx.out.push(Effect::Progress {
            line: format!("{what} ({})", cx.now.since(since).clock()),
        });
    }
}

fn kind_of(go: Go) -> PromptKind {
    match go {
        Go::TodosOpen => PromptKind::Todos,
        Go::TasksActive => PromptKind::WhileActive,
        Go::QueueUndecided => PromptKind::HaltedQueue,
    }
}
