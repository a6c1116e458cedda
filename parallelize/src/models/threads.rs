//! Who helps: threads of the pool, and threads of the library's own.

use loom::sync::Arc;
use loom::sync::atomic::{AtomicUsize, Ordering};
use loom::thread;

use super::{Meeting, Memory, check, end, pass_time};
use crate::plan::{Crew, Workers};
use crate::sys::model_rayon as rayon;
use crate::threads::{assert_at_rest, with_helpers};

/// All jobs are in flight at once.
const TWO: Workers = Workers {
    max: 2,
    crew: Crew::OwnAtOnce,
};

/// Helpers come from the pool, if it has threads to spare.
const UP_TO_TWO: Workers = Workers {
    max: 2,
    crew: Crew::Pool,
};

/// Runs `work` on the calling thread and on helpers.
fn together(workers: Workers, work: &(dyn Fn() + Sync)) {
    with_helpers(workers, work, &mut |helpers| {
        helpers.enlist(workers.max - 1);
        work();
    });
}

/// A call whose workers all wait at `meeting`.
fn call(workers: Workers, meeting: &Meeting) {
    together(workers, &|| meeting.wait());
}

/// A call that may be helped: what it has borrowed is its own again when it returns.
fn call_with_memory(workers: Workers) {
    let memory = Memory::default();
    together(workers, &|| memory.share());
    memory.own();
}

#[test]
fn a_helper_that_must_come_comes() {
    check(3, || {
        let pool = rayon::start(1);
        call(TWO, &Meeting::of(2));
        end(pool);
    });
}

#[test]
fn a_thread_that_looks_for_another_helper_misses_none() {
    check(3, || {
        let pool = rayon::start(1);
        call(TWO, &Meeting::of(2));
        call(TWO, &Meeting::of(2));
        end(pool);
    });
}

#[test]
fn helpers_that_may_come_never_come_late() {
    check(3, || {
        let pool = rayon::start(1);
        call_with_memory(UP_TO_TWO);
        call_with_memory(UP_TO_TWO);
        end(pool);
    });
}

#[test]
fn helpers_of_a_call_on_a_thread_of_the_pool_never_come_late() {
    check(3, || {
        let pool = rayon::start(2);
        rayon::spawn(|| call_with_memory(UP_TO_TWO));
        call_with_memory(UP_TO_TWO);
        end(pool);
    });
}

#[test]
fn two_calls_at_once_are_in_flight_together() {
    check(1, || {
        let pool = rayon::start(1);
        let meeting = Meeting::of(4);
        let other = {
            let meeting = meeting.clone();
            thread::spawn(move || call(TWO, &meeting))
        };
        call(TWO, &meeting);
        other.join().unwrap();
        end(pool);
    });
}

#[test]
fn calls_in_the_pool_and_outside_are_in_flight_together() {
    check(1, || {
        let pool = rayon::start(1);
        let meeting = Meeting::of(4);
        let on_pool = meeting.clone();
        rayon::spawn(move || call(TWO, &on_pool));
        call(TWO, &meeting);
        end(pool);
    });
}

#[test]
fn a_call_in_a_body_is_helped() {
    check(2, || {
        let pool = rayon::start(1);
        let (outer, inner) = (Meeting::of(2), Meeting::of(2));
        let bodies = Arc::new(AtomicUsize::new(0));
        together(TWO, &|| {
            outer.wait();
            if bodies.fetch_add(1, Ordering::Relaxed) == 0 {
                call(TWO, &inner);
            }
        });
        end(pool);
    });
}

#[test]
fn a_task_for_a_thread_of_the_library_is_taken_also_when_its_time_passes() {
    check(3, || {
        let pool = rayon::start(0);
        let time = thread::spawn(pass_time);
        call(TWO, &Meeting::of(2));
        call(TWO, &Meeting::of(2));
        time.join().unwrap();
        end(pool);
    });
}

#[test]
fn idle_threads_of_the_library_are_woken_for_one_task_each() {
    check(2, || {
        let pool = rayon::start(0);
        call(TWO, &Meeting::of(2));
        let three = Workers { max: 3, ..TWO };
        call(three, &Meeting::of(3));
        end(pool);
    });
}

#[test]
fn a_call_that_nobody_helps_takes_its_helpers_back() {
    check(3, || {
        let pool = rayon::start_blocked(1);
        for (workers, tasks) in [(TWO, 0), (UP_TO_TWO, 1), (UP_TO_TWO, 1)] {
            call_with_memory(workers);
            assert_eq!(assert_at_rest(), tasks, "one task serves both calls");
        }
        pool.end(pass_time);
    });
}

#[test]
fn a_call_ends_where_the_system_gives_no_thread() {
    check(3, || {
        let pool = rayon::start(0);
        rayon::refuse_threads();
        call_with_memory(TWO);
        end(pool);
    });
}
