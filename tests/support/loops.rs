//! OpenCode's session loop: one step after the other until the newest answer is final.

use holdfast::core::event::{Event, Native, News, ToolState, ToolUpdate};
use holdfast::core::ids::{MessageId, SessionId};
use holdfast::core::trouble::Class;

use super::agent::{Reply, Use};
use super::host::{Answered, Hook};
use super::opencode::{Answer, Body, Message, ToolPart, User, trouble};
use super::plan::Kind;
use super::process::Loop;
use super::world::{Action, At, World};

impl World {
    /// An event of OpenCode's bus. Most arrive in order at once; some late, twice or never.
    pub(crate) fn publish(&mut self, process: usize, event: impl Into<Event>) {
        let event = event.into();
        let chaos = self.plan.chaos;
        // Of what nothing else tells, nothing is lost: an abort's error, and what waits for people.
        let vital = match &event {
            Event::News(News::SessionFailed { trouble, .. }) => trouble.class() == Class::Aborted,
            Event::News(
                News::AskOpened { .. } | News::AskClosed { .. } | News::SessionReverted { .. },
            )
            | Event::SessionDeleted { .. } => true,
            _ => false,
        };
        let mut copies = 1;
        if !vital && self.mishap(chaos.lost) {
            self.note(|| format!("P{process} OpenCode: lost {event:?}"));
            self.count("lost events");
            copies = 0;
        }
        copies += u64::from(self.mishap(chaos.twice));
        if let Event::News(News::TodosUpdated { session, .. }) = &event
            && copies == 0
        {
            self.checks.mislead(session);
        }
        // One call's or request's own story is told in order.
        let in_order = matches!(
            event,
            Event::News(
                News::AskOpened { .. }
                    | News::AskClosed { .. }
                    | News::SessionReverted { .. }
                    | News::ToolUpdated(_)
            )
        );
        for _ in 0..copies {
            if !in_order && self.mishap(chaos.late) {
                self.count("late events");
                let after = self.chance.span(5, 8000);
                if let Event::News(News::TodosUpdated { session, .. }) = &event {
                    self.checks.mislead(session);
                    self.told(process, session).outside = true;
                }
                let event = event.clone();
                self.plan_in(after, Action::Feed { process, event });
            } else {
                // The bus calls the plugin at once: nothing overtakes it.
                self.arrive(process, event.clone());
            }
        }
    }

    /// Sees to it that a session's loop runs. One that runs, or is about to leave, is left alone.
    pub(crate) fn start_loop(&mut self, process: usize, session: &SessionId, by_us: bool) {
        if !self.processes[process].alive {
            return;
        }
        if let Some(running) = self.processes[process].loops.get_mut(session) {
            running.by_us &= by_us;
            return;
        }
        let generation = self.checks.next_generation();
        let mut shared = false;
        for other in self.processes.iter_mut().filter(|other| other.alive) {
            if let Some(running) = other.loops.get_mut(session) {
                (running.shared, shared) = (true, true);
            }
        }
        let begun = Loop {
            generation,
            answer: None,
            open_tools: 0,
            leaving: false,
            failed: false,
            by_us,
            shared,
            asks: std::collections::BTreeMap::new(),
        };
        self.processes[process].loops.insert(session.clone(), begun);
        self.check_loop_begins(process, session, by_us);
        let at = At {
            process,
            session: session.clone(),
            generation,
        };
        self.plan_in(1, Action::Step { at });
    }

    /// The loop that something was planned for, if it still runs.
    fn loop_at(&mut self, at: &At) -> Option<&mut Loop> {
        self.processes[at.process]
            .loops
            .get_mut(&at.session)
            .filter(|found| found.generation == at.generation)
    }

