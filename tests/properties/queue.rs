//! What holds for the queue, whatever order things happen in.

use holdfast::core::ids::{SessionId, TaskId};
use holdfast::core::journal::{Record, read};
use holdfast::core::ledger::Ledger;
use holdfast::core::task::{Stage, Task};
use holdfast::core::time::Span;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

use crate::cases;
use crate::rig::Rig;

/// Something that a user, an agent, OpenCode or an accident does.
#[derive(Clone, Debug)]
enum Step {
    Launch {
        slow: bool,
    },
    /// What became of an effect; of any, so that answers overtake each other.
    Outcome {
        of: Index,
        well: bool,
        twice: bool,
    },
    Finishes(Index),
    Fails(Index),
    IsCalledIdle(Index),
    Cancel(Index),
    CancelAll,
    Resume,
    Passes(u64),
    /// The process dies; the next one has other limits.
    Restarts(Value),
}

fn step() -> impl Strategy<Value = Step> {
    let index = any::<Index>;
    prop_oneof![
        6 => any::<bool>().prop_map(|slow| Step::Launch { slow }),
        12 => (index(), prop::bool::weighted(0.9), prop::bool::weighted(0.1))
            .prop_map(|(of, well, twice)| Step::Outcome { of, well, twice }),
        5 => index().prop_map(Step::Finishes),
        1 => index().prop_map(Step::Fails),
        1 => index().prop_map(Step::IsCalledIdle),
        2 => index().prop_map(Step::Cancel),
        1 => Just(Step::CancelAll),
        2 => Just(Step::Resume),
        2 => (0..40_u64).prop_map(Step::Passes),
        1 => options().prop_map(Step::Restarts),
    ]
}

fn options() -> impl Strategy<Value = Value> {
    (1..4, 1..3, any::<bool>()).prop_map(|(slots, slow, halts)| {
        let concurrency = json!({ "default": slots, "mock/slow": slow });
        let on_failure = if halts { "halt" } else { "continue" };
        json!({ "tasks": { "concurrency": concurrency, "onFailure": on_failure } })
    })
}

/// The core in its rig, and the ledger of what it wrote, as it was before each record.
struct Watch {
    rig: Rig,
    before: Ledger,
}

impl Watch {
    fn new(options: Value) -> Self {
        let rig = Rig::new(options);
        let before = Ledger::default();
        Self { rig, before }
    }

    fn play(&mut self, step: Step) {
        let rig = &mut self.rig;
        match step {
            Step::Launch { slow } => {
                let agent = if slow { "slow" } else { "general" };
                let prompt = format!("Do job {}.", rig.ledger().order.len());
                let args = json!({ "description": "job", "prompt": prompt, "agent": agent });
                rig.tool("background_task", args);
            }
            Step::Outcome { of, well, twice } if rig.open() > 0 => {
                let of = of.index(rig.open());
                rig.outcome(of, well, twice);
            }
            Step::Outcome { .. } => {}
            Step::Finishes(which) => self.at_child(which, Rig::finishes),
            Step::Fails(which) => self.at_child(which, Rig::fails),
            Step::IsCalledIdle(which) => self.at_child(which, Rig::is_called_idle),
            Step::Cancel(which) => {
                let order = &rig.ledger().order;
                if !order.is_empty() {
                    let id = order[which.index(order.len())].clone();
                    rig.tool("background_cancel", json!({ "task_id": id.as_str() }));
                }
            }
            Step::CancelAll => drop(rig.tool("background_cancel", json!({ "all": true }))),
            Step::Resume => drop(rig.tool("background_resume", json!({}))),
            Step::Passes(seconds) => rig.passes(Span::seconds(seconds)),
            Step::Restarts(options) => rig.restarts(options),
        }
    }

