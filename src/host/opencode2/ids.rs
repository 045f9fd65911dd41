//! Ids of what the host posts on its own account.
//!
//! The core parks a message and may speak in it later, as one message. OpenCode 2 cannot change a
//! message that is stored: what is parked is an item of the queue under an id of its own, and what
//! is said is another message, under the core's id. So an item tells what it is by its id, also
//! after a restart.

use crate::core::ids::MessageId;

/// Ends the id of a parked item.
const PARKED: &str = "park";

/// The id of the item that is parked for a message.
#[must_use]
pub fn item_of(message: &MessageId) -> MessageId {
    MessageId(format!("{message}{PARKED}"))
}

/// The message that an item is parked for; none for any other id.
#[must_use]
pub fn parked_for(id: &MessageId) -> Option<MessageId> {
    let message = MessageId::from(id.as_str().strip_suffix(PARKED)?);
    message.is_ours().then_some(message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_names_the_message_that_it_is_parked_for() {
        let message = MessageId::from("msg_1ffe3df41001HoldfastAAAAAA");
        assert_eq!(parked_for(&item_of(&message)), Some(message.clone()));
        assert_eq!(parked_for(&message), None);
        assert_eq!(parked_for(&MessageId::from("msg_1ffe3df41001park")), None);
    }
}
