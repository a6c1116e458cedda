//! Helpers on threads of the standard library, for Miri to look at; `models` tries all orders in
//! which threads can meet.

use std::panic::resume_unwind;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use super::{ASLEEP, Gate, with_open};
use crate::sys::panics::catch;
use crate::sys::sync::Arc;

/// What a call lends its helpers: whoever uses it afterwards uses memory that is gone.
struct Lent(Box<AtomicUsize>);

impl Lent {
    fn new() -> Self {
        Lent(Box::new(AtomicUsize::new(0)))
    }

    fn use_it(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn take_back(self) -> usize {
        self.0.into_inner()
    }
}

fn helper(gate: &Arc<Gate>) -> thread::JoinHandle<()> {
    let gate = Arc::clone(gate);
    thread::spawn(move || gate.help())
}

#[test]
fn what_a_call_lends_is_its_own_again_when_it_returns() {
    for _ in 0..10 {
        let lent = Lent::new();
        let mut helpers = Vec::new();
        let work = || lent.use_it();
        with_open(&work, |gate| {
            helpers.extend((0..3).map(|_| helper(gate)));
            work();
        });
        assert!((1..=4).contains(&lent.take_back()));
        for helper in helpers {
            helper.join().expect("late helpers leave");
        }
    }
}

#[test]
fn a_helper_that_comes_late_finds_the_gate_closed() {
    let lent = Lent::new();
    let mut late = None;
    with_open(&|| lent.use_it(), |gate| late = Some(Arc::clone(gate)));
    assert_eq!(lent.take_back(), 0);
    late.expect("it was opened").help();
}

#[test]
fn a_caller_that_has_gone_to_sleep_is_woken_by_the_last_helper() {
    let lent = Lent::new();
    let opened: OnceLock<Arc<Gate>> = OnceLock::new();
    let is_asleep = || {
        let gate = opened.get().expect("helpers come when it is open");
        gate.state.load(Ordering::Relaxed) & ASLEEP != 0
    };
    let is_inside = AtomicBool::new(false);
    let work = || {
        is_inside.store(true, Ordering::Relaxed);
        while !is_asleep() {
            thread::yield_now();
        }
        lent.use_it();
    };
    let mut helpers = Vec::new();
    with_open(&work, |gate| {
        opened.get_or_init(|| Arc::clone(gate));
        helpers.extend((0..2).map(|_| helper(gate)));
        while !is_inside.load(Ordering::Relaxed) {
            thread::yield_now();
        }
    });
    assert!((1..=2).contains(&lent.take_back()));
    for helper in helpers {
        helper.join().expect("helpers leave");
    }
}

#[test]
fn a_call_that_unwinds_waits_for_its_helpers() {
    let lent = Lent::new();
    let mut helpers = Vec::new();
    let call = || {
        with_open(&|| lent.use_it(), |gate| {
            helpers.extend((0..2).map(|_| helper(gate)));
            resume_unwind(Box::new("the call fails"));
        });
    };
    assert!(catch(call).is_err());
    assert!(lent.take_back() <= 2);
    for helper in helpers {
        helper.join().expect("late helpers leave");
    }
}

#[test]
fn a_helper_that_unwinds_leaves() {
    let lent = Lent::new();
    let work = || {
        lent.use_it();
        resume_unwind(Box::new("the work fails"));
    };
    let mut helpers = Vec::new();
    with_open(&work, |gate| {
        helpers.push(helper(gate));
        while lent.0.load(Ordering::Relaxed) == 0 {
            thread::yield_now();
        }
    });
    assert_eq!(lent.take_back(), 1);
    assert!(helpers.pop().expect("there is one").join().is_err());
}
