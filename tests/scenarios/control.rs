//! The user's word goes first: abort, stop, questions, approval, plan mode.

use holdfast::core::event::News;
use holdfast::core::journal::Ask;
use holdfast::core::time::Span;
use holdfast::core::toolbox::TOOLS;
use serde_json::json;

use crate::story::{Story, Way, identity, trouble};

fn with_open_todos() -> Story {
    let mut story = Story::watched();
    story.user_says("Do it.");
    story.agent_writes_todos(&[("test", "pending")]);
    story
}

fn idles(story: &mut Story, times: usize) {
    for _ in 0..times {
        story.feed(News::SessionIdle {
            session: story.root.clone(),
        });
        story.passes(Span(50));
    }
}

#[test]
fn an_abort_is_followed_by_silence_however_often_idle_is_told() {
    let mut story = with_open_todos();
    story.user_aborts();
    idles(&mut story, 3);
    story.user_aborts();
    idles(&mut story, 3);
    story.expect_silence_for_a_day();
    story.user_says("Go on.");
    story.turn_ends("Half done.");
    story.passes(Span::seconds(5));
    story.expect_by(Way::Wake);
}

#[test]
fn an_abort_during_the_countdown_ends_it() {
    let mut story = with_open_todos();
    story.turn_ends("Half done.");
    story.passes(Span::seconds(1));
    // OpenCode tells of an abort without a turn by one more idle event, and by nothing else.
    story.user_aborts();
    story.expect_silence_for_a_day();
    story.user_says("Go on.");
    story.turn_ends("Half done.");
    story.passes(Span::seconds(5));
    story.expect_by(Way::Wake);
}

#[test]
fn an_abort_of_a_held_turn_that_shows_only_as_idle_ends_it_too() {
    let mut story = Story::headless();
    story.user_says("Go.");
    let task = story.agent_launches("scan the docs");
    story.turn_ends("Waiting.");
    story.held_turn_is_dropped();
    story.passes(Span::seconds(1));
    story.child_finishes(&task, "All read.");
    story.expect_silence_for_a_day();
    story.user_says("What came of it?");
    assert!(story.expect_by(Way::Rider).contains("All read."));
}

#[test]
fn an_old_idle_event_does_not_end_a_held_turn() {
    let mut story = Story::headless();
    story.user_says("Go.");
    let task = story.agent_launches("scan the docs");
    story.turn_ends("Waiting.");
    idles(&mut story, 3);
    story.expect_held();
    story.child_finishes(&task, "All read.");
    story.expect_by(Way::Filled);
}

#[test]
fn an_abort_while_held_ends_the_turn_and_keeps_the_results_for_the_next_message() {
    let mut story = Story::headless();
    story.user_says("Go.");
    let task = story.agent_launches("scan the docs");
    story.turn_ends("Waiting.");
    story.expect_held();
    story.user_aborts();
    assert_eq!(story.status(&task), "running");
    story.child_finishes(&task, "All read.");
    story.expect_silence_for_a_day();
    story.user_says("What came of it?");
    assert!(story.expect_by(Way::Rider).contains("All read."));
    story.turn_ends("That.");
    story.expect_silence_for_a_day();
    assert_eq!(story.times_told("All read."), 1);
}

#[test]
fn an_abort_cancels_the_tasks_where_the_option_says_so() {
    let mut story =
        Story::watched_with(json!({ "tasks": { "onAbort": "cancel", "concurrency": 1 } }));
    story.user_says("Go.");
    let (one, two) = (story.agent_launches("one"), story.agent_launches("two"));
    story.child_writes(&one, "Half of it");
    story.user_aborts();
    assert_eq!(
        (story.status(&one), story.status(&two)),
        ("cancelled", "cancelled")
    );
    assert_eq!(story.task(&one).result, "Half of it");
    story.expect_silence_for_a_day();
    story.user_says("And?");
    assert!(story.expect_by(Way::Rider).contains("cancelled=\"2\""));
}

