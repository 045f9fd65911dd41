//! When a task is over, and how: idle alone proves nothing.

use holdfast::core::event::{Event, News, Status, ToolState};
use holdfast::core::ids::TaskId;
use holdfast::core::time::Span;
use serde_json::json;

use crate::story::{Story, Way, trouble, unauthorized};

fn with_a_task_under(options: serde_json::Value) -> (Story, TaskId) {
    let mut story = Story::watched_with(options);
    story.user_says("Go.");
    let task = story.agent_launches("scan the docs");
    story.turn_ends("Waiting.");
    (story, task)
}

fn with_a_task() -> (Story, TaskId) {
    with_a_task_under(json!({}))
}

#[test]
fn an_idle_event_before_any_answer_completes_nothing() {
    let mut story = Story::watched();
    story.faults.mute = true;
    story.user_says("Go.");
    let task = story.agent_launches("scan the docs");
    let session = story.child(&task);
    story.feed(News::SessionIdle { session });
    assert_eq!(story.status(&task), "running");
}

#[test]
fn an_answer_older_than_the_prompt_completes_nothing() {
    let (mut story, first) = with_a_task();
    story.child_finishes(&first, "All read.");
    story.expect_by(Way::Wake);
    story.faults.mute = true;
    let args = json!({ "task_id": first.as_str(), "text": "And the images?" });
    story
        .agent_calls("background_message", args)
        .expect("an answer at once");
    let second = story.ledger().order[1].clone();
    assert_eq!(story.child(&second), story.child(&first));
    let session = story.child(&second);
    story.feed(News::SessionIdle { session });
    assert_eq!(story.status(&second), "running");
}

#[test]
fn two_signals_of_an_end_are_one_end() {
    let (mut story, task) = with_a_task();
    story.child_finishes(&task, "All read.");
    let session = story.child(&task);
    story.feed(News::SessionIdle {
        session: session.clone(),
    });
    story.feed(News::SessionFailed {
        session,
        trouble: unauthorized(),
    });
    assert_eq!(story.status(&task), "completed");
    let ended = story.journals[&story.root].matches("\"ended\":{").count();
    assert_eq!(ended, 1);
}

#[test]
fn a_task_that_says_nothing_reports_that_and_the_last_output_of_its_tools() {
    let (mut story, task) = with_a_task();
    let session = story.child(&task);
    story.session(&session).tool_output = Some("12 files".to_owned());
    story.child_finishes(&task, "");
    assert_eq!(story.status(&task), "completed");
    let text = story.expect_by(Way::Wake);
    assert!(
        text.contains("without saying anything") && text.contains("12 files"),
        "{text}"
    );
}

#[test]
fn a_task_that_answers_within_a_moment_is_complete() {
    let (mut story, task) = with_a_task();
    story.passes(Span(100));
    story.child_finishes(&task, "All read.");
    assert_eq!(story.status(&task), "completed");
}

#[test]
fn a_task_without_any_event_has_done_nothing_since_its_start() {
    let (mut story, task) = with_a_task();
    story.passes(Span::minutes(16));
    story.expect_toast(
        "has done nothing for 15 min; it fails after 30 min (tasks.inactivityTimeoutMinutes)",
    );
    assert_eq!(story.prompts.len(), 0);
    story.passes(Span::minutes(15));
    assert_eq!(story.status(&task), "failed");
    assert!(
        story
            .expect_by(Way::Wake)
            .contains("tasks.inactivityTimeoutMinutes")
    );
    assert_eq!(
        story
            .toasts
            .iter()
            .filter(|toast| toast.contains("has done nothing"))
            .count(),
        1
    );
}

#[test]
fn a_tool_call_in_flight_pauses_the_inactivity_limit() {
    let (mut story, task) = with_a_task();
    story.child_tool(&task, "bash", ToolState::Running);
    story.passes(Span::minutes(300));
    assert_eq!(story.status(&task), "running");
    story.child_tool(&task, "bash", ToolState::Completed);
    story.passes(Span::minutes(29));
    assert_eq!(story.status(&task), "running");
    story.passes(Span::minutes(2));
    assert_eq!(story.status(&task), "failed");
}

