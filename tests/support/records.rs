//! Journals that proptest makes up: lives of tasks as they happen, interleaved, with records
//! between them that no core would ever write there.

use std::collections::VecDeque;

use holdfast::core::activity::{Activity, Note, Retry};
use holdfast::core::ids::{MessageId, PartId, SessionId, TaskId};
use holdfast::core::journal::{Ask, Owner, PromptKind, Record};
use holdfast::core::stats::{Samples, Stats};
use holdfast::core::task::{Follows, How, Launch, Model, Origin, Outcome};
use holdfast::core::time::{Span, Time};
use litemap::LiteMap;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

/// JSON numbers are doubles wherever they are read: above this, neighbours become one.
const EXACT: u64 = 1 << 53;
/// Few of each, so that records meet. What is large is boxed: proptest keeps all alternatives of a
/// choice in one value, and on the stack of a test thread they do not fit.
const TASKS: usize = 5;

/// A journal: records with their times, which are not always in order.
pub(crate) fn journal() -> impl Strategy<Value = Vec<(Time, Record)>> {
    let step = prop_oneof![
        3 => (0..TASKS).prop_map(Step::Life),
        2 => record().prop_map(|record| Step::Any(Box::new(record))),
    ];
    vec((time(), lives(), step), 0..80).prop_map(|steps| {
        let mut lived = [0; TASKS];
        let next = |(t, mut lives, step): (Time, Vec<Record>, Step)| match step {
            Step::Any(record) => (t, *record),
            Step::Life(task) => {
                let stage = lived.get_mut(task).map_or(0, |stage| {
                    *stage += 1;
                    *stage - 1
                });
                let at = stage % lives.len();
                (t, about(lives.swap_remove(at), task))
            }
        };
        steps.into_iter().map(next).collect()
    })
}

/// What happens next: a task goes on in its life, or anything at all.
#[derive(Clone, Debug)]
enum Step {
    Life(usize),
    Any(Box<Record>),
}

/// A task's life, from its launch to its being forgotten.
fn lives() -> impl Strategy<Value = Vec<Record>> {
    let started = task().prop_map(|task| Record::Started { task });
    let delivered = message().prop_map(|message| Record::Delivered { message });
    let evicted = tasks().prop_map(|tasks| Record::Evicted { tasks });
    (
        launched().boxed(),
        started,
        prompted().boxed(),
        active().boxed(),
        ended().boxed(),
        sent().boxed(),
        delivered,
        evicted,
    )
        .prop_map(|(a, b, c, d, e, f, g, h)| vec![a, b, c, d, e, f, g, h])
}

/// The record as one about this task.
fn about(mut record: Record, number: usize) -> Record {
    let id = || TaskId(format!("bg_{number}"));
    let sent = || MessageId(format!("msg_{number}"));
    match &mut record {
        Record::Launched(Launch { task, .. })
        | Record::Started { task }
        | Record::Prompted { task, .. }
        | Record::Active { task, .. }
        | Record::Ended { task, .. } => *task = id(),
        Record::Sent { message, tasks, .. } => (*message, *tasks) = (sent(), vec![id()]),
        Record::Delivered { message } => *message = sent(),
        Record::Evicted { tasks } => *tasks = vec![id()],
        _ => {}
    }
    record
}

