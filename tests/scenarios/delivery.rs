//! Results reach the agent exactly once: by a filled message, a wake, or with the user's words.

use holdfast::core::event::News;
use holdfast::core::time::Span;
use serde_json::json;

use crate::story::{Story, Way, overloaded, unauthorized};

/// A watched session that is idle while one task runs.
fn with_a_task() -> (Story, holdfast::core::ids::TaskId) {
    let mut story = Story::watched();
    story.user_says("Go.");
    let task = story.agent_launches("scan the docs");
    story.turn_ends("Waiting.");
    (story, task)
}

fn expect_told_once(story: &mut Story, result: &str) {
    story.turn_ends("Thanks.");
    story.expect_silence_for_a_day();
    assert_eq!(story.times_told(result), 1);
    assert_eq!(story.ledger().owed_tasks().count(), 0);
    assert_eq!(story.ledger().outbox, None);
}

#[test]
fn a_held_turn_gets_the_results_in_its_parked_message_once() {
    let mut story = Story::headless();
    story.user_says("Go.");
    let task = story.agent_launches("scan the docs");
    story.turn_ends("Waiting.");
    story.child_finishes(&task, "All read.");
    assert!(
        story
            .expect_by(Way::Filled)
            .contains("<background-tasks completed=\"1\"")
    );
    assert_eq!(story.prompts.len(), 0);
    expect_told_once(&mut story, "All read.");
    story.expect_idle();
}

#[test]
fn an_idle_session_is_woken_with_the_results_once() {
    let (mut story, task) = with_a_task();
    story.child_finishes(&task, "All read.");
    story.expect_by(Way::Wake);
    expect_told_once(&mut story, "All read.");
    assert_eq!(story.prompts.len(), 1);
}

#[test]
fn results_held_back_after_an_abort_go_along_with_the_users_message_once() {
    let (mut story, task) = with_a_task();
    story.user_says("Meanwhile?");
    story.user_aborts();
    story.child_finishes(&task, "All read.");
    story.user_says("Go on.");
    story.expect_by(Way::Rider);
    expect_told_once(&mut story, "All read.");
    assert_eq!(story.prompts.len(), 0);
}

#[test]
fn a_result_that_the_agent_read_itself_is_not_delivered_again() {
    let mut story = Story::headless();
    story.user_says("Go.");
    let task = story.agent_launches("scan the docs");
    let wait = story.agent_starts(
        "background_output",
        json!({ "task_id": task.as_str(), "wait": true }),
    );
    story.child_finishes(&task, "All read.");
    assert!(
        story
            .answer_to(wait)
            .expect("an answer")
            .contains("All read.")
    );
    story.turn_ends("Done.");
    story.expect_idle();
    assert_eq!(story.times_told("All read."), 0);
}

#[test]
fn tasks_that_end_while_the_agent_streams_are_one_message_after_its_turn() {
    let mut story = Story::watched();
    story.user_says("Go.");
    let tasks = ["one", "two", "three"].map(|name| story.agent_launches(name));
    for task in &tasks {
        story.child_finishes(task, &format!("Result of {task}."));
    }
    assert_eq!(story.prompts.len(), 0);
    story.turn_ends("Waiting.");
    let text = story.expect_prompt().1;
    assert!(
        text.contains("completed=\"3\"") && tasks.iter().all(|task| text.contains(task.as_str())),
        "{text}"
    );
    story.expect_silence();
}

#[test]
fn an_agent_that_keeps_calling_tools_gets_the_results_at_a_step_boundary() {
    let mut story = Story::watched();
    story.user_says("Go.");
    let task = story.agent_launches("scan the docs");
    story.agent_goes_on();
    story.child_finishes(&task, "All read.");
    story.agent_uses("bash");
    story.agent_goes_on();
    story.agent_uses("bash");
    story.agent_goes_on();
    assert!(story.expect_by(Way::Filled).contains("All read."));
    story.passes(Span::minutes(60));
    assert_eq!(story.status(&task), "completed");
    expect_told_once(&mut story, "All read.");
}

