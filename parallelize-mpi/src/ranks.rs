//! What goes from rank to rank. All of it is sent by all ranks together (collectively), so that nobody
//! waits for a message that is never sent.

use mpi::Count;
use mpi::datatype::PartitionMut;
use mpi::traits::{Communicator, CommunicatorCollectives, Root};

use crate::session::Session;

/// The bytes that each rank has sent.
pub(crate) struct Gathered {
    bytes: Vec<u8>,
    /// Where those of each rank start, and where the last end.
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

/// A collective message has so many bytes at most, those of all ranks together: MPI counts in 32 bits.
pub(crate) const MOST: usize = Count::MAX as usize;

/// The same, or less if `PARALLELIZE_MPI_MESSAGE` says so.
pub(crate) fn limit() -> usize {
    let value = std::env::var_os("PARALLELIZE_MPI_MESSAGE").filter(|value| !value.is_empty());
    let Some(value) = value else { return MOST };
    match value.to_str().map(|text| text.trim().parse()) {
        Some(Ok(limit @ 1..)) => MOST.min(limit),
        _ => panic!(
            "the environment variable PARALLELIZE_MPI_MESSAGE is {value:?}: set it to a number of bytes, or unset it"
        ),
    }
}

impl Session {
    /// The numbers of all ranks, of which each has as many as this one.
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

    /// Gathers what fits into one message.
    fn gather_message(&self, mine: &[u8], all: &mut [u8], lens: &[usize]) {
        if all.is_empty() {
            return; // which Open MPI takes for a mistake
        }
        let count = |bytes: usize| Count::try_from(bytes).expect("a message is within its limit");
        let counts: Vec<Count> = lens.iter().map(|len| count(*len)).collect();
        let starts = counts.iter().scan(0, |end, count| {
            let start = *end;
            *end += count;
            Some(start)
        });
        let starts: Vec<Count> = starts.collect();
        // What is empty may have the address 1, which to Open MPI means `MPI_IN_PLACE`.
        let mine = if mine.is_empty() { &[0][..0] } else { mine };
        let mut all = PartitionMut::new(all, counts, starts);
        self.communicator.all_gather_varcount_into(mine, &mut all);
    }

    /// The bytes that rank `root` has, of which there are `len`.
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