/// Any record.
pub(crate) fn record() -> impl Strategy<Value = Record> {
    let of_task = prop_oneof![
        launched().boxed(),
        prompted().boxed(),
        active().boxed(),
        ended().boxed(),
        task().prop_map(|task| Record::Started { task }),
        task().prop_map(|task| Record::Halted { task }),
        (task(), time()).prop_map(|(task, t)| Record::Worked {
            task,
            span: Span(t.0)
        }),
        (task(), option::of(text())).prop_map(|(task, title)| Record::Asking { task, title }),
        (task(), outcome(), option::of(text())).prop_map(|(task, outcome, error)| {
            Record::Stopping {
                task,
                outcome,
                error,
            }
        }),
    ];
    let of_delivery = prop_oneof![
        sent().boxed(),
        message().prop_map(|message| Record::Delivered { message }),
        message().prop_map(|message| Record::Unsent { message }),
        tasks().prop_map(|tasks| Record::Seen { tasks }),
        tasks().prop_map(|tasks| Record::Viewed { tasks }),
        tasks().prop_map(|tasks| Record::Evicted { tasks }),
    ];
    let of_session = prop_oneof![
        (owner(), option::of(owner())).prop_map(|(owner, after)| Record::Claimed { owner, after }),
        Just(Record::Lifted),
        Just(Record::Spoke),
        Just(Record::Stopped),
        Just(Record::Resumed),
        text().prop_map(|why| Record::Quieted { why }),
        (request(), ask().boxed()).prop_map(|(request, ask)| Record::Asked { request, ask }),
        (request(), text()).prop_map(|(request, text)| Record::Answered { request, text }),
        (stats().boxed(), option::of(message())).prop_map(|(stats, source)| Record::Totals {
            stats: Box::new(stats),
            source
        }),
    ];
    prop_oneof![of_task.boxed(), of_delivery.boxed(), of_session.boxed()].boxed()
}

fn launched() -> impl Strategy<Value = Record> {
    let model = (select(vec!["p", "q"]), select(vec!["m", "n"])).prop_map(|(provider, model)| {
        let (provider, model) = (provider.to_owned(), model.to_owned());
        Model { provider, model }
    });
    let origin = select(vec![Origin::Agent, Origin::User, Origin::Native]);
    let optional = (
        option::of(model),
        option::of(text()),
        option::of(text()),
        option::of(follows()),
        option::of(session()),
    );
    (task(), text(), text(), text(), origin, optional).prop_map(
        |(task, description, prompt, agent, origin, optional)| {
            let (model, variant, call, follows, session) = optional;
            Record::Launched(Launch {
                task,
                description,
                prompt,
                agent,
                model,
                variant,
                call,
                origin,
                caller: None,
                follows,
                session,
            })
        },
    )
}

fn follows() -> impl Strategy<Value = Follows> {
    let how = select(vec![How::Message, How::Resume, How::Retry]);
    (task(), how).prop_map(|(task, how)| Follows { task, how })
}

fn prompted() -> impl Strategy<Value = Record> {
    (task(), session(), message()).prop_map(|(task, session, message)| Record::Prompted {
        task,
        session,
        message,
    })
}

fn active() -> impl Strategy<Value = Record> {
    (task(), activity()).prop_map(|(task, activity)| Record::Active { task, activity })
}

fn ended() -> impl Strategy<Value = Record> {
    let (error, leftovers) = (option::of(text()), vec(text(), 0..3));
    (task(), outcome(), text(), error, leftovers).prop_map(
        |(task, outcome, result, error, leftovers)| Record::Ended {
            task,
            outcome,
            result,
            error,
            leftovers,
        },
    )
}

fn sent() -> impl Strategy<Value = Record> {
    let kind = select(vec![
        PromptKind::Results,
        PromptKind::Todos,
        PromptKind::WhileActive,
        PromptKind::HaltedQueue,
    ]);
    (message(), kind, tasks(), option::of(message())).prop_map(|(message, kind, tasks, source)| {
        Record::Sent {
            part: PartId(message.0.replacen("msg_", "prt_", 1)),
            message,
            kind,
            tasks,
            source,
        }
    })
}

fn activity() -> impl Strategy<Value = Activity> {
    let retry = (any::<u32>(), option::of(time()));
    let note = (time(), text()).prop_map(|(t, text)| Note { t, text });
    // Sums of money as they are written: any double would do but for its last bit, which a JSON
    // text need not keep.
    let cost = (0..100_000_u32).prop_map(|cents| f64::from(cents) / 100.0);
    let known = (
        time(),
        counter(),
        counter(),
        0..EXACT,
        cost,
        (option::of(text()), option::of(retry)),
        vec(note, 0..4),
    )
        .prop_map(
            |(last, steps, tool_calls, tokens, cost, (tool, retry), recent)| Activity {
                last,
                steps,
                tool_calls,
                tokens,
                cost,
                tool,
                retry: retry.map(|(attempt, next)| Retry { attempt, next }),
                recent: VecDeque::from(recent),
            },
        );
    prop_oneof![1 => Just(Activity::default()), 4 => known]
}