#[test]
fn nothing_is_sent_to_a_session_that_works() {
    let (mut story, task) = with_a_task();
    story.user_says("Meanwhile?");
    story.child_finishes(&task, "All read.");
    story.passes(Span::minutes(60));
    story.feed(News::SessionBusy {
        session: story.root.clone(),
    });
    assert_eq!(story.prompts.len(), 0);
    story.turn_ends("Nothing.");
    story.expect_prompt();
    expect_told_once(&mut story, "All read.");
}

#[test]
fn a_wake_that_never_ran_is_sent_again_without_a_second_copy() {
    let (mut story, task) = with_a_task();
    story.faults.forgets = true;
    story.child_finishes(&task, "All read.");
    story.expect_by(Way::Wake);
    story.passes(Span::seconds(9));
    assert_eq!(story.prompts.len(), 1);
    story.passes(Span::seconds(2));
    assert_eq!(story.prompts.len(), 2);
    story.faults.forgets = false;
    story.passes(Span::minutes(1));
    assert_eq!(story.prompts.len(), 3);
    assert!(
        story
            .prompts
            .iter()
            .all(|prompt| prompt.message == story.prompts[0].message)
    );
    expect_told_once(&mut story, "All read.");
}

#[test]
fn a_prompt_that_is_on_its_way_is_not_joined_by_a_second_one_however_often_idle_is_told() {
    let mut story = Story::watched();
    story.faults.forgets = true;
    story.user_says("Do it.");
    story.agent_writes_todos(&[("test", "pending")]);
    story.turn_ends("Half done.");
    story.passes(Span::seconds(3));
    story.expect_by(Way::Wake);
    for _ in 0..5 {
        story.feed(News::SessionIdle {
            session: story.root.clone(),
        });
    }
    story.passes(Span::seconds(5));
    assert_eq!(story.prompts.len(), 1);
    story.expect_silence_for_a_day();
    assert_eq!(story.times_told("<open-todos"), 1);
}

#[test]
fn a_prompt_that_another_process_answered_is_not_sent_again() {
    let (mut story, task) = with_a_task();
    story.faults.forgets = true;
    story.child_finishes(&task, "All read.");
    story.expect_by(Way::Wake);
    let wake = story.prompts[0].message.clone();
    story.answered_elsewhere(&wake, "Thanks.");
    story.expect_silence_for_a_day();
    assert_eq!(story.prompts.len(), 1);
    assert_eq!(story.times_told("All read."), 1);
    assert_eq!(story.ledger().outbox, None);
}

#[test]
fn todos_that_another_process_ended_are_not_asked_for_again() {
    let mut story = Story::watched();
    story.faults.forgets = true;
    story.user_says("Do it.");
    story.agent_writes_todos(&[("test", "pending")]);
    story.turn_ends("Half done.");
    story.passes(Span::seconds(3));
    story.expect_by(Way::Wake);
    story.todos_end_elsewhere();
    story.expect_silence_for_a_day();
    assert_eq!(story.prompts.len(), 1);
}

#[test]
fn a_failure_that_halts_the_queue_reaches_the_agent_although_its_wake_was_lost() {
    let mut story = Story::watched_with(json!({ "tasks": { "concurrency": 1 } }));
    story.user_says("Go.");
    let (one, _two) = (story.agent_launches("one"), story.agent_launches("two"));
    story.turn_ends("Waiting.");
    story.faults.forgets = true;
    story.child_fails(&one, unauthorized());
    story.expect_by(Way::Wake);
    story.faults.forgets = false;
    story.passes(Span::minutes(1));
    assert!(!story.is_idle(), "the agent was never asked to decide");
}

#[test]
fn a_hundred_results_at_the_edge_of_idle_all_arrive_once() {
    for moment in 0..100 {
        let (mut story, task) = with_a_task();
        story.user_says("Meanwhile?");
        story.faults.forgets = moment % 3 == 0;
        story.faults.stale_status = moment % 2 == 0;
        if moment % 5 < 2 {
            story.child_finishes(&task, "All read.");
            story.turn_ends("Nothing.");
        } else {
            story.turn_ends("Nothing.");
            story.passes(Span(moment));
            story.child_finishes(&task, "All read.");
        }
        story.passes(Span(200));
        story.faults.forgets = false;
        story.faults.stale_status = false;
        story.passes(Span::minutes(1));
        story.expect_prompt();
        expect_told_once(&mut story, "All read.");
    }
}

