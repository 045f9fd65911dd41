//! The queue: order, slots, what a failure does to it, and what steers it.

use holdfast::core::event::Agent;
use holdfast::core::ids::TaskId;
use holdfast::core::journal::Ask;
use holdfast::core::task::Model;
use holdfast::core::time::Span;
use serde_json::{Value, json};

use crate::story::{Story, Way, unauthorized};

fn with_tasks(story: &mut Story, names: &[&str]) -> Vec<TaskId> {
    story.user_says("Go.");
    let tasks = names
        .iter()
        .map(|name| story.agent_launches(name))
        .collect();
    story.turn_ends("Waiting.");
    tasks
}

fn one_at_a_time() -> Value {
    json!({ "tasks": { "concurrency": 1 } })
}

#[test]
fn a_launch_returns_at_once_with_its_place_and_tasks_start_in_order_as_slots_become_free() {
    let mut story = Story::watched_with(json!({ "tasks": { "concurrency": 2 } }));
    story.user_says("Go.");
    let replies: Vec<String> = ["one", "two", "three", "four"]
        .iter()
        .map(|name| {
            let args = json!({ "description": name, "prompt": name });
            story
                .agent_calls("background_task", args)
                .expect("an answer at once")
        })
        .collect();
    assert!(replies[1].contains("is running"), "{replies:?}");
    assert!(replies[2].contains("number 1 in the queue"), "{replies:?}");
    assert!(replies[3].contains("number 2 in the queue"), "{replies:?}");
    let order = story.ledger().order;
    story.child_finishes(&order[1], "Second.");
    assert_eq!(
        story.statuses(),
        ["running", "completed", "running", "pending"]
    );
    story.child_finishes(&order[0], "First.");
    assert_eq!(
        story.statuses(),
        ["completed", "completed", "running", "running"]
    );
}

#[test]
fn time_in_the_queue_is_no_run_time_and_never_times_a_task_out() {
    let mut story = Story::watched_with(one_at_a_time());
    let tasks = with_tasks(&mut story, &["one", "two"]);
    story.child_tool(&tasks[0], "bash", holdfast::core::event::ToolState::Running);
    story.passes(Span::minutes(24 * 60));
    assert_eq!(story.status(&tasks[1]), "pending");
    story.child_finishes(&tasks[0], "First.");
    story.passes(Span::seconds(7));
    story.child_finishes(&tasks[1], "Second.");
    assert_eq!(story.task(&tasks[1]).run_time(story.now).as_seconds(), 7);
}

#[test]
fn slots_are_counted_per_model() {
    let mut story = Story::watched_with(
        json!({ "tasks": { "concurrency": { "default": 2, "mock/slow": 1 } } }),
    );
    let model = Some(Model {
        provider: "mock".into(),
        model: "slow".into(),
    });
    story.agents.push(Agent {
        name: "slow".into(),
        edits: true,
        model,
        hidden: false,
        rules: Vec::new(),
    });
    story.user_says("Go.");
    for agent in ["slow", "slow", "general", "general", "general"] {
        let args = json!({ "description": "one", "prompt": "one", "agent": agent });
        story.agent_calls("background_task", args);
    }
    assert_eq!(
        story.statuses(),
        ["running", "pending", "running", "running", "pending"]
    );
}

#[test]
fn a_tool_call_that_is_repeated_launches_nothing_new() {
    let mut story = Story::watched();
    story.user_says("Go.");
    let args = json!({ "description": "scan the docs", "prompt": "scan" });
    for _ in 0..3 {
        let call = story.agent_starts_as("call_same", "background_task", args.clone());
        assert!(story.answer_to(call).is_some());
    }
    assert_eq!(story.statuses(), ["running"]);
    assert_eq!(story.created.len(), 1);
}

