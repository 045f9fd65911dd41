//! Deliberate faults: each makes the host or the world lie in one way, and each must be found.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A record in five is never written.
    DropAppend,
    /// Effects are carried out before the records that announce them.
    ActFirst,
    /// A crash takes the last lines of the journal with it.
    LoseWrittenLines,
    /// An automatic prompt is stored once more, as another message.
    PromptTwice,
    /// A task's prompt is stored once more, as another message.
    LaunchTwice,
    /// What a parked message says is not stored.
    IgnoreFill,
    /// The message that keeps the turn open is not stored.
    IgnorePark,
    /// A child session at work is reported idle and finished.
    FreeSlotEarly,
    /// A child session that is done is reported at work: its slot never comes free.
    KeepSlot,
    /// No message keeps the turn open while tasks are pending and none runs: those do not count.
    ForgetPending,
    /// Sessions are never made known.
    LoseSession,
    /// A journal is not shown to the process that takes over.
    LoseJournal,
    /// A new task gets the session of another one.
    ShareSession,
    /// Nothing is aborted.
    SwallowAbort,
    /// What became of an effect is never told.
    LoseOutcome,
    /// The timer never fires.
    LoseTick,
    /// Living owners are reported dead.
    DeclareOwnerDead,
    /// Dead owners are reported living.
    DeclareOwnerAlive,
    /// That another process has taken a journal is kept from the core.
    HideClaim,
    /// The user's abort is kept from the core.
    HideAbort,
    /// An open question is kept from the core.
    HideAsk,
    /// The user's `/stop` is kept from the core.
    HideStop,
    /// Todos are always reported open.
    FakeTodos,
    /// A tool call that arrives twice has two ids.
    RenameToolCall,
    /// Automatic prompts lose the model's variant.
    StripVariant,
    /// A permission is granted that the rules deny.
    GrantAll,
    /// The rules of a root session are reported empty.
    HideRules,
    /// The user's words are taken for a program's.
    MuteUser,
    /// What people must know is not shown to them.
    HideNotice,
    /// That continuation ended is told once more.
    TellTwice,
    /// Parked messages are not known again: each step looks as if somebody had asked for it.
    HideParked,
    /// The answer to a call that waits, or to an abandoned step, is lost.
    LoseAnswer,
    /// That the user took messages back is kept from the core.
    HideTakenBack,
}

pub(crate) const FAULTS: [Fault; 33] = [
    Fault::DropAppend,
    Fault::ActFirst,
    Fault::LoseWrittenLines,
    Fault::PromptTwice,
    Fault::LaunchTwice,
    Fault::IgnoreFill,
    Fault::IgnorePark,
    Fault::FreeSlotEarly,
    Fault::KeepSlot,
    Fault::ForgetPending,
    Fault::LoseSession,
    Fault::LoseJournal,
    Fault::ShareSession,
    Fault::SwallowAbort,
    Fault::LoseOutcome,
    Fault::LoseTick,
    Fault::DeclareOwnerDead,
    Fault::DeclareOwnerAlive,
    Fault::HideClaim,
    Fault::HideAbort,
    Fault::HideAsk,
    Fault::HideStop,
    Fault::FakeTodos,
    Fault::RenameToolCall,
    Fault::StripVariant,
    Fault::GrantAll,
    Fault::HideRules,
    Fault::MuteUser,
    Fault::HideNotice,
    Fault::TellTwice,
    Fault::HideParked,
    Fault::LoseAnswer,
    Fault::HideTakenBack,
];
