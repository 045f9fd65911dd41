//! Every gate of the decision, in the order in which they are passed.

use holdfast::core::event::News;
use holdfast::core::journal::{Owner, Record, encode};
use holdfast::core::time::Span;
use serde_json::json;

use crate::story::{Story, Way, overloaded, trouble, unauthorized};

/// A watched session whose turn ended with a todo open, and the countdown not yet over.
fn with_an_open_todo() -> Story {
    let mut story = Story::watched();
    story.user_says("Do it.");
    story.agent_writes_todos(&[("test", "pending")]);
    story.turn_ends("Half done.");
    story
}

#[test]
fn a_child_session_is_never_continued_and_its_todos_are_reported_with_its_result() {
    let mut story = Story::watched();
    story.user_says("Go.");
    let task = story.agent_launches("scan the docs");
    story.turn_ends("Waiting.");
    let child = story.child(&task);
    let todos = vec![holdfast::core::todo::Todo {
        content: "polish".into(),
        status: "pending".into(),
    }];
    story.session(&child).todos.clone_from(&todos);
    story.feed(News::TodosUpdated {
        session: child.clone(),
        todos,
    });
    story.child_finishes(&task, "All read.");
    assert_eq!(story.child_prompts.len(), 1);
    let text = story.expect_by(Way::Wake);
    assert!(
        text.contains("All read.") && text.contains("left these todos open: polish"),
        "{text}"
    );
}

#[test]
fn a_session_of_another_living_process_is_left_alone() {
    let mut story = Story::watched();
    let owner = Owner {
        pid: 99,
        start: "x".into(),
        nonce: "y".into(),
    };
    let claim = encode(story.now, &Record::Claimed { owner, after: None });
    story.journals.insert(story.root.clone(), claim);
    story.owner_alive = true;
    story.user_says("Do it.");
    story.agent_writes_todos(&[("test", "pending")]);
    story.turn_ends("Half done.");
    story.expect_reason("NotOurs");
    story.expect_silence_for_a_day();
}

#[test]
fn a_stopped_session_is_left_alone() {
    let mut story = with_an_open_todo();
    story.user_commands("stop", "");
    story.expect_reason("Stopped");
    story.expect_silence_for_a_day();
}

#[test]
fn an_aborted_session_is_left_alone() {
    let mut story = Story::watched();
    story.user_says("Do it.");
    story.agent_writes_todos(&[("test", "pending")]);
    story.user_aborts();
    story.expect_reason("Aborted");
    story.expect_silence_for_a_day();
}

#[test]
fn a_session_that_asks_waits_for_the_answer() {
    let mut story = with_an_open_todo();
    let root = story.root.clone();
    story.asks(&root, "que_1", "Which colour?", false);
    story.passes(Span::minutes(5));
    story.expect_reason("Asking");
    story.is_answered(&root, "que_1");
    story.passes(Span::seconds(5));
    story.expect_by(Way::Wake);
}

#[test]
fn the_log_names_the_reason_of_a_wake_up() {
    let mut story = with_an_open_todo();
    let woken = |story: &Story| {
        story
            .logs
            .iter()
            .any(|text| text == "woken for Countdown in ses_root")
    };
    assert!(!woken(&story));
    story.passes(Span::seconds(5));
    assert!(woken(&story), "{:?}", story.logs);
}

#[test]
fn a_permanent_error_ends_continuation_until_the_user_speaks() {
    let mut story = Story::watched();
    story.user_says("Do it.");
    story.agent_writes_todos(&[("test", "pending")]);
    story.turn_fails(unauthorized());
    story.expect_reason("PermanentError");
    story.expect_silence_for_a_day();
    story.user_says("Try again.");
    story.turn_ends("Half done.");
    story.passes(Span::seconds(5));
    story.expect_by(Way::Wake);
}

