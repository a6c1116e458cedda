//! Files that are lent to workers.

use std::convert::Infallible;

use loom::sync::Arc;
use loom::thread;

use super::{Memory, check};
use crate::spill::leases::Leases;

fn make() -> Result<Memory, Infallible> {
    Ok(Memory::default())
}

#[test]
fn who_waits_for_one_gets_it_and_nobody_else_has_it() {
    check(3, || {
        let leases = Arc::new(Leases::new(1, Memory::default()));
        let use_one = |leases: &Leases<Memory>, never: fn() -> Result<Memory, Infallible>| {
            let Ok(lease) = leases.take(never);
            lease.own();
        };
        let threads = [(); 2].map(|()| {
            let leases = Arc::clone(&leases);
            thread::spawn(move || use_one(&leases, || unreachable!("there is one already")))
        });
        use_one(&leases, || unreachable!("there is one already"));
        for thread in threads {
            thread.join().unwrap();
        }
    });
}

#[test]
fn who_has_one_does_not_wait_for_another() {
    check(3, || {
        let leases = Arc::new(Leases::new(1, Memory::default()));
        let use_two = |leases: &Leases<Memory>| {
            let Ok(outer) = leases.take(make);
            outer.own();
            let Ok(inner) = leases.take(make);
            inner.own();
            drop(inner);
            outer.own();
        };
        let other = {
            let leases = Arc::clone(&leases);
            thread::spawn(move || use_two(&leases))
        };
        use_two(&leases);
        other.join().unwrap();
    });
}
