//! Outputs that are joined while chunks run.

use loom::sync::Arc;
use loom::thread;

use super::Memory;
use crate::output::{Failure, Flatten, Join, Lead, List, Outputs, Raw};
use crate::plan::{Boundaries, Crew, Plan, Workers};
use crate::sys::panics::Payload;

const ALONE: Workers = Workers {
    max: 1,
    crew: Crew::Pool,
};

/// A list of bytes. `memory` stands for that of the joined list: several lists may be moved into it at
/// once, but it may neither grow nor be taken meanwhile.
#[derive(Clone)]
struct Bytes {
    bytes: Vec<u8>,
    memory: Memory,
}

// SAFETY: that of the `Vec`, with `loom` looking on.
unsafe impl List for Bytes {
    fn raw(&mut self) -> Raw {
        self.bytes.raw()
    }

    fn reserve_total(&mut self, _: usize, needed: usize) {
        self.memory.own();
        self.bytes.reserve_exact(needed - self.bytes.len());
    }

    fn shrink_to_fit(&mut self) {
        self.memory.own();
        self.bytes.shrink_to_fit();
    }

    unsafe fn set_len(&mut self, len: usize) {
        if len > 0 {
            self.memory.own(); // it is the joined list: the others are emptied
        }
        unsafe { self.bytes.set_len(len) };
    }

    unsafe fn move_to(&mut self, to: *mut u8) {
        self.memory.share();
        unsafe { self.bytes.move_to(to) };
        self.memory.share();
    }
}

impl Flatten for Bytes {
    fn append(&mut self, _: Self) {
        unreachable!("lists are joined by moving bytes")
    }

    fn as_list(&mut self) -> Option<&mut dyn List> {
        Some(self)
    }
}

fn outputs(chunks: usize) -> Outputs<'static, Bytes> {
    let plan = Plan::new(Boundaries::every(chunks, 1), ALONE);
    Outputs::new::<Join<Bytes>>(Box::leak(Box::new(plan)))
}

fn settle(mut outputs: Outputs<'_, Bytes>) -> Result<Bytes, Payload> {
    let mut join = Join::new();
    let failure = outputs.settle(ALONE, &mut Lead::new(&mut join), Ok(()))?;
    assert!(failure.is_none());
    Ok(join.joined())
}

/// Adds chunks of these lengths, each worker its own; the bytes of chunk `i` are `i`.
fn add(outputs: &Outputs<'_, Bytes>, memory: &Memory, chunks: &[(usize, usize)]) {
    for &(index, len) in chunks {
        let bytes = vec![u8::try_from(index).unwrap(); len];
        let memory = memory.clone();
        outputs.hand_in(index, Bytes { bytes, memory }, || true);
    }
}

/// Two threads add outputs at once; the result is in order.
fn check(chunks: [&'static [(usize, usize)]; 2]) {
    loom::model(move || {
        let memory = Memory::default();
        let shared = Arc::new(outputs(chunks.iter().map(|some| some.len()).sum()));
        let other = {
            let (shared, memory) = (Arc::clone(&shared), memory.clone());
            thread::spawn(move || add(&shared, &memory, chunks[1]))
        };
        add(&shared, &memory, chunks[0]);
        other.join().unwrap();
        let shared = Arc::try_unwrap(shared).ok().expect("nobody else has it");
        let mut all = chunks.concat();
        all.sort_unstable();
        let expected = all.iter().flat_map(|&(index, len)| vec![index; len]);
        let joined = settle(shared).ok().expect("no chunk fails");
        assert!(joined.bytes.into_iter().map(usize::from).eq(expected));
    });
}

#[test]
fn outputs_of_equal_length_meet_in_order() {
    check([&[(0, 1), (2, 1)], &[(1, 1)]]);
    check([&[(1, 1)], &[(0, 1), (2, 1)]]);
    check([&[(0, 1), (3, 1)], &[(1, 1), (2, 1)]]);
}

#[test]
fn the_list_grows_only_when_nothing_is_moved_into_it() {
    check([&[(0, 1), (2, 9)], &[(1, 5)]]);
    check([&[(1, 9)], &[(0, 1), (2, 9)]]);
    check([&[(0, 1), (2, 0)], &[(1, 3), (3, 7)]]);
}

#[test]
fn a_failure_on_one_worker_leaves_the_lists_of_the_other_whole() {
    loom::model(|| {
        let memory = Memory::default();
        let shared = Arc::new(outputs(4));
        let other = {
            let (shared, memory) = (Arc::clone(&shared), memory.clone());
            thread::spawn(move || {
                add(&shared, &memory, &[(1, 2)]);
                shared.fail(3, Failure::Panic(Box::new("chunk 3")));
            })
        };
        add(&shared, &memory, &[(0, 1), (2, 3)]);
        other.join().unwrap();
        let shared = Arc::try_unwrap(shared).ok().expect("nobody else has it");
        let payload = settle(shared).err().expect("a chunk has failed");
        assert_eq!(payload.downcast_ref(), Some(&"chunk 3"));
        assert_eq!(memory.owners(), 1, "all lists are dropped");
    });
}
