//! The options: defaults, reading them from layers of JSON, and what to say about a bad value.

use litemap::LiteMap;
use serde::de::value::StrDeserializer;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::core::values::lenient;
use crate::core::values::plain::nearest;
use crate::core::values::time::Span;

/// All options, resolved. The documentation of each is in `docs/options.md` and `schema.json`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Todo continuation and its bounds.
    pub continuation: Continuation,
    /// Background tasks and their queue.
    pub tasks: Tasks,
    /// Keeping a headless turn open.
    pub hold: Hold,
    /// The terminal UI's key and slash command.
    pub tui: Tui,
    /// Whether toasts are shown at all.
    pub toasts: bool,
    /// Whether each record is flushed to the disk before it is acted upon.
    pub flush: bool,
    /// The folder in which each project gets one for its journals; none means the default, in
    /// the user's data folder.
    pub state_dir: Option<String>,
}

/// `continuation.*`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Continuation {
    /// Continue while todos are open.
    pub todos: bool,
    /// What to do at idle while tasks are active.
    pub while_active: WhileActive,
    /// How long a watched session is warned before a todo continuation.
    pub countdown: Span,
    /// Continuations without progress before it ends.
    pub max_stagnant: u32,
    /// Continuations since the user last spoke before it ends.
    pub max_continuations: u32,
    /// First pause after a failure; it doubles with each further one.
    pub cooldown: Span,
    /// Agents whose todos are not continued.
    pub skip_agents: Vec<String>,
    /// Wait for the user when the last text asks them something.
    pub wait_on_questions: bool,
}

/// `continuation.whileActive`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WhileActive {
    /// Hold headless sessions, let watched ones be idle.
    Auto,
    /// Inject a continuation at once, one per change in the active set.
    Immediate,
}

/// `tasks.*`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tasks {
    /// Slots per concurrency key.
    pub concurrency: Concurrency,
    /// What a failure does to the queue.
    pub on_failure: OnFailure,
    /// What an abort of the parent does to its tasks.
    pub on_abort: OnAbort,
    /// One message when all settled, or one per task.
    pub deliver: Deliver,
    /// Characters of a result that are delivered inline.
    pub result_chars: usize,
    /// A task that has not started by then has failed.
    pub start_timeout: Span,
    /// A task without activity for so long has failed.
    pub inactivity_timeout: Span,
    /// Provider retries of one step before the task has failed.
    pub retry_limit: u32,
    /// Completed tasks kept per root session.
    pub keep_completed: usize,
    /// Failed, cancelled and interrupted tasks kept per root session.
    pub keep_failed: usize,
    /// How long a failure stays in the indicator.
    pub failed_indicator: Span,
}

/// `tasks.concurrency`: slots per `provider/model`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concurrency {
    /// For keys that have no entry of their own.
    pub default: usize,
    /// Slots of named `provider/model` keys.
    pub per_key: LiteMap<String, usize>,
}

impl Concurrency {
    /// How many tasks of `key` may run at once.
    #[must_use]
    pub fn slots(&self, key: &str) -> usize {
        self.per_key.get(key).copied().unwrap_or(self.default)
    }
}

/// `tasks.onFailure`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OnFailure {
    /// The queue stops until somebody decides.
    Halt,
    /// The queue goes on.
    Continue,
}

/// `tasks.onAbort`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OnAbort {
    /// Tasks go on.
    Keep,
    /// Tasks are cancelled.
    Cancel,
}

/// `tasks.deliver`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Deliver {
    /// One message when all settled.
    All,
    /// One message per settled task.
    Each,
}

/// `hold.*`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    /// Which sessions are held.
    pub mode: HoldMode,
    /// The longest hold; `None` is without end.
    pub max: Option<Span>,
    /// The exit code of a headless run in which a task failed.
    pub exit_code_on_failure: u8,
}

/// `hold.mode`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HoldMode {
    /// Headless sessions.
    Auto,
    /// Every session.
    Always,
    /// No session.
    Never,
}

