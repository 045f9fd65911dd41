//! The journal on disk: whose it is, what it may hold, and what happens without it.

use holdfast::core::event::News;
use holdfast::core::journal::{Ask, Owner, Record, encode};
use holdfast::core::offline::offline;
use holdfast::core::time::Span;
use serde_json::json;

use crate::story::{Story, Way};

#[test]
fn tools_and_commands_refuse_where_another_living_process_owns_the_tasks() {
    let mut story = Story::watched();
    story.user_says("Go.");
    let task = story.agent_launches("one");
    let before = story.journals.clone();
    story.owner_alive = true;
    story.crashes();
    story.user_says("And here?");
    for (tool, args) in [
        (
            "background_task",
            json!({ "description": "x", "prompt": "x" }),
        ),
        ("background_cancel", json!({ "task_id": task.as_str() })),
        ("background_output", json!({})),
    ] {
        let reply = story.agent_calls(tool, args).expect("an answer at once");
        assert!(
            reply.contains("Another OpenCode process (pid 1)"),
            "{reply}"
        );
    }
    assert!(
        story
            .user_commands("stop", "")
            .contains("Another OpenCode process")
    );
    story.turn_ends("Not here.");
    story.expect_silence_for_a_day();
    assert_eq!(story.journals, before);
    assert_eq!(story.created.len(), 1);
}

#[test]
fn a_pending_task_of_another_living_process_is_not_started() {
    let mut story = Story::watched();
    story.user_says("Go.");
    story.agent_launches("one");
    // Its process has not come to start it.
    let root = story.root.clone();
    let lines = story.journals[&root]
        .lines()
        .map(|line| format!("{line}\n"));
    let launched = lines
        .take_while(|line| !line.contains("started"))
        .collect::<String>();
    assert!(launched.contains("launched"));
    story.journals.insert(root, launched);
    story.owner_alive = true;
    story.crashes();
    story.user_says("And here?");
    story.turn_ends("Not here.");
    story.expect_silence_for_a_day();
    assert_eq!(story.created.len(), 1);
}

#[test]
fn once_the_process_that_had_the_tasks_is_gone_the_next_use_takes_them_over() {
    let mut story = Story::watched();
    story.user_says("Go.");
    story.agent_launches("one");
    story.owner_alive = true;
    story.crashes();
    story.user_says("And here?");
    assert!(story.user_commands("go", "").contains("Another OpenCode"));
    story.turn_ends("Not here.");
    story.owner_alive = false;
    assert!(story.user_commands("go", "").contains("Holdfast continues"));
    assert_eq!(
        story.ledger().owner.as_ref().map(|owner| owner.pid),
        Some(2)
    );
    story.passes(Span::minutes(1));
    story.expect_by(Way::Wake);
}

#[test]
fn a_claim_that_came_after_one_of_the_command_line_is_made_again() {
    let mut story = Story::watched();
    story.user_says("Go.");
    let task = story.agent_launches("one");
    story.crashes();
    story.introduce();
    let me = Owner {
        pid: 77,
        start: "x".into(),
        nonce: "r".into(),
    };
    let cancel = Ask::Cancel { task };
    let journal = story.journals.get_mut(&story.root).expect("a journal");
    journal.push_str(&offline(journal, "r", &cancel, &me, story.now).append);
    story.user_says("Go on.");
    assert_eq!(
        story.ledger().owner.as_ref().map(|owner| owner.pid),
        Some(2)
    );
}

#[test]
fn of_two_processes_that_claim_at_once_the_first_wins() {
    let mut story = Story::watched();
    story.user_says("Go.");
    story.agent_launches("one");
    let first = Owner {
        pid: 1,
        start: "first".into(),
        nonce: "a".into(),
    };
    let rival = Owner {
        pid: 77,
        start: "x".into(),
        nonce: "r".into(),
    };
    story.crashes();
    // The rival's claim is in the journal by the time that ours is read back.
    story.introduce();
    let claim = encode(
        story.now,
        &Record::Claimed {
            owner: rival.clone(),
            after: Some(first),
        },
    );
    story
        .journals
        .get_mut(&story.root)
        .expect("a journal")
        .push_str(&claim);
    story.owner_alive = true;
    story.user_says("Go on.");
    assert_eq!(story.ledger().owner, Some(rival));
    let reply = story
        .agent_calls("background_output", json!({}))
        .expect("an answer at once");
    assert!(
        reply.contains("Another OpenCode process (pid 77)"),
        "{reply}"
    );
    assert_eq!(story.created.len(), 1);
}