#[test]
fn a_stop_during_the_countdown_ends_it() {
    let mut story = with_open_todos();
    story.turn_ends("Half done.");
    story.expect_toast("Continuing in 2s");
    story.passes(Span::seconds(1));
    story.user_commands("stop", "");
    story.expect_silence_for_a_day();
}

#[test]
fn a_stop_holds_across_further_turns_and_new_todos_until_go() {
    let mut story = with_open_todos();
    story.user_commands("stop", "");
    story.turn_ends("Half done.");
    story.user_says("Something else.");
    story.agent_writes_todos(&[("test", "pending"), ("more", "pending")]);
    story.turn_ends("Done with that.");
    story.expect_silence_for_a_day();
    assert_eq!(story.root_session().todos.len(), 2);
    story.user_commands("go", "");
    story.passes(Span::seconds(5));
    story.expect_by(Way::Wake);
}

#[test]
fn a_stop_holds_across_a_restart() {
    let mut story = Story::watched();
    story.user_says("Go.");
    let task = story.agent_launches("scan the docs");
    story.turn_ends("Waiting.");
    story.user_commands("stop", "");
    story.child_finishes(&task, "All read.");
    story.crashes();
    story.user_says("Still there?");
    story.turn_ends("Yes.");
    story.expect_silence_for_a_day();
    story.user_commands("go", "");
    assert!(story.expect_by(Way::Wake).contains("All read."));
}

#[test]
fn a_stop_in_a_held_turn_ends_it() {
    let mut story = Story::headless();
    story.user_says("Go.");
    story.agent_launches("scan the docs");
    story.turn_ends("Waiting.");
    story.expect_held();
    story.user_commands("stop", "");
    story.expect_idle();
    story.expect_silence_for_a_day();
}

#[test]
fn a_stop_of_all_sessions_is_one_command() {
    let mut story = with_open_todos();
    story.turn_ends("Half done.");
    story.user_commands("stop", "all");
    story.expect_silence_for_a_day();
    story.user_commands("go", "all");
    story.passes(Span::seconds(5));
    story.expect_by(Way::Wake);
}

#[test]
fn cancelling_all_stops_each_child_session_and_ends_a_wait_for_one() {
    let mut story = Story::watched();
    story.user_says("Go.");
    let (one, two) = (story.agent_launches("one"), story.agent_launches("two"));
    let wait = story.agent_starts(
        "background_output",
        json!({ "task_id": one.as_str(), "wait": true }),
    );
    assert_eq!(story.answer_to(wait), None);
    let children = [story.child(&one), story.child(&two)];
    story.somebody_asks(Ask::CancelAll);
    assert_eq!(story.aborted, children);
    assert_eq!(story.statuses(), ["cancelled", "cancelled"]);
    assert!(
        story
            .answer_to(wait)
            .expect("an answer")
            .contains("is cancelled")
    );
}

#[test]
fn no_tool_of_the_agent_stops_or_allows_continuation() {
    let names = TOOLS.map(|tool| tool.name);
    let known =
        ["task", "output", "cancel", "resume", "message"].map(|name| format!("background_{name}"));
    assert_eq!(names.map(str::to_owned), known);
    let mut story = Story::watched();
    story.user_says("Go.");
    story.user_commands("stop", "");
    story.agent_calls("background_resume", json!({}));
    story.agent_writes_todos(&[("test", "pending")]);
    story.turn_ends("Half done.");
    story.expect_silence_for_a_day();
}

#[test]
fn a_key_pressed_during_the_countdown_ends_it_until_the_user_speaks() {
    let mut story = with_open_todos();
    story.turn_ends("Half done.");
    story.somebody_asks(Ask::Hush);
    story.expect_silence_for_a_day();
    story.expect_reason("Hushed");
    story.user_says("Go on.");
    story.turn_ends("Half done.");
    story.passes(Span::seconds(5));
    story.expect_by(Way::Wake);
}