/// `tui.*`
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tui {
    /// Key that opens the task list.
    pub key: String,
    /// Slash command that opens the task list, without the slash.
    pub command: String,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            continuation: Continuation {
                todos: true,
                while_active: WhileActive::Auto,
                countdown: Span::seconds(2),
                max_stagnant: 3,
                max_continuations: 50,
                cooldown: Span::seconds(5),
                skip_agents: vec!["plan".to_owned()],
                wait_on_questions: true,
            },
            tasks: Tasks {
                concurrency: Concurrency {
                    default: 3,
                    per_key: LiteMap::new(),
                },
                on_failure: OnFailure::Halt,
                on_abort: OnAbort::Keep,
                deliver: Deliver::All,
                result_chars: 8000,
                start_timeout: Span::seconds(60),
                inactivity_timeout: Span::minutes(30),
                retry_limit: 5,
                keep_completed: 5,
                keep_failed: 5,
                failed_indicator: Span::minutes(60),
            },
            hold: Hold {
                mode: HoldMode::Auto,
                max: None,
                exit_code_on_failure: 0,
            },
            tui: Tui {
                key: "<leader>j".to_owned(),
                command: "tasks".to_owned(),
            },
            toasts: true,
            flush: false,
            state_dir: None,
        }
    }
}

/// Where a layer of options came from, and what it says.
#[derive(Clone, Debug, Deserialize)]
pub struct Layer {
    /// How to name the layer to the user: a path, or `opencode.json`.
    pub source: String,
    /// Its JSON text.
    pub text: String,
    /// Whether only the user can have written it: a file of a project may come with a repository,
    /// or from an agent.
    #[serde(default, deserialize_with = "lenient::field")]
    pub own: bool,
}

impl Config {
    /// Resolves layers from weakest to strongest. Each problem is a whole sentence that names
    /// the key and what would be right; the key concerned keeps its value from below.
    #[must_use]
    pub fn from_layers(layers: &[Layer]) -> (Self, Vec<String>) {
        let mut config = Self::default();
        let mut problems = Vec::new();
        for layer in layers {
            match serde_json::from_str::<Value>(&layer.text) {
                Ok(Value::Object(mut keys)) => {
                    if !layer.own && keys.remove(STATE_DIR).is_some() {
                        problems.push(not_own(&layer.source));
                    }
                    config.apply(&layer.source, &keys, &mut problems);
                }
                Ok(Value::Null) => {}
                Ok(_) => problems.push(format!(
                    "{} must hold a JSON object of options; it was ignored.",
                    layer.source
                )),
                Err(error) => problems.push(format!(
                    "{} is not valid JSON ({error}); correct it, it was ignored.",
                    layer.source
                )),
            }
        }
        (config, problems)
    }

    fn apply(&mut self, source: &str, keys: &Map<String, Value>, problems: &mut Vec<String>) {
        for (key, value) in keys {
            match (key.as_str(), value) {
                ("$schema", _) => {}
                ("continuation" | "tasks" | "hold" | "tui", Value::Object(section)) => {
                    for (name, value) in section {
                        let path = format!("{key}.{name}");
                        report(source, &path, self.set(&path, value), value, problems);
                    }
                }
                ("continuation" | "tasks" | "hold" | "tui", other) => {
                    report(source, key, Err("an object of options"), other, problems);
                }
                (_, value) => report(source, key, self.set(key, value), value, problems),
            }
        }
    }

