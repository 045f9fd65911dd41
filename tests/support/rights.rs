//! What agents and sessions may do: how OpenCode decides it, and whether Holdfast keeps to it.

use holdfast::core::effect::Prompt;
use holdfast::core::event::{Agent, Leave};
use holdfast::core::ids::SessionId;
use holdfast::core::rights::{Action, Caller, Rule, evaluate};
use holdfast::core::task::{Launch, Origin, Task};
use serde_json::Value;

use super::api::Asking;
use super::fault::Fault;
use super::world::World;

/// What a child session is asked whether it may.
const PROBES: [&str; 7] = [
    "bash",
    "edit",
    "read",
    "webfetch",
    "question",
    "task",
    "background_task",
];
/// How long ago the rules may have been read that a prompt goes by: nobody changes them while the
/// machine sleeps.
const READ_WITHIN: u64 = 30_000;

/// What a tool call was allowed, and by whom.
#[derive(Clone, Debug)]
pub(crate) struct Granted {
    caller: String,
    lawful: bool,
}

fn rule(permission: &str, pattern: &str, action: Action) -> Rule {
    Rule {
        permission: permission.to_owned(),
        pattern: pattern.to_owned(),
        action,
    }
}

/// The rules of the project's agents.
pub(crate) fn rules_of(agent: &str) -> Vec<Rule> {
    let deny = |permission| rule(permission, "*", Action::Deny);
    let own = match agent {
        "plan" => vec![deny("edit"), rule("task", "general", Action::Deny)],
        "review" => vec![
            deny("edit"),
            deny("bash"),
            deny("task"),
            rule("task", "explore", Action::Allow),
        ],
        "explore" => vec![
            deny("*"),
            rule("read", "*", Action::Allow),
            rule("bash", "*", Action::Allow),
        ],
        "careful" => vec![deny("edit"), rule("task", "*", Action::Ask)],
        _ => Vec::new(),
    };
    let mut rules = vec![rule("*", "*", Action::Allow)];
    rules.extend(own);
    rules
}

impl World {
    /// The agent that speaks in a session.
    pub(crate) fn speaks_in(&self, session: &SessionId) -> String {
        let users = self.opencode.session(session).into_iter();
        users
            .flat_map(|found| found.messages.iter().rev())
            .filter_map(|message| message.user())
            .map(|user| user.identity.agent.clone())
            .next()
            .unwrap_or_else(|| "build".to_owned())
    }

    /// Somebody takes a permission away from a session.
    pub(crate) fn deny(&mut self, root: &SessionId) {
        let permission = *self.chance.pick(&["bash", "webfetch", "edit"]);
        if let Some(found) = self.opencode.sessions.get_mut(root) {
            found.rules.push(Rule::deny(permission));
        }
        self.count("permissions taken away");
    }

    /// OpenCode is asked for the permission to use an agent.
    pub(crate) fn give_leave(&mut self, asking: &Asking, agent: String) -> Leave {
        let Asking { session, call } = asking;
        let caller = self.speaks_in(session);
        let mut rules = rules_of(&caller);
        rules.extend(
            self.opencode
                .session(session)
                .map_or_else(Vec::new, |found| found.rules.clone()),
        );
        let action = evaluate("task", &agent, &rules);
        let refused = match action {
            Action::Allow => false,
            // A call that OpenCode repeats gets the same answer.
            Action::Ask if self.checks.refused.contains(call) => true,
            Action::Ask
                if self
                    .checks
                    .granted
                    .contains_key(&(call.clone(), agent.clone())) =>
            {
                false
            }
            Action::Ask => self.mishap(40),
            Action::Deny => self.plan.fault != Some(Fault::GrantAll),
        };
        if refused {
            self.count("launches refused");
            self.checks.refused.insert(call.clone());
            return Leave::Refused("a rule prevents it".to_owned());
        }
        let lawful = action != Action::Deny;
        let granted = Granted { caller, lawful };
        self.checks.granted.insert((call.clone(), agent), granted);
        Leave::Granted
    }

