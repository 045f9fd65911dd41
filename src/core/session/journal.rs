//! A session's journal as this process has it: whose it is, what it says, and the one way to add to
//! it.

use crate::core::journal::ledger::Ledger;
use crate::core::journal::{self, Ask, Owner, Record};
use crate::core::port::effect::{Effect, Level, Variant};
use crate::core::port::event::JournalFound;
use crate::core::session::pending::ClaimFor;
use crate::core::session::root::Cx;
use crate::core::texts::people;
use crate::core::values::ids::SessionId;
use crate::core::values::time::{Span, Time};

/// Records after which a journal is compacted, where it has grown to several times its state.
const COMPACT_AT: usize = 2000;

/// How long an unwritable journal is left alone.
const UNSAVED_FOR: Span = Span::seconds(60);

/// Whose the journal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ownership {
    /// There is none yet; the first record makes it ours.
    Unwritten,
    /// Its owner is gone; the session's next use claims it.
    Orphaned,
    /// The claim is written, its outcome not yet read.
    Claiming,
    /// Ours.
    Ours,
    /// A living process's.
    Foreign,
    /// Of a newer format: nothing in it is touched.
    Newer,
}

/// What reading the journal after a claim showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::core) enum Claimed {
    /// Its owner is gone, and what that process left open is ours to bring to an end.
    TakenOver,
    /// It is ours from its first line on.
    Begun,
    /// It is not ours, or not yet.
    NotOurs,
}

/// What it means that others have written into the journal.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::core) enum Grown {
    /// Another process took the journal from this one.
    Lost(Owner),
    /// Somebody asks for work in the session.
    WorkAsked,
    /// Nothing that the session must act upon at once.
    Noted,
}

/// The journal of one root session.
pub(in crate::core) struct Journal {
    root: SessionId,
    ownership: Ownership,
    ledger: Ledger,
    /// It could not be written: until this time the session goes on in memory, then it is tried
    /// again.
    unsaved: Option<Time>,
    /// The user knows that it could not be written.
    told_unsaved: bool,
    /// It was begun here, and what is in the file has not been read since: somebody may have begun
    /// it a moment before.
    begun_unread: bool,
    lines: usize,
    lines_when_compacted: usize,
}

impl Journal {
    /// A session that has no journal yet.
    pub(in crate::core) fn new(root: SessionId) -> Self {
        Self {
            root,
            ownership: Ownership::Unwritten,
            ledger: Ledger::default(),
            unsaved: None,
            told_unsaved: false,
            begun_unread: false,
            lines: 0,
            lines_when_compacted: 0,
        }
    }

    /// What the journal says.
    pub(in crate::core) fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Whether it is ours, so that tasks may run.
    pub(in crate::core) fn is_ours(&self) -> bool {
        self.ownership == Ownership::Ours
    }

    /// Whether there is none yet.
    pub(in crate::core) fn is_unwritten(&self) -> bool {
        self.ownership == Ownership::Unwritten
    }

    /// Whether a record may be added: it is ours, or would be by that.
    pub(in crate::core) fn is_open(&self) -> bool {
        match self.ownership {
            Ownership::Ours | Ownership::Unwritten => true,
            Ownership::Orphaned | Ownership::Claiming | Ownership::Foreign | Ownership::Newer => {
                false
            }
        }
    }

    /// Whether a claim is under way: until it is read nothing happens in the session.
    pub(in crate::core) fn is_claiming(&self) -> bool {
        self.ownership == Ownership::Claiming
    }

    /// Whether nobody has claimed it since its owner ended.
    pub(in crate::core) fn is_orphaned(&self) -> bool {
        self.ownership == Ownership::Orphaned
    }

    /// Whether it is not ours to act upon.
    pub(in crate::core) fn is_foreign(&self) -> bool {
        match self.ownership {
            Ownership::Foreign | Ownership::Newer => true,
            Ownership::Unwritten | Ownership::Orphaned | Ownership::Claiming | Ownership::Ours => {
                false
            }
        }
    }

    /// The process that has it, where its format is one that we know.
    fn foreign_owner(&self) -> Option<&Owner> {
        let known = self.ownership != Ownership::Newer;
        self.ledger.owner.as_ref().filter(|_| known)
    }

    /// What is said of it where it is not ours.
    pub(in crate::core) fn not_ours(&self) -> String {
        match self.foreign_owner() {
            Some(owner) => format!(
                "Another OpenCode process (pid {}) runs this session's background tasks. Use that \
                 one, or end it first; nothing was changed.",
                owner.pid
            ),
            None => "This session's journal was written by a newer Holdfast. Update Holdfast to \
                     use background tasks here; nothing was changed."
                .to_owned(),
        }
    }

