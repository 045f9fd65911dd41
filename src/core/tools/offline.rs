//! Requests to a journal that no process owns: what the command line can do by itself.

use serde::Serialize;

use crate::core::journal::ledger::Ledger;
use crate::core::journal::{Ask, Owner, Record, encode, read};
use crate::core::task::{Outcome, Task};
use crate::core::texts::agent;
use crate::core::values::time::Time;

/// What to append, and what to tell the user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Offline {
    /// Lines for the journal; empty when nothing is to be written.
    pub append: String,
    /// Whole sentences.
    pub answer: String,
}

/// Carries out a request on a journal whose owner is gone. What needs a running OpenCode is
/// left in the journal for the session's next use.
#[must_use]
pub fn offline(text: &str, request: &str, ask: &Ask, me: &Owner, now: Time) -> Offline {
    let reading = read(text);
    if reading.newer.is_some() {
        return Offline {
            append: String::new(),
            answer:
                "The journal was written by a newer Holdfast; update it first. Nothing was changed."
                    .to_owned(),
        };
    }
    let ledger = Ledger::fold(&reading.lines);
    let (records, answer) = match refusal(&ledger, ask) {
        Some(refusal) => (Vec::new(), refusal),
        None => carry_out(&ledger, request, ask, me),
    };
    let torn = if reading.torn { "\n" } else { "" };
    let lines: String = records.iter().map(|record| encode(now, record)).collect();
    let append = if lines.is_empty() {
        lines
    } else {
        format!("{torn}{lines}")
    };
    Offline { append, answer }
}

/// The records of a request, and its answer.
fn carry_out(ledger: &Ledger, request: &str, ask: &Ask, me: &Owner) -> (Vec<Record>, String) {
    match ask {
        Ask::Cancel { task } => {
            let known = ledger.active_tasks().filter(|known| known.id() == task);
            let unknown = format!("{task} is not active; nothing was changed.");
            cancel(ledger, me, known).unwrap_or((Vec::new(), unknown))
        }
        Ask::CancelAll => {
            let none = "No task is active; nothing was changed.".to_owned();
            cancel(ledger, me, ledger.active_tasks()).unwrap_or((Vec::new(), none))
        }
        Ask::Viewed { tasks } => {
            let tasks = tasks.clone();
            (vec![Record::Viewed { tasks }], String::new())
        }
        Ask::Resume { .. }
        | Ask::Launch { .. }
        | Ask::Message { .. }
        | Ask::Forget { .. }
        | Ask::Stop
        | Ask::Continue
        | Ask::Clear
        | Ask::Hush => {
            let asked = Record::Asked {
                request: request.to_owned(),
                ask: ask.clone(),
            };
            let answer = "No OpenCode runs this session now; this is done at its next use.";
            (vec![asked], answer.to_owned())
        }
    }
}

/// Ends tasks for good, on behalf of a process that owns the journal for that long; `None` where
/// there are none to end.
fn cancel<'a>(
    ledger: &Ledger,
    me: &Owner,
    tasks: impl Iterator<Item = &'a Task>,
) -> Option<(Vec<Record>, String)> {
    let ended: Vec<Record> = tasks
        .map(|task| Record::Ended {
            task: task.id().clone(),
            outcome: Outcome::Cancelled,
            result: task.result.clone(),
            error: None,
            leftovers: Vec::new(),
        })
        .collect();
    let answer = match ended.len() {
        0 => return None,
        1 => "1 task is cancelled; no OpenCode was running it.".to_owned(),
        count => format!("{count} tasks are cancelled; no OpenCode was running them."),
    };
    let claimed = Record::Claimed {
        owner: me.clone(),
        after: ledger.owner.clone(),
    };
    let records = std::iter::once(claimed).chain(ended).collect();
    Some((records, answer))
}

/// Why a task is not to be taken up, as far as the journal can tell.
fn refusal(ledger: &Ledger, ask: &Ask) -> Option<String> {
    let Ask::Resume { task: Some(id), .. } = ask else {
        return None;
    };
    if ledger.task(id).is_none() {
        return Some(format!("There is no task {id} in this session."));
    }
    if let Some(next) = ledger.taken_up_by(id) {
        return Some(agent::taken_up_already(id, next));
    }
    let mut waiting = ledger.asked.iter().map(|(_, ask)| ask);
    waiting
        .any(|ask| matches!(ask, Ask::Resume { task: Some(task), .. } if task == id))
        .then(|| {
            format!(
                "That {id} is taken up again was asked for already; it is done at the session's \
                 next use. Nothing was changed."
            )
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::task::{Launch, Origin, Stage};
    use crate::core::values::ids::TaskId;

    #[test]
    fn a_cancel_without_any_opencode_ends_the_tasks_and_a_resume_waits() {
        let launch = Launch {
            task: TaskId::from("bg_a"),
            description: "x".into(),
            prompt: "x".into(),
            agent: "general".into(),
            model: None,
            variant: None,
            call: None,
            origin: Origin::Agent,
            caller: None,
            follows: None,
            session: None,
        };
        let text = format!("{}{{torn", encode(Time(1), &Record::Launched(launch)));
        let me = Owner {
            pid: 1,
            start: "2".into(),
            nonce: "3".into(),
        };
        let after = |ask: &Ask| {
            let done = offline(&text, "r", ask, &me, Time(2));
            (
                Ledger::fold(&read(&format!("{text}{}", done.append)).lines),
                done.answer,
            )
        };
        let (ledger, _) = after(&Ask::CancelAll);
        assert_eq!(
            ledger.tasks[&TaskId::from("bg_a")].stage,
            Stage::Ended(Outcome::Cancelled)
        );
        let (ledger, answer) = after(&Ask::Resume {
            task: None,
            retry: false,
        });
        assert_eq!(ledger.asked.len(), 1);
        assert!(answer.contains("next use"));
    }
}
