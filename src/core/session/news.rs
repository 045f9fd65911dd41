//! Where news goes: to the root session's turn, or to the task in whose session it happened.

use crate::core::port::event::{Assistant, News};
use crate::core::session::root::{Cx, Root};
use crate::core::session::tasks::signs::Heard;
use crate::core::session::tasks::{asks, news};
use crate::core::session::{conversation, idle};
use crate::core::task::activity::Retry;
use crate::core::values::ids::SessionId;

/// News of the root session itself.
pub(in crate::core) fn of_root(root: &mut Root, cx: &mut Cx<'_>, news: News) {
    match news {
        News::JournalGrew { text, replaced, .. } => root.journal_grew(cx, &text, replaced),
        News::JournalFailed { error, .. } => root.journal.failed(cx, &error),
        News::SessionBusy { .. } | News::SessionRetrying { .. } => idle::busy(root),
        News::SessionIdle { .. } => idle::idle(root, cx),
        News::SessionFailed { trouble, .. } => conversation::failed(root, cx, &trouble),
        News::SessionReverted { reverted, .. } => root.turn.reverts(reverted, cx.now),
        News::SessionCompacted { .. } => conversation::compacted(root),
        News::FilesChanged { change, .. } => root.bounds.files_changed(&change),
        News::AssistantUpdated { message, .. } => {
            root.turn.is_told(&message.id);
            conversation::assistant_seen(root, cx, message);
        }
        News::TextFinished { message, text, .. } => root.turn.text_finished(&message, &text),
        News::ToolUpdated(update) => conversation::tool_updated(root, cx, &update),
        // What the root's own steps cost is the user's affair.
        News::StepFinished { .. } => {}
        News::TodosUpdated { todos, .. } => conversation::todos_updated(root, todos),
        News::AskOpened {
            session,
            ask,
            title,
            permission,
        } => asks::opened(root, cx, &session, &ask, &title, permission),
        News::AskClosed {
            session,
            ask,
            rejected,
        } => asks::closed(root, cx, &session, &ask, rejected),
    }
}

/// News of a session below a root.
pub(in crate::core) fn of_child(root: &mut Root, cx: &mut Cx<'_>, session: &SessionId, news: News) {
    match news {
        News::JournalGrew { text, replaced, .. } => root.journal_grew(cx, &text, replaced),
        News::JournalFailed { error, .. } => root.journal.failed(cx, &error),
        News::SessionBusy { .. } => news::busy(root, cx, session),
        News::SessionRetrying {
            attempt,
            message,
            next,
            ..
        } => news::retrying(root, cx, session, Retry { attempt, next }, &message),
        News::SessionIdle { .. } => news::idle(root, cx, session),
        News::SessionFailed { trouble, .. } => news::failed(root, cx, session, &trouble),
        News::AssistantUpdated {
            message: Assistant { id, completed, .. },
            ..
        } => {
            let heard = Heard::Message {
                complete: completed,
            };
            news::heard(root, cx, session, &id, heard);
        }
        News::TextFinished { message, text, .. } => {
            news::heard(root, cx, session, &message, Heard::Text(&text));
        }
        News::ToolUpdated(update) => news::tool(root, cx, &update),
        News::StepFinished { tokens, cost, .. } => news::stepped(root, cx, session, tokens, cost),
        News::AskOpened {
            ask,
            title,
            permission,
            ..
        } => asks::opened(root, cx, session, &ask, &title, permission),
        News::AskClosed { ask, rejected, .. } => asks::closed(root, cx, session, &ask, rejected),
        // A child's history, todos and files are its agent's affair; its todos are told with its
        // result.
        News::SessionReverted { .. }
        | News::SessionCompacted { .. }
        | News::TodosUpdated { .. }
        | News::FilesChanged { .. } => {}
    }
}
