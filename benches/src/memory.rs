//! Peak memory of the map over many elements, each peer in a process of its own.

use std::env;
use std::hint::black_box;
use std::process::Command;

use parallelize::parallel;

use crate::machine;
use crate::peer::{Peer, cores};
use crate::peers::by_rayon;
use crate::report::Table;
use crate::session::Session;
use crate::works::{mix, mix_all, numbers};

const PEERS: [Peer; 5] = [
    Peer::Sequential,
    Peer::Automatic,
    Peer::Jobs,
    Peer::ParChunks,
    Peer::ParIter,
];

/// Bytes in and out for an element.
const ELEMENT: usize = 2 * size_of::<u64>();

pub(crate) fn measure(session: &Session) -> Result<Table, String> {
    let len = session.sizes.many;
    let note = format!(
        "The map of {} million elements, once, in a process of its own: the peak of its resident \
         memory, and how many times the {} MB of input and output that is.",
        len / 1_000_000,
        len * ELEMENT / 1_000_000,
    );
    let mut table = Table::new("Peak memory", &note, ["peer", "peak", "ratio"]);
    for peer in PEERS {
        eprintln!("memory: {peer}");
        let cells = if cfg!(target_os = "linux") {
            let bytes = peak_of_child(peer, len)?;
            let percent = bytes * 100 / (len * ELEMENT);
            let ratio = format!("{}.{:02}", percent / 100, percent % 100);
            [format!("{} MB", bytes / 1_000_000), ratio]
        } else {
            ["only known on Linux".to_owned(), "–".to_owned()]
        };
        let [peak, ratio] = cells;
        table.row([peer.to_string(), peak, ratio]);
    }
    Ok(table)
}

fn peak_of_child(peer: Peer, len: usize) -> Result<usize, String> {
    let program = env::current_exe().map_err(|error| error.to_string())?;
    let child = Command::new(program)
        .args(["--peak-memory", &format!("{peer:?}"), &len.to_string()])
        .output()
        .map_err(|error| error.to_string())?;
    let printed = String::from_utf8_lossy(&child.stdout);
    let bytes = printed.trim().parse();
    bytes.map_err(|_| {
        let complaint = String::from_utf8_lossy(&child.stderr);
        format!("the process that measures the memory of `{peer}` failed: {complaint}")
    })
}

/// What the child does: the map, and the bytes that this process had at most.
pub(crate) fn of_this_process(peer: &str, len: usize) -> Result<usize, String> {
    let peer = PEERS.into_iter().find(|it| format!("{it:?}") == peer);
    let peer = peer.ok_or("no such peer")?;
    let xs = numbers(len);
    let xs = black_box(&xs[..]);
    black_box(match peer {
        Peer::Automatic => parallel(xs).flatten(mix_all),
        Peer::Jobs => parallel(xs).jobs(cores()).flatten(mix_all),
        Peer::ParChunks => by_rayon::chunks(xs, mix_all),
        Peer::ParIter => by_rayon::map(xs, mix),
        _ => mix_all(xs),
    });
    peak_of_this_process()
}

/// The most bytes that this process has had in memory at once.
pub(crate) fn peak_of_this_process() -> Result<usize, String> {
    let peak = machine::field("/proc/self/status", "VmHWM");
    let kibibytes = peak.and_then(|peak| peak.strip_suffix(" kB")?.trim().parse().ok());
    let kibibytes: usize = kibibytes.ok_or("this system does not tell the peak memory")?;
    Ok(kibibytes * 1024)
}
