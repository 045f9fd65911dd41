//! What the user, the agent and programs do in a story.

use holdfast::core::event::{Event, Hook, Identity, News, SessionFacts, Status, ToolState};
use holdfast::core::ids::{CallId, MessageId, SessionId, TaskId};
use holdfast::core::journal::{Ask, Record, encode};
use holdfast::core::trouble::Trouble;
use serde_json::{Value, json};

use super::{Message, Session, Side, Story, Turn, trouble};

impl Story {
    pub(crate) fn user_says(&mut self, text: &str) {
        let identity = self.identity.clone();
        self.message_arrives(text, Some(identity));
    }

    /// A message that a program wrote into the session, as OpenCode does for its own subagents.
    pub(crate) fn program_says(&mut self, text: &str) {
        self.message_arrives(text, None);
    }

    pub(super) fn message_arrives(&mut self, text: &str, identity: Option<Identity>) {
        self.introduce();
        let (message, call) = (self.mint(), self.next_call());
        self.feed(Hook::UserMessage {
            call,
            session: self.root.clone(),
            message: message.clone(),
            synthetic: identity.is_none(),
            identity: identity.clone().unwrap_or_else(|| self.identity.clone()),
        });
        let rider = self
            .answers
            .remove(&call)
            .expect("the hook is answered at once");
        let text = if rider.is_empty() {
            text.to_owned()
        } else {
            format!("{text}\n{rider}")
        };
        self.store_user(
            message,
            text,
            Side::User {
                identity,
                ignored: false,
            },
        );
        if self.turn == Turn::Idle {
            self.loop_begins();
        }
    }

    /// Esc: the turn ends, and whatever waits in it.
    pub(crate) fn user_aborts(&mut self) {
        for call in std::mem::take(&mut self.open_calls) {
            self.feed(Event::CallAborted { call });
        }
        self.break_off(trouble("MessageAbortedError", None, ""));
    }

    pub(crate) fn root_is_deleted(&mut self) {
        let session = self.root.clone();
        self.feed(Event::SessionDeleted { session });
    }

    pub(crate) fn steps_unanswered(&self) -> usize {
        self.open_steps.len()
    }

    /// The user takes the last messages back, or brings them back again.
    pub(crate) fn user_takes_back(&mut self, reverted: bool) {
        self.feed(News::SessionReverted {
            session: self.root.clone(),
            reverted,
        });
    }

    /// OpenCode gives up a tool call.
    pub(crate) fn call_aborted(&mut self, call: CallId) {
        self.feed(Event::CallAborted { call });
    }

    /// What OpenCode was slow to answer is answered: a permission is granted, rules are told, a
    /// prompt is taken.
    pub(crate) fn answer_comes(&mut self) {
        let done = self.unanswered.take().expect("an answer is waited for");
        self.feed(done);
    }

    /// OpenCode abandons the hook in which a turn is held, as an abort does, and says only that
    /// the session is idle.
    pub(crate) fn held_turn_is_dropped(&mut self) {
        assert!(self.is_held());
        self.loop_ends();
    }

    pub(crate) fn user_commands(&mut self, command: &str, arguments: &str) -> String {
        self.introduce();
        let call = self.next_call();
        self.feed(Hook::CommandCalled {
            call,
            session: self.root.clone(),
            command: command.to_owned(),
            arguments: arguments.to_owned(),
        });
        self.answers
            .remove(&call)
            .expect("a command is answered at once")
    }

    /// The terminal UI or the command line writes a request into the journal.
    pub(crate) fn somebody_asks(&mut self, ask: Ask) {
        let request = format!("r{}", self.next_call().0);
        let text = encode(self.now, &Record::Asked { request, ask });
        self.journals
            .entry(self.root.clone())
            .or_default()
            .push_str(&text);
        self.introduce();
        self.feed(News::JournalGrew {
            root: self.root.clone(),
            text,
            replaced: false,
        });
    }

    /// Another process writes records into the journal, or replaces it by them.
    pub(crate) fn somebody_writes(&mut self, records: &[Record], replaced: bool) {
        let lines = records.iter().map(|record| encode(self.now, record));
        self.somebody_writes_text(&lines.collect::<String>(), replaced);
    }

    pub(crate) fn somebody_writes_text(&mut self, text: &str, replaced: bool) {
        let journal = self.journals.entry(self.root.clone()).or_default();
        if replaced {
            journal.clear();
        }
        journal.push_str(text);
        self.feed(News::JournalGrew {
            root: self.root.clone(),
            text: text.to_owned(),
            replaced,
        });
    }

    /// Calls one of our tools; none while the call waits.
    pub(crate) fn agent_calls(&mut self, tool: &str, args: Value) -> Option<String> {
        let call = self.agent_starts(tool, args);
        self.answers.remove(&call)
    }

    /// Calls one of our tools that may take long.
    pub(crate) fn agent_starts(&mut self, tool: &str, args: Value) -> CallId {
        let tool_call = format!("call_{}", self.calls);
        self.agent_starts_as(&tool_call, tool, args)
    }

    /// The same, with OpenCode's id of the tool call.
    pub(crate) fn agent_starts_as(&mut self, tool_call: &str, tool: &str, args: Value) -> CallId {
        self.used_tool();
        let call = self.next_call();
        self.open_calls.push(call);
        self.feed(Hook::ToolCalled {
            call,
            session: self.root.clone(),
            agent: Some(self.identity.agent.clone()),
            tool_call: tool_call.to_owned(),
            tool: tool.to_owned(),
            args,
        });
        call
    }

    /// A tool call that is still open when the turn is held.
    pub(crate) fn agent_starts_in_hook(&mut self, tool: &str, args: Value) -> CallId {
        let root = self.root.clone();
        self.call_in(&root, tool, args)
    }