#[test]
fn a_message_during_the_countdown_wins() {
    let mut story = with_open_todos();
    story.turn_ends("Half done.");
    story.passes(Span::seconds(1));
    story.user_says("Wait, do this first.");
    story.passes(Span::minutes(10));
    story.expect_silence();
    story.turn_ends("Done that.");
    story.passes(Span::seconds(5));
    story.expect_by(Way::Wake);
    story.expect_silence();
}

#[test]
fn a_message_during_the_pause_after_an_error_wins() {
    let mut story = with_open_todos();
    story.turn_fails(crate::story::overloaded());
    story.passes(Span::seconds(2));
    story.user_says("Leave it.");
    story.passes(Span::minutes(10));
    story.expect_silence();
}

#[test]
fn what_happens_in_a_task_leaves_the_countdown_of_its_parent_alone() {
    let mut story = Story::watched();
    story.user_says("Go.");
    let root = story.root.clone();
    let below = story.session_appears("ses_below", &root);
    story.agent_writes_todos(&[("test", "pending")]);
    story.turn_ends("Half done.");
    story.passes(Span::seconds(1));
    story.feed(News::SessionBusy {
        session: below.clone(),
    });
    story.feed(News::SessionIdle { session: below });
    story.passes(Span::seconds(1));
    story.expect_by(Way::Wake);
}

#[test]
fn nothing_is_sent_while_a_question_or_a_permission_is_open_anywhere_in_the_tree() {
    for depth in 0..3 {
        let mut story = Story::watched();
        story.user_says("Go.");
        let (one, two) = (story.agent_launches("one"), story.agent_launches("two"));
        story.turn_ends("Waiting.");
        let child = story.child(&one);
        let below = story.session_appears("ses_below", &child);
        let asking = [story.root.clone(), child, below][depth].clone();
        story.asks(&asking, "per_1", "bash rm", depth > 0);
        story.child_finishes(&two, "No problem.");
        story.child_finishes(&one, "All read.");
        story.passes(Span::minutes(10));
        story.expect_silence();
        story.is_answered(&asking, "per_1");
        story.passes(Span::minutes(1));
        story.expect_by(Way::Wake);
    }
}

#[test]
fn a_final_text_that_asks_the_user_waits_for_them_where_somebody_watches() {
    for text in [
        "Which colour do you want?",
        "What is X? You can find it under Y.",
        "1. red\n2. blue\n\nLet me know which one you prefer.",
        "The plan is ready and waiting for your approval.",
    ] {
        let mut story = with_open_todos();
        story.turn_ends(text);
        story.expect_reason("TextAsks");
        story.expect_silence_for_a_day();
        story.user_says("Yes.");
        story.turn_ends("Half done.");
        story.passes(Span::seconds(5));
        story.expect_by(Way::Wake);
    }
    let mut story = Story::headless();
    story.user_says("Do it.");
    story.agent_writes_todos(&[("test", "pending")]);
    story.turn_ends("Which colour do you want?");
    story.expect_by(Way::Filled);
}