#[test]
fn a_failure_halts_the_queue_and_the_agent_decides() {
    for (tool, args, after) in [
        ("background_resume", json!({}), ["failed", "running", ""]),
        (
            "background_resume",
            json!({ "retry": true }),
            ["failed", "running", "pending"],
        ),
        (
            "background_cancel",
            json!({ "all": true }),
            ["failed", "cancelled", ""],
        ),
    ] {
        let mut story = Story::watched_with(one_at_a_time());
        let tasks = with_tasks(&mut story, &["one", "two"]);
        story.child_fails(&tasks[0], unauthorized());
        assert_eq!(story.statuses(), ["failed", "pending"]);
        assert!(
            story
                .expect_by(Way::Wake)
                .contains("A failure stopped the queue")
        );
        story.passes(Span::minutes(60));
        assert_eq!(story.statuses(), ["failed", "pending"]);
        story.agent_calls(tool, args);
        let expected: Vec<&str> = after
            .into_iter()
            .filter(|status| !status.is_empty())
            .collect();
        assert_eq!(story.statuses(), expected);
    }
}

#[test]
fn a_failure_is_passed_over_where_the_option_says_so() {
    let mut story =
        Story::watched_with(json!({ "tasks": { "concurrency": 1, "onFailure": "continue" } }));
    let tasks = with_tasks(&mut story, &["one", "two"]);
    story.child_fails(&tasks[0], unauthorized());
    assert_eq!(story.statuses(), ["failed", "running"]);
    story.child_finishes(&tasks[1], "Second.");
    let text = story.expect_by(Way::Wake);
    assert!(
        text.contains("completed=\"1\" failed=\"1\" remaining=\"0\""),
        "{text}"
    );
}

#[test]
fn an_undecided_queue_in_a_headless_run_is_asked_about_within_bounds_and_ends_the_run() {
    let mut story = Story::headless_with(one_at_a_time());
    let tasks = with_tasks(&mut story, &["one", "two"]);
    story.child_fails(&tasks[0], unauthorized());
    assert!(story.expect_by(Way::Filled).contains("background_resume"));
    for _ in 0..3 {
        story.turn_ends("Hm.");
        assert!(story.expect_by(Way::Filled).contains("wait for a decision"));
    }
    story.turn_ends("I give up.");
    assert!(
        story
            .notices
            .last()
            .expect("a notice")
            .contains("with 1 background task waiting")
    );
    story.expect_silence_for_a_day();
    assert!(story.is_idle());
    assert_eq!(story.status(&tasks[1]), "pending");
}

#[test]
fn an_undecided_queue_in_a_watched_session_waits_for_somebody() {
    let mut story = Story::watched_with(one_at_a_time());
    let tasks = with_tasks(&mut story, &["one", "two"]);
    story.child_fails(&tasks[0], unauthorized());
    story.expect_by(Way::Wake);
    story.turn_ends("What shall I do?");
    story.expect_reason("QueueUndecided");
    story.expect_silence_for_a_day();
    story.user_commands("go", "");
    assert_eq!(story.statuses(), ["failed", "running"]);
}

#[test]
fn a_failure_with_nothing_behind_it_halts_nothing() {
    let mut story = Story::watched();
    let tasks = with_tasks(&mut story, &["one"]);
    story.child_fails(&tasks[0], unauthorized());
    assert_eq!(story.ledger().halted, None);
    story.expect_by(Way::Wake);
    story.agent_launches("two");
    assert_eq!(story.statuses(), ["failed", "running"]);
}

#[test]
fn a_task_that_was_cancelled_in_the_queue_never_starts() {
    let mut story = Story::watched_with(one_at_a_time());
    let tasks = with_tasks(&mut story, &["one", "two", "three"]);
    story.somebody_asks(Ask::Cancel {
        task: tasks[1].clone(),
    });
    story.child_finishes(&tasks[0], "First.");
    assert_eq!(story.statuses(), ["completed", "cancelled", "running"]);
    assert_eq!(story.created.len(), 2);
}

#[test]
fn cancelling_all_starts_none_in_a_slot_that_becomes_free() {
    let mut story = Story::watched_with(one_at_a_time());
    with_tasks(&mut story, &["one", "two", "three"]);
    story.somebody_asks(Ask::CancelAll);
    assert_eq!(story.statuses(), ["cancelled"; 3]);
    assert_eq!(story.created.len(), 1);
}

