//! A root session: its ledger, what is known of its turn, and the one way to change either.

use litemap::LiteMap as Map;

use crate::core::config::Config;
use crate::core::journal::{Owner, Record};
use crate::core::port::effect::{Effect, Level, Variant};
use crate::core::port::event::{Agent, HostOptions, Identity, JournalFound, SessionFacts};
use crate::core::session::bounds::Bounds;
use crate::core::session::fuse::Fuse;
use crate::core::session::journal::{Claimed, Grown, Journal};
use crate::core::session::outbox::Outbox;
use crate::core::session::pending::{AbortFor, Awaited, Outcomes};
use crate::core::session::tasks::waits::{self, Wait};
use crate::core::session::tasks::{Tasks, end};
use crate::core::session::turn::Turn;
use crate::core::session::{conversation, recovery, steps};
use crate::core::task::rights::Rule;
use crate::core::values::ids::{IdSource, SessionId, TaskId};
use crate::core::values::time::{Span, Time};
use crate::core::values::todo::Todo;

/// What every handler gets besides the session: the time, the options and where effects go.
pub(in crate::core) struct Cx<'a> {
    pub(in crate::core) now: Time,
    pub(in crate::core) config: &'a Config,
    pub(in crate::core) agents: &'a [Agent],
    pub(in crate::core) options: &'a HostOptions,
    pub(in crate::core) me: &'a Owner,
    pub(in crate::core) ids: &'a mut IdSource,
    pub(in crate::core) out: &'a mut Vec<Effect>,
    /// Effects whose outcome somebody waits for.
    pub(in crate::core) pending: &'a mut Outcomes,
    /// The root of every session known.
    pub(in crate::core) home: &'a mut Map<SessionId, SessionId>,
}

impl Cx<'_> {
    /// The id of an effect whose outcome is waited for.
    pub(in crate::core) fn expect<W: Awaited>(&mut self, root: &SessionId, what: W) -> W::Id {
        self.pending.expect(self.ids.effect(), root, what)
    }

    pub(in crate::core) fn log(&mut self, level: Level, text: String) {
        let text = crate::core::values::plain::clean(&text).into_owned();
        self.out.push(Effect::Log { level, text });
    }

    pub(in crate::core) fn notify(&mut self, variant: Variant, message: String) {
        let toast = self.config.toasts;
        self.out.push(Effect::Notice {
            variant,
            message: crate::core::values::plain::clean(&message).into_owned(),
            toast,
        });
    }
}

/// OpenCode tells of an idle session a moment before its status says so.
const RECHECK_AFTER: Span = Span(30);
/// Events and status that disagree for longer are asked about no more often than this.
const RECHECK_EVERY: Span = Span::seconds(15);

/// When OpenCode is asked again, since its events and its status disagree.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::core) struct Recheck {
    pub(in crate::core) at: Option<Time>,
    times: u32,
}

impl Recheck {
    /// Asks at a time.
    pub(in crate::core) fn at(at: Time) -> Self {
        let at = Some(at);
        Self { at, times: 0 }
    }

    /// Asks again: soon at first, then ever more seldom.
    pub(in crate::core) fn again(&mut self, now: Time) {
        let pause = RECHECK_AFTER.0 << self.times.min(9);
        self.at = Some(now.plus(Span(pause).min(RECHECK_EVERY)));
        self.times = self.times.saturating_add(1);
    }
}

/// A root session.
pub(in crate::core) struct Root {
    pub(in crate::core) id: SessionId,
    pub(in crate::core) headless: bool,
    /// What the session may not do, as it was last read.
    pub(in crate::core) rules: Vec<Rule>,
    pub(in crate::core) journal: Journal,
    /// Nothing runs and nothing is injected before the session was used.
    pub(in crate::core) used: bool,
    /// When anything was last told of its tree.
    pub(in crate::core) used_at: Time,
    pub(in crate::core) tasks: Tasks,
    pub(in crate::core) todos: Vec<Todo>,
    pub(in crate::core) identity: Option<Identity>,
    pub(in crate::core) turn: Turn,
    pub(in crate::core) bounds: Bounds,
    pub(in crate::core) fuse: Fuse,
    pub(in crate::core) outbox: Outbox,
    pub(in crate::core) decided: Option<crate::core::session::decision::Verdict>,
}

