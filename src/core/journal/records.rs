//! The journal's format: one JSON record per line, appended, never changed.
//!
//! `{"v":1,"t":1763000000000,"what":{"ended":{…}}}`: the format's version, the time and what
//! happened. State is the fold of the records ([`crate::core::journal::ledger::Ledger`]).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::core::journal::stats::Stats;
use crate::core::task::activity::Activity;
use crate::core::task::{Follows, How, Launch, Model, Origin, Outcome};
use crate::core::values::double;
use crate::core::values::ids::{MessageId, PartId, SessionId, TaskId};
use crate::core::values::lenient::{self, Choice};
use crate::core::values::time::{Span, Time};

/// The format written here. A journal that holds a newer one is left alone.
pub const VERSION: u32 = 1;

/// An OpenCode process with Holdfast in it. The start time tells a reused process id apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Owner {
    /// Process id.
    #[serde(with = "double")]
    pub pid: u32,
    /// When the process started, as the system words it.
    pub start: String,
    /// Tells instances in one process apart.
    pub nonce: String,
}

/// Why an automatic prompt was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PromptKind {
    /// Results are delivered.
    Results,
    /// Todos are open.
    Todos,
    /// Tasks are active, and the session asked to be continued meanwhile.
    WhileActive,
    /// The queue is halted and its agent has not decided.
    HaltedQueue,
}

impl PromptKind {
    /// The kind's name in the journal and in statistics.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Results => "results",
            Self::Todos => "todos",
            Self::WhileActive => "while_active",
            Self::HaltedQueue => "halted_queue",
        }
    }
}

/// What somebody outside the owner's process asks of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ask {
    /// Cancel one task.
    Cancel {
        /// The task.
        task: TaskId,
    },
    /// Cancel every active task.
    CancelAll,
    /// Lift a halted queue, or take up one ended task.
    Resume {
        /// The task to take up; none lifts the queue. One that was interrupted goes on in its
        /// session; one that failed or was cancelled starts anew.
        #[serde(default, deserialize_with = "lenient::field")]
        task: Option<TaskId>,
        /// Starts anew in any case.
        #[serde(
            default,
            skip_serializing_if = "is_false",
            deserialize_with = "lenient::field"
        )]
        retry: bool,
    },
    /// No automatic prompt until resumed.
    Stop,
    /// Automatic prompts again.
    Continue,
    /// A person has seen the end of these tasks.
    Viewed {
        /// The tasks.
        #[serde(default, deserialize_with = "lenient::list")]
        tasks: Vec<TaskId>,
    },
    /// Forget ended tasks that were delivered.
    Clear,
    /// Run a prompt as a background task.
    Launch {
        /// A few words.
        description: String,
        /// What the agent is told.
        prompt: String,
        /// The agent; `general` unless named.
        #[serde(default, deserialize_with = "lenient::field")]
        agent: Option<String>,
        /// The id that the task is to have, so that whoever asks knows it beforehand, and asking
        /// twice launches once.
        #[serde(
            default,
            skip_serializing_if = "Option::is_none",
            deserialize_with = "lenient::field"
        )]
        task: Option<TaskId>,
    },
    /// A message to a task's session: one that runs gets it at its next step, one that has ended
    /// continues with it as a new task.
    Message {
        /// The task.
        task: TaskId,
        /// What its agent is told.
        text: String,
    },
    /// Forget one ended task, also if its agent has not been told of it.
    Forget {
        /// The task.
        task: TaskId,
    },
    /// A key was pressed during the countdown.
    Hush,
}

