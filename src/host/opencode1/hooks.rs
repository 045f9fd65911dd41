//! OpenCode's hooks: what each tells the core, and what becomes of the answer.

use std::rc::Rc;

use serde_json::Value;

use super::First;
use super::api::Api;
use super::list::{self, List};
use crate::core::commands;
use crate::core::effect::{Level, Variant};
use crate::core::event::{Event, Hook, Identity, SessionFacts, Status};
use crate::core::ids::{CallId, IdSource, MessageId, PartId, SessionId};
use crate::core::texts::agent;
use crate::core::time::Time;
use crate::host::driver::{Driver, Reply};
use crate::host::port::{OpenCode, Port, Process};
use crate::host::reader;
use crate::host::wire::Bus;

/// What an agent reads whose session nobody knows.
pub const STRANGE: &str = "Holdfast does not know this session; nothing was done.";

/// Messages that tell whether a session is at work.
const NEWEST: usize = 10;

/// An event of OpenCode's bus. `input` reads the input of the tool call that it is about.
pub fn event<P: Port>(driver: &Rc<Driver<P>>, bus: Bus, input: impl Fn() -> String) {
    if let Bus::SessionCreated { info } = bus {
        if let Some(parent) = info.parent.filter(|parent| driver.knows(parent)) {
            driver.feed(Event::SessionKnown(SessionFacts {
                session: info.id,
                parent: Some(parent),
                headless: false,
                rules: Vec::new(),
                todos: Vec::new(),
                journal: None,
            }));
        }
    } else if let Some(event) = bus.into_event(input) {
        driver.feed(event);
    }
}

/// `experimental.chat.messages.transform`: done when the model may be asked.
pub async fn step<P: Port>(driver: &Rc<Driver<P>>, session: &SessionId, messages: &impl List)
where
    P::OpenCode: First,
{
    if !driver.introduce(session).await || driver.is_child(session) {
        return;
    }
    let Some(digest) = driver.opencode().first().read_step(session, messages) else {
        return;
    };
    let call = driver.next_call();
    driver.feed(Hook::StepStarted {
        call,
        session: session.clone(),
        user: digest.user,
        identity: digest.identity,
        assistant: digest.assistant,
    });
    let Reply::Step { fill, park } = driver.reply(call).await else {
        return;
    };
    let api = driver.opencode().first().api();
    if let Some(fill) = &fill {
        list::show(messages, session, fill);
        // The list is for this one step; stored, the text stays for all that follow.
        let stored = api.fill(session, &fill.message, &fill.part, &fill.text);
        if let Err(error) = stored.await {
            let text = format!("{} could not be stored: {error}", fill.message);
            driver.log(Level::Error, text);
        }
    }
    if let Some(park) = &park
        && let Err(error) = api.park(session, park).await
    {
        let text = format!("a message could not be parked in {session}: {error}");
        driver.log(Level::Error, text);
    }
    list::drop_silent(messages);
}

/// A user message that is about to be stored.
#[derive(Clone, Debug)]
pub struct UserMessage {
    /// Its session.
    pub session: SessionId,
    /// Its id.
    pub message: MessageId,
    /// Who is to answer it.
    pub identity: Identity,
    /// Whether a program wrote all of it.
    pub synthetic: bool,
}

/// `chat.message`: done when the message may be stored, with what is to be added to it.
pub async fn chat_message<P: Port>(
    driver: &Rc<Driver<P>>,
    user: UserMessage,
) -> Option<(PartId, String)>
where
    P::OpenCode: First,
{
    if user.message.is_ours() || !driver.introduce(&user.session).await {
        return None;
    }
    driver.told(&user.session).await;
    driver
        .opencode()
        .first()
        .spoken(&user.session, driver.port().now());
    let call = driver.next_call();
    driver.feed(Hook::UserMessage {
        call,
        session: user.session,
        message: user.message,
        synthetic: user.synthetic,
        identity: user.identity,
    });
    let Reply::Message(add) = driver.reply(call).await else {
        return None;
    };
    add
}

/// A call of one of our tools.
#[derive(Clone, Debug)]
pub struct ToolCall {
    /// The session.
    pub session: SessionId,
    /// The agent that calls.
    pub agent: Option<String>,
    /// OpenCode's id of the call.
    pub tool_call: String,
    /// The tool's name.
    pub tool: String,
    /// Its arguments as the model gave them.
    pub args: Value,
}

