//! What a seed stands for: the process, the options, the agents, the mishaps and the user's doings.

use holdfast::core::journal::Ask;

use super::chance::Chance;
use super::fault::Fault;

pub(crate) struct Plan {
    pub(crate) seed: u64,
    pub(crate) kind: Kind,
    /// OpenCode up to 1.3.2 finds the newest message by its id rather than by its time.
    pub(crate) by_id: bool,
    pub(crate) options: String,
    pub(crate) manner: Manner,
    pub(crate) chaos: Chaos,
    pub(crate) company: Company,
    pub(crate) doings: Vec<(u64, Doing)>,
    pub(crate) length: u64,
    /// At the end a new process takes over, rather than the one that lives.
    pub(crate) fresh_end: bool,
    pub(crate) fault: Option<Fault>,
}

/// What kind of OpenCode process is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `opencode run`: it exits when its turn has ended.
    Run,
    /// The terminal UI.
    Watched,
    /// A server with sessions that nobody watches.
    Headless,
}

/// How the root session's agent behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manner {
    /// Does what it is told.
    Good,
    /// Never finishes a todo.
    Idler,
    /// Flips its todos' states.
    Flipper,
    /// Ends its turns with a question.
    Asker,
    /// Answers each delivery with a new launch.
    Relauncher,
    /// Gives wrong arguments and repeats failing calls.
    Fumbler,
    /// Looks at, waits for, steers and cancels tasks.
    Meddler,
    /// Does any of it.
    Moody,
}

const MANNERS: [Manner; 8] = [
    Manner::Good,
    Manner::Idler,
    Manner::Flipper,
    Manner::Asker,
    Manner::Relauncher,
    Manner::Fumbler,
    Manner::Meddler,
    Manner::Moody,
];

/// How often things go wrong, in percent.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Chaos {
    /// An event does not arrive.
    pub(crate) lost: u64,
    /// An event arrives twice.
    pub(crate) twice: u64,
    /// An event arrives late, and so out of order.
    pub(crate) late: u64,
    /// OpenCode refuses a call.
    pub(crate) refused: u64,
    /// A prompt is stored, and its turn never runs.
    pub(crate) never_run: u64,
    /// A model call ends in an error.
    pub(crate) error: u64,
    /// A child session's model never answers.
    pub(crate) hang: u64,
    /// A child session asks for a permission.
    pub(crate) asks: u64,
    /// A turn of the root is a compaction.
    pub(crate) compaction: u64,
}

/// What OpenCode and other plugins add to what the model is shown.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Company {
    /// A part is added to the newest user message before each step, as in plan mode.
    pub(crate) reminders: bool,
    /// A part is stored beside every user message, whoever wrote it.
    pub(crate) parts: bool,
    /// A message that nobody stored is shown as the newest.
    pub(crate) strangers: bool,
}

/// What a person, or the world, does at some time.
#[derive(Clone, Debug)]
pub(crate) enum Doing {
    Say,
    Abort,
    Command(&'static str, &'static str),
    Ask(Ask),
    /// A request to a task, chosen among those there are.
    AskTask(u64),
    AbortChild,
    SayInChild,
    Delete,
    Crash,
    Trap,
    /// A root session is denied something more.
    Deny,
    AnotherProcess,
    DiskFull(u64),
    TakeBack,
    /// The machine sleeps for so long.
    Sleep(u64),
    /// The command line takes a living owner for dead, as from another machine, and cancels all.
    Steal,
}

impl Plan {
    pub(crate) fn new(seed: u64) -> Self {
        let mut chance = Chance::new(seed);
        let kind = *chance.pick(&[Kind::Run, Kind::Watched, Kind::Watched, Kind::Headless]);
        let length = chance.span(20_000, 1_200_000);
        let chaos = chaos(&mut chance);
        let mut doings = vec![(0, Doing::Say)];
        for _ in 0..chance.between(0, 12) {
            doings.push((chance.between(1, length), doing(&mut chance, kind)));
        }
        // Things that happen at almost the same time are where the trouble is.
        for _ in 0..chance.between(0, 3) {
            let at = doings[(chance.next() % doings.len() as u64) as usize].0;
            let at = (at + chance.between(0, 60)).min(length);
            doings.push((at, doing(&mut chance, kind)));
        }
        for _ in 0..*chance.pick(&[0, 0, 1, 1, 2, 4]) {
            doings.push((chance.between(1, length), Doing::Crash));
            doings.push((chance.between(1, length), Doing::Say));
        }
        // Of its own chance, so that older seeds stay what they were.
        let mut nights = Chance::new(seed ^ 0x5eed);
        if nights.percent(20) {
            let night = Doing::Sleep(nights.span(10_000, 30_000_000));
            doings.push((nights.between(1, length), night));
        }
        // Two that share a session, and one of them without a disk, is more than is promised.
        if doings
            .iter()
            .any(|(_, doing)| matches!(doing, Doing::AnotherProcess))
        {
            doings.retain(|(_, doing)| !matches!(doing, Doing::DiskFull(_)));
        }
        // Drawn apart, so that the rest of a seed's plan stays what it is.
        let mut apart = Chance::new(seed ^ 0x5745_414c);
        // Two that share a journal, and one of them without a disk, is more than is promised.
        let full = |(_, doing): &(u64, Doing)| matches!(doing, Doing::DiskFull(_));
        if apart.percent(10) && !doings.iter().any(full) {
            doings.push((apart.between(1, length), Doing::Steal));
            doings.push((length, Doing::Say));
        }
        doings.sort_by_key(|(at, _)| *at);
        let mut plan = Self {
            seed,
            kind,
            by_id: chance.percent(30),
            options: options(&mut chance, kind),
            manner: *chance.pick(&MANNERS),
            chaos,
            doings,
            length,
            fresh_end: chance.percent(60),
            company: Company {
                reminders: chance.percent(30),
                parts: chance.percent(30),
                strangers: chance.percent(10),
            },
            fault: None,
        };
        if chance.percent(30) {
            let at = chance.between(1, length);
            plan.doings.push((at, Doing::TakeBack));
            plan.doings.sort_by_key(|(at, _)| *at);
        }
        plan
    }
}

