//! The ranks that run calls together, and the messages between them.
//!
//! All ranks take part in every message. Such messages are collective, so no rank waits for a message that
//! never comes.

use mpi::Count;
use mpi::datatype::PartitionMut;
use mpi::topology::SimpleCommunicator;
use mpi::traits::{Communicator, CommunicatorCollectives, Root};

/// The ranks of a communicator.
pub(crate) struct Ranks {
    pub(crate) communicator: SimpleCommunicator,
    /// This rank.
    pub(crate) rank: usize,
    /// The number of ranks.
    pub(crate) size: usize,
    /// The bytes that one message carries at most.
    pub(crate) limit: usize,
}

/// The bytes that each rank has sent.
pub(crate) struct Gathered {
    bytes: Vec<u8>,
    /// The start of each rank's bytes, and the end of the last rank's.
    starts: Vec<usize>,
}

impl Gathered {
    /// The bytes of each rank.
    pub(crate) fn by_rank(&self) -> impl Iterator<Item = &[u8]> {
        self.starts
            .windows(2)
            .map(|part| &self.bytes[part[0]..part[1]])
    }
}

/// MPI counts the bytes of a collective message, all ranks together, in 32 bits.
const MAX_MESSAGE_BYTES: usize = Count::MAX as usize;

/// The limit that this process asks for: the one of MPI, or less if `PARALLELIZE_MPI_MESSAGE` says so.
pub(crate) fn message_limit() -> usize {
    let value = std::env::var_os("PARALLELIZE_MPI_MESSAGE").filter(|value| !value.is_empty());
    let Some(value) = value else {
        return MAX_MESSAGE_BYTES;
    };
    match value.to_str().map(|text| text.trim().parse()) {
        Some(Ok(limit @ 1..)) => MAX_MESSAGE_BYTES.min(limit),
        _ => panic!(
            "the environment variable PARALLELIZE_MPI_MESSAGE is {value:?}: set it to a number of bytes, or unset it"
        ),
    }
}

impl Ranks {
    /// The ranks of a duplicate of `communicator`, whose messages no other messages can mix with.
    pub(crate) fn of(communicator: &impl Communicator) -> Self {
        let communicator = communicator.duplicate();
        let to_usize = |number| usize::try_from(number).expect("ranks are not negative");
        Ranks {
            rank: to_usize(communicator.rank()),
            size: to_usize(communicator.size()),
            communicator,
            limit: MAX_MESSAGE_BYTES,
        }
    }

    /// The numbers of all ranks. Each rank has as many as this one.
    pub(crate) fn gather_numbers(&self, mine: &[u64]) -> Vec<u64> {
        let mut all = vec![0; mine.len() * self.size];
        self.communicator.all_gather_into(mine, &mut all[..]);
        all
    }

    /// The bytes of all ranks. `lens` says how many each has.
    pub(crate) fn gather_bytes(&self, mine: &[u8], lens: &[usize]) -> Gathered {
        let mut starts = vec![0];
        starts.extend(lens.iter().scan(0, |end, len| {
            *end += len;
            Some(*end)
        }));
        let mut bytes = vec![0; starts[self.size]];
        if bytes.len() <= self.limit {
            self.gather_message(mine, &mut bytes, lens);
        } else {
            self.gather_in_pieces(mine, &mut bytes, lens, &starts);
        }
        Gathered { bytes, starts }
    }

    fn gather_in_pieces(&self, mine: &[u8], bytes: &mut [u8], lens: &[usize], starts: &[usize]) {
        let piece = (self.limit / self.size).max(1);
        let longest = lens.iter().copied().max().unwrap_or(0);
        let mut message = Vec::new();
        for done in (0..longest).step_by(piece) {
            let pieces: Vec<usize> = lens
                .iter()
                .map(|len| len.saturating_sub(done).min(piece))
                .collect();
            message.resize(pieces.iter().sum(), 0);
            let mine = &mine[done.min(mine.len())..][..pieces[self.rank]];
            self.gather_message(mine, &mut message, &pieces);
            let mut rest = &message[..];
            for (start, &len) in starts.iter().zip(&pieces).filter(|(_, len)| **len > 0) {
                let (piece, others) = rest.split_at(len);
                bytes[start + done..][..len].copy_from_slice(piece);
                rest = others;
            }
        }
    }

    /// Gathers bytes that fit into one message.
    fn gather_message(&self, mine: &[u8], all: &mut [u8], lens: &[usize]) {
        if all.is_empty() {
            return; // Open MPI takes an empty message for a mistake
        }
        let count = |bytes: usize| Count::try_from(bytes).expect("a message is within its limit");
        let counts: Vec<Count> = lens.iter().map(|len| count(*len)).collect();
        let starts = counts.iter().scan(0, |end, count| {
            let start = *end;
            *end += count;
            Some(start)
        });
        let starts: Vec<Count> = starts.collect();
        // An empty slice may have the address 1, which means `MPI_IN_PLACE` to Open MPI.
        let mine = if mine.is_empty() { &[0][..0] } else { mine };
        let mut all = PartitionMut::new(all, counts, starts);
        self.communicator.all_gather_varcount_into(mine, &mut all);
    }

    /// The `len` bytes that rank `root` has.
    pub(crate) fn broadcast(&self, root: usize, mine: &[u8], len: usize) -> Vec<u8> {
        let mut bytes = if self.rank == root {
            mine.to_vec()
        } else {
            vec![0; len]
        };
        let root = self
            .communicator
            .process_at_rank(i32::try_from(root).expect("a rank is an `int`"));
        for piece in bytes.chunks_mut(self.limit) {
            root.broadcast_into(piece);
        }
        bytes
    }
}
