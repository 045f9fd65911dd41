//! A root session's turn, as OpenCode shows it: the model works, a step is held in our hook, or the
//! session is idle. It is told what happens and tells what that means; it asks nobody and decides
//! nothing.

use crate::core::port::event::{Assistant, Status};
use crate::core::session::root::Recheck;
use crate::core::texts::agent::Released;
use crate::core::values::ids::{CallId, MessageId};
use crate::core::values::time::{Span, Time};
use crate::core::values::trouble::Trouble;

/// Idle events that repeat the end of a turn come this soon after it.
const REPEATED_WITHIN: Span = Span(100);
/// OpenCode calls a session idle until the loop of a message that it took has begun.
const BEGINS_WITHIN: Span = Span::seconds(1);
/// How long the last message of an idle session may take to be finished or failed.
const DOUBT: Span = Span::seconds(2);
/// How long another process's turn may be silent before it counts as broken off.
const ELSEWHERE: Span = Span::minutes(10);
/// How often a held session says that it still waits.
const PROGRESS_EVERY: Span = Span::seconds(30);

/// A step that waits in the hook before the model is asked.
#[derive(Clone, Debug)]
pub(in crate::core) struct Step {
    pub(in crate::core) call: CallId,
    /// The parked message that it answers, if it answers one.
    pub(in crate::core) parked: Option<MessageId>,
    /// The turn is over: the step exists only since a message was parked.
    pub(in crate::core) over: bool,
    /// The newest assistant message before it. Its own is begun before the hook, and empty.
    pub(in crate::core) after: Option<MessageId>,
    pub(in crate::core) since: Time,
    /// Somebody wrote into the session meanwhile.
    pub(in crate::core) spoken: Option<Released>,
}

#[derive(Clone, Debug)]
enum State {
    /// The model works, or nothing has told yet what the session does.
    Working,
    /// A step waits in our hook.
    Held(Held),
    /// The session stopped working.
    Idle(Idle),
}

#[derive(Clone, Debug)]
struct Held {
    step: Step,
    /// What was last shown of what it waits for, and when it is shown again.
    progress: Option<(String, Time)>,
    /// An event called the session idle: it is an old one, or the turn was aborted.
    contested: Option<Recheck>,
}

#[derive(Clone, Debug)]
enum Idle {
    /// The turn is over.
    Over,
    /// OpenCode's status says otherwise, or its last message neither finished nor failed: until
    /// the end of the doubt it may.
    Unsure {
        recheck: Recheck,
        doubt: Option<(MessageId, Time)>,
    },
    /// Open todos are continued then, unless somebody stops it.
    CountingDown(Time),
}

/// What an idle event means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::core) enum Idled {
    /// The session stopped working.
    Ended,
    /// A turn that waits in our hook ends by an abort alone, unless the event is an old one.
    InHook,
    /// It was idle before.
    Again,
}

/// The turn of one root session.
pub(in crate::core) struct Turn {
    state: State,
    /// Steps that are given up: their hooks are answered as soon as OpenCode waits no more for
    /// them.
    abandoned: Vec<CallId>,
    /// OpenCode is being asked about the session.
    inspecting: bool,
    /// When its state was last known for certain.
    checked: Time,
    compacting: bool,
    /// The user took messages back. Any prompt would remove them for good.
    reverted: bool,
    /// An id minted when the session became known: what is older, and not finished, broke off with
    /// the process that it was written in.
    known_since: MessageId,
    /// The newest message that somebody else wrote: what failed before it is over.
    spoken: Option<MessageId>,
    assistant: Option<Assistant>,
    /// The newest answer of which OpenCode told in this process. What it does not tell of is
    /// another process's.
    told: Option<MessageId>,
}

impl Turn {
    /// Of a session that becomes known now.
    pub(in crate::core) fn new(known_since: MessageId, now: Time) -> Self {
        Self {
            state: State::Working,
            abandoned: Vec::new(),
            inspecting: false,
            checked: now,
            compacting: false,
            reverted: false,
            known_since,
            spoken: None,
            assistant: None,
            told: None,
        }
    }

    /// Whether the model works, as far as is known.
    pub(in crate::core) fn is_working(&self) -> bool {
        matches!(self.state, State::Working)
    }

    /// Whether the session is idle.
    pub(in crate::core) fn is_idle(&self) -> bool {
        matches!(self.state, State::Idle(_))
    }

    /// The step that waits in our hook.
    pub(in crate::core) fn held(&self) -> Option<&Step> {
        match &self.state {
            State::Held(held) => Some(&held.step),
            State::Working | State::Idle(_) => None,
        }
    }

    /// Whether the step that waits in our hook came with a call.
    pub(in crate::core) fn is_held_by(&self, call: CallId) -> bool {
        self.held().is_some_and(|step| step.call == call)
    }