#[test]
fn a_refused_wake_is_tried_again_and_goes_along_with_the_users_next_message() {
    let (mut story, task) = with_a_task();
    story.faults.refuses = Some("internal error".to_owned());
    story.child_finishes(&task, "All read.");
    story.passes(Span::seconds(12));
    assert_eq!(story.prompts.len(), 2);
    story.user_says("Well?");
    assert!(story.expect_by(Way::Rider).contains("All read."));
    story.faults.refuses = None;
    expect_told_once(&mut story, "All read.");
}

#[test]
fn a_wake_that_is_refused_for_ever_waits_for_the_user() {
    let (mut story, task) = with_a_task();
    story.faults.refuses = Some("internal error".to_owned());
    story.child_finishes(&task, "All read.");
    story.expect_silence_for_a_day();
    assert_eq!(story.prompts.len(), 5);
    story.user_says("Well?");
    story.expect_by(Way::Rider);
    expect_told_once(&mut story, "All read.");
}

#[test]
fn a_wake_whose_turn_failed_is_sent_again_after_the_pause() {
    let (mut story, task) = with_a_task();
    story.child_finishes(&task, "All read.");
    story.expect_by(Way::Wake);
    story.turn_fails(overloaded());
    assert!(story.is_idle());
    story.passes(Span::minutes(1));
    assert!(!story.is_idle());
    expect_told_once(&mut story, "All read.");
}

#[test]
fn a_parked_message_that_opencode_lost_is_made_up_for_by_a_wake() {
    let mut story = Story::headless();
    story.faults.drops_parked = true;
    story.user_says("Go.");
    let task = story.agent_launches("scan the docs");
    story.turn_ends("Waiting.");
    // OpenCode left its loop: a headless session is continued at once.
    assert!(
        story
            .expect_by(Way::Wake)
            .contains("1 task is still active")
    );
    story.faults.drops_parked = false;
    story.turn_ends("Waiting.");
    story.passes(Span::minutes(1));
    story.child_finishes(&task, "All read.");
    story.expect_prompt();
    expect_told_once(&mut story, "All read.");
}

#[test]
fn nine_batches_in_a_row_are_nine_wakes() {
    let mut story = Story::watched();
    story.user_says("Go.");
    for batch in 0..9 {
        let tasks = [story.agent_launches("one"), story.agent_launches("two")];
        story.turn_ends("Waiting.");
        for task in &tasks {
            story.child_finishes(task, &format!("Result {batch}."));
        }
        let text = story.expect_by(Way::Wake);
        assert_eq!(
            text.matches(&format!("Result {batch}.")).count(),
            2,
            "{text}"
        );
        story.expect_silence();
    }
    story.turn_ends("Done.");
    story.expect_silence_for_a_day();
    assert_eq!(story.prompts.len(), 9);
}

#[test]
fn repeated_events_of_a_finished_task_are_no_second_notice() {
    let (mut story, task) = with_a_task();
    let session = story.child(&task);
    story.child_finishes(&task, "All read.");
    story.expect_by(Way::Wake);
    for _ in 0..3 {
        story.feed(News::SessionIdle {
            session: session.clone(),
        });
        story.feed(News::SessionBusy {
            session: session.clone(),
        });
        story.feed(News::SessionIdle {
            session: session.clone(),
        });
    }
    expect_told_once(&mut story, "All read.");
}

#[test]
fn a_delivered_result_needs_no_acknowledgement() {
    let (mut story, task) = with_a_task();
    story.child_finishes(&task, "All read.");
    story.expect_by(Way::Wake);
    story.turn_ends("I see.");
    assert_eq!(
        story.task(&task).delivery,
        holdfast::core::task::Delivery::Done
    );
    story.expect_silence_for_a_day();
}