#[test]
fn the_lost_end_of_a_tool_call_does_not_pause_the_limit_of_an_idle_task() {
    let (mut story, task) = with_a_task();
    story.child_writes(&task, "Looking.");
    story.child_tool(&task, "bash", ToolState::Running);
    // Its turn was stopped, and what it is told next begins none.
    let session = story.child(&task);
    story.session(&session).status = Status::Idle;
    story.faults.mute = true;
    let args = json!({ "task_id": task.to_string(), "text": "Hurry." });
    story.user_says("It shall hurry.");
    story.agent_calls("background_message", args);
    story.turn_ends("I told it.");
    story.passes(Span::minutes(60));
    assert_eq!(story.status(&task), "failed");
}

#[test]
fn a_task_that_does_not_start_is_prompted_once_more_and_fails_with_the_settings_name() {
    let mut story = Story::watched();
    story.faults.mute = true;
    story.user_says("Go.");
    let task = story.agent_launches("scan the docs");
    story.turn_ends("Waiting.");
    story.passes(Span::seconds(59));
    assert_eq!(story.child_prompts.len(), 2);
    assert_eq!(
        story.child_prompts[0].1.message,
        story.child_prompts[1].1.message
    );
    assert_eq!(story.status(&task), "running");
    story.passes(Span::seconds(2));
    assert_eq!(story.status(&task), "failed");
    assert!(
        story
            .expect_by(Way::Wake)
            .contains("tasks.startTimeoutSeconds")
    );
    story.expect_silence_for_a_day();
    assert_eq!(story.child_prompts.len(), 2);
}

#[test]
fn a_task_whose_prompt_was_lost_once_runs_at_the_second_try() {
    let mut story = Story::watched();
    story.faults.mute = true;
    story.user_says("Go.");
    let task = story.agent_launches("scan the docs");
    story.turn_ends("Waiting.");
    story.faults.mute = false;
    story.passes(Span::seconds(45));
    story.child_finishes(&task, "All read.");
    assert!(story.expect_by(Way::Wake).contains("All read."));
}

#[test]
fn an_error_ends_a_task_at_once_with_its_words() {
    for trouble in [
        unauthorized(),
        trouble("ProviderModelNotFoundError", None, "no model m9"),
    ] {
        let (mut story, task) = with_a_task();
        let words = trouble.message.clone();
        story.child_fails(&task, trouble);
        assert_eq!(story.status(&task), "failed");
        assert!(story.expect_by(Way::Wake).contains(&words));
    }
}

#[test]
fn a_session_that_cannot_be_created_fails_its_task_and_frees_its_slot() {
    let mut story =
        Story::watched_with(json!({ "tasks": { "concurrency": 1, "onFailure": "continue" } }));
    story.user_says("Go.");
    story.faults.barren = Some("disk full".to_owned());
    story.agent_launches("one");
    story.faults.barren = None;
    story.agent_launches("two");
    assert_eq!(story.statuses(), ["failed", "running"]);
}

#[test]
fn a_provider_that_is_asked_too_often_ends_the_task_frees_its_slot_and_is_told() {
    let (mut story, task) =
        with_a_task_under(json!({ "tasks": { "concurrency": 1, "retryLimit": 2 } }));
    story.user_says("One more.");
    let next = story.agent_launches("next");
    story.turn_ends("Waiting.");
    for attempt in 1..=2 {
        story.child_retries(&task, attempt);
    }
    assert_eq!(story.status(&task), "running");
    story.child_retries(&task, 3);
    assert_eq!(story.status(&task), "failed");
    assert_eq!(story.aborted, [story.child(&task)]);
    let text = story.expect_by(Way::Wake);
    assert!(
        text.contains("tasks.retryLimit (2)") && text.contains("overloaded"),
        "{text}"
    );
    story.agent_calls("background_resume", json!({}));
    assert_eq!(story.status(&next), "running");
}

#[test]
fn leftover_todos_of_a_task_do_not_keep_it_from_completing() {
    let (mut story, task) = with_a_task();
    let session = story.child(&task);
    let todo = holdfast::core::todo::Todo {
        content: "polish".into(),
        status: "in_progress".into(),
    };
    story.session(&session).todos.push(todo);
    story.child_finishes(&task, "All read.");
    assert_eq!(story.status(&task), "completed");
    assert!(
        story
            .expect_by(Way::Wake)
            .contains("left these todos open: polish")
    );
}

#[test]
fn a_task_whose_every_event_was_lost_is_found_complete() {
    let (mut story, task) = with_a_task();
    story.child_finishes_unheard(&task, "All read.");
    story.passes(Span::seconds(20));
    assert_eq!(story.status(&task), "completed");
    assert!(story.expect_by(Way::Wake).contains("All read."));
}