    /// The newest message of the session's agent.
    pub(in crate::core) fn assistant(&self) -> Option<&Assistant> {
        self.assistant.as_ref()
    }

    /// The message that a prompt sent now follows.
    pub(in crate::core) fn newest(&self) -> Option<MessageId> {
        match &self.state {
            State::Held(held) => held.step.after.clone(),
            State::Working | State::Idle(_) => {
                let newest = self.assistant.as_ref();
                newest.map(|assistant| assistant.id.clone())
            }
        }
    }

    /// The turn goes on, or a new one begins. Whether the session was idle.
    pub(in crate::core) fn busy(&mut self) -> bool {
        match &mut self.state {
            State::Working => false,
            State::Held(held) => held.contested.take().is_some(),
            State::Idle(_) => {
                self.state = State::Working;
                true
            }
        }
    }

    /// A step waits in our hook. OpenCode waits for one at a time: an older one is given up.
    pub(in crate::core) fn hold(&mut self, step: Step) {
        self.abandon();
        self.state = State::Held(Held {
            step,
            progress: None,
            contested: None,
        });
    }

    /// A step is let go, if it is the one that waits.
    pub(in crate::core) fn release(&mut self, call: CallId) {
        if self.is_held_by(call) {
            self.let_go();
        }
    }

    /// The step that waits is not gone on with. Its hook is answered all the same, once OpenCode
    /// has stopped waiting for it: what holds an answer open is kept for ever.
    pub(in crate::core) fn abandon(&mut self) {
        let given_up = self.held().map(|step| step.call);
        if given_up.is_some() {
            self.abandoned.extend(given_up);
            self.let_go();
        }
    }

    fn let_go(&mut self) {
        let contested = match &mut self.state {
            State::Held(held) => held.contested.take(),
            State::Working | State::Idle(_) => return,
        };
        self.state = match contested {
            Some(recheck) => State::Idle(Idle::Unsure {
                recheck,
                doubt: None,
            }),
            None => State::Working,
        };
    }

    /// The hooks of steps that were given up, which are to be answered now.
    pub(in crate::core) fn take_abandoned(&mut self) -> Vec<CallId> {
        std::mem::take(&mut self.abandoned)
    }

    /// An event calls the session idle.
    pub(in crate::core) fn idle(&mut self, now: Time) -> Idled {
        self.compacting = false;
        match &mut self.state {
            State::Idle(_) => Idled::Again,
            State::Held(held) if held.contested.is_some() => Idled::Again,
            State::Held(held) => {
                held.contested.get_or_insert_default().again(now);
                Idled::InHook
            }
            State::Working => {
                self.state = State::Idle(Idle::Over);
                Idled::Ended
            }
        }
    }

    /// A countdown of this length begins.
    pub(in crate::core) fn count_down(&mut self, until: Time) {
        if let State::Idle(idle) = &mut self.state {
            *idle = Idle::CountingDown(until);
        }
    }

    /// When the countdown ends, if one runs.
    pub(in crate::core) fn countdown(&self) -> Option<Time> {
        match self.state {
            State::Idle(Idle::CountingDown(until)) => Some(until),
            State::Idle(Idle::Over | Idle::Unsure { .. }) | State::Working | State::Held(_) => None,
        }
    }

    /// No countdown runs any more. Whether one did.
    pub(in crate::core) fn stop_countdown(&mut self) -> bool {
        let ran = self.countdown().is_some();
        if ran {
            self.state = State::Idle(Idle::Over);
        }
        ran
    }

    /// Repeated idles say nothing new, but for one thing: an abort of an idle session shows in
    /// nothing else. Those that merely repeat the turn's end come with it. Whether this one stopped
    /// the countdown of that length.
    pub(in crate::core) fn stopped_by_idle(&mut self, now: Time, countdown: Span) -> bool {
        let until = self.countdown();
        let late = until.is_some_and(|at| now.plus(countdown).since(at) >= REPEATED_WITHIN);
        late && self.stop_countdown()
    }

    /// OpenCode is to be asked about the session. Whether it is not being asked already.
    pub(in crate::core) fn asks(&mut self) -> bool {
        if std::mem::replace(&mut self.inspecting, true) {
            return false;
        }
        if let Some(recheck) = self.recheck_mut() {
            recheck.at = None;
        }
        true
    }

    /// OpenCode has answered, or could not. How old what was known of the session is.
    pub(in crate::core) fn asked(&mut self, now: Time) -> Span {
        self.inspecting = false;
        now.since(std::mem::replace(&mut self.checked, now))
    }

