//! The gate between a call and its helpers.

use std::panic::{AssertUnwindSafe, catch_unwind};

use loom::sync::Arc;
use loom::sync::atomic::{AtomicUsize, Ordering};
use loom::thread;

use super::Memory;
use crate::threads::gate::{Gate, with_open};

/// What a call has borrowed: helpers use it, and the caller takes it back afterwards.
#[derive(Clone, Default)]
struct Borrowed {
    memory: Memory,
    helped: Arc<AtomicUsize>,
}

impl Borrowed {
    fn use_it(&self) {
        self.memory.share();
        self.helped.fetch_add(1, Ordering::Relaxed);
        self.memory.share();
    }

    fn take_it_back(&self) -> usize {
        self.memory.own();
        self.helped.load(Ordering::Relaxed)
    }
}

fn helper(gate: &Arc<Gate>) -> thread::JoinHandle<()> {
    let gate = Arc::clone(gate);
    thread::spawn(move || gate.help())
}

#[test]
fn a_call_ends_when_no_helper_is_inside_and_none_can_enter() {
    for helpers in 1..=2 {
        let mut model = loom::model::Builder::new();
        model.preemption_bound = (helpers > 1).then_some(3); // all would take hours
        model.check(move || {
            let borrowed = Borrowed::default();
            let mut threads = Vec::new();
            let work = || borrowed.use_it();
            with_open(&work, |gate| {
                threads.extend((0..helpers).map(|_| helper(gate)));
                work();
            });
            let helped = borrowed.take_it_back();
            for thread in threads {
                thread.join().unwrap();
            }
            assert!((1..=1 + helpers).contains(&helped));
            assert_eq!(borrowed.take_it_back(), helped, "a helper came late");
        });
    }
}

#[test]
fn a_call_that_unwinds_waits_for_its_helpers_too() {
    loom::model(|| {
        let borrowed = Borrowed::default();
        let mut threads = Vec::new();
        let work = || borrowed.use_it();
        let call = || {
            with_open(&work, |gate| {
                threads.push(helper(gate));
                std::panic::resume_unwind(Box::new("the call fails"));
            });
        };
        assert!(catch_unwind(AssertUnwindSafe(call)).is_err());
        let helped = borrowed.take_it_back();
        threads.pop().unwrap().join().unwrap();
        assert_eq!(borrowed.take_it_back(), helped, "a helper came late");
    });
}

#[test]
fn a_helper_that_unwinds_leaves() {
    loom::model(|| {
        let borrowed = Borrowed::default();
        let mut threads = Vec::new();
        let work = || {
            borrowed.use_it();
            std::panic::resume_unwind(Box::new("the work fails"));
        };
        with_open(&work, |gate| {
            let gate = Arc::clone(gate);
            let help = move || drop(catch_unwind(AssertUnwindSafe(|| gate.help())));
            threads.push(thread::spawn(help));
        });
        borrowed.take_it_back();
        threads.pop().unwrap().join().unwrap();
    });
}