#[test]
fn nothing_is_looked_at_once_nothing_is_active() {
    let (mut story, task) = with_a_task();
    story.child_finishes(&task, "All read.");
    story.expect_by(Way::Wake);
    story.turn_ends("Done.");
    assert_eq!(story.wakes_at(), None);
}

#[test]
fn an_end_without_its_final_event_is_seen_by_the_message() {
    let (mut story, task) = with_a_task();
    story.child_says(&task, "All read.");
    assert_eq!(story.status(&task), "running");
    story.passes(Span::seconds(20));
    assert_eq!(story.status(&task), "completed");
}

#[test]
fn a_child_that_looks_stopped_is_doubted_before_it_counts_as_cancelled() {
    let (mut story, task) = with_a_task();
    story.child_fails(&task, trouble("MessageAbortedError", None, ""));
    story.passes(Span::seconds(1));
    assert_eq!(story.status(&task), "running");
    story.passes(Span::seconds(3));
    assert_eq!(story.status(&task), "cancelled");
}

#[test]
fn a_message_to_a_task_in_doubt_settles_the_doubt() {
    let (mut story, task) = with_a_task();
    story.child_fails(&task, trouble("MessageAbortedError", None, ""));
    // What it is told begins no turn.
    story.faults.mute = true;
    let args = json!({ "task_id": task.to_string(), "text": "Go on." });
    story.user_says("It shall go on.");
    story.agent_calls("background_message", args);
    story.turn_ends("I told it.");
    story.passes(Span::minutes(20));
    assert_eq!(story.status(&task), "running");
    story.passes(Span::minutes(20));
    assert_eq!(story.status(&task), "failed");
}

#[test]
fn a_task_that_somebody_else_aborts_and_prompts_again_follows_its_sessions_final_state() {
    let (mut story, task) = with_a_task();
    let session = story.child(&task);
    story.child_fails(&task, trouble("MessageAbortedError", None, ""));
    story.passes(Span::seconds(1));
    story.session(&session).status = Status::Busy;
    story.feed(News::SessionBusy { session });
    story.passes(Span::seconds(60));
    assert_eq!(story.status(&task), "running");
    story.child_finishes(&task, "All read, at the second try.");
    assert_eq!(story.status(&task), "completed");
    assert!(story.expect_by(Way::Wake).contains("at the second try"));
}

#[test]
fn a_compaction_in_a_task_does_not_end_it() {
    let (mut story, task) = with_a_task();
    let session = story.child(&task);
    story.child_fails(&task, trouble("ContextOverflowError", None, "too long"));
    story.session(&session).status = Status::Busy;
    story.feed(News::SessionBusy {
        session: session.clone(),
    });
    story.feed(News::SessionCompacted { session });
    story.passes(Span::minutes(5));
    assert_eq!(story.status(&task), "running");
    story.child_finishes(&task, "All read.");
    assert_eq!(story.status(&task), "completed");
}

#[test]
fn a_finished_task_stays_as_it_ended_whatever_its_session_does() {
    let (mut story, task) = with_a_task();
    let session = story.child(&task);
    story.child_finishes(&task, "All read.");
    story.expect_by(Way::Wake);
    story.feed(News::SessionBusy {
        session: session.clone(),
    });
    story.feed(News::SessionFailed {
        session: session.clone(),
        trouble: unauthorized(),
    });
    story.feed(News::SessionIdle { session });
    assert_eq!(story.status(&task), "completed");
    story.turn_ends("Done.");
    story.expect_silence_for_a_day();
}

#[test]
fn a_task_is_complete_only_when_the_sessions_below_it_are() {
    let (mut story, task) = with_a_task();
    let child = story.child(&task);
    let below = story.session_appears("ses_below", &child);
    let deeper = story.session_appears("ses_deeper", &below);
    story.feed(News::SessionBusy {
        session: deeper.clone(),
    });
    story.child_finishes(&task, "All read.");
    story.passes(Span::minutes(5));
    assert_eq!(story.status(&task), "running");
    story.feed(News::SessionIdle { session: deeper });
    assert_eq!(story.status(&task), "completed");
}

