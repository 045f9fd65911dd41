//! OpenCode 2's JSON, as far as it is read, and what it means to the core.
//! Golden samples of each shape are in `tests/wire/`.

use serde_json::{Value, json};

use litemap::LiteMap as Map;

use super::json::Json;
use crate::core::event::{Agent, Assistant, News, ToolState, ToolUpdate};
use crate::core::ids::{MessageId, SessionId};
use crate::core::rights::{Action, Rule, TASK, evaluate};
use crate::core::task::Model;
use crate::core::time::Time;
use crate::core::trouble::Trouble;

/// What OpenCode 2 calls the permission to use another agent.
const SUBAGENT: &str = "subagent";
/// Answers and tool calls that are remembered while they are under way.
const OPEN_MAX: usize = 500;
/// Bytes of a failed command's output by which its failure is known again.
const INPUT_CHARS: usize = 2000;

/// Answers and tool calls that are under way: an event tells one thing of them, and what it means
/// depends on those before it.
#[derive(Debug, Default)]
pub struct Open {
    texts: Map<MessageId, String>,
    /// Those that called a tool.
    called: Map<MessageId, ()>,
    tools: Map<String, Tool>,
}

#[derive(Clone, Debug, Default)]
struct Tool {
    name: String,
    input: String,
}

impl Open {
    /// What an event means to the core; nothing where it means nothing.
    pub fn read(&mut self, kind: &str, data: &Value) -> Vec<News> {
        self.read_one(kind, data).unwrap_or_default()
    }

    fn read_one(&mut self, kind: &str, data: &Value) -> Option<Vec<News>> {
        let session: SessionId = data.id("sessionID")?;
        Some(match kind {
            "session.execution.started" => vec![News::SessionBusy { session }],
            "session.execution.succeeded" => vec![News::SessionIdle { session }],
            "session.execution.failed" => {
                let trouble = trouble(data.field("error")?);
                ended_by(session, trouble)
            }
            "session.execution.interrupted" => {
                let trouble = Trouble {
                    name: "MessageAbortedError".to_owned(),
                    message: "The turn was interrupted.".to_owned(),
                    status: None,
                    retryable: Some(false),
                };
                ended_by(session, trouble)
            }
            "session.retry.scheduled" => vec![News::SessionRetrying {
                session,
                attempt: data.number("attempt").unwrap_or(1) as u32,
                message: data
                    .field("error")
                    .and_then(|error| error.text("message"))
                    .unwrap_or_default(),
                next: data.number("at").map(Time),
            }],
            "session.text.ended" => self.text(session, data)?,
            "session.step.ended" => self.step_ended(session, data)?,
            "permission.asked" => vec![News::AskOpened {
                session,
                ask: data.text("id")?,
                title: format!(
                    "{} {}",
                    data.text("action").unwrap_or_default(),
                    data.texts("resources").join(" ")
                )
                .trim_end()
                .to_owned(),
                permission: true,
            }],
            "permission.replied" => vec![News::AskClosed {
                session,
                ask: data.text("requestID")?,
                rejected: data.text("reply").as_deref() == Some("reject"),
            }],
            _ if kind.starts_with("session.tool.") => vec![self.tool(kind, session, data)?],
            _ => return None,
        })
    }

    fn text(&mut self, session: SessionId, data: &Value) -> Option<Vec<News>> {
        let message: MessageId = data.id("assistantMessageID")?;
        let text = data.text("text")?;
        if self.texts.len() >= OPEN_MAX {
            self.texts = Map::new();
        }
        let mut all = self.texts.remove(&message).unwrap_or_default();
        if !all.is_empty() {
            all.push_str("\n\n");
        }
        all.push_str(&text);
        self.texts.insert(message.clone(), all);
        Some(vec![News::TextFinished {
            session,
            message,
            text,
        }])
    }

    /// A step ended. One that said nothing, called nothing and cost nothing was a call of the model
    /// that Holdfast skipped: it is no answer.
    fn step_ended(&mut self, session: SessionId, data: &Value) -> Option<Vec<News>> {
        let id: MessageId = data.id("assistantMessageID")?;
        let text = self.texts.remove(&id).unwrap_or_default();
        let called = self.called.remove(&id).is_some();
        let tokens = tokens(data);
        if text.is_empty() && !called && tokens == 0 {
            return None;
        }
        let mut events = vec![
            News::AssistantUpdated {
                session: session.clone(),
                message: Assistant {
                    id,
                    parent: None,
                    finish: data.text("finish"),
                    completed: true,
                    error: None,
                    summary: false,
                    text,
                },
            },
            News::StepFinished {
                session: session.clone(),
                tokens,
                cost: data
                    .field("cost")
                    .and_then(|cost| cost.as_f64())
                    .unwrap_or_default(),
            },
        ];
        let files: Vec<String> = data.texts("files");
        if !files.is_empty() {
            let snapshot = data.text("snapshot").unwrap_or_default();
            events.push(News::FilesChanged {
                session,
                change: snapshot,
            });
        }
        Some(events)
    }

