//! Records to JSON and back, by hand: the journal is a public format, and a decoder that serde
//! derives for each of its shapes would be most of the WebAssembly.

use litemap::LiteMap;
use serde_json::Value;

use crate::core::journal::stats::{Samples, Stats};
use crate::core::journal::{Ask, Line, Owner, PromptKind, Record, VERSION};
use crate::core::task::activity::{Activity, Note, Retry};
use crate::core::task::{Follows, How, Launch, Model, Origin, Outcome};
use crate::core::values::fields::Fields;
use crate::core::values::ids::{MessageId, SessionId, TaskId};
use crate::core::values::json::Object;
use crate::core::values::time::{Span, Time};

/// A line of a journal; else the newer version that it has, if it has one.
pub(in crate::core) fn line(text: &str) -> Result<Line, Option<u32>> {
    let value: Value = serde_json::from_str(text).map_err(|_| None)?;
    let value = &value;
    let v = value.number("v").ok_or(None)?.min(u64::from(u32::MAX)) as u32;
    if v > VERSION {
        return Err(Some(v));
    }
    let t = Time(value.number("t").ok_or(None)?);
    let what = value
        .field("what")
        .and_then(tagged)
        .and_then(|(kind, body)| read(kind, body));
    Ok(Line {
        v,
        t,
        what: what.ok_or(None)?,
    })
}

/// A name, or an object with the name as its one key.
fn tagged(value: &Value) -> Option<(&str, &Value)> {
    match value {
        Value::String(name) => Some((name, &Value::Null)),
        Value::Object(fields) if fields.len() == 1 => fields
            .iter()
            .next()
            .map(|(name, body)| (name.as_str(), body)),
        _ => None,
    }
}

fn read(kind: &str, body: &Value) -> Option<Record> {
    let task = || body.id("task");
    let tasks = || body.texts("tasks");
    Some(match kind {
        "claimed" => Record::Claimed {
            owner: owner(body.field("owner")?)?,
            after: body.field("after").and_then(owner),
        },
        "launched" => Record::Launched(launch(body)?),
        "started" => Record::Started { task: task()? },
        "worked" => Record::Worked {
            task: task()?,
            span: Span(body.number("ms")?),
        },
        "prompted" => Record::Prompted {
            task: task()?,
            session: body.id("session")?,
            message: body.id("message")?,
        },
        "active" => Record::Active {
            task: task()?,
            activity: activity(body.field("activity")?),
        },
        "asking" => Record::Asking {
            task: task()?,
            title: body.text("title"),
        },
        "stopping" => Record::Stopping {
            task: task()?,
            outcome: outcome(body)?,
            error: body.text("error"),
        },
        "ended" => Record::Ended {
            task: task()?,
            outcome: outcome(body)?,
            result: body.text("result")?,
            error: body.text("error"),
            leftovers: body.texts("leftovers"),
        },
        "sent" => Record::Sent {
            message: body.id("message")?,
            part: body.id("part")?,
            kind: PromptKind::named(&body.text("kind")?)?,
            tasks: tasks(),
            source: body.id("source"),
        },
        "delivered" => Record::Delivered {
            message: body.id("message")?,
        },
        "unsent" => Record::Unsent {
            message: body.id("message")?,
        },
        "seen" => Record::Seen { tasks: tasks() },
        "viewed" => Record::Viewed { tasks: tasks() },
        "evicted" => Record::Evicted { tasks: tasks() },
        "halted" => Record::Halted { task: task()? },
        "lifted" => Record::Lifted,
        "stopped" => Record::Stopped,
        "resumed" => Record::Resumed,
        "spoke" => Record::Spoke,
        "quieted" => Record::Quieted {
            why: body.text("why")?,
        },
        "asked" => Record::Asked {
            request: body.text("request")?,
            ask: ask(body.field("ask")?)?,
        },
        "answered" => Record::Answered {
            request: body.text("request")?,
            text: body.text("text")?,
        },
        "totals" => Record::Totals {
            stats: Box::new(stats(body.field("stats")?)),
            source: body.id("source"),
        },
        _ => return None,
    })
}