    /// Sets one option, or says what would have been right.
    fn set(&mut self, path: &str, value: &Value) -> Result<(), &'static str> {
        let Self {
            continuation,
            tasks,
            hold,
            tui,
            toasts,
            flush,
            state_dir,
        } = self;
        match path {
            "continuation.todos" => set(&mut continuation.todos, boolean(value)?),
            "continuation.whileActive" => set(
                &mut continuation.while_active,
                name(value, "\"auto\" or \"immediate\"")?,
            ),
            "continuation.countdownSeconds" => {
                set(&mut continuation.countdown, Span::seconds(number(value)?));
            }
            "continuation.maxStagnant" => set(&mut continuation.max_stagnant, count(value)?),
            "continuation.maxContinuations" => {
                set(&mut continuation.max_continuations, count(value)?);
            }
            "continuation.cooldownSeconds" => {
                set(&mut continuation.cooldown, Span::seconds(number(value)?));
            }
            "continuation.skipAgents" => set(&mut continuation.skip_agents, names(value)?),
            "continuation.waitOnQuestions" => {
                set(&mut continuation.wait_on_questions, boolean(value)?);
            }
            "tasks.concurrency" => set(&mut tasks.concurrency, concurrency(value)?),
            "tasks.onFailure" => set(
                &mut tasks.on_failure,
                name(value, "\"halt\" or \"continue\"")?,
            ),
            "tasks.onAbort" => set(&mut tasks.on_abort, name(value, "\"keep\" or \"cancel\"")?),
            "tasks.deliver" => set(&mut tasks.deliver, name(value, "\"all\" or \"each\"")?),
            "tasks.resultChars" => set(&mut tasks.result_chars, positive(value)? as usize),
            "tasks.startTimeoutSeconds" => {
                set(&mut tasks.start_timeout, Span::seconds(positive(value)?));
            }
            "tasks.inactivityTimeoutMinutes" => {
                set(&mut tasks.inactivity_timeout, minutes(value)?);
            }
            "tasks.retryLimit" => set(&mut tasks.retry_limit, count(value)?),
            "tasks.keepCompleted" => set(&mut tasks.keep_completed, number(value)? as usize),
            "tasks.keepFailed" => set(&mut tasks.keep_failed, number(value)? as usize),
            "tasks.failedIndicatorMinutes" => set(&mut tasks.failed_indicator, minutes(value)?),
            "hold.mode" => set(
                &mut hold.mode,
                name(value, "\"auto\", \"always\" or \"never\"")?,
            ),
            "hold.maxMinutes" => {
                let max = minutes_or_zero(value)?;
                set(&mut hold.max, (max.0 > 0).then_some(max));
            }
            "hold.exitCodeOnFailure" => set(
                &mut hold.exit_code_on_failure,
                number(value)?
                    .try_into()
                    .map_err(|_| "an exit code from 0 to 255")?,
            ),
            "tui.key" => set(&mut tui.key, text(value)?),
            "tui.command" => set(&mut tui.command, text(value)?),
            "toasts" => set(toasts, boolean(value)?),
            "flush" => set(flush, boolean(value)?),
            STATE_DIR => set(state_dir, Some(absolute_path(value)?)),
            _ => return Err(UNKNOWN),
        }
        Ok(())
    }
}

const UNKNOWN: &str = "";

/// What Holdfast acts upon is there: nobody but the user may say where that is.
const STATE_DIR: &str = "stateDir";

fn not_own(source: &str) -> String {
    format!(
        "`{STATE_DIR}` in {source} was ignored: only holdfast.json in OpenCode's global \
         configuration folder may set it."
    )
}

/// Every option's path, for the nearest name to a misspelt one.
pub const PATHS: [&str; 28] = [
    "continuation.todos",
    "continuation.whileActive",
    "continuation.countdownSeconds",
    "continuation.maxStagnant",
    "continuation.maxContinuations",
    "continuation.cooldownSeconds",
    "continuation.skipAgents",
    "continuation.waitOnQuestions",
    "tasks.concurrency",
    "tasks.onFailure",
    "tasks.onAbort",
    "tasks.deliver",
    "tasks.resultChars",
    "tasks.startTimeoutSeconds",
    "tasks.inactivityTimeoutMinutes",
    "tasks.retryLimit",
    "tasks.keepCompleted",
    "tasks.keepFailed",
    "tasks.failedIndicatorMinutes",
    "hold.mode",
    "hold.maxMinutes",
    "hold.exitCodeOnFailure",
    "tui.key",
    "tui.command",
    "toasts",
    "flush",
    "stateDir",
    "$schema",
];

