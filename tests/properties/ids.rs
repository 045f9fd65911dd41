//! What holds for ids: those that are minted and those that come from outside.

use std::collections::BTreeSet;
use std::path::Path;

use holdfast::core::ids::{IdSource, MessageId, SessionId};
use holdfast::core::time::Time;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::cases;
use crate::records::text;

/// OpenCode's form: a prefix, 48 bits of time in hexadecimal, 14 letters and digits.
fn is_of_opencodes_form(id: &str, prefix: &str) -> bool {
    let rest = id
        .strip_prefix(prefix)
        .and_then(|rest| rest.split_at_checked(12));
    rest.is_some_and(|(stamp, chance)| {
        let hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
        stamp.bytes().all(hex)
            && chance.len() == 14
            && chance.bytes().all(|b| b.is_ascii_alphanumeric())
    })
}

/// As OpenCode's `Identifier.ascending` mints it: the counter begins at one in each millisecond.
fn opencodes(now: Time, counter: u64, chance: &str) -> MessageId {
    let stamp = ((now.0 << 12) + counter) & 0xffff_ffff_ffff;
    MessageId(format!("msg_{stamp:012x}{chance}"))
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn ids_of_messages_and_parts_ascend_are_unique_ours_and_of_opencodes_form(
        seed in any::<u64>(), mints in vec((0..3_u64, any::<bool>()), 1..300), skipped in 0..3000,
    ) {
        let mut ids = IdSource::new(seed);
        (0..skipped).for_each(|_| _ = ids.effect());
        let mut now = Time(1_763_000_000_000);
        let mut last = String::new();
        for (ms, of_message) in mints {
            now = Time(now.0 + ms);
            let (id, prefix) = match of_message {
                true => (ids.message(now).0, "msg_"),
                false => (ids.part(now).0, "prt_"),
            };
            prop_assert!(is_of_opencodes_form(&id, prefix), "{}", id);
            let order = id[4..].to_owned();
            prop_assert!(order > last, "{} after {}", order, last);
            prop_assert!(MessageId(id.clone()).is_ours());
            let theirs = opencodes(now, 0x7fe, "zzzzzzzzzzzzzz");
            prop_assert!(!of_message || id > theirs.0, "{} before {}", id, theirs);
            last = order;
        }
    }

    #[test]
    fn no_id_of_opencodes_and_no_word_from_outside_passes_for_ours(
        ms in any::<u32>(), counter in 1..4096_u64, chance in "[0-9A-Za-z]{14}", word in text(),
    ) {
        let theirs = opencodes(Time(1_763_000_000_000 + u64::from(ms)), counter, &chance);
        prop_assert!(is_of_opencodes_form(&theirs.0, "msg_"));
        prop_assert!(!theirs.is_ours());
        prop_assert!(!MessageId(word).is_ours());
    }

    /// Two sources of one seed propose the same ids, so that each of the second is taken at first.
    #[test]
    fn task_ids_are_never_minted_twice_while_they_are_taken(seed in any::<u64>()) {
        let mut taken = BTreeSet::new();
        for mut ids in [IdSource::new(seed), IdSource::new(seed)] {
            for _ in 0..20 {
                let id = ids.task(|id| taken.contains(id));
                let (prefix, chance) = id.as_str().split_at(3);
                prop_assert_eq!(prefix, "bg_");
                let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
                prop_assert!(chance.len() == 6 && chance.bytes().all(plain), "{}", id);
                prop_assert!(taken.insert(id));
            }
        }
    }

    /// The host asks this of every id before it makes a path of it.
    #[test]
    fn a_plain_session_id_names_one_file_in_the_folder_and_nothing_else(
        id in prop_oneof![text(), "[a-zA-Z0-9_./\\\\:~ -]{0,12}", "ses_[a-zA-Z0-9]{1,140}"],
    ) {
        let session = SessionId(id.clone());
        if session.is_plain() {
            let file = format!("{id}.jsonl");
            let path = Path::new("/folder").join(&file);
            prop_assert_eq!(path.parent(), Some(Path::new("/folder")));
            prop_assert_eq!(path.file_name().and_then(|name| name.to_str()), Some(file.as_str()));
            prop_assert!(!id.starts_with('.') && !id.contains(['\\', ':', '\0']));
            prop_assert!(file.len() <= 255);
        } else {
            let opencodes = id.strip_prefix("ses_").is_some_and(|rest| {
                rest.len() == 26 && rest.bytes().all(|b| b.is_ascii_alphanumeric())
            });
            prop_assert!(!opencodes, "{} is OpenCode's own form", id);
        }
    }
}