#[test]
fn a_continuation_says_that_it_is_automatic_and_no_approval_and_offers_blocked() {
    let mut story = with_open_todos();
    story.turn_ends("Half done.");
    story.passes(Span::seconds(5));
    let text = story.expect_by(Way::Wake);
    for words in [
        "automatic",
        "not by the user",
        "approves nothing",
        "plan only",
        "`blocked`",
        "`cancelled`",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn todos_that_wait_for_somebody_are_not_open() {
    for status in [
        "completed",
        "cancelled",
        "blocked",
        "awaiting_input",
        "whatever",
    ] {
        let mut story = Story::headless();
        story.user_says("Do it.");
        story.agent_writes_todos(&[("test", status)]);
        story.turn_ends("Over to you.");
        story.expect_idle();
    }
}

#[test]
fn an_agent_that_plans_or_may_not_edit_is_not_continued_on_its_todos_and_gets_its_results() {
    let mut reader = crate::story::agent("reader", false, false);
    reader.name = "reader".to_owned();
    for agent in ["plan", "reader"] {
        let mut story = Story::watched();
        story.agents.push(reader.clone());
        story.identity = identity(agent, "m1", None);
        story.user_says("Only look.");
        story.agent_writes_todos(&[("test", "pending")]);
        let task = story.agent_launches("scan the docs");
        story.turn_ends("Planned.");
        story.child_finishes(&task, "All read.");
        assert!(story.expect_by(Way::Wake).contains("All read."));
        story.turn_ends("Noted.");
        story.expect_reason("AgentSkipped");
        story.expect_silence_for_a_day();
    }
}

#[test]
fn with_the_defaults_a_watched_session_is_continued_and_one_command_turns_it_off_and_on() {
    let mut story = with_open_todos();
    story.turn_ends("Half done.");
    story.passes(Span::seconds(5));
    story.expect_by(Way::Wake);
    let reply = story.user_commands("stop", "");
    assert!(reply.contains("until /go"), "{reply}");
    story.turn_ends("Half done.");
    story.expect_silence_for_a_day();
    story.user_commands("go", "");
    story.passes(Span::seconds(5));
    story.expect_by(Way::Wake);
}

#[test]
fn slash_commands_work_without_a_model_call_and_say_what_they_did() {
    let mut story = Story::watched();
    assert_eq!(
        story.user_commands("background", ""),
        "This session has no background tasks."
    );
    story.user_says("Hello.");
    story.turn_ends("Hello.");
    let reply = story.user_commands("bg", "scan the docs");
    assert!(
        reply.contains("“scan the docs”") && reply.contains("is running"),
        "{reply}"
    );
    assert!(story.user_commands("background", "").contains("running"));
    assert!(story.user_commands("bg", " ").contains("Say what to run"));
    story.expect_idle();
}

#[test]
fn a_wrong_argument_of_a_slash_command_is_named_and_nothing_is_done() {
    let mut story = Story::watched();
    story.user_says("Go.");
    story.agent_writes_todos(&[("test", "pending")]);
    let reply = story.user_commands("stop", "foo");
    assert!(reply.contains("not \"foo\""), "{reply}");
    assert!(
        story
            .user_commands("background", "bg_x")
            .contains("takes no argument")
    );
    story.turn_ends("Half done.");
    story.passes(Span::seconds(5));
    story.expect_by(Way::Wake);
}

#[test]
fn toasts_can_be_turned_off() {
    let mut story = Story::watched_with(json!({ "toasts": false, "wrong": 1 }));
    story.user_says("Go.");
    story.agent_writes_todos(&[("test", "pending")]);
    story.agent_launches("one");
    story.agent_launches("two");
    story.turn_ends("Half done.");
    story.passes(Span::minutes(60 * 24));
    assert_eq!(story.toasts, Vec::<String>::new());
}

#[test]
fn people_read_of_tasks_by_their_titles_and_nothing_that_is_meant_for_agents() {
    let mut story = Story::watched_with(json!({ "tasks": { "concurrency": 1 } }));
    story.user_says("Go.");
    let failing = story.agent_launches("scan the docs");
    let waiting = story.agent_launches("run the linter");
    story.child_fails(&failing, trouble("APIError", Some(400), "no credit"));
    let asks = [
        Ask::Resume {
            task: Some(failing.clone()),
            retry: false,
        },
        Ask::Resume {
            task: Some(waiting.clone()),
            retry: false,
        },
        Ask::Resume {
            task: None,
            retry: false,
        },
        Ask::Cancel {
            task: waiting.clone(),
        },
        Ask::Cancel { task: waiting },
    ];
    for ask in asks {
        story.somebody_asks(ask);
    }
    let mut told = story.toasts.clone();
    told.extend(story.ledger().answered.into_iter().map(|(_, text)| text));
    told.push(story.user_commands("background", ""));
    told.push(story.user_commands("bg", "check the links"));
    for text in &told {
        for forbidden in ["bg_", "do not poll", "background_", "retry: true"] {
            assert!(!text.contains(forbidden), "{forbidden}: {text}");
        }
    }
    let told = told.join("\n");
    for wanted in [
        "“scan the docs” starts again from the beginning.",
        "“run the linter” is cancelled.",
        "scan the docs: running for",
        "“check the links” is number 1 in the queue",
    ] {
        assert!(told.contains(wanted), "{wanted}: {told}");
    }
}

#[test]
fn a_refused_permission_or_question_is_the_users_word() {
    for permission in [true, false] {
        let mut story = with_open_todos();
        let task = story.agent_launches("scan the docs");
        let root = story.root.clone();
        story.asks(&root, "ask_1", "bash rm -rf build", permission);
        story.is_refused(&root, "ask_1");
        story.agent_fails_at(
            "bash",
            "The user rejected permission to use this specific tool call.",
        );
        story.turn_ends("");
        story.child_finishes(&task, "All read.");
        story.expect_reason("Refused");
        story.expect_silence_for_a_day();
        story.user_says("Do it another way.");
        assert!(story.expect_by(Way::Rider).contains("All read."));
        story.turn_ends("I see.");
        story.passes(Span::minutes(1));
        assert!(story.expect_by(Way::Wake).contains("<open-todos"));
    }
}

#[test]
fn a_refusal_with_a_word_to_the_agent_lets_it_go_on() {
    let mut story = with_open_todos();
    let root = story.root.clone();
    story.asks(&root, "ask_1", "bash rm -rf build", true);
    story.is_refused(&root, "ask_1");
    story.agent_fails_at(
        "bash",
        "The user rejected permission to use this specific tool call with the following \
         feedback: move it away instead",
    );
    story.turn_ends("Moved.");
    story.passes(Span::minutes(1));
    assert!(story.expect_by(Way::Wake).contains("<open-todos"));
}

#[test]
fn a_refusal_below_the_session_stops_its_todos_and_not_its_results() {
    let mut story = with_open_todos();
    let task = story.agent_launches("scan the docs");
    story.turn_ends("Waiting.");
    let child = story.child(&task);
    story.asks(&child, "per_1", "bash rm", true);
    story.is_refused(&child, "per_1");
    story.child_finishes(&task, "I may not.");
    assert!(story.expect_by(Way::Wake).contains("I may not."));
    story.turn_ends("So be it.");
    story.expect_silence_for_a_day();
}

#[test]
fn what_a_program_refuses_in_a_run_is_not_the_users_word() {
    let mut story = Story::headless();
    story.user_says("Do it.");
    story.agent_writes_todos(&[("test", "pending")]);
    let root = story.root.clone();
    story.asks(&root, "per_1", "bash rm", true);
    story.is_refused(&root, "per_1");
    story.turn_ends("I may not.");
    assert!(story.expect_by(Way::Filled).contains("<open-todos"));
}

#[test]
fn what_the_agent_cancelled_itself_is_no_news_to_it() {
    for all in [false, true] {
        let mut story = Story::watched();
        story.user_says("Go.");
        let task = story.agent_launches("scan the docs");
        story.faults.deaf = true;
        let args = if all {
            json!({ "all": true })
        } else {
            json!({ "task_id": task.as_str() })
        };
        story.agent_calls("background_cancel", args);
        story.turn_ends("Cancelled.");
        story.expect_silence_for_a_day();
        assert_eq!(story.status(&task), "cancelled");
        assert_eq!(story.ledger().owed_tasks().count(), 0);
        story.user_says("And?");
        story.turn_ends("Nothing runs.");
        story.expect_silence_for_a_day();
    }
}

#[test]
fn what_the_agent_cancelled_itself_is_no_news_after_a_crash_either() {
    let mut story = Story::watched();
    story.user_says("Go.");
    let task = story.agent_launches("scan the docs");
    story.faults.deaf = true;
    story.agent_calls("background_cancel", json!({ "task_id": task.as_str() }));
    story.crashes();
    story.user_says("And?");
    story.passes(Span::minutes(1));
    assert_eq!(story.status(&task), "cancelled");
    story.turn_ends("Nothing runs.");
    story.expect_silence_for_a_day();
    assert_eq!(story.ledger().owed_tasks().count(), 0);
}

#[test]
fn what_a_watching_user_cancelled_waits_for_their_next_message() {
    let mut story = Story::watched();
    story.user_says("Go.");
    let task = story.agent_launches("scan the docs");
    story.turn_ends("Waiting.");
    story.child_writes(&task, "Half of it");
    story.somebody_asks(Ask::CancelAll);
    story.expect_silence_for_a_day();
    story.user_says("Never mind the docs.");
    assert!(story.expect_by(Way::Rider).contains("cancelled=\"1\""));
    story.turn_ends("All right.");
    story.expect_silence_for_a_day();
}

#[test]
fn what_a_user_cancelled_goes_along_with_other_results_and_with_todos() {
    let mut story = with_open_todos();
    let (one, two) = (story.agent_launches("one"), story.agent_launches("two"));
    story.turn_ends("Waiting.");
    story.somebody_asks(Ask::Cancel { task: one });
    story.child_finishes(&two, "All read.");
    let told = story.expect_by(Way::Wake);
    assert!(
        told.contains("cancelled=\"1\"") && told.contains("All read."),
        "{told}"
    );
    let three = story.agent_launches("three");
    story.turn_ends("Waiting again.");
    story.somebody_asks(Ask::Cancel { task: three });
    story.passes(Span::seconds(5));
    assert!(story.expect_by(Way::Wake).contains("cancelled=\"1\""));
}

#[test]
fn a_failure_that_halts_the_queue_is_news_whoever_cancelled_the_rest() {
    let mut story = Story::watched_with(json!({ "tasks": { "concurrency": 1 } }));
    story.user_says("Go.");
    let (one, two) = (story.agent_launches("one"), story.agent_launches("two"));
    story.turn_ends("Waiting.");
    story.child_fails(&one, crate::story::unauthorized());
    story.somebody_asks(Ask::Cancel { task: two });
    assert!(story.expect_by(Way::Wake).contains("failed=\"1\""));
}

#[test]
fn what_a_forgotten_tasks_session_asks_its_person_holds_everything_back_as_well() {
    let mut story = Story::watched_with(json!({ "tasks": { "keepCompleted": 1 } }));
    story.user_says("Go.");
    let tasks = ["one", "two", "three"].map(|name| story.agent_launches(name));
    let child = story.child(&tasks[0]);
    story.child_finishes(&tasks[0], "All read.");
    story.child_finishes(&tasks[1], "All read.");
    story.agent_calls("background_output", json!({ "task_id": tasks[0].as_str() }));
    story.asks(&child, "per_1", "Run make", true);
    story.agent_calls("background_output", json!({ "task_id": tasks[1].as_str() }));
    story.turn_ends("Waiting.");
    story.child_finishes(&tasks[2], "All read.");
    story.expect_silence();
    story.is_answered(&child, "per_1");
    story.expect_by(Way::Wake);
}

#[test]
fn an_abort_is_newer_than_a_word_that_was_left_for_the_next_process() {
    let mut story = Story::watched();
    story.user_says("Go.");
    let task = story.agent_launches("one");
    story.turn_ends("Waiting.");
    story.crashes();
    story.faults.unread = true;
    story.somebody_asks(Ask::Continue);
    story.user_says("Go on.");
    story.user_aborts();
    story.faults.unread = false;
    story.passes(Span::minutes(1));
    assert_eq!(story.status(&task), "interrupted");
    story.expect_silence();
}

#[test]
fn a_message_of_a_user_who_took_messages_back_comes_first() {
    let mut story = with_open_todos();
    story.turn_ends("Half done.");
    story.user_takes_back(true);
    story.passes(Span::minutes(1));
    story.user_takes_back(false);
    story.expect_silence();
    story.user_says("Rather this.");
    story.expect_silence();
}
