//! What joining does at its limits: too many elements, estimates that are wrong, drops that panic.

use parallelize::{Split, parallel};

use crate::support::panics::message_of;

#[test]
fn more_elements_than_a_list_can_have_are_a_panic_on_the_caller() {
    for jobs in 1..=4 {
        let call = || {
            parallel(&[1_u8, 2, 3, 4])
                .jobs(jobs)
                .flatten(|_| vec![(); usize::MAX])
        };
        if jobs > 1 {
            assert!(message_of(call).contains("usize::MAX"));
        } else {
            assert_eq!(call().len(), usize::MAX);
        }
    }
}

#[test]
fn elements_at_the_front_alone_do_not_leave_much_unused_memory() {
    let numbers: Vec<u64> = (0..400_000).collect();
    let few = |chunk: &[u64]| -> Vec<u64> {
        let few = chunk.iter().filter(|&&number| number < 2_400);
        few.copied().collect()
    };
    for result in [
        parallel(&numbers).flatten(few),
        parallel(&numbers).jobs(3).flatten(few),
        parallel(&numbers).chunk_size(1_000).flatten(few),
    ] {
        assert!(result.iter().copied().eq(0..2_400));
        assert!(result.capacity() <= 2 * result.len() + 2_048);
    }
}

/// Panics when it is dropped.
struct Unruly;

impl Drop for Unruly {
    fn drop(&mut self) {
        std::panic::resume_unwind(Box::new("dropped"));
    }
}

#[test]
fn a_list_that_panics_when_dropped_does_not_abort_a_call_that_fails() {
    for chunks in 2..=5 {
        let message = message_of(|| {
            parallel(0..chunks)
                .chunk_size(1)
                .jobs(2)
                .flatten(|chunk| match chunk.start {
                    0 => Ok(vec![Unruly]),
                    start if start == chunks - 1 => Err(7),
                    _ => Ok(Vec::new()),
                })
        });
        assert_eq!(message, "dropped");
    }
}

/// A range that panics when it is dropped whole.
struct Pieces(usize, bool);

impl Split for Pieces {
    fn element_count(&self) -> usize {
        self.0
    }

    fn cut(mut self, at: usize) -> (Self, Self) {
        self.1 = false;
        (Pieces(at, true), Pieces(self.0 - at, true))
    }
}

impl Drop for Pieces {
    fn drop(&mut self) {
        if self.1 {
            std::panic::resume_unwind(Box::new("dropped"));
        }
    }
}

#[test]
fn unclaimed_input_that_panics_when_dropped_does_not_abort_a_call_that_fails() {
    let message = message_of(|| {
        parallel(Pieces(64, true))
            .jobs(64)
            .try_per_chunk(|mut piece| -> Result<(), &str> {
                piece.1 = false;
                Err("failed")
            })
    });
    assert_eq!(message, "dropped");
}