    pub(crate) fn step(&mut self, at: At) {
        if self.loop_at(&at).is_none() {
            return;
        }
        let At {
            process, session, ..
        } = at.clone();
        let Some(found) = self.opencode.session(&session) else {
            return;
        };
        let newest = found
            .newest_user(self.plan.by_id)
            .map(|message| message.id.clone());
        self.publish(
            process,
            News::SessionBusy {
                session: session.clone(),
            },
        );
        let answered = self.opencode.sessions[&session].is_answered(self.plan.by_id);
        let Some(user) = newest.filter(|_| !answered) else {
            self.set_leaving(&at, false);
            return;
        };
        let first = self.opencode.sessions[&session].newest_answer().is_none();
        let id = self.opencode.message_id(self.now);
        let message = Message {
            id: id.clone(),
            created: self.now,
            body: Body::Assistant(Answer::new(user)),
        };
        self.publish(
            process,
            News::AssistantUpdated {
                session: session.clone(),
                message: message.as_assistant(),
            },
        );
        if let Some(found) = self.opencode.sessions.get_mut(&session) {
            found.messages.push(message);
        }
        if let Some(running) = self.loop_at(&at) {
            running.answer = Some(id.clone());
        }
        self.note(|| format!("P{process} OpenCode: {session} takes a step, {id}"));
        self.count("steps");
        if first && self.opencode.sessions[&session].is_root() {
            self.call_hook(
                process,
                Hook::Step {
                    at: at.clone(),
                    title: true,
                },
            );
        }
        self.call_hook(process, Hook::Step { at, title: false });
    }

    /// A hook's promise resolved; OpenCode, or what of it is still there, goes on.
    pub(crate) fn hook_answered(&mut self, process: usize, hook: Hook, answer: Answered) {
        if !self.processes[process].alive {
            return;
        }
        match (hook, answer) {
            (
                Hook::Message {
                    session,
                    message,
                    mut user,
                },
                answer,
            ) => {
                if let Answered::Message(Some((part, text))) = answer {
                    user.part = Some(part);
                    user.add(&text);
                }
                self.store_user(&session, &message, *user);
                self.start_loop(process, &session, false);
            }
            (Hook::Step { at, title: false }, answer) => {
                if let Answered::Step(said) = answer {
                    self.check_said(&at, &said);
                }
                self.ask_model(at);
            }
            (Hook::Step { title: true, .. }, _) => {}
            (Hook::Compaction { at }, _) => self.compact(&at),
            (
                Hook::Tool {
                    at,
                    message,
                    index,
                    used,
                },
                Answered::Text(text),
            ) => {
                self.note_tool_reply(&at.session, &text);
                self.plan_in(
                    1,
                    Action::EndTool {
                        at,
                        message,
                        index,
                        used,
                        end: Ok(text),
                    },
                );
            }
            (
                Hook::Tool {
                    at,
                    message,
                    index,
                    used,
                },
                _,
            ) => {
                self.plan_in(
                    1,
                    Action::EndTool {
                        at,
                        message,
                        index,
                        used,
                        end: Ok("no answer".to_owned()),
                    },
                );
            }
            (Hook::Command { .. }, _) => {}
        }
    }

    pub(crate) fn ask_model(&mut self, at: At) {
        if self.loop_at(&at).is_none() {
            return;
        }
        self.check_model_asked(&at);
        match self.think(at.process, &at.session) {
            Some((after, reply)) => self.plan_in(after, Action::Reply { at, reply }),
            None => {
                let session = &at.session;
                self.note(|| format!("OpenCode: the model of {session} never answers"));
                self.count("models that never answer");
            }
        }
    }

