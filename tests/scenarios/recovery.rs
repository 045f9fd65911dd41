//! After a crash: nothing is lost, nothing runs twice, and the agent is told once.

use holdfast::core::effect::Effect;
use holdfast::core::event::News;
use holdfast::core::ids::TaskId;
use holdfast::core::journal::Ask;
use holdfast::core::time::Span;
use serde_json::json;

use crate::story::{Story, Way, overloaded};

fn one_at_a_time() -> Story {
    Story::headless_with(json!({ "tasks": { "concurrency": 1 } }))
}

/// Lets every task that runs finish, until none is left.
fn finish_all(story: &mut Story) {
    while let Some(task) = story
        .running()
        .first()
        .cloned()
        .filter(|_| !story.is_dead())
    {
        story.child_finishes(&task, &format!("Result of {task}."));
    }
}

/// The session is used again, every task finishes, and each result is told once.
fn expect_all_told_once(story: &mut Story, tasks: &[TaskId]) {
    story.user_says("Go on.");
    story.turn_ends("Waiting.");
    finish_all(story);
    for _ in 0..4 {
        if !story.is_idle() && !story.is_held() {
            story.turn_ends("Noted.");
        }
    }
    story.passes(Span::minutes(30));
    assert!(story.is_idle(), "the run never ends");
    for task in tasks {
        assert_eq!(story.status(task), "completed");
        assert_eq!(story.times_told(&format!("Result of {task}.")), 1);
    }
    assert_eq!(story.ledger().outbox, None);
}

fn is_create(effect: &Effect) -> bool {
    matches!(effect, Effect::CreateSession { .. })
}

fn is_prompt(effect: &Effect) -> bool {
    matches!(effect, Effect::Prompt { .. })
}

fn is_abort(effect: &Effect) -> bool {
    matches!(effect, Effect::Abort { .. })
}

fn is_fill(effect: &Effect) -> bool {
    matches!(effect, Effect::ReleaseStep { fill: Some(_), .. })
}

fn is_record(effect: &Effect, name: &str) -> bool {
    matches!(effect, Effect::Append { line, .. } if line.contains(&format!("\"what\":{{\"{name}\"")))
}

#[test]
fn pending_tasks_go_on_in_their_order() {
    let mut story = one_at_a_time();
    story.user_says("Go.");
    for name in ["one", "two", "three"] {
        story.agent_launches(name);
    }
    story.crashes();
    story.user_says("Go on.");
    assert_eq!(story.statuses(), ["interrupted", "running", "pending"]);
    story.turn_ends("Waiting.");
    finish_all(&mut story);
    assert_eq!(story.statuses(), ["interrupted", "completed", "completed"]);
    assert!(story.expect_prompt().1.contains("interrupted=\"1\""));
}

#[test]
fn nothing_runs_and_nothing_is_sent_before_the_session_is_used() {
    let mut story = one_at_a_time();
    story.user_says("Go.");
    story.agent_writes_todos(&[("test", "pending")]);
    let tasks = [story.agent_launches("one"), story.agent_launches("two")];
    story.crashes();
    let before = (
        story.child_prompts.len(),
        story.created.len(),
        story.journals.clone(),
    );
    story.introduce();
    story.feed(News::SessionIdle {
        session: story.root.clone(),
    });
    story.expect_silence_for_a_day();
    assert_eq!(
        (
            story.child_prompts.len(),
            story.created.len(),
            story.journals.clone()
        ),
        before
    );
    story.todos_become(&[]);
    story.faults.mute = false;
    story.user_says("Go on.");
    assert_eq!(story.status(&tasks[0]), "interrupted");
    assert_eq!(story.status(&tasks[1]), "running");
}

