//! What stands in the history: task prompts once, and every result once.

use holdfast::core::effect::Fill;
use holdfast::core::ids::{MessageId, SessionId, TaskId};
use holdfast::core::texts::agent;

use crate::support::opencode::{Body, Message, User};
use crate::support::world::World;

impl World {
    pub(crate) fn store_user(&mut self, session: &SessionId, id: &MessageId, user: User) {
        let Some(found) = self.opencode.sessions.get_mut(session) else {
            return;
        };
        if let Some(message) = found.message_mut(id) {
            let part = message.user().and_then(|known| known.part.clone());
            if part.is_some() && part != user.part {
                let detail = format!("{id} has {part:?} and gets {:?}", user.part);
                self.fail("a message of ours has one part", detail);
                return;
            }
            if message.id.is_ours() {
                message.body = Body::User(user);
            } else if let Body::User(theirs) = &mut message.body {
                // What somebody else wrote keeps its own parts beside ours.
                theirs.add(&user.text);
                self.note_visible(session, id, &user.text);
            }
            return;
        }
        let mut user = user;
        if self.plan.company.parts {
            user.beside.push("A plugin was here.".to_owned());
        }
        let text = user.text.clone();
        // A word to a running task may come twice where a trap tore its call in two.
        let twin = id.is_ours()
            && !text.is_empty()
            && !text.starts_with("more of")
            // A task may be interrupted more than once.
            && !text.starts_with("You were interrupted")
            && found.messages.iter().any(|message| {
                message.id.is_ours() && message.user().is_some_and(|user| user.text == text)
            });
        found.messages.push(Message {
            id: id.clone(),
            created: self.now,
            body: Body::User(user),
        });
        let is_root = found.is_root();
        if !is_root {
            if twin {
                self.fail(
                    "a task is prompted once",
                    format!("{session} holds the same prompt twice: {text}"),
                );
            }
            self.note_child_prompt(session, id);
        }
        self.note_visible(session, id, &text);
    }

    pub(crate) fn fill_message(&mut self, session: &SessionId, fill: &Fill) {
        let message = self
            .opencode
            .sessions
            .get_mut(session)
            .and_then(|found| found.message_mut(&fill.message));
        if let Some(Body::User(user)) = message.map(|message| &mut message.body) {
            if user.part.as_ref() != Some(&fill.part) {
                let detail = format!(
                    "{} has {:?}, filled is {:?}",
                    fill.message, user.part, fill.part
                );
                self.fail("a message of ours has one part", detail);
                return;
            }
            user.text.clone_from(&fill.text);
            (user.ignored, user.ours) = (false, !agent::is_release(&fill.text));
            self.note_visible(session, &fill.message, &fill.text);
        }
    }

    pub(super) fn note_child_prompt(&mut self, session: &SessionId, id: &MessageId) {
        let root = self.opencode.root_of(session);
        let prompted = |process: usize| {
            let ledger = self.ledger(process, &root)?;
            let mut tasks = ledger.tasks.values();
            let task = tasks.find(|task| task.message.as_ref() == Some(id))?;
            Some(task.id().clone())
        };
        let Some(task) = (0..self.processes.len()).find_map(prompted) else {
            return;
        };
        self.checks.working.insert(session.clone(), task.clone());
        if let Some(known) = self.checks.tasks.get_mut(&task) {
            let before = known.session.replace(session.clone());
            if before.as_ref().is_some_and(|before| before != session) {
                self.fail(
                    "a task is launched once",
                    format!("{task} works in {before:?} and in {session}"),
                );
            }
        }
    }

    /// A message of a root session says something: the results in it are told by that.
    pub(super) fn note_visible(&mut self, session: &SessionId, id: &MessageId, text: &str) {
        for piece in text.split("<task id=\"bg_").skip(1) {
            let Some(name) = piece.split('"').next() else {
                continue;
            };
            let task = TaskId(format!("bg_{name}"));
            self.count("deliveries");
            let sure = !self.checks.doubtful.contains(session);
            let Some(known) = self.checks.tasks.get_mut(&task) else {
                continue;
            };
            let before = known.delivered.replace(id.clone()).filter(|_| sure);
            let seen = known.seen && sure;
            if before.as_ref().is_some_and(|before| before != id) || (seen && before.is_none()) {
                self.fail("every result is delivered once", format!("{task} is told of in {before:?} and in {id} of {session}, read before: {seen}"));
            }
        }
    }

    pub(crate) fn note_tool_reply(&mut self, _session: &SessionId, text: &str) {
        if text.contains("This call had launched it already") {
            self.count("repeated launches");
        }
    }
}