/// The JSON of a record.
pub(in crate::core) fn record(record: &Record) -> Value {
    let of = |id: &TaskId| Object::new().text("task", id);
    let all = |ids: &[TaskId]| Object::new().texts("tasks", ids);
    let about = |id: &MessageId| Object::new().text("message", id);
    match record {
        Record::Claimed { owner, after } => Object::new()
            .put("owner", owner.to_value())
            .put("after", after.as_ref().map_or(Value::Null, Owner::to_value))
            .tagged("claimed"),
        Record::Launched(launch) => launch_object(launch).tagged("launched"),
        Record::Started { task } => of(task).tagged("started"),
        Record::Worked { task, span } => of(task).number("ms", span.0).tagged("worked"),
        Record::Prompted {
            task,
            session,
            message,
        } => of(task)
            .text("session", session)
            .text("message", message)
            .tagged("prompted"),
        Record::Active { task, activity } => of(task)
            .put("activity", activity_value(activity))
            .tagged("active"),
        Record::Asking { task, title } => {
            of(task).maybe("title", title.as_deref()).tagged("asking")
        }
        Record::Stopping {
            task,
            outcome,
            error,
        } => of(task)
            .text("outcome", outcome.name())
            .maybe("error", error.as_deref())
            .tagged("stopping"),
        Record::Ended {
            task,
            outcome,
            result,
            error,
            leftovers,
        } => of(task)
            .text("outcome", outcome.name())
            .text("result", result)
            .maybe("error", error.as_deref())
            .texts("leftovers", leftovers)
            .tagged("ended"),
        Record::Sent {
            message,
            part,
            kind,
            tasks,
            source,
        } => about(message)
            .text("part", part)
            .text("kind", kind.name())
            .texts("tasks", tasks)
            .maybe("source", source.as_ref().map(MessageId::as_str))
            .tagged("sent"),
        Record::Delivered { message } => about(message).tagged("delivered"),
        Record::Unsent { message } => about(message).tagged("unsent"),
        Record::Seen { tasks } => all(tasks).tagged("seen"),
        Record::Viewed { tasks } => all(tasks).tagged("viewed"),
        Record::Evicted { tasks } => all(tasks).tagged("evicted"),
        Record::Halted { task } => of(task).tagged("halted"),
        Record::Lifted => "lifted".into(),
        Record::Stopped => "stopped".into(),
        Record::Resumed => "resumed".into(),
        Record::Spoke => "spoke".into(),
        Record::Quieted { why } => Object::new().text("why", why).tagged("quieted"),
        Record::Asked { request, ask } => Object::new()
            .text("request", request)
            .put("ask", ask_value(ask))
            .tagged("asked"),
        Record::Answered { request, text } => Object::new()
            .text("request", request)
            .text("text", text)
            .tagged("answered"),
        Record::Totals { stats, source } => Object::new()
            .put("stats", stats_value(stats))
            .maybe("source", source.as_ref().map(MessageId::as_str))
            .tagged("totals"),
    }
}

fn owner(value: &Value) -> Option<Owner> {
    Some(Owner {
        pid: value.number("pid")? as u32,
        start: value.text("start")?,
        nonce: value.text("nonce")?,
    })
}

fn outcome(body: &Value) -> Option<Outcome> {
    let name = body.text("outcome")?;
    [
        Outcome::Completed,
        Outcome::Failed,
        Outcome::Cancelled,
        Outcome::Interrupted,
    ]
    .into_iter()
    .find(|outcome| outcome.name() == name)
}

fn launch(body: &Value) -> Option<Launch> {
    let model = |value: &Value| {
        Some(Model {
            provider: value.text("provider")?,
            model: value.text("model")?,
        })
    };
    Some(Launch {
        task: body.id("task")?,
        description: body.text("description")?,
        prompt: body.text("prompt")?,
        agent: body.text("agent")?,
        model: body.field("model").and_then(model),
        variant: body.text("variant"),
        call: body.text("call"),
        origin: Origin::named(&body.text("origin")?)?,
        caller: body.text("caller"),
        follows: body.id("follows").map(|task| Follows {
            task,
            // Older journals name no way: what they resumed they had also reworded.
            how: body
                .text("how")
                .and_then(|how| How::named(&how))
                .unwrap_or(How::Message),
        }),
        session: body.id("session"),
    })
}

fn launch_object(launch: &Launch) -> Object {
    let model = |model: &Model| {
        Object::new()
            .text("provider", &model.provider)
            .text("model", &model.model)
            .done()
    };
    Object::new()
        .text("task", &launch.task)
        .text("description", &launch.description)
        .text("prompt", &launch.prompt)
        .text("agent", &launch.agent)
        .put("model", launch.model.as_ref().map_or(Value::Null, model))
        .maybe("variant", launch.variant.as_deref())
        .maybe("call", launch.call.as_deref())
        .text("origin", launch.origin.name())
        .maybe("caller", launch.caller.as_deref())
        .maybe(
            "follows",
            launch.follows.as_ref().map(|follows| follows.task.as_str()),
        )
        .maybe(
            "how",
            launch.follows.as_ref().map(|follows| follows.how.name()),
        )
        .maybe("session", launch.session.as_ref().map(SessionId::as_str))
}