#[test]
fn a_late_event_about_the_turn_before_proves_no_delivery() {
    let mut story = Story::headless();
    story.user_says("Go.");
    let task = story.agent_launches("scan the docs");
    story.turn_ends("Waiting.");
    let before = story.root_session().newest_assistant().expect("a message");
    story.child_finishes(&task, "All read.");
    story.feed(News::AssistantUpdated {
        session: story.root.clone(),
        message: before,
    });
    assert!(story.ledger().outbox.is_some(), "nobody has answered yet");
    story.turn_ends("Thanks.");
    assert_eq!(story.ledger().outbox, None);
}

#[test]
fn an_abort_right_after_a_wake_keeps_the_results_for_the_users_message() {
    let (mut story, task) = with_a_task();
    story.child_finishes(&task, "All read.");
    story.expect_by(Way::Wake);
    story.passes(Span(9));
    story.user_aborts();
    story.expect_silence_for_a_day();
    story.user_says("Go on.");
    expect_told_once(&mut story, "All read.");
}

#[test]
fn a_session_whose_status_stays_busy_after_the_last_idle_is_woken() {
    let (mut story, task) = with_a_task();
    story.faults.stale_status = true;
    story.user_says("Meanwhile?");
    story.turn_ends("Nothing.");
    story.child_finishes(&task, "All read.");
    story.passes(Span::seconds(2));
    assert_eq!(story.prompts.len(), 0);
    story.faults.stale_status = false;
    story.passes(Span::seconds(2));
    story.expect_by(Way::Wake);
    assert_eq!(story.toasts, Vec::<String>::new());
}

#[test]
fn an_idle_event_that_was_lost_is_made_up_for() {
    let (mut story, task) = with_a_task();
    story.user_says("Meanwhile?");
    story.child_finishes(&task, "All read.");
    story.turn_ends_unheard("Nothing.");
    story.passes(Span::minutes(1));
    story.expect_by(Way::Wake);
    expect_told_once(&mut story, "All read.");
}

#[test]
fn a_fresh_task_owes_its_result_and_nothing_is_owed_before_its_end() {
    let (story, task) = with_a_task();
    assert_eq!(
        story.task(&task).delivery,
        holdfast::core::task::Delivery::Owed
    );
    assert_eq!(story.ledger().owed_tasks().count(), 0);
}

#[test]
fn polling_a_running_task_gets_a_short_answer_that_offers_to_wait() {
    let mut story = Story::watched();
    story.user_says("Go.");
    let task = story.agent_launches("scan the docs");
    for _ in 0..2 {
        let reply = story.agent_calls("background_output", json!({ "task_id": task.as_str() }));
        let reply = reply.expect("an answer at once");
        assert!(
            reply.contains("is delivered automatically; do not poll")
                && reply.contains("with wait"),
            "{reply}"
        );
        assert!(reply.chars().count() < 300, "{reply}");
    }
}

#[test]
fn a_wait_ends_when_the_user_speaks_when_its_time_is_over_and_when_the_turn_is_aborted() {
    let (mut story, task) = with_a_task();
    story.user_says("Wait for it.");
    let args = json!({ "task_id": task.as_str(), "wait": true, "timeout_seconds": 20 });
    let first = story.agent_starts("background_output", args.clone());
    story.passes(Span::seconds(19));
    assert_eq!(story.answer_to(first), None);
    story.passes(Span::seconds(1));
    assert!(
        story
            .answer_to(first)
            .expect("an answer")
            .contains("is running")
    );
    let second = story.agent_starts("background_output", args.clone());
    story.user_says("Enough.");
    assert!(
        story
            .answer_to(second)
            .expect("an answer")
            .contains("the user wrote something")
    );
    let third = story.agent_starts("background_output", args);
    story.user_aborts();
    story.passes(Span::minutes(1));
    assert_eq!(
        story.answer_to(third).as_deref(),
        Some("The call was stopped.")
    );
    assert_eq!(story.status(&task), "running");
}

