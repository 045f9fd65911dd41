//! Work that is taken up again: resumed, retried, or followed by a further message.

use holdfast::core::ids::TaskId;
use holdfast::core::journal::Ask;
use holdfast::core::task::Stage;
use holdfast::core::time::Span;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::story::{Story, overloaded, unauthorized};

/// A task whose process died while it was at work, in a session that is used again.
fn interrupted(options: Value) -> (Story, TaskId) {
    let mut story = Story::watched_with(options);
    story.user_says("Go.");
    let task = story.agent_launches("one");
    story.turn_ends("Waiting.");
    story.child_writes(&task, "Half of it");
    story.crashes();
    story.user_says("Go on.");
    story.turn_ends("Let me see.");
    assert_eq!(story.status(&task), "interrupted");
    story.expect_prompt();
    story.turn_ends("I see.");
    story.user_says("Take it up again.");
    (story, task)
}

/// What somebody outside asks for, as a journal holds it.
fn request(story: &mut Story, ask: &Value) -> String {
    story.somebody_asks(Ask::deserialize(ask).expect("a request"));
    let (_, answer) = story.ledger().answered.back().cloned().expect("an answer");
    answer
}

fn newest(story: &Story) -> TaskId {
    story.ledger().order.last().cloned().expect("a task")
}

fn no_session_has_two_active_tasks(story: &Story) {
    let ledger = story.ledger();
    let mut sessions: Vec<_> = ledger
        .active_tasks()
        .filter_map(|task| task.launch.session.clone())
        .collect();
    sessions.sort_unstable();
    assert!(
        sessions.windows(2).all(|pair| pair[0] != pair[1]),
        "{sessions:?}"
    );
}

#[test]
fn a_person_who_resumes_an_interrupted_task_goes_on_in_its_session() {
    let (mut story, task) = interrupted(json!({}));
    let answer = request(&mut story, &json!({ "resume": { "task": task.as_str() } }));
    let next = newest(&story);
    assert_eq!(story.child(&next), story.child(&task));
    assert!(answer.contains("continues in its session"), "{answer}");
    let (_, prompt) = story.child_prompts.last().expect("a prompt");
    assert!(prompt.text.contains("interrupted"), "{}", prompt.text);
    assert!(!prompt.text.contains("Please one."), "{}", prompt.text);
}

#[test]
fn a_person_may_retry_an_interrupted_task_from_the_beginning() {
    let (mut story, task) = interrupted(json!({}));
    let ask = json!({ "resume": { "task": task.as_str(), "retry": true } });
    let answer = request(&mut story, &ask);
    let next = newest(&story);
    assert_ne!(story.child(&next), story.child(&task));
    assert!(
        answer.contains("starts again from the beginning"),
        "{answer}"
    );
    assert_eq!(
        story.child_prompts.last().expect("a prompt").1.text,
        "Please one."
    );
}

#[test]
fn a_failed_task_that_a_person_resumes_starts_anew() {
    let mut story = Story::watched();
    story.user_says("Go.");
    let task = story.agent_launches("one");
    story.turn_ends("Waiting.");
    story.child_fails(&task, unauthorized());
    let answer = request(&mut story, &json!({ "resume": { "task": task.as_str() } }));
    assert!(
        answer.contains("starts again from the beginning"),
        "{answer}"
    );
    assert_ne!(story.child(&newest(&story)), story.child(&task));
}

#[test]
fn what_was_resumed_and_fails_is_retried_with_its_own_prompt() {
    let (mut story, task) = interrupted(json!({}));
    story.agent_calls("background_resume", json!({ "task_id": task.as_str() }));
    let resumed = newest(&story);
    story.child_fails(&resumed, unauthorized());
    let retry = json!({ "task_id": resumed.as_str(), "retry": true });
    story.agent_calls("background_resume", retry);
    assert_eq!(
        story.child_prompts.last().expect("a prompt").1.text,
        "Please one."
    );
}

#[test]
fn a_failed_follow_up_is_retried_where_its_context_is() {
    let mut story = Story::watched();
    story.user_says("Go.");
    let task = story.agent_launches("one");
    story.child_finishes(&task, "Done.");
    let message = json!({ "task_id": task.as_str(), "text": "And the tests?" });
    story.agent_calls("background_message", message);
    let follow_up = newest(&story);
    story.child_fails(&follow_up, unauthorized());
    let retry = json!({ "task_id": follow_up.as_str(), "retry": true });
    story.agent_calls("background_resume", retry);
    let (session, prompt) = story.child_prompts.last().expect("a prompt").clone();
    assert_eq!(session, story.child(&task));
    assert_eq!(prompt.text, "And the tests?");
}