fn report(
    source: &str,
    path: &str,
    result: Result<(), &'static str>,
    value: &Value,
    problems: &mut Vec<String>,
) {
    match result {
        Ok(()) => {}
        Err(UNKNOWN) => {
            let hint = nearest(path, PATHS.iter().copied())
                .map_or_else(String::new, |name| format!(" Did you mean `{name}`?"));
            problems.push(format!(
                "`{path}` in {source} is not an option; it was ignored.{hint}"
            ));
        }
        Err(expected) => problems.push(format!(
            "`{path}` in {source} must be {expected}, not {value}; its default is used."
        )),
    }
}

fn set<T>(slot: &mut T, value: T) {
    *slot = value;
}

/// One of a few names, which `expected` lists.
fn name<'a, T: Deserialize<'a>>(
    value: &'a Value,
    expected: &'static str,
) -> Result<T, &'static str> {
    let name = value.as_str().ok_or(expected)?;
    T::deserialize(StrDeserializer::<serde_json::Error>::new(name)).map_err(|_| expected)
}

fn boolean(value: &Value) -> Result<bool, &'static str> {
    value.as_bool().ok_or("true or false")
}

fn number(value: &Value) -> Result<u64, &'static str> {
    value
        .as_u64()
        .filter(|&n| n <= 1_000_000_000)
        .ok_or("a whole number, 0 or more")
}

fn positive(value: &Value) -> Result<u64, &'static str> {
    number(value)
        .ok()
        .filter(|&n| n > 0)
        .ok_or("a whole number, 1 or more")
}

fn count(value: &Value) -> Result<u32, &'static str> {
    number(value)?
        .try_into()
        .map_err(|_| "a whole number, 0 or more")
}

/// Minutes may be a fraction, so that a test or a demo need not wait for one.
fn minutes_or_zero(value: &Value) -> Result<Span, &'static str> {
    let minutes = value.as_f64().filter(|m| (0.0..=1e6).contains(m));
    minutes
        .map(|m| Span((m * 60_000.0) as u64))
        .ok_or("a number of minutes, 0 or more")
}

fn minutes(value: &Value) -> Result<Span, &'static str> {
    minutes_or_zero(value)
        .ok()
        .filter(|s| s.0 > 0)
        .ok_or("a number of minutes above 0")
}

fn text(value: &Value) -> Result<String, &'static str> {
    value
        .as_str()
        .filter(|s| !s.is_empty())
        .map(str::to_owned)
        .ok_or("a non-empty string")
}

/// As the system of whoever wrote it has it: `/x`, `C:\x` or `\\server\x`.
fn absolute_path(value: &Value) -> Result<String, &'static str> {
    text(value)
        .ok()
        .filter(|path| {
            let drive = path.as_bytes().first().is_some_and(u8::is_ascii_alphabetic)
                && path
                    .get(1..3)
                    .is_some_and(|rest| rest == ":\\" || rest == ":/");
            path.starts_with('/') || path.starts_with("\\\\") || drive
        })
        .ok_or("an absolute path")
}

fn names(value: &Value) -> Result<Vec<String>, &'static str> {
    let names = value
        .as_array()
        .map(|all| all.iter().map(text).collect::<Result<Vec<_>, _>>());
    names.and_then(Result::ok).ok_or("a list of agent names")
}