#[test]
fn todos_are_not_continued_while_a_task_or_a_session_below_it_works_or_a_result_is_owed() {
    let mut story = Story::watched();
    story.user_says("Go.");
    story.agent_writes_todos(&[("test", "pending")]);
    let task = story.agent_launches("scan the docs");
    story.turn_ends("Waiting.");
    let child = story.child(&task);
    let below = story.session_appears("ses_below", &child);
    story.feed(News::SessionBusy {
        session: below.clone(),
    });
    story.child_finishes(&task, "All read.");
    story.passes(Span::seconds(10));
    story.expect_silence();
    story.feed(News::SessionIdle { session: below });
    story.passes(Span::seconds(10));
    assert!(story.expect_by(Way::Wake).contains("All read."));
    story.expect_silence();
}

#[test]
fn the_end_of_a_task_is_no_toast_of_the_server_side() {
    let mut story = Story::watched();
    story.user_says("Go.");
    let tasks = ["one", "two"].map(|name| story.agent_launches(name));
    story.turn_ends("Waiting.");
    for task in &tasks {
        story.child_finishes(task, "Done.");
    }
    assert_eq!(story.toasts, Vec::<String>::new());
}

#[test]
fn immediate_continues_once_per_change_in_the_active_set() {
    let mut story = Story::watched_with(json!({ "continuation": { "whileActive": "immediate" } }));
    story.user_says("Go.");
    let (one, two) = (story.agent_launches("one"), story.agent_launches("two"));
    story.turn_ends("Launched.");
    assert!(
        story
            .expect_by(Way::Wake)
            .contains("2 tasks are still active")
    );
    story.turn_ends("Nothing to do meanwhile.");
    story.expect_silence();
    story.child_finishes(&one, "First.");
    assert!(
        story
            .expect_by(Way::Wake)
            .contains("1 task is still active")
    );
    story.turn_ends("Still nothing.");
    story.passes(Span::minutes(5));
    story.expect_silence();
    story.child_finishes(&two, "Second.");
    assert!(story.expect_by(Way::Wake).contains("completed=\"2\""));
    expect_told_once(&mut story, "First.");
}

#[test]
fn a_long_result_is_cut_and_the_rest_can_be_read() {
    let mut story = Story::watched_with(json!({ "tasks": { "resultChars": 10 } }));
    story.user_says("Go.");
    let task = story.agent_launches("scan the docs");
    story.turn_ends("Waiting.");
    let long = "0123456789".repeat(1000);
    story.child_finishes(&task, &long);
    let text = story.expect_by(Way::Wake);
    assert!(
        text.contains("01234\n[9990 of 10000 characters are left out here.")
            && text.contains("offset 5.]\n56789"),
        "{text}"
    );
    let page = |story: &mut Story, offset: usize| {
        let args = json!({ "task_id": task.as_str(), "offset": offset });
        story
            .agent_calls("background_output", args)
            .expect("an answer at once")
    };
    assert!(page(&mut story, 10).contains("offset 8010"));
    assert!(page(&mut story, 8010).ends_with(&format!("{}\n</task>", &long[8010..])));
}

#[test]
fn a_result_is_delivered_although_the_continuation_before_it_was_refused() {
    for (refuses, forgets) in [(true, false), (false, true)] {
        let mut story = Story::headless();
        story.faults.drops_parked = true;
        story.faults.forgets = forgets;
        story.faults.refuses = refuses.then(|| "internal error".to_owned());
        story.user_says("Go.");
        let task = story.agent_launches("scan the docs");
        story.turn_ends("Waiting.");
        story.passes(Span::seconds(1));
        assert_eq!(story.prompts.len(), 1, "a headless session is brought back");
        story.faults.refuses = None;
        story.faults.forgets = false;
        story.child_finishes(&task, "All read.");
        story.passes(Span::minutes(1));
        assert!(story.times_told("All read.") == 1, "{refuses} {forgets}");
        story.turn_ends("Thanks.");
        story.passes(Span::minutes(1));
        assert_eq!(story.ledger().owed_tasks().count(), 0);
        assert_eq!(story.ledger().outbox, None);
    }
}

