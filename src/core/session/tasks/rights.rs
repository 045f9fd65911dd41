//! The rules that go along into a child session. They are read at each launch, since they change
//! while a session lives.

use serde_json::Value;

use crate::core::port::effect::{Effect, Level, Prompt};
use crate::core::session::pending::{CreateFor, PromptFor, RulesFor};
use crate::core::session::root::{Cx, Root};
use crate::core::session::tasks::{end, start};
use crate::core::task::rights::{self, Caller, Rule};
use crate::core::task::{Origin, Task};
use crate::core::values::ids::{CallId, SessionId, TaskId};
use crate::core::values::plain::one_line;

/// A tool call that waits for the permission to use an agent.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::core) struct Asked {
    pub(in crate::core) call: CallId,
    pub(in crate::core) tool_call: String,
    pub(in crate::core) tool: String,
    pub(in crate::core) args: Value,
    pub(in crate::core) caller: Option<String>,
    /// The agent that is to work.
    pub(in crate::core) agent: String,
}

/// What the rules of a session are read for.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::core) enum Purpose {
    /// A child session is to be created with them.
    Create,
    /// A session that exists already is to get the prompt of a task.
    First,
    /// A prompt is to be sent once more: the same message.
    Again,
    /// The session of a running task is to get a further message.
    Steer(Box<Prompt>),
}

impl Asked {
    /// The answer to a call that was given up.
    pub(in crate::core) fn stopped(&self) -> Effect {
        Effect::ReplyTool {
            call: self.call,
            text: "The call was stopped.".to_owned(),
        }
    }
}

/// Reads the rules that bind a task's session, as they are now, before it is prompted.
pub(super) fn read(root: &Root, cx: &mut Cx<'_>, id: &TaskId, purpose: Purpose) {
    let effect = cx.expect(&root.id, RulesFor::Root(id.clone(), purpose));
    cx.out.push(Effect::ReadRules {
        effect,
        session: root.id.clone(),
    });
}

/// The rules of the root session have come.
pub(in crate::core) fn root_rules(
    root: &mut Root,
    cx: &mut Cx<'_>,
    id: &TaskId,
    purpose: Purpose,
    rules: Result<Vec<Rule>, String>,
) {
    if is_over(root, cx, id, &purpose) {
        return;
    }
    match rules {
        Ok(rules) => root.rules = rules,
        Err(error) => return unknown(root, cx, id, &purpose, &error),
    }
    match (purpose, root.session_of(id)) {
        (Purpose::First | Purpose::Create | Purpose::Again, None) => create(root, cx, id),
        (Purpose::Steer(_), None) => {}
        (purpose, Some(session)) => {
            let effect = cx.expect(&root.id, RulesFor::Child(id.clone(), purpose));
            cx.out.push(Effect::ReadRules { effect, session });
        }
    }
}

fn create(root: &Root, cx: &mut Cx<'_>, id: &TaskId) {
    let Some(task) = root.journal.ledger().task(id) else {
        return;
    };
    let rules = limits_of(root, cx, task, &[]);
    let title = one_line(&task.launch.description);
    let effect = cx.expect(&root.id, CreateFor(id.clone()));
    cx.out.push(Effect::CreateSession {
        effect,
        parent: root.id.clone(),
        title,
        rules,
    });
}

/// The rules of a session that a task goes on in have come: they must not be wider than its
/// caller's.
pub(in crate::core) fn child_rules(
    root: &mut Root,
    cx: &mut Cx<'_>,
    id: &TaskId,
    purpose: Purpose,
    rules: Result<Vec<Rule>, String>,
) {
    let Some(bound) = bound(root, cx, id, &purpose, rules) else {
        return;
    };
    if bound.is_complete() {
        return send(root, cx, id, bound.session, purpose, None);
    }
    let effect = cx.expect(&root.id, RulesFor::Limited(id.clone(), purpose));
    cx.out.push(Effect::AddRules {
        effect,
        session: bound.session,
        rules: bound.limits,
    });
}

/// The rules of a session that was to get further ones have come: what it did not take goes along
/// with the prompt.
pub(in crate::core) fn child_limited(
    root: &mut Root,
    cx: &mut Cx<'_>,
    id: &TaskId,
    purpose: Purpose,
    rules: Result<Vec<Rule>, String>,
) {
    let Some(bound) = bound(root, cx, id, &purpose, rules) else {
        return;
    };
    let tools = (!bound.is_complete()).then(|| rights::as_tools(&bound.limits, &bound.has));
    send(root, cx, id, bound.session, purpose, tools);
}