    /// Reads the journal that was found when the session became known.
    pub(in crate::core) fn read(&mut self, cx: &mut Cx<'_>, text: &str, alive: bool) {
        let reading = journal::read(text);
        for problem in people::journal_problems(&self.root, &reading) {
            cx.log(Level::Warn, problem.clone());
            if reading.newer.is_some() {
                cx.notify(Variant::Warning, problem);
            }
        }
        self.lines = reading.lines.len();
        self.ledger = Ledger::fold(&reading.lines);
        self.ownership = match (&self.ledger.owner, reading.newer) {
            (_, Some(_)) => Ownership::Newer,
            (Some(owner), None) if owner == cx.me => Ownership::Ours,
            (Some(_), None) if alive => Ownership::Foreign,
            (_, None) => Ownership::Orphaned,
        };
    }

    /// Reads it once more: the process that had it may have ended since. Whether it may be
    /// claimed by now.
    pub(in crate::core) fn read_again(&mut self, cx: &mut Cx<'_>, found: &JournalFound) -> bool {
        let free = self.is_foreign() && !found.alive && journal::read(&found.text).newer.is_none();
        if free {
            self.read(cx, &found.text, false);
        }
        free
    }

    /// Asks for the journal: another process may ask for it at the same time.
    pub(in crate::core) fn claim(&mut self, cx: &mut Cx<'_>) {
        self.ownership = Ownership::Claiming;
        let effect = cx.expect(&self.root, ClaimFor);
        // A torn last line must not swallow the claim.
        let line = format!("\n{}", journal::encode(cx.now, &self.claim_record(cx)));
        cx.out.push(Effect::Claim {
            effect,
            root: self.root.clone(),
            line,
        });
    }

    fn claim_record(&self, cx: &Cx<'_>) -> Record {
        Record::Claimed {
            owner: cx.me.clone(),
            after: self.ledger.owner.clone(),
        }
    }

    /// The journal after our claim: of two that claim at once, the first wins.
    pub(in crate::core) fn claimed(&mut self, cx: &mut Cx<'_>, found: &JournalFound) -> Claimed {
        let reading = journal::read(&found.text);
        self.lines = reading.lines.len();
        let before = std::mem::replace(&mut self.ledger, Ledger::fold(&reading.lines));
        if reading.newer.is_some() {
            self.ownership = Ownership::Newer;
        } else if self.ledger.owner.as_ref() == Some(cx.me) {
            self.ownership = Ownership::Ours;
            if before.owner.is_some() {
                return Claimed::TakenOver;
            }
            self.write_noted(cx, &before);
            return Claimed::Begun;
        } else if found.alive {
            self.ownership = Ownership::Foreign;
        } else {
            // Somebody came before us and is gone again, as the command line is.
            self.claim(cx);
        }
        Claimed::NotOurs
    }

    /// Nobody can write there: going on in memory loses nothing more.
    pub(in crate::core) fn claim_failed(&mut self, cx: &mut Cx<'_>, error: &str) -> Claimed {
        self.ownership = Ownership::Ours;
        let claimed = match self.ledger.owner {
            Some(_) => Claimed::TakenOver,
            None => Claimed::Begun,
        };
        // So that it is ours as well once it can be written again.
        self.ledger.apply(cx.now, &self.claim_record(cx));
        self.failed(cx, error);
        claimed
    }

    /// Takes what others wrote into it: all of its lines where another process has `replaced` it.
    pub(in crate::core) fn grew(&mut self, cx: &Cx<'_>, text: &str, replaced: bool) -> Grown {
        let reading = journal::read(text);
        if std::mem::take(&mut self.begun_unread) {
            // All that is in the file is read for the first time: its first claim counts.
            self.ledger.owner = Ledger::fold(&reading.lines)
                .owner
                .or(self.ledger.owner.take());
        }
        let before = if replaced {
            None
        } else {
            self.ledger.owner.clone()
        };
        let mut owner = before.clone();
        for line in &reading.lines {
            if let Record::Asked { .. } | Record::Viewed { .. } = line.what {
                self.ledger.apply(line.t, &line.what);
            }
            if let Record::Claimed { owner: by, after } = &line.what
                && *after == owner
            {
                owner = Some(by.clone());
            }
        }
        let newer = reading.newer.is_some();
        if let Some(owner) = owner.filter(|owner| newer || owner != cx.me)
            && self.taken_by(&owner, newer, before.as_ref())
        {
            return Grown::Lost(owner);
        }
        // Who asks for work in a session uses it; who has merely looked at something does not, nor
        // does what somebody left here before.
        let work_asked = reading.lines.iter().any(|line| {
            matches!(&line.what, Record::Asked { ask, .. }
                if !replaced && !matches!(ask, Ask::Viewed { .. } | Ask::Stop | Ask::Hush))
        });
        if work_asked && !self.is_foreign() {
            Grown::WorkAsked
        } else {
            Grown::Noted
        }
    }

