//! Looks at a task's session: whether the task is over, and what follows.

use crate::core::port::effect::{Effect, Level};
use crate::core::port::event::{Status, Transcript};
use crate::core::session::pending::InspectFor;
use crate::core::session::root::{Cx, Root};
use crate::core::session::tasks::judge::{Case, Judged};
use crate::core::session::tasks::{end, start};
use crate::core::task::Outcome;
use crate::core::texts::agent;
use crate::core::values::ids::TaskId;
use crate::core::values::plain::one_line;
use crate::core::values::time::Span;

/// Asks OpenCode for the state of a task's session.
pub(super) fn inspect(root: &mut Root, cx: &mut Cx<'_>, id: &TaskId) {
    let Some(session) = root.session_of(id) else {
        return;
    };
    if root.tasks.live_mut(id).is_some_and(|live| live.asks()) {
        let effect = cx.expect(&root.id, InspectFor::Child(id.clone()));
        cx.out.push(Effect::Inspect { effect, session });
    }
}

/// OpenCode has told the state of a task's session, or could not.
pub(in crate::core) fn inspected(
    root: &mut Root,
    cx: &mut Cx<'_>,
    id: &TaskId,
    transcript: Result<Transcript, String>,
) {
    let Some(live) = root.tasks.live_mut(id) else {
        return;
    };
    live.answered(cx.now);
    match transcript {
        Ok(transcript) => take(root, cx, id, &transcript),
        Err(error) => {
            cx.log(Level::Warn, format!("{id} could not be inspected: {error}"));
            if live.stays_unseen(cx.now) {
                end::stop(root, cx, id, Outcome::Interrupted, Some(error));
            }
        }
    }
}

/// A running task's session is as the transcript says.
fn take(root: &mut Root, cx: &mut Cx<'_>, id: &TaskId, transcript: &Transcript) {
    let Some(session) = root.session_of(id) else {
        return;
    };
    let tree = &root.tasks.tree;
    let below = tree.is_busy_below(&session);
    let agrees = below || tree.is_busy(&session);
    let Some(live) = root.tasks.live_mut(id) else {
        return;
    };
    if transcript.status != Status::Idle || below {
        let message = transcript.assistant.as_ref().map(|message| &message.id);
        live.seen_at_work(message, agrees, cx.now);
        return;
    }
    live.seen_at_rest();
    if live.is_prompting() {
        // What is on its way may begin a turn yet.
        return;
    }
    let (stopping, recovering) = (live.is_stopping(), live.is_recovering());
    let steered = live.steered().cloned();
    let Some(task) = root.journal.ledger().task(id) else {
        return;
    };
    let case = Case {
        task,
        steered: steered.as_ref(),
        recovering,
    };
    let said = case.said(transcript).to_owned();
    if stopping {
        end::finish_stopping(root, cx, id, &said);
        return;
    }
    let judged = case.judge(transcript);
    carry_out(root, cx, id, judged, said, transcript);
}

fn carry_out(
    root: &mut Root,
    cx: &mut Cx<'_>,
    id: &TaskId,
    judged: Judged,
    said: String,
    transcript: &Transcript,
) {
    let end = match judged {
        Judged::Completed => end::End {
            outcome: Outcome::Completed,
            result: if said.is_empty() {
                agent::empty_result(transcript.tool_output.as_deref())
            } else {
                said
            },
            error: None,
        },
        Judged::Failed(error) => end::End {
            outcome: Outcome::Failed,
            result: said,
            error: Some(error),
        },
        Judged::Interrupted => end::End {
            outcome: Outcome::Interrupted,
            result: said,
            error: None,
        },
        Judged::Doubtful(outcome, error) => {
            let live = root.tasks.live_mut(id);
            if !live.is_some_and(|live| live.doubts(cx.now)) {
                return;
            }
            end::End {
                outcome,
                result: said,
                error: Some(error),
            }
        }
        Judged::NeverPrompted => {
            let text = format!("{id} had not been prompted; it goes on");
            cx.log(Level::Info, text);
            return start::again(root, cx, id);
        }
        Judged::NeverAnswered => return start::redrive(root, cx, id),
        Judged::Unanswered => {
            let half = Span(cx.config.tasks.start_timeout.0 / 2);
            let live = root.tasks.live_mut(id);
            if live.is_some_and(|live| live.redrives(half, cx.now)) {
                start::redrive(root, cx, id);
            }
            return;
        }
    };
    let open = transcript.todos.iter().filter(|todo| todo.is_open());
    let leftovers = open.map(|todo| one_line(&todo.content)).collect();
    end::end(root, cx, id, end, leftovers);
}