    pub(crate) fn reply(&mut self, at: At, reply: Reply) {
        let Some(id) = self.loop_at(&at).and_then(|found| found.answer.clone()) else {
            return;
        };
        let (process, session) = (at.process, at.session.clone());
        self.note(|| format!("OpenCode: {session} answers {reply:?}"));
        match reply {
            Reply::Text(text) => {
                self.change_answer(&session, &id, |answer| {
                    answer.text.clone_from(&text);
                    answer.finish = Some("stop");
                    answer.completed = true;
                });
                if !text.is_empty() {
                    self.publish(
                        process,
                        News::TextFinished {
                            session: session.clone(),
                            message: id.clone(),
                            text,
                        },
                    );
                }
                self.finish_step(&at, &id);
            }
            Reply::Tools(uses) => self.use_tools(&at, &id, uses),
            Reply::Error(error) => {
                self.change_answer(&session, &id, |answer| {
                    answer.error = Some(error.clone());
                    answer.completed = true;
                });
                self.publish_answer(process, &session, &id);
                self.publish(
                    process,
                    News::SessionFailed {
                        session,
                        trouble: error,
                    },
                );
                self.set_leaving(&at, true);
            }
            Reply::Retry { left: 0, then, .. } => {
                self.plan_in(1, Action::Reply { at, reply: *then });
            }
            Reply::Retry {
                attempt,
                left,
                then,
            } => {
                let attempt = attempt + 1;
                self.publish(
                    process,
                    News::SessionRetrying {
                        session,
                        attempt,
                        message: "overloaded".to_owned(),
                        next: Some(holdfast::core::time::Time(self.now + (2000 << attempt))),
                    },
                );
                let reply = Reply::Retry {
                    attempt,
                    left: left - 1,
                    then,
                };
                self.plan_in(2000 << attempt, Action::Reply { at, reply });
            }
            Reply::Compaction => self.begin_compaction(at),
        }
    }

    /// The step ended well; the loop takes the next, or finds that it can leave.
    fn finish_step(&mut self, at: &At, id: &MessageId) {
        let session = at.session.clone();
        self.publish(
            at.process,
            News::StepFinished {
                session: session.clone(),
                tokens: 100,
                cost: 0.5,
            },
        );
        self.publish_answer(at.process, &session, id);
        self.plan_in(1, Action::Step { at: at.clone() });
    }

    fn begin_compaction(&mut self, at: At) {
        let At {
            process, session, ..
        } = at.clone();
        let Some(identity) = self
            .opencode
            .session(&session)
            .and_then(super::opencode::Session::identity)
        else {
            self.reply(at, Reply::Text("There is nothing to compact.".to_owned()));
            return;
        };
        self.count("compactions");
        // The answer that had begun becomes the summary; a message marks the place before it.
        let marker = self.opencode.message_id(self.now);
        let user = User {
            text: String::new(),
            synthetic: true,
            ignored: false,
            ours: false,
            part: None,
            beside: Vec::new(),
            compaction: true,
            identity,
        };
        let found = self
            .opencode
            .sessions
            .get_mut(&session)
            .expect("it was just there");
        let answers = found
            .messages
            .iter()
            .rposition(|message| message.answer().is_some());
        let last = answers.unwrap_or(found.messages.len());
        let created = found
            .messages
            .get(last)
            .map_or(self.now, |message| message.created);
        found.messages.insert(
            last,
            Message {
                id: marker.clone(),
                created,
                body: Body::User(user),
            },
        );
        if let Some(id) = self.processes[process]
            .loops
            .get(&session)
            .and_then(|found| found.answer.clone())
        {
            self.change_answer(&session, &id, |answer| answer.parent = marker);
        }
        self.call_hook(process, Hook::Compaction { at });
    }

    /// The compaction's summary is written, and the loop told to go on.
    fn compact(&mut self, at: &At) {
        let Some(id) = self.loop_at(at).and_then(|found| found.answer.clone()) else {
            return;
        };
        let (process, session) = (at.process, at.session.clone());
        // A compaction's model call runs the hook as every other does.
        self.call_hook(
            process,
            Hook::Step {
                at: At {
                    generation: 0,
                    ..at.clone()
                },
                title: false,
            },
        );
        self.change_answer(&session, &id, |answer| {
            answer.text = "a summary".to_owned();
            answer.finish = Some("stop");
            answer.completed = true;
            answer.summary = true;
        });
        self.publish_answer(process, &session, &id);
        self.publish(
            process,
            News::SessionCompacted {
                session: session.clone(),
            },
        );
        if let Some(identity) = self
            .opencode
            .session(&session)
            .and_then(super::opencode::Session::identity)
            .or_else(|| {
                self.opencode
                    .session(&session)?
                    .messages
                    .iter()
                    .rev()
                    .find_map(|message| Some(message.user()?.identity.clone()))
            })
        {
            let next = self.opencode.message_id(self.now);
            let user = User {
                text: "Continue if you have next steps.".to_owned(),
                synthetic: true,
                ignored: false,
                ours: false,
                part: None,
                beside: Vec::new(),
                compaction: false,
                identity,
            };
            self.store_user(&session, &next, user);
        }
        self.plan_in(5, Action::Step { at: at.clone() });
    }

