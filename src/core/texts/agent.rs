//! What agents read.

use crate::core::journal::ledger::Ledger;
use crate::core::task::{How, Launch, Outcome, Stage, Task};
use crate::core::values::ids::TaskId;
use crate::core::values::plain::{attribute, fenced, one_line};
use crate::core::values::time::Time;
use crate::core::values::todo::Todo;

/// In every automatic prompt: who speaks, and that it decides nothing.
const CAVEAT: &str = "This message is automatic. It was written by Holdfast, not by the user, and \
    it approves nothing: what the user last said takes precedence, even if they asked you to \
    wait, to plan only or to stop.";

/// What the agent of an interrupted task reads when it is resumed in its session.
const RESUMED: &str = "You were interrupted before you had finished: the process that ran you \
    ended. Continue with your task where you stopped. What you have said and done so far stands \
    above; check what is done already and do not do it twice. End with the result that your task \
    asks for.";

/// What a task's agent is told when it starts.
#[must_use]
pub fn first_words(launch: &Launch) -> &str {
    match launch.follows.as_ref().map(|follows| follows.how) {
        Some(How::Resume) => RESUMED,
        Some(How::Message | How::Retry) | None => &launch.prompt,
    }
}

/// Results of ended tasks, in one message.
#[must_use]
pub fn results(ledger: &Ledger, tasks: &[&Task], result_chars: usize, now: Time) -> String {
    let count = |wanted: Outcome| {
        tasks
            .iter()
            .filter(|task| task.stage == Stage::Ended(wanted))
            .count()
    };
    let remaining = ledger.active_count();
    let mut text = format!(
        "<background-tasks completed=\"{}\" failed=\"{}\" remaining=\"{remaining}\"",
        count(Outcome::Completed),
        count(Outcome::Failed),
    );
    for (outcome, name) in [
        (Outcome::Cancelled, "cancelled"),
        (Outcome::Interrupted, "interrupted"),
    ] {
        if count(outcome) > 0 {
            text.push_str(&format!(" {name}=\"{}\"", count(outcome)));
        }
    }
    text.push_str(">\n");
    for task in tasks {
        text.push_str(&format!(
            "<task id=\"{}\" status=\"{}\" description=\"{}\" seconds=\"{}\">\n{}\n</task>\n",
            attribute(task.id().as_str()),
            task.stage.status(),
            attribute(&task.launch.description),
            task.run_time(now).as_seconds(),
            fenced(&result_of(task, result_chars)),
        ));
    }
    text.push_str("</background-tasks>\n\n");
    text.push_str(CAVEAT);
    text.push(' ');
    text.push_str(&match (&ledger.halted, remaining) {
        (Some(_), 1..) => format!(
            "A failure stopped the queue: {} still waiting or running. Decide what to do: call \
             background_resume to let the queue continue, background_resume with retry to \
             relaunch the failed task, or background_cancel to cancel the rest.",
            tasks_are(remaining)
        ),
        (_, 0) => "No background task is left. Use these results to continue with what the \
                   user asked for, or give your final answer."
            .to_owned(),
        (_, _) => format!(
            "{} still active; their results are delivered automatically. Continue with what can be \
             done meanwhile, or end your turn.",
            tasks_are(remaining)
        ),
    });
    text
}

fn tasks_are(count: usize) -> String {
    if count == 1 {
        "1 task is".to_owned()
    } else {
        format!("{count} tasks are")
    }
}

fn result_of(task: &Task, chars: usize) -> String {
    let mut text = match task.stage {
        Stage::Ended(Outcome::Interrupted) => format!(
            "The process that ran this task ended before it did. Call background_resume with \
             task_id \"{}\" to continue it, or leave it as it is.",
            task.id()
        ),
        Stage::Pending | Stage::Running | Stage::Ended(_) => clip(
            &task.outcome_text(),
            chars,
            &format!("background_output with task_id \"{}\"", task.id()),
        ),
    };
    if !task.leftovers.is_empty() {
        text.push_str(&format!(
            "\n(Its agent left these todos open: {}.)",
            task.leftovers.join("; ")
        ));
    }
    text
}