/// A tool: done with what the agent reads. `until_abort` is given what is to happen when the call
/// is abandoned.
pub async fn tool<P: Port>(
    driver: &Rc<Driver<P>>,
    called: ToolCall,
    context: <P::OpenCode as OpenCode>::Call,
    until_abort: impl FnOnce(Box<dyn FnOnce()>),
) -> String
where
    P::OpenCode: First,
{
    if !driver.introduce(&called.session).await {
        return STRANGE.to_owned();
    }
    driver.learn_agents().await;
    let call = driver.next_call();
    let this = Rc::clone(driver);
    until_abort(Box::new(move || this.feed(Event::CallAborted { call })));
    let event = Hook::ToolCalled {
        call,
        session: called.session,
        agent: called.agent,
        tool_call: called.tool_call,
        tool: called.tool,
        args: called.args,
    };
    match driver.reply_to_tool(call, event, context).await {
        Reply::Tool(text) => text,
        Reply::Step { .. } | Reply::Message(_) | Reply::Command(_) | Reply::Compaction(_) => {
            "No response from Holdfast; try again.".to_owned()
        }
    }
}

/// What became of a slash command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Carried {
    /// It is none of ours.
    NotOurs,
    /// It was carried out and answered.
    Done,
    /// It was carried out, and only the agent's turn can say so.
    Say(String),
}

/// `command.execute.before`.
pub async fn command<P: Port>(
    driver: &Rc<Driver<P>>,
    session: SessionId,
    name: String,
    mut arguments: String,
) -> Carried
where
    P::OpenCode: First,
{
    if !commands::COMMANDS.iter().any(|(ours, _)| *ours == name) {
        return Carried::NotOurs;
    }
    if driver.process() == Process::Run {
        arguments = commands::unquoted(&arguments);
    }
    if !driver.introduce(&session).await {
        return Carried::NotOurs;
    }
    if name == "bg" {
        driver.learn_agents().await;
        let known = driver
            .opencode()
            .first()
            .api()
            .commands()
            .await
            .unwrap_or_default();
        match commands::resolve_workflow(&arguments, &known) {
            Ok((_, prompt)) => arguments = prompt,
            Err(problem) => return answer(driver, &session, &name, &problem).await,
        }
    }
    let call = driver.next_call();
    driver.begin_telling(&session);
    driver.feed(Hook::CommandCalled {
        call,
        session: session.clone(),
        command: name.clone(),
        arguments,
    });
    let answer = match driver.reply(call).await {
        Reply::Command(words) => answer(driver, &session, &name, &words).await,
        Reply::Step { .. } | Reply::Message(_) | Reply::Tool(_) | Reply::Compaction(_) => {
            Carried::Done
        }
    };
    driver.end_telling(&session);
    answer
}

/// Answers a slash command without a model; in `opencode run` nobody sees a chat or a toast, and
/// the process ends with the turn: there the agent says it, and its turn is held for the work.
async fn answer<P: Port>(
    driver: &Rc<Driver<P>>,
    session: &SessionId,
    name: &str,
    words: &str,
) -> Carried
where
    P::OpenCode: First,
{
    if driver.process() == Process::Run {
        return Carried::Say(agent::carried_out(name, words));
    }
    tell(driver, session, words).await;
    Carried::Done
}

/// Tells the user something: in the chat where no loop would take it for a turn, else as a toast.
async fn tell<P: Port>(driver: &Rc<Driver<P>>, session: &SessionId, words: &str)
where
    P::OpenCode: First,
{
    let api = driver.opencode().first().api();
    let begins = driver
        .opencode()
        .first()
        .begins_a_turn(session, driver.port().now());
    let told = if !begins && is_quiet(api, session).await {
        let now = driver.port().now();
        // What follows from it, a prompt, is the newer of the two.
        let message = IdSource::new(now.0).message(Time(now.0.saturating_sub(1)));
        let part = message.part();
        api.show(session, &message, &part, words).await
    } else {
        api.toast(Variant::Info, words).await
    };
    if let Err(error) = told {
        driver.log(Level::Warn, error);
    }
}

/// Whether a message can be put into the chat without a loop taking it for a turn.
async fn is_quiet(api: &impl Api, session: &SessionId) -> bool {
    let found = api.session(session).await;
    // Any message removes for good what the user has taken back.
    let reverted = found.is_ok_and(|found| found.is_reverted());
    if reverted || api.status(session).await != Ok(Status::Idle) {
        return false;
    }
    // The status is of this process; another one may be at work in the session.
    let newest = api.messages(session, NEWEST).await;
    newest.is_ok_and(|page| reader::is_at_rest(&page.messages))
}

/// `experimental.session.compacting`: done with what the compaction must know.
pub async fn compacting<P: Port>(driver: &Rc<Driver<P>>, session: SessionId) -> Option<String> {
    let call: CallId = driver.next_call();
    driver.feed(Hook::CompactionStarted { call, session });
    let Reply::Compaction(context) = driver.reply(call).await else {
        return None;
    };
    context
}