fn counter() -> impl Strategy<Value = u32> {
    prop_oneof![any::<u32>(), Just(u32::MAX)]
}

fn stats() -> impl Strategy<Value = Stats> {
    let counts = || {
        vec((text(), prop_oneof![0..9_u64, Just(u64::MAX)]), 0..3).prop_map(|pairs| {
            let mut counts = LiteMap::new();
            for (name, count) in pairs {
                counts.insert(name, count);
            }
            counts
        })
    };
    let samples = || vec(0..EXACT, 0..4).prop_map(|ms| Samples::of(ms.into_iter().map(Span)));
    (
        counts(),
        samples(),
        samples(),
        samples(),
        counts(),
        counts(),
    )
        .prop_map(|(outcomes, queue, run, wake, prompts, quieted)| Stats {
            outcomes,
            queue,
            run,
            wake,
            prompts,
            quieted,
        })
}

fn ask() -> impl Strategy<Value = Ask> {
    prop_oneof![
        task().prop_map(|task| Ask::Cancel { task }),
        Just(Ask::CancelAll),
        (option::of(task()), any::<bool>()).prop_map(|(task, retry)| Ask::Resume { task, retry }),
        Just(Ask::Stop),
        Just(Ask::Continue),
        tasks().prop_map(|tasks| Ask::Viewed { tasks }),
        Just(Ask::Clear),
        (text(), text(), option::of(text())).prop_map(|(description, prompt, agent)| {
            Ask::Launch {
                description,
                prompt,
                agent,
                task: None,
            }
        }),
        (task(), text()).prop_map(|(task, text)| Ask::Message { task, text }),
        task().prop_map(|task| Ask::Forget { task }),
        Just(Ask::Hush),
    ]
}

fn owner() -> impl Strategy<Value = Owner> {
    (select(vec![1, 2, u32::MAX]), select(vec!["", "a", "b"])).prop_map(|(pid, nonce)| Owner {
        pid,
        start: "then".to_owned(),
        nonce: nonce.to_owned(),
    })
}

fn outcome() -> impl Strategy<Value = Outcome> {
    select(vec![
        Outcome::Completed,
        Outcome::Failed,
        Outcome::Cancelled,
        Outcome::Interrupted,
    ])
}

/// Times as clocks tell them, and as they never should.
fn time() -> impl Strategy<Value = Time> {
    let epoch = 1_763_000_000_000_u64;
    prop_oneof![
        6 => epoch..epoch + 10_000_000,
        1 => Just(0),
        1 => 0..EXACT,
    ]
    .prop_map(Time)
}

/// Words, and what tears a line-based format apart if anything does.
pub(crate) fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-z ]{0,8}",
        1 => any::<String>(),
        1 => select(vec!["", "\n", "a\r\nb", "\"}\n{\"v\":1}", "\\", "\u{0}\u{2028}", "ä🦀"])
            .prop_map(str::to_owned),
    ]
}

fn request() -> impl Strategy<Value = String> {
    (0..4).prop_map(|n| format!("r{n}"))
}

fn task() -> impl Strategy<Value = TaskId> {
    (0..TASKS).prop_map(|n| TaskId(format!("bg_{n}")))
}

fn tasks() -> impl Strategy<Value = Vec<TaskId>> {
    vec(task(), 0..4)
}

fn message() -> impl Strategy<Value = MessageId> {
    (0..TASKS).prop_map(|n| MessageId(format!("msg_{n}")))
}

fn session() -> impl Strategy<Value = SessionId> {
    (0..4).prop_map(|n| SessionId(format!("ses_{n}")))
}
