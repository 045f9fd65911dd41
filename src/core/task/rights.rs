//! What a child session may do: what its caller could have had done by OpenCode's own `task`,
//! and nothing more. Rules are read as OpenCode reads them: the last one that matches decides.

use std::fmt;

use litemap::LiteMap as Map;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer, StrDeserializer};
use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::core::task::Model;
use crate::core::values::lenient;

/// An agent of the project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agent {
    /// Its key.
    pub name: String,
    /// Whether it may change files.
    pub edits: bool,
    /// The model that it insists on.
    pub model: Option<Model>,
    /// Whether OpenCode keeps it for itself.
    pub hidden: bool,
    /// What it may do.
    pub rules: Vec<Rule>,
}

/// The permission that OpenCode's own `task` asks for, with the agent as its pattern.
pub const TASK: &str = "task";

/// What a child session may not do: ask people, and launch work that nobody waits for.
const CHILD_DENIES: [&str; 6] = [
    "question",
    "background_task",
    "background_output",
    "background_cancel",
    "background_resume",
    "background_message",
];

/// What OpenCode's own `task` denies a child whose agent has no rule of its own for it.
const DENIED_UNLESS_NAMED: [&str; 2] = ["todowrite", TASK];

/// One of OpenCode's permission rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// The permission, or a wildcard for several.
    pub permission: String,
    /// What exactly it is about: a path, a command, an agent; with wildcards.
    #[serde(default = "everything", deserialize_with = "pattern")]
    pub pattern: String,
    /// What happens.
    pub action: Action,
}

/// What a rule says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// It is allowed.
    Allow,
    /// Somebody is asked.
    Ask,
    /// It is refused.
    Deny,
}

impl Rule {
    /// A rule that refuses all of a permission.
    #[must_use]
    pub fn deny(permission: &str) -> Self {
        Self {
            permission: permission.to_owned(),
            pattern: "*".to_owned(),
            action: Action::Deny,
        }
    }

    fn covers(&self, other: &Self) -> bool {
        matches(&other.permission, &self.permission)
            && (self.pattern == "*" || self.pattern == other.pattern)
    }
}

fn everything() -> String {
    "*".to_owned()
}

fn pattern<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let pattern: Option<String> = lenient::field(deserializer)?;
    Ok(pattern.unwrap_or_else(everything))
}

/// What an agent may do: a list as a session has it, or a table in the form that a configuration has.
#[derive(Clone, Debug)]
pub enum Permission {
    /// Rules; the last one that matches decides.
    List(Vec<Rule>),
    /// What holds of each permission.
    Table(Map<String, Held>),
}

/// What holds of a permission.
#[derive(Clone, Debug)]
pub enum Held {
    /// The same, whatever it is about.
    Always(Action),
    /// By pattern.
    By(Map<String, Action>),
}

impl<'de> Deserialize<'de> for Held {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = Held;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an action, or one by pattern")
            }

            fn visit_str<E: Error>(self, action: &str) -> Result<Held, E> {
                Action::deserialize(StrDeserializer::new(action)).map(Held::Always)
            }

            fn visit_map<A: MapAccess<'de>>(self, patterns: A) -> Result<Held, A::Error> {
                lenient::map(MapAccessDeserializer::new(patterns)).map(Held::By)
            }
        }

        deserializer.deserialize_any(Either)
    }
}

impl Default for Permission {
    fn default() -> Self {
        Self::List(Vec::new())
    }
}

impl<'de> Deserialize<'de> for Permission {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = Permission;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a list or a table of rules")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, rules: A) -> Result<Permission, A::Error> {
                lenient::list(SeqAccessDeserializer::new(rules)).map(Permission::List)
            }

            fn visit_map<A: MapAccess<'de>>(self, table: A) -> Result<Permission, A::Error> {
                lenient::map(MapAccessDeserializer::new(table)).map(Permission::Table)
            }
        }

        deserializer.deserialize_any(Either)
    }
}

impl Permission {
    /// Whether it lets an agent edit at all: the last rule for every file decides.
    #[must_use]
    pub fn lets_edit(&self) -> bool {
        match self {
            Self::List(rules) => {
                let is_for_every_file = |rule: &&Rule| {
                    matches!(rule.permission.as_str(), "edit" | "*") && rule.pattern == "*"
                };
                let verdict = rules.iter().rfind(is_for_every_file);
                verdict.is_none_or(|rule| rule.action != Action::Deny)
            }
            Self::Table(table) => !matches!(table.get("edit"), Some(Held::Always(Action::Deny))),
        }
    }