    /// The agent of another session calls one of our tools.
    pub(crate) fn tool_in(&mut self, session: &SessionId, tool: &str, args: Value) -> String {
        let call = self.call_in(session, tool, args);
        self.answers.remove(&call).expect("an answer at once")
    }

    pub(super) fn call_in(&mut self, session: &SessionId, tool: &str, args: Value) -> CallId {
        let call = self.next_call();
        self.feed(Hook::ToolCalled {
            call,
            session: session.clone(),
            agent: Some(self.identity.agent.clone()),
            tool_call: format!("call_{}", call.0),
            tool: tool.to_owned(),
            args,
        });
        call
    }

    /// Another root session of the same project.
    pub(crate) fn another_root(&mut self, id: &str) -> SessionId {
        let session = SessionId::from(id);
        self.sessions.insert(session.clone(), Session::new(None));
        self.feed(Event::SessionKnown(SessionFacts {
            session: session.clone(),
            parent: None,
            headless: false,
            rules: Vec::new(),
            todos: Vec::new(),
            journal: None,
        }));
        session
    }

    pub(crate) fn answer_to(&mut self, call: CallId) -> Option<String> {
        self.answers.remove(&call)
    }

    pub(crate) fn agent_launches(&mut self, description: &str) -> TaskId {
        let args =
            json!({ "description": description, "prompt": format!("Please {description}.") });
        let reply = self
            .agent_calls("background_task", args)
            .expect("a launch returns at once");
        let id = reply
            .split_whitespace()
            .nth(1)
            .unwrap_or_default()
            .to_owned();
        assert!(id.starts_with("bg_"), "{reply}");
        TaskId(id)
    }

    /// Uses a tool of OpenCode's with success.
    pub(crate) fn agent_uses(&mut self, tool: &str) {
        self.used_tool();
        self.root_tool(tool, ToolState::Completed);
    }

    /// Changes files by a tool of OpenCode's.
    pub(crate) fn agent_edits(&mut self, change: &str) {
        self.used_tool();
        self.root_changes("edit", change);
    }

    /// Uses a tool of OpenCode's without success.
    pub(crate) fn agent_fails_at(&mut self, tool: &str, error: &str) {
        self.used_tool();
        self.root_tool(tool, ToolState::Failed(error.to_owned()));
    }

    pub(crate) fn agent_writes_todos(&mut self, todos: &[(&str, &str)]) {
        self.used_tool();
        self.todos_become(todos);
    }

    /// The step ends with its tool calls, and the next one begins.
    pub(crate) fn agent_goes_on(&mut self) {
        let answers = self.answering();
        self.turn = Turn::Model {
            answers,
            tools: true,
        };
        self.end_step_with_tools();
    }

    /// The model has begun an answer, and is not done.
    pub(crate) fn agent_speaks_unfinished(&mut self) {
        let answers = self.answering();
        self.root_answers(&answers, "So f", None, None);
    }

    /// The model stops: the turn is over, unless something keeps it open.
    pub(crate) fn turn_ends(&mut self, text: &str) {
        self.end_step_with_tools();
        if self.dead {
            return;
        }
        let answers = self.answering();
        self.root_answers(&answers, text, Some("stop"), None);
        self.leave_or_go_on(&answers);
    }

    /// The model stops and OpenCode leaves its loop; that the session is idle is not told.
    pub(crate) fn turn_ends_unheard(&mut self, text: &str) {
        let answers = self.answering();
        self.root_answers(&answers, text, Some("stop"), None);
        self.turn = Turn::Idle;
        self.root_session().status = Status::Idle;
    }

    /// Another process's loop answers a message: nothing tells of it here.
    pub(crate) fn answered_elsewhere(&mut self, answers: &MessageId, text: &str) {
        let id = self.mint();
        self.says_elsewhere(&id, answers, text, Some("stop"));
    }

    /// Another process's loop begins an answer to what the user writes there.
    pub(crate) fn begun_elsewhere(&mut self) -> MessageId {
        let (asked, id) = (self.mint(), self.mint());
        self.says_elsewhere(&id, &asked, "", None);
        id
    }

    /// Another process's loop ends the answer that it began.
    pub(crate) fn ended_elsewhere(&mut self, id: &MessageId) {
        let answers = MessageId::from("msg_0");
        self.says_elsewhere(id, &answers, "All is well.", Some("stop"));
    }

    fn says_elsewhere(
        &mut self,
        id: &MessageId,
        answers: &MessageId,
        text: &str,
        finish: Option<&str>,
    ) {
        let side = Side::Assistant {
            answers: answers.clone(),
            finish: finish.map(str::to_owned),
            error: None,
        };
        let (id, created, text) = (id.clone(), self.now, text.to_owned());
        self.root_session().store(Message {
            id,
            created,
            text,
            side,
        });
    }

    /// The agent ends its todos in another process: nothing tells of it here.
    pub(crate) fn todos_end_elsewhere(&mut self) {
        for todo in &mut self.root_session().todos {
            todo.status = "completed".to_owned();
        }
    }

    /// The turn ends in an error.
    pub(crate) fn turn_fails(&mut self, trouble: Trouble) {
        self.end_step_with_tools();
        self.break_off(trouble);
    }

    pub(crate) fn compaction_begins(&mut self) -> Option<String> {
        let call = self.next_call();
        let session = self.root.clone();
        self.feed(Hook::CompactionStarted { call, session });
        self.answers
            .remove(&call)
            .filter(|context| !context.is_empty())
    }

    pub(crate) fn compaction_ends(&mut self) {
        self.feed(News::SessionCompacted {
            session: self.root.clone(),
        });
    }
}
