//! The sessions of a root's tree: who works below whom, which of them are busy, and what they ask
//! of a person.

use litemap::LiteMap as Map;

use crate::core::values::ids::SessionId;
use crate::core::values::time::Time;

/// A tree of sessions is shallow; the bound is against a cycle in what we were told.
const DEPTH_MAX: usize = 64;

/// The root session and all that is known below it.
#[derive(Clone, Debug)]
pub(in crate::core) struct Tree {
    nodes: Map<SessionId, Node>,
    /// Open questions and permissions, in the order in which they came.
    asks: Vec<Ask>,
}

#[derive(Clone, Debug, Default)]
struct Node {
    parent: Option<SessionId>,
    busy: bool,
    /// It was deleted, and is aborted before it is forgotten.
    deleted: bool,
}

/// An open question or permission.
#[derive(Clone, Debug)]
struct Ask {
    session: SessionId,
    ask: String,
    /// What it is about.
    title: String,
    answer: Answer,
}

/// Who is to answer an open question or permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::core) enum Answer {
    /// A person, who may take their time.
    Person,
    /// The command line, at once: it is rejected at this time.
    Until(Time),
}

impl Tree {
    pub(in crate::core) fn new(root: SessionId) -> Self {
        Self {
            nodes: Map::from_iter([(root, Node::default())]),
            asks: Vec::new(),
        }
    }

    pub(in crate::core) fn add(&mut self, session: &SessionId, parent: &SessionId) {
        self.nodes.entry(session.clone()).or_default().parent = Some(parent.clone());
    }

    /// Forgets a session and what it asks.
    pub(in crate::core) fn forget(&mut self, session: &SessionId) {
        self.nodes.remove(session);
        self.asks.retain(|open| open.session != *session);
    }

    /// Forgets a session and all below it; returns them.
    pub(in crate::core) fn forget_from(&mut self, session: &SessionId) -> Vec<SessionId> {
        let ids = self.nodes.keys();
        let gone: Vec<SessionId> = ids.filter(|id| self.is_in(id, session)).cloned().collect();
        gone.iter().for_each(|id| self.forget(id));
        gone
    }

    /// A session works; whether that was known.
    pub(super) fn works(&mut self, session: &SessionId) -> bool {
        self.set_busy(session, true)
    }

    pub(super) fn rests(&mut self, session: &SessionId) {
        self.set_busy(session, false);
    }

    /// Returns what was known before.
    fn set_busy(&mut self, session: &SessionId, busy: bool) -> bool {
        let node = self.nodes.get_mut(session);
        node.is_some_and(|node| std::mem::replace(&mut node.busy, busy))
    }

    pub(super) fn is_busy(&self, session: &SessionId) -> bool {
        self.nodes.get(session).is_some_and(|node| node.busy)
    }

    /// All sessions that are busy.
    pub(super) fn busy(&self) -> impl Iterator<Item = &SessionId> {
        let busy = |(_, node): &(&SessionId, &Node)| node.busy;
        self.nodes.iter().filter(busy).map(|(id, _)| id)
    }

    /// Whether a session below this one is busy.
    pub(super) fn is_busy_below(&self, session: &SessionId) -> bool {
        self.busy()
            .any(|id| id != session && self.is_in(id, session))
    }

    /// A session was deleted: nothing can be read of it any more.
    pub(super) fn delete(&mut self, session: &SessionId) {
        if let Some(node) = self.nodes.get_mut(session) {
            node.deleted = true;
        }
    }

    pub(super) fn is_deleted(&self, session: &SessionId) -> bool {
        self.nodes.get(session).is_some_and(|node| node.deleted)
    }

    /// A session and those above it, up to the root.
    pub(in crate::core) fn upwards<'a>(
        &'a self,
        session: &'a SessionId,
    ) -> impl Iterator<Item = &'a SessionId> {
        let parent = |id: &&'a SessionId| self.nodes.get(*id)?.parent.as_ref();
        std::iter::successors(Some(session), parent).take(DEPTH_MAX)
    }

    fn is_in(&self, session: &SessionId, top: &SessionId) -> bool {
        self.upwards(session).any(|id| id == top)
    }

    /// A question or permission opened; asked again it is the same one.
    pub(super) fn open(&mut self, session: &SessionId, ask: &str, title: String, answer: Answer) {
        let known = self.asks.iter_mut().find(|open| open.is(session, ask));
        match known {
            Some(open) => open.title = title,
            None if self.nodes.contains_key(session) => self.asks.push(Ask {
                session: session.clone(),
                ask: ask.to_owned(),
                title,
                answer,
            }),
            None => {}
        }
    }

    pub(super) fn close(&mut self, session: &SessionId, ask: &str) {
        self.asks.retain(|open| !open.is(session, ask));
    }

    /// The permissions that nobody answered in time.
    pub(super) fn overdue(&self, now: Time) -> Vec<(SessionId, String)> {
        let due = |open: &&Ask| open.until().is_some_and(|until| now >= until);
        let due = self.asks.iter().filter(due);
        due.map(|open| (open.session.clone(), open.ask.clone()))
            .collect()
    }

    /// When the next permission is rejected.
    pub(in crate::core) fn next(&self) -> Option<Time> {
        self.asks.iter().filter_map(Ask::until).min()
    }

    /// Whether anything in the tree waits for a person. Where nobody watches, what a child asks is
    /// answered within seconds, by the command line or by us.
    pub(in crate::core) fn asks_a_person(&self) -> bool {
        self.asks.iter().any(|open| open.answer == Answer::Person)
    }

    /// What a session, or one below it, asks first.
    pub(in crate::core) fn first_ask(&self, session: &SessionId) -> Option<&str> {
        let mut asks = self.asks.iter();
        let first = asks.find(|open| self.is_in(&open.session, session))?;
        Some(&first.title)
    }
}

impl Ask {
    fn is(&self, session: &SessionId, ask: &str) -> bool {
        self.session == *session && self.ask == ask
    }

    fn until(&self) -> Option<Time> {
        match self.answer {
            Answer::Person => None,
            Answer::Until(time) => Some(time),
        }
    }
}