#[test]
fn a_result_does_not_wait_behind_a_continuation_that_gets_no_answer() {
    let mut story = Story::watched_with(json!({ "continuation": { "countdownSeconds": 0 } }));
    story.user_says("Go.");
    story.agent_writes_todos(&[("test", "pending")]);
    story.turn_ends("Half done.");
    assert!(story.expect_by(Way::Wake).contains("<open-todos"));
    story.turn_ends("Hm.");
    story.user_says("Go.");
    story.faults.forgets = true;
    story.turn_ends("Half done.");
    story.expect_by(Way::Wake);
    story.somebody_asks(holdfast::core::journal::Ask::Launch {
        description: "look".to_owned(),
        prompt: "look".to_owned(),
        agent: None,
        task: None,
    });
    let task = story.ledger().order[0].clone();
    story.child_finishes(&task, "All read.");
    story.faults.forgets = false;
    story.passes(Span::seconds(30));
    assert!(story.expect_by(Way::Wake).contains("All read."));
}

#[test]
fn a_result_that_opencode_will_not_take_waits_for_the_user_who_reads_why() {
    for (refuses, forgets) in [(true, false), (false, true)] {
        let (mut story, task) = with_a_task();
        story.faults.forgets = forgets;
        story.faults.refuses = refuses.then(|| "internal error".to_owned());
        story.child_finishes(&task, "All read.");
        story.passes(Span::minutes(24 * 60));
        let waits = |toast: &&String| toast.contains("1 result waits: OpenCode did not begin");
        assert_eq!(story.toasts.iter().filter(waits).count(), 1);
        assert_eq!(story.prompts.len(), 5);
    }
}

#[test]
fn a_new_result_is_worth_new_attempts() {
    let mut story = Story::watched_with(json!({ "tasks": { "deliver": "each" } }));
    story.user_says("Go.");
    let (one, two) = (story.agent_launches("one"), story.agent_launches("two"));
    story.turn_ends("Waiting.");
    story.faults.refuses = Some("internal error".to_owned());
    story.child_finishes(&one, "First.");
    story.passes(Span::minutes(20));
    assert_eq!(story.prompts.len(), 5);
    story.faults.refuses = None;
    story.child_finishes(&two, "Second.");
    story.passes(Span::minutes(1));
    story.turn_ends("I see.");
    story.passes(Span::minutes(1));
    assert_eq!(
        (story.times_told("First."), story.times_told("Second.")),
        (1, 1)
    );
}

#[test]
fn other_results_do_not_wait_for_a_decision_about_a_stopped_queue() {
    let mut story = Story::watched_with(json!({ "tasks": { "concurrency": 2 } }));
    story.user_says("Go.");
    let (one, two) = (story.agent_launches("one"), story.agent_launches("two"));
    story.agent_launches("three");
    story.turn_ends("Waiting.");
    story.child_fails(&one, unauthorized());
    story.expect_by(Way::Wake);
    story.turn_ends("I do not decide.");
    story.child_finishes(&two, "All read.");
    assert!(story.expect_by(Way::Wake).contains("All read."));
}

/// A session that this process takes over while another one talks in it; results are owed.
fn taken_over_in_a_turn_of_anothers() -> (Story, holdfast::core::ids::MessageId) {
    let (mut story, _) = with_a_task();
    story.crashes();
    story.introduce();
    story.passes(Span::seconds(1));
    let begun = story.begun_elsewhere();
    story.somebody_asks(holdfast::core::journal::Ask::Continue);
    story.passes(Span::minutes(1));
    story.expect_silence();
    (story, begun)
}

#[test]
fn results_wait_for_another_processs_turn_and_are_told_after_it() {
    let (mut story, begun) = taken_over_in_a_turn_of_anothers();
    story.ended_elsewhere(&begun);
    story.passes(Span::minutes(1));
    assert!(story.expect_by(Way::Wake).contains("interrupted=\"1\""));
}

#[test]
fn a_turn_that_broke_off_with_another_process_is_no_abort_and_results_are_delivered() {
    let (mut story, _) = taken_over_in_a_turn_of_anothers();
    story.passes(Span::minutes(15));
    assert!(story.expect_by(Way::Wake).contains("interrupted=\"1\""));
}
