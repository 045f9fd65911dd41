//! An automatic prompt speaks in the name of the last real user message, word for word.

use holdfast::core::event::{Hook, NewestUser, News};
use holdfast::core::ids::{CallId, MessageId};
use holdfast::core::time::Span;
use serde_json::json;

use crate::story::{Story, Way, identity, overloaded};

#[test]
fn a_wake_and_a_continuation_carry_agent_model_variant_and_the_rest_verbatim() {
    let mut who = identity("Build — Pro ✨", "big", Some("max"));
    who.rest.insert("system".to_owned(), json!("Be brief."));
    let mut story = Story::watched();
    story.identity = who.clone();
    story.user_says("Go.");
    story.agent_writes_todos(&[("test", "pending")]);
    let task = story.agent_launches("scan the docs");
    story.turn_ends("Waiting.");
    story.child_finishes(&task, "All read.");
    story.expect_by(Way::Wake);
    story.turn_ends("Noted.");
    story.passes(Span::seconds(5));
    story.expect_by(Way::Wake);
    for prompt in &story.prompts {
        assert_eq!(prompt.agent, who.agent);
        assert_eq!(prompt.model.as_ref(), Some(&who.model));
        assert_eq!(prompt.variant, who.variant);
        assert_eq!(prompt.rest, who.rest);
    }
    assert_eq!(story.prompts.len(), 2);
}

#[test]
fn a_parked_message_carries_the_identity_too() {
    let mut story = Story::headless();
    story.identity = identity("docs", "big", Some("max"));
    story.user_says("Go.");
    story.agent_launches("scan the docs");
    story.turn_ends("Waiting.");
    assert_eq!(story.parked.len(), 1);
    assert_eq!(story.parked[0].identity, story.identity);
}

#[test]
fn after_a_change_of_model_or_agent_the_latest_counts() {
    let mut story = Story::watched();
    story.user_says("Go.");
    story.agent_writes_todos(&[("test", "pending")]);
    story.turn_fails(overloaded());
    story.identity = identity("other", "m2", None);
    story.user_says("Go on with the other one.");
    story.turn_fails(overloaded());
    story.passes(Span::minutes(1));
    story.expect_by(Way::Wake);
    assert_eq!(story.prompts[0].agent, "other");
    assert_eq!(
        story.prompts[0]
            .model
            .as_ref()
            .map(|model| model.model.as_str()),
        Some("m2")
    );
}

#[test]
fn our_own_messages_and_those_of_programs_are_never_taken_for_the_users() {
    let mut story = Story::watched();
    story.user_says("Go.");
    story.agent_writes_todos(&[("test", "pending")]);
    story.turn_ends("Half done.");
    story.passes(Span::seconds(5));
    story.expect_by(Way::Wake);
    story.user_aborts();
    // Another program writes with another agent: neither the abort nor the identity changes.
    let mine = std::mem::replace(&mut story.identity, identity("robot", "m9", None));
    story.program_says("<task id=\"ses_x\" state=\"completed\">");
    story.turn_ends("Noted.");
    story.expect_silence_for_a_day();
    story.identity = mine;
    story.user_says("Go on.");
    story.turn_ends("Half done.");
    story.passes(Span::seconds(5));
    story.expect_by(Way::Wake);
    assert_eq!(
        story.prompts.last().map(|prompt| prompt.agent.as_str()),
        Some("build")
    );
}

#[test]
fn the_remembered_identity_outlives_a_compaction_that_removed_the_messages() {
    let mut story = Story::watched();
    story.identity = identity("plan-strict", "big", Some("max"));
    story.user_says("Go.");
    let task = story.agent_launches("scan the docs");
    story.turn_ends("Waiting.");
    story.compaction_begins();
    story.root_session().messages.clear();
    story.compaction_ends();
    story.child_finishes(&task, "All read.");
    story.expect_by(Way::Wake);
    assert_eq!(story.prompts[0].agent, "plan-strict");
    assert_eq!(story.prompts[0].variant.as_deref(), Some("max"));
}

