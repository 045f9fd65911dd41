//! The last fuse: whatever hides our parked messages from us, the turn ends.

use holdfast::core::time::Span;

use crate::story::{Story, Way};

#[test]
fn steps_that_nobody_asked_for_end_after_three_with_one_notice() {
    let mut story = Story::headless();
    story.user_says("Go.");
    let task = story.agent_launches("one");
    story.faults.stranger = true;
    let mut steps = 0;
    story.turn_ends("Waiting.");
    while !story.is_idle() {
        steps += 1;
        assert!(steps <= 5, "the model is asked again and again");
        story.turn_ends("Nothing new.");
    }
    // Three for nothing, and one because the idle session is told that its task still runs.
    assert_eq!((steps, story.prompts.len()), (4, 1));
    let notices = |story: &Story| {
        let about = |notice: &&String| notice.contains("model calls in a row answered only");
        story.notices.iter().filter(about).count()
    };
    assert_eq!(notices(&story), 1, "{:?}", story.notices);
    // Nothing is parked until the user speaks, and what they do not see is not lost.
    let parked = story.parked.len();
    story.faults.stranger = false;
    story.expect_by(Way::Wake);
    story.child_finishes(&task, "All read.");
    assert!(story.expect_by(Way::Wake).contains("All read."));
    story.turn_ends("Good.");
    assert_eq!(story.parked.len(), parked);
    story.expect_idle();
    story.user_says("Once more.");
    story.agent_launches("two");
    story.turn_ends("Waiting.");
    assert!(story.parked.len() > parked);
    story.expect_held();
    assert_eq!(notices(&story), 1);
}

#[test]
fn an_agent_that_calls_tools_in_between_does_not_keep_the_fuse_from_blowing() {
    let mut story = Story::headless();
    story.user_says("Go.");
    story.agent_launches("one");
    story.faults.stranger = true;
    story.turn_ends("Waiting.");
    let mut steps = 0;
    while !story.is_idle() {
        steps += 1;
        assert!(steps <= 5, "the model is asked again and again");
        story.agent_goes_on();
        story.turn_ends("Nothing new.");
    }
    // Three for nothing, and one because the idle session is told that its task still runs.
    assert_eq!((steps, story.prompts.len()), (4, 1));
}

#[test]
fn a_parked_message_that_another_plugin_hides_is_known_by_what_opencode_answers() {
    let mut story = Story::headless();
    story.user_says("Go.");
    let task = story.agent_launches("one");
    story.faults.stranger = true;
    story.faults.tells_begun = true;
    story.turn_ends("Waiting.");
    story.passes(Span::minutes(5));
    story.expect_held();
    story.child_finishes(&task, "All read.");
    assert!(story.expect_by(Way::Filled).contains("All read."));
    story.turn_ends("Good.");
    story.expect_idle();
}

#[test]
fn go_lets_turns_be_held_again_after_the_fuse_has_blown() {
    let mut story = Story::headless();
    story.user_says("Go.");
    let task = story.agent_launches("one");
    story.faults.stranger = true;
    story.turn_ends("Waiting.");
    while !story.is_idle() {
        story.turn_ends("Nothing new.");
    }
    story.faults.stranger = false;
    story.expect_by(Way::Wake);
    let parked = story.parked.len();
    story.user_commands("go", "");
    story.child_finishes(&task, "All read.");
    story.expect_by(Way::Wake);
    story.agent_launches("two");
    story.turn_ends("Waiting.");
    assert!(story.parked.len() > parked);
    story.expect_held();
}
