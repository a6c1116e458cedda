//! Calls that nobody watches: what reports, bars and spans need is not there.

use parallelize::{parallel, parallelize};

use crate::allocator::{allocations, alone};

#[parallelize(report = false, progress = false)]
fn all_off(numbers: &[u64]) {
    assert_eq!(numbers.len(), 1);
}

#[test]
fn a_call_that_nobody_watches_allocates_nothing() {
    let _alone = alone();
    let call = || parallel(&[1_u64]).flatten(|numbers| assert_eq!(numbers.len(), 1));
    call(); // the environment is read once
    assert_eq!(allocations(call), 0);
    assert_eq!(allocations(|| all_off(&[1])), 0);
    let reported = || parallel(&[1_u64]).report(|_| ()).flatten(|_| ());
    assert!(allocations(reported) > 0, "the count works");
}