fn concurrency(value: &Value) -> Result<Concurrency, &'static str> {
    const EXPECTED: &str =
        "a whole number, 1 or more, or an object such as {\"default\": 3, \"zai/glm-4.7\": 1}";
    let slots = |value: &Value| positive(value).map(|n| n as usize).map_err(|_| EXPECTED);
    let Value::Object(map) = value else {
        return Ok(Concurrency {
            default: slots(value)?,
            per_key: LiteMap::new(),
        });
    };
    let mut result = Config::default().tasks.concurrency;
    for (key, value) in map {
        match key.as_str() {
            "default" => result.default = slots(value)?,
            _ => {
                result.per_key.insert(key.clone(), slots(value)?);
            }
        }
    }
    Ok(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(texts: &[&str]) -> (Config, Vec<String>) {
        let layers: Vec<Layer> = texts
            .iter()
            .map(|text| Layer {
                source: "holdfast.json".to_owned(),
                text: (*text).to_owned(),
                own: true,
            })
            .collect();
        Config::from_layers(&layers)
    }

    #[test]
    fn a_stronger_layer_wins_key_by_key() {
        let (config, problems) = read(&[
            r#"{"tasks":{"concurrency":1,"resultChars":10},"toasts":false}"#,
            r#"{"tasks":{"concurrency":{"default":2,"zai/glm-4.7":1}}}"#,
        ]);
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!(config.tasks.concurrency.slots("zai/glm-4.7"), 1);
        assert_eq!(config.tasks.concurrency.slots("other/model"), 2);
        assert_eq!(config.tasks.result_chars, 10);
        assert!(!config.toasts);
    }

    #[test]
    fn a_bad_value_is_named_with_what_would_be_right_and_keeps_its_default() {
        for (text, named, right) in [
            (
                r#"{"tasks":{"concurrency":0}}"#,
                "`tasks.concurrency`",
                "1 or more",
            ),
            (
                r#"{"tasks":{"concurency":1}}"#,
                "`tasks.concurency`",
                "`tasks.concurrency`",
            ),
            (
                r#"{"hold":{"mode":"yes"}}"#,
                "`hold.mode`",
                "\"auto\", \"always\" or \"never\"",
            ),
            (r#"{"hold":3}"#, "`hold`", "an object"),
            (r#"{"toasts":"no"}"#, "`toasts`", "true or false"),
            (r#"{"tosts":true}"#, "`tosts`", "`toasts`"),
            (
                r#"{"hold":{"exitCodeOnFailure":300}}"#,
                "`hold.exitCodeOnFailure`",
                "255",
            ),
            (
                r#"{"tasks":{"startTimeoutSeconds":-1}}"#,
                "`tasks.startTimeoutSeconds`",
                "1 or",
            ),
            (
                r#"{"continuation":{"skipAgents":"plan"}}"#,
                "`continuation.skipAgents`",
                "list",
            ),
            ("[1]", "holdfast.json", "object"),
            ("{", "holdfast.json", "JSON"),
        ] {
            let (config, problems) = read(&[text]);
            assert_eq!(config, Config::default(), "{text}");
            let said = problems.join(" ");
            assert!(
                said.contains(named) && said.contains(right),
                "{text}: {said}"
            );
        }
    }

    #[test]
    fn only_the_users_own_file_may_say_where_state_is() {
        let read = |own, text: &str| {
            Config::from_layers(&[Layer {
                source: "somewhere".to_owned(),
                text: text.to_owned(),
                own,
            }])
        };
        let text = r#"{"stateDir":"/var/lib/holdfast","toasts":false}"#;
        let (config, problems) = read(true, text);
        assert_eq!(config.state_dir.as_deref(), Some("/var/lib/holdfast"));
        assert_eq!(problems, Vec::<String>::new());
        let (config, problems) = read(false, text);
        assert_eq!(config.state_dir, None);
        assert!(!config.toasts, "the rest of that file counts");
        assert_eq!(
            problems,
            [
                "`stateDir` in somewhere was ignored: only holdfast.json in OpenCode's global \
                 configuration folder may set it."
            ]
        );
        for relative in ["state", "./state", "../state", "C:state", "~/state"] {
            let (config, problems) = read(true, &format!(r#"{{"stateDir":"{relative}"}}"#));
            assert_eq!(config.state_dir, None);
            assert!(problems.join("").contains("an absolute path"), "{relative}");
        }
        assert_eq!(
            read(true, r#"{"stateDir":"D:\\state"}"#).1,
            Vec::<String>::new()
        );
    }

    #[test]
    fn every_listed_path_is_an_option() {
        for path in PATHS.iter().filter(|path| **path != "$schema") {
            assert_ne!(
                Config::default().set(path, &Value::Null),
                Err(UNKNOWN),
                "{path}"
            );
        }
    }
}
