//! The automatic prompt on its way. It is written down before it leaves, sent again until an answer
//! proves that a turn has seen it, and there is one at a time.

use crate::core::journal::ledger::{Ledger, Row};
use crate::core::journal::{PromptKind, Record};
use crate::core::port::effect::{Effect, Level, Prompt};
use crate::core::port::event::{Assistant, Head, Identity};
use crate::core::session::journal::Journal;
use crate::core::session::pending::PromptFor;
use crate::core::session::root::Cx;
use crate::core::values::ids::{MessageId, PartId, SessionId, TaskId};
use crate::core::values::time::{Span, Time};

/// How long a prompt that was taken may go without an assistant turn before it is sent again.
const VERIFY_WITHIN: Span = Span::seconds(10);
/// How often a prompt is sent again before it waits for the user's next message.
const ATTEMPTS_MAX: u32 = 5;
/// How long OpenCode is asked what became of a prompt, where it does not say.
const SEEK_FOR: Span = Span::seconds(2);
/// How long the host of an instance that trapped may take to store what it was told to.
const STORED_WITHIN: Span = Span::seconds(1);

/// Where the automatic prompt of a session is.
#[derive(Clone, Debug, PartialEq)]
enum Way {
    /// There is none.
    Nothing,
    /// Another process wrote it, and the journal is not ours.
    Left(Row),
    /// It was on its way when its process ended: it is looked for, until then also where OpenCode
    /// does not answer.
    Sought { row: Row, until: Time },
    /// OpenCode has been given it and has not said yet whether it took it.
    InFlight {
        row: Row,
        attempts: u32,
        next: Time,
        /// It took it before: it is in the history.
        stored: Option<MessageId>,
    },
    /// OpenCode did not take it.
    Refused { row: Row, again: Again },
    /// It is in the history and waits for its answer.
    Stored {
        row: Row,
        /// An id minted when it was stored: a message of a turn that has seen it has a later one.
        by: MessageId,
        again: Again,
    },
}

/// When a prompt that has no answer is sent again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Again {
    attempts: u32,
    next: Time,
    look: Look,
}

/// Before a prompt is sent again OpenCode is asked once more whether it has an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Look {
    #[default]
    Due,
    Asked,
    Done,
}

/// What is to be done about a prompt that has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::core) enum Due {
    /// Its time has not come.
    Nothing,
    /// OpenCode is asked whether there is an answer.
    Look,
    /// It is sent once more.
    Send,
}

/// An automatic prompt that is to be sent.
pub(in crate::core) struct Draft {
    /// The message that holds it, or will.
    pub(in crate::core) message: MessageId,
    /// The part of that message.
    pub(in crate::core) part: PartId,
    /// Why it is sent.
    pub(in crate::core) kind: PromptKind,
    /// The tasks whose results it tells.
    pub(in crate::core) tasks: Vec<TaskId>,
    /// The assistant message that it follows.
    pub(in crate::core) source: Option<MessageId>,
}

/// The outbox of one root session.
pub(in crate::core) struct Outbox {
    session: SessionId,
    way: Way,
}

impl Outbox {
    /// With nothing in it.
    pub(in crate::core) fn new(session: SessionId) -> Self {
        let way = Way::Nothing;
        Self { session, way }
    }

    /// The journal was read, or is another process's from now on.
    pub(in crate::core) fn read(&mut self, ledger: &Ledger) {
        self.way = match &ledger.outbox {
            Some(row) => Way::Left(row.clone()),
            None => Way::Nothing,
        };
    }

    /// What an owner that is gone left is looked for. Whether there is anything.
    pub(in crate::core) fn take_over(&mut self, ledger: &Ledger, now: Time) -> bool {
        self.read(ledger);
        let Way::Left(row) = &self.way else {
            return false;
        };
        let (row, until) = (row.clone(), now.plus(SEEK_FOR));
        self.way = Way::Sought { row, until };
        true
    }

    fn row(&self) -> Option<&Row> {
        match &self.way {
            Way::Nothing => None,
            Way::Left(row)
            | Way::Sought { row, .. }
            | Way::InFlight { row, .. }
            | Way::Refused { row, .. }
            | Way::Stored { row, .. } => Some(row),
        }
    }

