//! The scripted models: what agents say and do, good ones and hostile ones.

use holdfast::core::event::Native;
use holdfast::core::ids::{SessionId, TaskId};
use holdfast::core::todo::Todo;
use holdfast::core::trouble::Trouble;
use serde_json::{Value, json};

use super::opencode::trouble;
use super::plan::Manner;
use super::world::World;

/// What the model answers in one step.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    Text(String),
    Tools(Vec<Use>),
    Error(Trouble),
    /// The provider is asked again and again, then answers.
    Retry {
        attempt: u32,
        left: u32,
        then: Box<Self>,
    },
    Compaction,
}

/// A tool call.
#[derive(Clone, Debug)]
pub(crate) struct Use {
    pub(crate) call: String,
    pub(crate) tool: &'static str,
    pub(crate) args: Value,
    /// How long it takes.
    pub(crate) takes: u64,
    pub(crate) fails: bool,
    /// It asks a person first: a permission, or with the question tool a question.
    pub(crate) asks: bool,
    pub(crate) todos: Option<Vec<Todo>>,
    pub(crate) native: Option<Native>,
    /// It really changes files.
    pub(crate) changes: bool,
}

impl World {
    /// The model's answer in a session, and how long it takes; none where it never answers.
    pub(crate) fn think(&mut self, process: usize, session: &SessionId) -> Option<(u64, Reply)> {
        let is_root = self.opencode.session(session)?.is_root();
        let mut after = self.chance.span(20, 4000);
        if !is_root {
            after = self.chance.span(10, 120_000);
            // What OpenCode runs itself is given up by nobody where somebody watches.
            let watched_native = self.opencode.sessions[session].native
                && self.plan.kind == super::plan::Kind::Watched;
            if !watched_native && self.mishap(self.plan.chaos.hang) {
                return None;
            }
        }
        if let Some(reply) = self.misfortune(is_root) {
            return Some((after, reply));
        }
        let reply = if is_root {
            self.root_reply(process, session)
        } else {
            self.child_reply(session)
        };
        Some((after, reply))
    }

    fn misfortune(&mut self, is_root: bool) -> Option<Reply> {
        if is_root && self.mishap(self.plan.chaos.compaction) {
            return Some(Reply::Compaction);
        }
        if !self.mishap(self.plan.chaos.error) {
            return None;
        }
        Some(match self.chance.between(0, 5) {
            0 => Reply::Error(trouble("ProviderAuthError", Some(401))),
            1 => Reply::Error(trouble("ContextOverflowError", None)),
            2..=3 => Reply::Error(trouble("APIError", Some(503))),
            _ => {
                let left = self.chance.between(0, 6) as u32;
                Reply::Retry {
                    attempt: 0,
                    left,
                    then: Box::new(Reply::Text("after all".to_owned())),
                }
            }
        })
    }

    fn child_reply(&mut self, session: &SessionId) -> Reply {
        let asks = self.mishap(self.plan.chaos.asks);
        if asks || (!self.calm && self.chance.percent(30)) {
            let mut used = self.bash();
            used.asks = asks;
            return Reply::Tools(vec![used]);
        }
        let text = if self.mishap(5) {
            String::new()
        } else {
            format!("{session} has done it")
        };
        Reply::Text(text)
    }

    fn root_reply(&mut self, process: usize, session: &SessionId) -> Reply {
        if self.calm {
            return self.calm_reply(session);
        }
        let steps = self.steps_since_user(session);
        let finishing = 15 + 12 * steps as u64;
        if self.chance.percent(finishing) {
            let asks = self.plan.manner == Manner::Asker && self.chance.percent(70);
            let text = if asks {
                "Shall I go on with that?"
            } else {
                "That is that."
            };
            let text = if self.chance.percent(5) { "" } else { text };
            return Reply::Text(text.to_owned());
        }
        let count = self.chance.between(1, 3);
        let uses = (0..count)
            .map(|_| self.root_use(process, session))
            .collect();
        Reply::Tools(uses)
    }

    /// An agent that finishes what there is.
    fn calm_reply(&mut self, session: &SessionId) -> Reply {
        let found = &self.opencode.sessions[session];
        let halted = found
            .messages
            .iter()
            .rev()
            .find_map(|message| message.user().filter(|user| !user.ignored))
            .is_some_and(|user| {
                user.text
                    .contains("background_resume to let the queue continue")
            });
        let open = found.todos.iter().any(Todo::is_open);
        let asked = self.steps_since_user(session);
        if halted && asked < 2 {
            return Reply::Tools(vec![self.use_of("background_resume", json!({}))]);
        }
        if open {
            let mut todos = found.todos.clone();
            for todo in &mut todos {
                todo.status = "completed".to_owned();
            }
            return Reply::Tools(vec![self.write_todos(todos)]);
        }
        Reply::Text("All is done.".to_owned())
    }

    /// Assistant messages since the newest user message that says something.
    fn steps_since_user(&self, session: &SessionId) -> usize {
        let messages = &self.opencode.sessions[session].messages;
        messages
            .iter()
            .rev()
            .take_while(|message| message.user().is_none_or(|user| user.ignored))
            .filter(|message| message.answer().is_some())
            .count()
    }

