//! The root session's loop, as OpenCode runs it.

use holdfast::core::event::{Assistant, Hook, NewestUser, News, Status, ToolState, ToolUpdate};
use holdfast::core::ids::{MessageId, SessionId};
use holdfast::core::trouble::Trouble;

use super::{Message, Side, Story, Turn};

impl Story {
    pub(super) fn loop_begins(&mut self) {
        self.root_session().status = Status::Busy;
        self.feed(News::SessionBusy {
            session: self.root.clone(),
        });
        self.step_begins();
    }

    pub(super) fn step_begins(&mut self) {
        let call = self.next_call();
        self.open_steps.push(call);
        let mut user = self.root_session().newest_user();
        self.turn = Turn::Hook {
            call,
            answers: user.id.clone(),
        };
        if self.faults.tells_begun {
            self.tells_begun(&user.id);
        }
        if self.faults.stranger {
            let id = MessageId::from("msg_stranger");
            user = NewestUser {
                words: Some(id.clone()),
                parked: false,
                id,
            };
        }
        let session = self.sessions[&self.root].clone();
        self.feed(Hook::StepStarted {
            call,
            session: self.root.clone(),
            user,
            identity: session.identity(),
            assistant: session.newest_assistant(),
        });
    }

    fn tells_begun(&mut self, answers: &MessageId) {
        let message = Assistant {
            id: self.mint(),
            parent: Some(answers.clone()),
            finish: None,
            completed: false,
            error: None,
            summary: false,
            text: String::new(),
        };
        let session = self.root.clone();
        self.feed(News::AssistantUpdated { session, message });
    }

    /// The user message that the model works on.
    pub(super) fn answering(&self) -> MessageId {
        match &self.turn {
            Turn::Model { answers, .. } => answers.clone(),
            other => panic!("the model is not asked: {other:?}"),
        }
    }

    pub(super) fn used_tool(&mut self) {
        let answers = self.answering();
        self.turn = Turn::Model {
            answers,
            tools: true,
        };
    }

    pub(super) fn end_step_with_tools(&mut self) {
        if let Turn::Model {
            answers,
            tools: true,
        } = self.turn.clone()
        {
            self.root_answers(&answers, "", Some("tool-calls"), None);
            self.step_begins();
        }
    }

    pub(super) fn leave_or_go_on(&mut self, answered: &MessageId) {
        if self.root_session().newest_user().id == *answered {
            self.loop_ends();
        } else {
            self.step_begins();
        }
    }

    pub(super) fn loop_ends(&mut self) {
        self.turn = Turn::Idle;
        self.root_session().status = Status::Idle;
        self.feed(News::SessionIdle {
            session: self.root.clone(),
        });
    }

    pub(super) fn break_off(&mut self, trouble: Trouble) {
        if let Turn::Model { answers, .. } = self.turn.clone() {
            self.root_answers(&answers, "", None, Some(trouble.clone()));
        }
        if self.turn != Turn::Idle {
            self.feed(News::SessionFailed {
                session: self.root.clone(),
                trouble,
            });
        }
        self.loop_ends();
    }

    /// Stores an assistant message of the root and tells of it, as OpenCode's events do.
    pub(super) fn root_answers(
        &mut self,
        answers: &MessageId,
        text: &str,
        finish: Option<&str>,
        error: Option<Trouble>,
    ) {
        let side = Side::Assistant {
            answers: answers.clone(),
            finish: finish.map(str::to_owned),
            error,
        };
        let (id, root) = (self.mint(), self.root.clone());
        self.speak(
            &root,
            Message {
                id,
                created: self.now,
                text: text.to_owned(),
                side,
            },
        );
    }

    /// Stores an assistant message and tells of it: events carry the text apart.
    pub(super) fn speak(&mut self, session: &SessionId, message: Message) {
        let (id, text) = (message.id.clone(), message.text.clone());
        let mut assistant = message.assistant().expect("an assistant message");
        assistant.text.clear();
        self.session(session).store(message);
        if !text.is_empty() {
            let (session, message) = (session.clone(), id);
            let begun = Assistant {
                finish: None,
                completed: false,
                error: None,
                ..assistant.clone()
            };
            self.feed(News::AssistantUpdated {
                session: session.clone(),
                message: begun,
            });
            self.feed(News::TextFinished {
                session,
                message,
                text,
            });
        }
        self.feed(News::AssistantUpdated {
            session: session.clone(),
            message: assistant,
        });
    }

    pub(super) fn root_tool(&mut self, tool: &str, state: ToolState) {
        let update = self.tool_update(&self.root.clone(), tool, state);
        self.feed(News::ToolUpdated(update));
    }

    pub(crate) fn tool_update(
        &self,
        session: &SessionId,
        tool: &str,
        state: ToolState,
    ) -> ToolUpdate {
        ToolUpdate {
            session: session.clone(),
            call: format!("call_{tool}"),
            tool: tool.to_owned(),
            title: "title".to_owned(),
            input: "{}".to_owned(),
            state,
            change: None,
            native: None,
        }
    }

    /// A tool call of the root ends, and has changed files.
    pub(super) fn root_changes(&mut self, tool: &str, change: &str) {
        let update = self.tool_update(&self.root.clone(), tool, ToolState::Completed);
        self.feed(News::ToolUpdated(ToolUpdate {
            change: Some(change.to_owned()),
            ..update
        }));
    }

    /// The context is full, and OpenCode's own compaction fails as well: what 1.18.33 and 1.3.2
    /// tell of that, in their order.
    pub(crate) fn context_overflows_for_good(&mut self) {
        let full = super::trouble("ContextOverflowError", None, "too large to compact");
        let session = self.root.clone();
        let failed = News::SessionFailed {
            session: session.clone(),
            trouble: full.clone(),
        };
        self.feed(failed.clone());
        self.compaction_begins();
        let summary = |id: MessageId, finish: Option<&str>, error: Option<Trouble>| Assistant {
            id,
            parent: None,
            finish: finish.map(str::to_owned),
            completed: error.is_some(),
            error,
            summary: true,
            text: String::new(),
        };
        let id = self.mint();
        self.feed(News::AssistantUpdated {
            session: session.clone(),
            message: summary(id.clone(), None, None),
        });
        self.feed(failed);
        for _ in 0..2 {
            self.feed(News::AssistantUpdated {
                session: session.clone(),
                message: summary(id.clone(), Some("error"), Some(full.clone())),
            });
        }
        let answers = self.answering();
        let side = Side::Assistant {
            answers,
            finish: Some("error".to_owned()),
            error: Some(full),
        };
        let created = self.now;
        self.root_session().store(Message {
            id,
            created,
            text: String::new(),
            side,
        });
        self.loop_ends();
    }

    pub(super) fn store_user(&mut self, id: MessageId, text: String, side: Side) {
        let created = self.now;
        self.root_session().store(Message {
            id,
            created,
            text,
            side,
        });
    }
}
