//! What the host keeps of a session's turn, so that the core finds the one thing it knows: a message
//! that is parked, is reached when the turn would end, and may speak then.
//!
//! OpenCode 2 has a queue for that. Its item is delivered when the turn would end and cannot be
//! changed any more, so a parked message speaks as another one, in the step after; the call of the
//! model that the item itself would cost is skipped.

use crate::core::event::{Assistant, Identity, NewestUser};
use crate::core::ids::MessageId;

use super::ids::item_of;
use super::reader::{Newest, StepDigest};

/// A session's turn.
#[derive(Debug, Default)]
pub struct Turn {
    /// Counts the ends of the turns: what an older one still waits for is void.
    pub generation: u64,
    /// Who answers here, by the last step.
    pub identity: Option<Identity>,
    /// A compaction began, and no step came since.
    pub compacting: bool,
    /// The item in the queue.
    queued: Option<Queued>,
    /// What was said in a held step: a later one brings it to the model.
    said: Option<Said>,
    /// Whether the call of the model in this step is to be skipped.
    skip: bool,
    /// The newest answer that ended a step.
    last: Option<Assistant>,
}

#[derive(Debug)]
struct Said {
    message: MessageId,
    delivered: bool,
}

#[derive(Debug)]
struct Queued {
    item: MessageId,
    /// The message that the core has parked last.
    means: MessageId,
    delivered: bool,
}

/// A step that the core is asked about.
#[derive(Debug)]
pub struct Step {
    /// The message that it answers.
    pub user: NewestUser,
    /// The newest answer before it.
    pub assistant: Option<Assistant>,
    /// Whether there is nothing to answer but a parked item.
    pub over: bool,
}

/// What is to be posted to let a parked message wait.
#[derive(Debug, PartialEq, Eq)]
pub enum Park {
    /// A new item.
    Post(MessageId),
    /// Nothing: the item in the queue stands for it.
    Stands,
}

impl Turn {
    /// The execution ended, in whatever way.
    pub fn ended(&mut self) {
        self.generation = self.generation.wrapping_add(1);
        (self.skip, self.said) = (false, None);
    }

    /// An item of the inbox was delivered.
    pub fn delivered(&mut self, item: &MessageId) {
        if let Some(queued) = self.queued.as_mut().filter(|queued| queued.item == *item) {
            queued.delivered = true;
        }
        if let Some(said) = self.said.as_mut().filter(|said| said.message == *item) {
            said.delivered = true;
        }
    }

    /// A step ended with this answer.
    pub fn answered(&mut self, answer: &Assistant) {
        self.last = Some(answer.clone());
    }

    /// Whether what was posted may have been delivered and swallowed by a compaction, which only an
    /// event can tell: those lag behind the hooks.
    #[must_use]
    pub fn is_in_doubt(&self, digest: &StepDigest) -> bool {
        if let Some(said) = &self.said {
            return !said.delivered && !digest.shows(&said.message);
        }
        let waits = self
            .queued
            .as_ref()
            .is_some_and(|queued| !queued.delivered && !is_at(digest, &queued.item));
        let ended = digest.assistant.as_ref().is_none_or(Assistant::is_final);
        waits && ended && digest.words.is_none()
    }

    /// A step begins. None where it brings to the model what was said in a step before, or stands
    /// between the two, as after a compaction: for the core all of them are one.
    pub fn begins(&mut self, digest: StepDigest) -> Option<Step> {
        self.skip = false;
        if let Some(said) = &self.said {
            self.skip = !said.delivered && !digest.shows(&said.message) && digest.words.is_none();
            if !self.skip {
                self.said = None;
            }
            return None;
        }
        let reached = self.queued.as_ref().is_some_and(|queued| {
            queued.delivered || is_at(&digest, &queued.item) || is_any_item(&digest)
        });
        let StepDigest {
            user,
            words,
            assistant,
        } = digest;
        let means = if reached {
            self.queued.take().map(|queued| queued.means)
        } else {
            self.queued.as_ref().map(|queued| queued.means.clone())
        };
        let user = match means {
            Some(means) if words.is_none() => Newest::Parked(means),
            Some(_) | None => user,
        };
        let is_parked = matches!(user, Newest::Parked(_));
        let waits = self.queued.is_some();
        let over = is_parked && !waits && words.is_none();
        let mut assistant = assistant.or_else(|| self.last.clone().filter(|_| over));
        if let Some(answer) = assistant
            .as_mut()
            .filter(|answer| over && !answer.is_final())
        {
            // The queue is reached at the end of a turn, however its last answer finished.
            answer.finish = Some("stop".to_owned());
        }
        Some(Step {
            user: user.into_user(words),
            assistant,
            over,
        })
    }

    /// The call of the model in this step is skipped.
    pub fn skip(&mut self) {
        self.skip = true;
    }

    /// Whether the call of the model in this step is to be skipped.
    #[must_use]
    pub fn skips(&self) -> bool {
        self.skip
    }

    /// A message was said in this step. An item that still waits cannot say it again.
    pub fn says(&mut self, message: MessageId) {
        self.skip = true;
        if let Some(queued) = self
            .queued
            .as_mut()
            .filter(|queued| queued.means == message)
        {
            queued.means = MessageId(format!("{message}again"));
        }
        self.said = Some(Said {
            message,
            delivered: false,
        });
    }

