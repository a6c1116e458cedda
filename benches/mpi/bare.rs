//! The same by MPI alone.

use mpi::Count;
use mpi::collective::SystemOperation;
use mpi::datatype::PartitionMut;
use mpi::topology::SimpleCommunicator;
use mpi::traits::{Communicator, CommunicatorCollectives};
use parallelize::backend;

pub(crate) struct Bare {
    world: SimpleCommunicator,
    size: usize,
}

/// What all ranks have sent, and how much of it each.
pub(crate) struct Sent {
    bytes: Vec<u8>,
    counts: Vec<Count>,
}

impl Bare {
    /// In a session, which has initialised MPI.
    pub(crate) fn new() -> Self {
        let world = SimpleCommunicator::world();
        let size = usize::try_from(world.size()).expect("it is not negative");
        Bare { world, size }
    }

    pub(crate) fn barrier(&self) {
        self.world.barrier();
    }

    /// The longest of what all ranks have.
    pub(crate) fn longest(&self, mine: f64) -> f64 {
        let mut longest = 0.0;
        self.world
            .all_reduce_into(&mine, &mut longest, SystemOperation::max());
        longest
    }

    pub(crate) fn gather_numbers(&self, count: usize) {
        let mine = vec![1_u64; count];
        let mut all = vec![0_u64; count * self.size];
        self.world.all_gather_into(&mine[..], &mut all[..]);
        assert_eq!(all[count * self.size - 1], 1);
    }

    /// Copies and encodes what this rank has, as the body of the call does, and sends it to all: first its length, then the bytes.
    pub(crate) fn gather(&self, mine: &[f64]) -> Sent {
        let mut encoded = Vec::with_capacity(9 * mine.len() + 9); // which a program for numbers alone can know
        backend::encode(&mine.to_vec(), &mut encoded).expect("numbers can be encoded");
        let len = Count::try_from(encoded.len()).expect("less than 2 GiB");
        let mut counts = vec![0; self.size];
        self.world.all_gather_into(&len, &mut counts[..]);
        let starts = counts.iter().scan(0, |end, count| {
            let start = *end;
            *end += count;
            Some(start)
        });
        let starts: Vec<Count> = starts.collect();
        let total: Count = counts.iter().sum();
        let mut bytes = vec![0; usize::try_from(total).expect("it is not negative")];
        let mut parts = PartitionMut::new(&mut bytes[..], &counts[..], starts);
        self.world
            .all_gather_varcount_into(&encoded[..], &mut parts);
        Sent { bytes, counts }
    }
}

impl Sent {
    /// The numbers of all ranks, decoded on one thread.
    pub(crate) fn decoded(&self) -> Vec<f64> {
        let mut rest = &self.bytes[..];
        let mut all = Vec::new();
        for &count in &self.counts {
            let (bytes, later) = rest.split_at(usize::try_from(count).expect("likewise"));
            let mut part: Vec<f64> = backend::decode(bytes).expect("they were encoded");
            all.append(&mut part);
            rest = later;
        }
        all
    }
}