#[test]
fn a_second_resume_of_the_same_task_is_refused() {
    for retry in [false, true] {
        let (mut story, task) = interrupted(json!({}));
        let ask = json!({ "resume": { "task": task.as_str(), "retry": retry } });
        request(&mut story, &ask);
        let next = newest(&story);
        let answer = request(&mut story, &ask);
        assert!(
            answer.contains("already") && !answer.contains(next.as_str()),
            "{answer}"
        );
        assert_eq!(newest(&story), next);
        let args = json!({ "task_id": task.as_str(), "retry": true });
        story.agent_calls("background_resume", args);
        assert_eq!(newest(&story), next);
    }
}

#[test]
fn of_two_messages_to_one_ended_task_the_second_is_refused_while_the_first_works() {
    let mut story = Story::watched();
    story.user_says("Go.");
    let task = story.agent_launches("one");
    story.child_finishes(&task, "Done.");
    let mut send = |text: &str| {
        let args = json!({ "task_id": task.as_str(), "text": text });
        let answer = story.agent_calls("background_message", args);
        no_session_has_two_active_tasks(&story);
        answer.expect("an answer at once")
    };
    send("First.");
    let refused = send("Second.");
    let first = newest(&story);
    assert!(refused.contains("at work on"), "{refused}");
    assert!(refused.contains(first.as_str()), "{refused}");
    story.child_finishes(&first, "The first answer.");
    let args = json!({ "task_id": task.as_str(), "text": "Second." });
    story.agent_calls("background_message", args);
    let second = newest(&story);
    assert_ne!(second, first);
    story.child_finishes(&second, "The second answer.");
    assert_eq!(story.task(&first).result, "The first answer.");
    assert_eq!(story.task(&second).result, "The second answer.");
}

#[test]
fn a_follow_up_that_waits_in_the_queue_has_the_session_as_well() {
    let mut story = Story::watched_with(json!({ "tasks": { "concurrency": 1 } }));
    story.user_says("Go.");
    let task = story.agent_launches("one");
    story.child_finishes(&task, "Done.");
    story.agent_launches("two");
    for text in ["First.", "Second."] {
        let args = json!({ "task_id": task.as_str(), "text": text });
        story.agent_calls("background_message", args);
        no_session_has_two_active_tasks(&story);
    }
    assert_eq!(story.statuses(), ["completed", "running", "pending"]);
}

#[test]
fn a_message_and_a_resume_of_one_task_do_not_meet_in_its_session() {
    let (mut story, task) = interrupted(json!({}));
    let args = json!({ "task_id": task.as_str(), "text": "Hurry." });
    story.agent_calls("background_message", args);
    story.agent_calls("background_resume", json!({ "task_id": task.as_str() }));
    no_session_has_two_active_tasks(&story);
    assert_eq!(story.ledger().active_tasks().count(), 1);
}

#[test]
fn cancelled_tasks_do_not_evict_the_one_that_failed() {
    let mut story = Story::watched_with(json!({ "tasks": { "onFailure": "continue" } }));
    story.user_says("Go.");
    let failed = story.agent_launches("one");
    story.child_fails(&failed, unauthorized());
    story.agent_calls("background_output", json!({ "task_id": failed.as_str() }));
    for n in 0..8 {
        let task = story.agent_launches(&format!("more {n}"));
        story.agent_calls("background_cancel", json!({ "task_id": task.as_str() }));
        story.agent_calls("background_output", json!({ "task_id": task.as_str() }));
    }
    story.passes(Span::seconds(1));
    assert_eq!(story.status(&failed), "failed");
    let cancelled = story.statuses();
    let cancelled = cancelled.iter().filter(|status| **status == "cancelled");
    assert_eq!(cancelled.count(), 5, "they are bounded too");
}

#[test]
fn work_that_was_taken_up_again_no_longer_evicts_failures() {
    let options = json!({ "tasks": { "onFailure": "continue", "keepFailed": 1 } });
    let mut story = Story::watched_with(options);
    story.user_says("Go.");
    let failed = story.agent_launches("one");
    story.child_fails(&failed, unauthorized());
    story.agent_calls("background_output", json!({ "task_id": failed.as_str() }));
    let again = story.agent_launches("two");
    story.child_fails(&again, overloaded());
    story.agent_calls(
        "background_resume",
        json!({ "task_id": again.as_str(), "retry": true }),
    );
    story.passes(Span::seconds(1));
    assert_eq!(story.status(&failed), "failed");
    let stage = story.task(&newest(&story)).stage;
    assert_eq!(stage, Stage::Running);
}