#[test]
fn a_full_context_ends_continuation_until_a_compaction() {
    let mut story = Story::watched();
    story.user_says("Do it.");
    story.agent_writes_todos(&[("test", "pending")]);
    story.turn_fails(trouble("ContextOverflowError", None, "too long"));
    story.expect_reason("ContextOverflow");
    story.expect_silence_for_a_day();
    story.compaction_ends();
    story.passes(Span::seconds(5));
    story.expect_by(Way::Wake);
}

#[test]
fn a_passing_error_is_followed_by_a_pause() {
    let mut story = Story::watched();
    story.user_says("Do it.");
    story.agent_writes_todos(&[("test", "pending")]);
    story.turn_fails(overloaded());
    story.expect_reason("Backoff");
    story.passes(Span::seconds(4));
    story.expect_silence();
    story.passes(Span::seconds(4));
    story.expect_by(Way::Wake);
}

#[test]
fn a_compaction_under_way_is_waited_for() {
    let mut story = Story::watched();
    story.user_says("Go.");
    let task = story.agent_launches("scan the docs");
    story.turn_ends("Waiting.");
    story.compaction_begins();
    story.child_finishes(&task, "All read.");
    story.expect_reason("Compacting");
    story.expect_silence();
    story.compaction_ends();
    story.expect_by(Way::Wake);
}

#[test]
fn results_are_delivered_once_no_task_is_active() {
    let mut story = Story::watched();
    story.user_says("Go.");
    let (one, two) = (
        story.agent_launches("scan the docs"),
        story.agent_launches("run the linter"),
    );
    story.turn_ends("Waiting.");
    story.child_finishes(&one, "All read.");
    story.expect_reason("TasksActive");
    story.expect_silence();
    story.child_finishes(&two, "No problem.");
    let text = story.expect_by(Way::Wake);
    assert!(
        text.contains("All read.") && text.contains("No problem."),
        "{text}"
    );
}

#[test]
fn each_result_is_delivered_by_itself_where_the_option_says_so() {
    let mut story = Story::watched_with(json!({ "tasks": { "deliver": "each" } }));
    story.user_says("Go.");
    let (one, two) = (
        story.agent_launches("scan the docs"),
        story.agent_launches("run the linter"),
    );
    story.turn_ends("Waiting.");
    story.child_finishes(&one, "All read.");
    let text = story.expect_by(Way::Wake);
    assert!(
        text.contains("All read.") && text.contains("1 task is still active"),
        "{text}"
    );
    story.turn_ends("Noted.");
    story.child_finishes(&two, "No problem.");
    let text = story.expect_by(Way::Wake);
    assert!(
        !text.contains("All read.") && text.contains("No problem."),
        "{text}"
    );
}

#[test]
fn a_failure_that_halts_the_queue_is_told_at_once() {
    let mut story = Story::watched_with(json!({ "tasks": { "concurrency": 2 } }));
    story.user_says("Go.");
    let tasks = ["one", "two", "three"].map(|name| story.agent_launches(name));
    story.turn_ends("Waiting.");
    story.child_fails(&tasks[0], unauthorized());
    assert_eq!(story.statuses(), ["failed", "running", "pending"]);
    let text = story.expect_by(Way::Wake);
    assert!(
        text.contains("invalid api key") && text.contains("background_resume"),
        "{text}"
    );
    story.expect_toast("The queue stopped");
}

#[test]
fn a_headless_session_is_held_while_tasks_are_active() {
    let mut story = Story::headless_with(json!({ "tasks": { "concurrency": 1 } }));
    story.user_says("Go.");
    let (one, two) = (story.agent_launches("one"), story.agent_launches("two"));
    story.turn_ends("Waiting.");
    story.expect_reason("TasksActive");
    story.expect_held();
    story.child_finishes(&one, "First.");
    story.expect_held();
    story.child_finishes(&two, "Second.");
    story.expect_by(Way::Filled);
    story.turn_ends("Done.");
    story.expect_idle();
}

