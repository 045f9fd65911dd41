//! The child sessions of a story.

use std::collections::VecDeque;

use holdfast::core::effect::Prompt;
use holdfast::core::event::{Event, Native, News, SessionFacts, Status, ToolState, ToolUpdate};
use holdfast::core::ids::{SessionId, TaskId};
use holdfast::core::rights::Rule;
use holdfast::core::time::Time;
use holdfast::core::trouble::Trouble;
use serde_json::Value;

use super::{Message, Session, Side, Story, trouble};

impl Story {
    /// The session that a task works in.
    pub(crate) fn child(&self, task: &TaskId) -> SessionId {
        self.task(task)
            .launch
            .session
            .unwrap_or_else(|| panic!("{task} has no session"))
    }

    /// The task's agent gives its final answer.
    pub(crate) fn child_finishes(&mut self, task: &TaskId, text: &str) {
        self.child_says(task, text);
        let session = self.child(task);
        self.feed(News::SessionIdle { session });
    }

    /// The task's agent has answered; that its session is idle is not told.
    pub(crate) fn child_says(&mut self, task: &TaskId, text: &str) {
        let message = self.child_message(task, text, Some("stop"), None);
        let session = self.child(task);
        self.session(&session).status = Status::Idle;
        self.speak(&session, message);
    }

    /// The same, and every event of it is lost.
    pub(crate) fn child_finishes_unheard(&mut self, task: &TaskId, text: &str) {
        let message = self.child_message(task, text, Some("stop"), None);
        let session = self.child(task);
        let session = self.session(&session);
        session.status = Status::Idle;
        session.store(message);
    }

    /// The task's turn ends in an error.
    pub(crate) fn child_fails(&mut self, task: &TaskId, trouble: Trouble) {
        let message = self.child_message(task, "", None, Some(trouble.clone()));
        let session = self.child(task);
        self.session(&session).status = Status::Idle;
        self.speak(&session, message);
        self.feed(News::SessionFailed {
            session: session.clone(),
            trouble,
        });
        self.feed(News::SessionIdle { session });
    }

    /// The task's agent writes, and is not done.
    pub(crate) fn child_writes(&mut self, task: &TaskId, text: &str) {
        let message = self.child_message(task, text, None, None);
        let session = self.child(task);
        self.speak(&session, message);
    }

    pub(crate) fn child_tool(&mut self, task: &TaskId, tool: &str, state: ToolState) {
        let update = self.tool_update(&self.child(task), tool, state);
        self.feed(News::ToolUpdated(update));
    }

    /// A step of the task's agent ends with tool calls; the next one follows.
    pub(crate) fn child_steps(&mut self, task: &TaskId, text: &str) {
        let message = self.child_message(task, text, Some("tool-calls"), None);
        let session = self.child(task);
        self.speak(&session, message);
    }

    /// OpenCode tells of the newest message of a task's agent once more.
    pub(crate) fn child_is_told_again(&mut self, task: &TaskId) {
        let session = self.child(task);
        let message = self.session(&session).newest_assistant();
        let message = message.expect("an answer");
        let (id, text) = (message.id.clone(), message.text.clone());
        self.feed(News::AssistantUpdated {
            session: session.clone(),
            message,
        });
        self.feed(News::TextFinished {
            session: session.clone(),
            message: id,
            text,
        });
        self.feed(News::SessionBusy { session });
    }

    pub(crate) fn child_retries(&mut self, task: &TaskId, attempt: u32) {
        self.child_retries_at(task, attempt, None);
    }

    /// The provider is to be asked again at a time that OpenCode names.
    pub(crate) fn child_retries_at(&mut self, task: &TaskId, attempt: u32, next: Option<Time>) {
        let session = self.child(task);
        self.session(&session).status = Status::Retrying;
        let message = "overloaded".to_owned();
        self.feed(News::SessionRetrying {
            session,
            attempt,
            message,
            next,
        });
    }

    /// OpenCode tells of a session below another one.
    pub(crate) fn session_appears(&mut self, id: &str, parent: &SessionId) -> SessionId {
        let session = SessionId::from(id);
        self.sessions
            .insert(session.clone(), Session::new(Some(parent.clone())));
        self.feed(Event::SessionKnown(SessionFacts {
            session: session.clone(),
            parent: Some(parent.clone()),
            headless: false,
            rules: Vec::new(),
            todos: Vec::new(),
            journal: None,
        }));
        session
    }

    /// The agent starts one of OpenCode's own background subagents.
    pub(crate) fn agent_starts_native(&mut self, description: &str) -> TaskId {
        let root = self.root.clone();
        let session = self.session_appears("ses_native", &root);
        let side = Side::User {
            identity: None,
            ignored: false,
        };
        let asked = Message {
            id: self.mint(),
            created: self.now,
            text: String::new(),
            side,
        };
        self.session(&session).store(asked);
        self.session(&session).status = Status::Busy;
        self.used_tool();
        let native = Native {
            session: session.clone(),
            description: description.to_owned(),
            agent: "general".to_owned(),
            prompt: description.to_owned(),
        };
        let update = self.tool_update(&root, "task", ToolState::Completed);
        self.feed(News::ToolUpdated(ToolUpdate {
            native: Some(native),
            ..update
        }));
        self.ledger()
            .task_in(&session)
            .expect("a watched subagent")
            .id()
            .clone()
    }

