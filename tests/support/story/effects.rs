//! A story's host: every effect is carried out on the tiny OpenCode.

use std::collections::VecDeque;

use holdfast::core::effect::{Effect, Fill, Parked, Prompt};
use holdfast::core::event::{Done, Event, Hook, JournalFound, Leave, News, Status, Transcript};
use holdfast::core::ids::{CallId, SessionId};
use holdfast::core::rights::{Action, evaluate};
use holdfast::core::time::Span;

use super::{Side, Story, Turn, Way};

impl Story {
    pub(super) fn carry_out(&mut self, effect: Effect, queue: &mut VecDeque<Event>) {
        let mut done = |done: Done| queue.push_back(done.into());
        match effect {
            Effect::Append { root, line } => match self.faults.disk.clone() {
                Some(error) => queue.push_back(News::JournalFailed { root, error }.into()),
                None => self.journals.entry(root).or_default().push_str(&line),
            },
            Effect::Claim { effect, root, line } => {
                let found = match self.faults.disk.clone() {
                    Some(error) => Err(error),
                    None => {
                        let text = self.journals.entry(root).or_default();
                        text.push_str(&line);
                        let (text, alive) = (text.clone(), self.owner_alive);
                        Ok(JournalFound { text, alive })
                    }
                };
                done(Done::Claimed { effect, found });
            }
            Effect::Rewrite { root, text } => match self.faults.disk.clone() {
                Some(error) => queue.push_back(News::JournalFailed { root, error }.into()),
                None => drop(self.journals.insert(root, text)),
            },
            Effect::Forget { root } => drop(self.journals.remove(&root)),
            Effect::CreateSession {
                effect,
                parent,
                rules,
                ..
            } => {
                let session = match self.faults.barren.clone() {
                    Some(error) => Err(error),
                    None => Ok(self.create_child(&parent, rules)),
                };
                done(Done::Created { effect, session });
            }
            Effect::AskLeave { effect, agent, .. } => {
                let leave = self.leave(&agent);
                if self.faults.silent {
                    let leave = Leave::Granted;
                    self.unanswered = Some(Done::LeaveGiven { effect, leave });
                } else {
                    done(Done::LeaveGiven { effect, leave });
                }
            }
            Effect::ReadRules { effect, .. } if self.faults.slow_rules => {
                let rules = Ok(Vec::new());
                self.unanswered = Some(Done::RulesRead { effect, rules });
            }
            Effect::ReadRules { effect, session } => {
                let rules = self.sessions.get(&session).map(|found| found.rules.clone());
                let rules = match (self.faults.secretive.clone(), rules) {
                    (None, Some(rules)) => Ok(rules),
                    (Some(error), _) => Err(error),
                    (None, None) => Err("no such session".to_owned()),
                };
                done(Done::RulesRead { effect, rules });
            }
            Effect::AddRules {
                effect,
                session,
                rules,
            } => {
                if !self.faults.rigid {
                    self.session(&session).rules.extend(rules);
                }
                let rules = Ok(self.session(&session).rules.clone());
                done(Done::RulesRead { effect, rules });
            }
            Effect::Prompt {
                effect,
                session,
                prompt,
            } if session == self.root => match self.faults.refuses.clone() {
                Some(error) => {
                    self.prompts.push(prompt);
                    let result = Err(error);
                    done(Done::Prompted { effect, result });
                }
                None => {
                    let result = Ok(());
                    done(Done::Prompted { effect, result });
                    self.prompt_root(prompt, queue);
                }
            },
            Effect::Prompt {
                effect,
                session,
                prompt,
            } => {
                let taken = Done::Prompted {
                    effect,
                    result: Ok(()),
                };
                if self.faults.slow_prompt {
                    self.unanswered = Some(taken);
                    return;
                }
                done(taken);
                self.prompt_child(&session, prompt, queue);
            }
            Effect::Abort { effect, session } => {
                self.abort(&session, queue);
                if self.faults.slow_abort {
                    return;
                }
                let result = Ok(());
                queue.push_back(Done::Aborted { effect, result }.into());
            }
            Effect::Inspect { effect, session } => {
                let stale = self.faults.stale_status && session == self.root;
                let transcript = match self.sessions.get(&session) {
                    Some(_) if self.faults.unread => Err("it could not be read".to_owned()),
                    Some(session) if stale => Ok(Transcript {
                        status: Status::Busy,
                        ..session.transcript()
                    }),
                    Some(session) => Ok(session.transcript()),
                    None => Err("no such session".to_owned()),
                };
                done(Done::Inspected { effect, transcript });
            }
            Effect::RejectPermission { ask, .. } => self.rejected.push(ask),
            Effect::ReleaseStep {
                call, fill, park, ..
            } => {
                self.open_steps.retain(|step| *step != call);
                assert!(
                    !self.closed_steps.contains(&call),
                    "{call:?} is answered twice"
                );
                self.closed_steps.push(call);
                self.release(call, fill, park);
            }
            Effect::ReplyMessage { call, add } => {
                let rider = add.map_or_else(String::new, |(_, text)| text);
                if !rider.is_empty() {
                    self.heard.push_back((Way::Rider, rider.clone()));
                }
                self.answers.insert(call, rider);
            }
            Effect::ReplyTool { call, text } | Effect::ReplyCommand { call, text } => {
                self.open_calls.retain(|open| *open != call);
                self.answers.insert(call, text);
            }
            Effect::ReplyCompaction { call, context } => {
                self.answers.insert(call, context.unwrap_or_default());
            }
            Effect::Notice { message, toast, .. } => {
                if toast {
                    self.toasts.push(message.clone());
                }
                self.notices.push(message);
            }
            Effect::Progress { line } => self.progress.push(line),
            Effect::Log { text, .. } => self.logs.push(text),
            Effect::Quieted { why, .. } => self.quieted.push(why),
            Effect::ExitCode { code } => self.exit_code = Some(code),
        }
    }