#[test]
fn a_watched_session_is_idle_while_tasks_are_active() {
    let mut story = Story::watched();
    story.user_says("Go.");
    story.agent_launches("scan the docs");
    story.turn_ends("Waiting.");
    story.expect_idle();
}

#[test]
fn a_hold_ends_after_the_longest_time_and_the_session_is_left_alone_until_the_tasks_settle() {
    let mut story = Story::headless_with(json!({ "hold": { "maxMinutes": 10 } }));
    story.user_says("Go.");
    let task = story.agent_launches("scan the docs");
    story.turn_ends("Waiting.");
    story.child_tool(&task, "bash", holdfast::core::event::ToolState::Running);
    story.passes(Span::minutes(9));
    story.expect_held();
    story.passes(Span::minutes(2));
    let text = story.expect_by(Way::Filled);
    assert!(text.contains("hold.maxMinutes"), "{text}");
    story.turn_ends("It still runs.");
    story.passes(Span::minutes(60));
    story.expect_idle();
    story.child_finishes(&task, "All read.");
    story.expect_by(Way::Wake);
}

#[test]
fn open_todos_are_continued_after_the_countdown() {
    let mut story = with_an_open_todo();
    story.expect_reason("TodosOpen");
    story.expect_toast("Continuing in 2s: 1 open todo, next “test”");
    story.passes(Span(1_999));
    story.expect_silence();
    story.passes(Span(1));
    assert!(story.expect_by(Way::Wake).contains("- [pending] test"));
}

#[test]
fn open_todos_are_continued_at_once_where_nobody_watches() {
    let mut story = Story::headless();
    story.user_says("Do it.");
    story.agent_writes_todos(&[("test", "pending")]);
    story.turn_ends("Half done.");
    assert!(story.expect_by(Way::Filled).contains("- [pending] test"));
    assert_eq!(story.toasts, Vec::<String>::new());
}

#[test]
fn open_todos_are_left_alone_where_the_option_says_so() {
    let mut story = Story::headless_with(json!({ "continuation": { "todos": false } }));
    story.user_says("Do it.");
    story.agent_writes_todos(&[("test", "pending")]);
    story.turn_ends("Half done.");
    story.expect_reason("TodosOff");
    story.expect_idle();
}

#[test]
fn a_session_with_nothing_to_do_is_left_alone() {
    let mut story = Story::watched();
    story.user_says("Hello.");
    story.turn_ends("Hello.");
    story.expect_reason("Settled");
    story.expect_silence_for_a_day();
    assert_eq!(story.journals.len(), 0);
    assert_eq!(story.parked.len(), 0);
}

#[test]
fn a_full_context_whose_compaction_failed_is_waited_for_until_the_user_writes() {
    let mut story = Story::watched();
    story.user_says("Do it.");
    story.agent_writes_todos(&[("test", "pending")]);
    let task = story.agent_launches("scan the docs");
    story.turn_ends("Waiting.");
    story.user_says("Meanwhile?");
    story.context_overflows_for_good();
    story.child_finishes(&task, "All read.");
    story.expect_silence_for_a_day();
    story.expect_toast("1 result waits: the context is full");
    story.user_says("I made room.");
    assert!(story.expect_by(Way::Rider).contains("All read."));
    story.turn_ends("Thanks.");
    story.passes(Span::minutes(1));
    assert!(story.expect_by(Way::Wake).contains("<open-todos"));
}

#[test]
fn a_compaction_that_succeeds_after_one_that_failed_lets_the_session_go_on() {
    let mut story = Story::watched();
    story.user_says("Do it.");
    story.agent_writes_todos(&[("test", "pending")]);
    story.turn_ends("Half done.");
    story.user_says("Meanwhile?");
    story.context_overflows_for_good();
    story.passes(Span::minutes(10));
    story.expect_silence();
    story.compaction_begins();
    story.compaction_ends();
    story.passes(Span::minutes(1));
    assert!(story.expect_by(Way::Wake).contains("<open-todos"));
}