#[test]
fn a_journal_of_a_newer_format_is_left_alone_with_a_message() {
    let mut story = Story::watched();
    let newer = "{\"v\":9,\"when\":\"later\"}\n".to_owned();
    story.journals.insert(story.root.clone(), newer.clone());
    story.user_says("Go.");
    story.expect_toast("newer than this Holdfast");
    let args = json!({ "description": "x", "prompt": "x" });
    let reply = story
        .agent_calls("background_task", args)
        .expect("an answer at once");
    assert!(reply.contains("Update Holdfast"), "{reply}");
    story.turn_ends("Not now.");
    story.expect_silence_for_a_day();
    assert_eq!(story.journals[&story.root], newer);
}

#[test]
fn foreign_lines_are_skipped_and_reported() {
    let mut story = Story::watched();
    story.user_says("Go.");
    let task = story.agent_launches("one");
    story
        .journals
        .get_mut(&story.root)
        .expect("a journal")
        .push_str("hello\n");
    story.crashes();
    story.user_says("Go on.");
    assert!(
        story
            .logs
            .iter()
            .any(|line| line.contains("that no Holdfast wrote")),
        "{:?}",
        story.logs
    );
    assert_eq!(story.status(&task), "interrupted");
}

#[test]
fn tasks_go_on_in_memory_while_the_journal_cannot_be_written_and_are_saved_once_it_can() {
    let mut story = Story::watched();
    story.faults.disk = Some("no space left on device".to_owned());
    story.user_says("Go.");
    let task = story.agent_launches("one");
    story.turn_ends("Waiting.");
    let warnings = |story: &Story| {
        story
            .toasts
            .iter()
            .filter(|toast| toast.contains("cannot write"))
            .count()
    };
    assert_eq!(warnings(&story), 1);
    story.expect_toast("no space left on device");
    story.passes(Span::minutes(5));
    assert_eq!(warnings(&story), 1);
    story.child_finishes(&task, "All read.");
    story.expect_by(Way::Wake);
    story.turn_ends("Thanks.");
    assert_eq!(story.journals.len(), 0);
    story.faults.disk = None;
    story.passes(Span::minutes(2));
    story.crashes();
    story.user_says("What was it?");
    let reply = story.agent_calls("background_output", json!({ "task_id": task.as_str() }));
    assert!(reply.expect("an answer at once").contains("All read."));
}

#[test]
fn a_record_is_written_before_it_is_acted_upon() {
    let mut story = Story::watched();
    story.user_says("Go.");
    story.faults.dies_before =
        Some(|effect| matches!(effect, holdfast::core::Effect::CreateSession { .. }));
    story.agent_starts(
        "background_task",
        json!({ "description": "one", "prompt": "one" }),
    );
    assert!(story.journals[&story.root].contains("\"launched\""));
    assert!(story.journals[&story.root].contains("\"started\""));
}

#[test]
fn a_long_journal_is_compacted_and_says_the_same() {
    let mut story = Story::watched();
    story.user_says("Go.");
    for _ in 0..600 {
        let task = story.agent_launches("job");
        story.child_finishes(&task, "Done.");
        story.agent_calls("background_output", json!({ "task_id": task.as_str() }));
    }
    let before = story.ledger();
    assert!(story.journals[&story.root].lines().count() < 3000);
    story.crashes();
    story.introduce();
    assert_eq!(story.ledger().tasks, before.tasks);
    assert_eq!(story.ledger().stats, before.stats);
}

#[test]
fn a_plain_session_leaves_no_file_behind_also_when_its_todos_are_continued() {
    let mut story = Story::watched();
    story.user_says("Do it.");
    story.agent_writes_todos(&[("test", "pending")]);
    story.turn_ends("Half done.");
    story.passes(Span::seconds(5));
    story.expect_by(Way::Wake);
    story.agent_writes_todos(&[("test", "completed")]);
    story.turn_ends("Done.");
    story.expect_silence_for_a_day();
    assert_eq!(story.journals.len(), 0);
}

