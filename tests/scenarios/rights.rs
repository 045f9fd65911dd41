//! What a background task may do: what its caller could have had done by OpenCode's own `task`,
//! and nothing more.

use holdfast::core::ids::{SessionId, TaskId};
use holdfast::core::rights::{Action, Rule};
use holdfast::core::time::Span;
use serde_json::json;

use crate::story::{Story, agent, identity, rule};

/// A session whose agent has these rules beside the usual one, that all is allowed.
fn spoken_to(name: &str, rules: Vec<Rule>) -> Story {
    let mut story = Story::watched();
    let mut speaks = agent(name, true, false);
    speaks.rules.extend(rules);
    story.agents.retain(|known| known.name != name);
    story.agents.push(speaks);
    story.identity = identity(name, "m1", None);
    story.user_says("Go.");
    story
}

fn launch(story: &mut Story, agent: &str) -> String {
    let args = json!({ "description": "job", "prompt": "job", "agent": agent });
    story
        .agent_calls("background_task", args)
        .expect("an answer at once")
}

/// What the newest child session may do.
fn child_may(story: &Story, agent: &str, what: &str) -> Action {
    let child = story.created.last().expect("a child session");
    story.may(agent, child, what, "x")
}

fn root(story: &Story) -> SessionId {
    story.root.clone()
}

#[test]
fn an_agent_that_may_not_use_another_launches_nothing_and_reads_why() {
    let rules = vec![rule("task", "general", Action::Deny)];
    let mut story = spoken_to("plan", rules);
    let reply = launch(&mut story, "general");
    assert!(
        reply.contains("may not use the agent \"general\""),
        "{reply}"
    );
    assert_eq!(story.leaves, [("plan".to_owned(), "general".to_owned())]);
    assert!(story.statuses().is_empty() && story.created.is_empty());
}

#[test]
fn a_person_who_refuses_the_permission_refuses_the_launch() {
    let mut story = spoken_to("build", vec![rule("task", "*", Action::Ask)]);
    story.faults.refusing = true;
    let reply = launch(&mut story, "general");
    assert!(reply.contains("The user rejected"), "{reply}");
    assert!(story.statuses().is_empty());
    story.faults.refusing = false;
    launch(&mut story, "general");
    assert_eq!(story.statuses(), ["running"]);
}

#[test]
fn where_opencode_cannot_ask_the_agents_own_rules_decide() {
    for (action, launched) in [(Action::Allow, 1), (Action::Ask, 0), (Action::Deny, 0)] {
        let mut story = spoken_to("build", vec![rule("task", "*", action)]);
        story.faults.no_ask = true;
        launch(&mut story, "general");
        assert_eq!(story.statuses().len(), launched, "{action:?}");
    }
}

#[test]
fn a_childs_rules_hold_what_its_callers_agent_and_session_deny() {
    let rules = vec![
        rule("edit", "*", Action::Deny),
        rule("bash", "*", Action::Deny),
        rule("bash", "*", Action::Allow),
    ];
    let mut story = spoken_to("careful", rules);
    launch(&mut story, "general");
    let may = |what: &str| child_may(&story, "general", what);
    assert_eq!(may("edit"), Action::Deny);
    assert_eq!(may("bash"), Action::Allow);
    assert_eq!(may("webfetch"), Action::Deny, "the session's own denial");
    assert_eq!(may("task"), Action::Deny);
}

#[test]
fn what_a_session_is_denied_later_its_next_child_is_denied_too() {
    let mut story = spoken_to("build", Vec::new());
    launch(&mut story, "general");
    assert_eq!(child_may(&story, "general", "bash"), Action::Allow);
    let session = root(&story);
    story.session(&session).rules = vec![rule("bash", "*", Action::Deny)];
    launch(&mut story, "general");
    assert_eq!(child_may(&story, "general", "bash"), Action::Deny);
}

#[test]
fn a_task_that_waited_in_the_queue_starts_with_the_rules_of_that_moment() {
    let mut story = Story::watched_with(json!({ "tasks": { "concurrency": 1 } }));
    story.user_says("Go.");
    let first = story.agent_launches("first");
    story.agent_launches("second");
    let session = root(&story);
    story.session(&session).rules = vec![rule("bash", "*", Action::Deny)];
    story.child_finishes(&first, "Done.");
    assert_eq!(story.created.len(), 2);
    assert_eq!(child_may(&story, "general", "bash"), Action::Deny);
}

#[test]
fn without_the_sessions_rules_nothing_is_prompted() {
    let mut story = spoken_to("build", Vec::new());
    story.faults.secretive = Some("it is out of order".to_owned());
    launch(&mut story, "general");
    assert_eq!(story.statuses(), ["failed"]);
    assert!(story.created.is_empty());
}

/// A task that has ended, and whose session's caller is denied `bash` since.
fn ended_task(story: &mut Story) -> TaskId {
    let task = story.agent_launches("job");
    story.child_finishes(&task, "Done.");
    let session = root(story);
    let denied = rule("bash", "*", Action::Deny);
    story.session(&session).rules.push(denied);
    task
}

