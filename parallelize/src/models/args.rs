//! Clones of arguments, made on one thread and used on others.

use loom::sync::Arc;
use loom::thread;

use super::Memory;
use crate::args::{OwnClones, Supply, Together};
use crate::workers::gate::{Gate, with_open};

/// An argument: each clone has memory of its own, and what all are made from can be used by one at a time.
struct Argument {
    own: Memory,
    alive: Arc<()>,
}

impl Clone for Argument {
    fn clone(&self) -> Self {
        self.own.own();
        Argument {
            own: Memory::default(),
            alive: Arc::clone(&self.alive),
        }
    }
}

fn helper(gate: &Arc<Gate>) -> thread::JoinHandle<()> {
    let gate = Arc::clone(gate);
    thread::spawn(move || gate.help())
}

#[test]
fn every_worker_has_a_clone_to_copy_from_that_no_other_uses() {
    super::check(3, || {
        let alive = Arc::new(());
        let argument = Argument {
            own: Memory::default(),
            alive: Arc::clone(&alive),
        };
        let mut helpers = Vec::new();
        let outcome = Together::new((argument,)).share(&mut |lent| {
            let work = || {
                let mut clones = OwnClones::new(lent.clones);
                for _ in 0..2 {
                    let (copy,) = clones.next();
                    copy.own.own();
                }
                clones.give_back();
            };
            assert!((lent.equip)().is_ok());
            with_open(&work, |gate| {
                for _ in 0..2 {
                    assert!((lent.equip)().is_ok());
                    helpers.push(helper(gate));
                }
                work();
            });
        });
        assert!(outcome.is_ok());
        assert_eq!(Arc::strong_count(&alive), 1, "all clones are dropped");
        for helper in helpers {
            helper.join().unwrap();
        }
    });
}
