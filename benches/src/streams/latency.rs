//! How long an output waits.

use std::thread::sleep;
use std::time::{Duration, Instant};

use parallelize::stream;
use pariter::IteratorExt;

use crate::peer::Peer;

/// Between two lines of the source.
pub(super) const PAUSE: Duration = Duration::from_millis(10);

pub(super) const PEERS: [Peer; 2] = [Peer::Automatic, Peer::Pariter];

/// For each line, the time from its reading to its output.
pub(super) fn delays(peer: Peer, count: usize) -> Vec<Duration> {
    let source = (0..count).map(|_| {
        sleep(PAUSE);
        Instant::now()
    });
    let mut delays = Vec::with_capacity(count);
    match peer {
        Peer::Pariter => delays.extend(source.parallel_map(|read| read).map(|read| read.elapsed())),
        _ => stream(source).chunk_size(1).consume(
            |mut reads| reads.next(),
            |read| delays.extend(read.map(|read| read.elapsed())),
        ),
    }
    delays
}

#[cfg(test)]
mod tests {
    use super::{PEERS, delays};

    #[test]
    fn each_line_has_a_delay() {
        for peer in PEERS {
            assert_eq!(delays(peer, 3).len(), 3);
        }
    }
}