fn chaos(chance: &mut Chance) -> Chaos {
    if chance.percent(20) {
        return Chaos {
            asks: 10,
            ..Chaos::default()
        };
    }
    Chaos {
        lost: *chance.pick(&[0, 0, 0, 3, 15]),
        twice: *chance.pick(&[0, 0, 10, 50]),
        late: *chance.pick(&[0, 0, 0, 5, 20]),
        refused: *chance.pick(&[0, 0, 3, 15]),
        never_run: *chance.pick(&[0, 0, 10, 30]),
        error: *chance.pick(&[0, 3, 10, 30]),
        hang: *chance.pick(&[0, 0, 5, 20]),
        asks: *chance.pick(&[0, 5, 20]),
        compaction: *chance.pick(&[0, 0, 5, 20]),
    }
}

fn doing(chance: &mut Chance, kind: Kind) -> Doing {
    match chance.between(0, 28) {
        0..=6 => Doing::Say,
        7..=10 => Doing::Abort,
        11 => Doing::Command("stop", *chance.pick(&["", "", "all"])),
        12..=13 => Doing::Command("go", *chance.pick(&["", "", "all"])),
        14 if kind != Kind::Run => Doing::Command("bg", "do something beside"),
        15 => Doing::Command("background", ""),
        16 => Doing::Ask(Ask::CancelAll),
        17 => Doing::Ask(
            chance
                .pick(&[
                    Ask::Stop,
                    Ask::Continue,
                    Ask::Hush,
                    Ask::Clear,
                    Ask::Resume {
                        task: None,
                        retry: false,
                    },
                ])
                .clone(),
        ),
        18 => Doing::Ask(Ask::Launch {
            description: "from outside".to_owned(),
            prompt: "work from outside".to_owned(),
            agent: None,
            task: None,
        }),
        19..=20 => Doing::AskTask(chance.next()),
        21 => Doing::AbortChild,
        22 => Doing::SayInChild,
        23 if chance.percent(40) => Doing::Delete,
        27 => Doing::Deny,
        24 => Doing::Trap,
        25 => Doing::AnotherProcess,
        26 => Doing::DiskFull(chance.span(1000, 200_000)),
        _ => Doing::Say,
    }
}

/// `run` keeps its hold: what is left of its tasks would else wait for ever in a plan that ends.
fn options(chance: &mut Chance, kind: Kind) -> String {
    let modes: &[&str] = match kind {
        Kind::Run => &["auto", "always"],
        Kind::Watched | Kind::Headless => &["auto", "auto", "auto", "auto", "always", "never"],
    };
    let minutes: &[u64] = if kind == Kind::Run {
        &[0]
    } else {
        &[0, 0, 0, 2]
    };
    let mut tasks = vec![
        format!(
            r#""concurrency": {}"#,
            chance.pick(&["1", "1", "2", "3", r#"{"default":2,"zai/small":1}"#])
        ),
        format!(r#""startTimeoutSeconds": {}"#, chance.pick(&[5, 60])),
        format!(
            r#""inactivityTimeoutMinutes": {}"#,
            chance.pick(&[1, 5, 30])
        ),
        format!(r#""retryLimit": {}"#, chance.pick(&[0, 2, 5])),
        format!(
            r#""onFailure": "{}""#,
            chance.pick(&["halt", "halt", "continue"])
        ),
        format!(
            r#""onAbort": "{}""#,
            chance.pick(&["keep", "keep", "cancel"])
        ),
        format!(r#""deliver": "{}""#, chance.pick(&["all", "all", "each"])),
    ];
    if chance.percent(30) {
        tasks.push(r#""keepCompleted": 1, "keepFailed": 1"#.to_owned());
    }
    format!(
        r#"{{"continuation": {{"whileActive": "{}", "countdownSeconds": {}, "maxStagnant": {}, "maxContinuations": {}, "todos": {}}},
            "tasks": {{{}}}, "hold": {{"mode": "{}", "maxMinutes": {}}}, "toasts": {}}}"#,
        chance.pick(&["auto", "auto", "auto", "immediate"]),
        chance.pick(&[0, 2, 2]),
        chance.pick(&[1, 3]),
        chance.pick(&[3, 50]),
        chance.pick(&["true", "true", "true", "false"]),
        tasks.join(", "),
        chance.pick(modes),
        chance.pick(minutes),
        chance.pick(&["true", "false"]),
    )
}