#[test]
fn a_task_whose_session_was_not_created_yet_starts_once() {
    let mut story = one_at_a_time();
    story.user_says("Go.");
    story.faults.dies_before = Some(is_create);
    story.agent_starts(
        "background_task",
        json!({ "description": "one", "prompt": "one" }),
    );
    story.crashes();
    story.introduce();
    let one = story.ledger().order[0].clone();
    expect_all_told_once(&mut story, &[one]);
    assert_eq!(story.child_prompts.len(), 1);
}

#[test]
fn a_task_whose_session_was_not_written_down_runs_once_in_another_one() {
    let mut story = one_at_a_time();
    story.user_says("Go.");
    story.faults.dies_before = Some(|effect| is_record(effect, "prompted"));
    story.agent_starts(
        "background_task",
        json!({ "description": "one", "prompt": "one" }),
    );
    story.crashes();
    story.introduce();
    let one = story.ledger().order[0].clone();
    expect_all_told_once(&mut story, &[one]);
    assert_eq!((story.created.len(), story.child_prompts.len()), (2, 1));
}

#[test]
fn a_task_whose_prompt_was_not_sent_yet_is_prompted_once() {
    let mut story = one_at_a_time();
    story.user_says("Go.");
    story.faults.dies_before = Some(is_prompt);
    story.agent_starts(
        "background_task",
        json!({ "description": "one", "prompt": "one" }),
    );
    story.crashes();
    story.introduce();
    let one = story.ledger().order[0].clone();
    expect_all_told_once(&mut story, &[one]);
    assert_eq!((story.created.len(), story.child_prompts.len()), (1, 1));
}

#[test]
fn a_task_whose_prompt_was_stored_and_not_answered_is_prompted_again_as_the_same_message() {
    let mut story = one_at_a_time();
    story.user_says("Go.");
    story.faults.mute = true;
    let one = story.agent_launches("one");
    story.crashes();
    story.faults.mute = false;
    expect_all_told_once(&mut story, &[one]);
    assert_eq!(story.child_prompts.len(), 2);
    assert_eq!(
        story.child_prompts[0].1.message,
        story.child_prompts[1].1.message
    );
}

#[test]
fn a_task_that_finished_meanwhile_is_complete_with_its_result() {
    let mut story = one_at_a_time();
    story.user_says("Go.");
    let (one, two) = (story.agent_launches("one"), story.agent_launches("two"));
    story.child_finishes_unheard(&one, &format!("Result of {one}."));
    story.crashes();
    expect_all_told_once(&mut story, &[one, two]);
    assert_eq!(story.child_prompts.len(), 2);
}

#[test]
fn a_task_that_was_cut_off_is_interrupted_and_the_agent_is_told_once_and_can_resume_it() {
    let mut story = one_at_a_time();
    story.user_says("Go.");
    let one = story.agent_launches("one");
    story.child_writes(&one, "Half of it");
    story.crashes();
    story.user_says("Go on.");
    assert_eq!(story.status(&one), "interrupted");
    story.turn_ends("Let me see.");
    let text = story.expect_prompt().1;
    assert!(
        text.contains("interrupted=\"1\"") && text.contains("background_resume"),
        "{text}"
    );
    story.agent_calls("background_resume", json!({ "task_id": one.as_str() }));
    let next = story.ledger().order[1].clone();
    assert_eq!(story.child(&next), story.child(&one));
    story.turn_ends("Waiting.");
    story.child_finishes(&next, "All of it.");
    assert!(story.expect_by(Way::Filled).contains("All of it."));
    story.turn_ends("Done.");
    story.expect_silence_for_a_day();
    assert_eq!(story.times_told("interrupted=\"1\""), 1);
    assert_eq!(story.status(&one), "interrupted");
}

#[test]
fn a_task_that_was_to_stop_has_stopped() {
    let mut story = Story::watched();
    story.user_says("Go.");
    let one = story.agent_launches("one");
    story.faults.dies_before = Some(is_abort);
    story.agent_starts("background_cancel", json!({ "task_id": one.as_str() }));
    story.crashes();
    story.user_says("Go on.");
    assert_eq!(story.status(&one), "cancelled");
}