#[test]
fn a_message_to_a_running_task_is_queued_for_its_next_step_and_answered_before_the_task_is_complete()
 {
    let mut story = Story::watched();
    let tasks = with_tasks(&mut story, &["scan the docs"]);
    story.user_says("Tell it about the images.");
    let args = json!({ "task_id": tasks[0].as_str(), "text": "The images too." });
    let reply = story
        .agent_calls("background_message", args)
        .expect("an answer at once");
    assert!(reply.contains("at its next step"), "{reply}");
    assert_eq!(story.child_prompts.len(), 2);
    assert!(story.child_prompts[1].1.text.contains("The images too."));
    story.turn_ends("Told.");
    story.child_finishes(&tasks[0], "Images read too.");
    assert_eq!(story.status(&tasks[0]), "completed");
}

#[test]
fn a_message_to_an_ended_task_is_a_new_task_in_its_session() {
    let mut story = Story::watched();
    let tasks = with_tasks(&mut story, &["scan the docs"]);
    story.child_finishes(&tasks[0], "All read.");
    story.expect_by(Way::Wake);
    let args = json!({ "task_id": tasks[0].as_str(), "text": "And the images?" });
    story.agent_calls("background_message", args);
    let next = story.ledger().order[1].clone();
    assert_eq!(story.child(&next), story.child(&tasks[0]));
    story.turn_ends("Asked.");
    story.child_finishes(&next, "Images read.");
    assert!(story.expect_by(Way::Wake).contains("Images read."));
    assert_eq!(story.status(&tasks[0]), "completed");
}

#[test]
fn a_cancelled_task_that_worked_can_be_followed_up_with_all_it_knew() {
    let mut story = Story::watched();
    let tasks = with_tasks(&mut story, &["scan the docs"]);
    story.child_writes(&tasks[0], "Half of it");
    story.user_says("Stop it.");
    story.agent_calls("background_cancel", json!({ "task_id": tasks[0].as_str() }));
    story.agent_calls(
        "background_message",
        json!({ "task_id": tasks[0].as_str(), "text": "Go on." }),
    );
    let next = story.ledger().order[1].clone();
    assert_eq!(
        (story.status(&next), story.child(&next)),
        ("running", story.child(&tasks[0]))
    );
}