#[test]
fn nothing_is_sent_where_the_identity_cannot_be_known() {
    let mut story = Story::watched();
    story.user_says("Go.");
    let task = story.agent_launches("scan the docs");
    story.child_finishes(&task, "All read.");
    story.crashes();
    story.introduce();
    story.root_session().messages.clear();
    let step = Hook::StepStarted {
        call: CallId(900),
        session: story.root.clone(),
        user: NewestUser {
            id: MessageId::from("msg_x"),
            parked: false,
            words: None,
        },
        identity: None,
        assistant: None,
    };
    story.feed(step);
    story.feed(News::SessionIdle {
        session: story.root.clone(),
    });
    story.expect_reason("IdentityUnknown");
    story.expect_silence_for_a_day();
    assert_eq!((story.prompts.len(), story.parked.len()), (0, 0));
}

#[test]
fn a_task_uses_its_agents_own_model_or_else_the_parents_with_its_variant() {
    let mut story = Story::watched();
    let model = Some(holdfast::core::task::Model {
        provider: "mock".into(),
        model: "small".into(),
    });
    story.agents.push(holdfast::core::event::Agent {
        name: "fast".into(),
        edits: true,
        model,
        hidden: false,
        rules: Vec::new(),
    });
    story.identity = identity("build", "big", Some("max"));
    story.user_says("Go.");
    story.agent_launches("one");
    story.agent_calls(
        "background_task",
        json!({ "description": "two", "prompt": "two", "agent": "fast" }),
    );
    let used: Vec<(Option<&str>, Option<&str>)> = story
        .child_prompts
        .iter()
        .map(|(_, prompt)| {
            (
                prompt.model.as_ref().map(|m| m.model.as_str()),
                prompt.variant.as_deref(),
            )
        })
        .collect();
    assert_eq!(used, [(Some("big"), Some("max")), (Some("small"), None)]);
}

#[test]
fn a_compaction_is_told_of_the_tasks_and_todos_and_undelivered_results_outlive_it() {
    let mut story = Story::watched();
    story.user_says("Go.");
    story.agent_writes_todos(&[("test", "pending"), ("done", "completed")]);
    let (one, two) = (
        story.agent_launches("scan the docs"),
        story.agent_launches("run the linter"),
    );
    story.child_finishes(&one, "All read.");
    let context = story.compaction_begins().expect("a context");
    for words in [
        one.as_str(),
        two.as_str(),
        "completed",
        "running",
        "scan the docs",
        "[pending] test",
    ] {
        assert!(context.contains(words), "{words}: {context}");
    }
    assert!(!context.contains("[completed]"), "{context}");
    story.compaction_ends();
    story.turn_ends("Waiting.");
    story.child_finishes(&two, "No problem.");
    let text = story.expect_by(Way::Wake);
    assert!(
        text.contains("All read.") && text.contains("No problem."),
        "{text}"
    );
}

#[test]
fn a_compaction_of_a_session_without_tasks_and_todos_is_left_as_it_is() {
    let mut story = Story::watched();
    story.user_says("Hello.");
    assert_eq!(story.compaction_begins(), None);
}

#[test]
fn two_sessions_know_nothing_of_each_other() {
    let mut story = Story::watched();
    story.user_says("Go.");
    let task = story.agent_launches("scan the docs");
    story.turn_ends("Waiting.");
    let other = story.another_root("ses_other");
    let reply = story.tool_in(
        &other,
        "background_output",
        json!({ "task_id": task.as_str() }),
    );
    assert!(reply.contains("There is no task"), "{reply}");
    let reply = story.tool_in(&other, "background_cancel", json!({ "all": true }));
    assert!(reply.contains("No task is active"), "{reply}");
    story.feed(News::SessionFailed {
        session: other,
        trouble: crate::story::trouble("MessageAbortedError", None, ""),
    });
    assert_eq!(story.status(&task), "running");
    story.child_finishes(&task, "All read.");
    story.expect_by(Way::Wake);
}
