//! Calls that wait are answered whatever happens, and what the user takes back is left alone.

use holdfast::core::time::Span;
use serde_json::json;

use crate::story::{Story, Way};

#[test]
fn a_session_whose_messages_were_taken_back_is_left_alone() {
    for goes_on in [false, true] {
        let mut story = Story::watched();
        story.user_says("Go.");
        let task = story.agent_launches("one");
        story.turn_ends("Waiting.");
        story.user_takes_back(true);
        story.child_finishes(&task, "All read.");
        story.expect_reason("Reverted");
        story.expect_silence_for_a_day();
        if goes_on {
            story.user_says("Another way, then.");
            assert!(story.expect_by(Way::Rider).contains("All read."));
        } else {
            story.user_takes_back(false);
            // A message of theirs might follow.
            story.passes(Span::seconds(2));
            assert!(story.expect_by(Way::Wake).contains("All read."));
        }
    }
}

#[test]
fn every_call_that_waits_is_answered_when_its_session_is_deleted() {
    let mut story = Story::headless();
    story.user_says("Go.");
    let task = story.agent_launches("one");
    let wait = json!({ "task_id": task.as_str(), "wait": true });
    let call = story.agent_starts("background_output", wait);
    story.root_is_deleted();
    assert!(
        story
            .answer_to(call)
            .is_some_and(|text| text.contains("deleted"))
    );
}

#[test]
fn a_held_step_is_answered_when_its_session_is_deleted_or_stopped() {
    for deleted in [true, false] {
        let mut story = Story::headless();
        story.user_says("Go.");
        story.agent_launches("one");
        story.turn_ends("Waiting.");
        story.expect_held();
        if deleted {
            story.root_is_deleted();
        } else {
            story.user_aborts();
        }
        assert_eq!(story.steps_unanswered(), 0, "deleted: {deleted}");
    }
}