    /// Rules are added to those of a session.
    pub(crate) fn add_rules(&mut self, session: &SessionId, added: &[Rule]) -> Result<(), String> {
        let refused = self.plan.chaos.refused;
        if self.opencode.session(session).is_none() || self.mishap(refused) {
            return Err("it could not be changed".to_owned());
        }
        let rigid = self.is_rigid();
        if let Some(found) = self.opencode.sessions.get_mut(session).filter(|_| !rigid) {
            found.rules.extend(added.iter().cloned());
        }
        Ok(())
    }

    /// An OpenCode that changes a session's rules only by a prompt's `tools`.
    fn is_rigid(&self) -> bool {
        self.plan.seed.is_multiple_of(3)
    }

    /// A launch is about to be written: its agent has leave.
    pub(crate) fn check_launch(&mut self, launch: &Launch) {
        let Some(call) = launch
            .call
            .clone()
            .filter(|_| launch.origin == Origin::Agent)
        else {
            return;
        };
        let granted = self.checks.granted.get(&(call, launch.agent.clone()));
        let renamed = self.plan.fault == Some(Fault::RenameToolCall);
        if !renamed && !granted.is_some_and(|granted| granted.lawful) {
            self.fail(
                "a task is launched by leave",
                format!("{} uses {}: {granted:?}", launch.task, launch.agent),
            );
        }
    }

    /// A prompt is about to go to a child session: it may no more than who launched it.
    pub(crate) fn check_rights(&mut self, session: &SessionId, prompt: &Prompt, task: &Task) {
        let Some(found) = self.opencode.session(session) else {
            return;
        };
        let root = self.opencode.root_of(session);
        let mut child = rules_of(&prompt.agent);
        match prompt.rest.get("tools") {
            Some(tools) => child.extend(denied_tools(tools)),
            None => child.extend(found.rules.clone()),
        }
        let caller = task.launch.call.clone().and_then(|call| {
            let granted = self
                .checks
                .granted
                .get(&(call, task.launch.agent.clone()))?;
            Some(rules_of(&granted.caller))
        });
        let read = self.checks.read.get(&root).into_iter().flatten();
        let mut wider = vec!["what nobody looked up"];
        for (_, rules) in read.filter(|(at, _)| self.awake_between(*at, self.now) <= READ_WITHIN) {
            let caller = Caller {
                agent: caller.as_deref(),
                session: rules,
            };
            wider = wider_than(&caller, &task.launch.agent, &child);
            if wider.is_empty() {
                return;
            }
        }
        self.fail(
            "a child never has a right that its caller did not have",
            format!("{session} of {} may {wider:?}", task.id()),
        );
    }

    /// A prompt's `tools` replace the session's rules.
    pub(crate) fn take_tools(&mut self, session: &SessionId, prompt: &Prompt) {
        let denied = prompt.rest.get("tools").map(denied_tools);
        if let (Some(denied), Some(found)) = (denied, self.opencode.sessions.get_mut(session)) {
            found.rules = denied;
        }
    }
}

fn denied_tools(tools: &Value) -> Vec<Rule> {
    let tools = tools.as_object().into_iter().flatten();
    tools
        .filter(|(_, allowed)| **allowed == false)
        .map(|(name, _)| Rule::deny(name))
        .collect()
}

/// What a child may that its caller may not.
fn wider_than(caller: &Caller<'_>, agent: &str, child: &[Rule]) -> Vec<&'static str> {
    // Whom a rule of the user's own names works with rights of its own.
    let delegated = caller.delegates_to(agent);
    let own = caller.agent.filter(|_| !delegated).into_iter().flatten();
    let rules: Vec<Rule> = own.chain(caller.session).cloned().collect();
    let never = ["question", "task", "background_task"];
    PROBES
        .into_iter()
        .filter(|what| {
            let denied = !rules.is_empty() && evaluate(what, "x", &rules) == Action::Deny;
            (denied || never.contains(what)) && evaluate(what, "x", child) != Action::Deny
        })
        .collect()
}

/// The agents, with their rules.
pub(crate) fn with_rules(mut agents: Vec<Agent>) -> Vec<Agent> {
    for agent in &mut agents {
        agent.rules = rules_of(&agent.name);
    }
    agents
}