    fn use_tools(&mut self, at: &At, id: &MessageId, uses: Vec<Use>) {
        if let Some(running) = self.loop_at(at) {
            running.open_tools = uses.len();
        }
        for (index, used) in uses.into_iter().enumerate() {
            self.change_answer(&at.session, id, |answer| {
                answer.tools.push(ToolPart { end: None });
            });
            self.publish_tool(at, &used, ToolState::Running);
            self.plan_in(
                index as u64,
                Action::RunTool {
                    at: at.clone(),
                    message: id.clone(),
                    index,
                    used,
                },
            );
        }
    }

    pub(crate) fn run_tool(&mut self, at: At, message: MessageId, index: usize, mut used: Use) {
        if self.loop_at(&at).is_none() {
            return;
        }
        if used.asks {
            self.open_ask(&at, message, index, used);
        } else if used.tool.starts_with("background_") {
            let again = self.plan.fault == Some(super::fault::Fault::RenameToolCall)
                || self.chance.percent(3);
            if again && used.tool == "background_task" {
                // OpenCode repeats a call: the same id, and one task.
                self.call_hook(
                    at.process,
                    Hook::Tool {
                        at: At {
                            generation: 0,
                            ..at.clone()
                        },
                        message: message.clone(),
                        index,
                        used: used.clone(),
                    },
                );
            }
            self.call_hook(
                at.process,
                Hook::Tool {
                    at,
                    message,
                    index,
                    used,
                },
            );
        } else if let Some(todos) = used.todos.clone() {
            if let Some(found) = self.opencode.sessions.get_mut(&at.session) {
                found.todos.clone_from(&todos);
            }
            for other in (0..self.processes.len()).filter(|other| *other != at.process) {
                self.checks.leave_behind(other, &at.session);
            }
            let mut told = todos;
            if self.plan.fault == Some(super::fault::Fault::FakeTodos) {
                told.push(holdfast::core::todo::Todo {
                    content: "made up".to_owned(),
                    status: "pending".to_owned(),
                });
            }
            self.publish(
                at.process,
                News::TodosUpdated {
                    session: at.session.clone(),
                    todos: told,
                },
            );
            self.plan_in(
                1,
                Action::EndTool {
                    at,
                    message,
                    index,
                    used,
                    end: Ok("written".to_owned()),
                },
            );
        } else {
            if let Some(native) = &mut used.native {
                self.start_native(&at, native);
            }
            let end = if used.fails {
                Err("exit status 2".to_owned())
            } else {
                Ok("fine".to_owned())
            };
            self.plan_in(
                used.takes,
                Action::EndTool {
                    at,
                    message,
                    index,
                    used,
                    end,
                },
            );
        }
    }

    /// A native background subagent begins to work in a session of its own.
    fn start_native(&mut self, at: &At, native: &mut Native) {
        let child = self.opencode.create(Some(at.session.clone()), false);
        if let Some(found) = self.opencode.sessions.get_mut(&child) {
            found.native = true;
        }
        native.session = child.clone();
        let identity = self.checks.some_identity(&self.opencode, &at.session);
        let id = self.opencode.message_id(self.now);
        self.store_user(&child, &id, User::said(native.prompt.clone(), identity));
        self.start_loop(at.process, &child, false);
        self.count("native subagents");
    }

