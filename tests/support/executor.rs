//! A single-threaded executor: work is driven one step at a time, in the order that somebody else
//! decides, and an answer that work waits for.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};

use holdfast::host::port::Work;

/// Work that is under way.
#[derive(Default)]
pub(crate) struct Executor {
    work: RefCell<Vec<Option<Work>>>,
    ready: Arc<Mutex<Vec<usize>>>,
}

struct Bell {
    place: usize,
    ready: Arc<Mutex<Vec<usize>>>,
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        let mut ready = self.ready.lock().expect("one thread");
        if !ready.contains(&self.place) {
            ready.push(self.place);
        }
    }
}

impl Executor {
    /// Takes work on. It does nothing before its first step.
    pub(crate) fn spawn(&self, work: Work) {
        let mut all = self.work.borrow_mut();
        let free = all.iter().position(Option::is_none);
        let place = free.unwrap_or(all.len());
        if place == all.len() {
            all.push(None);
        }
        all[place] = Some(work);
        self.ready.lock().expect("one thread").push(place);
    }

    /// How much work can take a step.
    pub(crate) fn ready(&self) -> usize {
        self.ready.lock().expect("one thread").len()
    }

    /// Lets one piece of work, of those that can, take a step.
    pub(crate) fn step(&self, which: usize) {
        let place = self.ready.lock().expect("one thread").remove(which);
        // Nothing is borrowed meanwhile: the step may begin other work, or end all of it.
        let Some(mut work) = self.work.borrow_mut()[place].take() else {
            return;
        };
        let bell = Bell {
            place,
            ready: Arc::clone(&self.ready),
        };
        let waker = Waker::from(Arc::new(bell));
        // A place that is empty may be given away: this one is not free yet.
        let held: Work = Box::pin(std::future::pending());
        self.work.borrow_mut()[place] = Some(held);
        let over = work.as_mut().poll(&mut Context::from_waker(&waker));
        let mut all = self.work.borrow_mut();
        all[place] = over.is_pending().then_some(work);
    }
}

/// The place of an answer that somebody waits for.
pub(crate) struct Slot<T>(Rc<RefCell<(Option<T>, Option<Waker>)>>);

impl<T> Slot<T> {
    pub(crate) fn new() -> Self {
        Self(Rc::new(RefCell::new((None, None))))
    }

    pub(crate) fn fill(&self, answer: T) {
        let mut slot = self.0.borrow_mut();
        slot.0 = Some(answer);
        if let Some(waker) = slot.1.take() {
            waker.wake();
        }
    }
}

impl<T> Clone for Slot<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T> std::fmt::Debug for Slot<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("…")
    }
}

impl<T> Future for Slot<T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        let mut slot = self.0.borrow_mut();
        match slot.0.take() {
            Some(answer) => Poll::Ready(answer),
            None => {
                slot.1 = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }
}
