//! The rules that go along into a child session. They are read at each launch, since they change
//! while a session lives.

use serde_json::Value;

use crate::core::port::effect::{Effect, Level, Prompt};
use crate::core::session::pending::{CreateFor, PromptFor, RulesFor};
use crate::core::session::root::{Cx, Root};
use crate::core::task::rights::{self, Caller, Rule};
use crate::core::task::{Origin, Task};
use crate::core::values::ids::{CallId, SessionId, TaskId};

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

impl Root {
    pub(in crate::core) fn caller_rules<'a>(
        &self,
        cx: &Cx<'a>,
        caller: Option<&str>,
    ) -> Option<&'a [Rule]> {
        let known = cx
            .agents
            .iter()
            .find(|agent| Some(agent.name.as_str()) == caller);
        known.map(|agent| agent.rules.as_slice())
    }

    /// What a task's session may do; `child` are the rules that it has already.
    fn limits_of(&self, cx: &Cx<'_>, task: &Task, child: &[Rule]) -> Vec<Rule> {
        let launch = &task.launch;
        // A journal of an older version does not name the agent that launched a task.
        let present = self
            .identity
            .as_ref()
            .map(|identity| identity.agent.as_str());
        let caller = launch
            .caller
            .as_deref()
            .or(present.filter(|_| launch.origin == Origin::Agent));
        let caller = Caller {
            agent: self.caller_rules(cx, caller),
            session: &self.rules,
        };
        let target = cx.agents.iter().find(|agent| agent.name == launch.agent);
        let primary = &cx.options.primary_tools;
        rights::limits(&caller, target, &launch.agent, child, primary)
    }

    /// Reads the rules that bind a task's session, as they are now, before it is prompted.
    pub(in crate::core) fn with_rights(&self, cx: &mut Cx<'_>, id: &TaskId, purpose: Purpose) {
        let effect = cx.expect(&self.id, RulesFor::Root(id.clone(), purpose));
        cx.out.push(Effect::ReadRules {
            effect,
            session: self.id.clone(),
        });
    }

    /// The rules of the root session.
    pub(in crate::core) fn root_rules(
        &mut self,
        cx: &mut Cx<'_>,
        id: &TaskId,
        purpose: Purpose,
        rules: Result<Vec<Rule>, String>,
    ) {
        if self.is_over(cx, id, &purpose) {
            return;
        }
        match rules {
            Ok(rules) => self.rules = rules,
            Err(error) => return self.without_rights(cx, id, &purpose, &error),
        }
        let session = self
            .journal
            .ledger()
            .task(id)
            .and_then(|task| task.launch.session.clone());
        match (purpose, session) {
            (Purpose::First | Purpose::Create | Purpose::Again, None) => self.create_child(cx, id),
            (Purpose::Steer(_), None) => {}
            (purpose, Some(session)) => {
                let effect = cx.expect(&self.id, RulesFor::Child(id.clone(), purpose));
                cx.out.push(Effect::ReadRules { effect, session });
            }
        }
    }

    fn create_child(&mut self, cx: &mut Cx<'_>, id: &TaskId) {
        let Some(task) = self.journal.ledger().task(id) else {
            return;
        };
        let rules = self.limits_of(cx, task, &[]);
        let title = crate::core::texts::text::one_line(&task.launch.description);
        let effect = cx.expect(&self.id, CreateFor(id.clone()));
        cx.out.push(Effect::CreateSession {
            effect,
            parent: self.id.clone(),
            title,
            rules,
        });
    }

    /// The rules of a session that a task goes on in: they must not be wider than its caller's.
    pub(in crate::core) fn child_rules(
        &mut self,
        cx: &mut Cx<'_>,
        id: &TaskId,
        purpose: Purpose,
        rules: Result<Vec<Rule>, String>,
    ) {
        if self.is_over(cx, id, &purpose) {
            return;
        }
        let has = match rules {
            Ok(rules) => rules,
            Err(error) => return self.without_rights(cx, id, &purpose, &error),
        };
        let Some(task) = self.journal.ledger().task(id) else {
            return;
        };
        let limits = self.limits_of(cx, task, &has);
        let Some(session) = task.launch.session.clone() else {
            return;
        };
        if rights::missing(&limits, &has).is_empty() {
            self.send_with(cx, id, purpose, None);
            return;
        }
        let effect = cx.expect(&self.id, RulesFor::Limited(id.clone(), purpose));
        cx.out.push(Effect::AddRules {
            effect,
            session,
            rules: limits,
        });
    }

    /// A session was to get further rules: what it did not take goes along with the prompt.
    pub(in crate::core) fn child_limited(
        &mut self,
        cx: &mut Cx<'_>,
        id: &TaskId,
        purpose: Purpose,
        rules: Result<Vec<Rule>, String>,
    ) {
        if self.is_over(cx, id, &purpose) {
            return;
        }
        let has = match rules {
            Ok(rules) => rules,
            Err(error) => return self.without_rights(cx, id, &purpose, &error),
        };
        let Some(task) = self.journal.ledger().task(id) else {
            return;
        };
        let limits = self.limits_of(cx, task, &has);
        let complete = rights::missing(&limits, &has).is_empty();
        let tools = (!complete).then(|| rights::as_tools(&limits, &has));
        self.send_with(cx, id, purpose, tools);
    }

    fn send_with(&mut self, cx: &mut Cx<'_>, id: &TaskId, purpose: Purpose, tools: Option<Value>) {
        let Some(session) = self
            .journal
            .ledger()
            .task(id)
            .and_then(|task| task.launch.session.clone())
        else {
            return;
        };
        match purpose {
            Purpose::Create => {}
            Purpose::Again => self.send_child_prompt(cx, id, tools),
            Purpose::First => self.prompt_child(cx, id, &session, tools),
            Purpose::Steer(mut prompt) => {
                if let Some(tools) = tools {
                    prompt.rest.insert("tools".to_owned(), tools);
                }
                self.steer(cx, id, session, *prompt);
            }
        }
    }

    fn steer(&mut self, cx: &mut Cx<'_>, id: &TaskId, session: SessionId, prompt: Prompt) {
        let effect = cx.expect(&self.id, PromptFor::Steer(id.clone()));
        cx.out.push(Effect::Prompt {
            effect,
            session,
            prompt,
        });
    }

    /// Whether a task ended, or is to stop, while its rights were looked at.
    fn is_over(&mut self, cx: &mut Cx<'_>, id: &TaskId, purpose: &Purpose) -> bool {
        if !self.journal.ledger().task(id).is_some_and(Task::is_active) {
            return true;
        }
        if !self.journal.ledger().stopping.contains_key(id) {
            return false;
        }
        match purpose {
            Purpose::Create => self.finish_stopping(cx, id, ""),
            Purpose::First | Purpose::Again | Purpose::Steer(_) => {
                self.child_prompted(cx, id, Ok(()));
            }
        }
        true
    }

    /// Nobody can tell what the session may do: nothing is prompted.
    fn without_rights(&mut self, cx: &mut Cx<'_>, id: &TaskId, purpose: &Purpose, error: &str) {
        let error = format!("OpenCode could not tell what the task's session may do: {error}");
        cx.log(Level::Warn, format!("{id}: {error}"));
        match purpose {
            Purpose::Create | Purpose::First | Purpose::Again => self.fail(cx, id, error),
            Purpose::Steer(_) => self.child_steered(cx, id, Err(error)),
        }
    }
}
