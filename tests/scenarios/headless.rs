//! Where nobody watches: the run ends when all is settled and told, and not before.

use holdfast::core::time::Span;
use serde_json::json;

use crate::story::{Story, Way, unauthorized};

#[test]
fn a_run_with_tasks_and_no_todos_ends_after_the_turn_that_used_the_results() {
    let mut story = Story::headless();
    story.user_says("Go.");
    let tasks = ["one", "two", "three"].map(|name| story.agent_launches(name));
    story.turn_ends("Waiting.");
    for task in &tasks {
        story.passes(Span::seconds(20));
        story.expect_held();
        story.child_finishes(task, "Done.");
    }
    assert!(story.expect_by(Way::Filled).contains("completed=\"3\""));
    assert!(
        !story.is_idle(),
        "the run ended before the results were used"
    );
    story.turn_ends("All three are done.");
    story.expect_idle();
    assert_eq!(story.wakes_at(), None);
}

#[test]
fn a_run_whose_last_task_ends_in_the_middle_of_a_turn_ends_after_the_result_was_used() {
    let mut story = Story::headless();
    story.user_says("Go.");
    let task = story.agent_launches("one");
    story.agent_goes_on();
    story.child_finishes(&task, "Done.");
    story.turn_ends("Waiting.");
    story.expect_by(Way::Filled);
    assert!(!story.is_idle());
    story.turn_ends("It is done.");
    story.expect_idle();
}

#[test]
fn a_run_says_on_standard_error_what_it_waits_for() {
    let mut story = Story::headless_with(json!({ "tasks": { "concurrency": 1 } }));
    story.user_says("Go.");
    let (one, _) = (story.agent_launches("one"), story.agent_launches("two"));
    story.turn_ends("Waiting.");
    assert_eq!(story.progress, ["1 running · 1 queued (00:00)"]);
    story.passes(Span::seconds(31));
    assert_eq!(story.progress.len(), 2);
    story.child_finishes(&one, "Done.");
    assert!(
        story
            .progress
            .last()
            .expect("a line")
            .starts_with("1 running · 1 completed")
    );
}

#[test]
fn a_failed_task_sets_the_exit_code_where_the_option_says_so() {
    for (code, expected) in [(0, None), (3, Some(3))] {
        let mut story = Story::headless_with(json!({ "hold": { "exitCodeOnFailure": code } }));
        story.user_says("Go.");
        let task = story.agent_launches("one");
        story.turn_ends("Waiting.");
        story.child_fails(&task, unauthorized());
        assert_eq!(story.exit_code, expected);
    }
}

#[test]
fn a_run_with_open_todos_is_only_ever_continued_within_its_turn() {
    let mut story = Story::headless();
    story.user_says("Do it.");
    story.agent_writes_todos(&[("test", "pending")]);
    for _ in 0..3 {
        story.turn_ends("Thinking.");
        story.expect_by(Way::Filled);
    }
    story.turn_ends("Thinking.");
    story.expect_idle();
    assert_eq!(story.prompts.len(), 0);
    assert!(
        story
            .notices
            .last()
            .expect("a notice")
            .contains("1 open todo")
    );
}

#[test]
fn results_that_a_run_did_not_use_are_in_the_next_one() {
    let mut story = Story::headless();
    story.user_says("Go.");
    let task = story.agent_launches("one");
    story.turn_ends("Waiting.");
    story.user_aborts();
    story.child_finishes(&task, "Done.");
    story.crashes();
    story.user_says("What came of it?");
    assert!(story.expect_by(Way::Rider).contains("Done."));
    story.turn_ends("That.");
    story.expect_idle();
}

#[test]
fn a_session_that_is_never_to_be_held_ends_its_turn_and_is_woken_later() {
    let mut story = Story::headless_with(json!({ "hold": { "mode": "never" } }));
    story.user_says("Go.");
    let task = story.agent_launches("one");
    story.turn_ends("Waiting.");
    story.expect_idle();
    story.child_finishes(&task, "Done.");
    story.expect_by(Way::Wake);
}

#[test]
fn a_watched_session_that_is_always_to_be_held_is_held() {
    let mut story = Story::watched_with(json!({ "hold": { "mode": "always" } }));
    story.user_says("Go.");
    let task = story.agent_launches("one");
    story.turn_ends("Waiting.");
    story.expect_held();
    story.user_says("Meanwhile?");
    story.expect_by(Way::Filled);
    story.turn_ends("Nothing.");
    story.expect_held();
    story.child_finishes(&task, "Done.");
    story.expect_by(Way::Filled);
    story.turn_ends("Done.");
    story.expect_idle();
}

#[test]
fn every_hook_is_answered_at_once_but_a_held_step() {
    let mut story = Story::headless();
    story.user_says("Go.");
    assert!(
        !story.is_held() && !story.is_idle(),
        "a step before any task is not held"
    );
    let task = story.agent_launches("one");
    story.agent_goes_on();
    assert!(
        !story.is_held(),
        "a step in the middle of a turn is not held"
    );
    assert!(
        story
            .agent_calls("background_output", json!({ "task_id": task.as_str() }))
            .is_some()
    );
    story.turn_ends("Waiting.");
    assert!(story.is_held());
    // While held, everything else is still answered.
    assert!(!story.user_commands("background", "").is_empty());
    assert!(story.compaction_begins().is_some());
    let call = story.agent_starts_in_hook("background_output", json!({}));
    assert!(story.answer_to(call).is_some());
}

#[test]
fn what_a_run_has_to_say_is_told_also_without_toasts() {
    let mut story = Story::headless_with(json!({ "toasts": false, "colour": "blue" }));
    story.faults.disk = Some("no space left on device".to_owned());
    story.user_says("Go.");
    let task = story.agent_launches("one");
    story.turn_ends("Waiting.");
    story.child_finishes(&task, "All read.");
    let notices = story.notices.join("\n");
    assert!(notices.contains("colour"), "{notices}");
    assert!(notices.contains("no space left on device"), "{notices}");
    assert_eq!(story.toasts, Vec::<String>::new());
}