    pub(crate) fn asks(&mut self, session: &SessionId, ask: &str, title: &str, permission: bool) {
        self.feed(News::AskOpened {
            session: session.clone(),
            ask: ask.to_owned(),
            title: title.to_owned(),
            permission,
        });
    }

    pub(crate) fn is_answered(&mut self, session: &SessionId, ask: &str) {
        self.feed(News::AskClosed {
            session: session.clone(),
            ask: ask.to_owned(),
            rejected: false,
        });
    }

    /// The person says no to a permission, or dismisses a question.
    pub(crate) fn is_refused(&mut self, session: &SessionId, ask: &str) {
        self.feed(News::AskClosed {
            session: session.clone(),
            ask: ask.to_owned(),
            rejected: true,
        });
    }

    pub(super) fn create_child(&mut self, parent: &SessionId, rules: Vec<Rule>) -> SessionId {
        let id = SessionId(format!("ses_child{}", self.created.len() + 1));
        self.sessions
            .insert(id.clone(), Session::with_rules(Some(parent.clone()), rules));
        self.created.push(id.clone());
        id
    }

    pub(super) fn prompt_child(
        &mut self,
        id: &SessionId,
        prompt: Prompt,
        queue: &mut VecDeque<Event>,
    ) {
        let created = self.now;
        let side = Side::User {
            identity: None,
            ignored: false,
        };
        let answers = prompt.message.clone();
        let asked = Message {
            id: prompt.message.clone(),
            created,
            text: prompt.text.clone(),
            side,
        };
        self.session(id).store(asked);
        if let Some(Value::Object(tools)) = prompt.rest.get("tools") {
            let denied = tools.iter().filter(|(_, allowed)| **allowed == false);
            let rules = denied.map(|(name, _)| Rule::deny(name)).collect();
            self.session(id).rules = rules;
        }
        self.child_prompts.push((id.clone(), prompt));
        if self.faults.mute {
            return;
        }
        self.session(id).status = Status::Busy;
        queue.push_back(
            News::SessionBusy {
                session: id.clone(),
            }
            .into(),
        );
        let side = Side::Assistant {
            answers,
            finish: None,
            error: None,
        };
        let begun = Message {
            id: self.mint(),
            created: self.now,
            text: String::new(),
            side,
        };
        let message = begun.assistant().expect("an assistant message");
        self.session(id).store(begun);
        queue.push_back(
            News::AssistantUpdated {
                session: id.clone(),
                message,
            }
            .into(),
        );
    }

    /// OpenCode stops a session.
    pub(super) fn abort(&mut self, id: &SessionId, queue: &mut VecDeque<Event>) {
        self.aborted.push(id.clone());
        let busy = self
            .sessions
            .get(id)
            .is_some_and(|session| session.status != Status::Idle);
        if !busy || self.faults.deaf {
            return;
        }
        let error = trouble("MessageAbortedError", None, "");
        self.session(id).status = Status::Idle;
        if *id == self.root {
            self.turn = super::Turn::Idle;
        } else if let Some(message) = self.unfinished(id) {
            let Side::Assistant { answers, .. } = message.side else {
                return;
            };
            let side = Side::Assistant {
                answers,
                finish: None,
                error: Some(error.clone()),
            };
            self.session(id).store(Message { side, ..message });
        }
        queue.push_back(
            News::SessionFailed {
                session: id.clone(),
                trouble: error,
            }
            .into(),
        );
        queue.push_back(
            News::SessionIdle {
                session: id.clone(),
            }
            .into(),
        );
    }

    /// The answer that a child session is at, changed; a new one where it is at none.
    fn child_message(
        &mut self,
        task: &TaskId,
        text: &str,
        finish: Option<&str>,
        error: Option<Trouble>,
    ) -> Message {
        let session = self.child(task);
        let finish = finish.map(str::to_owned);
        let begun = self.unfinished(&session);
        let answers = self.session(&session).newest_user().id;
        let id = begun
            .as_ref()
            .map_or_else(|| self.mint(), |message| message.id.clone());
        let kept = begun
            .as_ref()
            .map_or_else(String::new, |message| message.text.clone());
        let text = if text.is_empty() {
            kept
        } else {
            text.to_owned()
        };
        let created = begun.map_or(self.now, |message| message.created);
        Message {
            id,
            created,
            text,
            side: Side::Assistant {
                answers,
                finish,
                error,
            },
        }
    }

    fn unfinished(&mut self, session: &SessionId) -> Option<Message> {
        let last = self.session(session).messages.last().cloned()?;
        let open = matches!(
            last.side,
            Side::Assistant {
                finish: None,
                error: None,
                ..
            }
        );
        open.then_some(last)
    }
}