    /// The core parks a message.
    pub fn parks(&mut self, message: &MessageId) -> Park {
        if let Some(queued) = &mut self.queued {
            queued.means = message.clone();
            return Park::Stands;
        }
        let item = item_of(message);
        self.queued = Some(Queued {
            item: item.clone(),
            means: message.clone(),
            delivered: false,
        });
        Park::Post(item)
    }

    /// The item could not be posted.
    pub fn lost(&mut self) {
        self.queued = None;
    }
}

fn is_at(digest: &StepDigest, item: &MessageId) -> bool {
    matches!(&digest.user, Newest::Parked(message) if item_of(message) == *item)
}

/// An item that nobody here posted: another process did, which is gone.
fn is_any_item(digest: &StepDigest) -> bool {
    matches!(digest.user, Newest::Parked(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(name: &str) -> MessageId {
        MessageId(format!("msg_1ffe3df41001Holdfast{name}"))
    }

    fn answer(finish: &str) -> Assistant {
        Assistant {
            id: MessageId::from("msg_1ffe3df41000answer"),
            parent: None,
            finish: Some(finish.to_owned()),
            completed: true,
            error: None,
            summary: false,
            text: "Waiting.".to_owned(),
        }
    }

    fn digest(user: Newest, words: Option<&str>, finish: &str) -> StepDigest {
        StepDigest {
            user,
            words: words.map(MessageId::from),
            assistant: Some(answer(finish)),
        }
    }

    fn asks(step: Option<Step>) -> (NewestUser, bool) {
        let step = step.expect("the core is asked");
        (step.user, step.over)
    }

    fn of_user() -> Newest {
        Newest::Message(MessageId::from("msg_user"))
    }

    #[test]
    fn a_parked_item_is_reached_when_the_turn_would_end_and_speaks_in_the_next_step() {
        let mut turn = Turn::default();
        assert_eq!(turn.parks(&id("a")), Park::Post(item_of(&id("a"))));
        let (user, over) = asks(turn.begins(digest(Newest::Parked(id("a")), None, "stop")));
        assert_eq!((user.id, user.parked, over), (id("a"), true, true));
        turn.says(id("a"));
        assert!(turn.skips());
        let spoken = digest(Newest::Message(id("a")), None, "stop");
        assert!(turn.begins(spoken).is_none());
        assert!(!turn.skips());
    }

    #[test]
    fn a_step_between_a_word_and_its_delivery_asks_no_model() {
        let mut turn = Turn::default();
        turn.parks(&id("a"));
        turn.begins(digest(Newest::Parked(id("a")), None, "stop"));
        turn.says(id("a"));
        let between = || digest(of_user(), None, "stop");
        assert!(turn.is_in_doubt(&between()));
        assert!(turn.begins(between()).is_none());
        assert!(turn.skips());
        turn.delivered(&id("a"));
        assert!(turn.begins(between()).is_none());
        assert!(!turn.skips());
    }

    #[test]
    fn one_item_stands_for_every_message_that_is_parked_while_it_waits() {
        let mut turn = Turn::default();
        turn.parks(&id("a"));
        let (user, over) = asks(turn.begins(digest(of_user(), None, "tool-calls")));
        assert_eq!((user.id, user.parked, over), (id("a"), true, false));
        assert_eq!(turn.parks(&id("b")), Park::Stands);
        let (user, over) = asks(turn.begins(digest(Newest::Parked(id("a")), None, "stop")));
        assert_eq!((user.id, over), (id("b"), true));
    }

    #[test]
    fn what_the_user_says_is_answered_before_an_item() {
        let mut turn = Turn::default();
        turn.parks(&id("a"));
        let (user, over) = asks(turn.begins(digest(of_user(), Some("msg_user"), "stop")));
        assert_eq!((user.parked, over), (false, false));
    }

    #[test]
    fn an_item_that_a_compaction_swallowed_is_reached_all_the_same() {
        let mut turn = Turn::default();
        turn.answered(&answer("stop"));
        turn.parks(&id("a"));
        let swallowed = StepDigest {
            user: of_user(),
            words: None,
            assistant: None,
        };
        assert!(turn.is_in_doubt(&swallowed));
        turn.delivered(&item_of(&id("a")));
        assert!(!turn.is_in_doubt(&swallowed));
        let step = turn.begins(swallowed).expect("the core is asked");
        assert_eq!(
            (step.user.id, step.user.parked, step.over),
            (id("a"), true, true)
        );
        assert!(step.assistant.is_some_and(|answer| answer.is_final()));
    }

    #[test]
    fn an_item_whose_message_has_spoken_stands_for_another() {
        let mut turn = Turn::default();
        turn.parks(&id("a"));
        turn.begins(digest(of_user(), None, "tool-calls"));
        turn.says(id("a"));
        turn.begins(digest(Newest::Message(id("a")), None, "tool-calls"));
        let (user, over) = asks(turn.begins(digest(Newest::Parked(id("a")), None, "stop")));
        assert_ne!(user.id, id("a"));
        assert!(over);
    }

    #[test]
    fn an_item_of_a_process_that_is_gone_is_known_by_its_id() {
        let (user, over) =
            asks(Turn::default().begins(digest(Newest::Parked(id("a")), None, "stop")));
        assert_eq!((user.id, user.parked, over), (id("a"), true, true));
    }
}