/// Cuts a text to `chars` characters and says how to read the rest. Its end is kept as well as its
/// beginning: conclusions are last.
#[must_use]
pub fn clip(text: &str, chars: usize, reader: &str) -> String {
    let total = text.chars().count();
    if total <= chars {
        return text.to_owned();
    }
    let head = chars.div_ceil(2);
    let left_out = total.saturating_sub(chars);
    let beginning: String = text.chars().take(head).collect();
    let end: String = text.chars().skip(head.saturating_add(left_out)).collect();
    format!(
        "{beginning}\n[{left_out} of {total} characters are left out here. Read on with {reader} \
         and offset {head}.]\n{end}"
    )
}

/// Why a session takes no further task for now.
#[must_use]
pub fn too_many_tasks(most: usize) -> String {
    format!(
        "{most} background tasks of this session are pending or running already, and that is the \
         most; nothing was launched. Wait until some have ended, or cancel some."
    )
}

/// Why a session takes no further task: two at once would give the same answer twice.
#[must_use]
pub fn session_taken(by: &Task) -> String {
    let (id, status) = (by.id(), by.stage.status());
    let instead = match by.stage {
        Stage::Pending => "Wait for its result first",
        Stage::Running | Stage::Ended(_) => "Send the message to that task, or wait for its result",
    };
    format!("Its session is at work on {id} ({status}); nothing was launched. {instead}.")
}

/// Why an ended task is not taken up a second time.
#[must_use]
pub fn taken_up_already(id: &TaskId, by: &Task) -> String {
    let (next, status) = (by.id(), by.stage.status());
    let instead = match by.stage {
        Stage::Pending | Stage::Running => format!("its result will come from {next}"),
        Stage::Ended(Outcome::Completed) => format!("its result is that of {next}"),
        Stage::Ended(Outcome::Failed | Outcome::Cancelled | Outcome::Interrupted) => {
            format!("resume or retry {next} instead")
        }
    };
    format!(
        "{id} was taken up already as {next}, which is {status}: {instead}. Nothing was changed."
    )
}

/// What a task without any text reports.
#[must_use]
pub fn empty_result(tool_output: Option<&str>) -> String {
    match tool_output {
        Some(output) => format!(
            "(The task finished without saying anything. The last output of its tools:)\n{}",
            output.chars().take(4000).collect::<String>()
        ),
        None => "(The task finished without saying anything, and no tool of it returned any \
                 output.)"
            .to_owned(),
    }
}

/// Todos are open and nobody else will act on them.
#[must_use]
pub fn todos(open: &[&Todo]) -> String {
    let mut list = String::new();
    for todo in open.iter().take(30) {
        list.push_str(&format!(
            "- [{}] {}\n",
            todo.status,
            fenced(&one_line(&todo.content))
        ));
    }
    if open.len() > 30 {
        list.push_str(&format!("- and {} more\n", open.len().saturating_sub(30)));
    }
    format!(
        "<open-todos count=\"{}\">\n{list}</open-todos>\n\n{CAVEAT} These todos are open; \
         continue with the next one, without asking whether to. If one needs the user, \
         mark it `blocked`; if one is no longer wanted, mark it `cancelled`; then end your turn.",
        open.len()
    )
}

/// Tasks are active, and the session is continued all the same.
#[must_use]
pub fn while_active(ledger: &Ledger) -> String {
    format!(
        "{CAVEAT} {} still active in the background:\n{}\nTheir results are delivered \
         automatically; do not poll. Continue with what can be done meanwhile, or call background_output with wait.",
        tasks_are(ledger.active_count()),
        list_lines(ledger.active_tasks()),
    )
}

