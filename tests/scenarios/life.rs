//! How long a task works, how long it may, and what it has said at its end.

use holdfast::core::event::ToolState;
use holdfast::core::ids::TaskId;
use holdfast::core::journal::{Ask, Owner, read};
use holdfast::core::ledger::Ledger;
use holdfast::core::offline::offline;
use holdfast::core::time::Span;
use holdfast::core::view::{Source, view};
use serde_json::json;

use crate::story::{Story, unauthorized};

fn with_one(mut story: Story) -> (Story, TaskId) {
    story.user_says("Go.");
    let task = story.agent_launches("one");
    story.turn_ends("Waiting.");
    (story, task)
}

fn seconds_of_work(story: &Story, task: &TaskId) -> u64 {
    story.task(task).run_time(story.now).as_seconds()
}

#[test]
fn the_last_text_that_is_not_empty_is_the_result() {
    let (mut story, task) = with_one(Story::watched());
    story.child_steps(&task, "The answer is 42.");
    story.child_steps(&task, "");
    story.child_finishes(&task, "");
    assert_eq!(story.status(&task), "completed");
    assert_eq!(story.task(&task).result, "The answer is 42.");
}

#[test]
fn what_was_said_before_the_prompt_is_not_the_result() {
    let (mut story, task) = with_one(Story::watched());
    story.child_finishes(&task, "The answer is 42.");
    story.user_says("Ask it more.");
    let args = json!({ "task_id": task.as_str(), "text": "And now?" });
    story.agent_calls("background_message", args);
    let next = story.ledger().order.last().cloned().expect("a task");
    story.child_finishes(&next, "");
    let result = story.task(&next).result;
    assert!(result.contains("without saying anything"), "{result}");
}

#[test]
fn a_finished_message_that_is_told_again_keeps_no_silent_task_alive() {
    let (mut story, task) = with_one(Story::watched());
    story.child_steps(&task, "Looking.");
    for _ in 0..35 {
        story.passes(Span::minutes(1));
        story.child_is_told_again(&task);
    }
    assert_eq!(story.status(&task), "failed");
    let error = story.task(&task).error.expect("an error");
    assert!(error.contains("tasks.inactivityTimeoutMinutes"), "{error}");
}

#[test]
fn a_machine_that_slept_fails_no_healthy_task() {
    let (mut story, task) = with_one(Story::watched());
    story.child_steps(&task, "Looking.");
    story.passes(Span::minutes(20));
    story.machine_sleeps(Span::minutes(8 * 60));
    story.passes(Span::minutes(5));
    assert_eq!(story.status(&task), "running");
    story.passes(Span::minutes(10));
    assert_eq!(story.status(&task), "failed", "what was lived counts");
}

#[test]
fn a_hold_is_not_over_because_the_machine_slept() {
    let options = json!({ "hold": { "maxMinutes": 10 } });
    let mut story = Story::headless_with(options);
    story.user_says("Go.");
    let task = story.agent_launches("one");
    story.turn_ends("Waiting.");
    story.passes(Span::minutes(2));
    story.machine_sleeps(Span::minutes(60));
    story.child_writes(&task, "Still at it.");
    story.passes(Span::minutes(5));
    assert!(story.is_held());
    story.passes(Span::minutes(5));
    assert!(!story.is_held());
}

#[test]
fn a_task_that_waits_for_its_provider_is_not_silent() {
    let (mut story, task) = with_one(Story::watched());
    let next = story.now.plus(Span::minutes(3 * 60));
    story.child_retries_at(&task, 1, Some(next));
    story.passes(Span::minutes(170));
    assert_eq!(story.status(&task), "running");
    story.user_says("How is it?");
    let args = json!({ "task_id": task.as_str() });
    let said = story
        .agent_calls("background_output", args)
        .expect("an answer");
    assert!(said.contains("next try in 10 min"), "{said}");
    let shown = shown(&story);
    assert!(shown.contains("next try in 10 min"), "{shown}");
    story.passes(Span::minutes(45));
    assert_eq!(story.status(&task), "failed", "the try never came");
}

