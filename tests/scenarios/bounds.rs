//! Continuation ends: progress, strikes, caps, and one notice with the reason.

use holdfast::core::time::Span;
use serde_json::json;

use crate::story::{Story, Way, overloaded};

const OPEN: &[(&str, &str)] = &[("one", "pending"), ("two", "pending")];

fn with_open_todos(options: serde_json::Value) -> Story {
    let mut story = Story::watched_with(options);
    story.user_says("Do it.");
    story.agent_writes_todos(OPEN);
    story.turn_ends("Begun.");
    story
}

/// Lets the countdown pass; whether a continuation came.
fn is_continued(story: &mut Story) -> bool {
    story.passes(Span::minutes(1));
    !story.is_idle() && story.expect_by(Way::Wake).contains("<open-todos")
}

#[test]
fn todos_that_never_change_get_three_continuations_one_notice_and_silence() {
    let mut story = with_open_todos(json!({}));
    for _ in 0..3 {
        assert!(is_continued(&mut story));
        story.turn_ends("I thought about it.");
    }
    story.expect_silence_for_a_day();
    let notices = story
        .toasts
        .iter()
        .filter(|toast| toast.contains("stopped continuing"))
        .count();
    assert_eq!(notices, 1, "{:?}", story.toasts);
    story.expect_toast("continuation.maxStagnant");
    assert_eq!(story.quieted, ["Stagnant"]);
    story.user_says("Go on.");
    story.turn_ends("Yes.");
    assert!(is_continued(&mut story));
}

#[test]
fn todos_whose_status_flips_are_no_progress() {
    let mut story = with_open_todos(json!({}));
    for status in ["in_progress", "pending", "in_progress"] {
        assert!(is_continued(&mut story));
        story.agent_writes_todos(&[("one", status), ("two", "pending")]);
        story.turn_ends("Planned anew.");
    }
    story.expect_silence_for_a_day();
    story.expect_toast("continuation.maxStagnant");
}

#[test]
fn an_agent_that_edits_files_is_not_stagnant_and_the_cap_ends_it_all_the_same() {
    let mut story = with_open_todos(json!({ "continuation": { "maxContinuations": 8 } }));
    for _ in 0..8 {
        assert!(is_continued(&mut story));
        story.agent_uses("edit");
        story.turn_ends("Edited.");
    }
    story.expect_silence_for_a_day();
    story.expect_toast("continuation.maxContinuations");
}

#[test]
fn progress_on_every_turn_ends_at_the_cap_with_the_reason() {
    let mut story = with_open_todos(json!({ "continuation": { "maxContinuations": 5 } }));
    for turn in 0..5 {
        assert!(is_continued(&mut story));
        let done = format!("step {turn}");
        story.agent_writes_todos(&[(&done, "completed"), ("two", "pending")]);
        story.turn_ends("One more.");
    }
    story.expect_silence_for_a_day();
    story.expect_toast("continuation.maxContinuations");
}

#[test]
fn a_completed_todo_starts_the_count_anew_after_it_had_stopped() {
    let mut story = with_open_todos(json!({ "continuation": { "maxStagnant": 1 } }));
    assert!(is_continued(&mut story));
    story.turn_ends("Hm.");
    story.expect_silence_for_a_day();
    story.todos_become(&[("one", "completed"), ("two", "pending")]);
    assert!(is_continued(&mut story));
}

#[test]
fn the_store_of_opencode_decides_which_todos_are_open() {
    let mut story = with_open_todos(json!({}));
    // The event of the last change was lost.
    for todo in &mut story.root_session().todos {
        todo.status = "completed".to_owned();
    }
    story.user_says("And now?");
    story.turn_ends("All done.");
    story.expect_silence_for_a_day();
}

#[test]
fn the_same_call_that_fails_the_same_way_in_three_turns_ends_it() {
    let mut story = with_open_todos(json!({ "continuation": { "maxStagnant": 10 } }));
    for _ in 0..3 {
        assert!(is_continued(&mut story));
        story.agent_fails_at("bash", "no such file");
        story.turn_ends("It failed.");
    }
    story.expect_silence_for_a_day();
    story.expect_toast("the same tool call failed the same way in three turns running");
}

#[test]
fn five_turns_in_a_row_that_fail_end_it_with_growing_pauses() {
    let mut story = with_open_todos(json!({}));
    assert!(is_continued(&mut story));
    let mut pauses = Vec::new();
    while !story.is_idle() {
        let failed = story.now;
        story.turn_fails(overloaded());
        while story.is_idle() && story.now.since(failed) < Span::minutes(10) {
            story.passes(Span::seconds(1));
        }
        pauses.push(story.now.since(failed).as_seconds());
    }
    assert_eq!(pauses.len(), 5, "{pauses:?}");
    assert!(
        pauses.is_sorted() && pauses[0] >= 5 && pauses[3] >= 40,
        "{pauses:?}"
    );
    story.expect_toast("too many turns in a row ended in an error");
    story.expect_silence_for_a_day();
    assert_eq!(story.times_told("<open-todos"), 1);
}

#[test]
fn launching_again_after_each_delivery_ends_at_the_same_cap() {
    let mut story = Story::watched_with(json!({ "continuation": { "maxContinuations": 4 } }));
    story.user_says("Go.");
    let mut launches = 0;
    loop {
        let args = json!({ "description": "again", "prompt": "again" });
        let reply = story
            .agent_calls("background_task", args)
            .expect("an answer at once");
        story.turn_ends("Launched.");
        let Some(id) = reply
            .split_whitespace()
            .nth(1)
            .filter(|id| id.starts_with("bg_"))
        else {
            assert!(reply.contains("continuation.maxContinuations"), "{reply}");
            break;
        };
        launches += 1;
        story.child_finishes(&id.into(), "Done.");
        story.expect_by(Way::Wake);
    }
    assert_eq!(launches, 4);
    story.expect_silence_for_a_day();
}

#[test]
fn an_agent_that_is_done_is_left_alone_however_often_it_says_so() {
    let mut story = with_open_todos(json!({}));
    assert!(is_continued(&mut story));
    story.agent_writes_todos(&[("one", "completed"), ("two", "cancelled")]);
    story.turn_ends("Done.");
    story.expect_silence_for_a_day();
    story.user_says("Sure?");
    story.turn_ends("Done.");
    story.expect_silence_for_a_day();
}

#[test]
fn results_and_todos_share_one_outbox_and_never_both_speak_after_one_turn() {
    let mut story = Story::watched();
    story.user_says("Go.");
    story.agent_writes_todos(&[("test", "pending")]);
    let task = story.agent_launches("scan the docs");
    story.turn_ends("Waiting.");
    story.passes(Span::minutes(10));
    story.expect_silence();
    story.child_finishes(&task, "All read.");
    assert!(story.expect_by(Way::Wake).contains("All read."));
    story.expect_silence();
    story.turn_ends("Noted.");
    story.passes(Span::seconds(10));
    assert!(story.expect_by(Way::Wake).contains("<open-todos"));
    story.expect_silence();
}