    /// The rules that it comes to.
    #[must_use]
    pub fn into_rules(self) -> Vec<Rule> {
        let table = match self {
            Self::List(rules) => return rules,
            Self::Table(table) => table,
        };
        let mut rules = Vec::new();
        for (permission, held) in table {
            let rule = |(pattern, action)| Rule {
                permission: permission.clone(),
                pattern,
                action,
            };
            match held {
                Held::Always(action) => rules.push(rule((everything(), action))),
                Held::By(patterns) => rules.extend(patterns.into_iter().map(rule)),
            }
        }
        rules
    }
}

/// The rule that decides; none where no rule speaks of it, which OpenCode takes for `ask`.
#[must_use]
pub fn deciding<'a>(
    permission: &str,
    pattern: &str,
    rules: impl IntoIterator<Item = &'a Rule>,
) -> Option<&'a Rule> {
    rules
        .into_iter()
        .filter(|rule| matches(permission, &rule.permission) && matches(pattern, &rule.pattern))
        .last()
}

/// What happens to a permission under these rules.
#[must_use]
pub fn evaluate<'a>(
    permission: &str,
    pattern: &str,
    rules: impl IntoIterator<Item = &'a Rule>,
) -> Action {
    deciding(permission, pattern, rules).map_or(Action::Ask, |rule| rule.action)
}

/// Whether a text matches one of OpenCode's patterns: `*` is any text, `?` any character, and a
/// final ` *` may be missing altogether.
#[must_use]
pub fn matches(text: &str, pattern: &str) -> bool {
    let (text, pattern) = (text.replace('\\', "/"), pattern.replace('\\', "/"));
    let whole = |pattern: &str| {
        let pattern: Vec<char> = pattern.chars().collect();
        glob(&text.chars().collect::<Vec<char>>(), &pattern)
    };
    whole(&pattern) || pattern.strip_suffix(" *").is_some_and(whole)
}

fn glob(mut text: &[char], mut pattern: &[char]) -> bool {
    // Where the last star was, and how much of the text it has taken so far.
    let mut star: Option<(&[char], &[char])> = None;
    loop {
        match (text.split_first(), pattern.split_first()) {
            (_, Some(('*', rest))) => {
                star = Some((text, rest));
                pattern = rest;
            }
            (Some((a, more)), Some((b, rest))) if *b == '?' || a == b => {
                (text, pattern) = (more, rest);
            }
            (None, None) => return true,
            _ => match star {
                Some((taken, rest)) if !taken.is_empty() => {
                    let left = taken.get(1..).unwrap_or_default();
                    star = Some((left, rest));
                    (text, pattern) = (left, rest);
                }
                _ => return false,
            },
        }
    }
}

/// Who launches a task, and what binds them.
#[derive(Clone, Copy, Debug)]
pub struct Caller<'a> {
    /// The rules of the agent that called; none where the user did.
    pub agent: Option<&'a [Rule]>,
    /// The rules of its session.
    pub session: &'a [Rule],
}

impl Caller<'_> {
    fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.agent.into_iter().flatten().chain(self.session)
    }

    /// What happens when it uses an agent.
    #[must_use]
    pub fn may_use(&self, agent: &str) -> Action {
        evaluate(TASK, agent, self.rules())
    }

    /// Whether a rule of the `task` permission itself lets it use an agent. That is the user's
    /// word that the other agent works with rights of its own.
    #[must_use]
    pub fn delegates_to(&self, agent: &str) -> bool {
        deciding(TASK, agent, self.rules())
            .is_some_and(|rule| rule.permission == TASK && rule.action != Action::Deny)
    }
}

/// The rules that a child session gets: its agent's rules come before them, so that they decide.
/// `child` are the rules that its session has already.
#[must_use]
pub fn limits(
    caller: &Caller<'_>,
    target: Option<&Agent>,
    name: &str,
    child: &[Rule],
    primary_tools: &[String],
) -> Vec<Rule> {
    let own: &[Rule] = target.map_or(&[], |agent| &agent.rules);
    let of_target: Vec<Rule> = own.iter().chain(child).cloned().collect();
    let agent = caller.agent.filter(|_| !caller.delegates_to(name));
    let mut limits = agent.map_or_else(Vec::new, |rules| denials(rules, &of_target));
    // As OpenCode's own `task` takes them over from the session.
    let inherited = caller
        .session
        .iter()
        .filter(|rule| rule.action == Action::Deny || rule.permission == "external_directory");
    limits.extend(inherited.cloned());
    let unnamed = DENIED_UNLESS_NAMED
        .into_iter()
        .filter(|name| !own.iter().any(|rule| rule.permission == **name));
    limits.extend(unnamed.map(Rule::deny));
    limits.extend(primary_tools.iter().map(|tool| Rule::deny(tool)));
    limits.extend(CHILD_DENIES.into_iter().map(Rule::deny));
    limits
}