impl Ask {
    /// Whether it is about what the agent may do from now on, and about no task.
    pub(in crate::core) fn is_word(&self) -> bool {
        match self {
            Self::Stop | Self::Continue | Self::Hush | Self::Viewed { .. } => true,
            Self::Cancel { .. }
            | Self::CancelAll
            | Self::Resume { .. }
            | Self::Clear
            | Self::Message { .. }
            | Self::Forget { .. }
            | Self::Launch { .. } => false,
        }
    }
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Record {
    /// A process took the journal over. It counts only if `after` still was the owner: of two
    /// that append at once, the first wins.
    Claimed {
        /// The new owner.
        owner: Owner,
        /// Whom it takes over from.
        #[serde(default, deserialize_with = "lenient::field")]
        after: Option<Owner>,
    },
    /// A task entered the queue.
    Launched(#[serde(with = "Launched")] Launch),
    /// A task took a slot.
    Started {
        /// The task.
        task: TaskId,
    },
    /// A task has worked for so long before now. Only a compacted journal says so: elsewhere it
    /// follows from who owned the journal when.
    Worked {
        /// The task.
        task: TaskId,
        /// How long.
        #[serde(rename = "ms")]
        span: Span,
    },
    /// A task's child session is known, and `message` is about to prompt it.
    Prompted {
        /// The task.
        task: TaskId,
        /// Its child session.
        session: crate::core::values::ids::SessionId,
        /// The prompt.
        message: MessageId,
    },
    /// A task did something; the counters are totals.
    Active {
        /// The task.
        task: TaskId,
        /// Its activity.
        #[serde(deserialize_with = "lenient::given")]
        activity: Activity,
    },
    /// A task waits for a permission, or no longer does.
    Asking {
        /// The task.
        task: TaskId,
        /// What it asks for.
        #[serde(default, deserialize_with = "lenient::field")]
        title: Option<String>,
    },
    /// A task is to end so, as soon as its child session has stopped.
    Stopping {
        /// The task.
        task: TaskId,
        /// How it will end.
        #[serde(deserialize_with = "lenient::name")]
        outcome: Outcome,
        /// Why.
        #[serde(default, deserialize_with = "lenient::field")]
        error: Option<String>,
    },
    /// A task ended: its slot is free and its result is owed.
    Ended {
        /// The task.
        task: TaskId,
        /// How.
        #[serde(deserialize_with = "lenient::name")]
        outcome: Outcome,
        /// What it said.
        result: String,
        /// Why it failed.
        #[serde(default, deserialize_with = "lenient::field")]
        error: Option<String>,
        /// Todos that were left open in its child session.
        #[serde(default, deserialize_with = "lenient::list")]
        leftovers: Vec<String>,
    },
    /// An automatic prompt is about to be sent.
    Sent {
        /// Its id, chosen before it is sent so that a repetition is no second copy.
        message: MessageId,
        /// The part that holds its text.
        part: PartId,
        /// Why.
        #[serde(deserialize_with = "lenient::name")]
        kind: PromptKind,
        /// The tasks whose results it holds.
        #[serde(default, deserialize_with = "lenient::list")]
        tasks: Vec<TaskId>,
        /// The assistant message after which it is sent.
        #[serde(default, deserialize_with = "lenient::field")]
        source: Option<MessageId>,
    },
    /// An assistant turn newer than the prompt exists.
    Delivered {
        /// The prompt.
        message: MessageId,
    },
    /// The prompt did not reach the session and will not be tried again as it was.
    Unsent {
        /// The prompt.
        message: MessageId,
    },
    /// The agent has read these results by a tool call, or will not miss them: it cancelled the
    /// tasks itself.
    Seen {
        /// The tasks.
        #[serde(default, deserialize_with = "lenient::list")]
        tasks: Vec<TaskId>,
    },
    /// A person has seen the end of these tasks.
    Viewed {
        /// The tasks.
        #[serde(default, deserialize_with = "lenient::list")]
        tasks: Vec<TaskId>,
    },
    /// These tasks are forgotten; their ids are remembered.
    Evicted {
        /// The tasks.
        #[serde(default, deserialize_with = "lenient::list")]
        tasks: Vec<TaskId>,
    },
    /// A failure stopped the queue.
    Halted {
        /// The task that failed.
        task: TaskId,
    },
    /// The queue goes on.
    Lifted,
    /// The user stopped automatic prompts in this session.
    Stopped,
    /// The user allowed them again.
    Resumed,
    /// Continuation ended by itself, for this reason.
    Quieted {
        /// The reason's name.
        why: String,
    },
    /// The user spoke after continuation had ended: everything may start anew.
    Spoke,
    /// Somebody outside asks for something.
    Asked {
        /// The request's own id.
        request: String,
        /// What.
        #[serde(deserialize_with = "lenient::choice")]
        ask: Ask,
    },
    /// A request was carried out or refused.
    Answered {
        /// The request's id.
        request: String,
        /// What to tell who asked.
        text: String,
    },
    /// What a compacted journal cannot tell any more by its records.
    Totals {
        /// Counts and times over everything that ever happened.
        #[serde(deserialize_with = "lenient::given")]
        stats: Box<Stats>,
        /// The assistant message after which the last automatic prompt was sent.
        #[serde(default, deserialize_with = "lenient::field")]
        source: Option<MessageId>,
    },
}

fn is_false(flag: &bool) -> bool {
    !flag
}

/// A launch as a journal has it: what is taken up, and how, stand side by side.
#[derive(Serialize, Deserialize)]
#[serde(remote = "Launch")]
struct Launched {
    task: TaskId,
    description: String,
    prompt: String,
    agent: String,
    #[serde(default, deserialize_with = "lenient::field")]
    model: Option<Model>,
    #[serde(default, deserialize_with = "lenient::field")]
    variant: Option<String>,
    #[serde(default, deserialize_with = "lenient::field")]
    call: Option<String>,
    #[serde(deserialize_with = "lenient::name")]
    origin: Origin,
    #[serde(default, deserialize_with = "lenient::field")]
    caller: Option<String>,
    #[serde(default, deserialize_with = "lenient::field", getter = "follows")]
    follows: Option<TaskId>,
    #[serde(default, deserialize_with = "lenient::field", getter = "how")]
    how: Option<How>,
    #[serde(default, deserialize_with = "lenient::field")]
    session: Option<SessionId>,
}

fn follows(launch: &Launch) -> Option<TaskId> {
    launch.takes_up().cloned()
}

fn how(launch: &Launch) -> Option<How> {
    launch.follows.as_ref().map(|follows| follows.how)
}

impl From<Launched> for Launch {
    fn from(launched: Launched) -> Self {
        // Older journals name no way: what they resumed they had also reworded.
        let how = launched.how.unwrap_or(How::Message);
        Self {
            task: launched.task,
            description: launched.description,
            prompt: launched.prompt,
            agent: launched.agent,
            model: launched.model,
            variant: launched.variant,
            call: launched.call,
            origin: launched.origin,
            caller: launched.caller,
            follows: launched.follows.map(|task| Follows { task, how }),
            session: launched.session,
        }
    }
}

/// A line of the journal.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The format's version.
    pub v: u32,
    /// When it happened.
    pub t: Time,
    /// What happened.
    pub what: Record,
}

/// What every line says beside what happened, in every version.
#[derive(Deserialize)]
struct Version {
    #[serde(with = "double")]
    v: u32,
}

/// When it happened.
#[derive(Deserialize)]
struct When {
    t: Time,
}

impl Line {
    /// Reads a line; else the newer version that it has, if it has one.
    fn read(text: &str) -> Result<Self, Option<u32>> {
        let mut fields: Map<String, Value> = serde_json::from_str(text).map_err(|_| None)?;
        let Version { v } = Version::deserialize(&fields).map_err(|_| None)?;
        if v > VERSION {
            return Err(Some(v));
        }
        let When { t } = When::deserialize(&fields).map_err(|_| None)?;
        let what = fields.remove("what").and_then(Choice::of).ok_or(None)?;
        let what = Record::deserialize(what).map_err(|_| None)?;
        Ok(Self { v, t, what })
    }
}

/// The text of a record, with its newline.
#[must_use]
pub fn encode(t: Time, what: &Record) -> String {
    // It has no names but texts, so that there is nothing to fail.
    let what = serde_json::to_value(what).unwrap_or_default();
    format!("{{\"v\":{VERSION},\"t\":{},\"what\":{what}}}\n", t.0)
}

/// What a journal's text held.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The records, in order.
    pub lines: Vec<Line>,
    /// Lines that are no records of this format, by number from one.
    pub foreign: Vec<usize>,
    /// Whether the text ends in the middle of a line, as after a crash.
    pub torn: bool,
    /// A newer format was found: nothing of this journal may be touched.
    pub newer: Option<u32>,
}