#[test]
fn ended_tasks_stay_readable_and_a_forgotten_id_says_why() {
    let mut story = Story::watched_with(json!({ "tasks": { "keepCompleted": 2 } }));
    let names: Vec<String> = (0..4).map(|n| format!("job {n}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let tasks = with_tasks(&mut story, &names);
    for task in &tasks {
        story.child_finishes(task, &format!("Result of {task}."));
    }
    story.expect_by(Way::Wake);
    story.agent_goes_on();
    story.turn_ends("Done.");
    story.user_says("Again?");
    let read = |story: &mut Story, id: &str| {
        story
            .agent_calls("background_output", json!({ "task_id": id }))
            .expect("an answer at once")
    };
    let kept = read(&mut story, tasks[3].as_str());
    assert!(
        kept.contains("Result of") && kept.contains(story.child(&tasks[3]).as_str()),
        "{kept}"
    );
    assert!(read(&mut story, tasks[0].as_str()).contains("was forgotten"));
    let unknown = read(&mut story, &format!("{}x", tasks[3]));
    assert!(
        unknown.contains("There is no task") && unknown.contains("Did you mean"),
        "{unknown}"
    );
}

#[test]
fn a_task_that_is_resumed_is_a_new_one_that_the_forgetting_of_the_old_one_leaves_alone() {
    let mut story = Story::watched_with(json!({ "tasks": { "keepFailed": 0 } }));
    let tasks = with_tasks(&mut story, &["one"]);
    story.child_fails(&tasks[0], unauthorized());
    story.expect_by(Way::Wake);
    story.agent_calls(
        "background_resume",
        json!({ "task_id": tasks[0].as_str(), "retry": true }),
    );
    story.turn_ends("Again.");
    story.passes(Span::minutes(1));
    let next = story.ledger().order.last().cloned().expect("a new task");
    assert_ne!(next, tasks[0]);
    assert!(!story.ledger().tasks.contains_key(&tasks[0]));
    story.child_finishes(&next, "Now it worked.");
    assert!(story.expect_by(Way::Wake).contains("Now it worked."));
}

#[test]
fn ten_thousand_tasks_leave_no_more_than_is_kept() {
    let mut story = Story::watched();
    story.user_says("Go.");
    for _ in 0..10_000 {
        let task = story.agent_launches("job");
        story.child_finishes(&task, "Done.");
        story.agent_calls("background_output", json!({ "task_id": task.as_str() }));
        story.sessions.retain(|id, _| id.as_str() == "ses_root");
        story.child_prompts.clear();
        story.logs.clear();
    }
    let ledger = story.ledger();
    assert_eq!(ledger.tasks.len(), 5);
    assert!(ledger.evicted.len() <= 500 && ledger.order.len() == 5);
    let bytes = story.journals[&story.root].len();
    assert!(bytes < 4_000_000, "the journal has {bytes} bytes");
}

#[test]
fn a_wrong_argument_gets_a_sentence_that_says_what_is_right() {
    let mut story = Story::watched();
    story.user_says("Go.");
    for (tool, args, words) in [
        (
            "background_task",
            json!({ "description": "x" }),
            "prompt must be a non-empty string",
        ),
        (
            "background_task",
            json!({ "description": "x", "prompt": "y", "agent": "generl" }),
            "Did you mean \"general\"?",
        ),
        (
            "background_output",
            json!({ "task_id": "bg_nope" }),
            "There is no task bg_nope",
        ),
        (
            "background_output",
            json!({ "wait": "perhaps" }),
            "wait must be true or false",
        ),
        (
            "background_cancel",
            json!({}),
            "Give a task_id, or all: true",
        ),
        (
            "background_message",
            json!({ "task_id": "bg_nope" }),
            "text must be a non-empty string",
        ),
        ("background_resume", json!({}), "The queue was not stopped"),
    ] {
        let reply = story.agent_calls(tool, args).expect("an answer at once");
        assert!(reply.contains(words), "{tool}: {reply}");
    }
}

#[test]
fn no_number_from_outside_overflows() {
    let mut story = Story::watched();
    story.user_says("Go.");
    let task = story.agent_launches("scan the docs");
    story.child_finishes(&task, "All read.");
    let active = story.agent_launches("another");
    for number in [
        json!(1e300),
        json!(f64::MAX),
        json!(u64::MAX),
        json!(i64::MIN),
        json!(-1),
        json!(0.5),
        json!("18446744073709551615"),
        json!("99999999999999999999999"),
    ] {
        for (task, name) in [
            (&task, "offset"),
            (&task, "timeout_seconds"),
            (&active, "timeout_seconds"),
        ] {
            let args = json!({ "task_id": task.as_str(), name: number, "wait": true });
            story.agent_calls("background_output", args);
        }
        story.passes(Span::minutes(61));
    }
}

#[test]
fn two_thousand_tasks_wait_and_one_more_is_refused_with_a_sentence() {
    let mut story = Story::watched();
    story.user_says("Go.");
    let mut launch = || {
        let args = json!({ "description": "one", "prompt": "one" });
        story
            .agent_calls("background_task", args)
            .expect("an answer")
    };
    for _ in 0..2000 {
        assert!(launch().starts_with("Task bg_"));
    }
    let refused = launch();
    assert!(refused.contains("2000 background tasks"), "{refused}");
    assert_eq!(story.ledger().active_count(), 2000);
    story.agent_calls("background_cancel", json!({ "all": true }));
    story.passes(Span::minutes(1));
    assert_eq!(story.ledger().active_count(), 0);
}