/// What a list of rules refuses, as rules to be put after the target's: where the list takes a
/// refusal back, the target's own rules hold again.
fn denials(rules: &[Rule], target: &[Rule]) -> Vec<Rule> {
    let mut kept: Vec<Rule> = Vec::new();
    for rule in rules {
        if rule.action == Action::Deny {
            kept.push(rule.clone());
            continue;
        }
        kept.retain(|denied| denied.action != Action::Deny || !rule.covers(denied));
        let taken_back = rule.pattern == "*"
            && kept.iter().any(|denied| {
                denied.action == Action::Deny && matches(&rule.permission, &denied.permission)
            });
        if taken_back {
            kept.extend(
                target
                    .iter()
                    .filter_map(|own| narrowed(own, &rule.permission)),
            );
        }
    }
    kept
}

/// A rule as far as it is about a permission.
fn narrowed(rule: &Rule, permission: &str) -> Option<Rule> {
    let permission = if matches(permission, &rule.permission) {
        permission
    } else if matches(&rule.permission, permission) {
        &rule.permission
    } else {
        return None;
    };
    Some(Rule {
        permission: permission.to_owned(),
        ..rule.clone()
    })
}

/// The refusals among `limits` that a session's rules do not have.
#[must_use]
pub fn missing<'a>(limits: &'a [Rule], session: &[Rule]) -> Vec<&'a Rule> {
    limits
        .iter()
        .filter(|rule| rule.action == Action::Deny && !session.contains(rule))
        .collect()
}

