//! The last fuse. Whatever a host, another plugin or our own logic does: a turn is not kept open
//! by empty messages for more than a few steps in a row.

use crate::core::port::event::{Assistant, NewestUser};
use crate::core::values::ids::MessageId;

/// Steps in a row that may answer nothing but an empty message of ours.
pub(in crate::core) const STEPS_MAX: u32 = 3;

/// Counts the steps that nobody asked for. It looks at no verdict and no reason: a message was
/// parked, nothing was said in it, nobody else spoke, and the turn had ended before this step.
#[derive(Clone, Debug, Default)]
pub(in crate::core) struct Fuse {
    /// The newest message that was parked and has no text.
    parked: Option<MessageId>,
    /// The newest message of somebody else's that was announced to us.
    heard: Option<MessageId>,
    steps: u32,
    blown: bool,
}

impl Fuse {
    /// A message is parked.
    pub(in crate::core) fn parks(&mut self, message: &MessageId) {
        self.parked = Some(message.clone());
    }

    /// The parked message got words that end a hold. It is not empty any more, and whatever OpenCode
    /// answers after it was begun by something else; the steps so far still count.
    pub(in crate::core) fn let_go(&mut self) {
        self.parked = None;
    }

    /// The parked message says something, which is counted elsewhere.
    pub(in crate::core) fn filled(&mut self) {
        self.let_go();
        self.steps = 0;
    }

    /// Somebody else wrote a message: the step that answers it was asked for.
    pub(in crate::core) fn asked(&mut self, message: &MessageId) {
        self.heard = Some(message.clone());
        self.parked = None;
        self.steps = 0;
    }

    /// The user spoke: everything may start anew.
    pub(in crate::core) fn user_spoke(&mut self) {
        self.steps = 0;
        self.blown = false;
    }

    /// A step begins. Whether too many have come that nobody asked for: true once.
    pub(in crate::core) fn step(
        &mut self,
        before: Option<&Assistant>,
        begun: Option<&Assistant>,
    ) -> bool {
        if answers(begun).is_some_and(|parent| !parent.is_ours()) {
            // OpenCode says that it answers somebody else.
            self.steps = 0;
            return false;
        }
        if self.parked.is_none() || !before.is_some_and(Assistant::is_final) {
            return false;
        }
        self.steps = self.steps.saturating_add(1);
        self.steps >= STEPS_MAX && !std::mem::replace(&mut self.blown, true)
    }

    pub(in crate::core) fn is_blown(&self) -> bool {
        self.blown
    }

    /// The parked message that a step answers, if it answers one. What the list of messages shows
    /// is not all: others add parts and messages to it. So a message that we parked and gave no
    /// text counts as empty, and the answer that OpenCode has begun names what it answers.
    pub(in crate::core) fn answered_by(
        &self,
        user: &NewestUser,
        begun: Option<&Assistant>,
    ) -> Option<MessageId> {
        let named = answers(begun).filter(|parent| self.parked.as_ref() == Some(*parent));
        let heard = user
            .words
            .as_ref()
            .is_some_and(|words| self.heard.as_ref() == Some(words));
        if let Some(parked) = named.filter(|_| !heard) {
            return Some(parked.clone());
        }
        let is_parked = user.parked || self.parked.as_ref() == Some(&user.id);
        (is_parked && user.words.is_none()).then(|| user.id.clone())
    }
}

/// The message that the answer which has just begun is to answer.
fn answers(begun: Option<&Assistant>) -> Option<&MessageId> {
    begun
        .filter(|begun| begun.finish.is_none() && !begun.completed && begun.error.is_none())
        .and_then(|begun| begun.parent.as_ref())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(parent: &str, finish: Option<&str>) -> Assistant {
        Assistant {
            id: MessageId::from("msg_2"),
            parent: Some(MessageId::from(parent)),
            finish: finish.map(str::to_owned),
            completed: finish.is_some(),
            error: None,
            summary: false,
            text: String::new(),
        }
    }

    fn user(id: &str, parked: bool, words: Option<&str>) -> NewestUser {
        NewestUser {
            id: MessageId::from(id),
            parked,
            words: words.map(MessageId::from),
        }
    }

    #[test]
    fn a_parked_message_is_known_whatever_the_list_shows() {
        let parked = MessageId::from("msg_p");
        let mut fuse = Fuse::default();
        fuse.parks(&parked);
        let known = |user: &NewestUser, begun: Option<&Assistant>| fuse.answered_by(user, begun);
        assert_eq!(
            known(&user("msg_p", false, None), None),
            Some(parked.clone())
        );
        let begun = answer("msg_p", None);
        let stranger = user("msg_x", false, Some("msg_x"));
        assert_eq!(known(&stranger, Some(&begun)), Some(parked));
        assert_eq!(known(&stranger, Some(&answer("msg_x", None))), None);
        assert_eq!(known(&user("msg_p", true, Some("msg_x")), None), None);
    }

    #[test]
    fn a_parked_message_that_ended_a_hold_is_answered_by_no_later_step() {
        let mut fuse = Fuse::default();
        fuse.parks(&MessageId::from("msg_p"));
        fuse.let_go();
        let prompt = user("msg_x", false, None);
        assert_eq!(
            fuse.answered_by(&prompt, Some(&answer("msg_p", None))),
            None
        );
    }

    #[test]
    fn words_that_were_announced_are_answered_at_once() {
        let mut fuse = Fuse::default();
        fuse.asked(&MessageId::from("msg_x"));
        fuse.parks(&MessageId::from("msg_p"));
        let both = user("msg_p", true, Some("msg_x"));
        assert_eq!(fuse.answered_by(&both, Some(&answer("msg_p", None))), None);
    }

    #[test]
    fn the_fuse_blows_once_and_only_the_user_mends_it() {
        let mut fuse = Fuse::default();
        let over = answer("msg_p", Some("stop"));
        let steps = |fuse: &mut Fuse| {
            (0..10)
                .filter(|_| {
                    fuse.parks(&MessageId::from("msg_p"));
                    // A tool call in between changes nothing.
                    fuse.step(Some(&answer("msg_p", Some("tool-calls"))), None);
                    fuse.step(Some(&over), None)
                })
                .count()
        };
        assert_eq!((steps(&mut fuse), fuse.is_blown()), (1, true));
        fuse.filled();
        assert_eq!((steps(&mut fuse), fuse.is_blown()), (0, true));
        fuse.user_spoke();
        assert_eq!((steps(&mut fuse), fuse.is_blown()), (1, true));
    }
}