    pub(crate) fn end_tool(
        &mut self,
        at: &At,
        message: &MessageId,
        index: usize,
        used: &Use,
        end: Result<String, String>,
    ) {
        let Some(running) = self.loop_at(at) else {
            return;
        };
        running.open_tools -= 1;
        let all = running.open_tools == 0;
        let state = match &end {
            Ok(_) => ToolState::Completed,
            Err(error) => ToolState::Failed(error.clone()),
        };
        self.change_answer(&at.session, message, |answer| {
            if let Some(tool) = answer.tools.get_mut(index) {
                tool.end = Some(end);
            }
        });
        self.publish_tool(at, used, state);
        if all {
            self.change_answer(&at.session, message, |answer| {
                answer.finish = Some("tool-calls");
                answer.completed = true;
            });
            self.finish_step(at, message);
        }
    }

    fn publish_tool(&mut self, at: &At, used: &Use, state: ToolState) {
        let ended = state == ToolState::Completed;
        let change = used.changes.then(|| used.call.clone());
        let update = ToolUpdate {
            session: at.session.clone(),
            call: used.call.clone(),
            tool: used.tool.to_owned(),
            title: "something".to_owned(),
            input: used.args.to_string(),
            state,
            change: change.filter(|_| ended),
            native: used.native.clone().filter(|_| ended),
        };
        self.publish(at.process, News::ToolUpdated(update));
    }

    fn open_ask(&mut self, at: &At, message: MessageId, index: usize, used: Use) {
        let permission = used.tool != "question";
        let ask = format!("ask_{}", used.call);
        if let Some(running) = self.loop_at(at) {
            running.asks.insert(ask.clone(), (message, index, used));
        }
        if let Some(found) = self.opencode.sessions.get_mut(&at.session) {
            found.asks.insert(ask.clone(), permission);
        }
        self.count("asks");
        let event = News::AskOpened {
            session: at.session.clone(),
            ask: ask.clone(),
            title: "may I?".to_owned(),
            permission,
        };
        self.publish(at.process, event);
        let root = self.opencode.root_of(&at.session);
        if !self.is_headless(at.process, &root) {
            let after = self.chance.span(500, 200_000);
            let allow = self.chance.percent(60);
            self.plan_in(
                after,
                Action::AnswerAsk {
                    session: at.session.clone(),
                    ask,
                    allow,
                },
            );
        } else if root == at.session {
            // The command line rejects what its own session asks.
            self.plan_in(
                10,
                Action::AnswerAsk {
                    session: at.session.clone(),
                    ask,
                    allow: false,
                },
            );
        }
    }

    pub(crate) fn close_ask(&mut self, session: &SessionId, ask: &str, allow: bool) {
        let Some(found) = self.opencode.sessions.get_mut(session) else {
            return;
        };
        if found.asks.remove(ask).is_none() {
            return;
        }
        for process in self.living() {
            let waiting = self.processes[process]
                .loops
                .get_mut(session)
                .and_then(|found| {
                    let generation = found.generation;
                    found.asks.remove(ask).map(|waiting| (generation, waiting))
                });
            let Some((generation, (message, index, used))) = waiting else {
                continue;
            };
            self.publish(
                process,
                News::AskClosed {
                    session: session.clone(),
                    ask: ask.to_owned(),
                    rejected: !allow,
                },
            );
            let end = if allow {
                Ok("fine".to_owned())
            } else {
                Err("rejected".to_owned())
            };
            let at = At {
                process,
                session: session.clone(),
                generation,
            };
            self.plan_in(
                20,
                Action::EndTool {
                    at,
                    message,
                    index,
                    used,
                    end,
                },
            );
        }
    }

    fn set_leaving(&mut self, at: &At, failed: bool) {
        if let Some(running) = self.loop_at(at) {
            running.leaving = true;
            running.failed = failed;
        }
        // A prompt that lands now is stored and never run.
        let after = self.chance.between(1, 8);
        self.plan_in(after, Action::Leave { at: at.clone() });
    }