    fn at_child(&mut self, which: Index, happens: fn(&mut Rig, &SessionId)) {
        let session = |task: &Task| task.launch.session.clone();
        let children: Vec<SessionId> = self.rig.ledger().in_order().filter_map(session).collect();
        if !children.is_empty() {
            happens(&mut self.rig, &children[which.index(children.len())]);
        }
    }

    /// Looks at every record in the state that it was written in, and at the state it led to.
    fn check(&mut self) -> Result<(), TestCaseError> {
        for (t, record) in std::mem::take(&mut self.rig.written) {
            match &record {
                Record::Started { task } => self.may_start(task)?,
                Record::Ended { task, .. } => {
                    let ended = self.before.task(task);
                    prop_assert!(ended.is_some_and(Task::is_active), "{} ended twice", task);
                }
                _ => {}
            }
            self.before.apply(t, &record);
        }
        if !self.rig.owns() {
            return Ok(());
        }
        prop_assert_eq!(
            self.rig.ledger(),
            &self.before,
            "what is written is what is known"
        );
        if self.before.halted.is_none() {
            self.no_slot_is_idle()?;
        }
        Ok(())
    }

    fn may_start(&self, id: &TaskId) -> Result<(), TestCaseError> {
        let Some(task) = self.before.task(id) else {
            return Err(TestCaseError::fail(format!("{id} was never launched")));
        };
        let key = task.key();
        prop_assert_eq!(task.stage, Stage::Pending, "{} has a slot already", id);
        prop_assert_eq!(
            &self.before.halted,
            &None,
            "{} starts in a stopped queue",
            id
        );
        prop_assert!(
            self.running(&key) < self.rig.slots(&key),
            "{} starts without a slot of {}",
            id,
            key
        );
        let first = self.waiting(&key).next().map(Task::id);
        prop_assert_eq!(first, Some(id), "first come, first served");
        Ok(())
    }

    fn no_slot_is_idle(&self) -> Result<(), TestCaseError> {
        for task in self
            .before
            .in_order()
            .filter(|task| task.stage == Stage::Pending)
        {
            let key = task.key();
            prop_assert!(
                self.running(&key) >= self.rig.slots(&key),
                "{} waits although {} has a free slot",
                task.id(),
                key
            );
        }
        Ok(())
    }

    fn running(&self, key: &str) -> usize {
        let runs = |task: &&Task| task.stage == Stage::Running && task.key() == key;
        self.before.in_order().filter(runs).count()
    }

    fn waiting<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a Task> {
        self.before
            .in_order()
            .filter(move |task| task.stage == Stage::Pending && task.key() == key)
    }

    /// From here on everything goes well, and in time.
    fn calm_down(&mut self) -> Result<(), TestCaseError> {
        for _ in 0..100 {
            self.rig.all_goes_well();
            self.rig.tool("background_resume", json!({}));
            let children: Vec<SessionId> = self
                .rig
                .ledger()
                .active_tasks()
                .filter_map(|task| task.launch.session.clone())
                .collect();
            for child in &children {
                self.rig.finishes(child);
            }
            self.rig.passes(Span::seconds(20));
            self.check()?;
        }
        Ok(())
    }
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn slots_are_never_exceeded_never_idle_freed_once_and_given_in_order(
        options in options(), steps in vec(step(), 0..80),
    ) {
        let mut watch = Watch::new(options);
        for step in steps {
            watch.play(step);
            watch.check()?;
        }
    }

    #[test]
    fn the_queue_drains_whatever_it_went_through_and_the_journal_says_what_is_known(
        options in options(), steps in vec(step(), 0..60),
    ) {
        let mut watch = Watch::new(options);
        for step in steps {
            watch.play(step);
            watch.check()?;
        }
        watch.calm_down()?;
        let ledger = watch.rig.ledger();
        let left: Vec<&TaskId> = ledger.active_tasks().map(Task::id).collect();
        prop_assert!(left.is_empty(), "never ended: {:?}", left);
        prop_assert_eq!(&Ledger::fold(&read(&watch.rig.journal).lines), ledger);
    }
}