#[test]
fn a_wrong_option_is_named_with_what_would_be_right_and_its_default_holds() {
    let mut story = Story::watched_with(json!({ "tasks": { "concurency": 1, "deliver": "some" } }));
    story.user_says("Go.");
    story.expect_toast("Did you mean `tasks.concurrency`?");
    story.expect_toast("`tasks.deliver` in test must be \"all\" or \"each\"");
    for name in ["one", "two", "three"] {
        story.agent_launches(name);
    }
    assert_eq!(story.statuses(), ["running"; 3]);
}

#[test]
fn a_request_from_outside_is_answered_in_the_journal() {
    let mut story = Story::watched();
    story.user_says("Go.");
    let task = story.agent_launches("one");
    story.somebody_asks(Ask::Cancel { task: task.clone() });
    assert_eq!(story.status(&task), "cancelled");
    let (_, answer) = story.ledger().answered.back().cloned().expect("an answer");
    assert_eq!(answer, "“one” is cancelled.");
}

#[test]
fn a_task_that_somebody_launches_in_a_session_nobody_has_used_yet_runs() {
    let mut story = Story::watched();
    story.somebody_asks(Ask::Launch {
        description: "review".into(),
        prompt: "Review it.".into(),
        agent: None,
        task: None,
    });
    assert_eq!(story.statuses(), ["running"]);
}

#[test]
fn a_task_has_the_id_that_was_chosen_for_it_and_is_launched_once() {
    let mut story = Story::watched();
    story.user_says("Go.");
    let ask = |prompt: &str| Ask::Launch {
        description: "review".into(),
        prompt: prompt.into(),
        agent: None,
        task: Some("bg_chosen4242".into()),
    };
    story.somebody_asks(ask("Review it."));
    assert_eq!(story.status(&"bg_chosen4242".into()), "running");
    story.somebody_asks(ask("Review it again."));
    assert_eq!(story.statuses(), ["running"]);
    let (_, answer) = story.ledger().answered.back().cloned().expect("an answer");
    assert!(answer.contains("launched already"), "{answer}");
}

#[test]
fn an_id_of_another_form_is_not_taken_over() {
    let mut story = Story::watched();
    story.user_says("Go.");
    story.somebody_asks(Ask::Launch {
        description: "review".into(),
        prompt: "Review it.".into(),
        agent: None,
        task: Some("../../etc".into()),
    });
    assert_eq!(story.statuses(), ["running"]);
    assert!(!story.ledger().is_taken(&"../../etc".into()));
}

#[test]
fn a_message_from_outside_reaches_a_running_task_and_continues_an_ended_one() {
    let mut story = Story::watched();
    story.user_says("Go.");
    let task = story.agent_launches("one");
    let message = |text: &str| Ask::Message {
        task: task.clone(),
        text: text.into(),
    };
    story.somebody_asks(message("And the tests."));
    let (_, answer) = story.ledger().answered.back().cloned().expect("an answer");
    assert_eq!(answer, "“one” gets the message at its next step.");
    story.somebody_asks(Ask::Cancel { task: task.clone() });
    story.somebody_asks(message("Once more."));
    let next = story
        .ledger()
        .taken_up_by(&task)
        .map(|next| next.launch.prompt.clone());
    assert_eq!(next.as_deref(), Some("Once more."));
}

#[test]
fn an_ended_task_is_forgotten_on_request_and_an_active_one_is_not() {
    let mut story = Story::watched();
    story.user_says("Go.");
    let task = story.agent_launches("one");
    story.somebody_asks(Ask::Forget { task: task.clone() });
    assert_eq!(story.status(&task), "running");
    story.somebody_asks(Ask::Stop);
    story.somebody_asks(Ask::Cancel { task: task.clone() });
    story.somebody_asks(Ask::Forget { task: task.clone() });
    assert!(story.ledger().task(&task).is_none());
}

fn stolen_by(pid: u32) -> Owner {
    Owner {
        pid,
        start: "elsewhere".into(),
        nonce: "thief".into(),
    }
}

