//! Child sessions: what they may do, whom they ask, and OpenCode's own subagents.

use holdfast::core::config::Config;
use holdfast::core::event::{News, ToolState};
use holdfast::core::rights::Action;
use holdfast::core::time::Span;
use holdfast::core::view::{Source, view};
use serde_json::json;

use crate::story::{Story, Way, trouble};

#[test]
fn a_child_session_keeps_the_parents_denials_and_may_neither_ask_nor_launch() {
    let mut story = Story::watched();
    story.user_says("Go.");
    story.agent_launches("scan the docs");
    let rules = &story.sessions[&story.created[0]].rules;
    let denied: Vec<&str> = rules
        .iter()
        .filter(|rule| rule.action == Action::Deny)
        .map(|rule| rule.permission.as_str())
        .collect();
    let expected = [
        "webfetch",
        "question",
        "background_task",
        "background_output",
    ];
    assert!(
        expected.iter().all(|tool| denied.contains(tool)),
        "{denied:?}"
    );
}

#[test]
fn a_session_of_a_task_and_any_below_it_launch_nothing() {
    let mut story = Story::watched();
    story.user_says("Go.");
    let task = story.agent_launches("scan the docs");
    let child = story.child(&task);
    let below = story.session_appears("ses_below", &child);
    for session in [child, below] {
        let args = json!({ "description": "more", "prompt": "more" });
        let reply = story.tool_in(&session, "background_task", args);
        assert!(reply.contains("cannot launch"), "{reply}");
    }
    assert_eq!(story.statuses(), ["running"]);
    assert_eq!(story.created.len(), 1);
}

#[test]
fn a_task_runs_in_a_session_below_its_parent_and_so_in_its_directory() {
    let mut story = Story::watched();
    story.user_says("Go.");
    let task = story.agent_launches("scan the docs");
    let child = story.child(&task);
    assert_eq!(story.sessions[&child].parent.as_ref(), Some(&story.root));
}

#[test]
fn a_permission_asked_at_any_depth_is_shown_with_its_task_until_it_is_answered() {
    let mut story = Story::watched();
    story.user_says("Go.");
    let task = story.agent_launches("scan the docs");
    story.turn_ends("Waiting.");
    let child = story.child(&task);
    let below = story.session_appears("ses_below", &child);
    story.asks(&below, "per_1", "bash rm -rf", true);
    story.expect_toast("is waiting for permission: bash rm -rf. Open its session to answer.");
    assert!(
        story
            .user_commands("background", "")
            .contains("waiting for permission")
    );
    story.passes(Span::minutes(120));
    assert_eq!(story.status(&task), "running");
    story.is_answered(&below, "per_1");
    assert_eq!(story.task(&task).asking, None);
    assert_eq!(story.rejected, Vec::<String>::new());
}

#[test]
fn a_permission_of_a_child_is_rejected_where_nobody_is_there_and_the_run_ends() {
    let mut story = Story::headless();
    story.user_says("Go.");
    let task = story.agent_launches("scan the docs");
    story.turn_ends("Waiting.");
    let child = story.child(&task);
    let below = story.session_appears("ses_below", &child);
    story.asks(&child, "per_1", "bash rm", true);
    story.asks(&below, "per_2", "bash rm", true);
    assert!(
        story.rejected.is_empty(),
        "the command line may answer them yet"
    );
    story.passes(Span::seconds(5));
    assert_eq!(story.rejected, ["per_1", "per_2"]);
    assert_eq!(story.task(&task).asking, None);
    story.child_finishes(&task, "I may not.");
    story.expect_by(Way::Filled);
    story.turn_ends("Done.");
    story.expect_idle();
}

#[test]
fn a_subagent_of_opencodes_own_is_listed_and_held_for_and_delivered_by_opencode() {
    let mut story = Story::headless();
    story.user_says("Go.");
    let task = story.agent_starts_native("look around");
    assert_eq!(story.status(&task), "running");
    story.turn_ends("Waiting.");
    story.expect_held();
    story.passes(Span::minutes(10));
    story.expect_held();
    story.child_finishes(&task, "All seen.");
    story.expect_held();
    story.program_says("<task id=\"ses_native\" state=\"completed\">All seen.</task>");
    assert!(
        story
            .expect_by(Way::Filled)
            .contains("its result comes next")
    );
    story.turn_ends("Let me see.");
    story.turn_ends("Done.");
    story.expect_idle();
    assert_eq!(story.times_told("All seen."), 1);
}

#[test]
fn a_subagent_of_opencodes_own_whose_result_never_comes_does_not_hold_the_run_for_ever() {
    let mut story = Story::headless();
    story.user_says("Go.");
    let task = story.agent_starts_native("look around");
    story.turn_ends("Waiting.");
    story.child_finishes(&task, "All seen.");
    story.passes(Span::seconds(5));
    assert!(!story.is_held());
    story.expect_by(Way::Filled);
    story.turn_ends("Done.");
    story.expect_idle();
}