    fn again(&self) -> Option<&Again> {
        match &self.way {
            Way::Nothing | Way::Left(_) | Way::Sought { .. } | Way::InFlight { .. } => None,
            Way::Refused { again, .. } | Way::Stored { again, .. } => Some(again),
        }
    }

    /// An id between the messages that cannot have seen the prompt and those that may have.
    fn stored(&self) -> Option<&MessageId> {
        match &self.way {
            Way::Nothing | Way::Left(_) | Way::Sought { .. } | Way::Refused { .. } => None,
            Way::InFlight { stored, .. } => stored.as_ref(),
            Way::Stored { by, .. } => Some(by),
        }
    }

    /// Whether nothing is on its way.
    pub(in crate::core) fn is_empty(&self) -> bool {
        self.way == Way::Nothing
    }

    /// Why the prompt on its way is sent.
    pub(in crate::core) fn kind(&self) -> Option<PromptKind> {
        self.row().map(|row| row.kind)
    }

    /// The message of the prompt on its way.
    pub(in crate::core) fn message(&self) -> Option<&MessageId> {
        self.row().map(|row| &row.message)
    }

    /// Whether it is being looked for.
    pub(in crate::core) fn is_sought(&self) -> bool {
        matches!(self.way, Way::Sought { .. })
    }

    /// Whether OpenCode has been given it and has not said yet whether it took it.
    pub(in crate::core) fn is_in_flight(&self) -> bool {
        matches!(self.way, Way::InFlight { .. })
    }

    /// Whether OpenCode has it, or is being given it.
    pub(in crate::core) fn is_taken(&self) -> bool {
        self.is_in_flight() || self.stored().is_some()
    }

    /// Whether an automatic prompt was sent after an assistant message already.
    pub(in crate::core) fn followed(ledger: &Ledger, message: Option<&MessageId>) -> bool {
        message.is_some() && message == ledger.source.as_ref()
    }

    /// Writes a prompt down. One before it that got no answer, as from a turn that died with its
    /// process, is given up.
    fn write(&mut self, cx: &mut Cx<'_>, journal: &mut Journal, draft: Draft) -> Row {
        if self
            .message()
            .is_some_and(|message| *message != draft.message)
        {
            self.give_up(cx, journal);
        }
        let (message, part, kind) = (draft.message, draft.part, draft.kind);
        let row = Row {
            message: message.clone(),
            part: part.clone(),
            kind,
            t: cx.now,
        };
        let sent = Record::Sent {
            message,
            part,
            kind,
            tasks: draft.tasks,
            source: draft.source,
        };
        journal.note(cx, &sent);
        row
    }

    /// Sends a prompt to the idle session.
    pub(in crate::core) fn send(
        &mut self,
        cx: &mut Cx<'_>,
        journal: &mut Journal,
        draft: Draft,
        text: String,
        identity: Identity,
    ) {
        let row = self.write(cx, journal, draft);
        self.deliver(cx, row, 0, None, text, identity);
    }

    /// Sends the prompt on its way once more. In the history it is the same message, never a
    /// second copy.
    pub(in crate::core) fn resend(&mut self, cx: &mut Cx<'_>, text: String, identity: Identity) {
        let (Some(row), Some(again)) = (self.row().cloned(), self.again().copied()) else {
            return;
        };
        let words = format!("{} has no answer yet; it is sent again", row.message);
        cx.log(Level::Info, words);
        let stored = self.stored().cloned();
        self.deliver(cx, row, again.attempts, stored, text, identity);
    }

    fn deliver(
        &mut self,
        cx: &mut Cx<'_>,
        row: Row,
        attempts: u32,
        stored: Option<MessageId>,
        text: String,
        identity: Identity,
    ) {
        let prompt = Prompt {
            message: row.message.clone(),
            part: row.part.clone(),
            text,
            synthetic: true,
            agent: identity.agent,
            model: Some(identity.model),
            variant: identity.variant,
            rest: identity.rest,
        };
        let effect = cx.expect(&self.session, PromptFor::Root(row.message.clone()));
        cx.out.push(Effect::Prompt {
            effect,
            session: self.session.clone(),
            prompt,
        });
        let pause = VERIFY_WITHIN.0 << attempts.min(5);
        self.way = Way::InFlight {
            row,
            attempts: attempts.saturating_add(1),
            next: cx.now.plus(Span(pause)),
            stored,
        };
    }