/// The rules that bind a task's session, and those that it has.
struct Bound {
    session: SessionId,
    limits: Vec<Rule>,
    has: Vec<Rule>,
}

impl Bound {
    fn is_complete(&self) -> bool {
        rights::missing(&self.limits, &self.has).is_empty()
    }
}

/// The rules of a task's session have come, unless it is over by now or nobody can tell.
fn bound(
    root: &mut Root,
    cx: &mut Cx<'_>,
    id: &TaskId,
    purpose: &Purpose,
    rules: Result<Vec<Rule>, String>,
) -> Option<Bound> {
    if is_over(root, cx, id, purpose) {
        return None;
    }
    let has = match rules {
        Ok(rules) => rules,
        Err(error) => {
            unknown(root, cx, id, purpose, &error);
            return None;
        }
    };
    let task = root.journal.ledger().task(id)?;
    Some(Bound {
        session: task.launch.session.clone()?,
        limits: limits_of(root, cx, task, &has),
        has,
    })
}

/// What a task's session may do; `child` are the rules that it has already.
fn limits_of(root: &Root, cx: &Cx<'_>, task: &Task, child: &[Rule]) -> Vec<Rule> {
    let launch = &task.launch;
    // A journal of an older version does not name the agent that launched a task.
    let present = root.identity.as_ref().map(|who| who.agent.as_str());
    let launched = launch.caller.as_deref();
    let caller = launched.or(present.filter(|_| launch.origin == Origin::Agent));
    let caller = Caller {
        agent: caller_rules(cx, caller),
        session: &root.rules,
    };
    let target = cx.agents.iter().find(|agent| agent.name == launch.agent);
    let primary = &cx.options.primary_tools;
    rights::limits(&caller, target, &launch.agent, child, primary)
}

/// The rules of the agent that calls.
pub(in crate::core) fn caller_rules<'a>(cx: &Cx<'a>, caller: Option<&str>) -> Option<&'a [Rule]> {
    let mut agents = cx.agents.iter();
    let known = agents.find(|agent| Some(agent.name.as_str()) == caller)?;
    Some(&known.rules)
}

fn send(
    root: &mut Root,
    cx: &mut Cx<'_>,
    id: &TaskId,
    session: SessionId,
    purpose: Purpose,
    tools: Option<Value>,
) {
    match purpose {
        Purpose::Create => {}
        Purpose::Again => start::send_prompt(root, cx, id, tools),
        Purpose::First => start::prompt(root, cx, id, &session, tools),
        Purpose::Steer(mut prompt) => {
            if let Some(tools) = tools {
                prompt.rest.insert("tools".to_owned(), tools);
            }
            let effect = cx.expect(&root.id, PromptFor::Steer(id.clone()));
            cx.out.push(Effect::Prompt {
                effect,
                session,
                prompt: *prompt,
            });
        }
    }
}

/// Whether a task ended, or is to stop, while its rights were looked at.
fn is_over(root: &mut Root, cx: &mut Cx<'_>, id: &TaskId, purpose: &Purpose) -> bool {
    if !root.journal.ledger().task(id).is_some_and(Task::is_active) {
        return true;
    }
    if !root.tasks.is_stopping(id) {
        return false;
    }
    match purpose {
        Purpose::Create => end::finish_stopping(root, cx, id, ""),
        Purpose::First | Purpose::Again | Purpose::Steer(_) => {
            start::prompted(root, cx, id, Ok(()));
        }
    }
    true
}

/// Nobody can tell what the session may do: nothing is prompted.
fn unknown(root: &mut Root, cx: &mut Cx<'_>, id: &TaskId, purpose: &Purpose, error: &str) {
    let error = format!("OpenCode could not tell what the task's session may do: {error}");
    cx.log(Level::Warn, format!("{id}: {error}"));
    match purpose {
        Purpose::Create | Purpose::First | Purpose::Again => end::fail(root, cx, id, error),
        Purpose::Steer(_) => start::steered(root, cx, id, Err(error)),
    }
}