#[test]
fn a_subagent_of_opencodes_own_whose_result_never_comes_does_not_keep_other_results_for_ever() {
    let mut story = Story::watched();
    story.user_says("Go.");
    let task = story.agent_launches("one");
    let native = story.agent_starts_native("look around");
    story.turn_ends("Waiting.");
    story.child_finishes(&task, "One is done.");
    story.child_finishes(&native, "All seen.");
    story.expect_silence();
    story.passes(Span::seconds(5));
    assert!(story.expect_by(Way::Wake).contains("One is done."));
}

#[test]
fn a_subagent_of_opencodes_own_is_not_steered_from_here() {
    let mut story = Story::watched();
    story.user_says("Go.");
    let task = story.agent_starts_native("look around");
    for tool in [
        "background_cancel",
        "background_message",
        "background_resume",
    ] {
        let args = json!({ "task_id": task.as_str(), "text": "x", "retry": true });
        let reply = story.agent_calls(tool, args).expect("an answer at once");
        assert!(reply.contains(task.as_str()), "{reply}");
    }
    assert_eq!(story.status(&task), "running");
    assert_eq!(story.aborted.len(), 0);
}

#[test]
fn native_subagents_take_no_slot() {
    let mut story = Story::watched_with(json!({ "tasks": { "concurrency": 1 } }));
    story.user_says("Go.");
    story.agent_starts_native("look around");
    let task = story.agent_launches("scan the docs");
    assert_eq!(story.status(&task), "running");
}

#[test]
fn activity_of_a_running_task_can_be_read_and_is_bounded() {
    let mut story = Story::watched();
    story.user_says("Go.");
    let task = story.agent_launches("scan the docs");
    let session = story.child(&task);
    for _ in 0..100 {
        story.child_tool(&task, "bash", holdfast::core::event::ToolState::Running);
        story.child_tool(&task, "bash", holdfast::core::event::ToolState::Completed);
        story.feed(News::StepFinished {
            session: session.clone(),
            tokens: 10,
            cost: 0.5,
        });
        story.passes(Span::seconds(2));
    }
    assert_eq!(story.task(&task).activity.recent.len(), 20);
    story.child_tool(&task, "grep", holdfast::core::event::ToolState::Running);
    let reply = story.agent_calls("background_output", json!({ "task_id": task.as_str() }));
    let reply = reply.expect("an answer at once");
    assert!(
        reply.contains("100 steps, 100 tool calls, now in grep"),
        "{reply}"
    );
}

#[test]
fn nothing_that_agents_or_providers_say_steers_a_terminal() {
    let hostile =
        |text: &str| format!("\u{1b}]52;c;cm0gLXJmIC8=\u{7}{text}\u{9b}31m\u{202e}\u{200b}");
    let mut story = Story::watched_with(json!({ "tasks": { "concurrency": 2 } }));
    story.user_says("Go.");
    let failing = story.agent_launches(&hostile("one"));
    let asking = story.agent_launches(&hostile("two"));
    story.agent_launches("three");
    story.child_tool(&failing, &hostile("bash"), ToolState::Completed);
    let child = story.child(&asking);
    story.asks(&child, "p1", &hostile("bash rm"), true);
    story.passes(Span::seconds(2));
    story.child_fails(
        &failing,
        trouble("APIError", Some(400), &hostile("no credit")),
    );
    story.expect_toast("no credit");
    story.expect_toast("bash rm");
    let told = [&story.toasts, &story.notices].into_iter().flatten();
    let told: String = told.map(String::as_str).collect();
    let shown = view(
        &[Source {
            root: story.root.clone(),
            text: story.journals[&story.root].clone(),
            alive: true,
        }],
        &Config::default(),
        story.now,
    );
    let shown = format!("{:?}{told}", shown.sessions);
    for forbidden in [
        "\\u{1b}",
        "\\u{7}",
        "\\u{9b}",
        "\\u{202e}",
        "\\u{200b}",
        "52;c",
    ] {
        assert!(!shown.contains(forbidden), "{forbidden} in {shown}");
    }
    assert!(!told.contains(|c: char| c.is_control()), "{told:?}");
}

#[test]
fn cancelling_all_leaves_opencodes_own_subagents_alone_and_says_so() {
    let mut story = Story::watched();
    story.user_says("Go.");
    let ours = story.agent_launches("scan the docs");
    let native = story.agent_starts_native("look around");
    let reply = story
        .agent_calls("background_cancel", json!({ "all": true }))
        .expect("an answer");
    assert!(reply.contains("OpenCode's own subagents go on"), "{reply}");
    assert_eq!(story.aborted, [story.child(&ours)]);
    assert_eq!(story.status(&native), "running");
}