/// Reads a journal's text. Never fails: what cannot be read is counted.
#[must_use]
pub fn read(text: &str) -> Reading {
    let mut reading = Reading {
        torn: !text.is_empty() && !text.ends_with('\n'),
        ..Reading::default()
    };
    let whole = text
        .rfind('\n')
        .and_then(|end| text.get(..end))
        .unwrap_or_default();
    for (index, line) in whole.split('\n').enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        match Line::read(line) {
            Ok(line) => reading.lines.push(line),
            Err(Some(version)) => reading.newer = Some(version),
            Err(None) => reading.foreign.push(index.saturating_add(1)),
        }
    }
    reading
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_torn_tail_is_cut_off_and_a_foreign_line_is_skipped_and_reported() {
        let good = encode(Time(5), &Record::Lifted);
        let text = format!("{good}not json\n{{\"v\":1}}\n{good}{{\"v\":1,\"t\":6,\"wha");
        let reading = read(&text);
        assert_eq!(reading.lines.len(), 2);
        assert_eq!(reading.foreign, vec![2, 3]);
        assert!(reading.torn);
        assert_eq!(reading.newer, None);
    }

    #[test]
    fn a_newer_format_is_recognised_whatever_else_its_lines_hold() {
        assert_eq!(read("{\"v\":2,\"when\":\"now\"}\n").newer, Some(2));
    }

    #[test]
    fn a_record_reads_back_as_it_was_written() {
        let record = Record::Asked {
            request: "r1".to_owned(),
            ask: Ask::Cancel {
                task: TaskId::from("bg_aaaaaa"),
            },
        };
        assert_eq!(
            encode(Time(7), &record),
            "{\"v\":1,\"t\":7,\"what\":{\"asked\":{\"ask\":{\"cancel\":{\"task\":\"bg_aaaaaa\"}},\"request\":\"r1\"}}}\n"
        );
        assert_eq!(read(&encode(Time(7), &record)).lines[0].what, record);
    }
}
