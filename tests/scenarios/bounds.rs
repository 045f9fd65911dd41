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

/// How often the user was told that continuation ended.
fn notices(story: &Story) -> usize {
    let mut toasts = story.toasts.iter();
    toasts
        .by_ref()
        .filter(|toast| toast.contains("stopped continuing"))
        .count()
}

#[test]
fn todos_that_never_change_get_three_continuations_one_notice_and_silence() {
    let mut story = with_open_todos(json!({}));
    for _ in 0..3 {
        assert!(is_continued(&mut story));
        story.agent_uses("bash");
        story.turn_ends("I looked at it.");
    }
    story.expect_silence_for_a_day();
    assert_eq!(notices(&story), 1, "{:?}", story.toasts);
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
        story.agent_uses("read");
        story.turn_ends("Planned anew.");
    }
    story.expect_silence_for_a_day();
    story.expect_toast("continuation.maxStagnant");
}

#[test]
fn an_agent_that_edits_files_is_not_stagnant_and_the_cap_ends_it_all_the_same() {
    let mut story = with_open_todos(json!({ "continuation": { "maxContinuations": 8 } }));
    for turn in 0..8 {
        assert!(is_continued(&mut story));
        story.agent_edits(&format!("change {turn}"));
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

#[test]
fn a_command_that_fails_in_each_turn_is_no_progress() {
    let mut story = with_open_todos(json!({}));
    for _ in 0..3 {
        assert!(is_continued(&mut story));
        story.agent_fails_at("bash", "exit code 2: no rule to make target");
        story.turn_ends("It failed.");
    }
    story.expect_silence_for_a_day();
    assert_eq!(notices(&story), 1, "{:?}", story.toasts);
}

#[test]
fn the_name_of_a_tool_is_no_progress() {
    for tool in ["bash", "edit", "write"] {
        let mut story = with_open_todos(json!({}));
        for _ in 0..3 {
            assert!(is_continued(&mut story));
            story.agent_uses(tool);
            story.turn_ends("Done something.");
        }
        story.expect_silence_for_a_day();
        story.expect_toast("continuation.maxStagnant");
    }
}

#[test]
fn an_agent_that_edits_back_and_forth_makes_no_progress() {
    let mut story = with_open_todos(json!({}));
    for change in ["a to b", "b to a"] {
        assert!(is_continued(&mut story));
        story.agent_edits(change);
        story.turn_ends("Edited.");
    }
    for change in ["a to b", "b to a", "a to b"] {
        assert!(is_continued(&mut story), "{change}");
        story.agent_edits(change);
        story.turn_ends("Edited.");
    }
    story.expect_silence_for_a_day();
    story.expect_toast("continuation.maxStagnant");
}

#[test]
fn a_turn_without_any_work_after_a_continuation_ends_it_where_somebody_watches() {
    let mut story = with_open_todos(json!({}));
    assert!(is_continued(&mut story));
    story.turn_ends("Bitte führen Sie das aus und schicken Sie mir die Ausgabe.");
    story.expect_silence_for_a_day();
    assert_eq!(notices(&story), 1, "{:?}", story.toasts);
    assert_eq!(story.times_told("<open-todos"), 1);
}

#[test]
fn todos_that_only_change_their_words_are_no_work() {
    let mut story = with_open_todos(json!({}));
    assert!(is_continued(&mut story));
    story.agent_writes_todos(&[("one", "in_progress"), ("two", "pending")]);
    story.agent_uses("todowrite");
    story.turn_ends("Run this and paste the output here.");
    story.expect_silence_for_a_day();
}

#[test]
fn a_headless_agent_gets_all_its_continuations_also_where_it_does_no_work() {
    let mut story = Story::headless();
    story.user_says("Do it.");
    story.agent_writes_todos(OPEN);
    story.turn_ends("Begun.");
    for _ in 0..3 {
        assert!(story.expect_by(Way::Filled).contains("<open-todos"));
        story.turn_ends("I thought about it.");
    }
    assert!(story.is_idle());
}

#[test]
fn a_bound_is_told_once_until_the_user_speaks_also_after_progress_and_a_restart() {
    let mut story = Story::watched_with(json!({ "continuation": { "maxStagnant": 1 } }));
    story.user_says("Do it.");
    story.agent_writes_todos(OPEN);
    let task = story.agent_launches("look around");
    story.turn_ends("Waiting.");
    story.child_finishes(&task, "Seen.");
    assert!(story.expect_by(Way::Wake).contains("Seen."));
    story.turn_ends("Noted.");
    for round in 0..3 {
        assert!(is_continued(&mut story));
        story.agent_uses("read");
        story.turn_ends("Hm.");
        story.expect_silence_for_a_day();
        assert_eq!(notices(&story), 1, "{:?}", story.toasts);
        let done = format!("step {round}");
        story.todos_become(&[(&done, "completed"), ("two", "pending")]);
    }
    story.crashes();
    story.somebody_asks(holdfast::core::journal::Ask::Clear);
    story.expect_silence_for_a_day();
    assert_eq!(notices(&story), 1, "{:?}", story.toasts);
    story.user_says("Go on.");
    story.turn_ends("Yes.");
    assert!(is_continued(&mut story));
    story.agent_uses("read");
    story.turn_ends("Hm.");
    story.expect_silence_for_a_day();
    assert_eq!(notices(&story), 2, "{:?}", story.toasts);
}

#[test]
fn a_plain_session_that_reaches_a_bound_leaves_no_file_behind() {
    let mut story = with_open_todos(json!({ "continuation": { "maxStagnant": 1 } }));
    assert!(is_continued(&mut story));
    story.agent_uses("read");
    story.turn_ends("Hm.");
    story.expect_silence_for_a_day();
    assert_eq!(notices(&story), 1);
    assert!(story.journals.is_empty(), "{:?}", story.journals);
}

/// Lets an agent that never gives up go on by one of the ways to launch; how many tasks ran.
fn launches_until_refused(
    options: serde_json::Value,
    fails: bool,
    next: impl Fn(&str) -> (&'static str, serde_json::Value),
) -> usize {
    let mut story = Story::watched_with(options);
    story.user_says("Go.");
    let mut task = story.agent_launches("build it");
    story.turn_ends("Launched.");
    for launched in 1..100 {
        story.passes(Span::minutes(1));
        if fails {
            story.child_fails(&task, overloaded());
        } else {
            story.child_finishes(&task, "Done.");
        }
        story.expect_by(Way::Wake);
        let (tool, args) = next(task.as_str());
        let reply = story.agent_calls(tool, args).expect("an answer at once");
        story.turn_ends("Again.");
        let new = story.ledger().order.last().expect("a task").clone();
        if new == task {
            assert!(reply.contains("No task was launched"), "{reply}");
            story.expect_silence_for_a_day();
            return launched;
        }
        task = new;
    }
    panic!("it has no end");
}

#[test]
fn an_agent_that_retries_a_failing_task_is_stopped_after_three_failures() {
    let retry = |id: &str| ("background_resume", json!({ "task_id": id, "retry": true }));
    assert_eq!(launches_until_refused(json!({}), true, retry), 3);
}

#[test]
fn an_agent_that_launches_the_same_failing_work_again_is_stopped_as_well() {
    let again = |_: &str| {
        let args = json!({ "description": "build it", "prompt": "Please build it." });
        ("background_task", args)
    };
    assert_eq!(launches_until_refused(json!({}), true, again), 3);
}

#[test]
fn follow_ups_end_at_the_same_cap_as_launches() {
    let follow = |id: &str| {
        (
            "background_message",
            json!({ "task_id": id, "text": "More." }),
        )
    };
    let options = json!({ "continuation": { "maxContinuations": 4 } });
    assert_eq!(launches_until_refused(options, false, follow), 4);
}

#[test]
fn work_that_failed_twice_waits_before_it_is_tried_again() {
    let mut story = Story::watched();
    story.user_says("Go.");
    let mut task = story.agent_launches("build it");
    for pending in [false, true] {
        story.turn_ends("Launched.");
        story.child_fails(&task, overloaded());
        story.expect_by(Way::Wake);
        let args = json!({ "task_id": task.as_str(), "retry": true });
        story.agent_calls("background_resume", args);
        task = story.ledger().order.last().expect("a task").clone();
        assert_eq!(story.ledger().tasks[&task].started.is_none(), pending);
    }
    story.passes(Span::seconds(10));
    assert!(story.ledger().tasks[&task].started.is_some());
}

#[test]
fn a_continuation_counts_once_also_where_the_journal_cannot_be_begun() {
    let mut story = Story::headless_with(json!({ "continuation": { "maxContinuations": 2 } }));
    story.faults.disk = Some("no space left on device".to_owned());
    story.user_says("Do it.");
    story.agent_writes_todos(OPEN);
    story.turn_ends("Begun.");
    story.expect_by(Way::Filled);
    story.agent_launches("one");
}