    /// What OpenCode says of the session, whose state was known for so long. A look that was about
    /// something else says nothing of its end. Whether the turn ended, and not by itself.
    pub(in crate::core) fn inspected(
        &mut self,
        now: Time,
        status: &Status,
        last: Option<&Assistant>,
        known_for: Span,
        is_look: bool,
    ) -> bool {
        let works = *status != Status::Idle;
        if self.is_working() && !works && known_for >= BEGINS_WITHIN {
            // The event was lost.
            self.state = State::Idle(Idle::Over);
        }
        if is_look && !works {
            return false;
        }
        let open = last.filter(|last| !last.is_over() && last.id > self.known_since);
        let here = |last: &Assistant| self.told.as_ref().is_some_and(|told| last.id <= *told);
        let open = open.map(|last| (last.id.clone(), here(last)));
        match &mut self.state {
            State::Working => false,
            State::Held(held) if works => {
                // The event was an old one.
                held.contested = None;
                false
            }
            State::Held(held) => held.contested.is_some(),
            State::Idle(idle) => {
                let over = idle.inspected(now, works, open.as_ref());
                match open {
                    Some((last, false)) if over => {
                        // It died with its process: no user stopped it.
                        self.known_since = last;
                        false
                    }
                    Some(_) | None => over,
                }
            }
        }
    }

    /// OpenCode could not be asked. What was in doubt still is.
    pub(in crate::core) fn not_inspected(&mut self, now: Time) {
        if let State::Idle(Idle::Unsure {
            recheck,
            doubt: Some(_),
        }) = &mut self.state
        {
            recheck.again(now);
        }
    }

    fn recheck_mut(&mut self) -> Option<&mut Recheck> {
        match &mut self.state {
            State::Held(held) => held.contested.as_mut(),
            State::Idle(Idle::Unsure { recheck, .. }) => Some(recheck),
            State::Idle(Idle::Over | Idle::CountingDown(_)) | State::Working => None,
        }
    }

    /// When OpenCode is asked again, since its events and its status disagree.
    pub(in crate::core) fn recheck_at(&self) -> Option<Time> {
        match &self.state {
            State::Held(held) => held.contested.as_ref()?.at,
            State::Idle(Idle::Unsure { recheck, .. }) => recheck.at,
            State::Idle(Idle::Over | Idle::CountingDown(_)) | State::Working => None,
        }
    }

    /// Whether what OpenCode says of the session is still to come, or to be asked for.
    pub(in crate::core) fn is_unsure(&self) -> bool {
        self.inspecting || self.recheck_at().is_some()
    }

    /// Whether OpenCode is being asked about the session.
    pub(in crate::core) fn is_asking(&self) -> bool {
        self.inspecting
    }

    /// When its state was last known for certain.
    pub(in crate::core) fn checked(&self) -> Time {
        self.checked
    }

    /// Somebody else writes a message, which is about to be stored.
    pub(in crate::core) fn spoken(&mut self, message: &MessageId, by: Released, now: Time) {
        self.spoken = Some(message.clone());
        if let State::Held(held) = &mut self.state {
            held.step.spoken = Some(by);
        }
        // Until the message is stored OpenCode's word would be that of a moment ago.
        self.checked = now;
    }

    /// A step answers a message that somebody else wrote.
    pub(in crate::core) fn answers(&mut self, message: MessageId) {
        self.spoken = Some(message);
    }

    /// Whether a message is newer than what somebody else wrote, as far as is known.
    pub(in crate::core) fn is_newer(&self, message: &MessageId) -> bool {
        self.spoken.as_ref().is_none_or(|spoken| spoken < message)
    }

    /// A message of the session's agent is known. The error that it ended in, where that is news
    /// and not older than what somebody has said since.
    pub(in crate::core) fn hears(&mut self, mut assistant: Assistant) -> Option<Trouble> {
        let known = self.assistant.as_ref();
        if assistant.text.is_empty()
            && let Some(known) = known.filter(|known| known.id == assistant.id)
        {
            assistant.text.clone_from(&known.text);
        }
        // What is told late takes nothing back of an answer that has ended.
        let fresh = known.is_none_or(|known| {
            let goes_on = known.error.is_none() && (assistant.is_over() || !known.is_over());
            known.id < assistant.id || (known.id == assistant.id && goes_on)
        });
        if !fresh {
            return None;
        }
        let spoken = self.spoken.as_ref();
        let is_old = spoken.is_some_and(|spoken| assistant.id < *spoken);
        let trouble = assistant.error.clone().filter(|_| !is_old);
        self.assistant = Some(assistant);
        trouble
    }

    /// OpenCode told of a message of the session's agent in this process.
    pub(in crate::core) fn is_told(&mut self, message: &MessageId) {
        self.told = self.told.take().max(Some(message.clone()));
    }

    /// A text of the session's agent is whole.
    pub(in crate::core) fn text_finished(&mut self, message: &MessageId, text: &str) {
        if let Some(assistant) = self.assistant.as_mut().filter(|known| known.id == *message) {
            text.clone_into(&mut assistant.text);
        }
    }