/// The same as a prompt's `tools`, for versions of OpenCode that change a session's rules in no
/// other way. They replace the session's rules, and know no patterns: what is refused in part is
/// refused whole.
#[must_use]
pub fn as_tools(limits: &[Rule], session: &[Rule]) -> Value {
    let denied = session.iter().chain(limits);
    let denied = denied.filter(|rule| rule.action == Action::Deny);
    denied
        .map(|rule| (rule.permission.clone(), Value::Bool(false)))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn rules(list: &[(&str, &str, Action)]) -> Vec<Rule> {
        let rule = |(permission, pattern, action): &(&str, &str, Action)| Rule {
            permission: (*permission).to_owned(),
            pattern: (*pattern).to_owned(),
            action: *action,
        };
        list.iter().map(rule).collect()
    }

    fn agent(name: &str, list: &[(&str, &str, Action)]) -> Agent {
        Agent {
            name: name.to_owned(),
            edits: true,
            model: None,
            hidden: false,
            rules: rules(list),
        }
    }

    /// What a child of `target` may do that `caller`, an agent, launched.
    fn child_may(
        caller: &[(&str, &str, Action)],
        target: &Agent,
        permission: &str,
        pattern: &str,
    ) -> Action {
        let caller_rules = rules(caller);
        let caller = Caller {
            agent: Some(&caller_rules),
            session: &[],
        };
        let limits = limits(&caller, Some(target), &target.name, &[], &[]);
        evaluate(permission, pattern, target.rules.iter().chain(&limits))
    }

    #[test]
    fn patterns_match_as_opencode_matches_them() {
        let cases = [
            ("git status", "git *", true),
            ("git", "git *", true),
            ("gitk", "git *", false),
            ("src/a.rs", "src/*.rs", true),
            ("src/b/a.rs", "*.rs", true),
            ("a", "?", true),
            ("", "*", true),
            ("ab", "a*b*c", false),
            ("abc", "a*b*c", true),
        ];
        for (text, pattern, expected) in cases {
            assert_eq!(matches(text, pattern), expected, "{text} {pattern}");
        }
    }

    #[test]
    fn the_last_rule_that_matches_decides_and_none_means_ask() {
        let list = rules(&[
            ("*", "*", Action::Allow),
            ("bash", "*", Action::Deny),
            ("bash", "git *", Action::Ask),
        ]);
        assert_eq!(evaluate("read", "a", &list), Action::Allow);
        assert_eq!(evaluate("bash", "rm x", &list), Action::Deny);
        assert_eq!(evaluate("bash", "git log", &list), Action::Ask);
        assert_eq!(evaluate("bash", "git log", &[]), Action::Ask);
    }

    #[test]
    fn an_agents_denials_bind_the_child_that_it_launches() {
        let general = agent("general", &[("*", "*", Action::Allow)]);
        let plan = [("*", "*", Action::Allow), ("edit", "*", Action::Deny)];
        assert_eq!(child_may(&plan, &general, "edit", "a"), Action::Deny);
        assert_eq!(child_may(&plan, &general, "bash", "a"), Action::Allow);
    }

    #[test]
    fn what_an_agent_is_allowed_again_its_child_may_as_far_as_its_own_rules_let_it() {
        let general = agent(
            "general",
            &[("*", "*", Action::Allow), ("read", "*.env", Action::Deny)],
        );
        let reader = [
            ("*", "*", Action::Deny),
            ("read", "*", Action::Allow),
            ("edit", "plans/*", Action::Allow),
        ];
        assert_eq!(child_may(&reader, &general, "read", "a"), Action::Allow);
        assert_eq!(child_may(&reader, &general, "read", "a.env"), Action::Deny);
        assert_eq!(child_may(&reader, &general, "bash", "a"), Action::Deny);
        // Only a part of a permission comes back: the child goes without.
        assert_eq!(
            child_may(&reader, &general, "edit", "plans/a"),
            Action::Deny
        );
        let question = [("edit", "*", Action::Deny), ("edit", "*", Action::Allow)];
        assert_eq!(child_may(&question, &general, "edit", "a"), Action::Allow);
    }

    #[test]
    fn an_agent_that_is_named_in_a_task_rule_works_with_rights_of_its_own() {
        let coder = agent("coder", &[("*", "*", Action::Allow)]);
        let lead = [
            ("*", "*", Action::Allow),
            ("edit", "*", Action::Deny),
            ("task", "*", Action::Deny),
            ("task", "coder", Action::Allow),
        ];
        assert_eq!(child_may(&lead, &coder, "edit", "a"), Action::Allow);
    }

    #[test]
    fn a_sessions_denials_go_along_whoever_launches() {
        let session = rules(&[
            ("bash", "*", Action::Deny),
            ("read", "*", Action::Allow),
            ("external_directory", "/tmp/*", Action::Allow),
        ]);
        let caller = Caller {
            agent: None,
            session: &session,
        };
        let target = agent("general", &[("*", "*", Action::Allow)]);
        let limits = limits(&caller, Some(&target), "general", &[], &[]);
        let all = || target.rules.iter().chain(&limits);
        assert_eq!(evaluate("bash", "ls", all()), Action::Deny);
        assert!(limits.contains(&session[2]));
        assert!(!limits.contains(&session[1]));
    }

    #[test]
    fn a_child_launches_no_subagents_unless_its_agents_rules_name_them() {
        let names = |target: &Agent| {
            let caller = Caller {
                agent: None,
                session: &[],
            };
            let limits = limits(
                &caller,
                Some(target),
                &target.name,
                &[],
                &["mine".to_owned()],
            );
            limits
                .into_iter()
                .map(|rule| rule.permission)
                .collect::<Vec<_>>()
        };
        let plain = names(&agent("general", &[("*", "*", Action::Allow)]));
        assert!(
            ["task", "todowrite", "question", "background_task", "mine"]
                .iter()
                .all(|name| plain.iter().any(|denied| denied == name))
        );
        let lead = names(&agent("lead", &[("task", "explore", Action::Allow)]));
        assert!(!lead.iter().any(|denied| denied == "task"));
    }

    #[test]
    fn rules_that_a_session_lacks_are_found_and_can_be_said_as_tools() {
        let session = rules(&[("bash", "rm *", Action::Deny)]);
        let limits = rules(&[
            ("bash", "rm *", Action::Deny),
            ("edit", "*", Action::Deny),
            ("read", "*", Action::Allow),
        ]);
        assert_eq!(missing(&limits, &session), [&limits[1]]);
        let tools = as_tools(&limits, &session);
        assert_eq!(tools, json!({ "bash": false, "edit": false }));
    }

    #[test]
    fn an_agents_table_is_read_like_its_list() {
        let table = json!({ "edit": "deny", "bash": { "git *": "ask" }, "odd": 7 });
        assert_eq!(
            Permission::deserialize(table)
                .map(Permission::into_rules)
                .unwrap(),
            rules(&[("bash", "git *", Action::Ask), ("edit", "*", Action::Deny)])
        );
    }
}
