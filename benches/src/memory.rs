//! Peak memory: each way in a process of its own. The table is of the map over many elements.

use std::env;
use std::hint::black_box;
use std::process::Command;

use parallelize::parallel;

use crate::peer::{Peer, cores};
use crate::peers::by_rayon;
use crate::report::Table;
use crate::session::Session;
use crate::works::{mix, mix_all, numbers};
use crate::{machine, mutable, streams};

const PEERS: [Peer; 5] = [
    Peer::Sequential,
    Peer::Automatic,
    Peer::Jobs,
    Peer::ParChunks,
    Peer::ParIter,
];

/// Bytes in and out for an element.
const ELEMENT: usize = 2 * size_of::<u64>();

/// The most bytes that a process has had in memory at once.
#[derive(Debug, PartialEq)]
pub(crate) struct Peak {
    /// Until the call, which is with the input.
    pub(crate) before: usize,
    pub(crate) most: usize,
}

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
        let cells = if cfg!(target_os = "linux") {
            let peak = of_child("map", peer, len)?.most;
            [megabytes(peak), ratio(peak, len * ELEMENT)]
        } else {
            ["only known on Linux".to_owned(), "–".to_owned()]
        };
        let [peak, ratio] = cells;
        table.row([peer.to_string(), peak, ratio]);
    }
    Ok(table)
}

pub(crate) fn megabytes(bytes: usize) -> String {
    format!("{} MB", bytes / 1_000_000)
}

pub(crate) fn ratio(bytes: usize, of: usize) -> String {
    let percent = bytes * 100 / of;
    format!("{}.{:02}", percent / 100, percent % 100)
}

/// Starts this program once more, and lets it do the work once.
pub(crate) fn of_child(work: &str, peer: Peer, len: usize) -> Result<Peak, String> {
    eprintln!("memory of {work}: {peer}, {len} elements");
    let program = env::current_exe().map_err(|error| error.to_string())?;
    let child = Command::new(program)
        .args([
            "--peak-memory",
            work,
            &format!("{peer:?}"),
            &len.to_string(),
        ])
        .output()
        .map_err(|error| error.to_string())?;
    parse(&String::from_utf8_lossy(&child.stdout)).ok_or_else(|| {
        let complaint = String::from_utf8_lossy(&child.stderr);
        format!("the process that measures the memory of `{peer}` failed: {complaint}")
    })
}

fn parse(printed: &str) -> Option<Peak> {
    let (before, most) = printed.trim().split_once(' ')?;
    Some(Peak {
        before: before.parse().ok()?,
        most: most.parse().ok()?,
    })
}

/// What the child does, and prints.
pub(crate) fn of_this_process(work: &str, peer: &str, len: usize) -> Result<String, String> {
    let peer = PEERS.into_iter().find(|it| format!("{it:?}") == peer);
    let peer = peer.ok_or("no such peer")?;
    let Peak { before, most } = match work {
        "map" => map(peer, len),
        "append" => mutable::append::peak(peer, len),
        "writer" => mutable::writer::peak(peer, len),
        "endless" => streams::lines::peak(peer, len),
        _ => Err(format!("no memory is measured of `{work}`")),
    }?;
    Ok(format!("{before} {most}\n"))
}

fn map(peer: Peer, len: usize) -> Result<Peak, String> {
    let xs = numbers(len);
    let xs = black_box(&xs[..]);
    peak_of(|| match peer {
        Peer::Automatic => parallel(xs).flatten(mix_all),
        Peer::Jobs => parallel(xs).jobs(cores()).flatten(mix_all),
        Peer::ParChunks => by_rayon::chunks(xs, mix_all),
        Peer::ParIter => by_rayon::map(xs, mix),
        _ => mix_all(xs),
    })
}

/// Makes a call, whose input is there already.
pub(crate) fn peak_of<R>(call: impl FnOnce() -> R) -> Result<Peak, String> {
    let before = peak_of_this_process()?;
    black_box(call());
    let most = peak_of_this_process()?;
    Ok(Peak { before, most })
}

/// The most bytes that this process has had in memory at once.
pub(crate) fn peak_of_this_process() -> Result<usize, String> {
    let peak = machine::field("/proc/self/status", "VmHWM");
    let kibibytes = peak.and_then(|peak| peak.strip_suffix(" kB")?.trim().parse().ok());
    let kibibytes: usize = kibibytes.ok_or("this system does not tell the peak memory")?;
    Ok(kibibytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::{Peak, parse, ratio};

    #[test]
    fn a_child_prints_two_numbers() {
        let (before, most) = (10, 25);
        assert_eq!(parse("10 25\n"), Some(Peak { before, most }));
        assert_eq!(parse("thread main panicked"), None);
    }

    #[test]
    fn a_ratio_has_two_decimals() {
        assert_eq!(ratio(325, 320), "1.01");
        assert_eq!(ratio(80, 320), "0.25");
    }
}