    pub(crate) fn leave(&mut self, at: &At) {
        let Some(running) = self.loop_at(at) else {
            return;
        };
        let failed = running.failed;
        self.note(|| format!("OpenCode: the loop of {} leaves", at.session));
        self.check_loop_leaves(at.process, &at.session, failed);
        self.loop_ends(at.process, &at.session);
        let main = self.processes[at.process].main.as_ref() == Some(&at.session);
        if self.processes[at.process].kind == Kind::Run && main {
            let after = self.chance.between(30, 100);
            self.plan_in(
                after,
                Action::Exit {
                    process: at.process,
                },
            );
        }
    }

    /// The loop is gone: idle twice, as a status and as an event.
    fn loop_ends(&mut self, process: usize, session: &SessionId) {
        self.processes[process].loops.remove(session);
        for _ in 0..2 {
            self.publish(
                process,
                News::SessionIdle {
                    session: session.clone(),
                },
            );
        }
        let native = self
            .opencode
            .session(session)
            .filter(|found| found.native)
            .and_then(|found| found.parent.clone());
        if let Some(parent) = native.filter(|parent| self.opencode.session(parent).is_some()) {
            let identity = self.checks.some_identity(&self.opencode, &parent);
            let text = format!("<task id=\"{session}\" state=\"completed\">it is done</task>");
            let user = User {
                synthetic: true,
                ..User::said(text, identity)
            };
            let message = self.opencode.message_id(self.now);
            // A prompt of OpenCode's own removes for good what the user took back.
            self.revert(process, &parent, false);
            self.call_hook(
                process,
                Hook::Message {
                    session: parent,
                    message,
                    user: Box::new(user),
                },
            );
        }
    }

    /// `POST abort`: the turn ends at once, with all that waits in it.
    pub(crate) fn abort_session(&mut self, process: usize, session: &SessionId) {
        if !self.processes[process].alive {
            return;
        }
        if self.processes[process]
            .loops
            .get(session)
            .is_none_or(|running| running.leaving)
        {
            return;
        }
        let Some(running) = self.processes[process].loops.remove(session) else {
            return;
        };
        self.note(|| format!("P{process} OpenCode: {session} is aborted"));
        self.count("aborts");
        self.abandon_calls(process, session);
        if let Some(found) = self.opencode.sessions.get_mut(session) {
            found.asks.clear();
        }
        for ask in running.asks.into_keys() {
            self.publish(
                process,
                News::AskClosed {
                    session: session.clone(),
                    ask,
                    rejected: false,
                },
            );
        }
        let error = trouble("MessageAbortedError", None);
        if let Some(id) = &running.answer {
            self.change_answer(session, id, |answer| {
                if !answer.completed {
                    answer.error = Some(error.clone());
                    answer.completed = true;
                }
                for tool in &mut answer.tools {
                    tool.end.get_or_insert(Err("aborted".to_owned()));
                }
            });
        }
        self.publish(
            process,
            News::SessionFailed {
                session: session.clone(),
                trouble: error,
            },
        );
        if let Some(id) = &running.answer {
            self.publish_answer(process, session, id);
        }
        for child in self.natives_below(session) {
            self.abort_session(process, &child);
        }
        self.loop_ends(process, session);
    }

    fn natives_below(&self, session: &SessionId) -> Vec<SessionId> {
        let below = self
            .opencode
            .sessions
            .iter()
            .filter(|(_, found)| found.native && found.parent.as_ref() == Some(session));
        below.map(|(id, _)| id.clone()).collect()
    }

    fn publish_answer(&mut self, process: usize, session: &SessionId, id: &MessageId) {
        let found = self
            .opencode
            .sessions
            .get_mut(session)
            .and_then(|found| found.message_mut(id));
        if let Some(message) = found.map(|message| message.as_assistant()) {
            self.publish(
                process,
                News::AssistantUpdated {
                    session: session.clone(),
                    message,
                },
            );
        }
    }

    fn change_answer(
        &mut self,
        session: &SessionId,
        id: &MessageId,
        change: impl FnOnce(&mut Answer),
    ) {
        if let Some(answer) = self
            .opencode
            .sessions
            .get_mut(session)
            .and_then(|found| found.answer_mut(id))
        {
            change(answer);
        }
    }
}