    /// Another process has claimed the journal; whether it was ours until now.
    fn taken_by(&mut self, owner: &Owner, newer: bool, before: Option<&Owner>) -> bool {
        let foreign = if newer {
            Ownership::Newer
        } else {
            Ownership::Foreign
        };
        match self.ownership {
            Ownership::Ours => {
                (self.ownership, self.unsaved) = (foreign, None);
                self.ledger.owner = Some(owner.clone());
                return true;
            }
            Ownership::Unwritten | Ownership::Orphaned if newer => self.ownership = foreign,
            Ownership::Unwritten | Ownership::Orphaned if before != Some(owner) => {
                self.ownership = foreign;
                self.ledger.owner = Some(owner.clone());
            }
            // A claim of ours tells whose it is, and so does the next use.
            Ownership::Unwritten
            | Ownership::Orphaned
            | Ownership::Claiming
            | Ownership::Foreign
            | Ownership::Newer => {}
        }
        false
    }

    /// Applies a record and has it written: the only way in which the ledger changes. In a
    /// journal that is not ours nothing does.
    pub(in crate::core) fn record(&mut self, cx: &mut Cx<'_>, what: &Record) {
        match self.ownership {
            Ownership::Unwritten => {
                self.begin(cx);
                self.write(cx, cx.now, what);
            }
            Ownership::Ours => self.write(cx, cx.now, what),
            Ownership::Orphaned | Ownership::Claiming | Ownership::Foreign | Ownership::Newer => {}
        }
    }

    /// Applies a record of an automatic prompt. Without a task there is nothing to be lost: a
    /// continuation alone does not make a plain session leave files behind.
    pub(in crate::core) fn note(&mut self, cx: &mut Cx<'_>, what: &Record) {
        if self.is_unwritten() {
            self.ledger.apply(cx.now, what);
        } else {
            self.record(cx, what);
        }
    }

    /// Begins the journal, with the prompts that were noted before there was one.
    fn begin(&mut self, cx: &mut Cx<'_>) {
        (self.ownership, self.begun_unread) = (Ownership::Ours, true);
        let noted = std::mem::take(&mut self.ledger);
        let claim = self.claim_record(cx);
        self.write(cx, cx.now, &claim);
        self.write_noted(cx, &noted);
    }

    fn write_noted(&mut self, cx: &mut Cx<'_>, noted: &Ledger) {
        if *noted != Ledger::default() {
            let records = noted.compact();
            records
                .iter()
                .for_each(|(t, what)| self.write(cx, *t, what));
        }
    }

    fn write(&mut self, cx: &mut Cx<'_>, t: Time, what: &Record) {
        self.ledger.apply(t, what);
        if self.unsaved.is_none() {
            self.lines = self.lines.saturating_add(1);
            let line = journal::encode(t, what);
            cx.out.push(Effect::Append {
                root: self.root.clone(),
                line,
            });
        }
    }

    /// Writes a request into a journal that is not ours; whoever owns it next answers it.
    pub(in crate::core) fn leave_request(&mut self, cx: &mut Cx<'_>, asked: &Record) {
        self.ledger.apply(cx.now, asked);
        // A torn last line must not swallow it.
        let line = format!("\n{}", journal::encode(cx.now, asked));
        cx.out.push(Effect::Append {
            root: self.root.clone(),
            line,
        });
    }

    /// It could not be written.
    pub(in crate::core) fn failed(&mut self, cx: &mut Cx<'_>, error: &str) {
        self.unsaved = Some(cx.now.plus(UNSAVED_FOR));
        let message = format!(
            "Holdfast cannot write its journal ({error}). Background tasks continue in memory; they \
             are lost if OpenCode ends. Make the folder writable or free some space."
        );
        cx.log(Level::Error, message.clone());
        if !std::mem::replace(&mut self.told_unsaved, true) {
            cx.notify(Variant::Error, message);
        }
    }

    /// Keeps it short, and tries again to write what could not be written.
    pub(in crate::core) fn tidy(&mut self, cx: &mut Cx<'_>) {
        let grown = self
            .lines_when_compacted
            .saturating_mul(4)
            .saturating_add(COMPACT_AT);
        match self.unsaved {
            Some(until) if cx.now >= until => {
                self.unsaved = None;
                self.compact(cx);
            }
            Some(_) => {}
            None if self.lines > grown => self.compact(cx),
            None => {}
        }
    }

    /// Writes the state as the shortest journal that leads to it.
    fn compact(&mut self, cx: &mut Cx<'_>) {
        let records = self.ledger.compact();
        (self.lines, self.lines_when_compacted) = (records.len(), records.len());
        let text = records
            .iter()
            .map(|(t, record)| journal::encode(*t, record))
            .collect();
        cx.out.push(Effect::Rewrite {
            root: self.root.clone(),
            text,
        });
    }

    /// Has the file removed: the session was deleted.
    pub(in crate::core) fn forget(&self, cx: &mut Cx<'_>) {
        if self.is_ours() {
            cx.out.push(Effect::Forget {
                root: self.root.clone(),
            });
        }
    }

    /// When writing it is tried again.
    pub(in crate::core) fn write_again_at(&self) -> Option<Time> {
        self.unsaved
    }
}