fn activity(value: &Value) -> Activity {
    let note = |value: &&Value| {
        Some(Note {
            t: Time(value.number("t")?),
            text: value.text("text")?,
        })
    };
    Activity {
        last: Time(value.number("last").unwrap_or_default()),
        steps: value.number("steps").unwrap_or_default() as u32,
        tool_calls: value.number("tool_calls").unwrap_or_default() as u32,
        tokens: value.number("tokens").unwrap_or_default(),
        cost: value
            .field("cost")
            .and_then(|cost| cost.to_number())
            .unwrap_or_default(),
        tool: value.text("tool"),
        retry: value.field("retry").and_then(|retry| {
            Some(Retry {
                attempt: retry.number("attempt")? as u32,
                next: retry.number("next").map(Time),
            })
        }),
        recent: value.list("recent").iter().filter_map(note).collect(),
    }
}

fn activity_value(activity: &Activity) -> Value {
    Object::new()
        .number("last", activity.last.0)
        .number("steps", u64::from(activity.steps))
        .number("tool_calls", u64::from(activity.tool_calls))
        .number("tokens", activity.tokens)
        .put("cost", activity.cost.into())
        .maybe("tool", activity.tool.as_deref())
        .put(
            "retry",
            activity.retry.as_ref().map_or(Value::Null, Retry::to_value),
        )
        .put(
            "recent",
            activity.recent.iter().map(Note::to_value).collect(),
        )
        .done()
}

/// What somebody asks for, from its JSON.
pub(in crate::core) fn ask(value: &Value) -> Option<Ask> {
    let (kind, body) = tagged(value)?;
    Some(match kind {
        "cancel" => Ask::Cancel {
            task: body.id("task")?,
        },
        "cancel_all" => Ask::CancelAll,
        "resume" => Ask::Resume {
            task: body.id("task"),
            retry: body
                .field("retry")
                .and_then(|retry| retry.as_bool())
                .unwrap_or_default(),
        },
        "stop" => Ask::Stop,
        "continue" => Ask::Continue,
        "viewed" => Ask::Viewed {
            tasks: body.texts("tasks"),
        },
        "clear" => Ask::Clear,
        "launch" => Ask::Launch {
            description: body.text("description")?,
            prompt: body.text("prompt")?,
            agent: body.text("agent"),
        },
        "hush" => Ask::Hush,
        _ => return None,
    })
}

fn ask_value(ask: &Ask) -> Value {
    let new = Object::new;
    match ask {
        Ask::Cancel { task } => new().text("task", task).tagged("cancel"),
        Ask::CancelAll => "cancel_all".into(),
        Ask::Resume { task, retry } => {
            let of = new().maybe("task", task.as_ref().map(TaskId::as_str));
            if *retry { of.flag("retry", true) } else { of }.tagged("resume")
        }
        Ask::Stop => "stop".into(),
        Ask::Continue => "continue".into(),
        Ask::Viewed { tasks } => new().texts("tasks", tasks).tagged("viewed"),
        Ask::Clear => "clear".into(),
        Ask::Launch {
            description,
            prompt,
            agent,
        } => new()
            .text("description", description)
            .text("prompt", prompt)
            .maybe("agent", agent.as_deref())
            .tagged("launch"),
        Ask::Hush => "hush".into(),
    }
}

fn stats(value: &Value) -> Stats {
    let counts = |name: &str| {
        let fields = value.get(name).and_then(Value::as_object);
        fields
            .into_iter()
            .flatten()
            .filter_map(|(key, count)| Some((key.clone(), count.as_u64()?)))
    };
    let samples = |name: &str| {
        let numbers = value.list(name);
        Samples::of(
            numbers
                .iter()
                .filter_map(Fields::to_number)
                .map(|ms| Span(ms as u64)),
        )
    };
    Stats {
        outcomes: map_of(counts("outcomes")),
        queue: samples("queue"),
        run: samples("run"),
        wake: samples("wake"),
        prompts: map_of(counts("prompts")),
        quieted: map_of(counts("quieted")),
    }
}

/// A map of pairs, inserted one by one: collecting would bring a sort with it.
fn map_of(pairs: impl Iterator<Item = (String, u64)>) -> LiteMap<String, u64> {
    let mut map = LiteMap::new();
    pairs.for_each(|(key, count)| {
        map.insert(key, count);
    });
    map
}

fn stats_value(stats: &Stats) -> Value {
    let samples = |samples: &Samples| samples.iter().map(|span| Value::from(span.0)).collect();
    Object::new()
        .counts("outcomes", &stats.outcomes)
        .put("queue", samples(&stats.queue))
        .put("run", samples(&stats.run))
        .put("wake", samples(&stats.wake))
        .counts("prompts", &stats.prompts)
        .counts("quieted", &stats.quieted)
        .done()
}