    fn root_use(&mut self, process: usize, session: &SessionId) -> Use {
        let manner = match self.plan.manner {
            Manner::Moody => *self.chance.pick(&[
                Manner::Good,
                Manner::Idler,
                Manner::Flipper,
                Manner::Fumbler,
                Manner::Meddler,
                Manner::Relauncher,
            ]),
            manner => manner,
        };
        let roll = self.chance.between(0, 99);
        match manner {
            Manner::Relauncher if roll < 60 => self.launch(),
            Manner::Fumbler if roll < 40 => self.fumble(process, session),
            Manner::Fumbler if roll < 60 => Use {
                fails: true,
                args: json!({"command": "make"}),
                ..self.bash()
            },
            Manner::Meddler if roll < 60 => self.meddle(process, session),
            Manner::Idler | Manner::Flipper if roll < 50 => self.tend_todos(session, manner),
            _ if roll < 35 => self.launch(),
            _ if roll < 60 => self.tend_todos(session, manner),
            _ if roll < 75 => self.meddle(process, session),
            // A native subagent makes a journal at once, also of two processes in one session.
            _ if roll < 80 && self.plan.manner != Manner::Good => self.native(),
            _ if roll < 84 && !self.is_headless(process, session) => Use {
                asks: true,
                ..self.use_of("question", json!({}))
            },
            _ => {
                let mut used = self.bash();
                used.asks = self.mishap(self.plan.chaos.asks / 2);
                used
            }
        }
    }

    fn use_of(&mut self, tool: &'static str, args: Value) -> Use {
        Use {
            call: self.opencode.call_id(),
            tool,
            args,
            takes: 1,
            fails: false,
            asks: false,
            todos: None,
            native: None,
            changes: false,
        }
    }

    fn bash(&mut self) -> Use {
        let takes = self.chance.span(5, 60_000);
        let fails = self.mishap(20);
        let changes = !fails && self.chance.percent(50);
        Use {
            takes,
            fails,
            changes,
            ..self.use_of("bash", json!({"command": "make"}))
        }
    }

    fn launch(&mut self) -> Use {
        let mut used = self.use_of("background_task", Value::Null);
        let agent = *self.chance.pick(&["general", "general", "explore"]);
        used.args = json!({"description": format!("do {}", used.call), "prompt": format!("work of {}", used.call), "agent": agent});
        used
    }

    fn native(&mut self) -> Use {
        let mut used = self.use_of("task", json!({"background": true}));
        used.native = Some(Native {
            session: SessionId(String::new()),
            description: "a native one".to_owned(),
            agent: "general".to_owned(),
            prompt: format!("native work of {}", used.call),
        });
        used
    }

    fn write_todos(&mut self, todos: Vec<Todo>) -> Use {
        Use {
            todos: Some(todos),
            ..self.use_of("todowrite", json!({}))
        }
    }

    fn tend_todos(&mut self, session: &SessionId, manner: Manner) -> Use {
        let mut todos = self.opencode.sessions[session].todos.clone();
        if todos.is_empty() || (manner != Manner::Idler && self.chance.percent(10)) {
            let from = todos.len();
            for n in 0..self.chance.between(1, 4) {
                todos.push(Todo {
                    content: format!("todo {}", from as u64 + n),
                    status: "pending".to_owned(),
                });
            }
            return self.write_todos(todos);
        }
        let at = (self.chance.next() % todos.len() as u64) as usize;
        let status = match manner {
            Manner::Idler => "in_progress",
            Manner::Flipper => *self.chance.pick(&["pending", "in_progress", "blocked"]),
            _ => *self.chance.pick(&[
                "completed",
                "completed",
                "in_progress",
                "cancelled",
                "blocked",
            ]),
        };
        todos[at].status = status.to_owned();
        self.write_todos(todos)
    }

    fn fumble(&mut self, process: usize, session: &SessionId) -> Use {
        let id = self.some_task(process, session);
        let args = match self.chance.between(0, 5) {
            0 => json!({}),
            1 => json!({"description": 7, "prompt": "x"}),
            2 => json!({"description": "x", "prompt": "x", "agent": "genral"}),
            3 => json!({"task_id": "bg_nobody", "retry": "perhaps"}),
            4 => json!({"task_id": id.0, "all": true, "timeout_seconds": -3}),
            _ => Value::Null,
        };
        let tool = *self.chance.pick(&[
            "background_task",
            "background_output",
            "background_cancel",
            "background_resume",
            "background_message",
        ]);
        self.use_of(tool, args)
    }

    fn meddle(&mut self, process: usize, session: &SessionId) -> Use {
        let id = self.some_task(process, session).0;
        match self.chance.between(0, 10) {
            0 => self.use_of("background_output", json!({})),
            1..=2 => self.use_of("background_output", json!({"task_id": id})),
            3..=4 => {
                let seconds = self.chance.between(1, 100);
                self.use_of(
                    "background_output",
                    json!({"task_id": id, "wait": true, "timeout_seconds": seconds}),
                )
            }
            5 => self.use_of("background_cancel", json!({"task_id": id})),
            6 => self.use_of("background_cancel", json!({"all": true})),
            7 => self.use_of("background_resume", json!({})),
            8 => self.use_of("background_resume", json!({"task_id": id, "retry": true})),
            _ => {
                let mut used = self.use_of("background_message", Value::Null);
                used.args = json!({"task_id": id, "text": format!("more of {}", used.call)});
                used
            }
        }
    }

    fn some_task(&mut self, process: usize, session: &SessionId) -> TaskId {
        let ledger = self.ledger(process, session);
        let ids: Vec<TaskId> = ledger
            .map(|ledger| ledger.tasks.keys().cloned().collect())
            .unwrap_or_default();
        if ids.is_empty() {
            TaskId::from("bg_000000")
        } else {
            self.chance.pick(&ids).clone()
        }
    }
}