    /// The prompt is the text of a message that was parked: the answer that has begun already is
    /// the one that sees it.
    pub(in crate::core) fn fill(&mut self, cx: &mut Cx<'_>, journal: &mut Journal, draft: Draft) {
        let by = draft.message.clone();
        let row = self.write(cx, journal, draft);
        let next = cx.now.plus(VERIFY_WITHIN);
        let again = Again {
            next,
            ..Again::default()
        };
        self.way = Way::Stored { row, by, again };
    }

    /// The prompt rides on a message of the user's, which is about to be stored.
    pub(in crate::core) fn ride(&mut self, cx: &mut Cx<'_>, journal: &mut Journal, draft: Draft) {
        let row = self.write(cx, journal, draft);
        let (by, again) = (cx.ids.message(cx.now), Again::default());
        self.way = Way::Stored { row, by, again };
    }

    /// OpenCode took the prompt, or did not.
    pub(in crate::core) fn delivered(
        &mut self,
        cx: &mut Cx<'_>,
        message: &MessageId,
        result: Result<(), String>,
    ) {
        let (row, again, stored) = match &self.way {
            Way::InFlight {
                row,
                attempts,
                next,
                stored,
            } if row.message == *message => {
                let (attempts, next, look) = (*attempts, *next, Look::Due);
                let again = Again {
                    attempts,
                    next,
                    look,
                };
                (row.clone(), again, stored.clone())
            }
            Way::InFlight { .. }
            | Way::Nothing
            | Way::Left(_)
            | Way::Sought { .. }
            | Way::Refused { .. }
            | Way::Stored { .. } => return,
        };
        let stored = match result {
            Ok(()) => Some(stored.unwrap_or_else(|| cx.ids.message(cx.now))),
            Err(error) => {
                let words = format!("{message} was not taken by OpenCode: {error}");
                cx.log(Level::Warn, words);
                stored
            }
        };
        self.way = match stored {
            Some(by) => Way::Stored { row, by, again },
            None => Way::Refused { row, again },
        };
    }

    /// It arrived, or is given up: nothing is on its way any more. Where the journal takes no
    /// record it stays as it is.
    fn close(&mut self, cx: &mut Cx<'_>, journal: &mut Journal, what: &Record) {
        journal.note(cx, what);
        if journal.ledger().outbox.is_none() {
            self.way = Way::Nothing;
        }
    }

    /// Gives up what is on its way: its results are owed again.
    pub(in crate::core) fn give_up(&mut self, cx: &mut Cx<'_>, journal: &mut Journal) {
        if let Some(message) = self.message().cloned() {
            self.close(cx, journal, &Record::Unsent { message });
        }
    }

    fn prove(&mut self, cx: &mut Cx<'_>, journal: &mut Journal) {
        if let Some(message) = self.message().cloned() {
            self.close(cx, journal, &Record::Delivered { message });
        }
    }

    /// An assistant message is known: it may prove that a turn has seen the prompt.
    pub(in crate::core) fn hears(
        &mut self,
        cx: &mut Cx<'_>,
        journal: &mut Journal,
        assistant: &Assistant,
    ) {
        let Some(row) = self.row().filter(|_| !self.is_sought()) else {
            return;
        };
        let answers = assistant.parent.as_ref() == Some(&row.message);
        // One that OpenCode has not taken yet is in no turn.
        let newer = answers || self.stored().is_some_and(|by| assistant.id > *by);
        let ended = assistant.error.is_none() && assistant.finish.is_some();
        if newer && ended && is_after_source(journal.ledger(), &assistant.id) {
            self.prove(cx, journal);
        }
    }

