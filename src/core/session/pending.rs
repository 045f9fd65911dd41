//! Effects whose outcome somebody waits for, and what for.

use litemap::LiteMap as Map;

use crate::core::port::effect::Effect;
use crate::core::session::tasks::rights::{Asked, Purpose};
use crate::core::values::ids::{
    AbortId, CallId, ClaimId, CreateId, EffectId, InspectId, LeaveId, MessageId, PromptId, RulesId,
    SessionId, TaskId,
};

/// What the outcomes of effects of one kind are waited for.
pub(in crate::core) trait Awaited: Sized {
    /// The id of such an effect.
    type Id: From<EffectId> + Into<EffectId>;

    fn into_pending(self) -> Pending;
    /// Itself, or what it is instead.
    fn of(pending: Pending) -> Result<Self, Pending>;
}

/// An effect's outcome that is waited for, whatever its kind.
pub(in crate::core) enum Pending {
    Claim(ClaimFor),
    Create(CreateFor),
    Leave(LeaveFor),
    Rules(RulesFor),
    Prompt(PromptFor),
    Abort(AbortFor),
    Inspect(InspectFor),
}

macro_rules! awaited {
    ($what:ident, $variant:ident, $id:ident) => {
        impl Awaited for $what {
            type Id = $id;

            fn into_pending(self) -> Pending {
                Pending::$variant(self)
            }

            fn of(pending: Pending) -> Result<Self, Pending> {
                let Pending::$variant(what) = pending else {
                    return Err(pending);
                };
                Ok(what)
            }
        }
    };
}

awaited!(ClaimFor, Claim, ClaimId);
awaited!(CreateFor, Create, CreateId);
awaited!(LeaveFor, Leave, LeaveId);
awaited!(RulesFor, Rules, RulesId);
awaited!(PromptFor, Prompt, PromptId);
awaited!(AbortFor, Abort, AbortId);
awaited!(InspectFor, Inspect, InspectId);

/// The root's journal becomes ours, or another's.
pub(in crate::core) struct ClaimFor;

/// A task gets its session.
pub(in crate::core) struct CreateFor(pub(in crate::core) TaskId);

/// A launch goes on, or does not.
pub(in crate::core) struct LeaveFor(pub(in crate::core) Box<Asked>);

/// The rules of a session of a task.
pub(in crate::core) enum RulesFor {
    /// Of the root, whose rights bind the task.
    Root(TaskId, Purpose),
    /// Of the session that the task goes on in.
    Child(TaskId, Purpose),
    /// Of the same, after adding what was missing.
    Limited(TaskId, Purpose),
}

/// Who is prompted.
pub(in crate::core) enum PromptFor {
    /// A task, with what it is to do.
    Child(TaskId),
    /// A running task, with a further word.
    Steer(TaskId),
    /// The root, with an automatic prompt.
    Root(MessageId),
    /// A session of ours whose prompt was on its way when the journal was lost: what it begins is
    /// stopped.
    Lost(SessionId),
}

/// Who is aborted.
pub(in crate::core) enum AbortFor {
    Child(TaskId),
    /// The root, whose steps were abandoned.
    Root,
    /// A session that was deleted, or that nobody looks after any more.
    Nobody,
}

/// Who is looked at.
pub(in crate::core) enum InspectFor {
    Child(TaskId),
    Root,
}

/// All outcomes that are waited for, and in which root session.
#[derive(Default)]
pub(in crate::core) struct Outcomes(Map<EffectId, (SessionId, Pending)>);

impl Outcomes {
    /// Waits for an outcome.
    pub(in crate::core) fn expect<W: Awaited>(
        &mut self,
        effect: EffectId,
        root: &SessionId,
        what: W,
    ) -> W::Id {
        self.0.insert(effect, (root.clone(), what.into_pending()));
        W::Id::from(effect)
    }

    /// The outcome has come. Of one that came before, or that nobody waits for, it is none.
    pub(in crate::core) fn take<W: Awaited>(&mut self, effect: W::Id) -> Option<(SessionId, W)> {
        let effect = effect.into();
        let (root, pending) = self.0.remove(&effect)?;
        match W::of(pending) {
            Ok(what) => Some((root, what)),
            // An id from outside may be one of another kind: its own outcome is yet to come.
            Err(other) => {
                self.0.insert(effect, (root, other));
                None
            }
        }
    }

    /// Nothing is waited for any more in a root session, but for prompts: what they begin is
    /// stopped. `session_of` tells a task's session.
    pub(in crate::core) fn forget(
        &mut self,
        of: &SessionId,
        out: &mut Vec<Effect>,
        session_of: impl Fn(&TaskId) -> Option<SessionId>,
    ) {
        let kept = std::mem::take(&mut self.0).into_iter();
        let kept = kept.filter_map(|(effect, (root, pending))| {
            if root != *of {
                return Some((effect, (root, pending)));
            }
            let session = match pending {
                Pending::Prompt(PromptFor::Child(task) | PromptFor::Steer(task)) => {
                    session_of(&task)?
                }
                Pending::Prompt(PromptFor::Lost(session)) => session,
                Pending::Leave(asked) => {
                    out.push(asked.0.stopped());
                    return None;
                }
                Pending::Claim(_)
                | Pending::Create(_)
                | Pending::Rules(_)
                | Pending::Prompt(PromptFor::Root(_))
                | Pending::Abort(_)
                | Pending::Inspect(_) => return None,
            };
            Some((effect, (root, Pending::Prompt(PromptFor::Lost(session)))))
        });
        self.0 = kept.collect();
    }

    /// Answers a tool call that waits for a permission and is given up: granted or not, it is of
    /// no use any more.
    pub(in crate::core) fn give_up(&mut self, call: CallId, out: &mut Vec<Effect>) {
        let theirs = self
            .0
            .iter()
            .find_map(|(effect, (_, pending))| match pending {
                Pending::Leave(asked) => (asked.0.call == call).then_some(*effect),
                Pending::Claim(_)
                | Pending::Create(_)
                | Pending::Rules(_)
                | Pending::Prompt(_)
                | Pending::Abort(_)
                | Pending::Inspect(_) => None,
            });
        let asked = theirs.and_then(|effect| self.take::<LeaveFor>(effect.into()));
        if let Some((_, asked)) = asked {
            out.push(asked.0.stopped());
        }
    }
}