impl Root {
    pub(in crate::core) fn new(cx: &mut Cx<'_>, facts: SessionFacts) -> Self {
        let mut root = Self {
            id: facts.session.clone(),
            headless: facts.headless,
            rules: facts.rules,
            journal: Journal::new(facts.session.clone()),
            outbox: Outbox::new(facts.session.clone()),
            used: false,
            used_at: cx.now,
            tasks: Tasks::new(facts.session),
            todos: facts.todos,
            identity: None,
            turn: Turn::new(cx.ids.message(cx.now), cx.now),
            bounds: Bounds::default(),
            fuse: Fuse::default(),
            decided: None,
        };
        root.bounds.see(&root.todos);
        if let Some(found) = facts.journal {
            root.journal.read(cx, &found.text, found.alive);
            root.outbox.read(root.journal.ledger());
        }
        if !root.journal.ledger().quieted.is_empty() {
            root.bounds.quiets();
        }
        root
    }

    /// The machine slept: limits count time that was lived.
    pub(in crate::core) fn slept(&mut self, span: Span) {
        self.tasks.slept(span);
        self.turn.slept(span);
        self.outbox.slept(span);
    }

    /// The session is used: from now on work may go on and prompts may be sent.
    pub(in crate::core) fn begin_use(&mut self, cx: &mut Cx<'_>) {
        if self.used {
            return;
        }
        self.used = true;
        if self.journal.is_orphaned() {
            self.journal.claim(cx);
        }
    }

    /// Whether time brings anything about here: nothing happens in a session before it is used, nor
    /// before its claim is read.
    pub(in crate::core) fn is_tended(&self) -> bool {
        self.used && !self.journal.is_claiming()
    }

    /// The journal was read after our claim.
    pub(in crate::core) fn claimed(&mut self, cx: &mut Cx<'_>, found: &JournalFound) {
        let claimed = self.journal.claimed(cx, found);
        if !self.journal.ledger().quieted.is_empty() {
            self.bounds.quiets();
        }
        match claimed {
            Claimed::TakenOver => recovery::begin(self, cx),
            Claimed::Begun | Claimed::NotOurs => {}
        }
    }

    pub(in crate::core) fn claim_failed(&mut self, cx: &mut Cx<'_>, error: &str) {
        match self.journal.claim_failed(cx, error) {
            Claimed::TakenOver => recovery::begin(self, cx),
            Claimed::Begun | Claimed::NotOurs => {}
        }
    }

    /// The process that had the journal may have ended since it was read: then the session's
    /// next use claims it.
    pub(in crate::core) fn revisit(&mut self, cx: &mut Cx<'_>, facts: SessionFacts) {
        let found = facts.journal;
        if found.is_some_and(|found| self.journal.read_again(cx, &found)) {
            self.outbox.read(self.journal.ledger());
            conversation::todos_updated(self, facts.todos);
            self.used = false;
        }
    }

    /// Others wrote into the journal: all of it is told where another process has `replaced` it.
    pub(in crate::core) fn journal_grew(&mut self, cx: &mut Cx<'_>, text: &str, replaced: bool) {
        match self.journal.grew(cx, text, replaced) {
            Grown::Lost(owner) => self.lose(cx, &owner),
            Grown::WorkAsked => self.begin_use(cx),
            Grown::Noted => {}
        }
    }

    /// Another process took the journal, since it took this one for dead. What runs here would run
    /// unseen, or twice: it is stopped, and nothing more is done with it.
    fn lose(&mut self, cx: &mut Cx<'_>, owner: &Owner) {
        self.forget_pending(cx);
        let (running, waits) = self.tasks.lose();
        for session in running.iter().filter_map(|id| self.session_of(id)) {
            self.abort_unseen(cx, session);
        }
        let message = format!(
            "Another process (pid {}) has taken over this session's background tasks; what ran \
             here was stopped.",
            owner.pid
        );
        self.outbox.read(self.journal.ledger());
        self.turn.lose();
        for Wait { call, .. } in waits {
            let text = self.journal.not_ours();
            cx.out.push(Effect::ReplyTool { call, text });
        }
        cx.log(Level::Warn, message.clone());
        cx.notify(Variant::Warning, message);
    }