#[test]
fn a_result_whose_wake_was_written_down_and_not_sent_is_told_once() {
    let mut story = Story::watched();
    story.user_says("Go.");
    let one = story.agent_launches("one");
    story.turn_ends("Waiting.");
    story.faults.dies_before = Some(is_prompt);
    story.child_finishes(&one, &format!("Result of {one}."));
    assert_eq!(story.prompts.len(), 0);
    story.crashes();
    expect_all_told_once(&mut story, &[one]);
}

#[test]
fn a_result_whose_wake_was_stored_and_not_answered_is_told_once() {
    let mut story = Story::watched();
    story.user_says("Go.");
    let one = story.agent_launches("one");
    story.turn_ends("Waiting.");
    story.child_finishes(&one, &format!("Result of {one}."));
    story.crashes();
    expect_all_told_once(&mut story, &[one]);
}

#[test]
fn a_result_that_was_answered_is_not_told_again() {
    let mut story = Story::watched();
    story.user_says("Go.");
    let one = story.agent_launches("one");
    story.turn_ends("Waiting.");
    story.child_finishes(&one, &format!("Result of {one}."));
    // The process dies before it can write down that the answer came.
    story.faults.dies_before = Some(|effect| is_record(effect, "delivered"));
    story.turn_ends("Thanks.");
    story.crashes();
    expect_all_told_once(&mut story, &[one]);
    assert_eq!(story.prompts.len(), 1);
}

#[test]
fn a_result_that_a_held_turn_was_about_to_get_is_told_once() {
    let mut story = Story::headless();
    story.user_says("Go.");
    let one = story.agent_launches("one");
    story.turn_ends("Waiting.");
    story.faults.dies_before = Some(is_fill);
    story.child_finishes(&one, &format!("Result of {one}."));
    story.crashes();
    expect_all_told_once(&mut story, &[one]);
}

#[test]
fn a_result_that_a_held_turn_had_got_is_told_once() {
    let mut story = Story::headless();
    story.user_says("Go.");
    let one = story.agent_launches("one");
    story.turn_ends("Waiting.");
    story.child_finishes(&one, &format!("Result of {one}."));
    story.crashes();
    expect_all_told_once(&mut story, &[one]);
}

#[test]
fn an_id_from_a_notice_resolves_after_a_restart() {
    let mut story = Story::watched();
    story.user_says("Go.");
    let one = story.agent_launches("one");
    story.turn_ends("Waiting.");
    story.child_finishes(&one, "All read.");
    story.expect_by(Way::Wake);
    story.turn_ends("Thanks.");
    story.crashes();
    story.user_says("What was it?");
    let reply = story.agent_calls("background_output", json!({ "task_id": one.as_str() }));
    assert!(reply.expect("an answer at once").contains("All read."));
}

#[test]
fn a_torn_last_line_is_cut_off_and_the_rest_holds() {
    let mut story = one_at_a_time();
    story.user_says("Go.");
    let (one, two) = (story.agent_launches("one"), story.agent_launches("two"));
    story.child_finishes(&one, &format!("Result of {one}."));
    story.child_finishes_unheard(&two, &format!("Result of {two}."));
    let journal = story.journals.get_mut(&story.root).expect("a journal");
    journal.push_str("{\"v\":1,\"t\":17");
    story.crashes();
    expect_all_told_once(&mut story, &[one, two]);
}

#[test]
fn a_crash_at_any_moment_loses_no_task_and_tells_no_result_twice() {
    for moment in 0..60 {
        let mut story = one_at_a_time();
        story.user_says("Go.");
        let tasks = [story.agent_launches("one"), story.agent_launches("two")];
        story.dies_after(moment);
        story.turn_ends("Waiting.");
        finish_all(&mut story);
        if !story.is_dead() {
            story.turn_ends("Noted.");
        }
        story.crashes();
        story.user_says("Go on.");
        story.turn_ends("Waiting.");
        finish_all(&mut story);
        for _ in 0..4 {
            if !story.is_idle() && !story.is_held() {
                story.turn_ends("Noted.");
            }
        }
        assert!(story.is_idle(), "at {moment} the run never ends");
        for task in &tasks {
            let entry = format!("<task id=\"{task}\"");
            assert_eq!(story.times_told(&entry), 1, "at {moment}");
        }
    }
}