    /// What OpenCode says to the permission to use an agent.
    fn leave(&mut self, agent: &str) -> Leave {
        let caller = self.identity.agent.clone();
        self.leaves.push((caller.clone(), agent.to_owned()));
        let refused = |words: &str| Leave::Refused(words.to_owned());
        match self.may(&caller, &self.root, "task", agent) {
            _ if self.faults.no_ask => Leave::NobodyAsked,
            Action::Allow => Leave::Granted,
            Action::Ask if self.faults.refusing => refused("The user rejected permission."),
            Action::Ask => Leave::Granted,
            Action::Deny => refused("The user has specified a rule which prevents it."),
        }
    }

    /// What an agent may do in a session, as OpenCode decides it.
    pub(crate) fn may(&self, agent: &str, session: &SessionId, what: &str, on: &str) -> Action {
        let agent = self.agents.iter().find(|known| known.name == agent);
        let rules = agent.into_iter().flat_map(|agent| &agent.rules);
        let session = self.sessions.get(session).into_iter();
        evaluate(
            what,
            on,
            rules.chain(session.flat_map(|found| &found.rules)),
        )
    }

    pub(super) fn release(&mut self, call: CallId, fill: Option<Fill>, park: Option<Parked>) {
        let answers = match self.turn.clone() {
            Turn::Hook {
                call: waiting,
                answers,
            } if waiting == call => answers,
            // The hook was abandoned meanwhile; its end must be harmless.
            _ => return,
        };
        if let Some(Fill { message, text, .. }) = fill {
            let parked = self.root_session().message(&message);
            parked.text.clone_from(&text);
            parked.side = Side::User {
                identity: None,
                ignored: false,
            };
            self.heard.push_back((Way::Filled, text));
        }
        if let Some(park) = park.filter(|_| !self.faults.drops_parked) {
            self.now = self.now.plus(Span(1));
            let side = Side::User {
                identity: None,
                ignored: true,
            };
            self.store_user(park.message.clone(), String::new(), side);
            self.parked.push(park);
        }
        self.turn = Turn::Model {
            answers,
            tools: false,
        };
    }

    pub(super) fn prompt_root(&mut self, prompt: Prompt, queue: &mut VecDeque<Event>) {
        let side = Side::User {
            identity: None,
            ignored: false,
        };
        if !self.root_session().has(&prompt.message) {
            self.heard.push_back((Way::Wake, prompt.text.clone()));
        }
        self.store_user(prompt.message.clone(), prompt.text.clone(), side);
        self.prompts.push(prompt);
        if self.turn != Turn::Idle || self.faults.forgets {
            return;
        }
        self.root_session().status = Status::Busy;
        let session = self.root.clone();
        queue.push_back(News::SessionBusy { session }.into());
        let (call, user) = (self.next_call(), self.root_session().newest_user());
        self.open_steps.push(call);
        self.turn = Turn::Hook {
            call,
            answers: user.id.clone(),
        };
        let session = &self.sessions[&self.root];
        queue.push_back(Event::Hook(Hook::StepStarted {
            call,
            session: self.root.clone(),
            user,
            identity: session.identity(),
            assistant: session.newest_assistant(),
        }));
    }
}