    /// No outcome is waited for any more, but of prompts: what they begin is stopped.
    pub(in crate::core) fn forget_pending(&self, cx: &mut Cx<'_>) {
        cx.pending
            .forget(&self.id, cx.out, |task| self.session_of(task));
    }

    pub(in crate::core) fn session_of(&self, task: &TaskId) -> Option<SessionId> {
        self.journal.ledger().task(task)?.launch.session.clone()
    }

    pub(in crate::core) fn abort_unseen(&self, cx: &mut Cx<'_>, session: SessionId) {
        let effect = cx.expect(&self.id, AbortFor::Root);
        cx.out.push(Effect::Abort { effect, session });
    }

    /// Writes what happened down: the only way in which what the journal says changes.
    pub(in crate::core) fn record(&mut self, cx: &mut Cx<'_>, what: Record) {
        self.journal.record(cx, &what);
    }

    /// Keeps the journal and the tasks within their bounds.
    pub(in crate::core) fn tidy(&mut self, cx: &mut Cx<'_>) {
        if !self.journal.is_ours() {
            return;
        }
        let tasks = &cx.config.tasks;
        let ledger = self.journal.ledger();
        let beyond = ledger.beyond(tasks.keep_completed, tasks.keep_failed);
        if !beyond.is_empty() {
            self.forget(cx, beyond);
        }
        self.journal.tidy(cx);
    }

    /// Forgets ended tasks, and the sessions that they worked in. One in which a person is asked
    /// something is still somebody's.
    pub(in crate::core) fn forget(&mut self, cx: &mut Cx<'_>, tasks: Vec<TaskId>) {
        let session = |id: &TaskId| self.journal.ledger().task(id)?.launch.session.clone();
        let sessions: Vec<SessionId> = tasks.iter().filter_map(session).collect();
        self.record(cx, Record::Evicted { tasks });
        for session in &sessions {
            let used = self.journal.ledger().task_in(session).is_some();
            if used || self.tasks.tree.first_ask(session).is_some() {
                continue;
            }
            for id in self.tasks.tree.forget_from(session) {
                cx.home.remove(&id);
            }
        }
    }

    /// A person refused what the session, or one below it, asked for.
    pub(in crate::core) fn refused(&mut self, own: bool) {
        self.bounds.refuses(own);
        self.turn.stop_countdown();
    }

    /// The root was deleted: every session of its tree that works is aborted, and the journal
    /// forgotten.
    pub(in crate::core) fn deleted(&mut self, cx: &mut Cx<'_>) {
        steps::abandon(self, cx);
        waits::end_early(self, cx, "the session was deleted");
        end::abort_tree(self, cx);
        self.journal.forget(cx);
    }

    pub(in crate::core) fn forget_session(&mut self, cx: &mut Cx<'_>, session: &SessionId) {
        self.tasks.tree.forget(session);
        cx.home.remove(session);
    }

    /// The user spoke: everything may start anew.
    pub(in crate::core) fn user_spoke(&mut self, cx: &mut Cx<'_>) {
        self.bounds.user_spoke();
        self.fuse.user_spoke();
        if !self.journal.ledger().quieted.is_empty() {
            self.journal.note(cx, &Record::Spoke);
        }
    }

    /// The task in whose child session, or below it, a session works.
    pub(in crate::core) fn task_above(&self, session: &SessionId) -> Option<TaskId> {
        let mut upwards = self.tasks.tree.upwards(session);
        let task = upwards.find_map(|session| self.journal.ledger().task_in(session))?;
        Some(task.id().clone())
    }

    pub(in crate::core) fn add_node(
        &mut self,
        cx: &mut Cx<'_>,
        session: &SessionId,
        parent: &SessionId,
    ) {
        cx.home.insert(session.clone(), self.id.clone());
        self.tasks.tree.add(session, parent);
    }
}