#[test]
fn a_cancelled_task_keeps_what_it_had_said() {
    let (mut story, task) = with_a_task();
    story.child_writes(&task, "Half of it");
    story.user_says("Stop that one.");
    let reply = story.agent_calls("background_cancel", json!({ "task_id": task.as_str() }));
    assert!(
        reply
            .expect("an answer at once")
            .contains("background_output")
    );
    assert_eq!(story.status(&task), "cancelled");
    let reply = story.agent_calls("background_output", json!({ "task_id": task.as_str() }));
    assert!(reply.expect("an answer at once").contains("Half of it"));
    story.turn_ends("Stopped.");
    story.expect_silence_for_a_day();
}

#[test]
fn a_child_that_does_not_stop_frees_its_slot_after_a_while_and_not_before() {
    let (mut story, task) = with_a_task_under(json!({ "tasks": { "concurrency": 1 } }));
    story.faults.deaf = true;
    story.user_says("Another one.");
    let next = story.agent_launches("next");
    story.agent_calls("background_cancel", json!({ "task_id": task.as_str() }));
    assert_eq!(story.status(&next), "pending");
    story.passes(Span::seconds(4));
    assert_eq!(story.status(&next), "pending");
    story.passes(Span::seconds(2));
    assert_eq!(
        (story.status(&task), story.status(&next)),
        ("cancelled", "running")
    );
}

#[test]
fn a_task_whose_session_somebody_deleted_is_cancelled() {
    let (mut story, task) = with_a_task();
    let session = story.child(&task);
    story.sessions.remove(&session);
    story.feed(Event::SessionDeleted { session });
    assert_eq!(story.status(&task), "cancelled");
    // Whoever deleted it knows: it goes along with the next message.
    story.expect_silence_for_a_day();
    story.user_says("And?");
    assert!(story.expect_by(Way::Rider).contains("deleted"));
}

#[test]
fn a_deleted_sessions_slot_is_given_on_only_when_it_has_stopped() {
    let mut story = Story::watched_with(json!({ "tasks": { "concurrency": 1 } }));
    story.user_says("Go.");
    let (task, next) = (story.agent_launches("one"), story.agent_launches("two"));
    let session = story.child(&task);
    story.sessions.remove(&session);
    story.faults.slow_abort = true;
    story.feed(Event::SessionDeleted {
        session: session.clone(),
    });
    assert_eq!(story.aborted, [session]);
    assert_eq!(story.statuses(), ["running", "pending"]);
    story.passes(Span::seconds(6));
    assert_eq!(story.status(&task), "cancelled");
    assert_eq!(story.status(&next), "running");
}

#[test]
fn a_deleted_session_below_a_tasks_own_is_aborted_as_well() {
    let (mut story, task) = with_a_task();
    let child = story.child(&task);
    let below = story.session_appears("ses_below", &child);
    story.feed(News::SessionBusy {
        session: below.clone(),
    });
    story.sessions.remove(&below);
    story.feed(Event::SessionDeleted {
        session: below.clone(),
    });
    assert_eq!(story.aborted, [below]);
    assert_eq!(story.status(&task), "running");
}

#[test]
fn a_prompt_on_its_way_when_the_root_is_deleted_is_aborted_when_it_arrives() {
    let mut story = Story::watched();
    story.user_says("Go.");
    story.faults.slow_prompt = true;
    let task = story.agent_launches("one");
    let child = story.child(&task);
    story.feed(Event::SessionDeleted {
        session: story.root.clone(),
    });
    story.aborted.clear();
    story.answer_comes();
    assert_eq!(story.aborted, [child]);
}

#[test]
fn deleting_the_root_session_stops_its_tasks_and_forgets_its_journal() {
    let (mut story, task) = with_a_task();
    let child = story.child(&task);
    story.feed(Event::SessionDeleted {
        session: story.root.clone(),
    });
    assert_eq!(story.aborted, [child]);
    assert_eq!(story.journals.len(), 0);
}

#[test]
fn a_doubtful_end_that_cannot_be_looked_at_is_looked_at_ever_more_seldom() {
    let mut story = Story::watched();
    story.user_says("Go.");
    let task = story.agent_launches("one");
    story.turn_ends("Waiting.");
    story.child_fails(&task, trouble("MessageAbortedError", None, ""));
    story.faults.unread = true;
    story.passes(Span::minutes(1));
    let failed = |line: &&String| line.contains("could not be inspected");
    let looks = story.logs.iter().filter(failed).count();
    assert!((1..20).contains(&looks), "{looks}");
    story.faults.unread = false;
    story.passes(Span::minutes(1));
    assert_eq!(story.status(&task), "cancelled");
}