    fn tool(&mut self, kind: &str, session: SessionId, data: &Value) -> Option<News> {
        let call = data.text("id")?;
        let state = match kind {
            "session.tool.input.started" => {
                if self.tools.len() >= OPEN_MAX {
                    (self.tools, self.called) = (Map::new(), Map::new());
                }
                self.called.insert(data.id("assistantMessageID")?, ());
                let name = data.text("name")?;
                let input = String::new();
                self.tools.insert(call, Tool { name, input });
                return None;
            }
            "session.tool.called" => {
                let input = data.field("input").map(|input| input.to_string());
                if let Some(tool) = self.tools.get_mut(&call) {
                    tool.input = input
                        .unwrap_or_default()
                        .chars()
                        .take(INPUT_CHARS)
                        .collect();
                }
                ToolState::Running
            }
            "session.tool.success" => {
                let exit = data.field("metadata").and_then(|data| data.number("exit"));
                match exit {
                    None | Some(0) => ToolState::Completed,
                    Some(exit) => ToolState::Failed(format!("exit code {exit}")),
                }
            }
            "session.tool.failed" => {
                let error = data.field("error").and_then(|error| error.text("message"));
                ToolState::Failed(error.unwrap_or_default())
            }
            _ => return None,
        };
        let tool = match state {
            ToolState::Running => self.tools.get(&call).cloned()?,
            ToolState::Completed | ToolState::Failed(_) => self.tools.remove(&call)?,
        };
        let input = match state {
            ToolState::Failed(_) => tool.input,
            ToolState::Running | ToolState::Completed => String::new(),
        };
        Some(News::ToolUpdated(ToolUpdate {
            session,
            call,
            title: String::new(),
            tool: tool.name,
            input,
            state,
            change: None,
            native: None,
        }))
    }
}

/// A turn ended, and not well: OpenCode 2 tells both in one event.
fn ended_by(session: SessionId, trouble: Trouble) -> Vec<News> {
    vec![
        News::SessionFailed {
            session: session.clone(),
            trouble,
        },
        News::SessionIdle { session },
    ]
}

/// Tokens of an answer, read, written and thought.
pub fn tokens(answer: &Value) -> u64 {
    let tokens = answer.field("tokens");
    let count = |name| tokens.as_ref().and_then(|tokens| tokens.number(name));
    ["input", "output", "reasoning"]
        .into_iter()
        .filter_map(count)
        .fold(0, u64::saturating_add)
}

/// An error as OpenCode 2 stores it, under the names that the core knows.
pub fn trouble(error: &Value) -> Trouble {
    let kind = error.text("type").unwrap_or_default();
    let name = match kind.as_str() {
        "aborted" => "MessageAbortedError",
        "provider.auth" => "ProviderAuthError",
        "provider.context-overflow" => "ContextOverflowError",
        _ => kind.as_str(),
    };
    let status = error
        .number("status")
        .or_else(|| error.number("statusCode"));
    Trouble {
        name: name.to_owned(),
        message: error.text("message").unwrap_or_default(),
        status: status.map(|status| status as u16),
        retryable: (kind == "provider.invalid-request").then_some(false),
    }
}

/// A session.
#[derive(Clone, Debug)]
pub struct Session {
    /// The session that it works for, by what we noted in it: OpenCode 2 knows no parents.
    pub parent: Option<SessionId>,
    /// Its permission rules.
    pub rules: Vec<Rule>,
    /// Its agent, once it has one.
    pub agent: Option<String>,
    /// Its user took messages back.
    pub reverted: bool,
}

impl Session {
    /// Reads a session.
    pub fn read(info: &Value) -> Self {
        let ours = info
            .field("metadata")
            .and_then(|metadata| metadata.field("holdfast"));
        Self {
            parent: ours.and_then(|ours| ours.id("parent")),
            rules: rules(info.list("permissions")),
            agent: info.text("agent"),
            reverted: info.field("revert").is_some(),
        }
    }
}

/// What we note in a child session.
#[must_use]
pub fn link(parent: &SessionId) -> Value {
    json!({ "holdfast": { "parent": parent } })
}

/// Permission rules, in the words of the core.
pub fn rules(rules: &[Value]) -> Vec<Rule> {
    let rule = |rule: &Value| {
        let permission = match rule.text("action")? {
            name if name == SUBAGENT => TASK.to_owned(),
            name => name,
        };
        let rule = json!({
            "permission": permission,
            "pattern": rule.text("resource")?,
            "action": rule.text("effect")?,
        });
        serde_json::from_value(rule).ok()
    };
    rules.iter().filter_map(rule).collect()
}

/// Permission rules as OpenCode 2 writes them.
#[must_use]
pub fn written(rules: &[Rule]) -> Value {
    let rule = |rule: &Rule| {
        let mut value = json!(rule);
        let mut take = |name: &str| value.get_mut(name).map(Value::take).unwrap_or_default();
        let (action, resource, effect) = (take("permission"), take("pattern"), take("action"));
        let action = if action == TASK {
            json!(SUBAGENT)
        } else {
            action
        };
        json!({ "action": action, "resource": resource, "effect": effect })
    };
    rules.iter().map(rule).collect()
}

/// An agent as OpenCode 2 lists it.
pub fn agent(info: &Value) -> Option<Agent> {
    let rules = rules(info.list("permissions"));
    let model = info.field("model").and_then(|model| {
        Some(Model {
            provider: model.text("providerID")?,
            model: model.text("id")?,
        })
    });
    Some(Agent {
        name: info.text("id")?,
        edits: evaluate("edit", "*", &rules) != Action::Deny,
        model,
        hidden: info.field("hidden").and_then(Value::as_bool) == Some(true),
        rules,
    })
}
