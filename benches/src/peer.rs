//! The names of those who take part.

use std::fmt;
use std::sync::LazyLock;
use std::thread::available_parallelism;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Peer {
    Sequential,
    Automatic,
    Jobs,
    Reported,
    WithBar,
    ThreadScope,
    ByRayon,
    ParChunks,
    FlatMapIter,
    ParIter,
    Orx,
    Paralight,
    Chili,
    Pariter,
    Plmap,
    ParBridge,
    Channels,
    OpenMp,
    OpenMpDynamic,
}

impl Peer {
    /// All of this process but the baseline, in the order of the tables.
    pub(crate) const IN_PROCESS: [Self; 9] = [
        Self::Automatic,
        Self::Jobs,
        Self::ThreadScope,
        Self::ParChunks,
        Self::FlatMapIter,
        Self::ParIter,
        Self::Orx,
        Self::Paralight,
        Self::Chili,
    ];

    pub(crate) const OPEN_MP: [Self; 2] = [Self::OpenMp, Self::OpenMpDynamic];
}

impl fmt::Display for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sequential => "sequential",
            Self::Automatic => "parallelize",
            Self::Jobs => return write!(f, "parallelize, jobs = {}", cores()),
            Self::Reported => "with `report`",
            Self::WithBar => "with `progress`",
            Self::ThreadScope => "thread::scope",
            Self::ByRayon => "rayon by hand",
            Self::ParChunks => "rayon par_chunks",
            Self::FlatMapIter => "rayon flat_map_iter",
            Self::ParIter => "rayon par_iter",
            Self::Orx => "orx-parallel",
            Self::Paralight => "paralight",
            Self::Chili => "chili",
            Self::Pariter => "pariter",
            Self::Plmap => "plmap",
            Self::ParBridge => "rayon par_bridge",
            Self::Channels => "channels by hand",
            Self::OpenMp => "OpenMP static",
            Self::OpenMpDynamic => "OpenMP dynamic",
        })
    }
}

/// How many cores there are for this process; all peers use that many threads.
pub(crate) fn cores() -> usize {
    static CORES: LazyLock<usize> =
        LazyLock::new(|| available_parallelism().map_or(1, std::num::NonZero::get));
    *CORES
}
