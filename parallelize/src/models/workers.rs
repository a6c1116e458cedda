//! Who helps: seats in the pool, and threads of the library's own.

use loom::sync::Arc;
use loom::sync::atomic::{AtomicUsize, Ordering};
use loom::thread;

use super::rayon::{self, Pool};
use super::{Meeting, Memory, check, clock};
use crate::workers::{Crew, assert_at_rest, together};

/// All jobs are to be in flight at once.
const TWO: Crew = Crew {
    limit: 2,
    must_come: true,
};

/// Helpers come if the pool has threads to spare.
const UP_TO_TWO: Crew = Crew {
    limit: 2,
    must_come: false,
};

/// A call whose workers all wait at `meeting`.
fn call(crew: Crew, meeting: &Meeting) {
    together(crew, &mut || true, &|| meeting.wait());
}

/// A call that may be helped: what it has borrowed is its own again when it returns.
fn call_with_memory(crew: Crew) {
    let memory = Memory::default();
    together(crew, &mut || true, &|| memory.share());
    memory.own();
}

fn end(pool: Pool) {
    pool.end();
    assert_eq!(assert_at_rest(), 0);
}

#[test]
fn a_helper_that_must_come_comes_from_the_pool() {
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
fn of_two_calls_at_once_one_is_helped_by_a_thread_of_the_library() {
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
fn a_helper_moves_where_its_thread_of_the_pool_is_taken_by_a_call() {
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
        together(TWO, &mut || true, &|| {
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
        let time = thread::spawn(clock::pass);
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
        let three = Crew { limit: 3, ..TWO };
        call(three, &Meeting::of(3));
        end(pool);
    });
}

#[test]
fn a_call_that_nobody_helps_takes_its_helpers_back() {
    check(3, || {
        let pool = rayon::start_blocked(1);
        for crew in [TWO, UP_TO_TWO] {
            call_with_memory(crew);
            assert_eq!(
                assert_at_rest(),
                1,
                "one task is on its way, for both calls"
            );
        }
        pool.end();
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