    /// A compaction begins, or is over.
    pub(in crate::core) fn compacts(&mut self, compacting: bool) {
        self.compacting = compacting;
    }

    /// Whether a compaction is under way.
    pub(in crate::core) fn is_compacting(&self) -> bool {
        self.compacting
    }

    /// The user took messages back, or went on since: by a message of theirs, as a rule, of which
    /// OpenCode tells a moment later.
    pub(in crate::core) fn reverts(&mut self, reverted: bool, now: Time) {
        let goes_on = std::mem::replace(&mut self.reverted, reverted) && !reverted;
        if let (true, State::Idle(idle)) = (goes_on, &mut self.state) {
            let recheck = Recheck::at(now.plus(BEGINS_WITHIN));
            let doubt = None;
            *idle = Idle::Unsure { recheck, doubt };
        }
    }

    /// Somebody goes on: what was taken back is gone for good.
    pub(in crate::core) fn goes_on(&mut self) {
        self.reverted = false;
    }

    /// Whether the user took messages back and has not gone on since.
    pub(in crate::core) fn is_reverted(&self) -> bool {
        self.reverted
    }

    /// Whether the line that says what a held step waits for is to be shown: it has changed, or was
    /// shown a while ago.
    pub(in crate::core) fn shows(&mut self, what: &str, now: Time) -> bool {
        let State::Held(held) = &mut self.state else {
            return false;
        };
        let shown = held.progress.as_ref();
        if shown.is_some_and(|(shown, next)| shown == what && now < *next) {
            return false;
        }
        held.progress = Some((what.to_owned(), now.plus(PROGRESS_EVERY)));
        true
    }

    /// When a held step says again what it waits for.
    pub(in crate::core) fn progress_at(&self) -> Option<Time> {
        match &self.state {
            State::Held(held) => held.progress.as_ref().map(|(_, next)| *next),
            State::Working | State::Idle(_) => None,
        }
    }

    /// Another process has taken the session's journal: nothing is asked or counted down here.
    pub(in crate::core) fn lose(&mut self) {
        self.inspecting = false;
        self.stop_countdown();
    }

    /// The machine slept: a hold and a countdown last as much longer.
    pub(in crate::core) fn slept(&mut self, span: Span) {
        match &mut self.state {
            State::Held(held) => held.step.since = held.step.since.plus(span),
            State::Idle(
                Idle::CountingDown(until)
                | Idle::Unsure {
                    doubt: Some((_, until)),
                    ..
                },
            ) => *until = until.plus(span),
            State::Idle(Idle::Over | Idle::Unsure { .. }) | State::Working => {}
        }
    }
}

impl Idle {
    /// What OpenCode says of an idle session. Whether its turn broke off.
    /// `open` is its last message where that has not ended, and whether it is of a turn here. An
    /// abort tells of an idle session before it has ended the message; of another process's turn
    /// nothing is told at all.
    fn inspected(&mut self, now: Time, works: bool, open: Option<&(MessageId, bool)>) -> bool {
        if open.is_none() && !works {
            if let Self::Unsure { .. } = self {
                *self = Self::Over;
            }
            return false;
        }
        let (mut recheck, doubt) = match self {
            Self::Unsure { recheck, doubt } => (*recheck, doubt.take()),
            Self::Over | Self::CountingDown(_) => (Recheck::default(), None),
        };
        let doubt = match open {
            Some((last, here)) if !works => {
                let patience = if *here { DOUBT } else { ELSEWHERE };
                let known = doubt.filter(|(doubted, _)| doubted == last);
                Some(known.unwrap_or_else(|| (last.clone(), now.plus(patience))))
            }
            Some(_) | None => doubt,
        };
        let over = !works && doubt.as_ref().is_some_and(|(_, until)| now >= *until);
        if !over {
            recheck.again(now);
        }
        *self = Self::Unsure { recheck, doubt };
        over
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(id: &str, finish: Option<&str>) -> Assistant {
        Assistant {
            id: MessageId::from(id),
            parent: None,
            finish: finish.map(str::to_owned),
            completed: finish.is_some(),
            error: None,
            summary: false,
            text: String::new(),
        }
    }

    #[test]
    fn what_is_told_late_takes_nothing_back_of_an_answer_that_has_ended() {
        let mut turn = Turn::new(MessageId::from("msg_0"), Time(0));
        for (told, over) in [
            (answer("msg_1", None), false),
            (answer("msg_1", Some("stop")), true),
            (answer("msg_1", None), true),
            (answer("msg_2", None), false),
        ] {
            turn.hears(told);
            assert_eq!(turn.assistant().map(Assistant::is_over), Some(over));
        }
    }
}