#[test]
fn the_limit_of_retries_holds_unless_the_provider_names_a_later_time() {
    for (after, status) in [
        (None, "failed"),
        (Some(20), "failed"),
        (Some(600), "running"),
    ] {
        let (mut story, task) = with_one(Story::watched());
        for attempt in 1..=6 {
            let next = after.map(|seconds| story.now.plus(Span::seconds(seconds)));
            story.child_retries_at(&task, attempt, next);
        }
        story.passes(Span::seconds(6));
        assert_eq!(story.status(&task), status, "{after:?}");
    }
}

/// The age that people see of the only task.
fn shown(story: &Story) -> String {
    let source = Source {
        root: story.root.clone(),
        text: story.journals[&story.root].clone(),
        alive: true,
    };
    let view = view(
        &[source],
        &holdfast::core::config::Config::default(),
        story.now,
    );
    view.sessions[0].tasks[0].age.clone()
}

#[test]
fn the_last_change_of_a_tasks_activity_is_always_written() {
    let (mut story, task) = with_one(Story::watched());
    story.passes(Span::seconds(5));
    story.child_tool(&task, "bash", ToolState::Running);
    story.passes(Span(300));
    story.child_tool(&task, "bash", ToolState::Completed);
    story.passes(Span::seconds(2));
    let activity = story.task(&task).activity;
    assert_eq!((activity.tool, activity.tool_calls), (None, 1));
}

#[test]
fn an_interrupted_task_shows_the_time_that_it_worked() {
    let (mut story, task) = with_one(Story::watched());
    story.passes(Span::seconds(40));
    story.child_steps(&task, "Looking.");
    story.passes(Span::seconds(2));
    story.crashes();
    story.passes(Span::minutes(600));
    let text = story.journals[&story.root].clone();
    let view = view(
        &[Source {
            root: story.root.clone(),
            text,
            alive: false,
        }],
        &holdfast::core::config::Config::default(),
        story.now,
    );
    let shown = view.sessions[0].tasks[0].run_time.as_seconds();
    assert!((40..=43).contains(&shown), "{shown}");
    story.user_says("Go on.");
    assert_eq!(story.status(&task), "interrupted");
    let worked = seconds_of_work(&story, &task);
    assert!((40..=43).contains(&worked), "{worked}");
}

#[test]
fn a_task_that_is_cancelled_without_opencode_has_worked_no_longer() {
    let (mut story, task) = with_one(Story::watched());
    story.passes(Span::seconds(40));
    story.child_steps(&task, "Looking.");
    story.passes(Span::seconds(2));
    story.crashes();
    story.passes(Span::minutes(600));
    let mut text = story.journals[&story.root].clone();
    let me = Owner {
        pid: 9,
        start: "x".into(),
        nonce: "y".into(),
    };
    text.push_str(&offline(&text, "r", &Ask::CancelAll, &me, story.now).append);
    let ledger = Ledger::fold(&read(&text).lines);
    let task = ledger.task(&task).expect("the task");
    let worked = task.run_time(story.now).as_seconds();
    assert!((40..=43).contains(&worked), "{worked}");
}

#[test]
fn a_task_that_survived_its_process_counts_only_what_it_worked() {
    let (mut story, task) = with_one(Story::watched());
    story.passes(Span::seconds(40));
    story.child_steps(&task, "Looking.");
    let session = story.child(&task);
    story.crashes();
    story.passes(Span::minutes(600));
    // Another client kept the child's session at work.
    story.session(&session).status = holdfast::core::event::Status::Busy;
    story.user_says("Go on.");
    assert_eq!(story.status(&task), "running");
    story.passes(Span::seconds(5));
    story.child_finishes(&task, "Done.");
    let worked = seconds_of_work(&story, &task);
    assert!((45..=47).contains(&worked), "{worked}");
}

#[test]
fn a_held_turn_names_how_tasks_ended() {
    let options = json!({ "tasks": { "onFailure": "continue" } });
    let mut story = Story::headless_with(options);
    story.user_says("Go.");
    let tasks = [1, 2, 3].map(|n| story.agent_launches(&format!("job {n}")));
    story.turn_ends("Waiting.");
    story.child_fails(&tasks[0], unauthorized());
    story.child_finishes(&tasks[1], "Done.");
    let line = story.progress.last().cloned().unwrap_or_default();
    assert!(
        line.starts_with("1 running · 1 completed · 1 failed"),
        "{line}"
    );
}