/// The queue is halted and its agent has not decided.
#[must_use]
pub fn halted_queue(ledger: &Ledger) -> String {
    format!(
        "{CAVEAT} The queue of background tasks is stopped because a task failed, and these wait \
         for a decision:\n{}\nCall background_resume to let the queue continue, background_resume \
         with retry to relaunch the failed task, or background_cancel to cancel the rest.",
        list_lines(ledger.active_tasks()),
    )
}

/// What the agent reads of a slash command in a process where nobody else can answer it.
#[must_use]
pub fn carried_out(name: &str, words: &str) -> String {
    format!(
        "The user called /{name}, and Holdfast has carried it out. Its answer: {words}\n\
         Repeat the answer to the user and end your turn. Do nothing else about it; results of \
         background tasks are delivered to you."
    )
}

/// A held turn goes on although nothing is to be delivered.
#[must_use]
pub fn release(why: Released) -> String {
    let reason = match why {
        Released::UserSpoke => {
            "The user has written; their message comes next. End this turn with one word."
        }
        Released::Native => {
            "A subagent of OpenCode has ended; its result comes next. End this turn with one word."
        }
        Released::Told => "The results above are for you. Continue with them, or end your turn.",
        Released::Expired => {
            "The longest time to wait (hold.maxMinutes) has passed, and background tasks are \
             still active. Tell the user which, and end your turn; they can be resumed later."
        }
        Released::Nothing => "There is nothing left to wait for. End your turn.",
    };
    format!("{CAVEAT} {reason}")
}

/// Whether a text is the word that ends a hold, and tells nothing.
#[must_use]
pub fn is_release(text: &str) -> bool {
    let reasons = [
        Released::UserSpoke,
        Released::Native,
        Released::Told,
        Released::Expired,
        Released::Nothing,
    ];
    reasons.into_iter().any(|why| text == release(why))
}

/// Why a held turn goes on without a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Released {
    /// The user wrote something.
    UserSpoke,
    /// A native subagent's result has arrived by itself.
    Native,
    /// Results came by another message.
    Told,
    /// The longest hold has passed.
    Expired,
    /// The reason to wait is gone.
    Nothing,
}

/// What a compaction must not lose.
#[must_use]
pub fn compaction(ledger: &Ledger, todos: &[Todo]) -> Option<String> {
    let tasks: Vec<&Task> = ledger
        .in_order()
        .filter(|task| task.is_active() || task.delivery != crate::core::task::Delivery::Done)
        .collect();
    let open: Vec<&Todo> = todos.iter().filter(|todo| todo.is_open()).collect();
    if tasks.is_empty() && open.is_empty() {
        return None;
    }
    let mut text = String::new();
    if !tasks.is_empty() {
        text.push_str(&format!(
            "Background tasks of this session. Keep their ids; results that were not delivered \
             yet are delivered automatically; do not launch them again:\n{}\n",
            list_lines(tasks.into_iter())
        ));
    }
    if !open.is_empty() {
        text.push_str("Open todos:\n");
        for todo in open {
            text.push_str(&format!(
                "- [{}] {}\n",
                todo.status,
                fenced(&one_line(&todo.content))
            ));
        }
    }
    Some(text)
}

/// `- bg_k3x9qa running (45s): scan the docs`, one line per task.
pub fn list_lines<'a>(tasks: impl Iterator<Item = &'a Task>) -> String {
    tasks
        .map(|task| {
            format!(
                "- {} {}: {}",
                task.id(),
                task.stage.status(),
                fenced(&one_line(&task.launch.description))
            )
        })
        .collect::<Vec<_>>()
        .join("\n")
}

/// What a task says, so that it cannot be taken for what anybody else says.
#[must_use]
pub fn element(id: &TaskId, status: &str, said: &str) -> String {
    format!(
        "<task id=\"{}\" status=\"{status}\">\n{}\n</task>",
        attribute(id.as_str()),
        fenced(said)
    )
}