    /// Looks for the prompt in the history: for its words, not only the message that is to hold
    /// them, and for its answer. Returns its kind where it was lost and is found by this.
    pub(in crate::core) fn find(
        &mut self,
        cx: &mut Cx<'_>,
        journal: &mut Journal,
        messages: &[Head],
    ) -> Option<PromptKind> {
        let row = self.row()?;
        let is_it = |head: &Head| head.ours && head.id == row.message;
        let at = messages.iter().position(is_it);
        let is_late = cx.now.since(row.t) >= STORED_WITHIN;
        let found = match at {
            Some(_) => self.found(),
            None if self.is_sought() && is_late => {
                // Written before its process ended, and never sent.
                self.give_up(cx, journal);
                return None;
            }
            None => None,
        };
        let answered = at.is_some_and(|at| {
            let after = messages.iter().skip(at.saturating_add(1));
            let sees = |id: &MessageId| self.stored().is_none_or(|by| id > by);
            after
                .filter(|head| head.assistant && head.finished)
                .any(|head| is_after_source(journal.ledger(), &head.id) && sees(&head.id))
        });
        if answered {
            self.prove(cx, journal);
        }
        found
    }

    /// OpenCode cannot say what became of the prompt. Twice would be worse than late: it counts as
    /// found in the end.
    pub(in crate::core) fn not_found(&mut self, now: Time) -> Option<PromptKind> {
        match self.way {
            Way::Sought { until, .. } if now >= until => self.found(),
            Way::Sought { .. }
            | Way::Nothing
            | Way::Left(_)
            | Way::InFlight { .. }
            | Way::Refused { .. }
            | Way::Stored { .. } => None,
        }
    }

    fn found(&mut self) -> Option<PromptKind> {
        let row = self.row().filter(|_| self.is_sought())?.clone();
        let (kind, by, again) = (row.kind, row.message.clone(), Again::default());
        self.way = Way::Stored { row, by, again };
        Some(kind)
    }

    /// What is to be done about the prompt that has no answer. What answered it in another process
    /// is told to that process alone, and so are the todos that this one ended: hence the look
    /// before it is sent again.
    pub(in crate::core) fn due(&mut self, now: Time) -> Due {
        let (Way::Refused { again, .. } | Way::Stored { again, .. }) = &mut self.way else {
            return Due::Nothing;
        };
        match again.look {
            _ if now < again.next => Due::Nothing,
            Look::Done => Due::Send,
            Look::Due | Look::Asked => {
                again.look = Look::Asked;
                Due::Look
            }
        }
    }

    /// OpenCode was asked about the session. Whether that was the look before a prompt is sent
    /// again.
    pub(in crate::core) fn looked(&mut self) -> bool {
        match &mut self.way {
            Way::Refused { again, .. } | Way::Stored { again, .. } if again.look == Look::Asked => {
                again.look = Look::Done;
                true
            }
            Way::Refused { .. }
            | Way::Stored { .. }
            | Way::InFlight { .. }
            | Way::Nothing
            | Way::Left(_)
            | Way::Sought { .. } => false,
        }
    }

    /// Whether its time to be sent again has come.
    pub(in crate::core) fn is_overdue(&self, now: Time) -> bool {
        self.again().is_some_and(|again| now >= again.next)
    }

    /// Whether the prompt on its way was sent as often as it may be, and no turn began. Something
    /// new is worth new attempts.
    pub(in crate::core) fn is_not_taken(&self, now: Time) -> bool {
        self.again()
            .is_some_and(|again| again.attempts >= ATTEMPTS_MAX && now >= again.next)
    }

    /// A result arrived: a prompt that was not taken is tried again.
    pub(in crate::core) fn try_again(&mut self, now: Time) {
        if !self.is_not_taken(now) {
            return;
        }
        if let Way::Refused { again, .. } | Way::Stored { again, .. } = &mut self.way {
            (again.attempts, again.next) = (0, now);
        }
    }

    /// When the prompt on its way is sent again.
    pub(in crate::core) fn resend_at(&self) -> Option<Time> {
        self.again().map(|again| again.next)
    }

    /// The machine slept: what is looked for is looked for that much longer.
    pub(in crate::core) fn slept(&mut self, span: Span) {
        if let Way::Sought { until, .. } = &mut self.way {
            *until = until.plus(span);
        }
    }
}

/// Whether a message came after the one that the prompt on its way follows. A message that was
/// parked ahead is older than the turn which it speaks after.
fn is_after_source(ledger: &Ledger, id: &MessageId) -> bool {
    ledger.source.as_ref().is_none_or(|source| id > source)
}