#[test]
fn whoever_lost_the_journal_stops_what_runs_and_says_so() {
    let mut story = Story::headless();
    story.user_says("Go.");
    let task = story.agent_launches("one");
    let child = story.child(&task);
    let waits = story.agent_starts(
        "background_output",
        json!({ "task_id": task.as_str(), "wait": true }),
    );
    let owner = story.ledger().owner;
    story.somebody_writes(
        &[Record::Claimed {
            owner: stolen_by(77),
            after: owner,
        }],
        false,
    );
    assert!(story.aborted.contains(&child), "{:?}", story.aborted);
    assert!(
        story
            .notices
            .join("\n")
            .contains("Another process (pid 77)")
    );
    let answer = story.answer_to(waits).expect("the wait ends");
    assert!(answer.contains("Another OpenCode process (pid 77)"));
    let journal = story.journals.clone();
    story.child_finishes(&task, "Done all the same.");
    story.turn_ends("Waiting.");
    story.expect_silence_for_a_day();
    assert_eq!(story.journals, journal, "nothing more is written");
}

#[test]
fn whoever_loses_the_journal_while_rules_are_read_starts_no_child() {
    let mut story = Story::headless();
    story.user_says("Go.");
    story.faults.slow_rules = true;
    story.agent_launches("one");
    let owner = story.ledger().owner;
    story.somebody_writes(
        &[Record::Claimed {
            owner: stolen_by(77),
            after: owner,
        }],
        false,
    );
    story.answer_comes();
    assert_eq!(story.sessions.len(), 1, "there is no child");
    story.expect_silence_for_a_day();
}

#[test]
fn a_journal_that_another_process_has_replaced_is_that_process_s() {
    let mut story = Story::watched();
    story.user_says("Go.");
    story.agent_launches("one");
    story.agent_launches("two");
    let compact = [Record::Claimed {
        owner: stolen_by(77),
        after: None,
    }];
    story.owner_alive = true;
    story.somebody_writes(&compact, true);
    story.turn_ends("Waiting.");
    story.expect_silence_for_a_day();
    assert!(story.user_commands("stop", "").contains("(pid 77)"));
}

#[test]
fn of_two_that_begin_a_journal_the_first_keeps_it() {
    let mut story = Story::watched();
    story.user_says("Go.");
    let task = story.agent_launches("one");
    story.somebody_writes(
        &[Record::Claimed {
            owner: stolen_by(77),
            after: None,
        }],
        false,
    );
    story.child_finishes(&task, "Done.");
    story.turn_ends("All is done.");
    assert_eq!(story.times_told("Done."), 1);
}

#[test]
fn of_two_that_begin_a_journal_the_second_leaves_it_when_it_reads_of_the_first() {
    let mut story = Story::watched();
    story.user_says("Go.");
    story.agent_starts_native("look");
    let first = Record::Claimed {
        owner: stolen_by(77),
        after: None,
    };
    let text = format!(
        "{}{}",
        encode(story.now, &first),
        story.journals[&story.root]
    );
    story.feed(News::JournalGrew {
        root: story.root.clone(),
        text,
        replaced: false,
    });
    story.expect_toast("Another process (pid 77)");
    let args = json!({ "description": "one", "prompt": "one" });
    let reply = story.agent_calls("background_task", args);
    assert!(!reply.expect("an answer").starts_with("Task bg_"));
}

#[test]
fn a_journal_of_a_newer_format_is_not_written_and_named_as_what_it_is() {
    for owner_lives in [true, false] {
        let mut story = Story::watched();
        story.user_says("Go.");
        story.agent_launches("one");
        let root = story.root.clone();
        story
            .journals
            .get_mut(&root)
            .expect("a journal")
            .push_str("{\"v\":2,\"when\":\"now\"}\n");
        story.owner_alive = owner_lives;
        let before = story.journals.clone();
        story.crashes();
        story.user_says("And here?");
        let reply = story
            .agent_calls("background_output", json!({}))
            .expect("an answer at once");
        assert!(reply.contains("written by a newer Holdfast"), "{reply}");
        assert!(story.user_commands("stop", "").contains("newer Holdfast"));
        story.turn_ends("Not here.");
        story.expect_silence_for_a_day();
        assert_eq!(story.journals, before);
    }
}

#[test]
fn an_owner_whose_journal_becomes_one_of_a_newer_format_leaves_it() {
    let mut story = Story::watched();
    story.user_says("Go.");
    story.agent_launches("one");
    story.somebody_writes_text("{\"v\":2,\"when\":\"now\"}\n", false);
    let before = story.journals.clone();
    story.turn_ends("Waiting.");
    story.expect_silence_for_a_day();
    assert_eq!(story.journals, before);
    assert!(story.user_commands("stop", "").contains("newer Holdfast"));
}