/// Why the queue stands still, for an agent: in the words of Holdfast only.
#[must_use]
pub fn queue_stopped(task: Option<&Task>, id: &TaskId) -> String {
    match task {
        Some(task) => format!(
            "The queue stopped because “{}” ({id}) failed.",
            fenced(&one_line(&task.launch.description))
        ),
        None => format!("The queue stopped because {id} failed."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::journal::Record;
    use crate::core::task::Origin;

    fn ledger(tasks: &[(&str, Outcome, &str)]) -> Ledger {
        let mut ledger = Ledger::default();
        for (id, outcome, text) in tasks {
            let task = TaskId::from(*id);
            ledger.apply(
                Time(0),
                &Record::Launched(Launch {
                    task: task.clone(),
                    description: "scan the \"docs\"".into(),
                    prompt: String::new(),
                    agent: "general".into(),
                    model: None,
                    variant: None,
                    call: None,
                    origin: Origin::Agent,
                    caller: None,
                    follows: None,
                    session: None,
                }),
            );
            ledger.apply(Time(0), &Record::Started { task: task.clone() });
            let (result, error) = match outcome {
                Outcome::Failed => (String::new(), Some((*text).to_owned())),
                Outcome::Completed | Outcome::Cancelled | Outcome::Interrupted => {
                    ((*text).to_owned(), None)
                }
            };
            ledger.apply(
                Time(45_000),
                &Record::Ended {
                    task,
                    outcome: *outcome,
                    result,
                    error,
                    leftovers: vec![],
                },
            );
        }
        ledger
    }

    #[test]
    fn the_word_that_ends_a_hold_is_known_again() {
        assert!(is_release(&release(Released::Told)) && is_release(&release(Released::Nothing)));
        assert!(!is_release("") && !is_release(CAVEAT));
    }

    #[test]
    fn results_have_the_form_of_the_contract() {
        let ledger = ledger(&[
            ("bg_k3x9qa", Outcome::Completed, "all read"),
            ("bg_p2m4ze", Outcome::Failed, "exit 1"),
        ]);
        let owed: Vec<&Task> = ledger.owed_tasks().collect();
        let text = results(&ledger, &owed, 8000, Time(50_000));
        assert!(text.starts_with(
            "<background-tasks completed=\"1\" failed=\"1\" remaining=\"0\">\n\
             <task id=\"bg_k3x9qa\" status=\"completed\" description=\"scan the &quot;docs&quot;\" seconds=\"45\">\n\
             all read\n</task>\n\
             <task id=\"bg_p2m4ze\" status=\"failed\" description=\"scan the &quot;docs&quot;\" seconds=\"45\">\n\
             exit 1\n</task>\n</background-tasks>\n\n"
        ), "{text}");
    }

    #[test]
    fn every_automatic_prompt_says_that_it_is_automatic_and_no_approval() {
        let ledger = ledger(&[("bg_a", Outcome::Completed, "x")]);
        let owed: Vec<&Task> = ledger.owed_tasks().collect();
        let todo = Todo {
            content: "a".into(),
            status: "pending".into(),
        };
        for text in [
            results(&ledger, &owed, 8000, Time(0)),
            todos(&[&todo]),
            while_active(&ledger),
            halted_queue(&ledger),
            release(Released::UserSpoke),
            release(Released::Native),
            release(Released::Told),
            release(Released::Expired),
            release(Released::Nothing),
        ] {
            for words in [
                "automatic",
                "not by the user",
                "approves nothing",
                "what the user last said takes precedence",
            ] {
                assert!(text.contains(words), "{words}: {text}");
            }
        }
        assert!(todos(&[&todo]).contains("`blocked`") && todos(&[&todo]).contains("`cancelled`"));
    }

    #[test]
    fn a_long_result_shows_its_beginning_and_its_end_with_the_way_to_the_rest() {
        let text = clip("äöüßé", 3, "background_output with task_id \"bg_a\"");
        assert_eq!(
            text,
            "äö\n[2 of 5 characters are left out here. Read on with background_output with task_id \"bg_a\" and offset 2.]\né"
        );
        assert_eq!(clip("äöü", 3, ""), "äöü");
    }
}