#[test]
fn results_that_wait_after_a_restart_reach_the_agent_when_a_person_says_so() {
    let mut story = Story::watched();
    story.user_says("Go.");
    let task = story.agent_launches("scan the docs");
    story.turn_ends("Waiting.");
    story.dies_after(1);
    story.child_finishes(&task, "all read");
    story.crashes();
    story.passes(Span::minutes(5));
    story.expect_silence();
    story.somebody_asks(Ask::Continue);
    story.passes(Span::seconds(40));
    let text = story.expect_by(Way::Wake);
    assert!(text.contains("all read"), "{text}");
}

#[test]
fn a_turn_that_broke_off_with_its_process_is_no_abort_and_results_are_delivered() {
    let mut story = Story::watched();
    story.user_says("Go.");
    story.agent_launches("scan the docs");
    story.agent_goes_on();
    story.agent_speaks_unfinished();
    story.crashes();
    story.somebody_asks(Ask::Launch {
        description: "look".to_owned(),
        prompt: "look".to_owned(),
        agent: None,
        task: None,
    });
    story.passes(Span::minutes(1));
    let tasks = story.running();
    for task in &tasks {
        story.child_finishes(task, "All read.");
    }
    story.passes(Span::minutes(1));
    assert!(story.expect_by(Way::Wake).contains("All read."));
}

#[test]
fn a_continuation_of_a_dead_process_is_dropped_when_the_user_speaks() {
    let mut story = Story::watched();
    story.user_says("Do it.");
    let task = story.agent_launches("one");
    story.agent_writes_todos(&[("test", "pending")]);
    story.child_finishes(&task, "All read.");
    story.turn_ends("Waiting.");
    story.expect_by(Way::Filled);
    story.turn_ends("Good.");
    story.faults.forgets = true;
    story.passes(Span::seconds(30));
    let sent = story.prompts.last().expect("a prompt").message.clone();
    story.crashes();
    story.faults.forgets = false;
    let before = story.prompts.len();
    story.user_says("Something else.");
    story.turn_fails(overloaded());
    story.passes(Span::minutes(1));
    let again = story.prompts.iter().skip(before);
    assert_eq!(again.filter(|prompt| prompt.message == sent).count(), 0);
}

#[test]
fn a_continuation_that_was_written_down_and_never_stored_does_not_count() {
    let mut story = Story::headless_with(json!({ "continuation": { "maxContinuations": 2 } }));
    story.user_says("Do it.");
    let task = story.agent_launches("one");
    story.child_finishes(&task, "All read.");
    story.agent_writes_todos(&[("test", "pending")]);
    story.turn_ends("Begun.");
    story.expect_by(Way::Filled);
    story.faults.dies_before = Some(is_fill);
    story.turn_ends("Hm.");
    story.crashes();
    story.program_says("A subagent has ended.");
    story.passes(Span::seconds(5));
    for _ in 0..2 {
        story.turn_ends("Hm.");
        assert!(story.expect_by(Way::Filled).contains("<open-todos"));
    }
    story.turn_ends("Hm.");
    story.expect_idle();
}

#[test]
fn what_a_child_asks_wakes_nobody_before_the_session_is_used() {
    let mut story = Story::headless();
    story.user_says("Go.");
    let one = story.agent_launches("one");
    let child = story.child(&one);
    story.crashes();
    story.introduce();
    let root = story.root.clone();
    story.session_appears(&child.0, &root);
    story.asks(&child, "per_1", "Run make", true);
    assert_eq!(story.wakes_at(), None);
}