#[test]
fn a_follow_up_may_do_no_more_than_its_caller_may_now() {
    for rigid in [false, true] {
        let mut story = spoken_to("build", Vec::new());
        story.faults.rigid = rigid;
        let task = ended_task(&mut story);
        let args = json!({ "task_id": task.as_str(), "text": "And now this." });
        story.agent_calls("background_message", args);
        assert_eq!(story.child_prompts.len(), 2);
        for what in ["bash", "webfetch", "question", "background_task"] {
            assert_eq!(child_may(&story, "general", what), Action::Deny, "{what}");
        }
        assert_eq!(child_may(&story, "general", "read"), Action::Allow);
    }
}

#[test]
fn a_word_to_a_running_task_takes_the_callers_denials_along() {
    for rigid in [false, true] {
        let mut story = spoken_to("build", Vec::new());
        story.faults.rigid = rigid;
        let task = story.agent_launches("job");
        let session = root(&story);
        let denied = rule("bash", "*", Action::Deny);
        story.session(&session).rules.push(denied);
        let args = json!({ "task_id": task.as_str(), "text": "And now this." });
        story.agent_calls("background_message", args);
        assert_eq!(story.child_prompts.len(), 2);
        assert_eq!(child_may(&story, "general", "bash"), Action::Deny);
        story.child_finishes(&task, "Done.");
        assert_eq!(story.statuses(), ["completed"]);
    }
}

#[test]
fn retrying_and_messaging_ask_for_the_permission_again() {
    let mut story = spoken_to("build", Vec::new());
    let done = story.agent_launches("done");
    story.child_finishes(&done, "Done.");
    let failed = story.agent_launches("failed");
    story.child_fails(&failed, crate::story::unauthorized());
    story.agents.iter_mut().for_each(|agent| {
        agent.rules.push(rule("task", "*", Action::Deny));
    });
    let calls = [
        (
            "background_resume",
            json!({ "task_id": failed.as_str(), "retry": true }),
        ),
        (
            "background_message",
            json!({ "task_id": done.as_str(), "text": "More." }),
        ),
    ];
    for (tool, args) in calls {
        let reply = story.agent_calls(tool, args).expect("an answer");
        assert!(reply.contains("may not use the agent"), "{tool}: {reply}");
    }
    assert_eq!(story.child_prompts.len(), 2);
}

#[test]
fn the_users_own_launch_is_not_asked_for_and_keeps_the_sessions_denials() {
    let rules = vec![
        rule("task", "*", Action::Deny),
        rule("edit", "*", Action::Deny),
    ];
    let mut story = spoken_to("plan", rules);
    story.user_commands("bg", "Look around.");
    assert_eq!(story.statuses(), ["running"]);
    assert!(story.leaves.is_empty());
    assert_eq!(child_may(&story, "general", "webfetch"), Action::Deny);
    assert_eq!(child_may(&story, "general", "edit"), Action::Allow);
}

#[test]
fn an_agents_denials_bind_its_task_also_when_the_user_retries_it() {
    let mut story = spoken_to("careful", vec![rule("edit", "*", Action::Deny)]);
    let task = story.agent_launches("job");
    story.child_fails(&task, crate::story::unauthorized());
    story.somebody_asks(holdfast::core::journal::Ask::Resume {
        task: Some(task),
        retry: true,
    });
    assert_eq!(story.created.len(), 2);
    assert_eq!(child_may(&story, "general", "edit"), Action::Deny);
}

#[test]
fn an_aborted_call_that_waited_for_the_permission_launches_nothing() {
    let mut story = spoken_to("build", vec![rule("task", "*", Action::Ask)]);
    story.faults.silent = true;
    let args = json!({ "description": "job", "prompt": "job" });
    let call = story.agent_starts("background_task", args);
    story.call_aborted(call);
    story.answer_comes();
    assert!(story.statuses().is_empty());
}

#[test]
fn subagents_that_are_turned_off_are_off_for_background_tasks_too() {
    let mut story = spoken_to("build", Vec::new());
    story.feed(holdfast::core::event::Event::OptionsKnown(
        holdfast::core::event::HostOptions {
            no_subagents: true,
            primary_tools: Vec::new(),
        },
    ));
    let reply = launch(&mut story, "general");
    assert!(reply.contains("subagent_depth"), "{reply}");
    assert!(story.statuses().is_empty());
}

#[test]
fn a_permission_that_the_command_line_answers_is_not_rejected() {
    let mut story = Story::headless();
    story.user_says("Go.");
    let task = story.agent_launches("job");
    let child = story.child(&task);
    story.asks(&child, "per_1", "bash make", true);
    story.is_answered(&child, "per_1");
    story.passes(Span::seconds(60));
    assert!(story.rejected.is_empty());
}

#[test]
fn what_a_subagent_asks_that_opencode_waits_for_is_left_to_opencode() {
    let mut story = Story::headless();
    story.user_says("Go.");
    let root = root(&story);
    let foreground = story.session_appears("ses_own", &root);
    story.asks(&foreground, "per_1", "bash make", true);
    story.passes(Span::seconds(60));
    assert!(story.rejected.is_empty());
}

#[test]
fn what_a_background_subagent_of_opencodes_own_asks_does_not_hold_the_run_for_ever() {
    let mut story = Story::headless();
    story.user_says("Go.");
    let background = story.agent_starts_native("look around");
    let background = story.child(&background);
    story.asks(&background, "per_1", "bash make", true);
    story.passes(Span::seconds(4));
    assert!(story.rejected.is_empty());
    story.passes(Span::seconds(2));
    assert_eq!(story.rejected, ["per_1"]);
}
